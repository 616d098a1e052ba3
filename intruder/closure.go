package intruder

import (
	"slices"

	"hornet/term"
)

// closure is what can be derived from a set of messages among their subterms,
// with sums, in polynomial time: a derivation that needs no more steps than
// necessary passes through subterms of what is known and of what is asked only
// (Chevalier, Küsters, Rusinowitch, Turuani, "An NP decision procedure for
// protocol insecurity with XOR", LICS 2003), so that rounds of composition and of
// Gaussian elimination over GF(2) reach everything. As the messages are analysed,
// only subterms of sums matter: from everything else it is composed. Variables
// count as constants; a variable that free accepts is derivable.
type closure struct {
	st    *term.Store
	items []term.Term
	free  func(t term.Term) bool // whether an atom or variable can be made up
	terse bool                   // nobody will ask how
	made  []reason               // the derivable subterms of sums, but for items
	basis []row                  // reduced sums over what is not
}

// reason is how a term is derived: as an item, by composition or raising from
// its arguments (neither below), or as the sum of items and derivable terms. It
// is found before the term counts as derivable and kept, so that no reason leads
// back to its own term.
type reason struct {
	t    term.Term
	item int         // it is, or it is raised from; -1: none
	left []term.Term // the exponents that the item, or else the base, is raised by
	sum  *row
}

// row is a sum that can be derived: its summands that cannot be derived alone,
// the items it adds up, and the derivable summands it adds to cancel theirs.
type row struct {
	open  []term.Term
	items []int
	with  []term.Term
}

func newClosure(st *term.Store, items []term.Term, terse bool, free func(term.Term) bool) *closure {
	c := &closure{st: st, items: items, free: free, terse: terse}
	var subs []term.Term // of sums, arguments first
	var collect func(t term.Term)
	collect = func(t term.Term) {
		if slices.Contains(subs, t) {
			return
		}
		for _, a := range st.Args(t) {
			collect(a)
		}
		if st.Op(t) != term.Var {
			subs = append(subs, t)
		}
	}
	for _, t := range items {
		if st.Op(t) == term.Xor {
			for _, f := range st.Args(t) {
				collect(f)
			}
		}
	}
	for again := true; again; {
		again = false
		for _, t := range subs {
			if c.has(t) {
				continue
			}
			if r, ok := c.compose(t, c.has); ok {
				c.made = append(c.made, r)
				again = true
			}
		}
		c.eliminate()
		for _, t := range subs {
			if c.has(t) {
				continue
			}
			if c.terse {
				if c.spanned(t) {
					c.made = append(c.made, reason{t: t})
					again = true
				}
			} else if r, ok := c.reduce(t, c.has); ok {
				c.made = append(c.made, r)
				again = true
			}
		}
	}
	return c
}

// why returns the reason of t, if it can be derived by more than making it up.
func (c *closure) why(t term.Term) (reason, bool) {
	if i := slices.Index(c.items, t); i >= 0 {
		return reason{t: t, item: i}, true
	}
	for _, r := range c.made {
		if r.t == t {
			return r, true
		}
	}
	if r, ok := c.compose(t, c.derivable); ok {
		return r, true
	}
	return c.reduce(t, c.derivable)
}

// has reports whether t is known to be derivable.
func (c *closure) has(t term.Term) bool {
	if slices.Contains(c.items, t) || c.free(t) || t == c.st.Zero() {
		return true
	}
	for i := range c.made {
		if c.made[i].t == t {
			return true
		}
	}
	return false
}

// compose finds how t follows from its arguments, as far as those can be derived
// according to has.
func (c *closure) compose(t term.Term, has func(term.Term) bool) (reason, bool) {
	st := c.st
	switch st.Op(t) {
	case term.Pair, term.Crypt, term.Scrypt, term.Apply:
		return reason{t: t, item: -1}, has(st.Arg(t, 0)) && has(st.Arg(t, 1))
	case term.Exp:
		return c.raise(t, has)
	}
	return reason{}, false
}

// raise is compose for powers.
func (c *closure) raise(t term.Term, has func(term.Term) bool) (reason, bool) {
	args := c.st.Args(t)
	for i, it := range c.items {
		if c.st.Op(it) != term.Exp || c.st.Args(it)[0] != args[0] || !subset(c.st.Args(it)[1:], args[1:]) {
			continue
		}
		left := without(args[1:], c.st.Args(it)[1:])
		if !slices.ContainsFunc(left, func(e term.Term) bool { return !has(e) }) {
			return reason{t: t, item: i, left: left}, true
		}
	}
	if has(args[0]) && !slices.ContainsFunc(args[1:], func(e term.Term) bool { return !has(e) }) {
		return reason{t: t, item: -1, left: args[1:]}, true
	}
	return reason{}, false
}

