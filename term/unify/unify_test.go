package unify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hornet/term"
)

// show writes a term in prefix notation, variables as X0, X1, ...
func show(s *term.Store, t term.Term) string {
	switch s.Op(t) {
	case term.Var:
		return fmt.Sprint("X", s.Index(t))
	case term.Atom:
		if t == s.Zero() {
			return "0"
		}
		return s.Symbol(t).Name
	case term.Fresh:
		i, o := s.Maker(t)
		return fmt.Sprintf("%s(%d,%d)", s.Symbol(t).Name, i, o)
	}
	var args []string
	for _, a := range s.Args(t) {
		args = append(args, show(s, a))
	}
	name := [...]string{term.Pair: "pair", term.Crypt: "crypt", term.Scrypt: "scrypt", term.Inv: "inv", term.Apply: "apply", term.Exp: "exp", term.Xor: "xor"}[s.Op(t)]
	return name + "(" + strings.Join(args, ",") + ")"
}

// scene is a store with a few atoms and the variables X0 to X3 untyped, T0 and
// T1 of type text, A0 of type agent.
type scene struct {
	*Subst
	a, b, c, g, h, n   term.Term // n is an agent
	x                  [4]term.Term
	t0, t1, a0         term.Term
	pair, crypt, apply func(x, y term.Term) term.Term
}

func newScene() *scene {
	st := term.NewStore()
	s := &scene{Subst: &Subst{Store: st}}
	text := func(n string) term.Term { return st.Const(n, term.Sort(term.Text)) }
	s.a, s.b, s.c, s.g = text("a"), text("b"), text("c"), text("g")
	s.h, s.n = st.Const("h", term.Sort(term.HashFunc)), st.Const("n", term.Sort(term.Agent))
	s.Reset(nil)
	for i := range s.x {
		s.x[i] = s.NewVar(Info{Birth: Unborn})
	}
	s.t0 = s.NewVar(Info{Sort: term.Sort(term.Text), Birth: Unborn})
	s.t1 = s.NewVar(Info{Sort: term.Sort(term.Text), Birth: Unborn})
	s.a0 = s.NewVar(Info{Sort: term.Sort(term.Agent), Birth: Unborn})
	make2 := func(op term.Op) func(x, y term.Term) term.Term {
		return func(x, y term.Term) term.Term { return st.Make2(op, x, y) }
	}
	s.pair, s.crypt, s.apply = make2(term.Pair), make2(term.Crypt), make2(term.Apply)
	return s
}

func (s *scene) exp(ts ...term.Term) term.Term { return s.Make(term.Exp, ts...) }

// solutions returns what the unifiers of x and y make of probe, sorted and
// without doubles. New variables are called by the order of their appearance.
func (s *scene) solutions(x, y, probe term.Term) []string {
	var out []string
	n := len(s.Vars)
	s.Unify(x, y, func() bool {
		str := show(s.Store, s.Apply(probe))
		for i := n; i < len(s.Vars); i++ {
			if str2 := strings.ReplaceAll(str, fmt.Sprint("X", i), "Z"); str2 != str {
				str = str2
			}
		}
		out = append(out, str)
		return true
	})
	slices.Sort(out)
	return slices.Compact(out)
}

