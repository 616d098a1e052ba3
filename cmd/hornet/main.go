// Command hornet checks security protocols written in HLPSL.
package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"hornet/cmd/hornet/cli"
	"hornet/internal/deep"
)

func main() {
	// GOGC in the environment still counts.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(spare(0))
		tune(spare(0))
	}
	deep.Stack(func() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) })
}

// spare returns by how many percent the heap may grow over what lives, before the
// next collection. States are many and short-lived: collecting less often than by
// default takes a third off searches, and small models end before the first
// collection. A heap that is large anyway gets no more than the default.
func spare(live uint64) int {
	const small = 40 << 20
	return max(100, min(400, int(small/max(live, 1<<20))*100-100))
}

// tune adjusts the collector after every collection.
func tune(percent int) {
	type sentinel struct{ _ [4]uint64 }
	runtime.SetFinalizer(new(sentinel), func(*sentinel) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		p := spare(m.NextGC * 100 / uint64(100+percent)) // what lives, by which the next is planned
		if p != percent {
			debug.SetGCPercent(p)
		}
		tune(p)
	})
}
