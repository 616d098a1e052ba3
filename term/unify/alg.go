package unify

import (
	"slices"

	"hornet/term"
)

// algebra calls k under each unifier of eqs, which free set aside.
func (u *Subst) algebra(eqs []pair, k func() bool) bool {
	if len(eqs) == 0 {
		return k()
	}
	e, rest := eqs[0], eqs[1:]
	a, b := u.Apply(e.a), u.Apply(e.b)
	next := func() bool { return u.algebra(rest, k) }
	if a == b {
		return next()
	}
	x, y := u.Op(a), u.Op(b)
	switch {
	case x == term.Xor || y == term.Xor:
		return u.sum(u.Factors(nil, a, b), next)
	case x == term.Exp && y == term.Exp, x != term.Var && y != term.Var && (u.MayShrink(a) || u.MayShrink(b)),
		u.isBasicVar(a) && u.MayShrink(b), u.isBasicVar(b) && u.MayShrink(a):
		return u.power(a, b, next)
	case u.Assoc && x == term.Pair && y == term.Pair:
		return u.tuple(a, b, next)
	case x == term.Var && u.occurs(u.Index(a), b), y == term.Var && u.occurs(u.Index(b), a):
		return u.cyclic(a, b, next)
	}
	return u.Unify(a, b, next)
}

// cyclic solves v = t where v occurs in t. In the free theory there is no
// solution; here the cycle may run through a sum or a power that collapses.
func (u *Subst) cyclic(a, b term.Term, k func() bool) bool {
	if u.Op(b) == term.Var {
		a, b = b, a
	}
	switch u.Op(b) {
	case term.Xor:
		return u.sum(u.Factors(nil, a, b), k)
	case term.Exp:
		if u.Args(b)[0] == a {
			return !u.MayShrink(b) || u.power(a, b, k)
		}
		// v = exp(b,e..) with v in b or in an exponent needs exponents that
		// cancel, a group of exponents that the theory does not reason about.
		u.Cut = u.Cut || !u.Vars[u.Index(a)].Sort.IsBasic()
	default:
		u.Cut = u.Cut || u.isMessageVar(a) && u.vanishes(a, b)
	}
	return true
}

// vanishes reports whether variable v may vanish from t where it occurs: within
// a sum that holds something else with variables, as x does from h(x xor y).
// Solutions that rest on this are not looked for.
func (u *Subst) vanishes(v, t term.Term) bool {
	if !u.occurs(u.Index(v), t) {
		return false
	}
	open := 0
	for _, a := range u.Args(t) {
		if !u.Ground(a) {
			open++
		}
		if a != v && u.vanishes(v, a) {
			return true
		}
	}
	return u.Op(t) == term.Xor && open > 1
}

// unifyAll unifies several pairs one after the other.
func (u *Subst) unifyAll(ps []pair, k func() bool) bool {
	if len(ps) == 0 {
		return k()
	}
	return u.Unify(ps[0].a, ps[0].b, func() bool { return u.unifyAll(ps[1:], k) })
}

// sum calls k under each unifier of f1 xor ... xor fn = 0.
//
// An untyped variable that occurs in no other summand takes the sum of the rest:
// one most general unifier (the elementary theory is unitary). Otherwise two
// summands cancel, with one branch for each pair that unifies. When no variable
// can stand for a sum, that is the first summand and any other. When one can, it
// occurs within some other summand, so that the largest summand that is no such
// variable is larger than what any of them stands for: it can only cancel
// against another summand that is composed, and all pairs of those are tried
// (after Guo, Narendran, Wolfram, "Unification and matching modulo nilpotence",
// CADE 1996).
func (u *Subst) sum(f []term.Term, k func() bool) bool {
	if u.Tick() {
		return false
	}
	f = u.Factors(nil, u.applyAll(f)...)
	if len(f) == 0 {
		return k()
	}
	if len(f) == 1 && u.Op(f[0]) != term.Var {
		return true // no summand but zero itself is zero
	}
	if v := u.pivot(f); v >= 0 {
		rest := slices.Delete(slices.Clone(f), v, v+1)
		m := u.Mark()
		goOn := true
		if u.Bind(u.Index(f[v]), u.SumOf(rest)) {
			goOn = k()
		}
		u.Undo(m)
		return goOn
	}
	cancel := func(i, j int) bool {
		rest := slices.Delete(slices.Delete(slices.Clone(f), j, j+1), i, i+1)
		return u.Unify(f[i], f[j], func() bool { return u.sum(rest, k) })
	}
	first := slices.IndexFunc(f, func(t term.Term) bool { return u.Op(t) != term.Var })
	if !slices.ContainsFunc(f, u.mayBeSum) {
		first = max(first, 0)
		for j := range f {
			if j != first && !cancel(min(first, j), max(first, j)) {
				return false
			}
		}
		return true
	}
	for i := range f {
		for j := range f {
			u.Cut = u.Cut || i != j && u.mayBeSum(f[i]) && u.Op(f[j]) != term.Var && u.vanishes(f[i], f[j])
		}
		u.Cut = u.Cut || u.MayShrink(f[i])
		for j := i + 1; j < len(f); j++ {
			if u.composed(f[i]) && u.composed(f[j]) && !cancel(i, j) {
				return false
			}
		}
	}
	return true
}

