// Package version tells which build of hornet is running, from what the Go tool
// wrote into the binary.
package version

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

// String returns the module's version, or "devel" with the revision it was built
// from; "+dirty" marks a build from changed files.
func String() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	return describe(info)
}

// describe is String for given build information.
func describe(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	rev, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			rev = " " + s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+dirty"
		}
	}
	return "devel" + rev + dirty
}

// Build returns a name for this very program, for what must not outlive it: the
// version, and for a build from changed or unknown files also the executable's
// size and time.
func Build() string {
	v := String()
	if !strings.HasPrefix(v, "devel") && !strings.HasSuffix(v, "+dirty") {
		return v
	}
	exe, err := os.Executable()
	if err != nil {
		return v
	}
	info, err := os.Stat(exe)
	if err != nil {
		return v
	}
	return fmt.Sprintf("%s %d %d", v, info.Size(), info.ModTime().UnixNano())
}
