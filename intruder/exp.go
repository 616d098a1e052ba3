package intruder

import (
	"slices"

	"hornet/term"
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
		if subset(have, exps) && subset(need, have) {
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
// choose's.
func (s *Solver) chooseExp(g Constraint, rest []Constraint, k func() bool) bool {
	args := slices.Clone(s.Args(g.T))
	base, exps := args[0], args[1:]
	sub := func(t term.Term) Constraint { return Constraint{T: t, P: g.P, up: g.up} }
	for set := 0; set < 1<<len(exps)-1; set++ { // the exponents that stay in the item
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
		// A base that must differ from something may have to be a power that is
		// raised further: x = exp(b,z), from exp(b,in) raised to z. That is not
		// looked for.
		if s.Op(base) == term.Var && !s.Vars[s.Index(base)].Sort.IsBasic() && s.restricted(base) {
			s.Cut = true
		}
		target := s.Power(base, in)
		for i := range s.Items {
			it := &s.Items[i]
			if it.From > g.P || g.P >= it.Until || it.T == s.exclude || it.op != term.Exp {
				continue
			}
			if !s.unifyGoal(target, it.T, goals, k) {
				return false
			}
		}
	}
	return true
}

// restricted reports whether a disequality of a guard may speak of the variable v.
// One that a case split made forbids nothing: what it excludes is the other case.
func (s *Solver) restricted(v term.Term) bool {
	if !s.Guards {
		return false
	}
	var occurs func(t term.Term) bool
	occurs = func(t term.Term) bool { return t == v || slices.ContainsFunc(s.Args(t), occurs) }
	for _, d := range s.Diseqs {
		for _, e := range d {
			if occurs(s.Apply(e[0])) || occurs(s.Apply(e[1])) {
				return true
			}
		}
	}
	return false
}
