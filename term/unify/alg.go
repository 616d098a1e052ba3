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
	case x == term.Exp && y == term.Exp:
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
		// v = exp(b,e..) with v in b or in an exponent needs exponents that
		// cancel, a group of exponents that the theory does not reason about.
		u.Cut = u.Cut || !u.Vars[u.Index(a)].Sort.IsBasic() && u.Args(b)[0] != a
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

// power calls k under each unifier of two exponentials: some exponents of the
// one are matched with exponents of the other, and what remains goes into the
// base of the other side, when that is a variable. Variables stand for no
// product of exponents (Chevalier, Küsters, Rusinowitch, Turuani, "Deciding the
// security of protocols with Diffie-Hellman exponentiation", FSTTCS 2003).
func (u *Subst) power(a, b term.Term, k func() bool) bool {
	x, y := u.Args(a), u.Args(b)
	return u.Powers(x[0], x[1:], y[0], y[1:], k)
}

// Powers calls k under each unifier of exp(g,m) and exp(h,n).
func (u *Subst) Powers(g term.Term, m []term.Term, h term.Term, n []term.Term, k func() bool) bool {
	return u.matchExps(m, n, nil, slices.Clone(n), nil, func(matched []pair, restM, restN []term.Term) bool {
		g, h := u.Head(g), u.Head(h)
		gv, hv := u.isMessageVar(g), u.isMessageVar(h)
		switch {
		case len(restM) > 0 && !hv || len(restN) > 0 && !gv:
			return true
		case len(restM) > 0 && len(restN) > 0:
			if g == h {
				return true
			}
			z := u.NewVar(Info{Sort: 0, Birth: Unborn})
			return u.unifyAll(append(matched, pair{g, u.raiseAll(z, restN)}, pair{h, u.raiseAll(z, restM)}), k)
		case len(restM) > 0:
			return u.unifyAll(append(matched, pair{h, u.raiseAll(g, restM)}), k)
		}
		return u.unifyAll(append(matched, pair{g, u.raiseAll(h, restN)}), k)
	})
}

// onePower reports whether two powers can only be equal when their bases and
// their exponents are: each has one exponent, and the base of one of them can
// become no power.
func (u *Subst) onePower(a, b term.Term) bool {
	if len(u.Args(a)) > 2 || len(u.Args(b)) > 2 {
		return false
	}
	switch u.Op(u.Head(u.Arg(a, 0))) {
	case term.Var, term.Xor, term.Inv, term.Exp:
		a = b
	}
	switch u.Op(u.Head(u.Arg(a, 0))) {
	case term.Var, term.Xor, term.Inv, term.Exp:
		return false
	}
	return true
}

func (u *Subst) isMessageVar(t term.Term) bool {
	return u.Op(t) == term.Var && !u.Vars[u.Index(t)].Sort.IsBasic()
}

func (u *Subst) raiseAll(t term.Term, exps []term.Term) term.Term {
	for _, e := range exps {
		t = u.Raise(t, e)
	}
	return t
}

// matchExps enumerates the partial injections from m to n. It calls k with the
// matched pairs and what is left on each side.
func (u *Subst) matchExps(m, n []term.Term, matched []pair, restN, restM []term.Term, k func([]pair, []term.Term, []term.Term) bool) bool {
	if u.Tick() {
		return false
	}
	if len(m) == 0 {
		mk := u.Mark()
		goOn := k(slices.Clone(matched), restM, restN)
		u.Undo(mk)
		return goOn
	}
	for i, e := range restN {
		if i > 0 && slices.Contains(restN[:i], e) {
			continue // the same exponent again
		}
		if !u.Unifiable(m[0], e) {
			continue
		}
		left := slices.Delete(slices.Clone(restN), i, i+1)
		if !u.matchExps(m[1:], n, append(matched, pair{m[0], e}), left, restM, k) {
			return false
		}
		if m[0] == e {
			return true // cancelling equal exponents loses nothing
		}
	}
	return u.matchExps(m[1:], n, matched, restN, append(slices.Clone(restM), m[0]), k)
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
