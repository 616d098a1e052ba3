package compile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"hornet/hlpsl"
	"hornet/protocol"
)

// TestGolden compiles the model of every archive in testdata and compares the
// transition system and the diagnostics with those of the archive. With
// HORNET_UPDATE=1 it writes them.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if len(files) == 0 {
		t.Fatal("no archives")
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(f)
			if err != nil {
				t.Fatal(err)
			}
			u := hlpsl.Load("model.hlpsl", ar.Files[0].Data)
			var diags, dump strings.Builder
			for _, d := range u.Diags {
				diags.WriteString(d.Error() + "\n")
			}
			if u.Model != nil {
				if err := protocol.Dump(&dump, u.Model); err != nil {
					t.Fatal(err)
				}
			}
			got := []txtar.File{ar.Files[0], {Name: "diags", Data: []byte(diags.String())}, {Name: "dump", Data: []byte(dump.String())}}
			if os.Getenv("HORNET_UPDATE") != "" {
				ar.Files = got
				if err := os.WriteFile(f, txtar.Format(ar), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(ar.Files) != len(got) {
				t.Fatal("the archive has no results; run with HORNET_UPDATE=1")
			}
			for i := range got {
				if d := cmp.Diff(string(ar.Files[i].Data), string(got[i].Data)); d != "" {
					t.Errorf("%s (-want +got):\n%s", got[i].Name, d)
				}
			}
		})
	}
}
