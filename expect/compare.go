package expect

import (
	"fmt"
	"slices"

	"hornet/report"
)

// word returns the verdict that an expectation uses for s.
func word(s report.Status) string {
	switch s {
	case report.OK:
		return "safe"
	case report.NotExecutable:
		return "unexecutable"
	}
	return s.String()
}

// Compare holds the verdicts of f against the expectations of its text. The
// result is never nil. Expectations come in the order of the text, goals without
// one at the end; what is stated of goals that the run was not asked about does
// not count.
func Compare(f *report.File, want []Expectation) []report.Expectation {
	out := []report.Expectation{}
	stated := map[string]bool{}
	for i := range want {
		e := &want[i]
		r := report.Expectation{Want: e.Want, Goal: e.Goal, Range: e.Range}
		if e.Fault != "" {
			r.Message = e.Fault
			out = append(out, r)
			continue
		}
		if slices.Contains(f.Unasked, e.Goal) {
			continue
		}
		stated[e.Goal] = true
		r.Met = true
		found := false
		for j := range f.Goals {
			g := &f.Goals[j]
			if g.Name() != e.Goal {
				continue
			}
			found = true
			if r.Met {
				r.Got = word(g.Status)
				r.Message = mismatch(e, f, g)
				r.Met = r.Message == ""
			}
		}
		if !found {
			r.Met, r.Message = false, fmt.Sprintf("expected %s, but the model has no such goal", e)
		}
		out = append(out, r)
	}
	for j := range f.Goals {
		g := &f.Goals[j]
		if !stated[g.Name()] {
			stated[g.Name()] = true
			out = append(out, report.Expectation{Goal: g.Name(), Range: g.Range, Got: word(g.Status),
				Message: fmt.Sprintf("no expectation for %s, found %s: add %%%% expect: %s %s", g.Name(), word(g.Status), word(g.Status), g.Name())})
		}
	}
	return out
}

// mismatch says both sides when the verdict on g is not what e states, "" when
// it is.
func mismatch(e *Expectation, f *report.File, g *report.Goal) string {
	differs := func(format string, args ...any) string {
		return fmt.Sprintf("expected %s, found %s", e, fmt.Sprintf(format, args...))
	}
	if e.Sessions > 0 && e.Sessions != f.Bounds.Sessions {
		return differs("%s", report.Plural(f.Bounds.Sessions, "session"))
	}
	if e.Want == "safe" && e.Depth > 0 {
		switch {
		case g.Status == report.OK:
			return ""
		case g.Status == report.Undecided && f.Bounds.CompleteDepth >= e.Depth:
			return ""
		case g.Status == report.Undecided:
			return differs("no verdict beyond depth %d: %s", f.Bounds.CompleteDepth, g.Reason)
		}
	}
	if got := word(g.Status); got != e.Want {
		if g.Reason != "" {
			return differs("%s: %s", got, g.Reason)
		}
		return differs("%s", got)
	}
	if e.Want == "attack" && e.Depth > 0 {
		if d := f.Attacks[g.Attack-1].Depth; d > e.Depth {
			return differs("an attack of depth %d", d)
		}
	}
	return ""
}
