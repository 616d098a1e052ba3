package unify

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hornet/term"
)

// theory is what a generator of equations may use.
type theory struct {
	name     string
	ops      []term.Op
	universe func(s *scene) []term.Term // the values of untyped variables
}

// The theories. The generators keep to what the algorithm is for: an inverse that
// holds a variable of any type is never an exponent, a base or a summand, and no
// value in a universe of powers or sums is an inverse, because variables that stand
// for inverses of exponents, and sums within inv, are not looked for (alg.go).
var theories = []theory{
	{"free", []term.Op{term.Pair, term.Crypt, term.Apply, term.Inv}, func(s *scene) []term.Term {
		return []term.Term{s.a, s.b, s.n, s.Inverse(s.a), s.pair(s.a, s.b), s.apply(s.h, s.a), s.crypt(s.a, s.b), s.Inverse(s.pair(s.a, s.b))}
	}},
	{"xor", []term.Op{term.Xor, term.Xor, term.Pair, term.Apply}, func(s *scene) []term.Term {
		return []term.Term{s.Zero(), s.a, s.b, s.n, s.Sum(s.a, s.b), s.pair(s.a, s.b), s.apply(s.h, s.a), s.Sum(s.a, s.apply(s.h, s.a)), s.Sum(s.a, s.b, s.n)}
	}},
	{"exp", []term.Op{term.Exp, term.Exp, term.Pair, term.Apply}, func(s *scene) []term.Term {
		return []term.Term{s.a, s.b, s.n, s.exp(s.a, s.b), s.exp(s.a, s.a, s.b), s.exp(s.b, s.a), s.pair(s.a, s.b), s.apply(s.h, s.a)}
	}},
	{"division", []term.Op{term.Exp, term.Pair, term.Inv, term.Inv}, func(s *scene) []term.Term {
		return []term.Term{s.a, s.b, s.n, s.exp(s.a, s.b), s.exp(s.a, s.a, s.b), s.exp(s.b, s.a), s.exp(s.b, s.a, s.a), s.pair(s.a, s.b), s.exp(s.a, s.Inverse(s.b)), s.exp(s.b, s.a, s.Inverse(s.n))}
	}},
	{"mixed", []term.Op{term.Exp, term.Xor, term.Pair, term.Apply, term.Crypt}, func(s *scene) []term.Term {
		return []term.Term{s.Zero(), s.a, s.b, s.n, s.exp(s.a, s.b), s.Sum(s.a, s.b), s.exp(s.a, s.Sum(s.a, s.b)), s.Sum(s.a, s.exp(s.a, s.b)), s.pair(s.a, s.b)}
	}},
}

// draw draws a term of a theory over the variables vs.
func (th *theory) draw(t *rapid.T, s *scene, vs []term.Term, depth int) term.Term {
	if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
		if rapid.Bool().Draw(t, "variable") {
			return rapid.SampledFrom(vs).Draw(t, "v")
		}
		return rapid.SampledFrom([]term.Term{s.a, s.b, s.n}).Draw(t, "atom")
	}
	sub := func() term.Term { return th.draw(t, s, vs, depth-1) }
	switch op := rapid.SampledFrom(th.ops).Draw(t, "op"); op {
	case term.Inv:
		if th.name == "division" { // by an atom; a variable stands for no inverse
			e := s.a
			if v := slices.IndexFunc(vs, func(v term.Term) bool { return s.Vars[s.Index(v)].Sort != 0 }); v >= 0 && rapid.Bool().Draw(t, "by a variable") {
				e = vs[v]
			}
			return s.exp(sub(), s.Inverse(e))
		}
		return s.Inverse(sub())
	case term.Apply:
		return s.apply(s.h, sub())
	case term.Xor:
		if rapid.Bool().Draw(t, "three") {
			return s.Sum(sub(), sub(), sub())
		}
		return s.Sum(sub(), sub())
	case term.Exp:
		if rapid.Bool().Draw(t, "two") {
			return s.exp(sub(), sub(), sub())
		}
		return s.exp(sub(), sub())
	default:
		return s.Make2(op, sub(), sub())
	}
}

// blur replaces some parts of a term by variables: two blurred copies of one term
// often unify.
func (s *scene) blur(t *rapid.T, x term.Term, vs []term.Term) term.Term {
	if rapid.IntRange(0, 4).Draw(t, "blur") == 0 {
		return rapid.SampledFrom(vs).Draw(t, "v")
	}
	args := slices.Clone(s.Args(x))
	if len(args) == 0 || s.Op(x) == term.Inv {
		return x
	}
	for i := range args {
		if args[i] != s.h {
			args[i] = s.blur(t, args[i], vs)
		}
	}
	return s.Make(s.Op(x), args...)
}

