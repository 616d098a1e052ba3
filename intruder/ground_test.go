package intruder

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hornet/internal/naive"
	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/replay"
)

// world is a store with a few atoms, and the way from terms to the expressions
// that the naive oracle and the replay checker read. Neither of them uses this
// package or a store.
type world struct {
	*term.Store
	atoms  []term.Term // of type text, but for the last two: a function and an agent
	consts map[term.Term]*protocol.Expr
}

func newWorld() *world {
	w := &world{Store: term.NewStore(), consts: map[term.Term]*protocol.Expr{}}
	for _, n := range []string{"a", "b", "c", "d", "i1", "i2"} {
		w.atom(n, term.TText)
	}
	w.atom("h", term.THashFunc)
	w.atom("i", term.TAgent)
	return w
}

func (w *world) atom(name string, ty *term.Type) {
	t := w.Const(name, term.Sort(ty.Kind))
	w.atoms = append(w.atoms, t)
	w.consts[t] = protocol.C(name, ty)
}

func (w *world) named(name string) term.Term { return w.Const(name, 0) }

// expr writes a ground term as an expression.
func (w *world) expr(t term.Term) *protocol.Expr {
	if e := w.consts[t]; e != nil {
		return e
	}
	if t == w.Zero() {
		return protocol.E(protocol.Xor)
	}
	args := w.Args(t)
	if w.Op(t) == term.Exp {
		e := w.expr(args[0])
		for _, x := range args[1:] {
			e = protocol.E(protocol.Exp, e, w.expr(x))
		}
		return e
	}
	e := &protocol.Expr{Op: [...]protocol.Op{term.Pair: protocol.Pair, term.Crypt: protocol.Crypt, term.Scrypt: protocol.Scrypt, term.Inv: protocol.Inv,
		term.Apply: protocol.Apply, term.Xor: protocol.Xor}[w.Op(t)]}
	for _, a := range args {
		e.Args = append(e.Args, w.expr(a))
	}
	return e
}

func (w *world) exprs(ts []term.Term) []*protocol.Expr {
	out := make([]*protocol.Expr, len(ts))
	for i, t := range ts {
		out[i] = w.expr(t)
	}
	return out
}

// The theories, by the constructors of their messages. Where there are powers
// there are no inverses: the package lets the intruder raise to inv(x) when he has
// x, and not take x away when he has inv(x) only; the oracle has it the other way
// round.
var theories = map[string][]term.Op{
	"free":  {term.Pair, term.Crypt, term.Scrypt, term.Apply, term.Inv},
	"exp":   {term.Exp, term.Exp, term.Scrypt, term.Pair},
	"xor":   {term.Xor, term.Xor, term.Scrypt, term.Pair, term.Apply},
	"mixed": {term.Exp, term.Xor, term.Pair, term.Crypt, term.Scrypt, term.Apply},
}

// draw draws a term over leaves.
func (w *world) draw(t *rapid.T, ops []term.Op, leaves []term.Term, depth int) term.Term {
	if depth == 0 || rapid.IntRange(0, 4).Draw(t, "leaf") == 0 {
		return rapid.SampledFrom(leaves).Draw(t, "leaf")
	}
	sub := func() term.Term { return w.draw(t, ops, leaves, depth-1) }
	op := rapid.SampledFrom(ops).Draw(t, "op")
	switch op {
	case term.Inv:
		return w.Inverse(w.draw(t, ops, leaves, 0))
	case term.Apply:
		return w.Make2(op, w.named("h"), sub())
	case term.Xor, term.Exp:
		if rapid.Bool().Draw(t, "three") {
			return w.Make(op, sub(), sub(), sub())
		}
		return w.Make(op, sub(), sub())
	}
	return w.Make2(op, sub(), sub())
}

// subterm draws something that occurs in ts, or a combination of such things:
// what is worth asking for.
func (w *world) subterm(t *rapid.T, ops []term.Op, ts []term.Term) term.Term {
	var subs []term.Term
	var walk func(term.Term)
	walk = func(x term.Term) {
		subs = append(subs, x)
		for _, a := range w.Args(x) {
			walk(a)
		}
	}
	for _, x := range ts {
		walk(x)
	}
	return w.draw(t, ops, subs, rapid.IntRange(0, 2).Draw(t, "depth"))
}

