package unify

import (
	"slices"

	"hornet/term"
)

// isProduct reports whether t is a variable for a product of exponents.
func (u *Subst) isProduct(t term.Term) bool {
	return u.Op(t) == term.Var && u.Vars[u.Index(t)].Product
}

// bare reports whether the variable t is what a product was taken out of.
func (u *Subst) bare(t term.Term) bool { return u.Vars[u.Index(t)].Bare }

func (u *Subst) isBasicVar(t term.Term) bool {
	return u.Op(t) == term.Var && u.Vars[u.Index(t)].Sort.IsBasic()
}

// MayShrink reports whether t, a Head, is a power that bindings may make something
// else than a power, or a product: its exponents are products, which may be empty,
// or inverses, which an open base may take back, or may cancel each other.
func (u *Subst) MayShrink(t term.Term) bool {
	if u.Op(t) != term.Exp {
		return false
	}
	args := u.Args(t)
	open := u.isMessageVar(u.Head(args[0]))
	return open && u.Divides || args[0] == u.One() || !slices.ContainsFunc(args[1:], func(e term.Term) bool {
		return !u.isProduct(e) && !(open && u.Op(u.Head(e)) == term.Inv)
	}) || u.MayCancel(args[1:])
}

// MayCancel reports whether bindings may make two of the exponents of a power
// cancel, as far as their heads tell.
func (u *Subst) MayCancel(exps []term.Term) bool {
	for _, e := range exps {
		if e = u.Head(e); u.Op(e) != term.Inv {
			continue
		}
		f := u.Head(u.Arg(e, 0))
		for _, x := range exps {
			x = u.Head(x)
			if x != e && !u.isProduct(x) && (x == f || !u.Ground(x) || !u.Ground(f)) {
				return true
			}
		}
	}
	return false
}

// Cancel calls k with what is left of the exponents of a power under each unifier
// of one of them with what another one is the inverse of.
func (u *Subst) Cancel(exps []term.Term, k func(rest []term.Term) bool) bool {
	for i, e := range exps {
		if e = u.Head(e); u.Op(e) != term.Inv {
			continue
		}
		for j, x := range exps {
			if i == j || u.isProduct(u.Head(x)) {
				continue
			}
			rest := slices.Delete(slices.Delete(slices.Clone(exps), max(i, j), max(i, j)+1), min(i, j), min(i, j)+1)
			if !u.Unify(u.Arg(e, 0), x, func() bool { return k(rest) }) {
				return false
			}
		}
	}
	return true
}

// split returns base and exponents of t, which may be no power.
func (u *Subst) split(t term.Term) (base term.Term, exps []term.Term) {
	if u.Op(t) != term.Exp {
		return t, nil
	}
	args := u.Args(t)
	return args[0], args[1:]
}

// power calls k under each unifier of two exponentials: some exponents of the
// one are matched with exponents of the other, and what remains goes into the
// base of the other side, when that is a variable, or into one of its products;
// what is left and written as an inverse may also be taken back by its own base,
// or cancel an exponent beside it (Chevalier, Küsters, Rusinowitch, Turuani, "Deciding the security of protocols
// with Diffie-Hellman exponentiation", FSTTCS 2003).
func (u *Subst) power(a, b term.Term, k func() bool) bool {
	g, m := u.split(a)
	h, n := u.split(b)
	switch one := u.One(); { // a product, and one exponent
	case g == one && h != one:
		h, n = one, []term.Term{b}
	case h == one && g != one:
		g, m = one, []term.Term{a}
	}
	return u.Powers(g, m, h, n, k)
}

