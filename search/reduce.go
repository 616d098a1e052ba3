package search

import (
	"slices"

	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// loopBound is how often a run may fire one transition of one instance. CL-AtSe
// unrolls loops three times; a verdict that this bound touched says so.
const loopBound = 3

// prepare computes what the reductions need to know of the program, whatever is
// looked for and however steps are ranked.
func (p *program) prepare() {
	for ri := range p.roles {
		r := &p.roles[ri]
		for ti := range r.trans {
			t := &r.trans[ti]
			p.usesFacts = p.usesFacts || len(t.consumes) > 0 || len(t.absent) > 0
		}
		r.liveness()
		r.cyclic = r.mayLoop()
	}
	for ri := range p.roles {
		r := &p.roles[ri]
		for ti := range r.trans {
			r.trans[ti].eager = p.isEager(r, ti)
		}
	}
	for _, in := range p.insts {
		p.cyclic = p.cyclic || p.roles[in.role].cyclic
	}
	p.emitters = map[factKey][]stepID{}
	for ii, in := range p.insts {
		for ti, t := range p.roles[in.role].trans {
			for _, f := range t.emits {
				if k := (factKey{f.kind, f.id}); !in.frozen {
					p.emitters[k] = append(p.emitters[k], stepID{ii, ti})
				}
			}
		}
	}
}

// next returns the constant that the transition stores in a control slot; ok is
// false when what it stores is no constant.
func (t *transition) next(slot int) (v term.Term, stored, ok bool) {
	for _, u := range t.updates {
		if u.slot == slot {
			if u.value.op != protocol.Const {
				return 0, true, false
			}
			return u.value.t, true, true
		}
	}
	return 0, false, true
}

// guard returns the constant that the transition wants a slot to hold.
func (t *transition) guard(slot int) (term.Term, bool) {
	for _, c := range t.control {
		if c.slot == slot {
			return c.value, true
		}
	}
	return 0, false
}

// mayLoop reports whether an instance may fire a transition twice: unless some
// slot leads every transition from one constant to another without a cycle.
func (r *role) mayLoop() bool {
	if len(r.trans) == 0 {
		return false
	}
	for slot := range r.sorts {
		next := map[term.Term][]term.Term{}
		ok := true
		for ti := range r.trans {
			t := &r.trans[ti]
			from, guarded := t.guard(slot)
			to, stored, constant := t.next(slot)
			if !guarded || !stored || !constant {
				ok = false
				break
			}
			next[from] = append(next[from], to)
		}
		if ok && !cycle(next) {
			return false
		}
	}
	return true
}

func cycle(next map[term.Term][]term.Term) bool {
	const (
		white = iota
		grey
		black
	)
	colour := map[term.Term]int{}
	var visit func(v term.Term) bool
	visit = func(v term.Term) bool {
		switch colour[v] {
		case grey:
			return true
		case black:
			return false
		}
		colour[v] = grey
		for _, n := range next[v] {
			if visit(n) {
				return true
			}
		}
		colour[v] = black
		return false
	}
	for v := range next {
		if visit(v) {
			return true
		}
	}
	return false
}

// isEager reports whether a transition may fire at once, and only it, wherever
// it is enabled: it waits for nothing, no other transition of its instance
// competes with it, it touches no set and no fact of a left side, and every
// witness that it emits is about a value that it makes. Such a step only adds
// knowledge and facts that enable more; a witness about a new value cannot hide
// a violation, for nobody could have requested that value before. Elements that
// it adds to sets of its own (set literals) matter to secrecy alone, and are
// there before anyone can derive the secret.
func (p *program) isEager(r *role, ti int) bool {
	t := &r.trans[ti]
	if t.waits() || len(t.in)+len(t.notIn)+len(t.deletes)+len(t.consumes)+len(t.absent)+len(t.suspect) > 0 || len(t.control) == 0 || r.cyclic || p.usesFacts {
		return false
	}
	if len(t.notEq)+len(t.less)+len(t.notLess) > 0 || len(t.eq) != len(t.control) {
		return false
	}
	for _, a := range t.adds {
		if a.b.op != protocol.Slot || !p.hidden(r, a.b.index) {
			return false
		}
	}
	for _, f := range t.emits {
		if f.kind == protocol.Witness && !t.makes(f.args[2]) {
			return false
		}
	}
	for ui := range r.trans {
		if ui != ti && compatible(t, &r.trans[ui]) {
			return false
		}
	}
	return true
}

// hidden reports whether a slot refers to a set literal of the text.
func (p *program) hidden(r *role, slot int) bool {
	for ri := range p.roles {
		if &p.roles[ri] == r {
			return p.m.Roles[ri].Slots[slot].Hidden
		}
	}
	return false
}

// makes reports whether a fresh value of the transition occurs in e, whatever the
// rest stands for. In a sum or a power it might cancel against another summand or
// exponent with a fresh value; nothing else can hold it.
func (t *transition) makes(e *pattern) bool {
	if e.op == protocol.Var {
		return t.vars[e.index].kind == protocol.New
	}
	if e.op != protocol.Xor && e.op != protocol.Exp {
		return slices.ContainsFunc(e.args, t.makes)
	}
	var with []*pattern
	for _, a := range e.args {
		if t.mentionsFresh(a) {
			with = append(with, a)
		}
	}
	return len(with) == 1 && t.makes(with[0])
}

// mentionsFresh reports whether e is written with a fresh value.
func (t *transition) mentionsFresh(e *pattern) bool {
	return e.op == protocol.Var && t.vars[e.index].kind == protocol.New || slices.ContainsFunc(e.args, t.mentionsFresh)
}

// compatible reports whether the guards of two transitions may hold together.
func compatible(t, u *transition) bool {
	for _, c := range t.control {
		if v, ok := u.guard(c.slot); ok && v != c.value {
			return false
		}
	}
	return true
}

// classes finds the instances that differ in nothing but their number. Of such
// instances the search lets the second start after the first: every other run is
// a renaming of one of these, and goals do not see the renaming.
func (p *program) classes() {
	hidden := map[term.Term]int{} // how often a set constant is the value of a hidden slot
	for _, in := range p.insts {
		for s, v := range in.values {
			if p.m.Roles[in.role].Slots[s].Hidden {
				hidden[v]++
			}
		}
	}
	// The order within a class is that of the ranks.
	n, first, step := len(p.insts), 0, 1
	if p.ordering == backwards {
		first, step = n-1, -1
	}
	for k := range n {
		i := first + step*k
		for j := i - step; j >= 0 && j < n; j -= step {
			if p.twins(&p.insts[i], &p.insts[j], hidden) {
				p.insts[i].before = j
				break
			}
		}
	}
}

func (p *program) twins(a, b *inst, hidden map[term.Term]int) bool {
	if a.role != b.role {
		return false
	}
	for s, v := range a.values {
		u := b.values[s]
		own := p.m.Roles[a.role].Slots[s].Hidden && hidden[u] == 1 && hidden[v] == 1
		if u != v && !own {
			return false
		}
	}
	return true
}

// turn reports whether an instance may take its first step: the one before it in
// its class has taken its own.
func (w *worker) turn(st *state, ii int) bool {
	b := w.insts[ii].before
	return b < 0 || st.places[ii].moves > w.start[ii].moves || st.places[b].moves > w.start[b].moves
}

// saturated is a transition of an instance that is fired in all its ways at the
// start and never again.
type saturated struct {
	ii, ti int
	values []term.Term // of the transition's variables
	recvs  []term.Term
	sends  []term.Term
	vars   []unify.Info // of the variables in them
}

// saturatedStep reports whether a transition was fired in all its ways at the
// start.
func (w *worker) saturatedStep(ii, ti int) bool {
	return w.saturatedTrans != nil && w.saturatedTrans[w.insts[ii].first+ti]
}

// selfLoop reports whether a transition changes nothing but what is never read:
// it returns its instance to where it was, reads only sets that are never
// written, and adds neither facts nor fresh values. Whatever it can ever send in
// answer to messages that the intruder can make at the start can then be told
// him at the start: firing it changes nothing else.
func (p *program) selfLoop(ii, ti int) bool {
	in := &p.insts[ii]
	r := &p.roles[in.role]
	t := &r.trans[ti]
	if len(t.emits)+len(t.consumes)+len(t.absent)+len(t.adds)+len(t.deletes)+len(t.suspect)+len(t.notIn)+len(t.notEq)+len(t.less)+len(t.notLess) > 0 {
		return false
	}
	if len(r.trans) != 1 || len(t.eq) != len(t.control) {
		return false
	}
	for _, v := range t.vars {
		if v.kind != protocol.Bound {
			return false
		}
	}
	for _, c := range t.control {
		if in.values[c.slot] != c.value {
			return false
		}
		if v, stored, ok := t.next(c.slot); stored && (!ok || v != c.value) {
			return false
		}
	}
	reads := map[int]bool{}
	for _, es := range [][]*pattern{t.receives, t.sends} {
		for _, e := range es {
			e.slots(reads)
		}
	}
	for _, e := range t.in {
		e.a.slots(reads)
		e.b.slots(reads)
		if e.b.op != protocol.Slot || p.written(in.values[e.b.index]) {
			return false
		}
	}
	for _, u := range t.updates {
		if reads[u.slot] {
			return false
		}
	}
	return true
}

// slots collects the slots that a pattern reads.
func (e *pattern) slots(into map[int]bool) {
	if e.op == protocol.Slot {
		into[e.index] = true
	}
	for _, a := range e.args {
		a.slots(into)
	}
}

// written reports whether some transition may add to a set or remove from it.
func (p *program) written(set term.Term) bool {
	for _, in := range p.insts {
		for _, t := range p.roles[in.role].trans {
			for _, ops := range [][]pattern2{t.adds, t.deletes} {
				for _, o := range ops {
					if o.b.op != protocol.Slot {
						return true
					}
					if in.values[o.b.index] == set {
						return true
					}
					for _, other := range p.roles[in.role].trans { // the slot may come to hold another set
						if _, stored, _ := other.next(o.b.index); stored {
							return true
						}
					}
				}
			}
		}
	}
	return false
}

// saturate fires the self-loops of st in all ways and adds what they send to the
// initial knowledge. A self-loop that sends something with a variable the
// intruder is free to choose, or that waits for more than he knows at the start,
// stays in the search.
func (w *worker) saturate(st *state) *state {
	if w.opt.Disable&SelfLoop != 0 {
		return st
	}
	for ii := range w.insts {
		in := &w.insts[ii]
		for ti := range w.roles[in.role].trans {
			if in.frozen || !w.selfLoop(ii, ti) {
				continue
			}
			if loops, ok := w.allAnswers(st, ii, ti); ok {
				if w.saturatedTrans == nil {
					w.saturatedTrans = make([]bool, w.steps)
				}
				w.saturatedTrans[in.first+ti] = true
				w.loops = append(w.loops, loops...)
				w.fired[ii][ti] += len(loops)
			}
		}
	}
	var msgs []term.Term
	for _, l := range w.loops {
		msgs = append(msgs, l.sends...)
	}
	if len(msgs) == 0 {
		return st
	}
	slices.Reverse(msgs)
	w.load(st)
	w.s.Learn(msgs, 0, func() bool {
		next := *st
		w.freeze(&next, st, true)
		st = &next
		return false
	})
	return st
}

// allAnswers fires a self-loop in all ways; ok is false when it must stay in the
// search: it is not yet possible for every element that it ranges over, or what
// it sends depends on values that the intruder chooses.
func (w *worker) allAnswers(st *state, ii, ti int) (out []saturated, ok bool) {
	defer func(was bool) { w.track = was }(w.track)
	w.track = true
	in := &w.insts[ii]
	t := &w.roles[in.role].trans[ti]
	n := len(t.vars)
	ok = true
	elems := map[term.Term]bool{}
	w.fire(st, ii, ti, true, 0, 0, func(c *state) {
		sat := saturated{ii: ii, ti: ti, values: c.track[:n], recvs: c.track[n : n+len(t.receives)], sends: c.track[n+len(t.receives):], vars: c.vars}
		for _, m := range sat.sends {
			ok = ok && w.st.Ground(m)
		}
		out = append(out, sat)
	})
	for _, sat := range out {
		w.vars = append(w.vars[:0], sat.values...)
		for _, e := range t.in {
			elems[w.eval(e.a, in.values)] = true
		}
	}
	return out, ok && len(elems) == w.waysOf(st, ii, ti)
}

// waysOf counts the elements that the memberships of a self-loop range over: it
// must have been fired for each, or it waits for more knowledge.
func (w *worker) waysOf(st *state, ii, ti int) int {
	in := &w.insts[ii]
	t := &w.roles[in.role].trans[ti]
	if len(t.in) != 1 {
		return -1
	}
	n := 0
	for _, m := range st.sets {
		if m.Set == in.values[t.in[0].b.index] {
			n++
		}
	}
	return n
}

// barren reports whether nothing that follows the step to st by transition t of
// instance ii can matter (leaf rule): it told the intruder nothing, touched no
// set, left its instance no transition, and made no request that another
// instance could repeat. Every later step is possible without it, from its
// parent; the violation that it may itself complete has been looked for.
func (w *worker) barren(st *state, ii int, t *transition) bool {
	if w.opt.Disable&Leaf != 0 || w.usesFacts || !t.final || len(t.sends)+len(t.adds)+len(t.deletes) > 0 {
		return false
	}
	for _, f := range t.emits {
		switch f.kind {
		case protocol.WRequest:
		case protocol.Request:
			if w.mayEmit(st, f.kind, f.id, ii) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
