package intruder

import (
	"slices"

	"hornet/term"
)

// many is more than there are ways to derive a message.
const many = 1 << 20

// fewest returns the position of the goal that there are the fewest ways to derive,
// among equals the one for the smallest prefix, and their number: a goal without
// any ends the branch at once, and one with a single way costs no branch (fail
// first). Any order of the goals finds all solutions.
func (s *Solver) fewest(goals []Constraint) (at, ways int) {
	ways = many + 1
	for i, g := range goals {
		n := many
		if s.Op(g.T) != term.Xor {
			n = s.ways(g.T, g)
		} else if f := s.summands(g.T, g.P); s.freeSummand(f, g.P) >= 0 {
			n = 1
		} else if len(f) > 0 {
			_, n = s.pivot(f, g)
		}
		if n < ways || n == ways && g.P < goals[at].P {
			if at, ways = i, n; n == 0 {
				break
			}
		}
	}
	return at, ways
}

// ways counts the ways to derive t, no sum, at the prefix of g, as far as heads
// tell: the items and summands of known sums that it may equal, and composition.
func (s *Solver) ways(t term.Term, g Constraint) int {
	n := 0
	op := s.Op(t)
	switch op {
	case term.Var:
		return many
	case term.Exp:
		n = 1
	case term.Pair, term.Crypt, term.Scrypt, term.Apply:
		if s.mayMake(s.Arg(t, 0), g.P) && s.mayMake(s.Arg(t, 1), g.P) {
			n = 1
		}
	}
	for i := range s.Items {
		it := &s.Items[i]
		if it.From <= g.P && g.P < it.Until && it.T != s.exclude && s.mayMeet(op, t, it.op) && s.mayEqual(t, it.T) {
			n++
		}
	}
	if g.alone {
		return n
	}
	for number, i := range s.lookup().sums {
		it := &s.Items[i]
		if it.From > g.P || g.P >= it.Until || it.T == s.exclude || number < maxSums && g.used>>number&1 == 1 {
			continue
		}
		for _, b := range s.Args(it.T) {
			if s.mayEqual(t, b) {
				n++
			}
		}
	}
	return n
}

// mayMake reports whether t may be derivable at p, for all that its atoms tell.
func (s *Solver) mayMake(t term.Term, p uint16) bool {
	t = s.Head(t)
	op := s.Op(t)
	switch op {
	case term.Atom, term.Fresh:
		return s.known(t, op, p) || s.mayAdd(t, p)
	case term.Pair:
		return s.mayMake(s.Arg(t, 0), p) && s.mayMake(s.Arg(t, 1), p)
	case term.Crypt, term.Scrypt, term.Apply:
		if s.mayMake(s.Arg(t, 0), p) && s.mayMake(s.Arg(t, 1), p) {
			return true
		}
		for i := range s.Items {
			it := &s.Items[i]
			if it.From <= p && it.T != s.exclude && it.op == op && s.mayEqual(t, it.T) {
				return true
			}
		}
		return s.mayAdd(t, p)
	}
	return true
}

// mayAdd reports whether t may be a summand of a known sum.
func (s *Solver) mayAdd(t term.Term, p uint16) bool {
	for _, i := range s.lookup().sums {
		it := &s.Items[i]
		if it.From <= p && it.T != s.exclude && slices.ContainsFunc(s.Args(it.T), func(b term.Term) bool { return s.mayEqual(t, b) }) {
			return true
		}
	}
	return false
}

// pivot returns the position of the summand that there are the fewest ways to get
// rid of, and their number. Variables come last: what they can stand for is
// decided by the others.
func (s *Solver) pivot(f []term.Term, g Constraint) (at, ways int) {
	ways = many + 1
	for i, a := range f {
		n := s.ways(a, g)
		for j, b := range f {
			if i != j && s.mayEqual(a, b) {
				n++
			}
		}
		if n < ways {
			at, ways = i, n
		}
	}
	return at, ways
}
