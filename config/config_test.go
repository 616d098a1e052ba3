package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"hornet/internal/jsonschema"
)

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"tmieout = \"1s\"":                      "unknown key tmieout",
		"[[override]]\npaths=[\"a\"]\nfail = 1": "unknown key override.fail",
		"timeout = \"soon\"":                    "duration",
		"timeout = \"-1s\"":                     "negative",
		"timeout = 5":                           "",
		"paths = \"a\"":                         "",
		"\n\npaths = [":                         "line 3",
		"[[override]]\nuntyped = true":          "override 1 has no paths",
		"jobs = \"two\"":                        "",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestSchema holds the schema and the type to each other: the same keys, in the
// file and in an override.
func TestSchema(t *testing.T) {
	var schema struct {
		Properties map[string]struct {
			Items struct {
				Properties map[string]any
			}
		}
	}
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	keys := func(types ...any) map[string]bool {
		out := map[string]bool{}
		for _, v := range types {
			for _, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
				if k := f.Tag.Get("toml"); k != "" && k != "-" {
					out[k] = true
				}
			}
		}
		return out
	}
	got := map[string]bool{}
	for k := range schema.Properties {
		got[k] = true
	}
	if want := keys(File{}); !reflect.DeepEqual(got, want) {
		t.Errorf("the schema has %v, the file %v", got, want)
	}
	got = map[string]bool{}
	for k := range schema.Properties["override"].Items.Properties {
		got[k] = true
	}
	if want := keys(Override{}); !reflect.DeepEqual(got, want) {
		t.Errorf("the schema's override has %v, the file's %v", got, want)
	}
}

// TestExample parses what init writes, with every comment that hides a setting
// taken away as well, and holds both to the schema.
func TestExample(t *testing.T) {
	s, err := jsonschema.Parse(Schema)
	if err != nil {
		t.Fatal(err)
	}
	var full []string
	for _, l := range strings.Split(string(Example), "\n") {
		if c, ok := strings.CutPrefix(l, "# "); ok && (strings.Contains(c, " = ") || strings.HasPrefix(c, "[[")) {
			l = c
		}
		full = append(full, l)
	}
	for _, text := range []string{string(Example), strings.Join(full, "\n")} {
		if _, err := Parse(text); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
		var v map[string]any
		if err := toml.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		doc, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
	}
	for _, bad := range []string{`{"tmieout":"1s"}`, `{"timeout":"soon"}`, `{"fail-on":["all"]}`, `{"override":[{"untyped":true}]}`, `{"max-memory":"lots"}`, `{"out":["json"]}`} {
		if s.Validate([]byte(bad)) == nil {
			t.Errorf("the schema takes %s", bad)
		}
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "repo", "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(p string) string {
		p = filepath.Join(root, p)
		if err := os.WriteFile(p, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	outer := write(Name)
	if got := Find(deep); got != outer {
		t.Errorf("found %q, want %q", got, outer)
	}
	if err := os.Mkdir(filepath.Join(root, "repo", ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := Find(deep); got != "" {
		t.Errorf("found %q beyond the repository", got)
	}
	inner := write("repo/" + Name)
	if got := Find(deep); got != inner {
		t.Errorf("found %q, want %q", got, inner)
	}
	if err := os.Mkdir(filepath.Join(deep, Name), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := Find(deep); got != inner {
		t.Errorf("a directory is taken for the file: %q", got)
	}
}
