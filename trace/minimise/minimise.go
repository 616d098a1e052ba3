// Package minimise shortens attacks. It drops steps, and whole role instances,
// that a violation does not need, makes the recipes of the messages that
// remain anew where they used what is gone, and has trace/replay decide whether
// the rest is still an attack (delta debugging: Zeller, Hildebrandt, IEEE TSE
// 28(2), 2002, with the dependencies of the steps known).
package minimise

import (
	"slices"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// Run returns a run that violates the same goal with as few steps as it can find,
// its messages in one order and its open values numbered as they appear. It does
// not change r, and returns r itself when it does not replay.
func Run(m *protocol.Model, opt replay.Options, r *trace.Run) *trace.Run {
	start, err := ground.New(m, opt)
	if err != nil || r.Violation == nil {
		return r
	}
	rec, err := replay.Follow(start, r)
	if err != nil {
		return r
	}
	return Record(rec).Run()
}

// Record is Run for an attack that replay has accepted already; so it has the one
// that is returned.
func Record(rec *replay.Record) *replay.Record {
	for {
		shorter := shorten(rec)
		if shorter == nil {
			return tidy(rec)
		}
		rec = shorter
	}
}

// shorten returns the first shorter attack among the candidates, or nil.
func shorten(rec *replay.Record) *replay.Record {
	for _, drop := range candidates(rec.Run()) {
		if stands(rec, drop) {
			if s := cut(rec, drop); s != nil {
				if shorter, err := replay.Follow(rec.After(0), s); err == nil {
					return shorter
				}
			}
		}
	}
	return nil
}

// stands reports whether it is worth trying to drop steps: not when the violation
// is about one of them, or when the next step of an instance asks for a state that
// a dropped step would have led to.
func stands(rec *replay.Record, drop []bool) bool {
	r := rec.Run()
	for _, e := range []*trace.Event{r.Violation.Event, r.Violation.Other} {
		if e != nil && e.Step >= 0 && drop[e.Step] {
			return false
		}
	}
	gone := map[int]int{} // by instance: its first dropped step, -1 once it went on
	for n := range r.Steps {
		s := &r.Steps[n]
		from, ok := gone[s.Instance]
		switch {
		case drop[n] && !ok:
			gone[s.Instance] = n
		case !drop[n] && ok && from >= 0:
			if !ready(rec.After(from), s) {
				return false
			}
			gone[s.Instance] = -1
		}
	}
	return true
}

// ready reports whether the slots of a step's instance are in state as its guards
// on constants want them.
func ready(state *ground.State, s *trace.Step) bool {
	t, err := state.Transition(s.Instance, s.Transition)
	if err != nil {
		return false
	}
	for _, g := range t.Guards {
		if g.Rel == protocol.Eq && g.Left.Op == protocol.Slot && g.Right.Op == protocol.Const {
			if v := state.Slots(s.Instance)[g.Left.Index]; v.Op != protocol.Const || v.Name != g.Right.Name {
				return false
			}
		}
	}
	return true
}

// candidates returns the sets of steps worth dropping, largest first: for each
// instance all its steps, then the later ones only, and last each step alone.
// The steps of an instance depend on those before, so a step in the middle goes
// only when the role can do without it.
func candidates(r *trace.Run) [][]bool {
	byInstance := map[int][]int{}
	var order []int
	for n, s := range r.Steps {
		if byInstance[s.Instance] == nil {
			order = append(order, s.Instance)
		}
		byInstance[s.Instance] = append(byInstance[s.Instance], n)
	}
	var out [][]bool
	add := func(steps []int) {
		drop := make([]bool, len(r.Steps))
		for _, n := range steps {
			drop[n] = true
		}
		out = append(out, drop)
	}
	for _, i := range order {
		steps := byInstance[i]
		for from := range steps {
			add(steps[from:])
		}
	}
	for n := range r.Steps {
		add([]int{n})
	}
	slices.SortStableFunc(out, func(a, b []bool) int { return count(b) - count(a) })
	return out
}

func count(drop []bool) int {
	n := 0
	for _, d := range drop {
		if d {
			n++
		}
	}
	return n
}
