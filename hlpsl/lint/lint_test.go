package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"hornet/diag"
	"hornet/hlpsl"
	"hornet/hlpsl/lint"
)

// TestCases runs testdata/*.txt. An archive holds a sound model, "base", and
// cases that differ from it in a few lines:
//
//	-- an old value sent --
//	- the line of the base as it stands there
//	+ what stands there instead     %% want H0401 "Nb is the value"
//
// A case must give the wanted findings, each on the line of its comment, and no
// other finding of any kind. What belongs to the whole model has no line: it is
// wanted by a "? H0614 text" line. The base itself must be silent.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var base string
		for _, f := range ar.Files {
			if strings.HasPrefix(f.Name, "base") {
				base = string(f.Data)
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+f.Name, func(t *testing.T) {
				text, err := base, error(nil)
				if !strings.HasPrefix(f.Name, "base") {
					text, err = patch(base, string(f.Data))
				}
				if err != nil {
					t.Fatal(err)
				}
				compare(t, text)
			})
		}
	}
}

// patch applies the - and + lines of a case.
func patch(base, changes string) (string, error) {
	lines := strings.Split(base, "\n")
	todo := strings.Split(strings.TrimRight(changes, "\n"), "\n")
	at := 0
	for len(todo) > 0 {
		// A block of - lines stands together in the base, or falls into blocks
		// that do.
		n := 0
		for n < len(todo) && strings.HasPrefix(todo[n], "-") {
			n++
		}
		for n > 1 && find(lines, todo[:n]) < 0 {
			n--
		}
		if n > 0 {
			if at = find(lines, todo[:n]); at < 0 {
				return "", fmt.Errorf("the base has no line %q", todo[0][1:])
			}
			lines = append(lines[:at], lines[at+n:]...)
			todo = todo[n:]
			continue
		}
		switch c := todo[0]; {
		case strings.HasPrefix(c, "+"):
			lines = append(lines[:at], append([]string{c[1:]}, lines[at:]...)...)
			at++
		case strings.TrimSpace(c) != "":
			return "", fmt.Errorf("what is %q?", c)
		}
		todo = todo[1:]
	}
	return strings.Join(lines, "\n"), nil
}

// find returns where the lines, each with a mark before it, stand together, but
// for blanks at their ends.
func find(text, lines []string) int {
	for i := 0; i+len(lines) <= len(text); i++ {
		same := true
		for k, l := range lines {
			same = same && strings.TrimSpace(text[i+k]) == strings.TrimSpace(l[1:])
		}
		if same {
			return i
		}
	}
	return -1
}

var want = regexp.MustCompile(`%% want (H\d{4}) "([^"]*)"`)

func compare(t *testing.T, text string) {
	t.Helper()
	// The comments that say what is wanted are no part of the model.
	type place struct {
		line int
		code diag.Code
	}
	wanted := map[place]string{}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		for _, m := range want.FindAllStringSubmatch(l, -1) {
			wanted[place{i + 1, diag.Code(m[1])}] = m[2]
		}
		lines[i] = want.ReplaceAllString(l, "")
	}
	clean := strings.Join(lines, "\n")
	var b strings.Builder
	l := lint.All(hlpsl.Load("case.hlpsl", []byte(clean)))
	for _, d := range l {
		p := place{d.Range.Start.Line, d.Code}
		message, ok := wanted[p]
		if ok && strings.Contains(d.Message, message) {
			delete(wanted, p)
			continue
		}
		r := diag.Renderer{Source: func(string) []byte { return []byte(clean) }}
		if err := r.Render(&b, diag.List{d}); err != nil {
			t.Fatal(err)
		}
	}
	if b.Len() > 0 {
		t.Errorf("not wanted:\n%s", b.String())
	}
	var missing []string
	for p, m := range wanted {
		missing = append(missing, fmt.Sprintf("line %d: %s %q", p.line, p.code, m))
	}
	sort.Strings(missing)
	for _, m := range missing {
		t.Error("missing: " + m)
	}
}

// A unit with errors has no smells, and a suppression is never the reason that a
// text which cannot be read passes.
func TestErrorsOnly(t *testing.T) {
	u := hlpsl.Load("m", []byte("role environment() def=\ncomposition nobody()\nend role\nenvironment()\n"))
	if u.Diags.Errors() == 0 {
		t.Fatal("the text has no error")
	}
	if got, want := len(lint.All(u)), len(u.Diags); got != want {
		t.Errorf("All gives %d diagnostics, the unit has %d", got, want)
	}
}

// Whatever text comes in, a lint must come back.
func FuzzLint(f *testing.F) {
	for _, d := range diag.Table() {
		f.Add([]byte(d.Bad.Text()))
		f.Add([]byte(d.Good.Text()))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		u := hlpsl.Load("fuzz", text)
		took := func() time.Duration {
			start := time.Now()
			lint.All(u)
			return time.Since(start)
		}
		if d := took(); d > 2*time.Second && took() > 2*time.Second { // the machine may have been busy once
			t.Errorf("linting took %v", d)
		}
	})
}

// corpus returns models beside the project, when they are there.
func corpus(t testing.TB, pattern string) []string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", pattern))
	if len(files) == 0 {
		t.Skip("no corpus")
	}
	return files
}

// Linting must not run away on any real model, nor find errors: what the
// translator accepts stays accepted.
func TestCorpus(t *testing.T) {
	for _, file := range corpus(t, "corpus/library/*.hlpsl") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		u := hlpsl.Load(file, text)
		if u.Model == nil {
			continue
		}
		for _, d := range lint.All(u) {
			if d.Code < "H04" {
				continue
			}
			if d.Severity == diag.Error {
				t.Errorf("%s: a smell is no error: %v", file, d)
			}
			if _, ok := diag.Lookup(d.Code); !ok || d.Code < "H04" {
				t.Errorf("%s: code %s", file, d.Code)
			}
			if d.Message == "" || strings.HasSuffix(d.Message, ".") || strings.Contains(d.Message, "%!") {
				t.Errorf("%s: message %q", file, d.Message)
			}
		}
	}
}

func BenchmarkLint(b *testing.B) {
	text, err := os.ReadFile(corpus(b, "corpus/library/Kerb-Forwardable.hlpsl")[0])
	if err != nil {
		b.Fatal(err)
	}
	u := hlpsl.Load("m", text)
	for b.Loop() {
		lint.All(u)
	}
}
