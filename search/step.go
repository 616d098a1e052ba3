package search

import (
	"math"
	"slices"

	"hornet/goals"
	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// enabled reports whether a transition may fire as far as its guards on control
// slots, the order of identical instances and the bound on loops tell.
func (w *worker) enabled(st *state, ii, ti int) bool {
	in := &w.insts[ii]
	if in.frozen {
		return false
	}
	t := &w.roles[in.role].trans[ti]
	for _, c := range t.control {
		if v := st.slots[in.base+c.slot]; v != c.value && w.st.Ground(v) {
			return false
		}
	}
	return !w.saturatedStep(ii, ti) && (w.along == nil || !w.along[in.first+ti] || int(st.node.along) < w.mostAlong)
}

// all stands for every branch.
const all = -1

// firing is a transition being fired.
type firing struct {
	st     *state
	ii, ti int
	t      *transition
	slots  []term.Term
	eager  bool
	q      uint16 // the prefix at which its output becomes known
	p0     uint16 // the prefix before its macro-step
	branch int32
	only   int32 // the branch that is wanted, or all
	emit   func(*state)

	receives []term.Term
	goals    []intruder.Constraint
	facts    []goals.Fact // without the consumed ones
	accs     []access
	dfrom    *dfrom
	sends    []term.Term
	sets     []goals.Member
	learns   []term.Term // of what is sent: all, when some of it is news
	news     uint16      // the prefix at which it becomes known
}

// fire calls emit with each successor of st by transition ti of instance ii. An
// eager step belongs to the step before it: its output becomes known at prefix
// q, and it leaves no history.
func (w *worker) fire(st *state, ii, ti int, eager bool, p0, q uint16, emit func(*state)) {
	w.fireBranch(st, ii, ti, eager, p0, q, all, emit)
}

// refire returns the successor of st that n stands for, nil if there is none.
func (w *worker) refire(st *state, n *node, p0, q uint16) (next *state) {
	w.fireBranch(st, int(n.inst), int(n.trans), n.eager, p0, q, n.branch, func(c *state) { next = c })
	return next
}

func (w *worker) fireBranch(st *state, ii, ti int, eager bool, p0, q uint16, only int32, emit func(*state)) {
	in := &w.insts[ii]
	f := &w.firing
	*f = firing{st: st, ii: ii, ti: ti, t: &w.roles[in.role].trans[ti], eager: eager, p0: p0, q: q, only: only, emit: emit,
		slots: st.slots[in.base : in.base+len(in.values)], facts: st.facts, receives: f.receives[:0], goals: f.goals[:0]}
	if st.fired != nil && int(st.fired[in.first+ti]) >= loopBound {
		w.loop = true
		return
	}
	w.load(st)
	s := w.s
	w.vars = w.vars[:0]
	for _, v := range f.t.vars {
		var x term.Term
		switch v.kind {
		case protocol.New:
			x = w.st.FreshValue(v.symbol, ii, int(st.places[ii].moves))
		default:
			x = s.NewVar(unify.Info{Sort: v.sort, Birth: unify.Unborn, Univ: v.kind == protocol.Universal, Flow: v.flow})
		}
		w.vars = append(w.vars, x)
	}
	w.slotTypes(f, 0)
}

// slotTypes goes on with the equations where the stored values have the basic
// types of their slots. A sum with variables may be an atom for some of their
// values.
func (w *worker) slotTypes(f *firing, i int) bool {
	s := w.s
	for ; i < len(f.t.suspect); i++ {
		slot := f.t.suspect[i]
		sort := w.roles[w.insts[f.ii].role].sorts[slot]
		if v := s.Head(f.slots[slot]); w.st.Op(v) == term.Xor && !w.st.Ground(v) {
			m := s.Mark()
			atom := s.NewVar(unify.Info{Sort: sort, Birth: unify.Unborn})
			return s.Unify(v, atom, func() bool {
				return s.Reopened(m, func() bool { return w.slotTypes(f, i+1) })
			})
		}
		if !s.Narrow(f.slots[slot], sort) {
			return true
		}
	}
	return w.equations(f, 0)
}

// equations solves the equalities of the left side, then goes on with the
// memberships.
func (w *worker) equations(f *firing, i int) bool {
	var a, b term.Term
	for ; ; i++ { // what holds as it stands, most guards on control slots
		if i == len(f.t.eq) {
			return w.memberships(f, 0)
		}
		if a, b = w.eval(f.t.eq[i].a, f.slots), w.eval(f.t.eq[i].b, f.slots); a != b {
			break
		}
	}
	m := w.s.Mark()
	return w.s.Unify(a, b, func() bool {
		return w.s.Reopened(m, func() bool { return w.equations(f, i+1) })
	})
}

// memberships branches over the elements that can meet each membership.
func (w *worker) memberships(f *firing, i int) bool {
	if i == len(f.t.in) {
		return w.consume(f, 0)
	}
	elem, set := w.eval(f.t.in[i].a, f.slots), w.eval(f.t.in[i].b, f.slots)
	n := len(f.accs)
	for _, mem := range f.st.sets {
		if w.differ(set, mem.Set) || w.differ(elem, mem.Elem) {
			continue
		}
		m := w.s.Mark()
		f.accs = append(f.accs[:n], access{mem.Set, mem.Elem, reads})
		w.s.Unify(set, mem.Set, func() bool {
			return w.s.Unify(elem, mem.Elem, func() bool {
				return w.s.Reopened(m, func() bool { return w.memberships(f, i+1) })
			})
		})
	}
	f.accs = f.accs[:n]
	return true
}

// differ reports whether no values of variables make a and b equal, as a glance
// tells.
func (w *worker) differ(a, b term.Term) bool { return a != b && w.st.Ground(a) && w.st.Ground(b) }

// consume branches over the facts that each consumed fact can be. One fact may be
// several of them: facts are a set.
func (w *worker) consume(f *firing, i int) bool {
	if i == len(f.t.consumes) {
		return w.receive(f)
	}
	want := w.fact(&f.t.consumes[i], f.slots)
	facts := f.facts
	for j, have := range f.st.facts {
		same := func(g goals.Fact) bool { return have.A == g.A && have.B == g.B && have.M == g.M && f.mayBe(want, g) }
		if !f.mayBe(want, have) || slices.ContainsFunc(f.st.facts[:j], same) {
			continue
		}
		m := w.s.Mark()
		w.unifyFacts(want, have, func() bool {
			return w.s.Reopened(m, func() bool {
				f.facts = facts
				return w.forget(f, want, 0, func() bool { return w.consume(f, i+1) })
			})
		})
	}
	f.facts = facts
	return true
}

// mayBe reports whether g can be the fact want as far as its kind tells. A
// request is its instance's own.
func (f *firing) mayBe(want, g goals.Fact) bool {
	own := g.Kind != protocol.Request && g.Kind != protocol.WRequest || int(g.Inst) == f.ii
	return g.Kind == want.Kind && g.ID == want.ID && own
}

// forget takes all facts that are want, from position i on, out of f.facts, and
// goes on with k.
func (w *worker) forget(f *firing, want goals.Fact, i int, k func() bool) bool {
	s, facts := w.s, f.facts
	for ; i < len(facts); i++ {
		have := facts[i]
		d := intruder.Diseq{{want.M, have.M}}
		if want.A != 0 {
			d = append(d, [2]term.Term{want.A, have.A})
		}
		if want.B != 0 {
			d = append(d, [2]term.Term{want.B, have.B})
		}
		if !f.mayBe(want, have) || slices.ContainsFunc(d, func(e [2]term.Term) bool { return !s.Unifiable(e[0], e[1]) }) {
			continue
		}
		left := append(append([]goals.Fact(nil), facts[:i]...), facts[i+1:]...)
		if !slices.ContainsFunc(d, func(e [2]term.Term) bool { return !s.Same(e[0], e[1]) }) {
			f.facts = left
			return w.forget(f, want, i, k)
		}
		// It may be the fact: once with the equation, once without.
		m, diseqs := s.Mark(), s.Diseqs
		w.unifyFacts(want, have, func() bool {
			return s.Reopened(m, func() bool {
				if d := s.Diseqs; s.Consistent() {
					f.facts = left
					w.forget(f, want, i, k)
					s.Diseqs = d
				}
				return true
			})
		})
		s.AddDiseq(d)
		goOn := true
		if s.Consistent() {
			f.facts = facts
			goOn = w.forget(f, want, i+1, k)
		}
		s.Diseqs = diseqs
		return goOn
	}
	f.facts = facts
	return k()
}

func (w *worker) unifyFacts(a, b goals.Fact, k func() bool) bool {
	s := w.s
	return s.Unify(a.M, b.M, func() bool {
		if a.A == 0 {
			return k()
		}
		return s.Unify(a.A, b.A, func() bool {
			if a.B == 0 {
				return k()
			}
			return s.Unify(a.B, b.B, k)
		})
	})
}

// fact instantiates the pattern of a fact.
func (w *worker) fact(p *factPattern, slots []term.Term) goals.Fact {
	var buf [8]term.Term
	args := buf[:0]
	for _, a := range p.args {
		args = append(args, w.eval(a, slots))
	}
	return p.build(w.st, args)
}

// receive adds the negative conditions and solves the constraints of the
// received messages.
func (w *worker) receive(f *firing) bool {
	s := w.s
	diseqs, accs := s.Diseqs, f.accs
	defer func() { s.Diseqs, f.accs = diseqs, accs }()
	if !w.negative(f) {
		return true
	}
	f.receives = f.receives[:0]
	f.goals = f.goals[:0]
	for _, r := range f.t.receives {
		m := w.eval(r, f.slots)
		f.receives = append(f.receives, m)
		f.goals = append(f.goals, intruder.Constraint{T: m, P: f.st.prefix})
	}
	if w.divide || w.sums {
		w.chooseVanished(f)
	}
	return s.Solve(f.goals, w.onReceived)
}

// chooseVanished leaves to the intruder what variables stand for that the step
// receives, but that cancel in what it receives.
func (w *worker) chooseVanished(f *firing) {
	for i, v := range f.t.vars {
		x := w.s.Head(w.vars[i])
		if v.kind == protocol.Bound && w.st.Op(x) == term.Var && w.s.Vars[w.st.Index(x)].Birth == unify.Unborn &&
			!slices.ContainsFunc(f.receives, func(m term.Term) bool { return w.holds(w.s.Apply(m), x) }) {
			w.s.SetBirth(w.st.Index(x), f.st.prefix)
		}
	}
}

// holds reports whether x occurs in t.
func (w *worker) holds(t, x term.Term) bool {
	return t == x || slices.ContainsFunc(w.st.Args(t), func(a term.Term) bool { return w.holds(a, x) })
}

// received goes on under one solution of the left side.
func (w *worker) received() bool {
	f, d := &w.firing, w.s.Diseqs
	if w.s.Consistent() && !w.killed(f.st.dfroms) && w.ordered(f) {
		w.effects(f)
	}
	w.s.Diseqs = d
	return f.only == all || f.branch <= f.only
}

// negative adds the disequalities of the left side. It reports false when a
// comparison of naturals fails.
func (w *worker) negative(f *firing) bool {
	s := w.s
	for _, e := range f.t.notEq {
		s.AddDiseq(intruder.Diseq{{w.eval(e.a, f.slots), w.eval(e.b, f.slots)}})
	}
	for _, e := range f.t.notIn {
		elem, set := w.eval(e.a, f.slots), w.eval(e.b, f.slots)
		f.accs = append(f.accs, access{set, elem, misses})
		for _, m := range f.st.sets {
			if set == m.Set && w.s.Ground(set) {
				s.AddDiseq(intruder.Diseq{{elem, m.Elem}})
			} else if !w.s.Ground(set) || !w.s.Ground(m.Set) {
				s.AddDiseq(intruder.Diseq{{set, m.Set}, {elem, m.Elem}})
			}
		}
	}
	for i := range f.t.absent {
		a := w.fact(&f.t.absent[i], f.slots)
		for _, b := range f.st.facts {
			if a.Kind == b.Kind && a.ID == b.ID {
				d := intruder.Diseq{{a.M, b.M}}
				if a.A != 0 {
					d = append(d, [2]term.Term{a.A, b.A})
				}
				if a.B != 0 {
					d = append(d, [2]term.Term{a.B, b.B})
				}
				s.AddDiseq(d)
			}
		}
	}
	for _, e := range f.t.less {
		if c, ok := w.compareNaturals(e, f.slots); !ok || c > 0 {
			return false
		}
	}
	for _, e := range f.t.notLess {
		if c, ok := w.compareNaturals(e, f.slots); !ok || c <= 0 {
			return false
		}
	}
	return s.Consistent()
}

// compareNaturals compares two natural numbers of any length; ok is false when a
// side is no number.
func (w *worker) compareNaturals(e pattern2, slots []term.Term) (c int, ok bool) {
	a, oka := w.natural(w.eval(e.a, slots))
	b, okb := w.natural(w.eval(e.b, slots))
	switch {
	case !oka || !okb:
		return 0, false
	case len(a) != len(b):
		return len(a) - len(b), true
	case a < b:
		return -1, true
	case a > b:
		return 1, true
	}
	return 0, true
}

func (w *worker) natural(t term.Term) (string, bool) {
	t = w.s.Head(t)
	if w.st.Op(t) != term.Atom || w.st.SortOf(t) != term.Sort(term.Nat) {
		return "", false
	}
	d := w.st.Symbol(t).Name
	for len(d) > 1 && d[0] == '0' {
		d = d[1:]
	}
	return d, d != "" && d[0] >= '0' && d[0] <= '9'
}

// effects carries out the right side.
func (w *worker) effects(f *firing) {
	f.sends = make([]term.Term, 0, len(f.t.sends))
	for _, e := range f.t.sends {
		f.sends = append(f.sends, w.s.Apply(w.eval(e, f.slots)))
	}
	w.changeSets(f, 0, f.st.sets[:len(f.st.sets):len(f.st.sets)], w.onChanged)
}

// changed goes on when the sets have changed.
func (w *worker) changed(sets []goals.Member) {
	f := &w.firing
	f.sets = sets
	f.learns, f.news = w.news(f.sends, f)
	w.s.Learn(f.learns, f.news, w.onLearnt)
}

// learnt makes the state after the step, when the intruder has learnt what was
// sent.
func (w *worker) learnt() bool {
	f := &w.firing
	st, in := f.st, &w.insts[f.ii]
	if !w.s.Consistent() || w.killed(st.dfroms) {
		return true
	}
	if f.only != all && f.branch != f.only {
		f.branch++
		return f.branch <= f.only
	}
	child := &state{slots: w.update(f), facts: w.emitted(f), sets: f.sets, prefix: max(st.prefix, f.news), dfroms: st.dfroms, hist: st.hist, accs: st.accs}
	if len(f.learns) == 0 {
		child.prefix = st.prefix
	}
	child.stirred = len(f.learns)+len(f.t.adds)+len(f.t.deletes) > 0 || f.eager && st.stirred
	child.places = slices.Clone(st.places)
	child.places[f.ii] = place{int16(f.ti), uint8(min(int(st.places[f.ii].moves)+1, math.MaxUint8))}
	if st.fired != nil {
		child.fired = append([]uint8(nil), st.fired...)
		child.fired[in.first+f.ti]++
	}
	if !f.eager {
		w.remember(child, f)
	}
	if w.track {
		child.track = w.tracked(f, f.sends)
	}
	child.node = &node{parent: st.node, inst: int16(f.ii), trans: int16(f.ti), branch: f.branch, depth: st.node.depth + 1, along: st.node.along, eager: f.eager}
	if w.along != nil && w.along[in.first+f.ti] {
		child.node.along++
	}
	f.branch++
	w.freeze(child, st, len(f.learns) > 0)
	f.emit(child)
	return f.only == all
}

// update returns the slots after a step, under the bindings.
func (w *worker) update(f *firing) []term.Term {
	in := &w.insts[f.ii]
	slots := make([]term.Term, len(f.st.slots))
	for i, t := range f.st.slots {
		slots[i] = w.s.Apply(t)
	}
	for _, u := range f.t.updates {
		slots[in.base+u.slot] = w.s.Apply(w.eval(u.value, f.slots))
	}
	for _, d := range f.t.dead {
		slots[in.base+d] = in.values[d]
	}
	return slots
}

// emitted returns the facts after a step, under the bindings.
func (w *worker) emitted(f *firing) []goals.Fact {
	facts := w.applyFacts(f.facts)
	facts = facts[:len(facts):len(facts)]
	for i := range f.t.emits {
		x := w.applyFact(w.fact(&f.t.emits[i], f.slots))
		x.Inst, x.Step, x.Emit = int16(f.ii), f.st.node.depth, int16(i)
		facts = append(facts, x)
	}
	return facts
}

// news returns what of the sent messages the intruder cannot derive yet, and the
// prefix at which he learns it: the prefix does not grow by messages that give
// him nothing.
func (w *worker) news(sends []term.Term, f *firing) ([]term.Term, uint16) {
	for _, t := range sends {
		if !w.s.Derivable(t, f.st.prefix) {
			return sends, f.q
		}
	}
	return nil, f.st.prefix
}

// changeSets removes and adds elements, branching where it depends on variables
// whether an element to be removed is there.
func (w *worker) changeSets(f *firing, i int, sets []goals.Member, k func([]goals.Member)) {
	if i < len(f.t.deletes) {
		elem, set := w.eval(f.t.deletes[i].a, f.slots), w.eval(f.t.deletes[i].b, f.slots)
		w.remove(elem, set, sets, 0, func(left []goals.Member) { w.changeSets(f, i+1, left, k) })
		return
	}
	for _, e := range f.t.adds {
		m := goals.Member{Set: w.s.Apply(w.eval(e.b, f.slots)), Elem: w.s.Apply(w.eval(e.a, f.slots))}
		there := false
		for _, o := range sets {
			there = there || w.s.Same(o.Set, m.Set) && w.s.Same(o.Elem, m.Elem)
		}
		if !there {
			sets = append(sets[:len(sets):len(sets)], m)
		}
	}
	k(sets)
}

// remove calls k with sets without elem of set, from position i on.
func (w *worker) remove(elem, set term.Term, sets []goals.Member, i int, k func([]goals.Member)) {
	s := w.s
	for ; i < len(sets); i++ {
		m := sets[i]
		if s.Same(m.Set, set) && s.Same(m.Elem, elem) {
			left := append(append([]goals.Member(nil), sets[:i]...), sets[i+1:]...)
			w.remove(elem, set, left, i, k)
			return
		}
		if s.Ground(set) && s.Ground(m.Set) {
			if set != m.Set || !s.Unifiable(elem, m.Elem) {
				continue
			}
		} else if !s.Unifiable(set, m.Set) {
			continue
		}
		// It may be the element: once with the equation, once without.
		mk := s.Mark()
		s.Unify(set, m.Set, func() bool {
			return s.Unify(elem, m.Elem, func() bool {
				return s.Reopened(mk, func() bool {
					if d := s.Diseqs; s.Consistent() {
						w.remove(elem, set, append(append([]goals.Member(nil), sets[:i]...), sets[i+1:]...), i, k)
						s.Diseqs = d
					}
					return true
				})
			})
		})
		d := s.Diseqs
		s.AddDiseq(intruder.Diseq{{set, m.Set}, {elem, m.Elem}})
		if s.Consistent() {
			w.remove(elem, set, sets, i+1, k)
		}
		s.Diseqs = d
		return
	}
	k(sets)
}

// tracked appends the messages of this step to those of the run.
func (w *worker) tracked(f *firing, sends []term.Term) []term.Term {
	out := append([]term.Term(nil), f.st.track...)
	out = append(out, w.vars[:len(f.t.vars)]...)
	out = append(out, f.receives...)
	return append(out, sends...)
}
