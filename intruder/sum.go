package intruder

import (
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
	if s.Op(t) != term.Xor {
		return s.summand(t, p) && s.closure(p).derivable(t)
	}
	alone := true
	for _, f := range s.summands(t, p) {
		if !s.summand(f, p) {
			return false
		}
		alone = false
	}
	return alone || s.closure(p).derivable(t)
}

// summand reports whether t is a summand of a known sum.
func (s *Solver) summand(t term.Term, p uint16) bool {
	for _, i := range s.lookup().sums {
		if it := &s.Items[i]; it.From <= p && it.T != s.exclude {
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
	want.closure = s.sameClosure(p)
	s.cache[s.turn%len(s.cache)] = want
	s.turn++
	return want.closure
}

// closedBefore is a closure with the messages that it was made of. States that
// follow from the same one mostly know the same.
type closedBefore struct {
	*closure
	p     uint16
	items []term.Term
	born  []bool // of the variables in them, by p
}

// sameClosure returns the closure of the knowledge at p under the present
// bindings, one that was made before if it is still there.
func (s *Solver) sameClosure(p uint16) *closure {
	items, born := s.buffer[:0], s.born[:0]
	hash := uint32(p)
	for i := range s.Items {
		if it := &s.Items[i]; it.From <= p && it.T != s.exclude {
			t := s.Apply(it.T)
			items = append(items, t)
			hash = hash*16777619 ^ uint32(t)
			if !s.Ground(t) {
				born = s.bornBy(p, t, born)
			}
		}
	}
	s.buffer, s.born = items, born
	c := &s.closures[hash%uint32(len(s.closures))]
	if c.closure == nil || c.p != p || !slices.Equal(c.items, items) || !slices.Equal(c.born, born) {
		items = slices.Clone(items)
		*c = closedBefore{newClosure(s.Store, items, true, func(t term.Term) bool {
			return s.Op(t) == term.Var && s.Vars[s.Index(t)].Birth <= p
		}), p, items, slices.Clone(born)}
	}
	return c.closure
}

// bornBy appends for each variable of t whether it is born by p.
func (s *Solver) bornBy(p uint16, t term.Term, born []bool) []bool {
	if s.Op(t) == term.Var {
		return append(born, s.Vars[s.Index(t)].Birth <= p)
	}
	for _, a := range s.Args(t) {
		if !s.Ground(a) {
			born = s.bornBy(p, a, born)
		}
	}
	return born
}

// maxSums is how many known sums a derivation can tell apart.
const maxSums = 64

// chooseSum solves a goal by adding up: it gets rid of one summand of the goal
// after the other. A summand is derived alone, as an item or by composition; or it
// is equal to another one of the goal; or to one of a known sum, which is then
// added to the goal. Every derivation does one of these to every summand that it
// begins with, so that one of them, the pivot, is enough to branch on; the one
// with the fewest ways is taken (Gaussian elimination, with unification for the
// search of a row). Every known sum is added at most once.
func (s *Solver) chooseSum(g Constraint, rest []Constraint, k func() bool) bool {
	f := s.summands(g.T, g.P)
	same := g // what is left when two summands cancel is the same message
	g.up = &ancestor{g.T, g.up}
	if len(f) == 0 {
		return s.solve(rest, k)
	}
	at := 0
	if s.Op(g.T) == term.Xor {
		if v := s.freeSummand(f, g.P); v >= 0 {
			return s.absorb(f, v, g, rest, k)
		}
		var ways int
		if at, ways = s.pivot(f, g); ways == 0 {
			return true
		}
	}
	a := f[at]
	others := slices.Delete(slices.Clone(f), at, at+1)
	if s.Op(g.T) == term.Xor {
		alone := Constraint{T: a, P: g.P, alone: true, up: g.up}
		if !s.solve(append(rest[:len(rest):len(rest)], alone, s.remainder(g, g.used, others)), k) {
			return false
		}
		for j, b := range others {
			left := slices.Delete(slices.Clone(others), j, j+1)
			if !s.equate(a, b, left, g.used, same, rest, k) {
				return false
			}
		}
	}
	for n, i := range s.lookup().sums {
		it := &s.Items[i]
		if n == maxSums {
			s.Cut = true
			break
		}
		if it.From > g.P || g.P >= it.Until || it.T == s.exclude || g.used>>n&1 == 1 {
			continue
		}
		sum := s.summands(it.T, g.P)
		if !slices.ContainsFunc(sum, func(b term.Term) bool { return s.mayEqual(a, b) }) {
			continue
		}
		next := s.Factors(nil, append(slices.Clone(others), sum...)...)
		for _, b := range sum {
			if a != b && slices.Contains(sum, a) || !s.mayEqual(a, b) {
				continue // a itself, if it is there, cancels
			}
			left := s.Factors(nil, append(slices.Clone(next), b)...)
			if !s.equate(a, b, left, g.used|1<<n, g, rest, k) {
				return false
			}
		}
	}
	return true
}

// remainder is the goal for what is left of the sum g.
func (s *Solver) remainder(g Constraint, used uint64, f []term.Term) Constraint {
	return Constraint{T: s.SumOf(f), P: g.P, used: used, up: g.up}
}

// equate lets the summands a and b cancel, and goes on with what is left.
func (s *Solver) equate(a, b term.Term, left []term.Term, used uint64, g Constraint, rest []Constraint, k func() bool) bool {
	if !s.mayEqual(a, b) {
		return true
	}
	m := s.Mark()
	return s.Unify(a, b, func() bool {
		return s.solve(append(s.reopen(m, rest[:len(rest):len(rest)]), s.remainder(g, used, left)), k)
	})
}

// mayEqual is a quick necessary condition for two messages to have a unifier.
func (s *Solver) mayEqual(a, b term.Term) bool {
	for depth := 0; ; depth++ {
		a, b = s.Head(a), s.Head(b)
		if a == b || depth == 8 {
			return true
		}
		x, y := s.Op(a), s.Op(b)
		switch {
		case s.Ground(a) && s.Ground(b):
			return false
		case x == term.Var && y == term.Var:
			return true
		case x == term.Var || y == term.Var:
			if x == term.Var {
				a, b, x, y = b, a, y, x
			}
			sort := s.Vars[s.Index(b)].Sort
			return !sort.IsBasic() || s.SortOf(a) == sort || x == term.Inv || x == term.Xor || x == term.Exp
		case x == term.Exp && y == term.Exp || s.MayShrink(a) || s.MayShrink(b):
			return true
		case x == term.Xor || y == term.Xor || x == term.Inv || y == term.Inv || s.Assoc:
			return true
		case x != y || x <= term.Fresh:
			return false
		}
		if !s.mayEqual(s.Arg(a, 0), s.Arg(b, 0)) {
			return false
		}
		a, b = s.Arg(a, 1), s.Arg(b, 1)
	}
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
