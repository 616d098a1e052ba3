package naive

import (
	"testing"

	"pgregory.net/rapid"

	"hornet/protocol"
	"hornet/term"
)

// Short names for building messages in tests.
var (
	ca  = protocol.C("a", term.TAgent)
	cb  = protocol.C("b", term.TAgent)
	cg  = protocol.C("g", term.TText)
	cx  = protocol.C("x", term.TText)
	cy  = protocol.C("y", term.TText)
	ck  = protocol.C("k", term.TSymmetricKey)
	cpk = protocol.C("pk", term.TPublicKey)
	ch  = protocol.C("h", term.THashFunc)
	cm  = protocol.C("m", term.TText)
)

func e(op protocol.Op, args ...*protocol.Expr) *protocol.Expr { return protocol.E(op, args...) }
func inv(k *protocol.Expr) *protocol.Expr                     { return e(protocol.Inv, k) }
func pair(a, b *protocol.Expr) *protocol.Expr                 { return e(protocol.Pair, a, b) }
func crypt(k, m *protocol.Expr) *protocol.Expr                { return e(protocol.Crypt, k, m) }
func scrypt(k, m *protocol.Expr) *protocol.Expr               { return e(protocol.Scrypt, k, m) }
func hash(m *protocol.Expr) *protocol.Expr                    { return e(protocol.Apply, ch, m) }
func exp(b *protocol.Expr, xs ...*protocol.Expr) *protocol.Expr {
	for _, x := range xs {
		b = e(protocol.Exp, b, x)
	}
	return b
}
func xor(ms ...*protocol.Expr) *protocol.Expr { return e(protocol.Xor, ms...) }

func TestDerivable(t *testing.T) {
	list := func(es ...*protocol.Expr) []*protocol.Expr { return es }
	open := &protocol.Expr{Op: protocol.Open, Index: 3, Type: term.TPublicKey}
	for _, c := range []struct {
		name   string
		known  []*protocol.Expr
		target *protocol.Expr
		want   bool
	}{
		{"what he knows", list(ca), ca, true},
		{"no name for free", list(ca), cb, false},
		{"no natural for free", list(ca), protocol.C("1", term.TNat), false},
		{"his own values", nil, open, true},
		{"not the inverse of a key he made", list(crypt(open, cm)), cm, false},
		{"pairs", list(pair(ca, pair(cb, cm))), pair(cm, ca), true},
		{"pairing is free", list(hash(pair(pair(ca, cb), cm))), hash(pair(ca, pair(cb, cm))), false},
		{"open with an atomic key", list(scrypt(ck, cm), ck), cm, true},
		{"closed without it", list(scrypt(ck, cm), ca), cm, false},
		{"open with a composed key", list(scrypt(hash(pair(ca, cb)), cm), ch, ca, cb), cm, true},
		{"only with the function", list(scrypt(hash(ca), cm), ca), cm, false},
		{"a key inside another ciphertext", list(scrypt(scrypt(ck, ca), cm), ck, ca), cm, true},
		{"open with the private key", list(crypt(cpk, cm), inv(cpk)), cm, true},
		{"not with the public key", list(crypt(cpk, cm), cpk), cm, false},
		{"open a signature", list(crypt(inv(cpk), cm), cpk), cm, true},
		{"open a signature of a composed key", list(crypt(inv(hash(ca)), cm), ch, ca), cm, true},
		{"no signature without the private key", list(cpk, cm), crypt(inv(cpk), cm), false},
		{"no key from its inverse", list(inv(ck)), ck, false},
		{"no inverse from its key", list(ck), inv(ck), false},
		{"inverse of the inverse", list(ck), inv(inv(ck)), true},
		{"symmetric and asymmetric differ", list(crypt(ck, cm), ck), cm, false},
		{"any known atom is a function", list(ca, cb), e(protocol.Apply, ca, cb), true},
		{"no argument from a value", list(hash(cm), ch), cm, false},
		{"Diffie-Hellman", list(exp(cg, cx), cy), exp(cg, cy, cx), true},
		{"no Diffie-Hellman", list(exp(cg, cx), exp(cg, cy), cg), exp(cg, cx, cy), false},
		{"take an exponent away", list(exp(cg, cx, cy), cx), exp(cg, cy), true},
		{"take the inner one away", list(exp(cg, cx, cy, cm), cx, cy), exp(cg, cm), true},
		{"down to the base", list(exp(cg, cx), cx), cg, true},
		{"by the inverse", list(exp(cg, cx), inv(cx)), cg, true},
		{"inverses cancel", list(exp(cg, inv(cx)), cx), cg, true},
		{"no new inverse", list(cg, cx), exp(cg, inv(cx)), false},
		{"exponents are a multiset", list(exp(cg, cx, cx), cy), exp(cg, cx), false},
		{"a power as key", list(scrypt(exp(cg, cx, cy), cm), exp(cg, cx), cy), cm, true},
		{"sum", list(cx, cy), xor(cx, cy), true},
		{"cancel", list(xor(cx, cy), cx), cy, true},
		{"cancel two sums", list(xor(cx, cy), xor(cy, cm)), xor(cx, cm), true},
		{"a sum hides", list(xor(cx, cy)), cx, false},
		{"nilpotent", list(ca), xor(cm, cm), true},
		{"neutral", list(cm), xor(cm, xor(ck, ck)), true},
		{"three sums", list(xor(cx, cy), xor(cy, cm), xor(cx, cy, cm)), cx, true},
		{"alien built", list(xor(hash(cx), cy), cx, ch), cy, true},
		{"alien inside target", list(xor(cx, cy), ca, cb), xor(cx, cy, pair(ca, cb)), true},
		{"sum as key", list(scrypt(xor(cx, cy), cm), xor(cx, ck), xor(cy, ck)), cm, true},
		{"a cancelled sum is opened", list(xor(scrypt(ck, cm), cx), xor(cx, ck), ck), cm, true},
		{"exponent under a sum", list(xor(cx, exp(cg, cy, cm)), cx, cm), exp(cg, cy), true},
	} {
		if got := Derivable(c.known, c.target); got != c.want {
			t.Errorf("%s: %v |- %v: %v, want %v", c.name, c.known, c.target, got, c.want)
		}
	}
}

