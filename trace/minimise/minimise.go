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
	"hornet/trace/replay"
)

// Run returns a run that violates the same goal with as few steps as it can find,
// its messages in one order and its open values numbered as they appear. It does
// not change r, and returns r itself when it does not replay.
func Run(m *protocol.Model, opt replay.Options, r *trace.Run) *trace.Run {
	if replay.Check(m, opt, r) != nil {
		return r
	}
	for {
		shorter := shorten(m, opt, r)
		if shorter == nil {
			return tidy(m, opt, r)
		}
		r = shorter
	}
}

// shorten returns the first shorter attack among the candidates, or nil.
func shorten(m *protocol.Model, opt replay.Options, r *trace.Run) *trace.Run {
	for _, drop := range candidates(r) {
		if s := cut(m, opt, r, drop); s != nil && replay.Check(m, opt, s) == nil {
			return s
		}
	}
	return nil
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
