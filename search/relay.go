package search

import (
	"slices"

	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// This file cuts instances that cannot contribute to a violation. An instance
// that only passes on what it receives, now or before, with what the intruder
// knows from the start, makes no fact and touches no set, does nothing that the
// intruder cannot do himself: take its steps out of a run to a violation, and he
// still derives every message of the rest, from the messages that the instance
// had from him. So no run needs it. What it can do is looked at aside, for the
// coverage.

// findRelays finds those instances, which root, the state at the start, must hold.
func (w *worker) findRelays(root *state) {
	w.relays = make([]bool, len(w.insts))
	if w.opt.Disable&Relevance != 0 || w.usesFacts {
		return
	}
	w.load(root)
	for ii := range w.insts {
		in := &w.insts[ii]
		p := passing{w, in, &w.roles[in.role], nil}
		w.relays[ii] = p.isRelay()
	}
}

// isRelay reports whether all that an instance sends is passed on.
func (p *passing) isRelay() bool {
	if len(p.trans) == 0 {
		return false
	}
	for ti := range p.trans {
		if t := &p.trans[ti]; len(t.emits)+len(t.adds)+len(t.deletes)+len(t.consumes)+len(t.absent) > 0 {
			return false
		}
	}
	p.findOpen()
	for ti := range p.trans {
		if slices.ContainsFunc(p.trans[ti].sends, func(e *pattern) bool { return !p.known(ti, e) }) {
			return false
		}
	}
	return true
}

// passing looks at what the intruder knows of an instance that he talks to.
type passing struct {
	w *worker
	*inst
	*role
	open []bool // slots that hold what he knows, whenever they hold anything
}

// findOpen finds the open slots: all of them, but those in which some step stores
// what is not known when the others are open. So in a run nothing else gets into
// them: the first time that something did, all values before were known.
func (p *passing) findOpen() {
	p.open = make([]bool, len(p.sorts))
	for s := range p.open {
		p.open[s] = true
	}
	for again := true; again; {
		again = false
		for ti := range p.trans {
			for _, u := range p.trans[ti].updates {
				if p.open[u.slot] && !p.known(ti, u.value) {
					p.open[u.slot], again = false, true
				}
			}
		}
	}
}

// known reports whether the intruder can make the value that e has in a
// transition: of what it receives, of constants that he knows or that the
// instance had from him before, and of what the open slots hold.
func (p *passing) known(ti int, e *pattern) bool {
	if p.receives(&p.trans[ti], e) {
		return true
	}
	switch e.op {
	case protocol.Const:
		if p.w.s.Derivable(e.t, 0) || p.preceded(ti, func(t *transition) bool { return p.receives(t, e) }) {
			return true
		}
		switch p.w.st.Op(e.t) {
		case term.Pair, term.Crypt, term.Scrypt, term.Apply:
			return p.known(ti, p.argument(e, 0)) && p.known(ti, p.argument(e, 1))
		}
	case protocol.Slot:
		stores := func(t *transition) bool { _, stored, _ := t.next(e.index); return stored }
		return p.open[e.index] && (p.w.s.Derivable(p.values[e.index], 0) || p.preceded(ti, stores))
	case protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply:
		return p.known(ti, e.args[0]) && p.known(ti, e.args[1])
	}
	return false
}

// receives reports whether a message that t receives shows e.
func (p *passing) receives(t *transition, e *pattern) bool {
	return slices.ContainsFunc(t.receives, func(m *pattern) bool { return p.shows(m, e) })
}

// shows reports whether e is m or a part that pairs make of it.
func (p *passing) shows(m, e *pattern) bool {
	switch {
	case m.equal(e):
		return true
	case m.op == protocol.Pair:
		return p.shows(m.args[0], e) || p.shows(m.args[1], e)
	case m.op == protocol.Const && p.w.st.Op(m.t) == term.Pair:
		return p.shows(p.argument(m, 0), e) || p.shows(p.argument(m, 1), e)
	}
	return false
}

// argument returns an argument of a constant message.
func (p *passing) argument(m *pattern, i int) *pattern {
	return &pattern{op: protocol.Const, t: p.w.st.Arg(m.t, i)}
}

// preceded reports whether the instance takes a step of which does holds before
// it first takes step ti, as far as the control slots tell.
func (p *passing) preceded(ti int, does func(*transition) bool) bool {
	var todo []int
	for ui := range p.trans {
		if !slices.ContainsFunc(p.trans[ui].control, func(c control) bool { return p.values[c.slot] != c.value }) {
			todo = append(todo, ui)
		}
	}
	for seen := make([]bool, len(p.trans)); len(todo) > 0; {
		ui := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch {
		case ui == ti:
			return false
		case seen[ui] || does(&p.trans[ui]):
			continue
		}
		seen[ui] = true
		for vi := range p.trans {
			if follows(&p.trans[ui], &p.trans[vi]) {
				todo = append(todo, vi)
			}
		}
	}
	return true
}

func (e *pattern) equal(f *pattern) bool {
	return e.op == f.op && e.t == f.t && e.index == f.index && slices.EqualFunc(e.args, f.args, (*pattern).equal)
}

// watchRelays counts what the instances that were cut could do in st, as long as
// levels before have not shown that they can take all their steps. The more the
// intruder knows the more they can do, so that looking at every state misses
// nothing; and where he knows no more than in the state before, and sets are what
// they were, what they can do they could do there.
func (w *worker) watchRelays(st *state) {
	if !st.stirred {
		return
	}
	for ii, cut := range w.relays {
		if !cut || w.insts[ii].frozen || !w.mayTakeMore(st, ii) {
			continue
		}
		const most = 1000 // states of one instance: steps in any order are many
		for todo, n := []*state{st}, 0; len(todo) > 0; n++ {
			if n == most {
				w.cut = true
				break
			}
			at := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			for ti := range w.roles[w.insts[ii].role].trans {
				if w.enabled(at, ii, ti) {
					w.fire(at, ii, ti, true, at.prefix, at.prefix, func(c *state) {
						w.count(ii, ti)
						if !c.idle(at) {
							todo = append(todo, c)
						}
					})
				}
			}
		}
	}
}

// mayTakeMore reports whether an instance that was cut may take a step in st that
// levels before have not shown it to take. What its steps store counts as
// anything: most steps that are never taken wait for what nobody ever makes.
func (w *worker) mayTakeMore(st *state, ii int) bool {
	in := &w.insts[ii]
	r := &w.roles[in.role]
	for ti := range r.trans {
		if w.taken[in.first+ti] {
			continue
		}
		w.load(st)
		t := &r.trans[ti]
		w.vars = w.vars[:0]
		for _, v := range t.vars {
			w.vars = append(w.vars, w.s.NewVar(unify.Info{Sort: v.sort, Birth: unify.Unborn}))
		}
		slots := slices.Clone(in.values)
		for s := range slots {
			if r.stores(s) {
				slots[s] = w.s.NewVar(unify.Info{Birth: unify.Unborn})
			}
		}
		var goals []intruder.Constraint
		for _, m := range t.receives {
			goals = append(goals, intruder.Constraint{T: w.eval(m, slots), P: st.prefix})
		}
		cut := w.s.Cut
		may := !w.s.Solve(goals, func() bool { return false }) || w.s.Cut && !cut
		if w.s.Cut = cut; may {
			return true
		}
	}
	return false
}

// stores reports whether some step stores a value in a slot.
func (r *role) stores(slot int) bool {
	return slices.ContainsFunc(r.trans, func(t transition) bool { _, stored, _ := t.next(slot); return stored })
}

// sawRelays notes, between two levels, the steps that the instances that were cut
// have been seen to take.
func (e *explorer) sawRelays() {
	for ii, cut := range e.relays {
		for ti := range e.roles[e.insts[ii].role].trans {
			if at := e.insts[ii].first + ti; cut && !e.taken[at] {
				e.taken[at] = slices.ContainsFunc(e.workers, func(w *worker) bool { return w.fired[ii][ti] > 0 })
			}
		}
	}
}
