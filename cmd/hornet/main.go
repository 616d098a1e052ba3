// Command hornet checks security protocols written in HLPSL.
package main

import (
	"os"
	"runtime/debug"

	"hornet/cmd/hornet/cli"
)

func main() {
	// States are many and short-lived: collecting less often than by default
	// takes a third off long searches, and small models end before the first
	// collection. GOGC in the environment still counts.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
