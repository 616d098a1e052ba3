package diag

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each code that is declared anywhere must be documented, once, in order.
func TestTableIsComplete(t *testing.T) {
	files, err := filepath.Glob("codes_*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no code files", err)
	}
	declared := map[Code]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^\s*(\w+)\s+Code\s*=\s*"(H\d{4})"`).FindAllSubmatch(text, -1) {
			c := Code(m[2])
			if other, twice := declared[c]; twice {
				t.Errorf("%s is both %s and %s", c, other, m[1])
			}
			declared[c] = string(m[1])
		}
	}
	last := Code("")
	for _, d := range Table() {
		if d.Code <= last {
			t.Errorf("%s stands after %s", d.Code, last)
		}
		last = d.Code
		if _, ok := declared[d.Code]; !ok {
			t.Errorf("%s is documented but no constant declares it", d.Code)
		}
		delete(declared, d.Code)
		for what, text := range map[string]string{"title": d.Title, "why": d.Why, "bad example": d.Bad.Text(), "good example": d.Good.Text()} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", d.Code, what)
			}
		}
		if strings.HasSuffix(d.Title, ".") {
			t.Errorf("%s: the title ends in a stop", d.Code)
		}
		if got, ok := Lookup(d.Code); !ok || got.Title != d.Title {
			t.Errorf("Lookup(%s) = %q, %v", d.Code, got.Title, ok)
		}
	}
	for c, name := range declared {
		t.Errorf("%s (%s) is not documented", c, name)
	}
	if _, ok := Lookup("H9999"); ok {
		t.Error("Lookup finds a code that does not exist")
	}
}

// No diagnostic may be raised under a code written out by hand: only constants
// are in the table.
func TestCodesAreConstants(t *testing.T) {
	literal := regexp.MustCompile(`"H0\d{3}"`)
	err := filepath.WalkDir("..", func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasPrefix(e.Name(), "codes_") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, line := range strings.Split(string(text), "\n") {
			if code, _, _ := strings.Cut(line, "//"); literal.MatchString(code) {
				t.Errorf("%s: %s", path, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

const page = "../docs/diagnostics.md"

func TestPageIsUpToDate(t *testing.T) {
	var b bytes.Buffer
	if err := writePage(&b); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(page), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(page, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, b.Bytes()) {
		t.Errorf("%s is not what the table gives: run UPDATE=1 go test ./diag", page)
	}
}

func TestDifference(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"a\nb\nc", "a\nx\nc", " a\n-b\n+x\n c\n"},
		{"1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nx\n6\n7\n8\n9", " …\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n …\n"},
		{"a\nb\nc", "a\nb\nc\nd", " a\n b\n c\n+d\n"},
		{"a\nb\nc", "a\nc", " a\n-b\n c\n"},
		{"a\nb\nc", "x\ny\nz", ""},
		{"a", "a", ""},
	} {
		if got := difference(c.from, c.to); got != c.want {
			t.Errorf("difference(%q,%q) = %q, want %q", c.from, c.to, got, c.want)
		}
	}
}
