package runner

import (
	"fmt"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
)

// coverage tells, for each instance, which transitions fired. The reasons of
// those that cannot (Firing.Reason) are found elsewhere and filled in here.
func coverage(m *protocol.Model, r *search.Result) []report.Instance {
	if len(r.Fired) != len(m.Instances) {
		return nil
	}
	out := make([]report.Instance, len(m.Instances))
	for i := range m.Instances {
		in := &m.Instances[i]
		role := &m.Roles[in.Role]
		c := &out[i]
		*c = report.Instance{Role: role.Name, Player: m.Player(i).String(), Number: in.Shown}
		if in.Session >= 0 && in.Session < len(m.Sessions) {
			c.Session, c.Honest = m.Sessions[in.Session].Name, m.Sessions[in.Session].Honest
		}
		for t := range role.Transitions {
			fi := report.Firing{Label: role.Transitions[t].Label, Range: role.Transitions[t].Range, Fired: r.Fired[i][t]}
			if fi.Fired == 0 && r.Complete {
				fi.Reason = "no run can fire it"
			}
			c.Transitions = append(c.Transitions, fi)
		}
	}
	return out
}

// deadTransition returns a sentence about the first transition of an honest
// session that no run can fire, "" when there is none.
func deadTransition(cov []report.Instance) string {
	for i := range cov {
		c := &cov[i]
		if !c.Honest {
			continue
		}
		for j := range c.Transitions {
			if t := &c.Transitions[j]; t.Reason != "" {
				return fmt.Sprintf("%s(%s) never fires transition %s (line %d)", c.Role, c.Player, t.Label, t.Range.Start.Line)
			}
		}
	}
	return ""
}