// certify lets the replay checker evaluate a recipe: the secret target leaks in
// a model that consists of nothing else.
func (w *world) certify(known []term.Term, target term.Term, r *trace.Recipe) error {
	m := &protocol.Model{
		Knowledge: w.exprs(known),
		Facts:     []protocol.Fact{{Kind: protocol.Secret, Args: []*protocol.Expr{w.expr(target), protocol.C("nobody", term.TText)}, Name: "secret", ID: "s"}},
		Goals:     []protocol.Goal{{Kind: protocol.Secrecy, ID: "s"}},
	}
	event := &trace.Event{Step: -1, Args: m.Facts[0].Args}
	return replay.Check(m, replay.Options{}, &trace.Run{Violation: &trace.Violation{Kind: trace.Leak, Event: event, Recipe: r}})
}

// The Deriver and the solver derive from ground knowledge exactly what the oracle
// derives, and the Deriver's recipes make what they should.
func TestDerive(t *testing.T) {
	for name, ops := range theories {
		t.Run(name, func(t *testing.T) {
			drawn, yes := 0, 0
			rapid.Check(t, func(t *rapid.T) {
				w := newWorld()
				known := []term.Term{w.named("i1"), w.named("i")}
				if rapid.Bool().Draw(t, "hash") {
					known = append(known, w.named("h"))
				}
				for range rapid.IntRange(1, 5).Draw(t, "messages") {
					known = append(known, w.draw(t, ops, w.atoms, 3))
				}
				d := NewDeriver(w.Store, nil)
				s := NewSolver(w.Store)
				s.Reset(nil)
				s.Sums = slices.Contains(ops, term.Xor)
				for i, k := range known {
					d.Add(k, &trace.Recipe{Op: trace.Known, Index: i})
					var items []Item
					s.Learn([]term.Term{k}, 0, func() bool { items = slices.Clone(s.Items); return true })
					s.Items = items
				}
				for range 4 {
					target := w.subterm(t, ops, known)
					want := naive.Derivable(w.exprs(known), w.expr(target))
					show := func() string {
						var out []string
						for _, e := range w.exprs(known) {
							out = append(out, e.String())
						}
						return strings.Join(out, ", ") + " |- " + w.expr(target).String()
					}
					r := d.Derive(target)
					if (r != nil) != want {
						t.Fatalf("%s: Derive %v, oracle %v", show(), r != nil, want)
					}
					if r != nil {
						if err := w.certify(known, target, r); err != nil {
							t.Fatalf("%s: the recipe is refused: %v", show(), err)
						}
					}
					if got := s.Derivable(target, 0); got != want {
						t.Fatalf("%s: Derivable %v, oracle %v", show(), got, want)
					}
					found := false
					s.Solve([]Constraint{{T: target}}, func() bool { found = true; return false })
					if found != want {
						t.Fatalf("%s: Solve %v, oracle %v", show(), found, want)
					}
					drawn++
					if want {
						yes++
					}
				}
			})
			t.Logf("%d questions, %d yes", drawn, yes)
			if yes < drawn/8 || yes > drawn*7/8 {
				t.Error("the test says little")
			}
		})
	}
}

// TestRecipesEnd asks for messages whose derivation can be told in a circle: of
// the ways to make a power, one needs what the power itself helps to derive.
func TestRecipesEnd(t *testing.T) {
	for _, c := range []struct {
		name   string
		known  func(w *world, a, b, c term.Term) []term.Term
		target string
	}{
		{"the base is what is left of a sum with the power", func(w *world, a, b, c term.Term) []term.Term {
			return []term.Term{w.Make(term.Exp, a, c), b, w.Sum(a, w.Make(term.Exp, a, b, c))}
		}, "a"},
		{"an exponent is what is left of a sum with the power", func(w *world, a, b, c term.Term) []term.Term {
			return []term.Term{w.Make(term.Exp, a, b), w.Make(term.Exp, a, c), b, w.Sum(c, w.Make(term.Exp, a, b, c))}
		}, "c"},
		{"a base is raised twice", func(w *world, a, b, c term.Term) []term.Term {
			return []term.Term{a, b, c, w.Sum(w.named("d"), w.Make(term.Exp, a, b, c))}
		}, "d"},
		{"so it is, of a hash", func(w *world, a, b, c term.Term) []term.Term {
			h := w.Make2(term.Apply, w.named("h"), w.Make(term.Exp, a, b, c))
			return []term.Term{w.named("h"), w.Make(term.Exp, a, b), w.Make(term.Exp, a, c), b, w.Sum(c, h)}
		}, "c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld()
			known := c.known(w, w.named("a"), w.named("b"), w.named("c"))
			target := w.named(c.target)
			d := NewDeriver(w.Store, nil)
			for i, k := range known {
				d.Add(k, &trace.Recipe{Op: trace.Known, Index: i})
			}
			r := d.Derive(target)
			if r == nil {
				t.Fatal("no recipe")
			}
			if err := w.certify(known, target, r); err != nil {
				t.Fatalf("the recipe is refused: %v", err)
			}
		})
	}
}
