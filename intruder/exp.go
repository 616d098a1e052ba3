package intruder

import (
	"slices"

	"hornet/term"
	"hornet/term/unify"
)

// expParts lists what a power gives up: without any one of its exponents, for
// whoever can derive that exponent (exp(exp(g,x),inv(x)) = g; the intruder needs
// x, as in OFMC) or knows its inverse and raises to it.
func (s *Solver) expParts(t term.Term) []part {
	args := s.Args(t)
	var ps []part
	for i := 1; i < len(args); i++ {
		rest := s.Power(args[0], slices.Delete(slices.Clone(args[1:]), i-1, i))
		ps = append(ps, part{args[i], rest}, part{s.Inverse(s.Head(args[i])), rest})
	}
	return ps
}

// mayHide reports whether exponents of the power t may cancel that the intruder
// cannot take away: what it is then, analysis does not look at.
func (s *Solver) mayHide(t term.Term, p uint16) bool {
	exps := s.Args(t)[1:]
	return s.MayCancel(exps) && slices.ContainsFunc(exps, func(e term.Term) bool {
		if e = s.Head(e); s.Op(e) == term.Inv {
			e = s.Arg(e, 0)
		}
		return !s.Derivable(e, p)
	}) && !s.Cancel(exps, func([]term.Term) bool { return false })
}

// derivableExp reports whether the power t can be made by raising something
// known to exponents that can be derived.
func (s *Solver) derivableExp(t term.Term, p uint16) bool {
	args := s.Args(t)
	base, exps := args[0], args[1:]
	need := make([]term.Term, 0, len(exps)) // exponents that cannot be derived
	for _, e := range exps {
		if !s.Derivable(e, p) {
			need = append(need, e)
		}
	}
	if len(need) == 0 && s.Derivable(base, p) {
		return true
	}
	for i := range s.Items {
		it := &s.Items[i]
		if it.From > p || it.T == s.exclude || it.op != term.Exp {
			continue
		}
		x := s.Apply(it.T)
		if s.Op(x) != term.Exp || s.Args(x)[0] != base {
			continue
		}
		have := s.Args(x)[1:]
		if subset(need, have) && (subset(have, exps) || subset(s.exponents(s.divided(i, p)), exps)) {
			return true
		}
	}
	return false
}

