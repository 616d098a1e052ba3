package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hornet/trace"
	"hornet/trace/narrate"
	"hornet/trace/replay"
)

// story tells an attack: which proves, too, that the fixtures are attacks.
func story(t testing.TB, f fixture) *narrate.Story {
	t.Helper()
	if f.run.Violation == nil {
		return nil
	}
	s, err := narrate.Tell(f.m, replay.Options{}, f.run)
	if err != nil {
		t.Fatalf("%s: %v", f.name, err)
	}
	return s
}

// golden compares with testdata/name; HORNET_UPDATE=1 writes it instead.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE")+os.Getenv("HORNET_UPDATE") != "" {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it, then HORNET_UPDATE=1 go test", path)
	}
}

// Every fixture in every format, twice: the second time must give the same bytes.
func TestGolden(t *testing.T) {
	for _, f := range fixtures(t) {
		in := &Input{Model: f.m, Run: f.run, Story: story(t, f), Source: []byte("role alice ...\n% line two\n")}
		for _, format := range Formats() {
			if format == "html" && f.name != "lowe" {
				continue // the pages differ in what the SVGs show already
			}
			var a, b bytes.Buffer
			if err := Write(&a, format, in); err != nil {
				t.Fatalf("%s as %s: %v", f.name, format, err)
			}
			if err := Write(&b, format, in); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
				t.Errorf("%s as %s is not the same each time (%v)", f.name, format, err)
			}
			golden(t, f.name+"."+format, a.Bytes())
		}
	}
	var b bytes.Buffer
	m := nspk(t).m
	why := "nothing that was sent resembles {Na.Nb'}_Ka"
	seen := Coverage{{{Fired: 3}, {Dead: true, Why: why}}, {{Dead: true, Why: "it waits"}, {Dead: true, Why: why}}, {{Fired: 1}, {}}}
	if err := Automata(&b, m, seen); err != nil {
		t.Fatal(err)
	}
	golden(t, "roles.dot", b.Bytes())
	b.Reset()
	if err := Tree(&b, m, searchTree(t)); err != nil {
		t.Fatal(err)
	}
	golden(t, "tree.dot", b.Bytes())
}

// searchTree is the beginning of a search of nspk, cut and marked in every way.
func searchTree(t *testing.T) *trace.Tree {
	s := loweRun(t).Steps
	return &trace.Tree{Next: []*trace.Tree{
		{Steps: s[:1], Next: []*trace.Tree{
			{Steps: s[1:3], Violates: []int{1}, Next: []*trace.Tree{{Steps: s[3:], Violates: []int{3}, End: trace.Barren}}},
			{Steps: s[2:3], End: trace.Bound},
		}},
		{Steps: s[1:2], End: trace.Barren},
	}}
}

func TestTreeRefuses(t *testing.T) {
	m := nspk(t).m
	for name, change := range map[string]func(*trace.Tree){
		"a goal that is none":       func(s *trace.Tree) { s.Next[0].Violates = []int{9} },
		"an instance that is none":  func(s *trace.Tree) { s.Next[1].Steps = []trace.Step{{Instance: 7}} },
		"a transition that is none": func(s *trace.Tree) { s.Next[0].Steps = []trace.Step{{Transition: -1}} },
		"no state":                  func(s *trace.Tree) { s.Next[1] = nil },
	} {
		tree := searchTree(t)
		change(tree)
		if err := Tree(io.Discard, m, tree); err == nil {
			t.Errorf("%s is drawn", name)
		}
	}
	if err := Tree(fullDisk{}, m, searchTree(t)); !errors.Is(err, errFull) {
		t.Errorf("the writer's error is lost: %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	f := lowe(t)
	if err := Write(io.Discard, "png", &Input{Model: f.m, Run: f.run}); err == nil || !strings.Contains(err.Error(), "mermaid") {
		t.Errorf("png: %v", err)
	}
	for _, format := range Formats() {
		if err := Write(fullDisk{}, format, &Input{Model: f.m, Run: f.run}); !errors.Is(err, errFull) {
			t.Errorf("%s: the writer's error is lost: %v", format, err)
		}
		f.run.Steps[0].Transition = 9
		if err := Write(io.Discard, format, &Input{Model: f.m, Run: f.run}); err == nil {
			t.Errorf("%s: a run of another model is drawn", format)
		}
		f.run.Steps[0].Transition = 0
	}
}

// wellFormed checks that s is XML, and returns the text it contains.
func wellFormed(t *testing.T, s string) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	var text strings.Builder
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return text.String()
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch tok := tok.(type) {
		case xml.CharData:
			text.Write(tok)
		case xml.StartElement:
			switch tok.Name.Local {
			case "script", "foreignObject", "image", "use", "b", "img":
				t.Errorf("element %s", tok.Name.Local)
			}
		}
	}
}

// The tools that read our formats accept them, where they are installed.
func TestTools(t *testing.T) {
	all := append(fixtures(t), hostile(t))
	run := func(t *testing.T, dir, name string, args ...string) {
		t.Helper()
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(name + " is not installed")
		}
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil || bytes.Contains(out, []byte("Warning: ")) && name == "dot" {
			t.Errorf("%s %v: %v\n%s", name, args, err, elide(string(out), 3000))
		}
	}
	file := func(t *testing.T, f fixture, format string) (string, string) {
		dir := t.TempDir()
		var b bytes.Buffer
		if err := Write(&b, format, &Input{Model: f.m, Run: f.run}); err != nil {
			t.Fatal(err)
		}
		name := "x." + format
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return dir, name
	}
	for _, f := range all {
		t.Run("dot/"+f.name, func(t *testing.T) {
			dir, name := file(t, f, "dot")
			run(t, dir, "dot", "-Tsvg", "-o", "out.svg", name)
		})
		t.Run("latex/"+f.name, func(t *testing.T) {
			if testing.Short() || f.name != "lowe" && f.name != "hostile" {
				t.Skip("takes a second each")
			}
			dir, name := file(t, f, "latex")
			run(t, dir, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", name)
		})
	}
	for i, f := range []fixture{lowe(t), hostile(t)} {
		roles, tree := &bytes.Buffer{}, &bytes.Buffer{}
		if err := Automata(roles, f.m, nil); err != nil {
			t.Fatal(err)
		}
		if err := Tree(tree, f.m, hostileTree(f)); err != nil {
			t.Fatal(err)
		}
		for name, b := range map[string]*bytes.Buffer{"roles": roles, "tree": tree} {
			t.Run(fmt.Sprintf("%s/%d", name, i), func(t *testing.T) {
				dir := t.TempDir()
				if err := os.WriteFile(filepath.Join(dir, "x.dot"), b.Bytes(), 0o666); err != nil {
					t.Fatal(err)
				}
				run(t, dir, "dot", "-Tsvg", "-o", "out.svg", "x.dot")
			})
		}
	}
}