// ground calls f with each assignment of values to vs that respects their types.
func (s *scene) ground(vs []term.Term, values []term.Term, at map[term.Term]term.Term, f func()) {
	if len(vs) == 0 {
		f()
		return
	}
	sort := s.Vars[s.Index(vs[0])].Sort
	for _, v := range values {
		if sort == 0 || s.SortOf(v) == sort {
			at[vs[0]] = v
			s.ground(vs[1:], values, at, f)
		}
	}
}

// value evaluates a term, by code of its own.
func (s *scene) value(t term.Term, at map[term.Term]term.Term) term.Term {
	if v := at[t]; v != 0 {
		return v
	}
	args := slices.Clone(s.Args(t))
	if len(args) == 0 {
		return t
	}
	for i := range args {
		args[i] = s.value(args[i], at)
	}
	return s.Make(s.Op(t), args...)
}

func (s *scene) occurring(vs []term.Term, ts ...term.Term) []term.Term {
	return slices.DeleteFunc(slices.Clone(vs), func(v term.Term) bool {
		return !slices.ContainsFunc(ts, func(t term.Term) bool { return s.occurs(s.Index(v), t) })
	})
}

// agree calls k under the substitutions that give each variable its value: there
// is one exactly when the values are an instance of the present substitution.
func (s *scene) agree(vs []term.Term, at map[term.Term]term.Term, k func() bool) bool {
	if len(vs) == 0 {
		return k()
	}
	return s.Unify(vs[0], at[vs[0]], func() bool { return s.agree(vs[1:], at, k) })
}

// Every unifier is one, is idempotent, respects types and is taken back; the sides
// may be swapped; and every ground solution over a small universe is an instance
// of some unifier.
func TestCompleteness(t *testing.T) {
	for _, th := range theories {
		t.Run(th.name, func(t *testing.T) {
			drawn, cut, solved, unifiable := 0, 0, 0, 0
			rapid.Check(t, func(t *rapid.T) {
				s := newScene()
				s.Divides = th.name == "division"
				vs := []term.Term{s.x[0], s.x[1], s.t0, s.a0}
				if rapid.IntRange(0, 2).Draw(t, "typing") == 0 {
					vs = []term.Term{s.x[0], s.x[1], s.x[2]}
				}
				var a, b term.Term
				if rapid.IntRange(0, 3).Draw(t, "unrelated") == 0 {
					a, b = th.draw(t, s, vs, 2), th.draw(t, s, vs, 2)
				} else {
					x := th.draw(t, s, vs, 3)
					a, b = s.blur(t, x, vs), s.blur(t, x, vs)
				}
				used := s.occurring(vs, a, b)
				drawn++

				size := len(s.Vars)
				m := s.Mark()
				count := 0
				s.Unify(a, b, func() bool {
					count++
					if x, y := s.Apply(a), s.Apply(b); x != y || !s.Same(a, b) {
						t.Fatalf("%s = %s: unifier gives %s and %s", show(s.Store, a), show(s.Store, b), show(s.Store, x), show(s.Store, y))
					}
					for _, v := range used {
						x := s.Apply(v)
						if s.Apply(x) != x {
							t.Fatalf("%s = %s: not idempotent: %s becomes %s, then %s", show(s.Store, a), show(s.Store, b), show(s.Store, v), show(s.Store, x), show(s.Store, s.Apply(x)))
						}
						if sort := s.Vars[s.Index(v)].Sort; sort != 0 && s.SortOf(x) != sort && (s.Op(x) != term.Var || s.Vars[s.Index(x)].Sort != sort) {
							t.Fatalf("%s = %s: %s of sort %d becomes %s", show(s.Store, a), show(s.Store, b), show(s.Store, v), sort, show(s.Store, x))
						}
					}
					return count < 200
				})
				if s.Changed(m) || len(s.Vars) != size || s.Apply(a) != a || s.Apply(b) != b {
					t.Fatal("the unifier was not taken back")
				}
				if s.Unifiable(b, a) != (count > 0) {
					t.Fatalf("%s = %s: %d unifiers, the other way unifiable: %v", show(s.Store, a), show(s.Store, b), count, count == 0)
				}
				if count > 0 {
					unifiable++
				}
				if s.Cut {
					cut++
					return
				}
				at := map[term.Term]term.Term{}
				s.ground(used, th.universe(s), at, func() {
					if s.value(a, at) != s.value(b, at) {
						return
					}
					solved++
					if s.Unify(a, b, func() bool { return s.agree(used, at, func() bool { return false }) }) {
						var sol []string
						for _, v := range used {
							sol = append(sol, show(s.Store, v)+"="+show(s.Store, at[v]))
						}
						t.Fatalf("%s = %s: the solution %v is no instance of any of %d unifiers", show(s.Store, a), show(s.Store, b), sol, count)
					}
				})
			})
			t.Logf("%d equations, %d unifiable, %d cut, %d ground solutions", drawn, unifiable, cut, solved)
			if !testing.Short() && (unifiable < drawn/4 || unifiable > drawn*99/100 || cut > drawn/6 || solved < drawn) {
				t.Error("the test says little")
			}
		})
	}
}

