package intruder

import (
	"slices"

	"hornet/term"
	"hornet/term/unify"
)

// Learn adds messages to the knowledge at prefix q and analyses it to a
// fixpoint. Where opening an item depends on the values of variables it branches:
// once for every way to open it, and once for none of them, with the negation of
// each added to the disequalities. It calls k in each branch, with Items the
// knowledge of that branch, until k returns false, and restores Items and Diseqs.
func (s *Solver) Learn(msgs []term.Term, q uint16, k func() bool) bool {
	if len(msgs) == 0 && !slices.ContainsFunc(s.Items, func(it Item) bool { return it.State == Shut }) {
		return k() // no binding opens anything either
	}
	items, diseqs := s.Items, s.Diseqs
	s.Items = append(make([]Item, 0, len(items)+2*len(msgs)), items...)
	goOn := s.learn(append([]term.Term(nil), msgs...), 0, q, k)
	s.Items, s.Diseqs = items, diseqs
	return goOn
}

// learn adds msgs, opens what can be opened without binding anything, and then
// branches on the shut items from position at on. It owns s.Items.
func (s *Solver) learn(msgs []term.Term, at int, q uint16, k func() bool) bool {
	for {
		for len(msgs) > 0 {
			t := s.Head(msgs[len(msgs)-1])
			msgs = msgs[:len(msgs)-1]
			if s.add(t, q, &msgs) {
				at = 0 // new knowledge may open what was shut
			}
		}
		for i := 0; i < len(s.Items) && len(msgs) == 0; i++ {
			if s.Items[i].State == Shut {
				s.open(i, q, &msgs)
			}
		}
		if len(msgs) > 0 {
			continue
		}
		for ; at < len(s.Items); at++ {
			if s.Items[at].State == Shut {
				if goOn, branched := s.branch(at, q, k); branched {
					return goOn
				}
			}
		}
		s.closeItems(q)
		return k()
	}
}

// add stores t, which it splits into msgs when it is a pair, and reports whether
// it is news.
func (s *Solver) add(t term.Term, q uint16, msgs *[]term.Term) bool {
	op := s.Op(t)
	if op == term.Pair {
		*msgs = append(*msgs, s.Arg(t, 1), s.Arg(t, 0))
		return false
	}
	if s.idle(t, op, q) {
		return false
	}
	st := Plain
	switch op {
	case term.Crypt, term.Scrypt, term.Exp, term.Xor:
		st = Shut
	}
	it := Item{From: q, Until: Forever, State: st}
	s.SetTerm(&it, s.Apply(t))
	s.Items = append(s.Items, it)
	return true
}

// idle reports whether t as an item of its own would give the intruder nothing:
// it is one, or he makes it of its parts. What he can derive only by adding up
// sums is not idle: a ciphertext that a sum sets free is to be opened.
func (s *Solver) idle(t term.Term, op term.Op, q uint16) bool {
	switch op {
	case term.Var, term.Xor:
		return s.Derivable(t, q)
	case term.Pair:
		return s.idleArg(t, 0, q) && s.idleArg(t, 1, q)
	}
	return s.analysing(s.exclude, func() bool { return s.derivableAlone(t, op, q) })
}

// analysing asks what analysis asks: without the item exclude, and without
// dividing others, which the analysis does itself.
func (s *Solver) analysing(exclude term.Term, ask func() bool) bool {
	e, d := s.exclude, s.dividing
	s.exclude, s.dividing = exclude, analysis
	ok := ask()
	s.exclude, s.dividing = e, d
	return ok
}

func (s *Solver) idleArg(t term.Term, i int, q uint16) bool {
	a := s.Head(s.Arg(t, i))
	return s.idle(a, s.Op(a), q)
}

// part is something that a shut item gives up: content becomes known once key is
// derivable.
type part struct{ key, content term.Term }

// parts lists what a shut item may give up.
func (s *Solver) parts(t term.Term) []part {
	t = s.Head(t)
	switch s.Op(t) {
	case term.Crypt:
		return []part{{s.Inverse(s.Head(s.Arg(t, 0))), s.Arg(t, 1)}}
	case term.Scrypt:
		return []part{{s.Arg(t, 0), s.Arg(t, 1)}}
	case term.Exp:
		return s.expParts(t)
	case term.Xor:
		return s.sumParts(t)
	}
	return nil
}

// open takes from item i what it gives up without binding anything.
func (s *Solver) open(i int, q uint16, msgs *[]term.Term) {
	t := s.Items[i].T
	op := s.Op(t)
	cipher := op == term.Crypt || op == term.Scrypt
	s.Cut = s.Cut || op == term.Exp && s.mayHide(t, q)
	for _, p := range s.parts(t) {
		if !cipher && s.idle(s.Head(p.content), s.Op(s.Head(p.content)), q) {
			continue
		}
		if !s.analysing(s.guard(t), func() bool { return s.Derivable(p.key, q) }) {
			continue
		}
		*msgs = append(*msgs, p.content)
		if cipher {
			s.Items[i].State = Opened
		}
	}
}

// guard returns the item that the derivation of its own key must not use: a sum
// or a power, whose key would otherwise be the item itself. A ciphertext cannot
// occur in the derivation of its key.
func (s *Solver) guard(t term.Term) term.Term {
	if op := s.Op(t); op == term.Exp || op == term.Xor {
		return t
	}
	return 0
}

