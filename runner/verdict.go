package runner

import (
	"fmt"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
)

// weigh turns the search's answers into what may be said of each goal. It returns
// the place in m.Goals of each goal that it added to f.Goals.
func weigh(f *report.File, g *grounds, s search.Options, r *search.Result) (index []int) {
	m := g.model
	f.Stats.States, f.Stats.Frontier = r.States, r.Frontier
	b := &f.Bounds
	b.Depth, b.CompleteDepth, b.Complete = r.Depth, r.CompleteDepth, r.Complete
	b.LoopsCut = r.Loops
	b.CauseCode = causeCode(r.Cause)
	if b.CauseCode != "" {
		b.Cause = because(r.Cause, r.Detail)
	}
	f.Coverage = coverage(m, r)
	peaceful(f, m, g.sessions)
	f.Notes = notes(f)
	dead := deadTransition(f)

	chosen := map[int]bool{}
	for _, i := range s.Goals {
		chosen[i] = true
	}
	for i, g := range m.Goals {
		if s.Goals != nil && !chosen[i] {
			continue
		}
		out := report.Goal{Kind: g.Kind.String(), ID: g.ID, Range: g.Range}
		if i < len(r.Events) {
			out.Events = r.Events[i]
		}
		switch gr := r.Goals[i]; gr.Verdict {
		case search.Attack:
			out.Status = report.Attacked
		case search.Undecided:
			out.Status, out.Reason = report.Undecided, undecided(g, gr, r, s)
		default:
			out.Status, out.Reason = safe(g, out.Events, dead)
			if out.Reason != "" && r.Loops {
				out.Reason += report.LoopsCut
			}
			if onlySets(m, g) {
				out.Status, out.Reason = report.Vacuous, "the secret is a set itself, and sets are never sent"
			}
		}
		f.Goals, index = append(f.Goals, out), append(index, i)
	}
	return index
}

// safe tells whether a goal that no explored run violates may be called ok. The
// search was complete.
func safe(g protocol.Goal, events int, dead string) (report.Status, string) {
	switch {
	case events == 0:
		return report.Vacuous, fmt.Sprintf("no run reaches %s", eventName(g))
	case dead != "":
		return report.NotExecutable, dead
	}
	return report.OK, ""
}

// eventName returns the fact that a goal speaks of, as the text writes it.
func eventName(g protocol.Goal) string {
	switch g.Kind {
	case protocol.Secrecy:
		return fmt.Sprintf("secret(…,%s,…)", g.ID)
	case protocol.WeakAuthentication:
		return fmt.Sprintf("wrequest(…,%s,…)", g.ID)
	}
	return fmt.Sprintf("request(…,%s,…)", g.ID)
}

// undecided says why a goal has no answer and how far the search was complete.
func undecided(g protocol.Goal, gr search.GoalResult, r *search.Result, s search.Options) string {
	if g.Kind == protocol.Temporal {
		return "temporal formulas are not supported"
	}
	cause, detail := gr.Cause, ""
	if cause == search.None || cause == r.Cause {
		cause, detail = r.Cause, r.Detail
	}
	if cause == search.None {
		return "the search was cut short"
	}
	if cause == search.Settled && s.FirstAttack {
		return "the search stopped at the first attack"
	}
	why := because(cause, detail)
	if cause == search.Unsupported {
		return why
	}
	return fmt.Sprintf("%s; no attack in %d steps or fewer", why, r.CompleteDepth)
}

// because returns the phrase for a cause.
func because(c search.Cause, detail string) string {
	if detail != "" {
		return c.String() + ": " + detail
	}
	return c.String()
}

// causeCode returns the stable name of a cause.
func causeCode(c search.Cause) string {
	switch c {
	case search.Timeout:
		return report.CauseTimeout
	case search.Interrupted:
		return report.CauseInterrupted
	case search.MaxStates:
		return report.CauseMaxStates
	case search.MaxDepth:
		return report.CauseMaxDepth
	case search.MaxMemory:
		return report.CauseMaxMemory
	case search.Unsupported:
		return report.CauseUnsupported
	case search.Width:
		return report.CauseWidth
	}
	return ""
}
