package ground

import (
	"slices"

	"hornet/protocol"
)

// Match looks for values of the unbound variables (nil in values) that make each
// pattern, read in the instance's slots, equal to the ground message beside it.
// It calls found with each solution, a list that found may keep, until found
// returns false. Fresh variables are not bound: the caller gives their values.
//
// It reports whether the search was complete: that it was not stopped and that
// no pattern was beyond it. Beyond it are sums and powers with two or more
// unknown parts that nothing else determines; a sum or power with one is solved
// by cancelling.
func (s *State) Match(instance int, tr *protocol.Transition, patterns []*protocol.Expr, vs, values []*Term, found func([]*Term) bool) (complete bool) {
	m := &matcher{State: s, tr: tr, slots: s.slots[instance], found: found, complete: true}
	goals := make([]goal, len(patterns))
	for i, p := range patterns {
		goals[i] = goal{p, vs[i]}
	}
	m.solve(goals, values)
	return m.complete
}

// goal asks for values that make pattern equal to value.
type goal struct {
	pattern *protocol.Expr
	value   *Term
}

type matcher struct {
	*State
	tr       *protocol.Transition
	slots    []*Term
	found    func([]*Term) bool
	stopped  bool
	complete bool
}

// known returns the value of p, or nil when a part of it is unknown.
func (m *matcher) known(p *protocol.Expr, values []*Term) *Term {
	r := Reader{State: m.State, slots: m.slots, values: values}
	if t := r.Term(p); r.Err == nil {
		return t
	}
	return nil
}

// solve works on the first goal that is not stuck, and leaves the others for
// when more variables have values.
func (m *matcher) solve(goals []goal, values []*Term) {
	if m.stopped {
		return
	}
	if len(goals) == 0 {
		if !m.found(slices.Clone(values)) {
			m.stopped, m.complete = true, false
		}
		return
	}
	for i, g := range goals {
		rest := slices.Delete(slices.Clone(goals), i, i+1)
		if m.solveOne(g, rest, values) {
			return
		}
	}
	m.complete = false
}

// solveOne solves g and then the rest; it reports false when g is stuck.
func (m *matcher) solveOne(g goal, rest []goal, values []*Term) bool {
	p, v := g.pattern, g.value
	if t := m.known(p, values); t != nil {
		if t.Equal(v) {
			m.solve(rest, values)
		}
		return true
	}
	then := func(more ...goal) { m.solve(append(more, rest...), values) }
	switch p.Op {
	case protocol.Var:
		if p.Index >= 0 && p.Index < len(values) && m.tr.Vars[p.Index].Kind != protocol.New && m.Options.Fits(v, m.tr.Vars[p.Index].Type) {
			values = slices.Clone(values)
			values[p.Index] = v
			m.solve(rest, values)
		}
	case protocol.Pair:
		if v.Op == protocol.Pair {
			for _, cut := range m.cuts(v) {
				then(goal{p.Args[0], cut[0]}, goal{p.Args[1], cut[1]})
			}
		}
	case protocol.Crypt, protocol.Scrypt, protocol.Apply:
		if v.Op == p.Op {
			then(goal{p.Args[0], v.Args[0]}, goal{p.Args[1], v.Args[1]})
		}
	case protocol.Inv:
		if inverse, err := m.Options.Make(protocol.Inv, v); err == nil {
			then(goal{p.Args[0], inverse})
		}
	case protocol.Xor:
		return m.sum(p, v, values, then)
	case protocol.Exp:
		return m.power(p, v, values, then)
	}
	return true
}

// cuts returns the ways to read v as a pair: one, unless pairing is associative.
func (m *matcher) cuts(v *Term) [][2]*Term {
	all := [][2]*Term{{v.Args[0], v.Args[1]}}
	if m.Options.Assoc && v.Args[1].Op == protocol.Pair {
		for _, c := range m.cuts(v.Args[1]) {
			if left, err := m.Options.Make(protocol.Pair, v.Args[0], c[0]); err == nil {
				all = append(all, [2]*Term{left, c[1]})
			}
		}
	}
	return all
}

// sum solves a sum with one unknown part, which is what cancels all others.
func (m *matcher) sum(p *protocol.Expr, v *Term, values []*Term, then func(...goal)) bool {
	parts, unknown := []*Term{v}, -1
	for i, a := range p.Args {
		if t := m.known(a, values); t != nil {
			parts = append(parts, t)
		} else if unknown >= 0 {
			return false
		} else {
			unknown = i
		}
	}
	if unknown >= 0 {
		then(goal{p.Args[unknown], sum(parts)})
	}
	return true
}

// power solves a power whose base or exponent is known.
func (m *matcher) power(p *protocol.Expr, v *Term, values []*Term, then func(...goal)) bool {
	if len(p.Args) != 2 {
		return false
	}
	if exponent := m.known(p.Args[1], values); exponent != nil {
		then(goal{p.Args[0], divide(v, exponent)})
		return true
	}
	base := m.known(p.Args[0], values)
	if base == nil {
		return false
	}
	// v = base^y for one y: the exponents of v over those of base.
	if base.Op == protocol.Exp {
		for _, e := range base.Args[1:] {
			v = divide(v, e)
		}
		base = base.Args[0]
	}
	if v.Op == protocol.Exp && len(v.Args) == 2 && v.Args[0].Equal(base) {
		then(goal{p.Args[1], v.Args[1]})
	}
	return true
}

// divide returns v raised to the inverse of e.
func divide(v, e *Term) *Term {
	return raise(v, inverse(e))
}