// Powers calls k under each unifier of exp(g,m) and exp(h,n).
func (u *Subst) Powers(g term.Term, m []term.Term, h term.Term, n []term.Term, k func() bool) bool {
	if !u.Cancel(m, func(m []term.Term) bool { return u.Powers(g, m, h, n, k) }) ||
		!u.Cancel(n, func(n []term.Term) bool { return u.Powers(g, m, h, n, k) }) {
		return false
	}
	if slices.ContainsFunc(m, u.isProduct) || slices.ContainsFunc(n, u.isProduct) {
		return u.products(g, m, h, n, k)
	}
	return u.matchExps(m, n, nil, slices.Clone(n), nil, func(matched []pair, restM, restN []term.Term) bool {
		g, h := u.Head(g), u.Head(h)
		gv, hv := u.isMessageVar(g), u.isMessageVar(h)
		// A sum that is a base may be left with one summand, and that a power.
		u.Cut = u.Cut || g != h && (u.Op(g) == term.Xor && !u.Ground(g) || u.Op(h) == term.Xor && !u.Ground(h))
		// becomes solves for the base v of one side: the other side, and what v takes back.
		becomes := func(v, w term.Term, m, n []term.Term) bool {
			back, ok := u.inverted(m)
			return !ok || u.unifyAll(append(matched, pair{v, u.raiseAll(w, append(back, n...))}), k)
		}
		switch {
		case g == h && len(restM)+len(restN) > 0:
			return true // one base: all exponents are matched, or cancel
		case len(restM) > 0 && len(restN) > 0 && gv && hv:
			z := u.NewVar(Info{Birth: Unborn, Bare: u.bare(g) && u.bare(h)})
			return u.unifyAll(append(matched, pair{g, u.raiseAll(z, restN)}, pair{h, u.raiseAll(z, restM)}), k)
		case len(restN) == 0 && (hv || len(restM) == 0):
			return becomes(h, g, restN, restM)
		case gv:
			return becomes(g, h, restM, restN)
		case hv:
			return becomes(h, g, restN, restM)
		}
		return true
	})
}

// inverted returns the inverses of exponents: a power raised to those is what such
// an exponent takes back. ok is false when some are not written as inverses: the
// base would have to hold the inverse of something that was only raised to, which
// is derivable where that is, and a product then; unless the model divides.
func (u *Subst) inverted(exps []term.Term) (out []term.Term, ok bool) {
	for _, e := range exps {
		if e = u.Head(e); u.Op(e) == term.Inv || u.Divides {
			out = append(out, u.Inverse(e))
		}
	}
	return out, len(out) == len(exps)
}

// side is one of two powers to be unified, as far as it has products.
type side struct {
	base     term.Term
	open     bool          // the base takes exponents of the other side
	products []term.Term   // variables
	rest     []term.Term   // the other exponents, when some have been matched
	parts    [][]term.Term // of each product: the factors that it has been given
	based    []term.Term   // the factors that the base has been given
}

// products is Powers where some exponents are variables for products: such a
// variable also takes exponents of the other side. What two of them share, and
// what one of them leaves to the base of the other side, are products again:
// unification modulo associativity, commutativity and a unit, where every variable
// occurs once (M. Livesey, J. Siekmann, "Unification of bags and sets", 1976).
func (u *Subst) products(g term.Term, m []term.Term, h term.Term, n []term.Term, k func() bool) bool {
	a, b := &side{base: g}, &side{base: h}
	m, n = slices.Clone(m), slices.Clone(n)
	for i := 0; i < len(m); i++ { // equal exponents cancel
		if j := slices.Index(n, m[i]); j >= 0 {
			m, n = slices.Delete(m, i, i+1), slices.Delete(n, j, j+1)
			i--
		}
	}
	m, a.products = u.sift(m)
	n, b.products = u.sift(n)
	if repeats(a.products) || repeats(b.products) {
		u.Cut = true
		return true
	}
	return u.matchExps(m, n, nil, slices.Clone(n), nil, func(matched []pair, restM, restN []term.Term) bool {
		a.base, b.base = u.Head(a.base), u.Head(b.base)
		a.open, b.open = u.isMessageVar(a.base) && a.base != b.base, u.isMessageVar(b.base) && a.base != b.base
		a.rest, b.rest = restM, restN
		a.parts, b.parts = make([][]term.Term, len(a.products)), make([][]term.Term, len(b.products))
		a.based, b.based = nil, nil
		return u.give(a, b, 0, func() bool {
			return u.give(b, a, 0, func() bool { return u.share(a, b, matched, k) })
		})
	})
}

