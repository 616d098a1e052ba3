package intruder

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hornet/internal/naive"
	"hornet/term"
	"hornet/term/unify"
)

// lazy is a question to the solver: the intruder knows known; he sends something
// for each of the variables chosen; then he learns reply, which holds them, and
// later, if it is not 0; can he make goal, for some values of its further
// variables?
type lazy struct {
	*world
	s            *Solver
	known        []term.Term
	chosen       []term.Term
	reply, later term.Term
	goal         term.Term
	vars         []term.Term // chosen, and those of the goal
	items        []Item      // known, analysed
}

// each calls k under each solution that the solver finds, in every branch of
// learning the replies.
func (q *lazy) each(k func() bool) bool {
	return q.learn(func(p uint16) bool {
		return q.s.Solve([]Constraint{{T: q.goal, P: p}}, func() bool {
			return !q.s.Consistent() || k()
		})
	})
}

// learn calls k in every branch of learning the replies, with the last prefix.
func (q *lazy) learn(k func(p uint16) bool) bool {
	return q.s.Learn([]term.Term{q.reply}, 1, func() bool {
		if !q.s.Consistent() {
			return true
		}
		if q.later == 0 {
			return k(1)
		}
		return q.s.Learn([]term.Term{q.later}, 2, func() bool { return !q.s.Consistent() || k(2) })
	})
}

// covers reports whether values for the variables are an instance of a solution.
func (q *lazy) covers(values []term.Term) bool {
	s := q.s
	return !q.each(func() bool {
		m := s.Mark()
		var agree func(i int) bool
		agree = func(i int) bool {
			if i == len(values) {
				return s.Reopened(m, func() bool { return !s.Consistent() })
			}
			return s.Unify(q.vars[i], values[i], func() bool { return agree(i + 1) })
		}
		return agree(0)
	})
}

// derivable asks the oracle: each chosen value from what is known, and the goal
// from that and the reply.
func (q *lazy) derivable(value func(term.Term) term.Term) bool {
	known := q.exprs(q.known)
	for _, v := range q.chosen {
		if !naive.Derivable(known, q.expr(value(v))) {
			return false
		}
	}
	known = append(known, q.expr(value(q.reply)))
	if q.later != 0 {
		known = append(known, q.expr(value(q.later)))
	}
	return naive.Derivable(known, q.expr(value(q.goal)))
}

func substitute(st *term.Store, t term.Term, at map[term.Term]term.Term) term.Term {
	if v := at[t]; v != 0 {
		return v
	}
	args := slices.Clone(st.Args(t))
	if len(args) == 0 {
		return t
	}
	for i := range args {
		args[i] = substitute(st, args[i], at)
	}
	return st.Make(st.Op(t), args...)
}

