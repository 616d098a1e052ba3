package hlpsl_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hornet/hlpsl"
)

// differs lists the texts on which hornet and the reference translator do not
// agree, and why.
var differs = map[string]string{}

// TestCorpusAcceptance compares which texts are accepted with the reference
// translator.
func TestCorpusAcceptance(t *testing.T) {
	root := filepath.Join("..", "..", "shared", "corpus")
	tsv, err := os.ReadFile(filepath.Join(root, "parse.tsv"))
	if err != nil {
		t.Skip("no corpus")
	}
	type file struct {
		path, message string
		accept        bool
	}
	var files []file
	for _, l := range strings.Split(strings.TrimSpace(string(tsv)), "\n")[1:] {
		f := strings.Split(l, "\t")
		files = append(files, file{f[0], f[3], f[2] == "accept"})
	}
	for _, dir := range []string{"library", "web"} {
		m, _ := filepath.Glob(filepath.Join(root, dir, "*.hlpsl"))
		for _, p := range m {
			files = append(files, file{dir + "/" + filepath.Base(p), "", true})
		}
	}
	agree := 0
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(root, f.path))
		if err != nil {
			t.Fatal(err)
		}
		u := hlpsl.Load(f.path, text)
		same := (u.Diags.Errors() == 0) == f.accept
		if why, ok := differs[f.path]; ok {
			if same {
				t.Errorf("%s: agrees, although it is listed: %s", f.path, why)
			}
			continue
		}
		if same {
			agree++
			continue
		}
		if f.accept {
			t.Errorf("rejected, but the translator accepts it: %v", u.Diags.Err())
		} else {
			t.Errorf("%s: accepted, but: %s", f.path, f.message)
		}
	}
	t.Logf("%d of %d agree", agree, len(files))
}
