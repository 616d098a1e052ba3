package models

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"hornet/diag"
	"hornet/hlpsl"
	"hornet/hlpsl/lint"
	"hornet/runner"
)

// TestLint: no model has a smell, but for the paper's, whose faults are the ones
// that a reader must be told of. A model that stands must stand against an
// insider too.
func TestLint(t *testing.T) {
	want := map[string]string{
		"paper-baseline-listing": "H0612 H0612", // secrets sent in the clear
		"paper-baseline-trace":   "H0501 H0402", // a dead step, an unset variable
		"paper-enhanced-printed": "H0504",       // a receive that no implementation can do
	}
	for _, m := range all(t) {
		u := hlpsl.Load(m.File, m.Text)
		var got []string
		for _, d := range lint.All(u) {
			if d.Severity == diag.Hint && (d.Code != diag.NoIntruderSession || m.Attack()) {
				continue
			}
			got = append(got, string(d.Code))
			if want[m.Name] == "" {
				t.Errorf("%s", d)
			}
		}
		if want[m.Name] != "" && strings.Join(got, " ") != want[m.Name] {
			t.Errorf("%s: smells %v, want %s", m.File, got, want[m.Name])
		}
	}
}

// TestPaperTrace: the model read off the paper's attack trace gives that trace,
// but for the numbers of the values that the intruder left open.
func TestPaperTrace(t *testing.T) {
	text, err := os.ReadFile("../../shared/paper/README.md")
	if err != nil {
		t.Skip("the paper's trace is not at hand")
	}
	_, block, ok := strings.Cut(string(text), "```\n")
	want, _, closed := strings.Cut(block, "```")
	if !ok || !closed {
		t.Fatal("no trace in the description of the paper")
	}
	m, err := Find("paper-baseline-trace")
	if err != nil {
		t.Fatal(err)
	}
	f := runner.Check(context.Background(), m.File, m.Text, runner.Options{})
	if len(f.Attacks) != 1 {
		t.Fatalf("%d attacks, want 1", len(f.Attacks))
	}
	trace, _, _ := strings.Cut(f.Attacks[0].Avispa, "%") // the reached state follows as comments
	if got, want := numbered(trace), numbered(want); got != want {
		t.Errorf("trace\n%s\nwant\n%s", got, want)
	}
}

// numbered gives the open values of a trace the numbers of their appearance.
func numbered(s string) string {
	place := map[string]string{}
	s = regexp.MustCompile(`\bx[0-9]+\b`).ReplaceAllStringFunc(s, func(x string) string {
		if place[x] == "" {
			place[x] = "X" + string(rune('a'+len(place)))
		}
		return place[x]
	})
	return strings.TrimSpace(s)
}
