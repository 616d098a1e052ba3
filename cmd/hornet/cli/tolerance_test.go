package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestTolerance gives the commands what people's editors, mails and scripts make
// of models: each ends soon, with the exit code and the first words that help.
func TestTolerance(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(demo, "models/ok/sealed.hlpsl"))
	if err != nil {
		t.Fatal(err)
	}
	sound := string(data)
	_, rest, ok := strings.Cut(sound, "SND(")
	if !ok {
		t.Fatal("the demo sends nothing")
	}
	_, rest, _ = strings.Cut(rest, ")")
	before := sound[:strings.Index(sound, "SND(")]
	sends := func(message string) string { return before + "SND(" + message + ")" + rest }

	large, huge := 10<<20, 20<<20
	if testing.Short() {
		large = 1 << 20
	}
	for _, c := range []struct {
		name, text string
		code       int
		want       string // in the report
	}{
		{"plain", sound, 0, "no attack"},
		{"CR LF", strings.ReplaceAll(sound, "\n", "\r\n"), 0, "no attack"},
		{"tabs", strings.ReplaceAll(sound, "  ", "\t"), 0, "no attack"},
		{"Latin-1", "% caf\xe9 na\xefve \xff\n" + sound, 0, "no attack"},
		{"megabytes of comments", strings.Repeat("% comment, comment, comment\n", large/28) + sound, 0, "no attack"},
		{"byte-order mark", "\ufeff" + sound, 3, "1:1: error[H0105]"},
		{"typographic quotes", strings.ReplaceAll(sound, "'", "\u2019"), 3, "is not the prime of a variable"},
		{"quotes of Windows", strings.ReplaceAll(sound, "'", "\x92"), 3, "is not the prime of a variable"},
		{"UTF-16", "\xff\xfe" + strings.Join(strings.Split(sound, ""), "\x00"), 3, "error[H0107]"},
		{"empty", "", 3, "error[H0134]: the file holds no role"},
		{"a line end", "\n", 3, "error[H0134]: the file holds no role"},
		{"10,000 braces", sends(strings.Repeat("{", 10000) + "A" + strings.Repeat("}_A", 10000)), 3, "error[H0138]"},
		{"10,000 open braces", sends(strings.Repeat("{", 10000)), 3, "error[H0138]"},
		{"one line of megabytes", sends(strings.Repeat("A.", large/2) + "A"), 3, "error[H0138]"},
		{"megabytes of roles", strings.Repeat("role ", large/5), 3, "error["},
		{"megabytes of nothing", strings.Repeat("\x00", large), 3, "error[H0107]"},
		{"too many megabytes", strings.Repeat("% comment, comment, comment\n", huge/28) + sound, 3, "it is larger than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "model.hlpsl")
			if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"check", "--no-cache", "--no-config"}, {"lint", "--no-config"}, {"fmt", "-l"}} {
				start := time.Now()
				code, out, errs := run(t, append(args, file)...)
				if d := time.Since(start); d > time.Minute {
					t.Errorf("%s takes %v", args[0], d)
				}
				out += errs
				want := c.want
				if args[0] != "check" && c.code == 0 {
					want = ""
				}
				if args[0] == "check" && code != c.code || args[0] == "lint" && code != c.code || code == 70 {
					t.Errorf("%s: exit code %d, want %d", args[0], code, c.code)
				}
				if !strings.Contains(out, want) {
					t.Errorf("%s: no %q in\n%.2000s", args[0], want, out)
				}
				if len(out) > 1<<16 || !utf8.ValidString(out) {
					t.Errorf("%s: %d bytes of output, valid UTF-8: %v", args[0], len(out), utf8.ValidString(out))
				}
			}
		})
	}
}
