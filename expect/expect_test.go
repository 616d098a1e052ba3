package expect

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hornet/report"
)

func TestParse(t *testing.T) {
	text := "%% expect: safe secrecy_of k\n" +
		"role a() % %% expect: safe in a comment of one %\n" +
		"x %% expect:attack  authentication_on   m (depth 4)  \r\n" +
		"%%% expect: vacuous secrecy_of n (3 sessions, depth 8)\n" +
		"%% expects: nothing\n" +
		"%% expect: secure secrecy_of k\n" +
		"%% expect: safe k\n" +
		"%% expect: safe secrecy_of k (soon)\n" +
		"%% expect: safe secrecy_of k (depth 3"
	want := []struct {
		line, col int
		text      string
	}{
		{1, 1, "safe secrecy_of k"}, {3, 3, "attack authentication_on m (depth 4)"}, {4, 1, "vacuous secrecy_of n (3 sessions, depth 8)"},
		{6, 1, "! is no verdict"}, {7, 1, "!an expectation is"}, {8, 1, "!is no bound"}, {9, 1, "!closing parenthesis"},
	}
	got := Parse("m", []byte(text))
	if len(got) != len(want) {
		t.Fatalf("%d expectations, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		g := got[i]
		fault, bad := strings.CutPrefix(w.text, "!")
		if g.Range.Start.Line != w.line || g.Range.Start.Col != w.col || bad && !strings.Contains(g.Fault, fault) || !bad && (g.Fault != "" || g.String() != w.text) {
			t.Errorf("%d: %+v, want %+v", i, g, w)
		}
		if s := text[g.Range.Start.Offset:g.Range.End.Offset]; !strings.HasPrefix(s, "%%") || strings.ContainsAny(s, "\r\n") {
			t.Errorf("%d: the range is %q", i, s)
		}
	}
}

// file returns a report with the given statuses on secrecy_of g0, g1, ...
func file(statuses ...report.Status) *report.File {
	f := &report.File{Name: "m", Bounds: report.Bounds{Sessions: 2, Typing: "typed", CompleteDepth: 5}}
	for i, s := range statuses {
		g := report.Goal{Kind: "secrecy_of", ID: "g" + string(rune('0'+i)), Status: s}
		if s == report.Attacked {
			f.Attacks = append(f.Attacks, report.Attack{Depth: 3})
			g.Attack = len(f.Attacks)
		}
		f.Goals = append(f.Goals, g)
	}
	return f
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		status report.Status
		want   string
		unmet  string // "" when it is met
	}{
		{report.OK, "safe", ""},
		{report.Attacked, "attack", ""},
		{report.Vacuous, "vacuous", ""},
		{report.NotExecutable, "unexecutable", ""},
		{report.Undecided, "undecided", ""},
		{report.OK, "attack", "found safe"},
		{report.Attacked, "safe", "found attack"},
		{report.Vacuous, "safe", "found vacuous"},
		{report.Undecided, "safe", "found undecided"},
		{report.Undecided, "safe|(depth 5)", ""},
		{report.Undecided, "safe|(depth 6)", "no verdict beyond depth 5"},
		{report.OK, "safe|(depth 60)", ""},
		{report.Attacked, "safe|(depth 2)", "found attack"},
		{report.OK, "safe|(2 sessions)", ""},
		{report.OK, "safe|(3 sessions)", "found 2 sessions"},
		{report.Attacked, "attack|(depth 3)", ""},
		{report.Attacked, "attack|(depth 2)", "an attack of depth 3"},
	} {
		verdict, bounds, _ := strings.Cut(c.want, "|")
		got := Compare(file(c.status), Parse("m", []byte("%% expect: "+verdict+" secrecy_of g0 "+bounds)))
		if len(got) != 1 || got[0].Met != (c.unmet == "") || !strings.Contains(got[0].Message, c.unmet) {
			t.Errorf("%v, expected %s: %+v", c.status, c.want, got)
		}
	}
	// a goal without expectation, and an expectation without goal
	got := Compare(file(report.OK, report.OK), Parse("m", []byte("%% expect: safe secrecy_of g1\n%% expect: safe secrecy_of g7")))
	if len(got) != 3 || !got[0].Met || got[1].Met || got[2].Met || !strings.Contains(got[1].Message, "no such goal") || !strings.Contains(got[2].Message, "add %% expect: safe secrecy_of g0") {
		t.Errorf("%+v", got)
	}
	if got := Compare(file(), nil); got == nil || len(got) != 0 {
		t.Errorf("no goal, no expectation: %v", got)
	}
}

