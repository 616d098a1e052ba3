package house

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestStatic: a plain build of the program, with a C compiler at hand, needs no C
// library. Loading one takes 1.2 of some 6 ms at every start, and a binary that
// needs one runs on no other system than those that have its like. What would
// bring it in is package net, for the sake of names, and os/user.
func TestStatic(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./cmd/hornet")
	cmd.Dir = "../.."
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+runtime.GOARCH, "CGO_ENABLED=1")
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	deps := map[string][]string{}
	for _, l := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		path, imports, _ := strings.Cut(l, " ")
		deps[path] = strings.Fields(imports)
	}
	if len(deps) < 80 || deps["hornet/animate/web"] == nil || deps["github.com/spf13/pflag"] == nil {
		t.Fatalf("%d packages: the test has gone blind", len(deps))
	}
	for _, bad := range []string{"net", "os/user", "runtime/cgo"} {
		if _, ok := deps[bad]; !ok {
			continue
		}
		var by []string
		for path, imports := range deps {
			if slices.Contains(imports, bad) || bad == "runtime/cgo" && slices.Contains(imports, "C") {
				by = append(by, path)
			}
		}
		slices.Sort(by)
		t.Errorf("the program has package %s in it, by %s: a plain build links the C library and starts slower (docs/architecture.md, What others wrote)", bad, strings.Join(by, ", "))
	}
}

// pflag is where the part of the library for flags is that does without net.
const pflag = "../../third_party/pflag"

// TestPflagUnchanged: the files are those that scripts/pflag has written, none
// more and none less, and of the version that go.mod names.
func TestPflagUnchanged(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(pflag, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"SHA256SUMS": "", "README.md": ""} // these are checked elsewhere, or by eye
	for _, l := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		sum, name, _ := strings.Cut(l, "  ")
		want[name] = sum
	}
	if len(want) < 30 {
		t.Errorf("%d files: the test has gone blind", len(want))
	}
	files, err := os.ReadDir(pflag)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		sum, ok := want[f.Name()]
		delete(want, f.Name())
		text, err := os.ReadFile(filepath.Join(pflag, f.Name()))
		if err != nil {
			t.Error(err)
			continue
		}
		is := sha256.Sum256(text)
		if !ok || sum != "" && sum != hex.EncodeToString(is[:]) {
			t.Errorf("third_party/pflag/%s is not as scripts/pflag wrote it", f.Name())
		}
	}
	for name := range want {
		t.Errorf("third_party/pflag/%s is missing", name)
	}
	readme, err := os.ReadFile(filepath.Join(pflag, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	version, err := pflagVersion()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	if !bytes.Contains(readme, []byte("| version | "+version+" |")) {
		t.Errorf("go.mod wants %s, the copy is of another version: scripts/pflag makes it anew", version)
	}
}

// pflagVersion returns the version that the module requires.
func pflagVersion() (string, error) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "github.com/spf13/pflag")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

// TestPflagIsTheRelease holds the copy against the release, in gofmt's layout, where
// Go has that on this machine; nothing is fetched. What is left out imports net or is
// a test.
func TestPflagIsTheRelease(t *testing.T) {
	version, err := pflagVersion()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	cmd := exec.Command("go", "mod", "download", "-json", "github.com/spf13/pflag@"+version)
	cmd.Dir = t.TempDir() // outside of our module, where nothing replaces it
	cmd.Env = append(os.Environ(), "PWD="+cmd.Dir, "GOFLAGS=-mod=mod", "GOPROXY=off", "GOSUMDB=off", "GOWORK=off")
	out, err := cmd.Output()
	var release struct{ Dir, Sum string }
	if err != nil || json.Unmarshal(out, &release) != nil || release.Dir == "" {
		t.Skipf("the release is not on this machine: %s", out)
	}
	readme, err := os.ReadFile(filepath.Join(pflag, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(readme, []byte("`"+release.Sum+"`")) {
		t.Errorf("the page does not name the checksum of the release, %s", release.Sum)
	}
	expected := map[string]bool{"README.md": true, "SHA256SUMS": true, "left_out.go": true} // ours
	originals, err := filepath.Glob(filepath.Join(release.Dir, "*.go"))
	if err != nil || len(originals) < 50 {
		t.Fatalf("%d files in the release: %v", len(originals), err)
	}
	for _, path := range append(originals, filepath.Join(release.Dir, "LICENSE"), filepath.Join(release.Dir, "go.mod")) {
		name := filepath.Base(path)
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".go") && importsNet(t, path) {
			continue
		}
		expected[name] = true
		original, err := os.ReadFile(path)
		if err == nil && strings.HasSuffix(name, ".go") {
			original, err = format.Source(original)
		}
		if err != nil {
			t.Fatal(err)
		}
		if ours, err := os.ReadFile(filepath.Join(pflag, name)); err != nil || !bytes.Equal(ours, original) {
			t.Errorf("%s is not that of the release: %v", name, err)
		}
	}
	files, err := os.ReadDir(pflag)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !expected[f.Name()] {
			t.Errorf("%s is not in the release, or imports net", f.Name())
		}
	}
}

// importsNet reports whether a file imports package net.
func importsNet(t *testing.T, path string) bool {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range f.Imports {
		if p, _ := strconv.Unquote(i.Path.Value); p == "net" {
			return true
		}
	}
	return false
}
