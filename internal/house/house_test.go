// Package house holds the rules of the house: what may depend on what, where
// state and output may be, and how large a room may grow. docs/architecture.md
// tells the reasons.
package house

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// pkg is a package of ours.
type pkg struct {
	dir, name string
	imports   []string // ours, direct, without "hornet/"
	foreign   []string // others, direct
}

// load lists the packages of the module, by their path without "hornet/".
func load(t *testing.T) map[string]*pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}}|{{.Dir}}|{{.Name}}|{{join .Imports " "}}`, "hornet/...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	house := map[string]*pkg{}
	for _, l := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		f := strings.Split(l, "|")
		p := &pkg{dir: f[1], name: f[2]}
		for _, i := range strings.Fields(f[3]) {
			if ours, ok := strings.CutPrefix(i, "hornet/"); ok {
				p.imports = append(p.imports, ours)
			} else {
				p.foreign = append(p.foreign, i)
			}
		}
		house[strings.TrimPrefix(f[0], "hornet/")] = p
	}
	if len(house) < 30 {
		t.Fatalf("%d packages: the test has gone blind", len(house))
	}
	return house
}

// deps returns what a package depends on, itself left out, sorted.
func deps(house map[string]*pkg, path string) []string {
	seen := map[string]bool{}
	var visit func(string)
	visit = func(p string) {
		for _, i := range house[p].imports {
			if !seen[i] {
				seen[i] = true
				visit(i)
			}
		}
	}
	visit(path)
	var out []string
	for p := range seen {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// within reports whether a package is one of the trees, or inside one.
func within(path string, trees ...string) bool {
	return slices.ContainsFunc(trees, func(t string) bool { return path == t || strings.HasPrefix(path, t+"/") })
}

// TestArrows: every arrow points one way.
func TestArrows(t *testing.T) {
	house := load(t)
	for _, rule := range []struct {
		why  string
		of   []string
		only []string // all that they may depend on; nil: see not
		not  []string // trees that they must not depend on
	}{
		{why: "messages and diagnostics are the ground floor", of: []string{"term", "diag"}, only: []string{}},
		{why: "unification knows terms only", of: []string{"term/unify"}, only: []string{"term"}},
		{why: "a protocol is data, in no language", of: []string{"protocol"}, only: []string{"term", "diag"}},
		{why: "a run is data", of: []string{"trace"}, only: []string{"term", "diag", "protocol"}},
		{why: "a second front end must fit beside the first", of: []string{"search", "intruder", "goals"},
			not: []string{"hlpsl", "report", "runner", "gate", "cmd", "animate", "trace/render", "trace/narrate", "trace/cert", "trace/replay", "trace/ground", "trace/minimise"}},
		{why: "what checks an attack shares nothing with what finds it", of: []string{"trace/replay", "trace/ground", "trace/cert", "trace/minimise"},
			not: []string{"term/unify", "intruder", "goals", "search", "hlpsl", "internal/naive"}},
		{why: "the oracle shares nothing with the engine, nor with the checker", of: []string{"internal/naive"}, only: []string{"term", "diag", "protocol"}},
		{why: "a second engine must fit beside the first", of: []string{"hlpsl", "hlpsl/syntax", "hlpsl/check", "hlpsl/compile", "hlpsl/lint"},
			not: []string{"search", "intruder", "goals", "term/unify", "report", "runner", "gate", "cmd"}},
		{why: "pictures and stories judge nothing", of: []string{"trace/render", "trace/narrate"}, not: []string{"search", "intruder", "goals", "hlpsl", "report", "cmd"}},
		{why: "a report is data and its formats", of: []string{"report"}, only: []string{"term", "diag"}},
	} {
		for _, p := range rule.of {
			if house[p] == nil {
				t.Errorf("there is no package %s any more", p)
				continue
			}
			for _, d := range deps(house, p) {
				if rule.only != nil && !slices.Contains(rule.only, d) || within(d, rule.not...) {
					t.Errorf("%s depends on %s: %s", p, d, rule.why)
				}
			}
		}
	}
	for p, q := range house {
		if !within(p, "cmd") && slices.ContainsFunc(q.imports, func(i string) bool { return within(i, "cmd") }) {
			t.Errorf("%s imports a command", p)
		}
	}
}

// TestSilence: what is no command neither prints nor logs nor ends the process,
// and asks the environment for nothing it was not given.
func TestSilence(t *testing.T) {
	for path, p := range load(t) {
		if within(path, "cmd") || p.name == "main" {
			continue
		}
		for _, bad := range []string{"log", "log/slog", "flag"} {
			if slices.Contains(p.foreign, bad) {
				t.Errorf("%s imports %s", path, bad)
			}
		}
		for _, f := range parse(t, p.dir) {
			f.selectors(func(pkg, name string, line int) {
				switch pkg + "." + name {
				case "os.Exit", "os.Stdout", "os.Stderr", "os.Stdin", "fmt.Print", "fmt.Println", "fmt.Printf":
					t.Errorf("%s:%d: %s.%s outside of a command", f.name, line, pkg, name)
				}
			})
		}
	}
}
