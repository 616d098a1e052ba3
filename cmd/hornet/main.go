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
	room(len(os.Args))
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// room makes the stack large enough for what most models take, while it is
// still shallow. Grown as needed it would be copied several times, frame by
// frame, which is a tenth of the time of a small model.
//
//go:noinline
func room(n int) byte {
	var frame [48 << 10]byte
	frame[n%len(frame)] = 1
	return frame[(n+1)%len(frame)]
}