func TestUnifiers(t *testing.T) {
	s := newScene()
	x, y, z := s.x[0], s.x[1], s.x[2]
	for _, c := range []struct {
		name        string
		l, r, probe term.Term
		want        string // the values of probe, by |
	}{
		{"atoms", s.a, s.a, s.a, "a"},
		{"other atoms", s.a, s.b, s.a, ""},
		{"variable", x, s.a, x, "a"},
		{"younger to older", y, x, s.pair(x, y), "pair(X0,X0)"},
		{"pairs", s.pair(x, s.b), s.pair(s.a, y), s.pair(x, y), "pair(a,b)"},
		{"pair and cipher", s.pair(s.a, x), s.crypt(s.a, x), x, ""},
		{"twice the same", s.pair(x, x), s.pair(s.a, s.b), x, ""},
		{"occurs check", x, s.pair(x, s.a), x, ""},
		{"occurs check over two", s.pair(x, y), s.pair(s.pair(y, s.a), s.pair(x, s.a)), x, ""},
		{"text takes text", s.t0, s.a, s.t0, "a"},
		{"text takes no agent", s.t0, s.n, s.t0, ""},
		{"text takes nothing composed", s.t0, s.pair(s.a, s.b), s.t0, ""},
		{"text takes no neutral element", s.t0, s.Zero(), s.t0, ""},
		{"text and untyped", s.pair(s.t0, x), s.pair(x, s.a), s.pair(s.t0, x), "pair(a,a)"},
		{"text and untyped and agent", s.pair(s.t0, x), s.pair(x, s.n), x, ""},
		{"text and agent", s.t0, s.a0, s.t0, ""},

		{"inverse", s.Inverse(x), s.Inverse(s.a), x, "a"},
		{"inverse of an inverse", s.Inverse(x), s.a, x, "inv(a)"},
		{"text is no inverse", s.Inverse(s.t0), s.a, s.t0, ""},
		{"inverses of variables", s.Inverse(x), s.Inverse(y), s.pair(x, y), "pair(X0,X0)"},
		{"inverse and pair", s.Inverse(x), s.pair(s.a, s.b), x, "inv(pair(a,b))"},
		{"inverse of itself", s.Inverse(x), x, x, ""},

		{"sum with one unknown", s.Sum(x, s.a), s.b, x, "xor(a,b)"},
		{"sum cancels to zero", s.Sum(x, s.a), s.Zero(), x, "a"},
		{"sum with itself", s.Sum(x, y), s.Sum(x, y), x, "X0"},
		{"sum of typed unknowns", s.Sum(s.t0, s.t1), s.Sum(s.a, s.b), s.pair(s.t0, s.t1), "pair(a,b)|pair(b,a)"},
		{"typed unknown cannot be a sum", s.Sum(s.t0, s.a), s.b, s.t0, ""},
		{"unknown within a hash too", s.Sum(x, s.apply(s.h, x)), s.Sum(s.a, s.apply(s.h, s.a)), x, "a"},
		{"hidden in a hash", s.apply(s.h, s.Sum(x, s.a)), s.apply(s.h, s.Sum(s.a, s.b)), x, "b"},
		{"two equations", s.pair(s.Sum(x, y), x), s.pair(s.a, s.b), s.pair(x, y), "pair(b,xor(a,b))"},
		{"variable in its own sum", x, s.Sum(x, s.a), x, ""},
		{"variable in a sum that frees it", x, s.Sum(x, s.a, y), y, "a"},
		{"ground sums", s.Sum(s.a, s.b), s.Sum(s.a, s.c), s.a, ""},
		{"sum and pair", s.Sum(x, s.a), s.pair(s.a, y), x, "xor(a,pair(a,X1))"},

		{"power", s.exp(s.g, x), s.exp(s.g, s.a), x, "a"},
		{"power in other order", s.exp(s.g, x, s.a), s.exp(s.g, s.b, s.a), x, "b"},
		{"two exponents", s.exp(s.g, x, y), s.exp(s.g, s.a, s.b), s.pair(x, y), "pair(a,b)|pair(b,a)"},
		{"base takes the rest", s.exp(x, s.a), s.exp(s.g, s.a, s.b), x, "exp(g,b)"},
		{"base takes back an inverse", s.exp(x, s.Inverse(s.a), s.b), s.exp(s.g, s.b, s.c), x, "exp(g,a,c)"},
		{"base takes back an inverse from an atom", s.exp(x, s.Inverse(s.a)), s.g, x, "exp(g,a)"},
		{"base takes back an inverse from a pair", s.exp(x, s.Inverse(s.a)), s.pair(s.a, s.b), x, "exp(pair(a,b),a)"},
		{"base takes back one exponent for another", s.exp(x, s.Inverse(s.a)), s.exp(s.g, s.b), x, "exp(g,a,b)"},
		{"variable and itself without an exponent", x, s.exp(x, s.Inverse(s.a)), x, ""},
		{"an exponent cancels another", s.exp(s.g, s.t0, s.Inverse(s.t1)), s.g, s.pair(s.t0, s.t1), "pair(X4,X4)"},
		{"an exponent cancels one of two", s.exp(s.g, s.t0, s.Inverse(s.t1), s.a), s.exp(s.g, s.t0), s.pair(s.t0, s.t1), "pair(X4,a)|pair(a,a)"},
		{"typed base takes nothing back", s.exp(s.t0, s.Inverse(s.a)), s.g, s.t0, ""},
		{"typed base takes nothing", s.exp(s.t0, s.a), s.exp(s.g, s.a, s.b), s.t0, ""},
		{"base and exponent", s.exp(x, y), s.exp(s.g, s.a, s.b), s.pair(x, y), "pair(exp(g,a),b)|pair(exp(g,b),a)"},
		{"two bases", s.exp(x, s.a), s.exp(y, s.b), s.pair(x, y), "pair(exp(Z,b),exp(Z,a))"},
		{"power and atom", s.exp(s.g, x), s.g, x, ""},
		{"power and other base", s.exp(s.g, x), s.exp(s.h, y), x, ""},
		{"sum in an exponent", s.exp(s.g, s.Sum(x, s.a)), s.exp(s.g, s.b), x, "xor(a,b)"},
		{"powers in a sum", s.Sum(s.exp(s.g, x), s.exp(s.g, y)), s.Sum(s.exp(s.g, s.a), s.exp(s.g, s.b)), s.pair(x, y), "pair(a,b)|pair(b,a)"},
		{"shared unknown", s.pair(s.exp(x, s.a), z), s.pair(s.exp(s.g, s.a), x), z, "g"},
	} {
		if got := strings.Join(s.solutions(c.l, c.r, c.probe), "|"); got != c.want {
			t.Errorf("%s: %s = %s: %s gives %q, want %q", c.name, show(s.Store, c.l), show(s.Store, c.r), show(s.Store, c.probe), got, c.want)
		}
		if l, r := s.Unifiable(c.l, c.r), s.Unifiable(c.r, c.l); l != r || l != (c.want != "") {
			t.Errorf("%s: unifiable %v, the other way %v", c.name, l, r)
		}
	}
	if s.Cut {
		t.Error("a bound was reached")
	}
}