// repeats reports whether some variable occurs twice.
func repeats(vs []term.Term) bool {
	for i, v := range vs {
		if slices.Contains(vs[:i], v) {
			return true
		}
	}
	return false
}

// sift takes the products out of exps, which it owns.
func (u *Subst) sift(exps []term.Term) (others, products []term.Term) {
	others = exps[:0]
	for _, e := range exps {
		if u.isProduct(e) {
			products = append(products, e)
		} else {
			others = append(others, e)
		}
	}
	return others, products
}

// give calls k for each way to give the exponents of a, from position i on, to
// the base and the products of b.
func (u *Subst) give(a, b *side, i int, k func() bool) bool {
	if i == len(a.rest) {
		return k()
	}
	e := a.rest[i]
	if b.open {
		n := len(b.based)
		b.based = append(b.based, e)
		if !u.give(a, b, i+1, k) {
			return false
		}
		b.based = b.based[:n]
	}
	for j := range b.products {
		n := len(b.parts[j])
		b.parts[j] = append(b.parts[j], e)
		if !u.give(a, b, i+1, k) {
			return false
		}
		b.parts[j] = b.parts[j][:n]
	}
	return true
}

// share solves two powers whose exponents have been given away.
func (u *Subst) share(a, b *side, eqs []pair, k func() bool) bool {
	if u.Tick() {
		return false
	}
	mk := u.Mark()
	defer u.Undo(mk)
	parts := func(s, t *side) [][]term.Term {
		out := make([][]term.Term, len(s.parts))
		for i := range out {
			out[i] = slices.Clone(s.parts[i])
		}
		return out
	}
	pa, pb := parts(a, b), parts(b, a)
	// whole reports whether product i of s is to be one part, which may then be the
	// variable itself.
	whole := func(s, t *side, i int) bool {
		n := len(t.products)
		if t.open {
			n++
		}
		return n == 1 && len(s.parts[i]) == 0
	}
	fresh := func() term.Term { return u.NewVar(Info{Birth: Unborn, Product: true}) }
	for i, x := range a.products {
		for j, y := range b.products {
			var z term.Term
			xw, yw := whole(a, b, i), whole(b, a, j)
			switch {
			case xw && !(yw && u.Vars[u.Index(x)].Univ):
				z = x
			case yw:
				z = y
			default:
				z = fresh()
			}
			pa[i], pb[j] = append(pa[i], z), append(pb[j], z)
		}
	}
	based := func(s, t *side, p [][]term.Term) []term.Term { // into the base of t
		out := slices.Clone(t.based)
		if t.open {
			for i, x := range s.products {
				if !whole(s, t, i) {
					x = fresh()
				}
				p[i] = append(p[i], x)
				out = append(out, x)
			}
		}
		return out
	}
	toB := based(a, b, pa)
	toA := based(b, a, pb)
	eqs = slices.Clone(eqs)
	for _, s := range []struct {
		*side
		parts [][]term.Term
	}{{a, pa}, {b, pb}} {
		for i, x := range s.products {
			if t := u.Product(s.parts[i]); t != x {
				eqs = append(eqs, pair{x, t})
			}
		}
	}
	switch {
	case len(toA) > 0 && len(toB) > 0:
		z := u.NewVar(Info{Birth: Unborn, Bare: u.bare(a.base) && u.bare(b.base)})
		eqs = append(eqs, pair{a.base, u.raiseAll(z, toA)}, pair{b.base, u.raiseAll(z, toB)})
	case len(toB) > 0:
		eqs = append(eqs, pair{b.base, u.raiseAll(a.base, toB)})
	default:
		eqs = append(eqs, pair{a.base, u.raiseAll(b.base, toA)})
	}
	return u.unifyAll(eqs, k)
}

// onePower reports whether two powers can only be equal when their bases and
// their exponents are: each has one exponent, which takes nothing back, and the
// base of one of them can become no power.
func (u *Subst) onePower(a, b term.Term) bool {
	if u.Divides {
		return false
	}
	for _, t := range []term.Term{a, b} {
		if e := u.Head(u.Arg(t, 1)); len(u.Args(t)) > 2 || u.isProduct(e) || u.Op(e) == term.Inv {
			return false
		}
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
