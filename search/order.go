package search

import (
	"slices"

	"hornet/protocol"
	"hornet/term"
)

// This file holds the partial-order reduction: constraint differentiation in its
// lexicographic form (Mödersheim, Viganò, Basin, "Constraint differentiation",
// JCS 2010).
//
// Steps are ranked. Of the runs that differ only in the order of independent
// steps the search follows the lexicographically smallest. Two steps of
// different instances are independent when they touch no common element of a
// set and the later one's message is derivable without what the intruder learnt
// from the earlier one on. So when a step a follows steps b...n, rank(b) >
// rank(a), and a conflicts with none of them, a is explored only for those
// messages that need knowledge from b on: D-from(message, prefix before b). Any
// other run can be rewritten into a smaller one by moving a before b, which ends
// in the same facts and the same knowledge; the order is well-founded, normal
// forms are closed under prefixes, and a violation of a goal is a property of
// facts and knowledge, so that it is found at the end of the normal form of the
// run to it.

// An ordering is a rule by which rank orders transitions. Any order is sound; a
// wrong one costs up to ten times the states, and no rule is right for all
// models, so that Run tries them (portfolio.go).
type ordering uint8

const (
	receiversFirst ordering = iota // instances that wait for a message, then those that start
	rounds                         // all first transitions, then all second ones
	backwards                      // the last instance first
	startersFirst                  // instances that start, then those that wait for a message
	orderings      = iota
)

// rank orders the transitions of all instances. Whatever the rule, it puts last
// what nothing needs: steps without output, then those of instances that deal
// with the intruder under his own name.
func (p *program) rank() {
	type label struct {
		ii, ti int
		key    [4]int
	}
	var all []label
	bit := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	for ii := range p.insts {
		in := &p.insts[ii]
		r := &p.roles[in.role]
		hasI := slices.Contains(in.values, p.i)
		waits := len(r.trans) > 0 && r.trans[0].waits()
		for ti := range r.trans {
			key := [4]int{bit(len(r.trans[ti].sends) == 0), bit(hasI), 0, ii}
			switch p.ordering {
			case receiversFirst:
				key[2] = bit(!waits)
			case rounds:
				key[2] = ti
			case backwards:
				key[3] = -ii
			case startersFirst:
				key[2] = bit(waits)
			}
			all = append(all, label{ii, ti, key})
		}
		in.ranks = make([]int32, len(r.trans))
	}
	slices.SortStableFunc(all, func(a, b label) int { return slices.Compare(a.key[:], b.key[:]) })
	rank := int32(0)
	for i, l := range all {
		if i > 0 && all[i-1].key != l.key {
			rank++
		}
		p.insts[l.ii].ranks[l.ti] = rank
	}
}

// waits reports whether the transition receives a message that is not start.
func (t *transition) waits() bool {
	for _, r := range t.Receives {
		if r.Message.Op != protocol.Const || r.Message.Name != protocol.Start {
			return true
		}
	}
	return false
}

// ordered decides whether the step f may come here under the solver's bindings,
// and sets f.dfrom to the obligation under which it may.
func (w *worker) ordered(f *firing) bool {
	f.dfrom = nil
	if f.eager || w.opt.Disable&PartialOrder != 0 {
		return true
	}
	st := f.st
	rank := w.insts[f.ii].ranks[f.ti]
	from := len(st.hist) - 1
	for from >= 0 && st.hist[from].rank <= rank {
		from--
	}
	if from < 0 {
		return true
	}
	acc := len(st.accs)
	var own []access
	for i := len(st.hist) - 1; i >= from; i-- {
		h := st.hist[i]
		if int(h.inst) == f.ii {
			return true
		}
		theirs := st.accs[acc-int(h.accs) : acc]
		acc -= int(h.accs)
		if len(theirs) > 0 {
			if own == nil {
				own = w.accesses(f)
			}
			if w.conflict(own, theirs) {
				return true
			}
		}
	}
	p := st.hist[from].p
	d := dfrom{p: p}
	for _, m := range f.receives {
		if !w.s.Derivable(m, p) {
			d.msgs = append(d.msgs, w.s.Apply(m))
		}
	}
	if len(d.msgs) == 0 {
		return false
	}
	f.dfrom = &d
	return true
}

// killed reports whether an obligation is violated: all its messages have become
// derivable at the earlier prefix.
func (w *worker) killed(ds []dfrom) bool {
	for _, d := range ds {
		all := true
		for _, m := range d.msgs {
			if !w.s.Derivable(m, d.p) {
				all = false
				break
			}
		}
		if all {
			return true
		}
	}
	return false
}

// accesses returns all accesses of a step to sets, those of its right side too.
func (w *worker) accesses(f *firing) []access {
	out := append([]access(nil), f.accs...)
	for _, e := range f.t.deletes {
		out = append(out, access{w.eval(e.b, f.slots), w.eval(e.a, f.slots), removes})
	}
	for _, e := range f.t.adds {
		out = append(out, access{w.eval(e.b, f.slots), w.eval(e.a, f.slots), inserts})
	}
	if len(f.t.consumes) > 0 || len(f.t.absent) > 0 || w.usesFacts {
		// Facts that left sides speak of are one set with one element.
		out = append(out, access{w.st.Zero(), w.st.Zero(), misses})
		if len(f.t.consumes) > 0 || len(f.t.emits) > 0 {
			out = append(out, access{w.st.Zero(), w.st.Zero(), inserts}, access{w.st.Zero(), w.st.Zero(), removes})
		}
	}
	return out
}

// conflict reports whether some accesses of two steps do not commute. Elements
// that may be equal count as equal.
func (w *worker) conflict(a, b []access) bool {
	for _, x := range a {
		for _, y := range b {
			if x.mode.conflicts(y.mode) && w.mayEqual(x.set, y.set) && w.mayEqual(x.elem, y.elem) {
				return true
			}
		}
	}
	return false
}

func (w *worker) mayEqual(a, b term.Term) bool {
	if w.st.Ground(a) && w.st.Ground(b) {
		return a == b
	}
	return w.s.Unifiable(a, b)
}

// remember adds the step to the history of child.
func (w *worker) remember(child *state, f *firing) {
	if w.opt.Disable&PartialOrder != 0 {
		return
	}
	if f.dfrom != nil {
		child.dfroms = append(child.dfroms[:len(child.dfroms):len(child.dfroms)], *f.dfrom)
	}
	accs := w.accesses(f)
	child.accs = append(child.accs[:len(child.accs):len(child.accs)], accs...)
	child.hist = append(child.hist[:len(child.hist):len(child.hist)],
		histStep{rank: w.insts[f.ii].ranks[f.ti], inst: int16(f.ii), accs: int16(len(accs)), p: f.p0})
}
