package syntax

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"hornet/diag"
)

var update = flag.Bool("update", false, "rewrite golden files")

// frames holds what stands around the texts of an archive, so that each text
// begins in line 2.
var frames = map[string][2]string{
	"step": {"role r(A:agent) played_by A def= transition\n", "end role\nr()\n"},
	"decl": {"\n", "\nrole e() def= composition end role\ne()\n"},
	"spec": {"\n", ""},
}

// TestErrors holds code, range, message, help and fix of every error to the
// golden file beside the archive. Lines count from the first of the text.
func TestErrors(t *testing.T) {
	archives, err := filepath.Glob("testdata/errors/*.txtar")
	if err != nil || len(archives) != len(frames) {
		t.Fatal("archives:", archives, err)
	}
	for _, name := range archives {
		kind := strings.TrimSuffix(filepath.Base(name), ".txtar")
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, f := range a.Files {
			frame := frames[kind]
			text := frame[0] + string(f.Data) + frame[1]
			_, diags := Parse("", []byte(text))
			fmt.Fprintf(&out, "== %s\n", f.Name)
			for _, d := range diags {
				out.WriteString(golden(d))
			}
		}
		checkGolden(t, strings.TrimSuffix(name, ".txtar")+".golden", out.String())
	}
}

func golden(d *diag.Diagnostic) string {
	var b strings.Builder
	r := d.Range
	fmt.Fprintf(&b, "%d:%d-%d:%d %s %s", r.Start.Line-1, r.Start.Col, r.End.Line-1, r.End.Col, d.Code, d.Message)
	if d.Help != "" {
		fmt.Fprintf(&b, "\n    help: %s", d.Help)
	}
	for _, rel := range d.Related {
		fmt.Fprintf(&b, "\n    %d:%d: %s", rel.Range.Start.Line-1, rel.Range.Start.Col, rel.Message)
	}
	for _, e := range d.Fix {
		fmt.Fprintf(&b, "\n    fix %d:%d-%d:%d %q", e.Range.Start.Line-1, e.Range.Start.Col, e.Range.End.Line-1, e.Range.End.Col, e.Text)
	}
	return b.String() + "\n"
}

// checkGolden compares got with the file, or rewrites it.
func checkGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update and look at the change):\n%s", file, firstDifference([]byte(got), want))
	}
}
