package honest

import (
	"slices"

	"hornet/protocol"
	"hornet/trace/ground"
)

// explorer looks at all forwarding runs of some instances, depth first.
type explorer struct {
	opt          ground.Options
	members, all []int
	ordered      bool
	seen         map[uint64]bool
	ways         map[uint64]int // by the name of a step: in how many ways it can be taken, where nothing else decides
	nodes, tries int

	found    bool
	complete bool // no bound was reached
	best     *node
	done     int // members that have finished in best
}

// node is the end of a run.
type node struct {
	state  *ground.State
	sent   []sent
	causes []uint64  // by instance: names all that led to its present state
	order  uint64    // names the order of all steps
	fired  [][]uint8 // by instance and transition
	run    []Step
}

// sent is a message on the network.
type sent struct {
	from  Step
	send  int
	cause uint64 // names what led to it
	term  *ground.Term
}

func (x *explorer) role(n *node, instance int) *protocol.Role {
	m := n.state.Model
	return &m.Roles[m.Instances[instance].Role]
}

// explore looks at n and what follows it until the members have finished.
func (x *explorer) explore(n *node) {
	key := x.key(n, -1, 0)
	if x.seen[key] {
		return
	}
	if x.nodes++; x.nodes > maxNodes {
		x.complete = false
		return
	}
	x.seen[key] = true
	done := 0
	for _, i := range x.members {
		if x.finished(n, i) {
			done++
		}
	}
	if done > x.done || done == x.done && n.progress(x.members) > x.best.progress(x.members) {
		x.best, x.done = n, done
	}
	if done == len(x.members) {
		x.found = true
		return
	}
	// What never fired comes first: it leads to the end.
	for again := uint8(0); again < 2; again++ {
		for _, i := range x.all {
			for t := range n.fired[i] {
				if n.fired[i][t] == again && !x.found {
					x.step(n, i, t)
				}
			}
		}
	}
}

// key names a node or, when instance is none of -1, the node that a step c of the
// instance leads to.
func (x *explorer) key(n *node, instance int, c uint64) uint64 {
	if x.ordered {
		if instance < 0 {
			return n.order
		}
		return mix(n.order, c)
	}
	key := uint64(0)
	for i, cause := range n.causes {
		if i == instance {
			cause = c
		}
		key = mix(key, cause)
	}
	return key
}

// progress counts the different steps that the instances have taken.
func (n *node) progress(instances []int) int {
	p := 0
	for _, i := range instances {
		for _, f := range n.fired[i] {
			if f > 0 {
				p++
			}
		}
	}
	return p
}

// step tries transition t of the instance with all that was sent.
func (x *explorer) step(n *node, instance, t int) {
	if !x.enabled(n, instance, t) || n.state.Frozen(instance) >= 0 {
		return
	}
	tr := &x.role(n, instance).Transitions[t]
	x.feed(n, Step{instance, t}, tr, nil, 0)
}

// feed chooses messages for the receives of tr, the latest first, and fires it.
func (x *explorer) feed(n *node, at Step, tr *protocol.Transition, got []*ground.Term, cause uint64) {
	if x.found {
		return
	}
	if len(got) == len(tr.Receives) {
		x.fire(n, at, got, cause)
		return
	}
	p := tr.Receives[len(got)].Message
	if isStart(p) {
		if start, err := n.state.Term(p); err == nil {
			x.feed(n, at, tr, append(got, start), cause)
		}
		return
	}
	slots := n.state.Slots(at.Instance)
	for k := len(n.sent) - 1; k >= 0; k-- {
		s := &n.sent[k]
		if s.from.Instance == at.Instance || !mayMatch(p, slots, s.term) || slices.ContainsFunc(n.sent[k+1:], func(o sent) bool { return o.from.Instance != at.Instance && o.term.Equal(s.term) }) {
			continue
		}
		x.feed(n, at, tr, append(got[:len(got):len(got)], s.term), mix(cause, s.cause))
	}
}

// fire takes the step in every way in which it can be taken on what it got.
func (x *explorer) fire(n *node, at Step, got []*ground.Term, cause uint64) {
	if x.tries++; x.tries > maxTries || x.nodes > maxNodes {
		x.complete = false
		return
	}
	base := mix(mix(n.causes[at.Instance], uint64(at.Transition)+1), cause)
	if ways, ok := x.ways[base]; ok && x.allSeen(n, at.Instance, base, ways) {
		return
	}
	way := 0
	complete := n.state.Solutions(at.Instance, at.Transition, got, func(values []*ground.Term) bool {
		way++
		c := mix(base, uint64(way))
		if x.seen[x.key(n, at.Instance, c)] {
			return true
		}
		next, effect, err := n.state.Step(at.Instance, at.Transition, values)
		if err != nil {
			return true
		}
		m := &node{state: next, causes: slices.Clone(n.causes), fired: slices.Clone(n.fired), order: mix(n.order, c), run: append(n.run[:len(n.run):len(n.run)], at)}
		m.causes[at.Instance] = c
		m.fired[at.Instance] = slices.Clone(n.fired[at.Instance])
		m.fired[at.Instance][at.Transition]++
		m.sent = n.sent[:len(n.sent):len(n.sent)]
		for i, t := range effect.Sent {
			m.sent = append(m.sent, sent{at, i, mix(c, uint64(i)+1), t})
		}
		x.explore(m)
		return !x.found
	})
	if !complete && !x.found {
		x.complete = false
	}
	if tr := &x.role(n, at.Instance).Transitions[at.Transition]; complete && len(tr.In)+len(tr.Consumes) == 0 {
		x.ways[base] = way
	}
}

