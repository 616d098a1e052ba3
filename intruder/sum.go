package intruder

import (
	"math/bits"
	"slices"

	"hornet/term"
)

// sumParts lists what a sum gives up: each summand, for whoever can derive the
// sum of the others.
func (s *Solver) sumParts(t term.Term) []part {
	f := s.Args(t)
	ps := make([]part, len(f))
	for i := range f {
		ps[i] = part{s.SumOf(slices.Delete(slices.Clone(f), i, i+1)), f[i]}
	}
	return ps
}

// summands returns the summands of t that cannot be derived alone at p.
func (s *Solver) summands(t term.Term, p uint16) []term.Term {
	var out []term.Term
	for _, f := range s.Factors(nil, s.Apply(t)) {
		op := s.Op(f)
		switch {
		case op == term.Var:
			if s.Vars[s.Index(f)].Birth <= p {
				continue
			}
		case op == term.Pair:
			if s.Derivable(f, p) {
				continue
			}
		case s.derivableAlone(f, op, p):
			continue
		}
		out = append(out, f)
	}
	return out
}

// derivableSum reports whether t, which cannot be derived alone, is a sum of
// known sums and of what can be derived alone.
func (s *Solver) derivableSum(t term.Term, p uint16) bool {
	t = s.Apply(t)
	if s.Op(t) != term.Xor && !s.summand(t, p) {
		return false
	}
	return s.closure(p).derivable(t)
}

// summand reports whether t is a summand of a known sum.
func (s *Solver) summand(t term.Term, p uint16) bool {
	for i := range s.Items {
		it := &s.Items[i]
		if it.From <= p && it.T != s.exclude && s.Op(it.T) == term.Xor {
			x := s.Apply(it.T)
			if x == t || s.Op(x) == term.Xor && slices.Contains(s.Args(x), t) {
				return true
			}
		}
	}
	return false
}

// closed is a closure with what it was made for.
type closed struct {
	*closure
	p       uint16
	exclude term.Term
	version uint64
	items   *Item
	n       int
}

// closure returns the closure of the knowledge at p under the present bindings.
func (s *Solver) closure(p uint16) *closure {
	want := closed{p: p, exclude: s.exclude, version: s.Version(), n: len(s.Items)}
	if want.n > 0 {
		want.items = &s.Items[0]
	}
	for i := range s.cache {
		c := s.cache[i]
		if c.closure != nil && c.p == p && c.exclude == want.exclude && c.version == want.version && c.items == want.items && c.n == want.n {
			return c.closure
		}
	}
	var items []term.Term
	for i := range s.Items {
		if it := &s.Items[i]; it.From <= p && it.T != s.exclude {
			items = append(items, s.Apply(it.T))
		}
	}
	want.closure = newClosure(s.Store, items, func(t term.Term) bool {
		return s.Op(t) == term.Var && s.Vars[s.Index(t)].Birth <= p
	})
	s.cache[s.turn%len(s.cache)] = want
	s.turn++
	return want.closure
}

// chooseSum solves a goal by adding up: the summands one by one, a known sum that
// shares a summand with the goal, or by letting summands of the goal cancel.
// Every known sum is added at most once, and at most Width of them.
func (s *Solver) chooseSum(g Constraint, rest []Constraint, k func() bool) bool {
	f := s.summands(g.T, g.P)
	g.up = &ancestor{g.T, g.up}
	if s.Op(g.T) == term.Xor {
		if v := s.freeSummand(f, g.P); v >= 0 {
			return s.absorb(f, v, g, rest, k)
		}
		goals := append([]Constraint(nil), rest...)
		for _, t := range f {
			goals = append(goals, Constraint{T: t, P: g.P, used: g.used, nest: g.nest, up: g.up})
		}
		// The summands alone, without further sums: those are added here.
		if !s.solve(goals, k) || !s.cancel(f, g, rest, k) {
			return false
		}
	}
	for i := range s.Items {
		it := &s.Items[i]
		if s.Op(it.T) != term.Xor || it.From > g.P || g.P >= it.Until || it.T == s.exclude {
			continue
		}
		if i >= 64 || bits.OnesCount64(g.used) >= s.Width {
			s.Cut = true
			continue
		}
		if g.used>>i&1 == 1 {
			continue
		}
		if !s.addSum(f, s.summands(it.T, g.P), g.used|1<<i, g, rest, k) {
			return false
		}
	}
	return true
}

// addSum adds a known sum to a goal with which it shares a summand.
func (s *Solver) addSum(f, sum []term.Term, used uint64, g Constraint, rest []Constraint, k func() bool) bool {
	next := s.Sum(append(slices.Clone(f), sum...)...)
	for _, a := range f {
		for _, b := range sum {
			if s.Op(b) == term.Var {
				continue
			}
			m := s.Mark()
			if !s.Unify(a, b, func() bool {
				goals := append(s.reopen(m, rest[:len(rest):len(rest)]), Constraint{T: s.Apply(next), P: g.P, used: used, nest: g.nest, up: g.up})
				return s.solve(goals, k)
			}) {
				return false
			}
			if a == b {
				return true // the same next goal from every common summand
			}
		}
	}
	return true
}

// cancel lets two summands of the goal be equal.
func (s *Solver) cancel(f []term.Term, g Constraint, rest []Constraint, k func() bool) bool {
	for i := range f {
		for j := i + 1; j < len(f); j++ {
			left := s.SumOf(slices.Delete(slices.Delete(slices.Clone(f), j, j+1), i, i+1))
			m := s.Mark()
			if !s.Unify(f[i], f[j], func() bool {
				goals := append(s.reopen(m, rest[:len(rest):len(rest)]), Constraint{T: s.Apply(left), P: g.P, used: g.used, nest: g.nest, up: g.up})
				return s.solve(goals, k)
			}) {
				return false
			}
		}
	}
	return true
}

// freeSummand returns the position in f of an untyped variable that is not born
// by p and occurs in no other summand, -1 if there is none.
func (s *Solver) freeSummand(f []term.Term, p uint16) int {
	for i, t := range f {
		if s.Op(t) != term.Var {
			continue
		}
		v := s.Index(t)
		if s.Vars[v].Sort != 0 || s.Vars[v].Univ {
			continue
		}
		free := true
		for j, o := range f {
			free = free && (i == j || s.Mask(o)&s.Mask(t) == 0)
		}
		if free {
			return i
		}
	}
	return -1
}

// absorb solves a goal x xor t, x a variable that may stand for anything: the
// intruder sends any message y that he can derive, and x is y xor t. That is the
// most general solution.
func (s *Solver) absorb(f []term.Term, at int, g Constraint, rest []Constraint, k func() bool) bool {
	x := s.Index(f[at])
	others := slices.Delete(slices.Clone(f), at, at+1)
	m := s.Mark()
	y := s.NewVar(s.Vars[x])
	s.SetBirth(s.Index(y), g.P)
	goOn := true
	if s.Bind(x, s.Sum(append(others, y)...)) {
		goOn = s.Solve(s.reopen(m, rest[:len(rest):len(rest)]), k)
	}
	s.Undo(m)
	return goOn
}