// mayBeSum reports whether t is a variable that may stand for a sum.
func (u *Subst) mayBeSum(t term.Term) bool {
	return u.Op(t) == term.Var && u.Vars[u.Index(t)].Sort == 0
}

// composed reports whether t may stand for a message that is no atom and no sum.
func (u *Subst) composed(t term.Term) bool {
	switch u.Op(t) {
	case term.Var:
		sort := u.Vars[u.Index(t)].Sort
		return sort != 0 && !sort.IsBasic()
	case term.Atom, term.Fresh:
		return false
	}
	return true
}

func (u *Subst) applyAll(ts []term.Term) []term.Term {
	out := make([]term.Term, len(ts))
	for i, t := range ts {
		out[i] = u.Apply(t)
	}
	return out
}

// pivot returns the position of an untyped variable that occurs in no other
// summand: a universal one before others, the youngest before older ones. -1:
// there is none.
func (u *Subst) pivot(f []term.Term) int {
	best := -1
	for i, t := range f {
		if u.Op(t) != term.Var || u.Vars[u.Index(t)].Sort != 0 {
			continue
		}
		v := u.Index(t)
		free := true
		for j, o := range f {
			free = free && (i == j || !u.occurs(v, o))
		}
		if !free {
			continue
		}
		if best >= 0 {
			w := u.Index(f[best])
			if u.Vars[w].Univ && !u.Vars[v].Univ || u.Vars[w].Univ == u.Vars[v].Univ && w > v {
				continue
			}
		}
		best = i
	}
	return best
}

func (u *Subst) isMessageVar(t term.Term) bool {
	return u.Op(t) == term.Var && !u.Vars[u.Index(t)].Sort.IsBasic()
}

// tuple unifies two right-nested tuples modulo associativity. A variable on the
// left end takes one or several components of the other side; when both sides
// start with one, the shorter choice is tried both ways. Associative unification
// is infinitary; this bounded form leaves out unifiers that need new variables
// for parts of components, and says so in Cut.
func (u *Subst) tuple(a, b term.Term, k func() bool) bool {
	a, b = u.Apply(a), u.Apply(b)
	if u.Op(a) != term.Pair || u.Op(b) != term.Pair {
		return u.Unify(a, b, k)
	}
	l, r := u.Args(a), u.Args(b)
	if !u.Unify(l[0], r[0], func() bool { return u.Unify(l[1], r[1], k) }) {
		return false
	}
	return u.absorb(a, b, k) && u.absorb(b, a, k)
}

// absorb lets the variable at the left end of a take two or more components of b.
func (u *Subst) absorb(a, b term.Term, k func() bool) bool {
	v := u.Arg(a, 0)
	if !u.isMessageVar(v) {
		return true
	}
	u.Cut = u.Cut || u.isMessageVar(u.Arg(b, 0))
	var taken []term.Term
	for u.Op(b) == term.Pair {
		taken = append(taken, u.Arg(b, 0))
		b = u.Arg(b, 1)
		if len(taken) < 2 {
			continue
		}
		t := taken[len(taken)-1]
		for i := len(taken) - 2; i >= 0; i-- {
			t = u.Make2(term.Pair, taken[i], t)
		}
		rest := b
		if !u.Unify(v, t, func() bool { return u.Unify(u.Arg(a, 1), rest, k) }) {
			return false
		}
	}
	return true
}
