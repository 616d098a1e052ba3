package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestReadme runs the example of README.md: what a newcomer reads is what a
// newcomer sees.
func TestReadme(t *testing.T) {
	t.Chdir("../../..")
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), "```\nmodels/classic/nspk.hlpsl: ")
	if !ok {
		t.Fatal("README.md shows no run")
	}
	shown, tail, _ := strings.Cut("models/classic/nspk.hlpsl: "+rest, "```")
	code, out, errs := run(t, "check", "--no-cache", "--no-config", "models/classic/nspk.hlpsl")
	if code != 1 || errs != "" {
		t.Errorf("exit code %d, %q", code, errs)
	}
	plain := func(s string) string {
		return regexp.MustCompile(` +[0-9.]+ m?s · `).ReplaceAllString(s, " ")
	}
	if plain(shown) == plain(out) {
		return
	}
	if os.Getenv("HORNET_UPDATE") != "" {
		if err := os.WriteFile("README.md", []byte(head+"```\n"+out+"```"+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Errorf("README.md shows\n%s\nhornet says\n%s", shown, out)
	}
}
