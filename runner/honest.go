package runner

import (
	"fmt"
	"slices"
	"strings"

	"hornet/diag"
	"hornet/protocol"
	"hornet/report"
	"hornet/trace/honest"
)

// peaceful fills in what becomes of the all-honest sessions when nobody attacks.
// After a complete search it also gives the reasons of transitions that cannot
// fire.
func peaceful(f *report.File, m *protocol.Model, sessions []honest.Result) {
	for _, r := range sessions {
		out := report.Session{Name: r.Name, Finishes: r.Finishes, Known: r.Known, Helped: len(r.Stuck) > 0}
		for i := range r.Stuck {
			k := &r.Stuck[i]
			out.Stuck = append(out.Stuck, stuck(m, k))
			if k.Instance >= len(f.Coverage) || !r.Known {
				out.Helped = false
				continue
			}
			fi := &f.Coverage[k.Instance].Transitions[k.Transition]
			if fi.Reason != "" {
				fi.Reason = out.Stuck[i].Reason
			}
			out.Helped = out.Helped && fi.Fired > 0
		}
		f.Honest = append(f.Honest, out)
	}
}

// stuck writes down where an instance stops.
func stuck(m *protocol.Model, k *honest.Stuck) report.Stuck {
	at := honest.Step{Instance: k.Instance, Transition: k.Transition}
	tr := transition(m, at)
	out := report.Stuck{Role: roleName(m, k.Instance), Label: tr.Label, Range: tr.Range, Waits: k.Waits}
	out.Reason = k.Why
	if k.Receive >= 0 {
		out.Range = tr.Receives[k.Receive].Range
		out.Reason = "nothing that was sent resembles " + k.Waits
	}
	if n := k.Nearest; n != nil {
		by := transition(m, n.From)
		out.Nearest = &report.Nearest{Role: roleName(m, n.From.Instance), Label: by.Label, Range: by.Sends[n.Send].Range,
			Message: n.Message, Want: n.Want, Got: n.Got, Why: n.Why}
		out.Reason = fmt.Sprintf("it waits for %s, and the nearest message is %s, which has %s", k.Waits, n.Message, out.Nearest.Difference())
	}
	if k.After.Instance >= 0 {
		out.After = fmt.Sprintf("%s, step %s", roleName(m, k.After.Instance), transition(m, k.After).Label)
		out.Reason = waitsForStep + out.After + " would send"
	}
	return out
}

// waitsForStep begins the reason of a step that is stuck because of another.
const waitsForStep = "it waits for what "

func transition(m *protocol.Model, s honest.Step) *protocol.Transition {
	return &m.Roles[m.Instances[s.Instance].Role].Transitions[s.Transition]
}

// roleName returns an instance as reports call it.
func roleName(m *protocol.Model, instance int) string {
	return fmt.Sprintf("%s(%s)", m.Roles[m.Instances[instance].Role].Name, m.Player(instance))
}

// notes collects what a reader must know beside the verdicts: sessions that do
// not work when nobody attacks, and receives that no program could do.
func notes(f *report.File) []report.Remark {
	var out []report.Remark
	for i := range f.Honest {
		s := &f.Honest[i]
		if text := s.String(); text != "" && !slices.ContainsFunc(out, func(r report.Remark) bool { return r.Text == text }) {
			out = append(out, report.Remark{Text: text, Range: s.Stuck[0].Range})
		}
	}
	var lines []string
	var at diag.Range
	for _, d := range f.Diagnostics {
		if d.Code == diag.NotImplementable {
			if lines = append(lines, fmt.Sprint(d.Range.Start.Line)); len(lines) == 1 {
				at = d.Range
			}
		}
	}
	switch len(lines) {
	case 0:
	case 1:
		out = append(out, report.Remark{Text: fmt.Sprintf("not implementable (%s): no program can do the receive on line %s", diag.NotImplementable, lines[0]), Range: at})
	default:
		out = append(out, report.Remark{Text: fmt.Sprintf("not implementable (%s): no program can do the receives on lines %s", diag.NotImplementable, strings.Join(lines, ", ")), Range: at})
	}
	return out
}
