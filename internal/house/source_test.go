package house

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// file is a source file that is no test.
type file struct {
	name string
	fset *token.FileSet
	*ast.File
}

// parse reads the files of a package.
func parse(t *testing.T, dir string) []*file {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*file
	for _, n := range names {
		if strings.HasSuffix(n, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, n, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, &file{filepath.Join(filepath.Base(dir), filepath.Base(n)), fset, f})
	}
	return out
}

func (f *file) line(n ast.Node) int { return f.fset.Position(n.Pos()).Line }

// selectors calls k for each use x.y of a name y of an imported package x.
func (f *file) selectors(k func(pkg, name string, line int)) {
	ast.Inspect(f.File, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Obj == nil {
				k(x.Name, s.Sel.Name, f.line(s))
			}
		}
		return true
	})
}

// TestNoState: nothing at package level ever changes. A variable there is a
// table, an error, something embedded or something computed once; nobody assigns
// to it or to a part of it, and nobody takes its address.
func TestNoState(t *testing.T) {
	vars := 0
	for _, p := range load(t) {
		files := parse(t, p.dir)
		global := map[string]*ast.ValueSpec{}
		for _, f := range files {
			for _, d := range f.Decls {
				if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
					for _, s := range g.Specs {
						spec := s.(*ast.ValueSpec)
						for _, n := range spec.Names {
							global[n.Name] = spec
							vars++
						}
						if typ, ok := spec.Type.(*ast.SelectorExpr); ok {
							if x, ok := typ.X.(*ast.Ident); ok && (x.Name == "sync" || x.Name == "atomic") {
								t.Errorf("%s:%d: a %s.%s at package level", f.name, f.line(spec), x.Name, typ.Sel.Name)
							}
						}
					}
				}
			}
		}
		for _, f := range files {
			changed := func(e ast.Expr, what string) {
				if id := root(e); id != nil && global[id.Name] != nil && (id.Obj == nil || id.Obj.Decl == global[id.Name]) {
					t.Errorf("%s:%d: %s, a variable of the package, is %s", f.name, f.line(e), id.Name, what)
				}
			}
			ast.Inspect(f.File, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					if n.Tok != token.DEFINE {
						for _, l := range n.Lhs {
							changed(l, "assigned to")
						}
					}
				case *ast.IncDecStmt:
					changed(n.X, "changed")
				case *ast.UnaryExpr:
					if n.Op == token.AND {
						if _, lit := n.X.(*ast.CompositeLit); !lit {
							changed(n.X, "handed out by address")
						}
					}
				case *ast.CallExpr:
					if id, ok := n.Fun.(*ast.Ident); ok && (id.Name == "delete" || id.Name == "clear" || id.Name == "copy") && len(n.Args) > 0 {
						changed(n.Args[0], "changed")
					}
				}
				return true
			})
		}
	}
	if vars < 20 {
		t.Errorf("%d variables: the test has gone blind", vars)
	}
}

// root returns the variable that an expression is a part of.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// large lists the files that may have more than maxLines lines, with the reason.
var large = map[string]string{}

const maxLines = 600

// TestRooms: no file is larger than a person reads at a sitting, and every
// package says what it is.
func TestRooms(t *testing.T) {
	for path, p := range load(t) {
		says := false
		for _, f := range parse(t, p.dir) {
			says = says || f.Doc != nil
			lines := f.fset.File(f.FileStart).LineCount()
			if lines > maxLines && large[f.name] == "" {
				t.Errorf("%s has %d lines, more than %d", f.name, lines, maxLines)
			}
		}
		if !says && len(parse(t, p.dir)) > 0 {
			t.Errorf("package %s does not say what it is", path)
		}
	}
}

// TestDocumented: every exported function and type has a comment.
func TestDocumented(t *testing.T) {
	for _, p := range load(t) {
		for _, f := range parse(t, p.dir) {
			for _, d := range f.Decls {
				switch d := d.(type) {
				case *ast.FuncDecl:
					if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && !obvious[d.Name.Name] {
						t.Errorf("%s:%d: %s has no comment", f.name, f.line(d), d.Name.Name)
					}
				case *ast.GenDecl:
					for _, s := range d.Specs {
						if s, ok := s.(*ast.TypeSpec); ok && s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
							t.Errorf("%s:%d: %s has no comment", f.name, f.line(s), s.Name.Name)
						}
					}
				}
			}
		}
	}
}

// obvious are methods whose meaning the interface that they belong to gives.
var obvious = map[string]bool{"Error": true, "Unwrap": true, "String": true, "Len": true, "Less": true, "Swap": true, "Pos": true}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	if s, ok := typ.(*ast.StarExpr); ok {
		typ = s.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

// TestNoWorkplace: nothing in the project knows where it was made.
func TestNoWorkplace(t *testing.T) {
	place := regexp.MustCompile(`/wo` + `rk/(main|shared)|/ro` + `ot/|/tm` + `p/(bash|hornet)`)
	n := 0
	err := filepath.WalkDir("../..", func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == ".git" || d.Name() == "dist" {
				return filepath.SkipDir
			}
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		for i, l := range bytes.Split(text, []byte("\n")) {
			if place.Match(l) {
				t.Errorf("%s:%d: %.100s", path, i+1, l)
			}
		}
		return nil
	})
	if err != nil || n < 300 {
		t.Errorf("%d files read: %v", n, err)
	}
}
