// Command print writes a generated protocol as HLPSL text:
//
//	print nsl 4 | nspk 4 | xor 3 | dh 2 | tls 3
//	print ike-aggressive ab,ai 2 | ike-main ab,ai 1
//	print random 17
package main

import (
	"fmt"
	"os"

	"hornet/internal/gen"
)

func main() {
	text, err := gen.Text(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	fmt.Print(text)
}
