package gate

import (
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
	for _, bad := range []string{"nowhere", "nowhere.hlpsl", "[a-.hlpsl"} {
		if _, err := Find([]string{bad}); err == nil {
			t.Errorf("%s is found", bad)
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
