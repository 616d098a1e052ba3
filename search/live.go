package search

import (
	"slices"

	"hornet/goals"
	"hornet/protocol"
)

// This file finds what a state no longer needs. What no later step and no goal
// can look at is taken out of it, so that fewer variables are carried along and
// more states cover others (cover.go).

// liveness computes for every transition of a role the slots that are dead once
// it has fired, the transitions that may fire later, and whether there are any
// (Aho, Sethi, Ullman, "Compilers", 10.6: live variables). A slot whose type may
// freeze the instance is read by every transition.
func (r *role) liveness() {
	n := len(r.trans)
	in := make([]map[int]bool, n) // slots live before the transition
	for ti := range r.trans {
		in[ti] = r.trans[ti].reads()
	}
	r.later = make([][]bool, n)
	for ti := range r.trans {
		r.later[ti] = make([]bool, n)
	}
	for again := true; again; {
		again = false
		for ti := range r.trans {
			for ui := range r.trans {
				if !follows(&r.trans[ti], &r.trans[ui]) {
					continue
				}
				for s := range in[ui] {
					if _, stored, _ := r.trans[ti].next(s); !stored && !in[ti][s] {
						in[ti][s], again = true, true
					}
				}
				for vi := range r.trans {
					if (vi == ui || r.later[ui][vi]) && !r.later[ti][vi] {
						r.later[ti][vi], again = true, true
					}
				}
			}
		}
	}
	for ti := range r.trans {
		t := &r.trans[ti]
		t.final = !slices.ContainsFunc(r.trans, func(u transition) bool { return follows(t, &u) })
	slots:
		for s := range r.sorts {
			if slices.ContainsFunc(r.trans, func(u transition) bool { _, c := u.guard(s); return c }) {
				continue // what keeps others from firing
			}
			for ui := range r.trans {
				if follows(t, &r.trans[ui]) && in[ui][s] {
					continue slots
				}
			}
			t.dead = append(t.dead, s)
		}
	}
}

// follows reports whether u may be the next transition of an instance that fired
// t, as far as the control slots tell.
func follows(t, u *transition) bool {
	for _, c := range u.control {
		v, stored, ok := t.next(c.slot)
		if !stored {
			v, ok = t.guard(c.slot)
		}
		if ok && v != c.value {
			return false
		}
	}
	return true
}

// reads returns the slots whose values the transition looks at.
func (t *transition) reads() map[int]bool {
	out := map[int]bool{}
	for _, s := range t.suspect {
		out[s] = true
	}
	for _, ps := range [][]pattern2{t.eq, t.notEq, t.less, t.notLess, t.notIn, t.in, t.adds, t.deletes} {
		for _, p := range ps {
			p.a.slots(out)
			p.b.slots(out)
		}
	}
	for _, fs := range [][]factPattern{t.absent, t.consumes, t.emits} {
		for _, f := range fs {
			for _, a := range f.args {
				a.slots(out)
			}
		}
	}
	for _, es := range [][]*pattern{t.receives, t.sends} {
		for _, e := range es {
			e.slots(out)
		}
	}
	for _, u := range t.updates {
		u.value.slots(out)
	}
	return out
}

// discard takes out of st, whose violations have been looked for, the facts that
// no later violation can be about: a secret of a goal that is answered, a witness
// that nobody can ask for any more, a request that no other instance can repeat.
func (w *worker) discard(st *state) {
	if w.usesFacts {
		return
	}
	n := 0
	for _, f := range st.facts {
		if w.matters(st, f) {
			n++
		}
	}
	if n == len(st.facts) {
		return
	}
	facts := make([]goals.Fact, 0, n+2)
	for _, f := range st.facts {
		if w.matters(st, f) {
			facts = append(facts, f)
		}
	}
	st.facts = facts
}

func (w *worker) matters(st *state, f goals.Fact) bool {
	switch f.Kind {
	case protocol.Secret:
		return w.asked(f.Kind, f.ID)
	case protocol.Request:
		return w.asked(f.Kind, f.ID) && w.mayEmit(st, f.Kind, f.ID, int(f.Inst))
	case protocol.Witness:
		for _, k := range [...]protocol.FactKind{protocol.Request, protocol.WRequest} {
			if w.asked(k, f.ID) && w.mayEmit(st, k, f.ID, -1) {
				return true
			}
		}
	}
	return false
}

// asked reports whether some goal is still open that speaks of such facts.
func (w *worker) asked(kind protocol.FactKind, id uint16) bool {
	for _, g := range w.facts[factKey{kind, id}] {
		if !w.closed[g] {
			return true
		}
	}
	return false
}

// mayEmit reports whether an instance other than but may still make such a fact.
func (w *worker) mayEmit(st *state, kind protocol.FactKind, id uint16, but int) bool {
	for _, e := range w.emitters[factKey{kind, id}] {
		if e.ii == but {
			continue
		}
		if last := st.places[e.ii].last; last < 0 || w.roles[w.insts[e.ii].role].later[last][e.ti] {
			return true
		}
	}
	return false
}