// With variables for products of exponents: every unifier is one, and every ground
// solution over a small universe is an instance of some unifier.
func TestProducts(t *testing.T) {
	drawn, cut, solved, unifiable := 0, 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := newScene()
		var ps []term.Term
		for range 3 {
			ps = append(ps, s.NewVar(Info{Birth: Unborn, Product: true}))
		}
		vs := []term.Term{s.x[0], s.x[1]}
		power := func() term.Term {
			e := rapid.SampledFrom([]term.Term{s.a, s.b, s.a, s.pair(s.a, s.b), s.x[0], s.x[1], s.t0}).Draw(t, "base")
			for range rapid.IntRange(0, 3).Draw(t, "exponents") {
				e = s.Raise(e, rapid.SampledFrom([]term.Term{s.a, s.b, s.n, s.x[1], s.t0, ps[0], ps[1], ps[2], ps[0], ps[1]}).Draw(t, "exponent"))
			}
			return e
		}
		a, b := power(), power()
		if rapid.Bool().Draw(t, "two") {
			a, b = s.pair(a, power()), s.pair(b, power())
		}
		vs = s.occurring(append(vs, s.t0), a, b)
		ps = s.occurring(ps, a, b)
		all := append(slices.Clone(vs), ps...)
		drawn++
		count := 0
		m := s.Mark()
		s.Unify(a, b, func() bool {
			count++
			if x, y := s.Apply(a), s.Apply(b); x != y {
				t.Fatalf("%s = %s: unifier gives %s and %s", show(s.Store, a), show(s.Store, b), show(s.Store, x), show(s.Store, y))
			}
			return count < 200
		})
		if s.Changed(m) || s.Apply(a) != a || s.Apply(b) != b {
			t.Fatal("the unifier was not taken back")
		}
		if s.Unifiable(b, a) != (count > 0) {
			t.Fatalf("%s = %s: %d unifiers, the other way unifiable: %v", show(s.Store, a), show(s.Store, b), count, count == 0)
		}
		if count > 0 {
			unifiable++
		}
		if s.Cut {
			cut++
			return
		}
		values := []term.Term{s.a, s.b, s.n, s.exp(s.a, s.b), s.exp(s.b, s.a, s.n), s.exp(s.a, s.a, s.b), s.pair(s.a, s.b)}
		products := []term.Term{s.One(), s.a, s.n, s.Product([]term.Term{s.a, s.b}), s.Product([]term.Term{s.a, s.a}), s.Product([]term.Term{s.a, s.b, s.n})}
		at := map[term.Term]term.Term{}
		s.ground(vs, values, at, func() {
			s.ground(ps, products, at, func() {
				if s.value(a, at) != s.value(b, at) {
					return
				}
				solved++
				if s.Unify(a, b, func() bool { return s.agree(all, at, func() bool { return false }) }) && !s.Cut {
					var sol []string
					for _, v := range all {
						sol = append(sol, show(s.Store, v)+"="+show(s.Store, at[v]))
					}
					t.Fatalf("%s = %s: the solution %v is no instance of any of %d unifiers", show(s.Store, a), show(s.Store, b), sol, count)
				}
			})
		})
	})
	t.Logf("%d equations, %d unifiable, %d cut, %d ground solutions", drawn, unifiable, cut, solved)
	if !testing.Short() && (unifiable < drawn/8 || cut > drawn/4 || solved < drawn/2) {
		t.Error("the test says little")
	}
}