// subset reports whether the multiset a is part of b.
func subset(a, b []term.Term) bool {
	rest := slices.Clone(b)
	for _, x := range a {
		i := slices.Index(rest, x)
		if i < 0 {
			return false
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return true
}

// chooseExp solves a goal exp(b,m) by raising something to some of the exponents
// m: the base b itself, or a known power of it. The whole power as one item is
// choose's. When b is open, it may itself be a power that the intruder raised
// (see raised).
func (s *Solver) chooseExp(g Constraint, rest []Constraint, k func() bool) bool {
	args := slices.Clone(s.Args(g.T))
	base, exps := args[0], args[1:]
	open := s.mayBePower(base)
	sets := 1<<len(exps) - 1
	if open {
		sets++
	}
	must, free := 0, 0 // exponents that cannot be derived, and that can without the item
	for i, e := range exps {
		switch {
		case s.Op(e) == term.Var && s.Vars[s.Index(e)].Birth <= g.P:
			free |= 1 << i
		case !s.Derivable(e, g.P) && s.hopeless(Constraint{T: e, P: g.P}):
			must |= 1 << i
		}
	}
	sub := func(t term.Term) Constraint { return Constraint{T: t, P: g.P, up: g.up} }
	if open && !s.takenBack(g, base, exps, rest, k) {
		return false
	}
	m := s.Mark()
	if !s.Cancel(exps, func(left []term.Term) bool {
		return s.solve(s.reopen(m, append([]Constraint{sub(s.Power(base, left))}, rest...)), k)
	}) {
		return false
	}
	for set := 0; set < sets; set++ { // the exponents that stay in the item
		if set&must != must || set&free != 0 {
			continue
		}
		var in []term.Term
		goals := append([]Constraint(nil), rest...)
		for i, e := range exps {
			if set>>i&1 == 1 {
				in = append(in, e)
			} else {
				goals = append(goals, sub(e))
			}
		}
		if len(in) == 0 {
			if !s.solve(append(goals, sub(base)), k) {
				return false
			}
			continue
		}
		target := s.Power(base, in)
		for i := range s.Items {
			it := &s.Items[i]
			if it.From > g.P || g.P >= it.Until || it.T == s.exclude || it.op != term.Exp || !s.mayHold(it.T, in) {
				continue
			}
			item := s.divided(i, g.P)
			goOn := true
			if open && (s.Op(item) != term.Exp || s.Args(item)[0] != base) {
				goOn = s.raised(base, in, item, g.P, goals, k)
			} else {
				goOn = s.unifyGoal(target, item, goals, k)
			}
			if !goOn {
				return false
			}
		}
	}
	return true
}

// mayHold is a quick necessary condition for a power to become one that holds all
// the given exponents.
func (s *Solver) mayHold(t term.Term, exps []term.Term) bool {
	t = s.Apply(t)
	if s.Op(t) != term.Exp || s.Op(s.Args(t)[0]) == term.Var {
		return true
	}
	have := s.Args(t)[1:]
	anything := func(e term.Term) bool { // a product, or what a base may take back
		return s.Op(e) == term.Inv || s.Op(e) == term.Var && s.Vars[s.Index(e)].Product
	}
	for _, e := range exps {
		e = s.Head(e)
		if !anything(e) && !slices.ContainsFunc(have, func(f term.Term) bool { return anything(f) || s.mayEqual(e, f) }) {
			return false
		}
	}
	return true
}

// takenBack solves a goal exp(x,inv(m)..), x not chosen yet, by any message y that
// the intruder has: x is exp(y,m).
func (s *Solver) takenBack(g Constraint, x term.Term, exps []term.Term, rest []Constraint, k func() bool) bool {
	info := s.Vars[s.Index(x)]
	goals := append([]Constraint(nil), rest...)
	var back []term.Term
	for _, e := range exps {
		if e = s.Head(e); s.Op(e) == term.Inv && !s.Derivable(e, g.P) {
			back = append(back, s.Arg(e, 0))
		} else {
			goals = append(goals, Constraint{T: e, P: g.P, up: g.up})
		}
	}
	if len(back) == 0 || info.Birth != unify.Unborn {
		return true
	}
	m := s.Mark()
	y := s.NewVar(info)
	s.SetBirth(s.Index(y), g.P)
	goOn := !s.Bind(s.Index(x), s.Power(y, back)) || s.Solve(s.reopen(m, goals), k)
	s.Undo(m)
	return goOn
}

// deepest is how many divisions may be nested, each for an exponent that the one
// before takes away: exponents that are powers, whose exponents are powers. While
// items are analysed none is made: each of two powers could be held to follow from
// the other.
const (
	deepest  = 2
	analysis = deepest + 1
)

// divided returns item i under the bindings, without those of its exponents that
// can be derived at p: what the intruder can raise to, he can take away. That is
// for exponents that bindings brought in; the analysis did it for those that it
// saw.
func (s *Solver) divided(i int, p uint16) term.Term {
	t := s.Apply(s.Items[i].T)
	if s.Op(t) != term.Exp || s.dividing == analysis {
		return t
	}
	if s.dividing == deepest {
		s.Cut = s.Cut || slices.ContainsFunc(s.Args(t)[1:], s.holdsPower)
		return t
	}
	s.dividing++
	args := s.Args(t)
	var left []term.Term
	for i, e := range args[1:] {
		switch {
		case s.Derivable(e, p):
			if left == nil {
				left = slices.Clone(args[1 : 1+i])
			}
		case left != nil:
			left = append(left, e)
		}
	}
	s.dividing--
	if left == nil {
		return t
	}
	return s.Power(args[0], left)
}

// holdsPower reports whether a power occurs in t.
func (s *Solver) holdsPower(t term.Term) bool {
	return s.Op(t) == term.Exp || slices.ContainsFunc(s.Args(t), s.holdsPower)
}

// exponents returns the exponents of t, none when it is no power.
func (s *Solver) exponents(t term.Term) []term.Term {
	if s.Op(t) != term.Exp {
		return nil
	}
	return s.Args(t)[1:]
}

// mayBePower reports whether t is a variable that may stand for a power.
func (s *Solver) mayBePower(t term.Term) bool {
	if s.Op(t) != term.Var {
		return false
	}
	v := s.Vars[s.Index(t)]
	return v.Sort == 0 && !v.Univ
}

// raised solves a goal exp(x,in), x open, by raising an item to a product z of any
// exponents that can be derived at prefix p: x is then exp(y,z), and the item
// exp(y,in). Only one such product is taken out of each variable.
func (s *Solver) raised(x term.Term, in []term.Term, item term.Term, p uint16, rest []Constraint, k func() bool) bool {
	m := s.Mark()
	v := s.Index(x)
	if s.Vars[v].Bare {
		s.Cut = s.Cut || s.Unifiable(s.Power(x, slices.Clone(in)), item)
		return s.unifyGoal(s.Power(x, slices.Clone(in)), item, rest, k)
	}
	y := s.NewVar(unify.Info{Birth: unify.Unborn, Bare: true})
	z := s.NewVar(unify.Info{Birth: s.sinceExponent(p), Product: true})
	goOn := true
	if s.Bind(v, s.Power(y, []term.Term{z})) {
		goOn = s.Unify(s.Power(y, slices.Clone(in)), item, func() bool {
			return s.Solve(s.reopen(m, rest[:len(rest):len(rest)]), k)
		})
	}
	s.Undo(m)
	return goOn
}

// Exponents names atoms: by symbol, or all of a basic sort.
type Exponents struct {
	Symbols map[int]bool
	Sorts   map[term.Sort]bool
}

// sinceExponent returns the smallest prefix at which everything that is an exponent
// somewhere in the model, and can be derived at p, could be derived already.
func (s *Solver) sinceExponent(p uint16) uint16 {
	if s.Exponents == nil || s.Sums {
		return p
	}
	last := uint16(0)
	for i := range s.Items {
		it := &s.Items[i]
		if it.From <= last || it.From > p {
			continue
		}
		switch it.op {
		case term.Inv:
			last = it.From
		case term.Atom, term.Fresh:
			if s.Exponents.Symbols[s.Index(it.T)] || s.Exponents.Sorts[s.SortOf(it.T)] {
				last = it.From
			}
		}
	}
	return last
}
