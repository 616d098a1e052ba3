package mutation

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

const root = "../.."

// TestFits: every fault can still be applied, and its tests still exist.
func TestFits(t *testing.T) {
	names := map[string]bool{}
	for _, f := range Faults() {
		text, err := os.ReadFile(filepath.Join(root, f.File))
		if err != nil {
			t.Error(err)
			continue
		}
		if err := f.Fits(text); err != nil {
			t.Error(err)
		}
		if names[f.Name] {
			t.Errorf("two faults %q", f.Name)
		}
		names[f.Name] = true
		files, _ := filepath.Glob(filepath.Join(root, f.By.Package, "*_test.go"))
		tests := ""
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tests += string(text)
		}
		for _, test := range strings.Split(strings.Trim(f.By.Run, "^$()"), "|") {
			if !strings.Contains(tests, "\nfunc "+test+"(t *testing.T)") {
				t.Errorf("%s: %s has no %s", f.Name, f.By.Package, test)
			}
		}
	}
	if len(names) < 60 {
		t.Errorf("%d faults", len(names))
	}
}

// TestApply: a fault goes in, once, and comes out again.
func TestApply(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.go")
	for _, c := range []struct{ text, old, want string }{
		{"x := 1\n", "1", "x := 2\n"},
		{"x := 1 + 1\n", "1", ""},
		{"x := 3\n", "1", ""},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		undo, err := Fault{Name: "f", File: "a.go", Old: c.old, New: "2"}.Apply(dir)
		if (err == nil) != (c.want != "") {
			t.Errorf("%q: %v", c.text, err)
		}
		if err != nil {
			continue
		}
		if got, _ := os.ReadFile(file); string(got) != c.want {
			t.Errorf("%q became %q", c.text, got)
		}
		if err := undo(); err != nil {
			t.Error(err)
		}
		if got, _ := os.ReadFile(file); string(got) != c.text {
			t.Errorf("%q came back as %q", c.text, got)
		}
	}
}

// TestTable: the table in the book is the list. HORNET_UPDATE=1 writes it anew.
func TestTable(t *testing.T) {
	const begin, end = "| | fault | in | caught by |\n|---|---|---|---|\n", "\n\n"
	var b strings.Builder
	for i, f := range Faults() {
		fmt.Fprintf(&b, "| %d | %s | `%s` | `%s` |\n", i+1, f.Name, f.File, strings.ReplaceAll(f.By.String(), "|", `\|`))
	}
	file := filepath.Join(root, "docs", "mutations.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), begin)
	table, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no table of faults", file)
	}
	if want := strings.TrimSuffix(b.String(), "\n"); table != want {
		if os.Getenv("HORNET_UPDATE") == "" {
			t.Fatalf("%s is not the list of faults; HORNET_UPDATE=1 writes it anew. Want\n%s", file, want)
		}
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMutations puts the faults into copies of the module, one at a time, and
// wants the tests that pass without a fault to fail with it. HORNET_MUTATE=quick
// leaves out the faults that only random protocols are known to show.
func TestMutations(t *testing.T) {
	mode := os.Getenv("HORNET_MUTATE")
	if mode == "" {
		t.Skip("HORNET_MUTATE is not set; the run takes minutes")
	}
	const atMost = 3 * time.Minute
	workers := max(1, runtime.GOMAXPROCS(0)/2+1)
	copies := make(chan string, workers)
	for range workers {
		dir := t.TempDir()
		if err := Copy(root, dir); err != nil {
			t.Fatal(err)
		}
		copies <- dir
	}
	var healthy sync.Map // a *health by the tests
	for i, f := range Faults() {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			if mode == "quick" && !f.By.Quick() {
				t.Skip("only random protocols are known to show it")
			}
			t.Parallel()
			dir := <-copies
			defer func() { copies <- dir }()
			h, _ := healthy.LoadOrStore(f.By.String(), &health{})
			if err := h.(*health).check(f.By, dir, atMost); err != nil {
				t.Fatal(err)
			}
			undo, err := f.Apply(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := undo(); err != nil {
					t.Error(err)
				}
			}()
			start := time.Now()
			got, out, err := f.By.Outcome(context.Background(), dir, atMost)
			switch {
			case err != nil:
				t.Fatal(err)
			case got == Failed:
				t.Logf("caught in %.0fs: %s", time.Since(start).Seconds(), f.Name)
			default:
				t.Errorf("MISSED, %s: %s\n%.3000s", got, f.Name, out)
			}
		})
	}
}

// health is whether tests pass without any fault.
type health struct {
	once sync.Once
	err  error
}

func (h *health) check(tests Tests, dir string, atMost time.Duration) error {
	h.once.Do(func() {
		got, out, err := tests.Outcome(context.Background(), dir, atMost)
		if err != nil || got != Passed {
			h.err = fmt.Errorf("without any fault, %s: %s %v\n%s", tests, got, err, out)
		}
	})
	return h.err
}
