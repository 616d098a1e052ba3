package docs

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hornet/models"
)

// TestClasses holds attacks.md and the library to each other: the classes of the
// models are the headings, and under each there are a model that falls and one
// that stands, which really do.
func TestClasses(t *testing.T) {
	text, err := os.ReadFile("attacks.md")
	if err != nil {
		t.Fatal(err)
	}
	list, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{"not executable": true, "not implementable": true}
	link := regexp.MustCompile(`\[([^]]+)\]\(\.\./models/[^)]*\)`)
	for _, section := range strings.Split(string(text), "\n## ")[1:] {
		title, body, _ := strings.Cut(section, "\n")
		if title == "Reading" {
			continue
		}
		named[strings.ToLower(title)] = true
		found := map[string]int{}
		for _, line := range strings.Split(body, "\n") {
			kind := ""
			if strings.HasPrefix(line, "- falls: ") {
				kind = "falls"
			} else if strings.HasPrefix(line, "- stands: ") {
				kind = "stands"
			}
			for _, x := range link.FindAllStringSubmatch(line, -1) {
				m, err := models.Find(x[1])
				if err != nil {
					t.Error(err)
				} else if m.Attack() != (kind == "falls") {
					t.Errorf("%s: %s does not %s", title, m.Name, strings.TrimSuffix(kind, "s"))
				}
				found[kind]++
			}
		}
		if found["falls"] == 0 || found["stands"] == 0 {
			t.Errorf("%s: %d models fall, %d stand", title, found["falls"], found["stands"])
		}
	}
	for i := range list {
		class, _, _ := strings.Cut(list[i].Class, " (")
		if !named[class] {
			t.Errorf("%s is of class %q, which has no heading", list[i].File, class)
		}
		if !slices.Contains([]string{"not executable", "not implementable"}, class) && !strings.Contains(string(text), "/"+list[i].Name+".hlpsl)") && list[i].Attack() {
			t.Errorf("the attack of %s is not in attacks.md", list[i].File)
		}
	}
}
