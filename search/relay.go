package search

import (
	"slices"

	"hornet/protocol"
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
			return w.s.Derivable(in.values[e.index], 0) && !slices.ContainsFunc(r.trans, func(u transition) bool {
				_, stored, _ := u.next(e.index)
				return stored
			})
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
		if !cut || w.seen[ii] || w.insts[ii].frozen {
			continue
		}
		const most = 1000 // states of one instance
		for todo, n := []*state{st}, 0; len(todo) > 0 && n < most; n++ {
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

// sawRelays notes, between two levels, which of the cut instances need no longer
// be watched.
func (e *explorer) sawRelays() {
	for ii := range e.relays {
		all := true
		for ti := range e.roles[e.insts[ii].role].trans {
			all = all && slices.ContainsFunc(e.workers, func(w *worker) bool { return w.fired[ii][ti] > 0 })
		}
		e.seen[ii] = all
	}
}
