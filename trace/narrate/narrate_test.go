package narrate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hornet/trace/internal/sample"
	"hornet/trace/narrate"
)

// print is a plain text form of a story, for golden files.
func print(s *narrate.Story) string {
	var b strings.Builder
	for _, p := range s.Cast {
		fmt.Fprintf(&b, "%s: %s\n", p.Name, p.Who)
	}
	beliefs := func(after int) {
		for _, x := range s.Beliefs {
			if x.After == after {
				fmt.Fprintf(&b, "     %s [%d]\n", x.Text, x.Range.Start.Line)
			}
		}
	}
	beliefs(0)
	for _, l := range s.Lines {
		fmt.Fprintf(&b, "%3d. %s -> %s  %s", l.Number, l.From, l.To, l.Message)
		if l.Note != "" {
			fmt.Fprintf(&b, "  (%s)", l.Note)
		}
		fmt.Fprintf(&b, " %v [%d]\n", l.Refs, l.Range.Start.Line)
		beliefs(l.Number)
	}
	for _, w := range s.Why {
		fmt.Fprintf(&b, "why: %s [%d]\n", w.Text, w.Range.Start.Line)
	}
	for _, p := range s.Patterns {
		fmt.Fprintf(&b, "pattern: %s: %s [message %d]\n", p.Name, p.Detail, p.Line)
	}
	return b.String()
}

// TestGolden compares the stories of the samples with testdata; UPDATE=1
// rewrites it.
func TestGolden(t *testing.T) {
	for _, c := range sample.All() {
		story, err := narrate.Tell(c.Model, c.Opt, c.Run)
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
			continue
		}
		got := print(story)
		file := filepath.Join("testdata", c.Name+".txt")
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%swant\n%s", c.Name, got, want)
		}
	}
}
