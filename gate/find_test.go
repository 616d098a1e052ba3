package gate

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"*.hlpsl", "a.hlpsl", true},
		{"*.hlpsl", "d/a.hlpsl", false},
		{"**/*.hlpsl", "a.hlpsl", true},
		{"**/*.hlpsl", "d/e/a.hlpsl", true},
		{"d/**", "d/e/a.hlpsl", true},
		{"d/**", "e/a.hlpsl", false},
		{"d/**/a.hlpsl", "d/a.hlpsl", true},
		{"d/**/e/**/a.hlpsl", "d/x/e/y/z/a.hlpsl", true},
		{"d/**/e/**/a.hlpsl", "d/x/y/z/a.hlpsl", false},
		{"**", "a", true},
		{"a?c", "abc", true},
		{"[ab].hlpsl", "b.hlpsl", true},
		{"a/b", "a", false},
		{"a", "a/b", false},
	} {
		if got := Match(c.pattern, c.name); got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.pattern, c.name, got)
		}
	}
}

// TestMatchStars holds ** to its meaning: any number of elements.
func TestMatchStars(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		elem := rapid.StringMatching(`[a-c]{1,3}`)
		pre := rapid.SliceOfN(elem, 0, 3).Draw(t, "pre")
		mid := rapid.SliceOfN(elem, 0, 4).Draw(t, "mid")
		post := rapid.SliceOfN(elem, 1, 3).Draw(t, "post")
		pattern := strings.Join(append(append(append([]string{}, pre...), "**"), post...), "/")
		name := strings.Join(append(append(append([]string{}, pre...), mid...), post...), "/")
		if !Match(pattern, name) {
			t.Fatalf("%q does not match %q", pattern, name)
		}
		if Match(pattern, name+"/d") {
			t.Fatalf("%q matches %q", pattern, name+"/d")
		}
	})
}

func TestFind(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, p := range []string{"a.hlpsl", "b.txt", "d/c.hlpsl", "d/e/f.hlpsl", ".h/g.hlpsl"} {
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ args, want string }{
		{".", "a.hlpsl d/c.hlpsl d/e/f.hlpsl"},
		{"d", "d/c.hlpsl d/e/f.hlpsl"},
		{"d a.hlpsl d/c.hlpsl ./a.hlpsl", "d/c.hlpsl d/e/f.hlpsl a.hlpsl!"},
		{"b.txt", "b.txt!"},
		{"*.hlpsl", "a.hlpsl"},
		{"**/*.hlpsl", "a.hlpsl d/c.hlpsl d/e/f.hlpsl"},
		{"d/*/*.hlpsl", "d/e/f.hlpsl"},
		{"nowhere/*.hlpsl", ""},
		{".h/*.hlpsl", ".h/g.hlpsl"},
		{"- -", "-!"},
		{"d/e/../c.hlpsl", "d/c.hlpsl!"},
	} {
		found, err := Find(strings.Fields(c.args))
		if err != nil {
			t.Errorf("%s: %v", c.args, err)
		}
		var got []string
		for _, s := range found {
			mark := ""
			if s.Explicit {
				mark = "!"
			}
			got = append(got, s.Name+mark)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.args, got, c.want)
		}
	}
	for _, link := range [][2]string{{"d", "link"}, {"..", "d/e/loop"}, {"nowhere", "d/e/broken.hlpsl"}} {
		if err := os.Symlink(link[0], link[1]); err != nil {
			t.Skip(err)
		}
	}
	for args, want := range map[string]string{
		"link":           "link/c.hlpsl link/e/broken.hlpsl link/e/f.hlpsl",
		"link/*.hlpsl":   "link/c.hlpsl",
		"link/e/*.hlpsl": "link/e/broken.hlpsl link/e/f.hlpsl",
		".":              "a.hlpsl d/c.hlpsl d/e/broken.hlpsl d/e/f.hlpsl",
		"d/e/loop":       "d/e/loop/c.hlpsl d/e/loop/e/broken.hlpsl d/e/loop/e/f.hlpsl",
	} {
		found, err := Find(strings.Fields(args))
		var got []string
		for _, s := range found {
			got = append(got, s.Name)
		}
		if strings.Join(got, " ") != want || err != nil {
			t.Errorf("%s: %v %v, want %s", args, got, err, want)
		}
	}
	for _, bad := range []string{"nowhere", "nowhere.hlpsl", "[a-.hlpsl"} {
		if _, err := Find([]string{bad}); err == nil {
			t.Errorf("%s is found", bad)
		}
	}
}

// TestLeads holds the pruning of directories to what it may leave out: a
// directory that holds a match is never pruned.
func TestLeads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.SliceOfN(rapid.SampledFrom([]string{"**", "*", "a", "b", "a*"}), 1, 4).Draw(t, "pattern")
		name := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "ab"}), 2, 5).Draw(t, "name")
		if !Match(strings.Join(pattern, "/"), strings.Join(name, "/")) {
			return
		}
		for n := 1; n < len(name); n++ {
			if !leads(pattern, name[:n]) {
				t.Fatalf("%v is below %v and not looked for in %v", name, pattern, name[:n])
			}
		}
	})
	for _, c := range [][2]string{{"*.hlpsl", "a"}, {"a/*", "b"}, {"a/*", "a/b"}, {"a/b/*.hlpsl", "a/c"}} {
		if leads(strings.Split(c[0], "/"), strings.Split(c[1], "/")) {
			t.Errorf("%s is looked for in %s", c[0], c[1])
		}
	}
}

// TestRead reads what is no model and what cannot be read.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large.hlpsl")
	if err := os.WriteFile(large, make([]byte, maxModel+1), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		src  Source
		want string
	}{
		{Source{Path: large, Explicit: true}, "larger than 16 MiB"},
		{Source{Path: Stdin}, "larger than 16 MiB"},
		{Source{Path: dir}, "is a directory"},
		{Source{Path: filepath.Join(dir, "none.hlpsl")}, "no such file"},
		{Source{Path: os.DevNull}, "no regular file"},
		{Source{Path: os.DevNull, Explicit: true}, ""},
	} {
		in := strings.NewReader(strings.Repeat("x", maxModel+1))
		_, err := c.src.read(t.Context(), in)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.src, err, c.want)
		}
	}
	// whoever waits for a pipe can be interrupted
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, w := io.Pipe()
	defer w.Close()
	if _, err := (Source{Path: Stdin}).read(ctx, r); err != context.Canceled {
		t.Errorf("%v", err)
	}
}

func TestShown(t *testing.T) {
	for path, want := range map[string]string{"-": "<stdin>", "ünï 空.hlpsl": "ünï 空.hlpsl", "a\xff\xfe\x1b[31m\n.hlpsl": "a\uFFFD\uFFFD\uFFFD[31m\uFFFD.hlpsl"} {
		if got := shown(Source{Name: path, Path: path}); got != want {
			t.Errorf("%q is shown as %q", path, got)
		}
	}
}

func TestParseSize(t *testing.T) {
	for s, want := range map[string]int64{"512MiB": 512 << 20, "2GiB": 2 << 30, "1.5 KiB": 1536, "100": 100, "3MB": 3e6, "7B": 7, "4G": 4 << 30} {
		if got, err := ParseSize(s); err != nil || got != want {
			t.Errorf("%s: %d, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "lots", "-1MiB", "1XB", "1e30GiB", "MiB", "NaN"} {
		if got, err := ParseSize(s); err == nil {
			t.Errorf("%s: %d", s, got)
		}
	}
}
