package intruder

import (
	"slices"
	"testing"

	"hornet/term"
	"hornet/term/unify"
)

// Questions as TestLazy draws them, found by it or thought of, each with values
// for the variables that some solution must cover.
func TestLazyCases(t *testing.T) {
	type world struct {
		*lazy
		a, b, c, d, i1, i2, v0, v1, v2 term.Term
	}
	locked := func(w *world, x term.Term) term.Term { return w.Make2(term.Scrypt, w.d, x) }
	for _, c := range []struct {
		name   string
		known  func(w *world) []term.Term // beside i1, i2 and the function h
		chosen int                        // how many of the variables are chosen before the reply
		reply  func(w *world) term.Term
		later  func(w *world) term.Term // nil: nothing
		goal   func(w *world) term.Term
		values func(w *world) []term.Term
	}{
		{"a summand of the goal cancels against one of a known sum, when that is what another known sum holds",
			func(w *world) []term.Term {
				return []term.Term{w.b, w.Sum(w.a, locked(w, w.b), locked(w, w.i1))}
			}, 1,
			func(w *world) term.Term { return w.Sum(w.a, locked(w, w.a), locked(w, w.v0)) },
			nil,
			func(w *world) term.Term { return w.Sum(locked(w, w.a), locked(w, w.v1)) },
			func(w *world) []term.Term { return []term.Term{w.b, w.i1} }},
		{"two known sums meet in summands that the goal does not hold",
			func(w *world) []term.Term {
				return []term.Term{w.b, w.Sum(w.c, locked(w, w.b))}
			}, 1,
			func(w *world) term.Term { return w.Sum(w.a, locked(w, w.v0)) },
			nil,
			func(w *world) term.Term { return w.Sum(w.a, w.c) },
			func(w *world) []term.Term { return []term.Term{w.b} }},
		{"a summand that comes from a known sum is equal to one of the goal",
			func(w *world) []term.Term { return []term.Term{w.a} }, 1,
			func(w *world) term.Term { return w.Sum(w.c, locked(w, w.v0)) },
			nil,
			func(w *world) term.Term { return w.Sum(w.c, locked(w, w.v1)) },
			func(w *world) []term.Term { return []term.Term{w.a, w.a} }},
		{"a part of a key is learnt later",
			func(w *world) []term.Term { return []term.Term{w.a} }, 1,
			func(w *world) term.Term {
				return w.Make2(term.Scrypt, w.Make2(term.Pair, w.v0, locked(w, w.v0)), w.b)
			},
			func(w *world) term.Term { return locked(w, w.a) },
			func(w *world) term.Term { return w.b },
			func(w *world) []term.Term { return []term.Term{w.a} }},
	} {
		for _, p := range []int{0, patience} {
			t.Run(c.name, func(t *testing.T) {
				q := &lazy{world: newWorld()}
				q.s = NewSolver(q.Store)
				q.s.patience = p
				q.s.Reset(nil)
				w := &world{lazy: q, a: q.named("a"), b: q.named("b"), c: q.named("c"), d: q.named("d"), i1: q.named("i1"), i2: q.named("i2")}
				for _, v := range []*term.Term{&w.v0, &w.v1, &w.v2} {
					*v = q.s.NewVar(unify.Info{Birth: unify.Unborn})
					q.vars = append(q.vars, *v)
				}
				q.chosen = q.vars[:c.chosen]
				q.known = append(c.known(w), w.i1, w.i2, q.named("h"))
				q.reply, q.goal = c.reply(w), c.goal(w)
				if c.later != nil {
					q.later = c.later(w)
				}
				q.s.Sums = slices.ContainsFunc(append(slices.Clone(q.known), q.reply, q.goal), q.sums)
				q.learnKnown()
				values := c.values(w)
				q.vars = q.vars[:len(values)]
				at := map[term.Term]term.Term{}
				for i, v := range q.vars {
					at[v] = values[i]
				}
				if !q.derivable(func(x term.Term) term.Term { return substitute(w.Store, x, at) }) {
					t.Fatal("the oracle does not think so")
				}
				if !q.covers(values) {
					t.Errorf("known %v, replies %v, goal %v: no solution covers %v", q.exprs(q.known), q.replies(), q.show(q.goal), q.exprs(values))
				}
			})
		}
	}
}

// learnKnown lets the solver know what the intruder knows and has chosen.
func (q *lazy) learnKnown() {
	for _, k := range q.known {
		q.s.Learn([]term.Term{k}, 0, func() bool { q.items = slices.Clone(q.s.Items); return true })
		q.s.Items = q.items
	}
	for _, v := range q.chosen {
		q.s.SetBirth(q.s.Index(v), 0)
	}
}

// sums reports whether a sum occurs in t.
func (q *lazy) sums(t term.Term) bool {
	return q.Op(t) == term.Xor || slices.ContainsFunc(q.Args(t), q.sums)
}