// branch looks for ways to open item i that bind variables. When there are some
// it explores all of them, and the rest, and reports so.
func (s *Solver) branch(i int, q uint16, k func() bool) (goOn, branched bool) {
	items := s.Items
	t := items[i].T
	op := s.Op(t)
	cipher := op == term.Crypt || op == term.Scrypt
	var sigmas []sigma
	for _, p := range s.parts(t) {
		if s.Ground(p.key) && !s.anyOpen() || !cipher && s.atomic(p.content) || cipher && items[i].From < q && !s.stirs(p.key, q) ||
			s.idle(s.Head(p.content), s.Op(s.Head(p.content)), q) {
			continue
		}
		m := s.Mark()
		s.exclude = s.guard(t)
		goOn = s.Solve([]Constraint{{T: p.key, P: q}}, func() bool {
			exclude := s.exclude
			s.exclude = 0
			defer func() { s.exclude = exclude }()
			diseqs := s.Diseqs
			r := true
			if s.Consistent() {
				sigmas = append(sigmas, s.sigma(m, q))
				s.Items = append(make([]Item, 0, len(items)+4), items...)
				if cipher {
					s.Items[i].State = Opened
				}
				r = s.learn([]term.Term{p.content}, 0, q, k)
			}
			s.Items, s.Diseqs = items, diseqs
			return r
		})
		s.exclude = 0
		if !goOn {
			return false, true
		}
	}
	if len(sigmas) == 0 {
		return true, false
	}
	diseqs := s.Diseqs
	m := s.Mark()
	goOn = true
	for _, d := range sigmas {
		s.AddDiseq(s.negation(d))
	}
	if s.Consistent() {
		goOn = s.learn(nil, i+1, q, k)
	}
	s.Diseqs = diseqs
	s.Undo(m)
	return goOn, true
}

// stirs reports whether what was learnt at q may help to derive a key that was
// looked for at an earlier prefix, whose solutions were excluded then. Without sums
// it helps where it may equal a part of the key: values of variables are older.
func (s *Solver) stirs(key term.Term, q uint16) bool {
	if s.Sums {
		return true
	}
	key = s.Head(key)
	op := s.Op(key)
	for i := len(s.Items) - 1; i >= 0; i-- {
		if it := &s.Items[i]; it.From == q && (op == term.Exp && it.op == term.Exp || s.mayMeet(op, key, it.op) && s.mayEqual(key, it.T)) {
			return true
		}
	}
	if op == term.Var || op == term.Inv {
		return false
	}
	return slices.ContainsFunc(s.Args(key), func(a term.Term) bool { return s.stirs(a, q) })
}

// atomic reports whether knowing t itself, beside being able to derive it, gives
// the intruder nothing more.
func (s *Solver) atomic(t term.Term) bool {
	switch s.Op(s.Head(t)) {
	case term.Pair, term.Crypt, term.Scrypt, term.Exp:
		return false
	}
	return true
}

// anyOpen reports whether an item holds a variable: a ground goal can then still
// bind something.
func (s *Solver) anyOpen() bool {
	for i := range s.Items {
		if s.Items[i].open {
			return true
		}
	}
	return false
}

// sigma is a solution: bindings of variables that existed before it, over
// further variables numbered from old on.
type sigma struct {
	pairs Diseq
	old   int
	made  []unify.Info
}

// sigma returns the bindings since m of the variables that existed then, a solution
// at prefix q.
func (s *Solver) sigma(m unify.Mark, q uint16) sigma {
	g := sigma{old: m.Size()}
	names := map[int]int{}
	s.Bound(m, func(v int, t term.Term) {
		if v < g.old {
			t = s.rename(s.Apply(t), g.old, func(w int) term.Term {
				n, ok := names[w]
				if !ok {
					n = g.old + len(names)
					names[w] = n
					info := unify.Info{Sort: s.Vars[w].Sort, Birth: unify.Unborn, Univ: true}
					if s.Vars[w].Product { // of what he can derive
						info.Product, info.Birth = true, q
					}
					g.made = append(g.made, info)
				}
				return s.Variable(n)
			})
			g.pairs = append(g.pairs, [2]term.Term{s.Variable(v), t})
		}
	})
	return g
}

// negation returns the disequality that excludes a solution: the variables that
// it made are universal.
func (s *Solver) negation(g sigma) Diseq {
	if len(g.made) == 0 {
		return g.pairs
	}
	vars := make([]term.Term, len(g.made))
	for i, info := range g.made {
		vars[i] = s.NewVar(info)
	}
	d := make(Diseq, len(g.pairs))
	for i, p := range g.pairs {
		d[i] = [2]term.Term{p[0], s.rename(p[1], g.old, func(w int) term.Term { return vars[w-g.old] })}
	}
	return d
}

// rename replaces the variables in t with index at least n.
func (s *Solver) rename(t term.Term, n int, f func(v int) term.Term) term.Term {
	if s.Ground(t) {
		return t
	}
	if s.Op(t) == term.Var {
		if v := s.Index(t); v >= n {
			return f(v)
		}
		return t
	}
	args := append([]term.Term(nil), s.Args(t)...)
	for i := range args {
		args[i] = s.rename(args[i], n, f)
	}
	return s.Make(s.Op(t), args...)
}

// closeItems ends the interval of every item that can be composed from smaller
// ones: a power from a power with fewer exponents, a sum from its summands. That
// a summand could be had from the sum does not close it; each would otherwise
// close the other.
func (s *Solver) closeItems(q uint16) {
	for i := range s.Items {
		it := &s.Items[i]
		if it.Until != Forever {
			continue
		}
		t := s.Head(it.T)
		switch s.Op(t) {
		case term.Crypt, term.Scrypt, term.Apply:
			if s.Derivable(s.Arg(t, 0), q) && s.Derivable(s.Arg(t, 1), q) {
				it.Until = q
			}
		case term.Exp:
			if s.analysing(it.T, func() bool { return s.derivableExp(t, q) }) {
				it.Until = q
			}
		case term.Xor:
			if len(s.summands(t, q)) == 0 {
				it.Until = q
			}
		}
	}
}
