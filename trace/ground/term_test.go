package ground

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"hornet/protocol"
	"hornet/term"
)

// must is Make for messages that are well formed.
func must(t *Term, err error) *Term {
	if err != nil {
		panic(err)
	}
	return t
}

func mk(op protocol.Op, args ...*Term) *Term { return must(Options{}.Make(op, args...)) }

func con(name string) *Term { return atom(protocol.Const, name, 0, term.TText) }

// anyTerm draws a message over four constants.
func anyTerm(depth int) *rapid.Generator[*Term] {
	return rapid.Custom(func(t *rapid.T) *Term {
		leaf := con(rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "leaf"))
		if depth == 0 || rapid.Bool().Draw(t, "stop") {
			return leaf
		}
		sub := anyTerm(depth - 1)
		op := rapid.SampledFrom([]protocol.Op{protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply, protocol.Inv, protocol.Exp, protocol.Xor, protocol.Xor, protocol.Exp}).Draw(t, "op")
		if op == protocol.Inv {
			return mk(op, sub.Draw(t, "x"))
		}
		return mk(op, sub.Draw(t, "x"), sub.Draw(t, "y"))
	})
}

// TestEquations checks the equations of the package comment on random messages.
func TestEquations(t *testing.T) {
	const inv, exp, xor, pair = protocol.Inv, protocol.Exp, protocol.Xor, protocol.Pair
	assoc := Options{Assoc: true}
	rapid.Check(t, func(t *rapid.T) {
		x, y, z := anyTerm(3).Draw(t, "x"), anyTerm(3).Draw(t, "y"), anyTerm(3).Draw(t, "z")
		zero := sum(nil)
		for name, eq := range map[string][2]*Term{
			"inv inv":     {mk(inv, mk(inv, x)), x},
			"exp commute": {mk(exp, mk(exp, x, y), z), mk(exp, mk(exp, x, z), y)},
			"exp cancel":  {mk(exp, mk(exp, x, y), mk(inv, y)), x},
			"exp cancel2": {mk(exp, mk(exp, x, mk(inv, y)), y), x},
			"xor commute": {mk(xor, x, y), mk(xor, y, x)},
			"xor assoc":   {mk(xor, mk(xor, x, y), z), mk(xor, x, mk(xor, y, z))},
			"xor nary":    {mk(xor, x, y, z), mk(xor, x, mk(xor, y, z))},
			"xor nil":     {mk(xor, x, x), zero},
			"xor zero":    {mk(xor, x, zero), x},
			"pair assoc":  {must(assoc.Make(pair, must(assoc.Make(pair, x, y)), z)), must(assoc.Make(pair, x, must(assoc.Make(pair, y, z))))},
		} {
			if !eq[0].Equal(eq[1]) {
				t.Errorf("%s: %s is not %s", name, eq[0], eq[1])
			}
		}
	})
}

// TestNormalForm rebuilds random messages from what they print as trees, and
// checks the invariants of the type Term.
func TestNormalForm(t *testing.T) {
	s := &State{constants: map[string]*Term{}}
	for _, name := range []string{"a", "b", "c", "d"} {
		s.constants[name] = con(name)
	}
	var check func(t *rapid.T, x *Term)
	check = func(t *rapid.T, x *Term) {
		for i, a := range x.Args {
			check(t, a)
			ordered := x.Op == protocol.Xor && i > 0 || x.Op == protocol.Exp && i > 1
			if c := 0; ordered {
				if c = Compare(x.Args[i-1], a); c > 0 || c == 0 && x.Op == protocol.Xor {
					t.Errorf("%s is not sorted", x)
				}
			}
			if a.Op == protocol.Xor && x.Op == protocol.Xor || i == 0 && a.Op == x.Op && (x.Op == protocol.Exp || x.Op == protocol.Inv) {
				t.Errorf("%s is not flat", x)
			}
		}
		if n := len(x.Args); x.Op == protocol.Xor && n == 1 || x.Op == protocol.Exp && n < 2 {
			t.Errorf("%s has %d parts", x, n)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x := anyTerm(4).Draw(t, "x")
		check(t, x)
		back, err := s.Term(x.Expr())
		if err != nil || !back.Equal(x) {
			t.Errorf("%s read back is %s: %v", x, back, err)
		}
		y := anyTerm(4).Draw(t, "y")
		if (x.String() == y.String()) != x.Equal(y) {
			t.Errorf("%s and %s: equal %v", x, y, x.Equal(y))
		}
	})
}

