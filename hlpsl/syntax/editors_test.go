package syntax

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTextMate: the grammar is sound and colours exactly the keywords.
func TestTextMate(t *testing.T) {
	data, err := os.ReadFile("../../editors/hlpsl.tmLanguage.json")
	if err != nil {
		t.Fatal(err)
	}
	type pattern struct {
		Name, Match, Include string
		Patterns             []pattern
	}
	var g struct {
		ScopeName  string
		Patterns   []pattern
		Repository map[string]pattern
	}
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	for _, p := range g.Patterns {
		if _, ok := g.Repository[strings.TrimPrefix(p.Include, "#")]; !ok {
			t.Errorf("%s is not in the repository", p.Include)
		}
	}
	group := regexp.MustCompile(`\\b\(([a-z_|]+)\)\\b`)
	var coloured []string
	for _, p := range g.Repository["keyword"].Patterns {
		for _, m := range group.FindAllStringSubmatch(p.Match, -1) {
			coloured = append(coloured, strings.Split(m[1], "|")...)
		}
		if strings.Contains(p.Match, `\bdef=`) {
			coloured = append(coloured, "def=")
		}
	}
	sameKeywords(t, coloured)
	for _, op := range []string{"=|>", "--|>", `/\`, ":=", "/=", "<=", "->", `\/`, "<->"} {
		found := false
		for _, p := range g.Repository["operator"].Patterns {
			if re, err := regexp.Compile("^(" + p.Match + ")$"); err != nil {
				t.Error(err)
			} else if re.MatchString(op) {
				found = true
			}
		}
		if !found {
			t.Errorf("the operator %s is not coloured", op)
		}
	}
}

// TestVim: the syntax file colours exactly the keywords.
func TestVim(t *testing.T) {
	data, err := os.ReadFile("../../editors/vim/syntax/hlpsl.vim")
	if err != nil {
		t.Fatal(err)
	}
	var coloured []string
	for _, line := range strings.Split(string(data), "\n") {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] != "syn" {
			continue
		}
		switch {
		case f[1] == "keyword" && f[2] != "hlpslFact" && f[2] != "hlpslTodo":
			coloured = append(coloured, f[3:]...)
		case strings.Contains(line, `"\<def="`):
			coloured = append(coloured, "def=")
		}
		if !strings.Contains(string(data), "hi def link "+f[2]) && f[1] != "case" {
			t.Errorf("%s has no colour", f[2])
		}
	}
	sameKeywords(t, coloured)
}

func sameKeywords(t *testing.T, got []string) {
	t.Helper()
	want := allKeywords()
	for _, k := range want {
		if !slices.Contains(got, k) {
			t.Errorf("the keyword %s is not coloured", k)
		}
	}
	for _, k := range got {
		if !slices.Contains(want, k) {
			t.Errorf("%s is coloured and no keyword", k)
		}
	}
}
