package explain

import (
	"strings"
	"testing"

	"hornet/diag"
	"hornet/protocol"
	"hornet/report"
)

func TestFind(t *testing.T) {
	for _, g := range []protocol.GoalKind{protocol.Secrecy, protocol.WeakAuthentication, protocol.Authentication} {
		for _, name := range []string{g.String(), g.String() + " x", g.String() + "_x"} {
			if text, err := Find(name); err != nil || !strings.HasPrefix(text, g.String()+" ") {
				t.Errorf("%s: %.40q, %v", name, text, err)
			}
		}
	}
	for _, d := range diag.Table() {
		text, err := Find(strings.ToLower(string(d.Code)))
		if err != nil || !strings.HasPrefix(text, string(d.Code)+": "+d.Title) {
			t.Errorf("%s: %.60q, %v", d.Code, text, err)
		}
	}
	for name, want := range map[string]string{"exit-code": "did you mean exit-codes?", "qqqqqqq": "lists everything", "": "lists everything"} {
		if _, err := Find(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", name, err, want)
		}
	}
}

// TestTopics holds the texts to the width of a terminal and to what they are
// about.
func TestTopics(t *testing.T) {
	index := Index()
	for _, tp := range Topics() {
		if !strings.Contains(index, "  "+tp.Name) {
			t.Errorf("%s is not in the index", tp.Name)
		}
		for _, l := range strings.Split(tp.Text, "\n") {
			if len([]rune(l)) > 90 || strings.TrimRight(l, " \t") != l {
				t.Errorf("%s: long line or blanks at its end: %q", tp.Name, l)
			}
		}
	}
	verdicts, _ := Find("verdicts")
	for s := report.OK; s <= report.Attacked; s++ {
		if !strings.Contains(verdicts, "\n"+s.Label()+" ") {
			t.Errorf("verdicts do not explain %s", s.Label())
		}
	}
	formats, _ := Find("formats")
	for _, f := range report.Formats() {
		if !strings.Contains(formats, "\n"+f+" ") {
			t.Errorf("formats do not explain %s", f)
		}
	}
	codes, _ := Find("exit-codes")
	for _, c := range []string{"0", "1", "2", "3", "4", "5", "70"} {
		if !strings.Contains(codes, "\n  "+c+" ") {
			t.Errorf("exit-codes do not explain %s", c)
		}
	}
	if !strings.Contains(codes, report.DefaultFailOn.String()) {
		t.Error("exit-codes do not name the default of --fail-on")
	}
}

func TestWrap(t *testing.T) {
	if got := Wrap("aa bb cc\n  keep   this\n\nddddddddd e", 5); got != "aa bb\ncc\n  keep   this\n\nddddddddd\ne" {
		t.Errorf("%q", got)
	}
}
