package gate

import (
	"testing"
	"time"

	"hornet/config"
	"hornet/report"
)

func TestPlan(t *testing.T) {
	file, err := config.Parse(`
timeout = "1m"
fail-on = ["attack"]
max-depth = 9
[[override]]
paths = ["big/**"]
timeout = "10m"
untyped = true
[[override]]
paths = ["big/huge.hlpsl"]
timeout = "1h"
fail-on = ["none"]
`)
	if err != nil {
		t.Fatal(err)
	}
	file.Dir = "."
	depth := 3
	p := &Plan{File: file, Flags: config.Settings{MaxDepth: &depth}, FirstAttack: true}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path    string
		timeout time.Duration
		untyped bool
		failOn  report.FailOn
	}{
		{"a.hlpsl", time.Minute, false, report.FailAttack},
		{"big/b.hlpsl", 10 * time.Minute, true, report.FailAttack},
		{"big/huge.hlpsl", time.Hour, true, 0},
	} {
		src := Source{Name: c.path, Path: c.path}
		o := p.Options(src)
		if o.Timeout != c.timeout || o.Search.Untyped != c.untyped || p.FailOn(src) != c.failOn || o.Search.MaxDepth != 3 || !o.Search.FirstAttack {
			t.Errorf("%s: %+v, fails on %v", c.path, o, p.FailOn(src))
		}
	}
	if p := (&Plan{}); p.FailOn(Source{}) != report.DefaultFailOn || p.Options(Source{}).Search.FirstAttack {
		t.Error("a plan without settings is not the default")
	}
}

func TestPlanFaults(t *testing.T) {
	yes, minus, size, early := true, -1, "huge", config.Duration{Duration: -1}
	for name, s := range map[string]config.Settings{
		"typing":    {Untyped: &yes, StrongTypes: &yes},
		"states":    {MaxStates: &minus},
		"depth":     {MaxDepth: &minus},
		"memory":    {MaxMemory: &size},
		"timeout":   {Timeout: &early},
		"fail-on":   {FailOn: []string{"everything"}},
		"reduction": {NoReduction: []string{"magic"}},
	} {
		if (&Plan{Flags: s}).Check() == nil {
			t.Errorf("%s: taken as a flag", name)
		}
		if name != "reduction" && (&Plan{File: &config.File{Override: []config.Override{{Settings: s}}}}).Check() == nil {
			t.Errorf("%s: taken in hornet.toml", name)
		}
	}
}