func TestFreeTheory(t *testing.T) {
	a, b, c := con("a"), con("b"), con("c")
	pair := func(l, r *Term) *Term { return mk(protocol.Pair, l, r) }
	for _, tt := range [][2]*Term{
		{pair(pair(a, b), c), pair(a, pair(b, c))},
		{mk(protocol.Crypt, a, b), mk(protocol.Scrypt, a, b)},
		{mk(protocol.Crypt, a, b), mk(protocol.Crypt, b, a)},
		{mk(protocol.Exp, a, b), mk(protocol.Exp, b, a)},
		{mk(protocol.Apply, a, b), pair(a, b)},
		{a, atom(protocol.Open, "", 0, term.TText)},
		{atom(protocol.Open, "", 1, term.TText), atom(protocol.Open, "", 2, term.TText)},
		{atom(protocol.Open, "", 1, term.TText), atom(protocol.Open, "", 1, term.TAgent)},
		{atom(protocol.Fresh, "N", 1, term.TText), atom(protocol.Fresh, "N", 2, term.TText)},
		{atom(protocol.Fresh, "N", 1, term.TText), atom(protocol.Fresh, "M", 1, term.TText)},
		{atom(protocol.Fresh, "N", 1, term.TText), con("N")},
		{atom(protocol.Fresh, "N 1", 1, term.TText), atom(protocol.Fresh, "N", 11, term.TText)},
		{con("x1"), atom(protocol.Open, "", 1, term.TText)},
	} {
		if tt[0].Equal(tt[1]) {
			t.Errorf("%s (%s) equals %s (%s)", tt[0], tt[0].Op, tt[1], tt[1].Op)
		}
	}
}

func TestMakeRefuses(t *testing.T) {
	a := con("a")
	for _, op := range []protocol.Op{protocol.Const, protocol.Slot, protocol.Var, protocol.Fresh, protocol.Open, 99} {
		if x, err := (Options{}).Make(op, a, a); err == nil {
			t.Errorf("%d makes %s", op, x)
		}
	}
	for op, n := range map[protocol.Op]int{protocol.Pair: 3, protocol.Inv: 2, protocol.Exp: 1, protocol.Crypt: 1, protocol.Apply: 0} {
		if x, err := (Options{}).Make(op, []*Term{a, a, a}[:n]...); err == nil {
			t.Errorf("%s of %d makes %s", op, n, x)
		}
	}
	x := a
	var err error
	for i := 0; err == nil && i < 40; i++ {
		x, err = Options{}.Make(protocol.Pair, x, x)
	}
	if err == nil {
		t.Error("a message of 2^40 parts was made")
	}
}

func TestFits(t *testing.T) {
	text, agent := con("t"), atom(protocol.Const, "a", 0, term.TAgent)
	msg := atom(protocol.Const, "m", 0, term.TMessage)
	key := atom(protocol.Const, "k", 0, term.TPublicKey)
	open := atom(protocol.Open, "", 1, term.TText)
	compound := func(k term.Kind, args ...*term.Type) *term.Type { return &term.Type{Kind: k, Args: args} }
	pairType := compound(term.PairType, term.TText, term.TText)
	dummy := atom(protocol.Const, "dummy", 0, pairType)
	all := []Options{{}, {StrongTypes: true}, {Untyped: true}}
	for _, tt := range []struct {
		v    *Term
		typ  *term.Type
		want string // one letter for each of all: y or n
	}{
		{text, term.TText, "yyy"}, {open, term.TText, "yyy"}, {agent, term.TText, "nny"}, {msg, term.TText, "nny"},
		{agent, term.TAgent, "yyy"}, {mk(protocol.Pair, text, text), term.TText, "nny"},
		{mk(protocol.Inv, key), term.TPublicKey, "nny"}, {key, term.TSymmetricKey, "nny"},
		{mk(protocol.Exp, text, text), term.TSymmetricKey, "nny"}, {mk(protocol.Xor, text, open), term.TText, "nny"},
		{mk(protocol.Pair, agent, key), term.TMessage, "yyy"}, {text, term.TProtocolID, "yyy"},
		{mk(protocol.Pair, text, text), pairType, "yyy"}, {mk(protocol.Pair, text, agent), pairType, "yny"},
		{text, pairType, "yny"}, {dummy, pairType, "yyy"},
		{mk(protocol.Crypt, key, text), compound(term.CryptType, term.TPublicKey, term.TText), "yyy"},
		{mk(protocol.Crypt, text, key), compound(term.CryptType, term.TPublicKey, term.TText), "yny"},
		{mk(protocol.Scrypt, key, text), compound(term.CryptType, term.TPublicKey, term.TText), "yny"},
		{mk(protocol.Apply, msg, text), compound(term.HashType, term.TText), "yyy"},
		{mk(protocol.Apply, msg, agent), compound(term.HashType, term.TText), "yny"},
		{mk(protocol.Inv, key), compound(term.InvType, term.TPublicKey), "yyy"},
		{key, compound(term.InvType, term.TPublicKey), "yny"},
		{atom(protocol.Const, "s", 0, compound(term.Set, term.TAgent)), compound(term.Set, term.TText), "yyy"},
		{text, compound(term.Set, term.TText), "yny"},
	} {
		for i, o := range all {
			if got := o.Fits(tt.v, tt.typ); got != (tt.want[i] == 'y') {
				t.Errorf("%+v: %s as %s: %v", o, tt.v, tt.typ, got)
			}
		}
	}
}

func TestString(t *testing.T) {
	x := con("a")
	for range 10 {
		x = mk(protocol.Pair, x, x)
	}
	if got, want := x.String(), fmt.Sprintf("a message of %d parts", 1<<11-1); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	g := mk(protocol.Exp, mk(protocol.Exp, con("g"), con("y")), con("x"))
	if got := g.String(); got != "exp(exp(g,x),y)" {
		t.Errorf("got %q", got)
	}
}
