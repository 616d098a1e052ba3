// Command hornet checks security protocols written in HLPSL.
package main

import (
	"os"

	"hornet/cmd/hornet/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
