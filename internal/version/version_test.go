package version

import (
	"runtime/debug"
	"testing"
)

func TestDescribe(t *testing.T) {
	set := func(main string, kv ...string) *debug.BuildInfo {
		b := &debug.BuildInfo{Main: debug.Module{Version: main}}
		for i := 0; i < len(kv); i += 2 {
			b.Settings = append(b.Settings, debug.BuildSetting{Key: kv[i], Value: kv[i+1]})
		}
		return b
	}
	for want, b := range map[string]*debug.BuildInfo{
		"v1.2.3":                   set("v1.2.3", "vcs.modified", "false"),
		"devel":                    set("(devel)"),
		"devel 0123456789ab":       set("", "vcs.revision", "0123456789abcdef", "vcs.modified", "false"),
		"devel 0123456789ab+dirty": set("(devel)", "vcs.revision", "0123456789abcdef", "vcs.modified", "true"),
		"devel+dirty":              set("(devel)", "vcs.modified", "true"),
	} {
		if got := describe(b); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if Build() == "devel" {
		t.Error("two builds of one revision share a name")
	}
}
