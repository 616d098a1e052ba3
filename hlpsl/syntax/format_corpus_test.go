package syntax

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFormatCorpus: what parses, formats to an equal tree with the same
// comments, and formatting again changes nothing.
func TestFormatCorpus(t *testing.T) {
	n := 0
	for _, dir := range []string{"library", "web", "parse"} {
		files, _ := filepath.Glob(filepath.Join(corpus, dir, "*.hlpsl"))
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			checkFormat(t, name, text)
			n++
		}
	}
	if n == 0 {
		t.Skip("no corpus")
	}
}

// checkFormat holds one text to the laws of the formatter, if it parses.
func checkFormat(t *testing.T, name string, text []byte) {
	t.Helper()
	f, diags := Parse(name, text)
	if diags.Errors() > 0 {
		return
	}
	once := Format(f)
	g, diags := Parse(name, once)
	if diags.Errors() > 0 {
		t.Fatalf("%s: formatted text does not parse: %v\n%s", name, diags.Err(), once)
	}
	if !Equal(f, g) {
		t.Errorf("%s: formatting changed the tree:\n%s", name, once)
	}
	if a, b := commentTexts(f), commentTexts(g); a != b {
		t.Errorf("%s: formatting changed the comments:\n%s\n---\n%s", name, a, b)
	}
	if twice := Format(g); !bytes.Equal(once, twice) {
		t.Errorf("%s: formatting is not idempotent:\n%s", name, firstDifference(once, twice))
	}
}

func commentTexts(f *File) string {
	var b strings.Builder
	for _, c := range f.Comments {
		b.WriteString(strings.TrimRight(c.Text, " \t\r") + "\n")
	}
	return b.String()
}

func firstDifference(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			lo := max(0, i-3)
			return strings.Join(x[lo:min(len(x), i+4)], "\n") + "\n--- second time:\n" + strings.Join(y[min(len(y), lo):min(len(y), i+4)], "\n")
		}
	}
	return "the second is longer"
}