// What the theory leaves out is said in Cut.
func TestCut(t *testing.T) {
	s := newScene()
	// x = exp(g,x,y) has no solution without exponents that cancel.
	if s.Unifiable(s.x[0], s.exp(s.g, s.x[0], s.x[1])) || !s.Cut {
		t.Error("exponents that would have to cancel must set Cut")
	}
}

// Disequalities rely on universal variables being bound before others, and on
// Narrowed telling of lost values.
func TestUniversal(t *testing.T) {
	s := newScene()
	u := s.NewVar(Info{Birth: Unborn, Univ: true})
	v := s.Index(u)
	for _, eq := range [][2]term.Term{{s.x[0], u}, {u, s.x[0]}, {s.Sum(s.x[0], u), s.a}, {s.Sum(s.x[0], s.x[1]), s.Sum(u, s.c)}} {
		m := s.Mark()
		s.Unify(eq[0], eq[1], func() bool {
			s.Bound(m, func(w int, _ term.Term) {
				if w != v {
					t.Errorf("%s = %s binds X%d", show(s.Store, eq[0]), show(s.Store, eq[1]), w)
				}
			})
			return true
		})
	}
	typed := s.NewVar(Info{Sort: term.Sort(term.Text), Birth: Unborn, Univ: true})
	m := s.Mark()
	s.Unify(s.x[0], typed, func() bool {
		if !s.Narrowed(m) {
			t.Error("an untyped variable that meets a text lost values")
		}
		return true
	})
	s.Unify(u, s.x[0], func() bool {
		if s.Narrowed(m) {
			t.Error("nothing was lost")
		}
		return true
	})
}

