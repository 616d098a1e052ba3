package models

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"hornet/expect"
	"hornet/hlpsl"
	"hornet/hlpsl/syntax"
	"hornet/runner"
)

var update = flag.Bool("update", false, "write README.md anew")

func all(t *testing.T) []Model {
	t.Helper()
	list, err := List()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestParse: every model compiles without error or warning, and its expectations
// are those of its goals, in their order.
func TestParse(t *testing.T) {
	for _, m := range all(t) {
		u := hlpsl.Load(m.File, m.Text)
		for _, d := range u.Diags {
			t.Errorf("%s", d)
		}
		if u.Model == nil {
			continue
		}
		var got, want []string
		for _, g := range u.Model.Goals {
			want = append(want, g.Kind.String()+" "+g.ID)
		}
		for _, e := range m.Expect {
			got = append(got, e.Goal)
		}
		if g, w := strings.Join(got, ", "), strings.Join(want, ", "); g != w {
			t.Errorf("%s: expectations on %s, goals are %s", m.File, g, w)
		}
	}
}

// TestFormatted: the library is in the one layout.
func TestFormatted(t *testing.T) {
	for _, m := range all(t) {
		file, diags := syntax.Parse(m.File, m.Text)
		if diags.Errors() != 0 {
			t.Errorf("%s: %s", m.File, diags[0])
		} else if !bytes.Equal(syntax.Format(file), m.Text) {
			t.Errorf("%s is not formatted: hornet fmt -w models", m.File)
		}
	}
}

// TestHeaders: what the header promises is in the text, and names are unique.
func TestHeaders(t *testing.T) {
	seen := map[string]string{}
	for _, m := range all(t) {
		if other := seen[m.Name]; other != "" {
			t.Errorf("%s and %s have one name", other, m.File)
		}
		seen[m.Name] = m.File
		if !strings.Contains(strings.Join(m.Flow, "\n"), "->") {
			t.Errorf("%s: no message in the flow", m.File)
		}
		for i, b := range m.Text {
			if b > 126 || b < 32 && b != '\n' {
				t.Errorf("%s: byte %#x at %d: the library is plain ASCII without tabs", m.File, b, i)
				break
			}
		}
	}
}

// TestLibrary counts what the book relies on: enough models, and for each class
// of attack at least one model that falls and one that stands.
func TestLibrary(t *testing.T) {
	classic := 0
	falls, stands := map[string]bool{}, map[string]bool{}
	list := all(t)
	for _, m := range list {
		if m.Group == "classic" {
			classic++
		}
		class, _, _ := strings.Cut(m.Class, " (")
		if m.Attack() {
			falls[class] = true
		} else {
			stands[class] = true
		}
	}
	if classic < 40 {
		t.Errorf("%d classic protocols, want 40 or more", classic)
	}
	for _, class := range []string{"man in the middle", "missing name", "replay", "reflection", "type flaw", "parallel session",
		"known key", "identity misbinding", "missing binding", "mix-up", "downgrade", "truncation", "forward secrecy", "algebraic"} {
		if !falls[class] || !stands[class] {
			t.Errorf("class %q: a model that falls %v, one that stands %v", class, falls[class], stands[class])
		}
	}
}

// TestVerdicts checks every model with the options of the command line and holds
// the verdicts against its header. An attack counts only when the independent
// checker accepts it, which runner sees to.
func TestVerdicts(t *testing.T) {
	start := time.Now()
	for _, m := range all(t) {
		t.Run(m.Name, func(t *testing.T) {
			f := runner.Check(context.Background(), m.File, m.Text, runner.Options{Timeout: 10 * time.Second})
			if f.Failure != nil {
				t.Fatalf("%s: %s", f.Failure.Kind, f.Failure.Message)
			}
			for _, e := range expect.Compare(f, m.Expect) {
				if !e.Met {
					t.Errorf("%s", e.Message)
				}
			}
		})
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("the library took %s, want 20 s at most", d)
	}
}

func TestFind(t *testing.T) {
	for _, name := range []string{"nspk", "classic/nspk", "classic/nspk.hlpsl", "nspk.hlpsl"} {
		if m, err := Find(name); err != nil || m.File != "classic/nspk.hlpsl" {
			t.Errorf("Find(%q) = %q, %v", name, m.File, err)
		}
	}
	for _, name := range []string{"", "nspk.txt", "tls/nspk", "nsp"} {
		if m, err := Find(name); err == nil {
			t.Errorf("Find(%q) = %q, want an error", name, m.File)
		}
	}
}

func TestIndex(t *testing.T) {
	var b bytes.Buffer
	if err := WriteIndex(&b, all(t)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("README.md", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, b.Bytes()) {
		t.Error("README.md is not what the headers say: go test ./models -run Index -update")
	}
}
