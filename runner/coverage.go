package runner

import (
	"fmt"
	"slices"
	"strings"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
	"hornet/trace"
	"hornet/trace/narrate"
)

// cannotFire is the reason of a transition of which no more is known.
const cannotFire = "no run can fire it"

// coverage tells, for each instance, which transitions fired. The reasons of
// those that cannot (Firing.Reason) are refined by peaceful.
func coverage(m *protocol.Model, r *search.Result) []report.Instance {
	if len(r.Fired) != len(m.Instances) {
		return nil
	}
	out := make([]report.Instance, len(m.Instances))
	names := narrate.NewNames(m, &trace.Run{})
	for i := range m.Instances {
		in := &m.Instances[i]
		role := &m.Roles[in.Role]
		c := &out[i]
		*c = report.Instance{Name: names.Instance(i), Role: role.Name, Player: m.Player(i).String(), Number: in.Shown}
		if in.Session >= 0 && in.Session < len(m.Sessions) {
			c.Session, c.Honest = m.Sessions[in.Session].Name, m.Sessions[in.Session].Honest
		}
		for t := range role.Transitions {
			fi := report.Firing{Label: role.Transitions[t].Label, Range: role.Transitions[t].Range, Fired: r.Fired[i][t]}
			if fi.Fired == 0 && r.Complete {
				fi.Reason = cannotFire
			}
			c.Transitions = append(c.Transitions, fi)
		}
	}
	return out
}

// deadTransition returns a sentence about a transition that no run can fire, ""
// when there is none. It looks at the instances of honest sessions, or at all when
// no session is honest, and blames a step that others wait for before these.
func deadTransition(f *report.File) string {
	honest := slices.ContainsFunc(f.Coverage, func(in report.Instance) bool { return in.Honest })
	first := ""
	for i := range f.Coverage {
		c := &f.Coverage[i]
		if honest && !c.Honest {
			continue
		}
		for j := range c.Transitions {
			t := &c.Transitions[j]
			if t.Reason == "" {
				continue
			}
			text := fmt.Sprintf("%s(%s) never fires transition %s (line %d)", c.Role, c.Player, t.Label, t.Range.Start.Line)
			if t.Reason != cannotFire && !strings.HasPrefix(t.Reason, waitsForStep) {
				return text
			}
			if first == "" {
				first = text
			}
		}
	}
	return first
}