func TestNormal(t *testing.T) {
	for _, c := range []struct{ a, b *protocol.Expr }{
		{inv(inv(ck)), ck},
		{exp(cg, cx, cy), exp(cg, cy, cx)},
		{exp(cg, cx, inv(cx)), cg},
		{exp(exp(cg, inv(cx)), cy, cx), exp(cg, cy)},
		{exp(cg, inv(inv(cx))), exp(cg, cx)},
		{xor(cx, xor(cy, cx)), cy},
		{xor(cx, xor(cy, cm)), xor(xor(cm, cx), cy)},
		{scrypt(xor(cx, cy), cm), scrypt(xor(cy, cx), cm)},
	} {
		if !Equal(c.a, c.b) {
			t.Errorf("%v and %v differ: %v, %v", c.a, c.b, Normal(c.a), Normal(c.b))
		}
	}
	for _, c := range []struct{ a, b *protocol.Expr }{
		{pair(pair(ca, cb), cm), pair(ca, pair(cb, cm))},
		{exp(cg, cx, cx), exp(cg, cx)},
		{crypt(ck, cm), scrypt(ck, cm)},
		{exp(cx, cg), exp(cg, cx)},
		{xor(cx, cy), cx},
	} {
		if Equal(c.a, c.b) {
			t.Errorf("%v and %v are equal", c.a, c.b)
		}
	}
}

// The brute-force closure knows no locality and no elimination: it applies single
// rules to everything it has, and keeps what is not larger than a bound.

func size(m *msg) int {
	n := 1
	for _, a := range m.args {
		n += size(a)
	}
	return n
}

// bruteForce returns the closure, nil when it is too large to compute.
func bruteForce(t *table, known []*msg, ops []protocol.Op, bound int) map[*msg]bool {
	have := map[*msg]bool{}
	var list []*msg
	add := func(m *msg) {
		if size(m) <= bound && !have[m] {
			have[m] = true
			list = append(list, m)
		}
	}
	add(t.zero())
	for _, m := range known {
		add(m)
	}
	binary := func(x, y *msg) {
		for _, op := range ops {
			if op != protocol.Inv {
				add(t.apply(op, x, y))
			}
		}
		if x.op == protocol.Scrypt && x.args[0] == y {
			add(x.args[1])
		}
		if x.op == protocol.Crypt && t.apply(protocol.Inv, x.args[0]) == y {
			add(x.args[1])
		}
		if base, es := x.power(); len(es) > 0 {
			for i, e := range es {
				if e == y {
					rest := base
					for j, f := range es {
						if j != i {
							rest = t.raise(rest, f)
						}
					}
					add(rest)
				}
			}
		}
	}
	for i := 0; i < len(list); i++ {
		if len(list) > 500 {
			return nil
		}
		x := list[i]
		if x.op == protocol.Pair {
			add(x.args[0])
			add(x.args[1])
		}
		for j := 0; j <= i; j++ {
			binary(x, list[j])
			binary(list[j], x)
		}
	}
	return have
}