// Births: the survivor of two variables has the smaller one, and Undo restores.
func TestBirth(t *testing.T) {
	s := newScene()
	x, y := s.Index(s.x[0]), s.Index(s.x[1])
	m := s.Mark()
	s.SetBirth(x, 5)
	s.SetBirth(y, 3)
	s.SetBirth(y, 4)
	s.Unify(s.x[0], s.x[1], func() bool {
		if s.Vars[x].Birth != 3 || !s.IsBound(y) || s.IsBound(x) {
			t.Errorf("birth %d", s.Vars[x].Birth)
		}
		return true
	})
	if s.Vars[x].Birth != 5 || s.IsBound(y) {
		t.Error("Unify left something behind")
	}
	s.Undo(m)
	if s.Vars[x].Birth != Unborn || s.Vars[y].Birth != Unborn || s.Changed(m) {
		t.Error("Undo left something behind")
	}
}

// Compound types, as strong typing has them.
func TestCompoundTypes(t *testing.T) {
	s := newScene()
	ty := &term.Type{Kind: term.PairType, Args: []*term.Type{term.TAgent, term.TMessage}}
	uy := &term.Type{Kind: term.PairType, Args: []*term.Type{term.TMessage, term.TText}}
	v := s.NewVar(Info{Sort: SortOfType(s.Store, ty, true), Birth: Unborn})
	w := s.NewVar(Info{Sort: SortOfType(s.Store, uy, true), Birth: Unborn})
	if SortOfType(s.Store, ty, false) != 0 || SortOfType(s.Store, term.TText, false) != term.Sort(term.Text) {
		t.Error("without strong typing a compound type is message")
	}
	for _, c := range []struct {
		name string
		l, r term.Term
		want bool
	}{
		{"fits", v, s.pair(s.n, s.a), true},
		{"left part", v, s.pair(s.a, s.a), false},
		{"no pair", v, s.a, false},
		{"narrows inside", s.pair(v, s.x[0]), s.pair(s.pair(s.x[0], s.a), s.n), true},
		{"narrows inside, too much", s.pair(v, s.x[0]), s.pair(s.pair(s.x[0], s.a), s.a), false},
		{"meet", s.pair(v, v), s.pair(w, s.pair(s.n, s.a)), true},
		{"meet, left", s.pair(v, v), s.pair(w, s.pair(s.a, s.a)), false},
		{"meet, right", s.pair(v, v), s.pair(w, s.pair(s.n, s.n)), false},
	} {
		if got := s.Unifiable(c.l, c.r); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// Stop ends an enumeration.
func TestStop(t *testing.T) {
	s := newScene()
	s.Stop = func() bool { return true }
	var l, r []term.Term
	for i := range 12 {
		l = append(l, s.apply(s.h, s.NewVar(Info{Birth: Unborn})))
		r = append(r, s.apply(s.h, s.FreshValue(1, i, 0)))
	}
	n := 0
	if s.Unify(s.Sum(l...), s.Sum(r...), func() bool { n++; return true }) || !s.Stopped {
		t.Errorf("not stopped after %d unifiers", n)
	}
}

// Equations that a complete enumeration once missed.
func TestSubtle(t *testing.T) {
	s := newScene()
	x, y := s.x[0], s.x[1]
	for _, c := range []struct {
		name        string
		l, r, probe term.Term
		want        string
	}{
		{"an unknown that stands for a sum and occurs in a pair", s.Sum(x, s.pair(s.a, x)), s.Sum(s.a, s.b, s.pair(s.a, y)), s.pair(x, y), "pair(xor(a,b),xor(a,b))"},
		{"a sum that collapses to an atom", s.t0, s.Sum(x, y), s.Sum(s.t0, x, y), "0"},
		{"a text that is the inverse of an inverse", s.t0, s.Inverse(x), s.pair(s.t0, x), "pair(X4,inv(X4))"},
	} {
		if got := strings.Join(s.solutions(c.l, c.r, c.probe), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if s.Cut {
		t.Error("a bound was reached")
	}
	if s.Unifiable(x, s.apply(s.h, s.Sum(x, y))) || !s.Cut {
		t.Error("a variable that may vanish from a sum must set Cut")
	}
}
