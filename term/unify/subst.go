// Package unify holds typed unification modulo the theory of package term.
//
// A Subst is a triangular substitution under construction: bindings go into an
// array and onto a trail, so that a search can take them back to a mark. Free
// equations are solved by destructive unification with occurs check (Robinson;
// Martelli and Montanari 1982); equations between exponentials or sums are set
// aside and solved last, each giving finitely many unifiers (alg.go).
package unify

import (
	"cmp"

	"hornet/term"
)

// Unborn is the birth of a variable that no constraint has reached.
const Unborn = 1<<16 - 1

// Info is what a Subst knows of a variable.
type Info struct {
	Sort  term.Sort
	Birth uint16 // the smallest knowledge prefix that it must be derivable from
	Univ  bool   // universally quantified, inside a disequality

	// Flow numbers the fresh values that its own value may need to be one of; 0: any.
	// It counts until the variable becomes part of a state.
	Flow uint16

	// Product says that the variable, which occurs as an exponent only, stands for
	// a product of any number of exponents, even none (see power.go).
	Product bool

	// Bare says that the variable is what is left of another one, when a product
	// was taken out of it.
	Bare bool
}

// Subst is a substitution with a trail. The zero Subst needs Reset.
type Subst struct {
	*term.Store
	Vars    []Info      // of each variable, by index
	bind    []term.Term // 0: unbound
	trail   []undo
	bound   uint64 // Bloom filter of the bound variables
	pending []pair // algebraic equations of the running Unify
	version uint64 // names the present substitution; see Version
	latest  uint64 // the version given out last

	// Divides is set when inverses are written as exponents: a base may then hold
	// the inverse of what it is raised to, as exp(x,a) = g for x = exp(g,inv(a)).
	Divides bool

	// Cut is set when a bound of the algebra cut off unifiers.
	Cut bool

	// Stop, when set, is asked now and then whether to give up; Stopped is set
	// when it said so: every enumeration then ends as if its caller had ended it.
	Stop    func() bool
	Stopped bool
	ticks   uint
}

// Tick counts a step of an enumeration and reports whether to give up.
func (u *Subst) Tick() bool {
	if u.ticks++; u.ticks%1024 == 0 && u.Stop != nil && !u.Stopped {
		u.Stopped = u.Stop()
	}
	return u.Stopped
}

type undo struct {
	v    uint32
	kind undoKind
	info Info // before
}

type undoKind uint8

const (
	undoBind undoKind = iota
	undoInfo
)

type pair struct{ a, b term.Term }

// Mark is a state of a Subst to return to.
type Mark struct {
	trail, vars int
	bound       uint64
	version     uint64
}

// Reset makes u the empty substitution over vars, which it copies.
func (u *Subst) Reset(vars []Info) {
	u.Vars = append(u.Vars[:0], vars...)
	if cap(u.bind) < len(vars) {
		u.bind = make([]term.Term, 0, 2*len(vars)+16)
	}
	u.bind = u.bind[:len(vars)]
	clear(u.bind)
	u.trail = u.trail[:0]
	u.change()
	u.bound = 0
	u.pending = u.pending[:0]
}

// NewVar adds a variable and returns it.
func (u *Subst) NewVar(info Info) term.Term {
	i := len(u.Vars)
	u.change()
	u.Vars = append(u.Vars, info)
	u.bind = append(u.bind, 0)
	return u.Variable(i)
}

// Version returns a number that is the same at two moments only when the
// substitution and the variables are: taking changes back gives the number from
// before them.
func (u *Subst) Version() uint64 { return u.version }

// change gives the substitution a new version.
func (u *Subst) change() {
	u.latest++
	u.version = u.latest
}

// Mark returns the present state.
func (u *Subst) Mark() Mark { return Mark{len(u.trail), len(u.Vars), u.bound, u.version} }

// Undo takes back everything since m.
func (u *Subst) Undo(m Mark) {
	for len(u.trail) > m.trail {
		e := u.trail[len(u.trail)-1]
		u.trail = u.trail[:len(u.trail)-1]
		if e.kind == undoBind {
			u.bind[e.v] = 0
		} else {
			u.Vars[e.v] = e.info
		}
	}
	u.Vars = u.Vars[:m.vars]
	u.bind = u.bind[:m.vars]
	u.bound, u.version = m.bound, m.version
}

// Changed reports whether anything was bound or narrowed since m.
func (u *Subst) Changed(m Mark) bool { return len(u.trail) > m.trail }

// Bound calls f for each variable bound since m, oldest first.
func (u *Subst) Bound(m Mark, f func(v int, t term.Term)) {
	for _, e := range u.trail[m.trail:] {
		if e.kind == undoBind {
			f(int(e.v), u.bind[e.v])
		}
	}
}

// Touched reports whether t may hold a bound variable.
func (u *Subst) Touched(t term.Term) bool { return u.bound != 0 && u.Mask(t)&u.bound != 0 }