// TestDerivableBruteForce compares the fixpoint with the closure. The closure
// needs no message larger than those given, except for partial sums.
func TestDerivableBruteForce(t *testing.T) {
	signatures := []struct {
		ops   []protocol.Op
		slack int
	}{
		{[]protocol.Op{protocol.Pair, protocol.Scrypt}, 0},
		{[]protocol.Op{protocol.Crypt, protocol.Inv}, 0},
		{[]protocol.Op{protocol.Scrypt, protocol.Apply}, 0},
		{[]protocol.Op{protocol.Exp, protocol.Inv}, 0},
		{[]protocol.Op{protocol.Xor}, 3},
		{[]protocol.Op{protocol.Xor, protocol.Scrypt}, 1},
		{[]protocol.Op{protocol.Exp, protocol.Scrypt}, 0},
		{[]protocol.Op{protocol.Exp, protocol.Xor}, 1},
	}
	atoms := []*protocol.Expr{ca, cx, cy}
	checked := 0
	defer func() {
		if checked < 20 {
			t.Errorf("only %d closures were small enough to compare with", checked)
		}
	}()
	rapid.Check(t, func(t *rapid.T) {
		sig := signatures[rapid.IntRange(0, len(signatures)-1).Draw(t, "signature")]
		var draw func(depth int) *protocol.Expr
		draw = func(depth int) *protocol.Expr {
			n := rapid.IntRange(0, len(atoms)+2*len(sig.ops)*depth-1).Draw(t, "head")
			if n < len(atoms) {
				return atoms[n]
			}
			op := sig.ops[(n-len(atoms))%len(sig.ops)]
			if op == protocol.Inv {
				return inv(draw(0))
			}
			return e(op, draw(depth-1), draw(depth-1))
		}
		tab := newTable()
		bound := 3
		drawn := func() *msg {
			m := tab.eval(draw(2), nil, nil)
			for size(m) > 5 {
				m = m.args[0]
			}
			if n := size(m) + sig.slack; n > bound {
				bound = n
			}
			return m
		}
		var known []*msg
		for n := rapid.IntRange(1, 4).Draw(t, "known"); n > 0; n-- {
			known = append(known, drawn())
		}
		var targets []*msg
		for n := 0; n < 12; n++ {
			targets = append(targets, drawn())
		}
		have := bruteForce(tab, known, sig.ops, bound)
		if have == nil {
			return
		}
		checked++
		k := tab.learn(nil, known...)
		for _, target := range targets {
			if got := k.can(target); got != have[target] {
				t.Errorf("%v |- %v: %v, brute force (of %d messages): %v", known, target, got, len(have), have[target])
			}
		}
		// Everything that the closure made is derivable.
		for m := range have {
			if !k.can(m) {
				t.Errorf("%v |- %v is denied", known, m)
			}
		}
	})
}

// TestLearn: learning in two portions is learning at once, and a target that is
// put among the subterms is judged as one that is not.
func TestLearn(t *testing.T) {
	parts := []*protocol.Expr{scrypt(ck, pair(cm, exp(cg, cx))), xor(ck, cy), hash(cy), pair(cy, xor(cx, cm))}
	tab := newTable()
	var ms []*msg
	for _, p := range parts {
		ms = append(ms, tab.eval(p, nil, nil))
	}
	whole := tab.learn(nil, ms...)
	split := tab.learn(tab.learn(nil, ms[:2]...), ms[2:]...)
	if whole.key() != split.key() {
		t.Errorf("at once %v, in portions %v", whole.derivable(), split.derivable())
	}
	if !whole.can(tab.eval(cx, nil, nil)) {
		t.Errorf("x is not among %v", whole.derivable())
	}
}