// Every solution, its open variables filled with values of the intruder's own, is
// one for the oracle; and every solution of the oracle over a small universe is an
// instance of one of the solver's. The replies hold composed keys, and keys that
// are the intruder's choice, so that learning them branches.
func TestLazy(t *testing.T) {
	for name, ops := range theories {
		t.Run(name, func(t *testing.T) {
			drawn, answered, cut, solved, branched := 0, 0, 0, 0, 0
			rapid.Check(t, func(t *rapid.T) {
				w := newWorld()
				q := &lazy{world: w, s: NewSolver(w.Store)}
				s := q.s
				s.Sums = slices.Contains(ops, term.Xor)
				s.patience = rapid.SampledFrom([]int{0, patience}).Draw(t, "patience")
				s.Reset(nil)
				q.known = []term.Term{w.named("i1"), w.named("i2"), w.named("i"), w.named("h")}
				secret := []term.Term{w.named("a"), w.named("b")}
				leaves := append(slices.Clone(secret), w.named("i1"))
				for range rapid.IntRange(0, 2).Draw(t, "messages") {
					q.known = append(q.known, w.draw(t, ops, leaves, 2))
				}
				// Sums that share summands, of which no single one is known, and ciphertexts
				// under a key that the intruder never has.
				dense := s.Sums && rapid.Bool().Draw(t, "dense")
				hidden := func(x term.Term) term.Term { return w.Make2(term.Scrypt, w.named("d"), x) }
				parts := append(slices.Clone(secret), w.named("c"), hidden(w.named("a")), hidden(w.named("b")), hidden(w.named("i1")))
				part := func() term.Term { return rapid.SampledFrom(parts).Draw(t, "part") }
				if dense {
					for range rapid.IntRange(0, 3).Draw(t, "count") {
						q.known = append(q.known, w.Sum(part(), part(), part()))
					}
				}
				// A value of the intruder's own that occurs nowhere else, for each type.
				own := map[term.Sort]term.Term{}
				variable := func() term.Term {
					sort := rapid.SampledFrom([]term.Sort{0, 0, term.Sort(term.Text)}).Draw(t, "sort")
					v := s.NewVar(unify.Info{Sort: sort, Birth: unify.Unborn})
					q.vars = append(q.vars, v)
					return v
				}
				for range rapid.IntRange(0, 2).Draw(t, "chosen") {
					q.chosen = append(q.chosen, variable())
				}
				q.reply = w.draw(t, ops, append(append(slices.Clone(q.chosen), q.chosen...), leaves...), 3)
				locked := rapid.Bool().Draw(t, "locked") && len(q.chosen) > 0
				if locked {
					// A key that he has only if he chooses well: what he knows, but for a
					// part that he chooses.
					body := w.Make2(term.Pair, w.named("a"), w.named("b"))
					lock := w.Make2(term.Scrypt, body, w.Make2(term.Pair, w.named("a"), w.named("c")))
					if rapid.Bool().Draw(t, "hashed") {
						lock = w.Make2(term.Apply, body, lock)
					}
					q.known = append(q.known, lock)
					if rapid.Bool().Draw(t, "parts") {
						q.known = append(q.known, w.named("a"), w.named("c"))
					}
					key := substitute(w.Store, lock, map[term.Term]term.Term{w.named(rapid.SampledFrom([]string{"a", "c"}).Draw(t, "part")): q.chosen[0]})
					content := w.Make2(term.Pair, w.named("d"), q.reply)
					q.reply = w.Make2(term.Scrypt, key, content)
				}
				if rapid.Bool().Draw(t, "later") {
					q.later = w.draw(t, ops, append(slices.Clone(q.chosen), leaves...), 2)
					if locked && rapid.Bool().Draw(t, "key") {
						q.later = w.Make2(term.Pair, q.later, w.named(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "part")))
					}
				}
				q.goal = w.draw(t, ops, append(append(slices.Clone(q.chosen), secret...), variable()), 2)
				if rapid.Bool().Draw(t, "related") {
					related := append(slices.Clone(q.known), q.reply)
					if q.later != 0 {
						related = append(related, q.later)
					}
					q.goal = w.subterm(t, ops, related)
				}
				if locked && rapid.Bool().Draw(t, "content") {
					q.goal = w.Make2(term.Pair, w.named("d"), q.goal)
				}
				if dense && rapid.IntRange(0, 3).Draw(t, "sums") > 0 {
					if len(q.chosen) > 0 {
						some := func() term.Term { return hidden(rapid.SampledFrom(q.chosen).Draw(t, "v")) }
						q.reply = w.Sum(part(), some(), rapid.SampledFrom([]term.Term{some(), part()}).Draw(t, "other"))
					}
					open := hidden(rapid.SampledFrom(append(slices.Clone(q.vars), w.named("a"))).Draw(t, "v"))
					q.goal = w.Sum(open, rapid.SampledFrom([]term.Term{w.Zero(), part(), rapid.SampledFrom(q.vars).Draw(t, "v")}).Draw(t, "rest"))
				}
				q.known = append(q.known, func() (out []term.Term) {
					for i := range q.vars { // what fills open variables
						w.atom("own"+string(rune('0'+i)), typeOf(s.Vars[i].Sort))
						own[term.Sort(i)] = w.atoms[len(w.atoms)-1]
						out = append(out, own[term.Sort(i)])
					}
					return out
				}()...)
				q.learnKnown()
				size := len(s.Vars)
				m := s.Mark()
				drawn++
				n := 0
				q.learn(func(uint16) bool { n++; return true })
				if n > 1 {
					branched++
				}
				n = 0
				q.each(func() bool {
					n++
					at := map[term.Term]term.Term{}
					for i := range s.Vars {
						if !s.IsBound(i) {
							sort := s.Vars[i].Sort
							for j := range q.vars {
								if v := own[term.Sort(j)]; at[s.Variable(i)] == 0 && (sort == 0 || s.SortOf(v) == sort) && !taken(at, v) {
									at[s.Variable(i)] = v
								}
							}
							if at[s.Variable(i)] == 0 {
								at[s.Variable(i)] = w.named("i2")
							}
						}
					}
					value := func(x term.Term) term.Term { return substitute(w.Store, s.Apply(x), at) }
					if !q.derivable(value) {
						t.Fatalf("known %v, replies %v, goal %v: the solver says %v, chosen %v, but the oracle does not", q.exprs(q.known), q.replies(), q.show(q.goal), w.expr(value(q.goal)), valuesOf(w, q.vars, value))
					}
					return n < 50
				})
				if n > 0 {
					answered++
				}
				if s.Changed(m) || len(s.Vars) != size || !slices.Equal(s.Items, q.items) || len(s.Diseqs) > 0 {
					t.Fatal("something is left of the solution")
				}
				if s.Cut {
					cut++
					return
				}
				universe := []term.Term{w.named("a"), w.named("b"), w.named("i1"), w.Make2(term.Pair, w.named("a"), w.named("i1")), w.Make2(term.Apply, w.named("h"), w.named("a"))}
				if slices.Contains(ops, term.Exp) { // powers that he raised himself among them
					universe = append(universe, w.Raise(w.named("a"), w.named("i1")), w.Raise(w.named("a"), w.named("b")),
						w.Raise(w.Raise(w.named("a"), w.named("b")), w.named("i1")))
				}
				if slices.Contains(ops, term.Xor) {
					universe = append(universe, w.Zero(), w.Sum(w.named("a"), w.named("b")), w.Sum(w.named("a"), w.named("i1")), w.Sum(w.named("a"), w.Make2(term.Apply, w.named("h"), w.named("b"))))
				}
				at := map[term.Term]term.Term{}
				value := func(x term.Term) term.Term { return substitute(w.Store, x, at) }
				var fill func(i int)
				fill = func(i int) {
					if i == len(q.vars) {
						if !q.derivable(value) {
							return
						}
						solved++
						var vs []term.Term
						for _, v := range q.vars {
							vs = append(vs, at[v])
						}
						if !q.covers(vs) && !s.Cut {
							t.Fatalf("known %v, replies %v, goal %v: the oracle's solution %v is no instance of any of %d", q.exprs(q.known), q.replies(), q.show(q.goal), q.exprs(vs), n)
						}
						return
					}
					for _, x := range universe {
						if sort := s.Vars[s.Index(q.vars[i])].Sort; sort == 0 || sort == s.SortOf(x) {
							at[q.vars[i]] = x
							fill(i + 1)
						}
					}
				}
				fill(0)
			})
			t.Logf("%d questions, %d with a solution, %d cut, %d ground solutions, %d replies that branch", drawn, answered, cut, solved, branched)
			if answered < drawn/8 || answered > drawn*7/8 || cut > drawn/4 || solved < drawn || branched < drawn/50 {
				t.Error("the test says little")
			}
		})
	}
}

func taken(at map[term.Term]term.Term, x term.Term) bool {
	for _, y := range at {
		if x == y {
			return true
		}
	}
	return false
}

func typeOf(sort term.Sort) *term.Type {
	if sort == 0 {
		return term.TAgent // any will do
	}
	return &term.Type{Kind: term.Kind(sort)}
}

// show writes a term with its variables, v0, v1 and so on.
func (q *lazy) show(t term.Term) string {
	at := map[term.Term]term.Term{}
	for i, v := range q.vars {
		name := "v" + string(rune('0'+i))
		q.atom(name, term.TText)
		at[v] = q.Const(name, 0)
	}
	return q.expr(substitute(q.Store, t, at)).String()
}

// replies shows what the intruder learns.
func (q *lazy) replies() []string {
	out := []string{q.show(q.reply)}
	if q.later != 0 {
		out = append(out, q.show(q.later))
	}
	return out
}

func valuesOf(w *world, vs []term.Term, value func(term.Term) term.Term) []string {
	var out []string
	for _, v := range vs {
		out = append(out, w.expr(value(v)).String())
	}
	return out
}