// SetBirth lowers the birth of an unbound variable to p, if it is later.
func (u *Subst) SetBirth(v int, p uint16) {
	if u.Vars[v].Birth > p {
		u.change()
		u.trail = append(u.trail, undo{uint32(v), undoInfo, u.Vars[v]})
		u.Vars[v].Birth = p
	}
}

// Head returns t with its head known: bound variables are followed, and terms
// whose normal form bindings may change are rebuilt.
func (u *Subst) Head(t term.Term) term.Term {
	for u.bound != 0 {
		switch u.Op(t) {
		case term.Var:
			b := u.bind[u.Index(t)]
			if b == 0 {
				return t
			}
			t = b
			continue
		case term.Exp, term.Xor, term.Inv:
			if u.Touched(t) {
				return u.Apply(t)
			}
		case term.Pair:
			if u.Assoc && u.Touched(t) {
				return u.Apply(t)
			}
		}
		return t
	}
	return t
}

// Apply returns t with all bindings carried out, in normal form.
func (u *Subst) Apply(t term.Term) term.Term {
	if !u.Touched(t) {
		return t
	}
	switch op := u.Op(t); op {
	case term.Var:
		if b := u.bind[u.Index(t)]; b != 0 {
			return u.Apply(b)
		}
		return t
	case term.Pair, term.Crypt, term.Scrypt, term.Apply:
		a, b := u.Arg(t, 0), u.Arg(t, 1)
		x, y := u.Apply(a), u.Apply(b)
		if x == a && y == b {
			return t
		}
		return u.Make2(op, x, y)
	case term.Inv:
		return u.Inverse(u.Apply(u.Arg(t, 0)))
	default:
		var buf [8]term.Term
		args := buf[:0]
		same := true
		for _, a := range u.Args(t) {
			x := u.Apply(a)
			same = same && x == a
			args = append(args, x)
		}
		if same {
			return t
		}
		return u.Make(op, args...)
	}
}

// occurs reports whether variable v occurs in t under the bindings.
func (u *Subst) occurs(v int, t term.Term) bool {
	m := u.Mask(t)
	if m == 0 || m&(1<<(v&63)) == 0 && m&u.bound == 0 {
		return false
	}
	if u.Op(t) == term.Var {
		if u.Index(t) == v {
			return true
		}
		b := u.bind[u.Index(t)]
		return b != 0 && u.occurs(v, b)
	}
	for _, a := range u.Args(t) {
		if u.occurs(v, a) {
			return true
		}
	}
	return false
}

// set binds v to t, which fits its sort.
func (u *Subst) set(v int, t term.Term) {
	u.change()
	u.trail = append(u.trail, undo{v: uint32(v), kind: undoBind})
	u.bind[v] = t
	u.bound |= 1 << (v & 63)
}

func (u *Subst) setInfo(v int, info Info) {
	if u.Vars[v] != info {
		u.change()
		u.trail = append(u.trail, undo{uint32(v), undoInfo, u.Vars[v]})
		u.Vars[v] = info
	}
}

// Bind binds the unbound variable v to t, which is a Head and not v itself. It
// fails when v occurs in t or t does not fit the sort of v.
func (u *Subst) Bind(v int, t term.Term) bool {
	if u.Op(t) == term.Var {
		w := u.Index(t)
		a, b := u.Vars[v], u.Vars[w]
		sort, ok := u.meet(a.Sort, b.Sort)
		if !ok {
			return false
		}
		// A universal variable is bound before others, a younger one before an older.
		if a.Univ == b.Univ && w > v || b.Univ && !a.Univ {
			v, w = w, v
		}
		birth := min(a.Birth, b.Birth)
		if a.Univ != b.Univ { // the birth of a universal variable is no constraint
			birth = u.Vars[w].Birth
		}
		u.setInfo(w, Info{sort, birth, a.Univ && b.Univ, cmp.Or(a.Flow, b.Flow), a.Product && b.Product, a.Bare && b.Bare})
		u.set(v, u.Variable(w))
		return true
	}
	sort := u.Vars[v].Sort
	if sort.IsBasic() {
		if op := u.Op(t); op != term.Atom && op != term.Fresh || u.SortOf(t) != sort {
			return false
		}
		u.set(v, t)
		return true
	}
	if u.occurs(v, t) {
		return false
	}
	if sort != 0 && !u.fits(t, sort) {
		return false
	}
	u.set(v, t)
	return true
}

// Narrow restricts t to a sort, as a stored value is when its slot is read.
func (u *Subst) Narrow(t term.Term, sort term.Sort) bool {
	t = u.Head(t)
	if u.Op(t) != term.Var {
		if sort.IsBasic() {
			return u.SortOf(t) == sort
		}
		return sort == 0 || u.fits(t, sort)
	}
	v := u.Index(t)
	info := u.Vars[v]
	s, ok := u.meet(info.Sort, sort)
	if !ok {
		return false
	}
	info.Sort = s
	u.setInfo(v, info)
	return true
}

