//go:build unix

package cli

import (
	"runtime"
	"syscall"
)

// peak returns how many KiB the process has ever had in use, 0 when nobody says.
func peak() int64 {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(use.Maxrss) >> 10 // there in bytes
	}
	return int64(use.Maxrss)
}
