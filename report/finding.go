package report

import (
	"fmt"
	"strings"

	"hornet/diag"
)

// finding is what a code host can show at one place of a file: a diagnostic, or
// a goal without a green verdict.
type finding struct {
	rule   string // a diagnostic's code, or the name of one of verdictRules
	level  diag.Severity
	rng    diag.Range
	title  string // a few words
	text   string // key facts first; may have several lines
	key    string // tells it from other findings of its rule in the file, whatever the lines
	places []diag.Related
	fix    []diag.Edit
}

// verdictRules documents the findings that are no diagnostics.
func verdictRules() []diag.Doc {
	return []diag.Doc{
		{Code: "attack", Severity: diag.Error, Title: "a goal is violated", Why: "There is a run of the declared sessions, accepted by an independent checker, in which the intruder violates the goal."},
		{Code: "vacuous", Severity: diag.Error, Title: "a goal is never exercised", Why: "No run reaches what the goal speaks of, so the absence of an attack means nothing."},
		{Code: "not-executable", Severity: diag.Error, Title: "an honest role cannot finish", Why: "A transition of an honest session cannot fire in any run, so the absence of an attack may only mean that the protocol does not run."},
		{Code: "undecided", Severity: diag.Warning, Title: "a goal has no verdict", Why: "The search was cut short by a bound, or the model holds a construct that cannot be explored."},
		{Code: "expectation", Severity: diag.Error, Title: "a verdict differs from the expectation", Why: "The model states its expected verdict in a %% expect: comment, and the run says something else."},
		{Code: "no-goal", Severity: diag.Error, Title: "nothing to check", Why: "The model has no goal to check."},
		{Code: "failure", Severity: diag.Error, Title: "no verdict at all", Why: "The file cannot be read, or hornet itself failed."},
	}
}

// findings lists what there is to show of f, in the order of the text format.
func (f *File) findings() []finding {
	var out []finding
	for _, d := range f.Diagnostics {
		text := d.Message
		if d.Help != "" {
			text += ". " + strings.ToUpper(d.Help[:1]) + d.Help[1:]
		}
		for _, r := range d.Related {
			text += fmt.Sprintf("; %s (line %d)", r.Message, r.Range.Start.Line)
		}
		out = append(out, finding{rule: string(d.Code), level: d.Severity, rng: d.Range, title: string(d.Code), text: text,
			key: d.Message + "\n" + sourceLine(f.Text, d.Range.Start), places: d.Related, fix: d.Fix})
	}
	if f.Failure != nil {
		return append(out, finding{rule: "failure", level: diag.Error, title: string(f.Failure.Kind), text: f.Failure.Message})
	}
	if f.Searched() && len(f.Goals) == 0 && f.Missing == nil {
		out = append(out, finding{rule: "no-goal", level: diag.Error, title: "nothing to check", text: "The model has no goal to check"})
	}
	for _, m := range f.Missing {
		out = append(out, finding{rule: "no-goal", level: diag.Error, title: "no such goal", text: m.Message, key: m.Goal})
	}
	for i := range f.Goals {
		if g := &f.Goals[i]; g.Status != OK && f.Expectations == nil {
			out = append(out, f.verdict(g))
		}
	}
	for i := range f.Expectations {
		if e := &f.Expectations[i]; !e.Met {
			out = append(out, finding{rule: "expectation", level: diag.Error, rng: e.Range, title: "expectation not met", text: e.Message + f.because(e), key: e.Goal})
		}
	}
	return out
}

// because tells a reader who sees nothing but the finding why an expectation is
// not met: the attack that nobody expected.
func (f *File) because(e *Expectation) string {
	if e.Want == "attack" || e.Got != "attack" {
		return ""
	}
	for i := range f.Attacks {
		if a := &f.Attacks[i]; a.Goal == e.Goal {
			return fmt.Sprintf(". %s\n%s", a.Reason(), strings.TrimRight(a.Lines(), "\n"))
		}
	}
	return ""
}

// verdict returns the finding for a goal that is not ok.
func (f *File) verdict(g *Goal) finding {
	fd := finding{rule: strings.ReplaceAll(g.Status.String(), " ", "-"), level: diag.Warning, rng: g.Range, key: g.Name(),
		title: fmt.Sprintf("%s: %s", g.Name(), g.Status)}
	if f.Fails(g) {
		fd.level = diag.Error
	}
	if g.Status != Attacked {
		fd.text = fmt.Sprintf("%s is %s: %s (%s)", g.Name(), g.Status, g.Reason, f.Bounds)
		return fd
	}
	fd.rule = "attack"
	a := &f.Attacks[g.Attack-1]
	fd.title = "Attack on " + g.Name()
	fd.text = fmt.Sprintf("Attack on %s, %s. %s\n%s", g.Name(), Plural(a.Messages, "message"), a.Reason(), strings.TrimRight(a.Lines(), "\n"))
	for _, w := range a.Why {
		if w.Range.IsValid() {
			fd.places = append(fd.places, diag.Related{Range: w.Range, Message: w.Text})
		}
	}
	return fd
}

// Lines returns the messages of the attack as numbered lines.
func (a *Attack) Lines() string {
	var b strings.Builder
	for i, s := range a.Steps {
		fmt.Fprintf(&b, "%d. %s → %s: %s\n", i+1, s.From, s.To, s.Message)
	}
	return b.String()
}

// Reason returns in one sentence why the goal is violated.
func (a *Attack) Reason() string {
	var parts []string
	for _, w := range a.Why {
		s := w.Text
		if w.Range.IsValid() {
			s += fmt.Sprintf(" (line %d)", w.Range.Start.Line)
		}
		parts = append(parts, s)
	}
	if parts == nil {
		return ""
	}
	return strings.Join(parts, "; ") + "."
}

// String returns the bounds in a few words, for example "3 sessions, typed,
// search complete, depth 8".
func (b Bounds) String() string {
	s := Plural(b.Sessions, "session") + ", " + b.Typing
	if b.Theory != "free" {
		s += ", " + b.Theory
	}
	if b.Complete {
		return s + ", " + b.extent()
	}
	return s + fmt.Sprintf(", complete to depth %d", b.CompleteDepth)
}

// LoopsCut ends a phrase that holds only as far as three turns of each loop tell.
const LoopsCut = ", loops cut at 3"

// extent tells how far a complete search went.
func (b Bounds) extent() string {
	s := fmt.Sprintf("search complete, depth %d", b.Depth)
	if b.LoopsCut {
		s += LoopsCut
	}
	return s
}

// Fails reports whether the status of g fails f's gate.
func (f *File) Fails(g *Goal) bool {
	switch g.Status {
	case Attacked:
		return f.Gate&FailAttack != 0
	case Undecided:
		return f.Gate&FailUndecided != 0
	case NotExecutable:
		return f.Gate&FailUnexecutable != 0
	case Vacuous:
		return f.Gate&FailVacuous != 0
	}
	return false
}
