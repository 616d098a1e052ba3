package deduce_test

import (
	"slices"
	"testing"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/deduce"
	"hornet/trace/ground"
)

// world turns expressions into terms and evaluates recipes naively.
type world struct {
	t     *testing.T
	opt   ground.Options
	known []*ground.Term
	k     *deduce.Knowledge
}

func newWorld(t *testing.T, known ...*protocol.Expr) *world {
	w := &world{t: t, k: deduce.New(ground.Options{})}
	for i, e := range known {
		v := w.term(e)
		w.known = append(w.known, v)
		w.k.Learn(v, &trace.Recipe{Op: trace.Known, Index: i})
	}
	return w
}

func (w *world) term(e *protocol.Expr) *ground.Term {
	s, err := ground.New(&protocol.Model{Constants: []*protocol.Expr{a, b, c, h, key, pub, g, x, y}}, w.opt)
	if err != nil {
		w.t.Fatal(err)
	}
	v, err := s.Term(e)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) eval(r *trace.Recipe) *ground.Term {
	var args []*ground.Term
	for _, a := range r.Args {
		args = append(args, w.eval(a))
	}
	must := func(v *ground.Term, err error) *ground.Term {
		if err != nil {
			w.t.Fatal(err)
		}
		return v
	}
	switch r.Op {
	case trace.Known:
		return w.known[r.Index]
	case trace.Made:
		return w.term(r.Value)
	case trace.Compose:
		return must(w.opt.Make(r.Cons, args...))
	case trace.First:
		return args[0].Args[0]
	case trace.Second, trace.Open, trace.OpenSign:
		return args[0].Args[1]
	case trace.Sum:
		return must(w.opt.Make(protocol.Xor, args...))
	case trace.Raise:
		return must(w.opt.Make(protocol.Exp, args...))
	case trace.Root:
		if args[0].Op != protocol.Exp || !slices.ContainsFunc(args[0].Args[1:], args[1].Equal) {
			w.t.Fatalf("%s is no exponent of %s", args[1], args[0])
		}
		return must(w.opt.Make(protocol.Exp, args[0], must(w.opt.Make(protocol.Inv, args[1]))))
	}
	w.t.Fatalf("head %d", r.Op)
	return nil
}

var (
	a   = protocol.C("a", term.TAgent)
	b   = protocol.C("b", term.TText)
	c   = protocol.C("c", term.TText)
	h   = protocol.C("h", term.THashFunc)
	key = protocol.C("key", term.TSymmetricKey)
	pub = protocol.C("pub", term.TPublicKey)
	g   = protocol.C("g", term.TText)
	x   = protocol.C("x", term.TText)
	y   = protocol.C("y", term.TText)
)

func TestDerive(t *testing.T) {
	type E = *protocol.Expr
	e := protocol.E
	pair := func(l, r E) E { return e(protocol.Pair, l, r) }
	scrypt := func(k, m E) E { return e(protocol.Scrypt, k, m) }
	crypt := func(k, m E) E { return e(protocol.Crypt, k, m) }
	inv := func(k E) E { return e(protocol.Inv, k) }
	exp := func(b, x E) E { return e(protocol.Exp, b, x) }
	xor := func(es ...E) E { return e(protocol.Xor, es...) }
	hash := func(m E) E { return e(protocol.Apply, h, m) }
	open := &protocol.Expr{Op: protocol.Open, Index: 1, Type: term.TText}
	for _, tt := range []struct {
		name  string
		known []E
		goal  E
		want  bool
	}{
		{"nothing", nil, a, false},
		{"made up", nil, open, true},
		{"pair", []E{pair(a, b)}, pair(b, a), true},
		{"closed", []E{scrypt(key, b)}, b, false},
		{"opened", []E{scrypt(key, b), key}, b, true},
		{"key arrives inside", []E{scrypt(key, pair(b, c)), scrypt(c, key), c}, b, true},
		{"key only inside itself", []E{scrypt(key, key)}, key, false},
		{"composed key", []E{scrypt(hash(a), b), h, a}, b, true},
		{"hash is one-way", []E{hash(b), h}, b, false},
		{"hash unknown", []E{a}, hash(a), false},
		{"asymmetric", []E{crypt(pub, b), inv(pub)}, b, true},
		{"public key does not open", []E{crypt(pub, b), pub}, b, false},
		{"signature", []E{crypt(inv(pub), b), pub}, b, true},
		{"no private key from public", []E{pub}, inv(pub), false},
		{"power", []E{g, x}, exp(g, x), true},
		{"power of a power", []E{exp(g, x), y}, exp(exp(g, y), x), true},
		{"root", []E{exp(exp(g, x), y), y}, exp(g, x), true},
		{"base", []E{exp(g, x), x}, g, true},
		{"no logarithm", []E{g, exp(g, x)}, x, false},
		{"Diffie-Hellman", []E{exp(g, x), exp(g, y)}, exp(exp(g, x), y), false},
		{"key that is a power", []E{scrypt(exp(exp(g, x), y), b), exp(g, x), y}, b, true},
		{"sum", []E{a, b}, xor(a, b), true},
		{"cancel", []E{xor(a, b), b}, a, true},
		{"chain of sums", []E{xor(a, b), xor(b, c)}, xor(a, c), true},
		{"three of three", []E{xor(a, b), xor(b, c), xor(a, c)}, a, false},
		{"span", []E{xor(a, b, c), xor(a, b), xor(b, c)}, b, true},
		{"neutral", nil, xor(a, a), true},
		{"sum that opens a key", []E{xor(key, b), b, scrypt(key, c)}, c, true},
		{"summand is a ciphertext", []E{xor(scrypt(key, c), b), b, key}, c, true},
		{"summand that can be composed", []E{xor(hash(b), c), h, b}, c, true},
		{"inside a hash", []E{h, xor(a, b), b}, hash(a), true},
	} {
		w := newWorld(t, tt.known...)
		goal := w.term(tt.goal)
		r := w.k.Derive(goal)
		if (r != nil) != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, r != nil, tt.want)
		} else if r != nil {
			if got := w.eval(r); !got.Equal(goal) {
				t.Errorf("%s: the recipe makes %s", tt.name, got)
			}
		}
	}
}