// without returns the multiset a less its part b.
func without(a, b []term.Term) []term.Term {
	out := slices.Clone(a)
	for _, x := range b {
		i := slices.Index(out, x)
		out = slices.Delete(out, i, i+1)
	}
	return out
}

// eliminate brings the known sums into echelon form over what is not derivable.
func (c *closure) eliminate() {
	c.basis = c.basis[:0]
	for i, t := range c.items {
		if c.st.Op(t) != term.Xor {
			continue
		}
		var r row
		for _, f := range c.st.Args(t) {
			if !c.has(f) {
				r.open = append(r.open, f)
			} else if !c.terse {
				r.with = append(r.with, f)
			}
		}
		if !c.terse {
			r.items = []int{i}
		}
		for _, b := range c.basis {
			if slices.Contains(r.open, b.open[0]) {
				r = c.sum(r, b)
			}
		}
		if len(r.open) > 0 {
			for j, b := range c.basis {
				if slices.Contains(b.open, r.open[0]) {
					c.basis[j] = c.sum(b, r)
				}
			}
			c.basis = append(c.basis, r)
		}
	}
}

// sum adds two rows.
func (c *closure) sum(a, b row) row {
	if c.terse { // the pivot of a, which b does not hold, stays first
		return row{open: toggle(slices.Clone(a.open), b.open)}
	}
	r := row{open: symmetricDifference(c.st, a.open, b.open), with: symmetricDifference(c.st, a.with, b.with), items: slices.Clone(a.items)}
	for _, i := range b.items {
		if at := slices.Index(r.items, i); at >= 0 {
			r.items = slices.Delete(r.items, at, at+1)
		} else {
			r.items = append(r.items, i)
		}
	}
	// The pivot of a basis row stays its first summand.
	if len(a.open) > 0 {
		if at := slices.Index(r.open, a.open[0]); at > 0 {
			r.open[0], r.open[at] = r.open[at], r.open[0]
		}
	}
	return r
}

// reduce finds how t is a sum of known sums and of terms that can be derived
// according to has.
func (c *closure) reduce(t term.Term, has func(term.Term) bool) (reason, bool) {
	r := row{}
	for _, f := range c.st.Factors(nil, t) {
		if f != t && has(f) { // t itself cannot be derived alone
			r.with = append(r.with, f)
		} else {
			r.open = append(r.open, f)
		}
	}
	for _, b := range c.basis {
		if slices.Contains(r.open, b.open[0]) {
			r = c.sum(r, b)
		}
	}
	return reason{t: t, item: -1, sum: &r}, len(r.open) == 0
}

// derivable reports whether any term can be derived, be it a subterm of the
// items or not.
func (c *closure) derivable(t term.Term) bool {
	if c.has(t) {
		return true
	}
	if c.st.Op(t) == term.Var {
		return false
	}
	if _, ok := c.compose(t, c.derivable); ok {
		return true
	}
	return c.spanned(t)
}

// spanned is reduce for those who do not ask how.
func (c *closure) spanned(t term.Term) bool {
	var buf [8]term.Term
	open := append(buf[:0], t)
	if c.st.Op(t) == term.Xor {
		open = open[:0]
		for _, f := range c.st.Args(t) {
			if !c.derivable(f) {
				open = append(open, f)
			}
		}
	}
	for i := range c.basis {
		b := c.basis[i].open
		if !slices.Contains(open, b[0]) {
			continue
		}
		open = toggle(open, b)
	}
	return len(open) == 0
}

// toggle adds the summands b to a, which it owns; equal ones cancel.
func toggle(a, b []term.Term) []term.Term {
	for _, f := range b {
		if at := slices.Index(a, f); at >= 0 {
			a = slices.Delete(a, at, at+1)
		} else {
			a = append(a, f)
		}
	}
	return a
}

// symmetricDifference returns the sum of two sets of summands.
func symmetricDifference(st *term.Store, a, b []term.Term) []term.Term {
	out := slices.Clone(a)
	for _, x := range b {
		if i := slices.Index(out, x); i >= 0 {
			out = slices.Delete(out, i, i+1)
		} else {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, st.Compare)
	return out
}