// Unify calls k under each most general unifier of a and b that extends the
// substitution, until k returns false; it takes its bindings back. It returns
// false when k did.
func (u *Subst) Unify(a, b term.Term, k func() bool) bool {
	m := u.Mark()
	base := len(u.pending)
	defer func() { u.pending = u.pending[:base] }()
	if !u.free(a, b) {
		u.Undo(m)
		return true
	}
	goOn := true
	if len(u.pending) == base {
		goOn = k()
	} else {
		eqs := append([]pair(nil), u.pending[base:]...)
		u.pending = u.pending[:base]
		goOn = u.algebra(eqs, k)
	}
	u.Undo(m)
	return goOn
}

// TryFree unifies a and b where that needs no equation of the theory, and keeps
// the bindings; the caller undoes them. plain is false, and nothing is bound,
// where it does: Unify has to enumerate the unifiers.
func (u *Subst) TryFree(a, b term.Term) (ok, plain bool) {
	m, base := u.Mark(), len(u.pending)
	ok = u.free(a, b)
	if len(u.pending) > base {
		u.pending = u.pending[:base]
		if !ok {
			return false, true
		}
		u.Undo(m)
		return false, false
	}
	return ok, true
}

// Unifiable reports whether a and b have a unifier.
func (u *Subst) Unifiable(a, b term.Term) bool {
	found := false
	u.Unify(a, b, func() bool { found = true; return false })
	return found
}

// free solves a = b as far as it is free, and sets algebraic equations aside.
func (u *Subst) free(a, b term.Term) bool {
	for {
		if a == b {
			return true
		}
		a, b = u.Head(a), u.Head(b)
		if a == b {
			return true
		}
		x, y := u.Op(a), u.Op(b)
		if y == term.Var && (x != term.Var || u.Index(b) > u.Index(a)) {
			a, b, x, y = b, a, y, x
		}
		if x == term.Var {
			if y != term.Var && u.Algebraic(b) && u.occurs(u.Index(a), b) {
				u.pending = append(u.pending, pair{a, b})
				return true
			}
			if sort := u.Vars[u.Index(a)].Sort; sort != 0 && !u.Ground(b) {
				if y == term.Xor || u.MayShrink(b) { // it may become an atom, or one summand
					u.pending = append(u.pending, pair{a, b})
					return true
				}
				if y == term.Inv && sort.IsBasic() {
					// inv(x) = a has the solution x = inv(a), if x may be an inverse
					if x := u.Head(u.Arg(b, 0)); u.Op(x) == term.Var && u.Vars[u.Index(x)].Sort == 0 {
						return u.Bind(u.Index(x), u.Inverse(a))
					}
				}
			}
			return u.Bind(u.Index(a), b)
		}
		if x == term.Xor || y == term.Xor || x == term.Exp && y == term.Exp && !u.onePower(a, b) || x != y && (u.MayShrink(a) || u.MayShrink(b)) || u.Assoc && x == term.Pair && y == term.Pair {
			if u.Ground(a) && u.Ground(b) {
				return false // normal forms differ
			}
			u.pending = append(u.pending, pair{a, b})
			return true
		}
		if x == term.Inv || y == term.Inv {
			if x != term.Inv {
				a, b, x, y = b, a, y, x
			}
			// inv(s) = t iff s = inv(t)
			a, b = u.Arg(a, 0), u.Inverse(b)
			if y != term.Inv && u.Op(u.Head(a)) != term.Var {
				return false
			}
			continue
		}
		if x != y || x <= term.Fresh {
			return false
		}
		// The quick refusal: two ground terms that differ.
		if u.Ground(a) && u.Ground(b) {
			return false
		}
		if !u.free(u.Arg(a, 0), u.Arg(b, 0)) {
			return false
		}
		a, b = u.Arg(a, 1), u.Arg(b, 1)
	}
}

// Same reports whether a and b are equal under the bindings.
func (u *Subst) Same(a, b term.Term) bool {
	if a == b {
		return true
	}
	if !u.Touched(a) && !u.Touched(b) {
		return false
	}
	return u.Apply(a) == u.Apply(b)
}

// Narrowed reports whether a variable that is not universal lost values since m
// without being bound.
func (u *Subst) Narrowed(m Mark) bool {
	for _, e := range u.trail[m.trail:] {
		if e.kind == undoInfo && u.Vars[e.v].Sort != e.info.Sort && !e.info.Univ && u.bind[e.v] == 0 {
			return true
		}
	}
	return false
}

// Size returns the number of variables there were at the mark.
func (m Mark) Size() int { return m.vars }

// IsBound reports whether variable v is bound.
func (u *Subst) IsBound(v int) bool { return u.bind[v] != 0 }
