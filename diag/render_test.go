package diag

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// at returns the range of the first occurrence of part in text, which stands in
// the file m.hlpsl.
func at(t *testing.T, text, part string) Range {
	t.Helper()
	i := strings.Index(text, part)
	if i < 0 {
		t.Fatalf("no %q in the text", part)
	}
	pos := func(i int) Pos {
		line := strings.Count(text[:i], "\n")
		return Pos{Offset: i, Line: line + 1, Col: i - strings.LastIndex(text[:i], "\n")}
	}
	return Range{File: "m.hlpsl", Start: pos(i), End: pos(i + len(part))}
}

func render(t *testing.T, r Renderer, text string, ds ...*Diagnostic) string {
	t.Helper()
	r.Source = func(string) []byte { return []byte(text) }
	var b strings.Builder
	if err := r.Render(&b, ds); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRender(t *testing.T) {
	text := "role alice(A:agent, Kb:public_key)\n\t1. State=0 =|> SND({Na'}_Kbb)\r\n% Zürich 日本\nend role\n"
	long := "role r(" + strings.Repeat("A1234567,", 20) + "BAD" + strings.Repeat(",A1234567", 20) + ")\n"
	undeclared := &Diagnostic{Code: "H0203", Severity: Error, Range: at(t, text, "Kbb"), Message: "Kbb is not declared",
		Help: "did you mean Kb?", Related: []Related{{at(t, text, "Kb:"), "declared here"}}}
	for _, c := range []struct {
		name string
		r    Renderer
		text string
		d    *Diagnostic
		want string
	}{
		{"whole", Renderer{}, text, undeclared, `m.hlpsl:2:27: error[H0203]: Kbb is not declared
    2 |     1. State=0 =|> SND({Na'}_Kbb)
      |                              ^~~
  help: did you mean Kb?
  m.hlpsl:1:21: declared here
    1 | role alice(A:agent, Kb:public_key)
      |                     ^~~
`},
		{"brief", Renderer{Brief: true}, text, undeclared, "m.hlpsl:2:27: error[H0203]: Kbb is not declared\n"},
		{"wide glyphs", Renderer{}, text,
			&Diagnostic{Code: "H0102", Severity: Warning, Range: at(t, text, "本"), Message: "odd"},
			"m.hlpsl:3:14: warning[H0102]: odd\n    3 | % Zürich 日本\n      |            ^~\n"},
		{"latin-1 and escapes", Renderer{}, "% M\xfcller \x1b[31m x", &Diagnostic{Code: "H0101", Range: at(t, "% M\xfcller \x1b[31m x", "x"), Message: "a\x1bb"},
			"m.hlpsl:1:16: hint[H0101]: a·b\n    1 | % Müller ·[31m x\n      |                ^\n"},
		{"several lines", Renderer{}, text,
			&Diagnostic{Code: "H0405", Severity: Warning, Range: at(t, text, "State=0 =|> SND({Na'}_Kbb)\r\n% Z"), Message: "m"},
			"m.hlpsl:2:5: warning[H0405]: m\n    2 |     1. State=0 =|> SND({Na'}_Kbb)\n      |        ^~~~~~~~~~~~~~~~~~~~~~~~~~\n"},
		{"end of text", Renderer{}, "role", &Diagnostic{Code: "H0103", Severity: Error, Message: "the text ends",
			Range: Range{File: "m.hlpsl", Start: Pos{4, 1, 5}, End: Pos{4, 1, 5}}},
			"m.hlpsl:1:5: error[H0103]: the text ends\n    1 | role\n      |     ^\n"},
		{"cut on both sides", Renderer{Width: 50}, long, &Diagnostic{Code: "H0203", Severity: Error, Message: "m", Range: at(t, long, "BAD")},
			"m.hlpsl:1:188: error[H0203]: m\n    1 | …67,A1234567,BAD,A1234567,A1234567,A1234…\n      |              ^~~\n"},
		{"no place", Renderer{}, text, &Diagnostic{Code: "H0614", Severity: Warning, Message: "no goals", Range: Range{File: "m.hlpsl"}},
			"m.hlpsl: warning[H0614]: no goals\n"},
		{"note and long help", Renderer{}, "x", &Diagnostic{Code: "H0501", Severity: Warning, Message: "m", Note: "waits for  a\n           ^", Help: "one\ntwo"},
			"warning[H0501]: m\n       waits for  a\n                  ^\n  help: one\n        two\n"},
		{"colour", Renderer{Color: true}, "x", &Diagnostic{Code: "H0203", Severity: Error, Message: "m", Range: at(t, "x", "x")},
			"\x1b[1mm.hlpsl:1:1:\x1b[0m \x1b[1;31merror[H0203]:\x1b[0m \x1b[1mm\x1b[0m\n\x1b[34m    1 | \x1b[0mx\n\x1b[34m      | \x1b[0m\x1b[1;31m^\x1b[0m\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, render(t, c.r, c.text, c.d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A place outside the text must not take the renderer down: the text on disk may
// have changed since it was read.
func TestRenderWithStaleSource(t *testing.T) {
	d := &Diagnostic{Code: "H0203", Range: Range{File: "m.hlpsl", Start: Pos{500, 20, 7}, End: Pos{510, 20, 17}}, Message: "m"}
	if got, want := render(t, Renderer{}, "short", d), "m.hlpsl:20:7: hint[H0203]: m\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRenderLongLine: of a line of megabytes only what is shown counts, and that
// does not depend on the rest.
func TestRenderLongLine(t *testing.T) {
	for _, filler := range []string{"ab.", "é", "漢", "🙂", "\x01"} {
		shown := func(n int) string {
			before, after := strings.Repeat(filler, n), strings.Repeat(filler, n)
			text := before + "here" + after
			at := Range{File: "m.hlpsl", Start: Pos{len(before), 1, len(before) + 1}, End: Pos{len(before) + 4, 1, len(before) + 5}}
			got := render(t, Renderer{}, text, &Diagnostic{Code: "H0203", Range: at, Message: "m"})
			_, got, _ = strings.Cut(got, "\n")
			return got
		}
		small, start := shown(3000), time.Now()
		if big := shown(1 << 20); big != small || !strings.Contains(small, "here") || !strings.Contains(small, "^~~~") {
			t.Errorf("%q: %s\n%s", filler, small, big)
		}
		if d := time.Since(start); d > time.Second {
			t.Errorf("%q takes %v", filler, d)
		}
	}
}
