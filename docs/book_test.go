// Package docs is the book, and its tests: every command in it is run, every
// output compared, every model loaded, every picture drawn, every link followed.
// HORNET_UPDATE=1 writes what the commands say into the chapters.
package docs

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hornet/cmd/hornet/cli"
)

// chapters are the files in which nothing but what is tested may look like a
// command, an output or a model. The other pages of this directory are made from
// tables and tested beside them.
var chapters = []string{
	"../README.md", "README.md", "tutorial.md", "reference.md", "goals.md", "idioms.md", "faults.md", "trust.md", "exit-codes.md", "from-avispa.md",
	"attacks.md", "theory.md", "paper.md", "teaching.md", "trial.md", "architecture.md",
	"pictures.md", "animate.md", "certificate.md", "json.md", "vacuity.md",
}

var update = os.Getenv("UPDATE") != "" || os.Getenv("HORNET_UPDATE") != ""

// TestMain lets this binary be hornet, for the commands that need a shell.
func TestMain(m *testing.M) {
	if strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") == "hornet" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// TestBook works through the chapters as a reader does: from top to bottom, each
// in a directory of its own.
func TestBook(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the book uses the sed and grep of GNU")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(bin, "hornet")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("NO_COLOR", "1")
	t.Setenv("LC_ALL", "C.UTF-8")
	for _, name := range chapters {
		t.Run(strings.TrimSuffix(strings.ReplaceAll(name, "../", "root-"), ".md"), func(t *testing.T) {
			path := filepath.Join(root, "docs", name)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c := &chapter{t: t, root: root, name: filepath.Base(path), doc: parse(string(text))}
			t.Chdir(c.sandbox())
			t.Setenv("XDG_CACHE_HOME", t.TempDir())
			c.read()
			c.pictures(filepath.Dir(path))
			switch got := c.doc.String(); {
			case got == string(text):
			case update:
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			default:
				t.Errorf("HORNET_UPDATE=1 accepts this:\n%s", cmp.Diff(strings.Split(string(text), "\n"), strings.Split(got, "\n")))
			}
		})
	}
}

// TestChecker: the checker sees what it is there to see.
func TestChecker(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
	}{
		{"wrong output", "```console\n$ echo 1\n2\n```", "```console\n$ echo 1\n1\n```"},
		{"no output", "```console\n$ echo 1\n```", "```console\n$ echo 1\n1\n```"},
		{"exit code", "```console\n$ hornet check no.hlpsl\n```", "```console\n$ hornet check no.hlpsl\nhornet: no.hlpsl: no such file or directory\n[exit 5]\n```"},
		{"times vary", "```console\n$ echo '3 ms · 12 states'\n4 ms · 17 states\n```", "```console\n$ echo '3 ms · 12 states'\n4 ms · 17 states\n```"},
		{"left out", "```console\n$ echo a; echo b; echo c\na\n⋮\n```", "```console\n$ echo a; echo b; echo c\na\n⋮\n```"},
		{"left out, another", "```console\n$ echo a; echo b; echo c\n⋮\nb\n```", "```console\n$ echo a; echo b; echo c\na\nb\nc\n```"},
	} {
		d := parse(c.text)
		for _, b := range d.blocks {
			if err := runConsole(b); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if d := cmp.Diff(c.want, d.String()); d != "" {
			t.Errorf("%s:\n%s", c.name, d)
		}
	}
}
