package docs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLinks follows every link between the pages of the project, and wants every
// page of this directory in the table of contents.
func TestLinks(t *testing.T) {
	files, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, file := range append(files, "../README.md", "../models/README.md", "../editors/README.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d := parse(string(text))
		links, _ := d.links()
		for _, l := range links {
			if strings.Contains(l, "://") {
				continue
			}
			path, fragment, _ := strings.Cut(l, "#")
			target := filepath.Join(filepath.Dir(file), path)
			if file == "README.md" {
				listed[target] = true
			}
			to := d
			if path != "" {
				info, err := os.Stat(target)
				if err != nil {
					t.Errorf("%s: %s leads nowhere", file, l)
					continue
				}
				if info.IsDir() || fragment == "" {
					continue
				}
				text, err := os.ReadFile(target)
				if err != nil {
					t.Fatal(err)
				}
				to = parse(string(text))
			}
			if fragment != "" && !to.anchors()[fragment] {
				t.Errorf("%s: %s has no such heading", file, l)
			}
		}
	}
	for _, f := range files {
		if f != "README.md" && !listed[f] {
			t.Errorf("%s is not in the table of contents", f)
		}
	}
}
