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
	m := &matcher{State: s, tr: tr, slots: s.slots[instance], values: slices.Clone(values), found: found, complete: true}
	goals := make([]goal, len(patterns), len(patterns)+4)
	for i, p := range patterns {
		goals[i] = goal{p, vs[i]}
	}
	m.solve(goals)
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
	values   []*Term // so far
	found    func([]*Term) bool
	stopped  bool
	complete bool
}

// known returns the value of p, or nil when a part of it is unknown.
func (m *matcher) known(p *protocol.Expr) *Term {
	if m.unknown(p) {
		return nil
	}
	r := Reader{State: m.State, slots: m.slots, values: m.values}
	if t := r.Term(p); r.Err == nil {
		return t
	}
	return nil
}

// unknown reports whether p has a variable without value.
func (m *matcher) unknown(p *protocol.Expr) bool {
	return p.Op == protocol.Var && (p.Index < 0 || p.Index >= len(m.values) || m.values[p.Index] == nil) || slices.ContainsFunc(p.Args, m.unknown)
}

// outcome is what became of a goal.
type outcome uint8

const (
	failed outcome = iota // there are no such values
	stuck                 // more variables must have values first
	done                  // it holds when those that it leads to do
)

// solve works on the first goal that is not stuck, and leaves the others for
// when more variables have values. It changes the list.
func (m *matcher) solve(goals []goal) {
	var bound []int // by this call
	defer func() {
		for _, v := range bound {
			m.values[v] = nil
		}
	}()
	for !m.stopped && len(goals) > 0 {
		became, i := stuck, 0
		var to [2]goal
		for ; i < len(goals); i++ {
			v := -1
			if became, v = m.solveOne(goals[i], &to); v >= 0 {
				bound = append(bound, v)
			}
			if became != stuck {
				break
			}
		}
		switch {
		case became == stuck:
			m.complete = false
			return
		case became == failed:
			return
		}
		g := goals[i]
		goals = slices.Delete(goals, i, i+1)
		if g.pattern.Op == protocol.Pair && to[1].pattern != nil && m.Options.Assoc {
			for _, cut := range m.cuts(g.value) {
				m.solve(slices.Insert(slices.Clone(goals), 0, goal{g.pattern.Args[0], cut[0]}, goal{g.pattern.Args[1], cut[1]}))
			}
			return
		}
		n := 0
		for n < len(to) && to[n].pattern != nil {
			n++
		}
		goals = slices.Insert(goals, 0, to[:n]...)
	}
	if !m.stopped && !m.found(slices.Clone(m.values)) {
		m.stopped, m.complete = true, false
	}
}

// solveOne does one step on g: it puts what g leads to into to, and returns the
// variable that it has given a value, else -1.
func (m *matcher) solveOne(g goal, to *[2]goal) (became outcome, bound int) {
	p, v := g.pattern, g.value
	*to = [2]goal{}
	if t := m.known(p); t != nil {
		if t.Equal(v) {
			return done, -1
		}
		return failed, -1
	}
	switch p.Op {
	case protocol.Var:
		if p.Index >= 0 && p.Index < len(m.values) && m.tr.Vars[p.Index].Kind != protocol.New && m.Options.Fits(v, m.tr.Vars[p.Index].Type) {
			m.values[p.Index] = v
			return done, p.Index
		}
	case protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply:
		if v.Op == p.Op {
			*to = [2]goal{{p.Args[0], v.Args[0]}, {p.Args[1], v.Args[1]}}
			return done, -1
		}
	case protocol.Inv:
		to[0] = goal{p.Args[0], inverse(v)}
		return done, -1
	case protocol.Xor:
		return m.sum(p, v, to), -1
	case protocol.Exp:
		return m.power(p, v, to), -1
	}
	return failed, -1
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
func (m *matcher) sum(p *protocol.Expr, v *Term, to *[2]goal) outcome {
	parts, unknown := []*Term{v}, -1
	for i, a := range p.Args {
		if t := m.known(a); t != nil {
			parts = append(parts, t)
		} else if unknown >= 0 {
			return stuck
		} else {
			unknown = i
		}
	}
	if unknown < 0 {
		return failed
	}
	to[0] = goal{p.Args[unknown], sum(parts)}
	return done
}

// power solves a power whose base or exponent is known.
func (m *matcher) power(p *protocol.Expr, v *Term, to *[2]goal) outcome {
	if len(p.Args) != 2 {
		return stuck
	}
	if exponent := m.known(p.Args[1]); exponent != nil {
		to[0] = goal{p.Args[0], raise(v, inverse(exponent))}
		return done
	}
	base := m.known(p.Args[0])
	if base == nil {
		return stuck
	}
	// v = base^y for one y: the exponents of v over those of base.
	if base.Op == protocol.Exp {
		for _, e := range base.Args[1:] {
			v = raise(v, inverse(e))
		}
		base = base.Args[0]
	}
	if v.Op == protocol.Exp && len(v.Args) == 2 && v.Args[0].Equal(base) {
		to[0] = goal{p.Args[1], v.Args[1]}
		return done
	}
	return failed
}
