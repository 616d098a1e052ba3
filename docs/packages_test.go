package docs

import (
	"fmt"
	"os/exec"
	"strings"
)

// packages writes the packages of the module, with what they import of ours, into
// a block: the house as it is.
func packages(root string, b *block) error {
	out, err := exec.Command("go", "list", "-C", root, "-f", `{{.ImportPath}}|{{join .Imports " "}}`, "hornet/...").Output()
	if err != nil {
		return nil // no go command: nothing to compare with
	}
	b.lines = nil
	for _, l := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		f := strings.Split(l, "|")
		path := strings.TrimPrefix(f[0], "hornet/")
		var ours []string
		for _, i := range strings.Fields(f[1]) {
			if i, ok := strings.CutPrefix(i, "hornet/"); ok {
				ours = append(ours, i)
			}
		}
		b.lines = append(b.lines, strings.TrimRight(fmt.Sprintf("%-24s %s", path, strings.Join(ours, " ")), " "))
	}
	return nil
}
