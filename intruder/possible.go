package intruder

import (
	"slices"

	"hornet/term"
	"hornet/term/unify"
)

// possible over-approximates what can be derived at one prefix, whatever is bound
// further: a goal that it refuses has no solution. Where it is asked a variable
// may be anything; an item may be any message that it may equal; and a known sum
// may be added when every one of its summands can be got rid of, be it that the
// summand itself is possible, or that another sum, or the goal, holds one that it
// may equal. It is the least set with these properties, found by iteration over
// the summands of the known sums, for a message may be possible by itself only in
// a circle.
type possible struct {
	s     *Solver
	p     uint16
	parts []term.Term // the different summands of known sums
	alone []bool      // of each part: possible without adding it up
	equal [][]bool    // which parts may be equal
	rows  [][]int     // the known sums, by their parts
}

func (s *Solver) possibleAt(p uint16) *possible {
	c := &possible{s: s, p: p}
	for i := range s.Items {
		it := &s.Items[i]
		if it.From > p || it.T == s.exclude || it.op != term.Xor {
			continue
		}
		var row []int
		for _, f := range s.Factors(nil, s.Apply(it.T)) {
			at := slices.Index(c.parts, f)
			if at < 0 {
				at = len(c.parts)
				c.parts = append(c.parts, f)
			}
			row = append(row, at)
		}
		c.rows = append(c.rows, row)
	}
	n := len(c.parts)
	c.alone = make([]bool, n)
	c.equal = make([][]bool, n)
	for i := range c.equal {
		c.equal[i] = make([]bool, n)
		for j := range i {
			c.equal[i][j] = s.mayEqual(c.parts[i], c.parts[j])
			c.equal[j][i] = c.equal[i][j]
		}
	}
	for again := true; again; {
		again = false
		for i, t := range c.parts {
			if !c.alone[i] && c.made(t) {
				c.alone[i], again = true, true
			}
		}
	}
	return c
}

// holds reports whether t is possible.
func (c *possible) holds(t term.Term) bool {
	t = c.s.Head(t)
	switch c.s.Op(t) {
	case term.Var:
		return true
	case term.Pair:
		return c.holds(c.s.Arg(t, 0)) && c.holds(c.s.Arg(t, 1))
	}
	return c.made(t) || c.added(t)
}

// made reports whether t is possible as an item or by composition.
func (c *possible) made(t term.Term) bool {
	s := c.s
	t = s.Head(t)
	op := s.Op(t)
	switch op {
	case term.Var:
		return true
	case term.Pair:
		return c.holds(t)
	case term.Xor:
		return false
	}
	if t == s.Zero() {
		return true
	}
	for i := range s.Items {
		it := &s.Items[i]
		if it.From > c.p || it.T == s.exclude {
			continue
		}
		if it.op == term.Exp && op == term.Exp || it.op != term.Xor && s.mayEqual(t, it.T) {
			return true
		}
	}
	switch op {
	case term.Crypt, term.Scrypt, term.Apply, term.Exp:
		return !slices.ContainsFunc(s.Args(t), func(a term.Term) bool { return !c.holds(a) })
	}
	return false
}

// added reports whether t is possible by adding up.
func (c *possible) added(t term.Term) bool {
	s := c.s
	goal := s.Factors(nil, s.Apply(t))
	meets := make([]bool, len(c.parts)) // the goal may cancel it
	for i, f := range c.parts {
		meets[i] = slices.ContainsFunc(goal, func(g term.Term) bool { return s.mayEqual(f, g) })
	}
	gone := make([]bool, len(c.rows))
	for again := true; again; {
		again = false
		for r, row := range c.rows {
			if gone[r] {
				continue
			}
			for _, i := range row {
				if !c.alone[i] && !meets[i] && !c.cancels(i, r, gone) {
					gone[r], again = true, true
					break
				}
			}
		}
	}
	for _, g := range goal {
		if g != t && c.made(g) {
			continue
		}
		ok := slices.ContainsFunc(goal, func(o term.Term) bool { return o != g && s.mayEqual(o, g) })
		for r, row := range c.rows {
			ok = ok || !gone[r] && slices.ContainsFunc(row, func(j int) bool { return meets[j] && s.mayEqual(c.parts[j], g) })
		}
		if !ok {
			return false
		}
	}
	return true
}

// cancels reports whether part i of row r may cancel against another part.
func (c *possible) cancels(i, r int, gone []bool) bool {
	for q, row := range c.rows {
		if gone[q] {
			continue
		}
		for _, j := range row {
			if j == i && q != r || c.equal[i][j] {
				return true
			}
		}
	}
	return false
}

// patience is how many choices a state may cost before goals are checked against
// what is possible.
const patience = 32

// refused reports whether one of the goals is not possible.
func (s *Solver) refused(goals []Constraint) bool {
	if s.work++; s.work < s.patience {
		return false
	}
	var c *possible
	for _, g := range goals {
		if c == nil || g.P != c.p {
			c = s.possibleAt(g.P)
		}
		if g.alone && !c.made(g.T) || !g.alone && !c.holds(g.T) {
			return true
		}
	}
	return false
}

// Reset makes the solver one over variables without bindings; see [unify.Subst.Reset].
func (s *Solver) Reset(vars []unify.Info) {
	s.Subst.Reset(vars)
	s.work = 0
}