// allSeen reports whether all ways to take a step lead to what was looked at.
func (x *explorer) allSeen(n *node, instance int, base uint64, ways int) bool {
	for way := range ways {
		if !x.seen[x.key(n, instance, mix(base, uint64(way)+1))] {
			return false
		}
	}
	return true
}

// finished reports whether the instance has taken a step and waits for none that
// it has not taken, but in a state where it was before.
func (x *explorer) finished(n *node, instance int) bool {
	took, waits, idle := false, false, false
	for t, f := range n.fired[instance] {
		took = took || f > 0
		if x.enabled(n, instance, t) {
			waits = waits || f == 0
			idle = idle || f > 0
		}
	}
	return len(n.fired[instance]) == 0 || took && (!waits || idle) && x.orphan(n, instance) < 0
}

// orphan returns a transition of the instance that it never took and that asks
// for a state in which no step leaves it; -1 when there is none. Behind it the
// role looks as if it had come to its end.
func (x *explorer) orphan(n *node, instance int) int {
	role := x.role(n, instance)
	for t := range role.Transitions {
		if n.fired[instance][t] > 0 {
			continue
		}
		for _, g := range role.Transitions[t].Guards {
			if g.Rel == protocol.Eq && g.Left != nil && g.Right != nil && g.Left.Op == protocol.Slot && g.Right.Op == protocol.Const &&
				!x.mayHold(n, instance, g.Left.Index, g.Right) {
				return t
			}
		}
	}
	return -1
}

// mayHold reports whether the slot ever holds the constant c, were every step of
// the role taken.
func (x *explorer) mayHold(n *node, instance, slot int, c *protocol.Expr) bool {
	m := n.state.Model
	if v := m.Instances[instance].Values[slot]; v.Op != protocol.Const || v.Name == c.Name {
		return true
	}
	for _, t := range x.role(n, instance).Transitions {
		for _, u := range t.Updates {
			if u.Slot == slot && (u.Value.Op != protocol.Const || u.Value.Name == c.Name) {
				return true
			}
		}
	}
	return false
}

// enabled reports whether the instance may take transition t as far as the values
// that it holds tell. A guard on what it does not hold yet is left to Step.
func (x *explorer) enabled(n *node, instance, t int) bool {
	slots := n.state.Slots(instance)
	guards := x.role(n, instance).Transitions[t].Guards
	for i := range guards {
		g := &guards[i]
		if g.Rel != protocol.Eq && g.Rel != protocol.NotEq {
			continue
		}
		if equal, known := same(g.Left, g.Right, slots); known && equal != (g.Rel == protocol.Eq) {
			return false
		}
	}
	return true
}

// same compares two slots or constants. Anything else is not known.
func same(a, b *protocol.Expr, slots []*ground.Term) (equal, known bool) {
	v, w := slot(a, slots), slot(b, slots)
	switch {
	case v != nil && w != nil:
		return v.Equal(w), true
	case v != nil && b.Op == protocol.Const:
		return v.Op == protocol.Const && v.Name == b.Name, true
	case w != nil && a.Op == protocol.Const:
		return w.Op == protocol.Const && w.Name == a.Name, true
	case a.Op == protocol.Const && b.Op == protocol.Const:
		return a.Name == b.Name, true
	}
	return false, false
}

// slot returns the value of a slot, nil for anything else.
func slot(e *protocol.Expr, slots []*ground.Term) *ground.Term {
	if e.Op == protocol.Slot && e.Index >= 0 && e.Index < len(slots) {
		return slots[e.Index]
	}
	return nil
}

// mayMatch reports whether the shape of t allows p to match it. It is a quick
// test before the real one and never says no where that says yes: below powers,
// sums and keys nothing is looked at.
func mayMatch(p *protocol.Expr, slots []*ground.Term, t *ground.Term) bool {
	switch p.Op {
	case protocol.Const:
		return t.Op == protocol.Const && t.Name == p.Name
	case protocol.Slot:
		return p.Index < 0 || p.Index >= len(slots) || slots[p.Index].Equal(t)
	case protocol.Crypt, protocol.Scrypt, protocol.Apply:
		return t.Op == p.Op && mayMatch(p.Args[1], slots, t.Args[1])
	case protocol.Pair:
		return t.Op == p.Op // where a pair ends depends on the theory
	}
	return true
}

func isStart(p *protocol.Expr) bool { return p.Op == protocol.Const && p.Name == protocol.Start }

// mix folds b into the name a (the finaliser of SplitMix64).
func mix(a, b uint64) uint64 {
	z := a*0x9e3779b97f4a7c15 + b + 0x632be59bd9b4e019
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