func TestUpdate(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"none yet", "role\n", "%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\nrole\n"},
		{"behind the header", "% a\n% b\nrole\n", "% a\n% b\n%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\nrole\n"},
		{"right already", "% x\n%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\nrole", "% x\n%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\nrole"},
		{"wrong", "%% expect: attack secrecy_of g0\r\n%% expect: safe secrecy_of g1\nrole", "%% expect: safe secrecy_of g0\r\n%% expect: attack secrecy_of g1\nrole"},
		{"gone and unreadable", "a\n%% expect: safe secrecy_of g9\n  %% expect: what\nb %% expect: safe secrecy_of g8\nc", "%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\na\nb\nc"},
		{"one missing", "a\n%% expect: safe secrecy_of g0\nb", "a\n%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\nb"},
		{"bounds are kept", "%% expect: safe secrecy_of g0 (2 sessions)\n%% expect: attack secrecy_of g1 (depth 9)\n", "%% expect: safe secrecy_of g0 (2 sessions)\n%% expect: attack secrecy_of g1 (depth 9)\n"},
		{"bounds that fail go", "%% expect: safe secrecy_of g0 (7 sessions)\n%% expect: attack secrecy_of g1 (depth 1)\n", "%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\n"},
		{"twice", "%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g0\n%% expect: attack secrecy_of g1\n", "%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\n"},
		{"at the end of the text", "a\n%% expect: safe secrecy_of g0", "a\n%% expect: safe secrecy_of g0\n%% expect: attack secrecy_of g1\n"},
	} {
		if got := string(Update([]byte(c.text), file(report.OK, report.Attacked))); got != c.want {
			t.Errorf("%s:\n%q, want\n%q", c.name, got, c.want)
		}
	}
}

// TestUnasked: what is stated of goals that the run was not asked about is
// neither judged nor touched.
func TestUnasked(t *testing.T) {
	text := []byte("%% expect: attack secrecy_of other\n%% expect: attack secrecy_of g0\nrole")
	f := file(report.OK)
	f.Unasked = []string{"secrecy_of other"}
	if got := Compare(f, Parse("m", text)); len(got) != 1 || got[0].Goal != "secrecy_of g0" || got[0].Met {
		t.Errorf("%+v", got)
	}
	if got, want := string(Update(text, f)), "%% expect: attack secrecy_of other\n%% expect: safe secrecy_of g0\nrole"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestUpdateHolds updates random texts: afterwards every expectation is met, a
// second update changes nothing, and no other line is touched.
func TestUpdateHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOf(rapid.SampledFrom([]string{"role a()", "  x %% expect: safe secrecy_of g0", "%% expect: attack secrecy_of g1 (depth 2)", "%% expect: bad", "%% expect: safe secrecy_of g9", "% plain", "", "%% expect: undecided secrecy_of g2\r"})).Draw(t, "lines")
		text := strings.Join(lines, "\n")
		var statuses []report.Status
		for range rapid.IntRange(0, 4).Draw(t, "goals") {
			statuses = append(statuses, report.Status(rapid.IntRange(0, 4).Draw(t, "status")))
		}
		f := file(statuses...)
		once := Update([]byte(text), f)
		for _, e := range Compare(f, Parse("m", once)) {
			if !e.Met {
				t.Fatalf("%q becomes %q, where %s", text, once, e.Message)
			}
		}
		if twice := Update(once, f); string(twice) != string(once) {
			t.Fatalf("%q becomes %q, then %q", text, once, twice)
		}
		if rest(text) != rest(string(once)) {
			t.Fatalf("%q becomes %q", text, once)
		}
	})
}

// rest returns the words of a text that belong to no expectation.
func rest(text string) string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		code, _, _ := strings.Cut(l, "%% expect:")
		out = append(out, strings.Fields(code)...)
	}
	return strings.Join(out, " ")
}
