package replay_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// untrusted lists the files of the two packages that no verdict rests on: the
// matcher that the animator needs, the notation of messages, and the words of a
// refusal.
var untrusted = []string{"../ground/match.go", "../ground/solve.go", "../ground/print.go", "refusal.go"}

// trusted lists the files that a verdict "attack" rests on, beside the data
// types.
func trusted(t *testing.T) []string {
	t.Helper()
	own, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	ground, err := filepath.Glob("../ground/*.go")
	if err != nil || len(own) == 0 || len(ground) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	var files []string
	for _, f := range append(own, ground...) {
		if !strings.HasSuffix(f, "_test.go") && !slices.Contains(untrusted, filepath.ToSlash(f)) {
			files = append(files, f)
		}
	}
	return files
}

// TestDependencies pins what the checker shares with what it checks: the data
// types only.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "hornet/trace/replay").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	allowed := []string{"hornet/diag", "hornet/term", "hornet/protocol", "hornet/trace", "hornet/trace/ground", "hornet/trace/replay"}
	n := 0
	for _, p := range strings.Fields(string(out)) {
		if !strings.HasPrefix(p, "hornet/") {
			continue // the standard library, and what diag prints with
		}
		if n++; !slices.Contains(allowed, p) {
			t.Errorf("the checker depends on %s", p)
		}
	}
	if n != len(allowed) {
		t.Errorf("%d packages of ours, want %d: the test has gone blind", n, len(allowed))
	}
}

// TestSharesNoAlgorithms reads the source: of package term only the types may be
// used, and of the untrusted files nothing but the error.
func TestSharesNoAlgorithms(t *testing.T) {
	types := declared(t, "../../term/type.go")
	foreign := map[string]bool{}
	for _, file := range untrusted {
		for name := range declared(t, file) {
			foreign[name] = true
		}
	}
	if !types["TText"] || !types["Kind"] || !foreign["Match"] || !foreign["Solutions"] || !foreign["matcher"] {
		t.Fatal("the declarations were not found")
	}
	for _, file := range trusted(t) {
		for name := range declared(t, file) {
			delete(foreign, name) // another method of the same name
		}
	}
	delete(foreign, "refusal")
	delete(foreign, "String") // types have one, too
	for _, file := range trusted(t) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if foreign[n.Name] && n.Obj == nil { // and no variable of the file
					t.Errorf("%s uses %s, which is not trusted", file, n.Name)
				}
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if ok && x.Name == "term" && x.Obj == nil && !types[n.Sel.Name] {
					t.Errorf("%s uses term.%s, which is no type", file, n.Sel.Name)
				}
				return !ok || x.Obj != nil || x.Name == "ground" // else a name of a package that is no secret
			}
			return true
		})
	}
}

// declared returns the names that a file declares at package level, methods and
// constants included.
func declared(t *testing.T, file string) map[string]bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			names[d.Name.Name] = true
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names[s.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names[n.Name] = true
					}
				}
			}
		}
	}
	return names
}

// maxLines bounds the trusted code: what a person reads in less than an hour.
const maxLines = 600

// TestSmall counts the lines of trusted code without blank lines, comments and
// import clauses.
func TestSmall(t *testing.T) {
	total := 0
	for _, file := range trusted(t) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		lines := map[int]bool{}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
				continue
			}
			ast.Inspect(d, func(n ast.Node) bool {
				if n != nil {
					lines[fset.Position(n.Pos()).Line] = true
					lines[fset.Position(n.End()-1).Line] = true
				}
				return true
			})
		}
		t.Logf("%4d %s", len(lines), file)
		total += len(lines)
	}
	t.Logf("%4d in all", total)
	if total > maxLines {
		t.Errorf("%d lines of trusted code, more than %d", total, maxLines)
	}
}
