package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hornet/diag"
)

func TestWorseExit(t *testing.T) {
	order := []int{70, 3, 1, 4, 5, 0}
	for i, a := range order {
		for j, b := range order {
			if want := order[min(i, j)]; WorseExit(a, b) != want {
				t.Errorf("WorseExit(%d, %d) = %d, want %d", a, b, WorseExit(a, b), want)
			}
		}
	}
}

func TestExitCode(t *testing.T) {
	goals := func(ss ...Status) *File {
		f := &File{Gate: DefaultFailOn, Bounds: Bounds{Typing: "typed"}}
		for _, s := range ss {
			f.Goals = append(f.Goals, Goal{Status: s})
		}
		return f
	}
	for _, c := range []struct {
		name string
		f    *File
		want int
	}{
		{"ok", goals(OK), 0},
		{"attack", goals(OK, Attacked, Undecided), 1},
		{"vacuous", goals(Vacuous, Attacked), 3},
		{"not executable", goals(NotExecutable), 3},
		{"undecided", goals(Undecided, OK), 4},
		{"no goal", goals(), 5},
		{"unreadable", &File{Failure: &Failure{Kind: Unreadable}}, 3},
		{"internal", &File{Failure: &Failure{Kind: Internal}}, 70},
		{"errors", &File{Diagnostics: diag.List{{Severity: diag.Error}}}, 3},
		{"warnings", &File{Gate: DefaultFailOn, Goals: []Goal{{}}, Diagnostics: diag.List{{Severity: diag.Warning}}}, 0},
		{"warnings fail", &File{Gate: FailWarning, Goals: []Goal{{}}, Diagnostics: diag.List{{Severity: diag.Warning}}}, 3},
		{"hints never fail", &File{Gate: FailWarning, Goals: []Goal{{}}, Diagnostics: diag.List{{Severity: diag.Hint}}}, 0},
		{"expectations are met", &File{Gate: DefaultFailOn, Goals: []Goal{{Status: Attacked}}, Expectations: []Expectation{{Met: true}}}, 0},
		{"one is not", &File{Goals: []Goal{{}}, Expectations: []Expectation{{Met: true}, {}}}, 1},
		{"one is undecided", &File{Goals: []Goal{{}}, Expectations: []Expectation{{Got: "undecided"}}}, 4},
		{"nothing to expect", &File{Expectations: []Expectation{}}, 5},
	} {
		if got := c.f.ExitCode(); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestParseFailOn(t *testing.T) {
	for f := FailOn(0); f < 32; f++ {
		got, err := ParseFailOn(strings.Split(f.String(), ","))
		if err != nil || got != f {
			t.Errorf("%v: %v, %v", f, got, err)
		}
	}
}

func TestStatusText(t *testing.T) {
	for s := OK; s <= Attacked; s++ {
		b, _ := s.MarshalText()
		var got Status
		if err := got.UnmarshalText(b); err != nil || got != s {
			t.Errorf("%s: %v, %v", b, got, err)
		}
	}
	var s Status
	if s.UnmarshalText([]byte("fine")) == nil {
		t.Error("an unknown status is read")
	}
}

// nasty returns a report whose texts mean something in every format.
func nasty(s string) *File {
	rng := diag.Range{File: s, Start: diag.Pos{Offset: 3, Line: 1, Col: 4}, End: diag.Pos{Offset: 5, Line: 1, Col: 6}}
	return &File{
		Name: s, Text: []byte(s), Gate: DefaultFailOn, Bounds: Bounds{Typing: "typed", Theory: "free"},
		Goals:       []Goal{{Kind: "secrecy_of", ID: s, Range: rng, Status: Attacked, Attack: 1}, {Kind: "secrecy_of", ID: "b", Status: Undecided, Reason: s}},
		Attacks:     []Attack{{Goal: s, Violated: s, Messages: 1, Steps: []Step{{From: s, To: "i", Message: s, Note: s, Range: rng}}, Why: []Remark{{s, rng}}, Avispa: s + "\n"}},
		Diagnostics: diag.List{{Code: "H0101", Severity: diag.Warning, Range: rng, Message: s, Help: "h" + s, Fix: []diag.Edit{{Range: rng, Text: s}}}},
	}
}

// write writes f in a format.
func write(t interface{ Fatal(...any) }, format string, f *File) string {
	var b bytes.Buffer
	w, err := NewWriter(format, &b, Style{Stderr: io.Discard, Version: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	s := &Summary{}
	s.Add(f, f.ExitCode())
	if err := w.File(f); err != nil {
		t.Fatal(err)
	}
	if err := w.End(s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHostileText writes reports with hostile names: machine formats must stay
// well-formed, line formats must not grow lines that were not meant.
func TestHostileText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.SampledFrom([]string{"a\n::error::b", "a|b", "</testcase>", "a%0Ab,c:d", "```\n", "\x00\x1b[31m", "\"", "é→", "\xff", "<script>", "]]>"}), rapid.String()).Draw(t, "s")
		f := nasty(s)
		for _, format := range []string{"json", "sarif"} {
			if out := write(t, format, f); !json.Valid([]byte(out)) {
				t.Fatalf("%s is not JSON:\n%s", format, out)
			}
		}
		d := xml.NewDecoder(strings.NewReader(write(t, "junit", f)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("junit: %v", err)
			}
		}
		for _, l := range strings.Split(strings.TrimSuffix(write(t, "github", f), "\n"), "\n") {
			if !strings.HasPrefix(l, "::warning file=") && !strings.HasPrefix(l, "::error file=") {
				t.Fatalf("github: a line %q", l)
			}
		}
		table, _, _ := strings.Cut(write(t, "markdown", f), "\n\n1 file")
		for _, l := range strings.Split(table, "\n")[2:] {
			if strings.Count(strings.ReplaceAll(l, `\|`, ""), "|") != 5 {
				t.Fatalf("markdown: a row %q", l)
			}
		}
		write(t, "text", f)
		write(t, "avispa", f)
	})
}

// TestSavedReport reads a report back: nothing that a format shows may get lost.
func TestSavedReport(t *testing.T) {
	f := nasty("plain")
	f.Coverage = []Instance{{Role: "alice", Transitions: []Firing{{Label: "1", Fired: 2}}}}
	var saved Saved
	if err := json.Unmarshal([]byte(write(t, "json", f)), &saved); err != nil {
		t.Fatal(err)
	}
	g := saved.Files[0]
	g.Text, g.Gate = f.Text, f.Gate
	for _, format := range Formats() {
		if a, b := write(t, format, f), write(t, format, g); a != b {
			t.Errorf("%s differs after reading back:\n%s\n%s", format, a, b)
		}
	}
}

// TestEmptyRun writes runs over no file at all.
func TestEmptyRun(t *testing.T) {
	for _, format := range Formats() {
		var b bytes.Buffer
		w, err := NewWriter(format, &b, Style{})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.End(&Summary{}); err != nil {
			t.Fatal(err)
		}
		if (format == "json" || format == "sarif") && !json.Valid(b.Bytes()) {
			t.Errorf("%s: %s", format, &b)
		}
		if format == "junit" && xml.Unmarshal(b.Bytes(), new(struct{})) != nil {
			t.Errorf("junit: %s", &b)
		}
	}
	if _, err := NewWriter("gif", io.Discard, Style{}); err == nil {
		t.Error("gif is a format")
	}
}

// TestColumn counts letters, not bytes, whatever the text.
func TestColumn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(`[aé→𝛼 ]{0,20}`).Draw(t, "line")
		n := rapid.IntRange(0, utf8.RuneCountInString(line)).Draw(t, "n")
		at := len(string([]rune(line)[:n]))
		text := []byte("x→\n" + line)
		p := diag.Pos{Offset: len("x→\n") + at, Line: 2, Col: at + 1}
		if got := column(text, p); got != n+1 {
			t.Fatalf("column %d of %q, want %d", got, line, n+1)
		}
		if got := sourceLine(text, p); got != strings.TrimSpace(line) {
			t.Fatalf("line %q, want %q", got, line)
		}
	})
	if got := column(nil, diag.Pos{Offset: 9, Line: 1, Col: 10}); got != 10 {
		t.Errorf("without the text: %d", got)
	}
}

func TestLongAttack(t *testing.T) {
	f := nasty("x")
	for range 60 {
		f.Attacks[0].Steps = append(f.Attacks[0].Steps, Step{From: "a", To: "i", Message: "m"})
	}
	out := write(t, "text", f)
	if n := strings.Count(out, "\n"); n > 28 || !strings.Contains(out, "43 more") || !strings.Contains(out, "61. a → i") {
		t.Errorf("%d lines:\n%s", n, out)
	}
}

func TestDuration(t *testing.T) {
	for ms, want := range map[float64]string{0.2: "1 ms", 4.4: "4 ms", 999: "999 ms", 1500: "1.5 s", 61000: "1 min 1 s"} {
		if got := duration(ms); got != want {
			t.Errorf("%v: %s, want %s", ms, got, want)
		}
	}
}
