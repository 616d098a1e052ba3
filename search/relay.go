package search

import (
	"slices"

	"hornet/intruder"
	"hornet/protocol"
	"hornet/term/unify"
)

// This file cuts instances that cannot contribute to a violation. An instance
// that only passes on what it receives, with what the intruder knows from the
// start, makes no fact and touches no set, does nothing that the intruder cannot
// do himself: take its steps out of a run to a violation, and he still derives
// every message of the rest, from the message that the instance had from him.
// So no run needs it. What it can do is looked at aside, for the coverage.

// findRelays finds those instances, which root, the state at the start, must hold.
func (w *worker) findRelays(root *state) {
	w.relays = make([]bool, len(w.insts))
	if w.opt.Disable&Relevance != 0 || w.usesFacts {
		return
	}
	w.load(root)
	for ii := range w.insts {
		in := &w.insts[ii]
		r := &w.roles[in.role]
		w.relays[ii] = len(r.trans) > 0 && !slices.ContainsFunc(r.trans, func(t transition) bool { return !w.passesOn(in, r, &t) })
	}
}

// passesOn reports whether a transition of an instance sends nothing that the
// intruder could not make of what it receives.
func (w *worker) passesOn(in *inst, r *role, t *transition) bool {
	if len(t.emits)+len(t.adds)+len(t.deletes)+len(t.consumes)+len(t.absent) > 0 {
		return false
	}
	var parts []*pattern
	for _, m := range t.receives {
		parts = m.split(parts)
	}
	var made func(e *pattern) bool
	made = func(e *pattern) bool {
		if slices.ContainsFunc(parts, e.equal) {
			return true
		}
		switch e.op {
		case protocol.Const:
			return w.s.Derivable(e.t, 0)
		case protocol.Slot:
			return w.s.Derivable(in.values[e.index], 0) && !r.stores(e.index)
		case protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply:
			return made(e.args[0]) && made(e.args[1])
		}
		return false
	}
	return !slices.ContainsFunc(t.sends, func(e *pattern) bool { return !made(e) })
}

// split appends the parts of a message that are no pairs.
func (e *pattern) split(parts []*pattern) []*pattern {
	if e.op != protocol.Pair {
		return append(parts, e)
	}
	return e.args[1].split(e.args[0].split(parts))
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
