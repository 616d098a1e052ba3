package search

import (
	"cmp"
	"slices"
	"sync"

	"hornet/goals"
	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// This file drops states that another state of their level covers.
//
// A covers B when, up to the names of variables, both have the same values,
// facts and sets, the intruder of A knows what that of B knows, and every
// solution of B's constraints is one of A's: each variable of A may draw on at
// least the messages that it may draw on in B, and A forbids nothing that B
// allows. What can follow B can then follow A.
//
// The obligations of constraint differentiation need not be compared, as long as
// the steps to A do not come after those to B in the lexicographic order of
// ranks. Take of all runs to a violation, of equal length, the smallest in that
// order, and of those with equal ranks the one whose states come first in their
// levels. Differentiation does not cut it, for it cuts what has a smaller
// equivalent; and if it went through a state B that A covers, the run through A
// would be smaller. So it is explored.

// fingerprint is a hash of what states that cover each other have in common.
type fingerprint uint64

func (h fingerprint) add(v uint64) fingerprint {
	x := (uint64(h) ^ v) * 0x9fb21c651e98df25
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	return fingerprint(x ^ x>>29)
}

// term adds t, in which all variables are alike.
func (h fingerprint) term(s *term.Store, t term.Term) fingerprint {
	if s.Ground(t) {
		return h.add(uint64(t) << 1)
	}
	return h.add(uint64(s.Shape(t))<<1 | 1)
}

// draw sets the draws of a state: of each variable in the slots, in the order in
// which they occur there, how many messages it may draw on.
func (w *worker) draw(st *state) {
	if st.draws != nil {
		return
	}
	st.draws = make([]uint16, 0, len(st.vars))
	w.counts = w.counts[:0] // of the messages known at each prefix
	for range int(st.prefix) + 1 {
		w.counts = append(w.counts, 0)
	}
	for _, it := range st.items {
		w.counts[min(it.From, st.prefix)]++
	}
	for p := 1; p < len(w.counts); p++ {
		w.counts[p] += w.counts[p-1]
	}
	w.met = append(w.met[:0], make([]bool, len(st.vars))...)
	for _, t := range st.slots {
		w.meet(st, t)
	}
}

// meet adds to draws the variables in t that it does not hold yet.
func (w *worker) meet(st *state, t term.Term) {
	if w.st.Ground(t) {
		return
	}
	if w.st.Op(t) == term.Var {
		if v := w.st.Index(t); !w.met[v] {
			w.met[v] = true
			n := uint16(unify.Unborn)
			if b := st.vars[v].Birth; b != unify.Unborn {
				n = w.counts[min(b, st.prefix)]
			}
			st.draws = append(st.draws, n)
		}
		return
	}
	for _, a := range w.st.Args(t) {
		w.meet(st, a)
	}
}

// fingerprint hashes a state. Facts, members and items count in any order.
func (w *worker) fingerprint(st *state) fingerprint {
	h := fingerprint(0).add(uint64(st.node.depth))
	for _, p := range st.places {
		h = h.add(uint64(uint16(p.last))<<8 | uint64(p.moves))
	}
	for _, n := range st.fired {
		h = h.add(uint64(n))
	}
	for _, t := range st.slots {
		h = h.term(w.st, t)
	}
	sum := h
	for _, f := range st.facts {
		x := fingerprint(1).add(uint64(f.Kind)<<40 | uint64(f.ID)<<20 | uint64(uint16(who(f))))
		for _, t := range [...]term.Term{f.A, f.B, f.M} {
			if t != 0 {
				x = x.term(w.st, t)
			}
		}
		sum += x
	}
	for _, m := range st.sets {
		sum += fingerprint(2).term(w.st, m.Set).term(w.st, m.Elem)
	}
	for _, it := range st.items {
		sum += fingerprint(3).term(w.st, it.T)
	}
	return sum
}

// uncovered returns the states of a level that no other covers, in their order.
// States with different keys do not cover each other, so that the workers take
// keys in turn.
func uncovered(workers []*worker, level []*state) []*state {
	if workers[0].opt.Disable&Subsumption != 0 {
		return level
	}
	if len(level) < few {
		workers = workers[:1]
	}
	covered := make([]bool, len(level))
	var wg sync.WaitGroup
	for i, w := range workers[1:] {
		wg.Add(1)
		go func() { defer wg.Done(); w.cover(level, covered, i+1, len(workers)) }()
	}
	workers[0].cover(level, covered, 0, len(workers))
	wg.Wait()
	kept := level[:0]
	for i, st := range level {
		if !covered[i] {
			kept = append(kept, st)
		}
	}
	clear(level[len(kept):])
	return kept
}

// cover marks the states that another covers, of those whose key leaves the
// remainder part when divided by parts.
func (w *worker) cover(level []*state, covered []bool, part, parts int) {
	const most = 256 // states that a state is compared with
	type entry struct {
		st *state
		at int
	}
	all := make([]entry, 0, len(level)/parts+1)
	for i, st := range level {
		if int(st.key%fingerprint(parts)) == part {
			all = append(all, entry{st, i})
		}
	}
	if w.over() {
		return
	}
	slices.SortFunc(all, func(a, b entry) int {
		if c := cmp.Compare(a.st.key, b.st.key); c != 0 {
			return c
		}
		if c := slices.CompareFunc(a.st.hist, b.st.hist, func(x, y histStep) int { return cmp.Compare(x.rank, y.rank) }); c != 0 {
			return c
		}
		return cmp.Compare(a.at, b.at)
	})
	var m matcher
	m.worker = w
	var kept []*state // of those with one key
	for n, e := range all {
		if n%256 == 255 && w.over() {
			return
		}
		if len(kept) > 0 && kept[0].key != e.st.key {
			kept = kept[:0]
		}
		if len(kept) > 0 {
			w.draw(kept[0])
			w.draw(e.st)
		}
		if slices.ContainsFunc(kept, func(a *state) bool { return m.covers(a, e.st) }) {
			covered[e.at] = true
		} else if len(kept) < most {
			kept = append(kept, e.st)
		}
	}
}

// over reports whether it is too late to compare states: those of a level are
// millions at times, and a limit of time must hold.
func (w *worker) over() bool { return w.late != nil && w.late() }

// matcher looks for a renaming of the variables of one state to those of another.
type matcher struct {
	*worker
	a, b  *state
	names []int32 // for each variable of a, the variable of b, or -1
	trail []int   // variables of a that were named
	used  []bool  // what of b has been matched
	named bool    // only universal variables are still to be named
	reach []uint16

	earlier bool // a knows a message earlier than b
}

// covers reports whether a covers b. A yes is certain, a no is not: where there
// are several ways to match what is in no order, the first is taken.
func (m *matcher) covers(a, b *state) bool {
	if !slices.Equal(a.places, b.places) || !slices.Equal(a.fired, b.fired) || a.node.depth > b.node.depth || a.node.along > b.node.along {
		return false
	}
	for i, n := range b.draws {
		if i >= len(a.draws) || a.draws[i] < n {
			return false
		}
	}
	m.a, m.b, m.earlier = a, b, false
	m.names, m.trail = m.names[:0], m.trail[:0]
	for range a.vars {
		m.names = append(m.names, -1)
	}
	for i, t := range a.slots {
		if !m.match(t, b.slots[i]) {
			return false
		}
	}
	if !every(m, a.facts, b.facts, (*matcher).fact) || !every(m, a.sets, b.sets, (*matcher).member) {
		return false
	}
	// reach[p] is the smallest prefix of a that holds all that b's prefix p holds.
	m.reach = m.reach[:0]
	for range b.prefix + 1 {
		m.reach = append(m.reach, 0)
	}
	if !every(m, a.items, b.items, func(m *matcher, x, y intruder.Item) bool {
		if !m.match(x.T, y.T) {
			return false
		}
		m.earlier = m.earlier || x.From < y.From
		m.reach[y.From] = max(m.reach[y.From], x.From)
		return true
	}) {
		return false
	}
	for p := 1; p < len(m.reach); p++ {
		m.reach[p] = max(m.reach[p], m.reach[p-1])
	}
	for v, u := range m.names {
		if u >= 0 && !m.draws(a.vars[v].Birth, b.vars[u].Birth) {
			return false
		}
	}
	return !slices.ContainsFunc(a.diseqs, m.forbids)
}

// draws reports whether what a variable of a may draw on holds what one of b may.
func (m *matcher) draws(a, b uint16) bool {
	if b == unify.Unborn {
		return a == b
	}
	return m.reach[min(int(b), len(m.reach)-1)] <= a
}

// match extends the renaming so that x becomes y.
func (m *matcher) match(x, y term.Term) bool {
	s := m.worker.st
	if s.Ground(x) {
		return x == y
	}
	op := s.Op(x)
	if op != s.Op(y) || s.Ground(y) {
		return false
	}
	if op == term.Var {
		v, u := s.Index(x), int32(s.Index(y))
		if m.names[v] < 0 {
			if m.named && !m.a.vars[v].Univ {
				return false
			}
			if m.a.vars[v].Sort != m.b.vars[u].Sort || m.a.vars[v].Univ != m.b.vars[u].Univ || m.a.vars[v].Product != m.b.vars[u].Product ||
				m.a.vars[v].Univ && m.a.vars[v].Product && (m.earlier || m.a.vars[v].Birth != m.b.vars[u].Birth) {
				return false
			}
			m.names[v] = u
			m.trail = append(m.trail, v)
		}
		return m.names[v] == u
	}
	xs, ys := s.Args(x), s.Args(y)
	if len(xs) != len(ys) {
		return false
	}
	for i := range xs {
		if !m.match(xs[i], ys[i]) {
			return false
		}
	}
	return true
}

// every matches each of xs with another of ys, of which there must be as many.
func every[T any](m *matcher, xs, ys []T, same func(m *matcher, x, y T) bool) bool {
	if len(xs) != len(ys) {
		return false
	}
	m.used = m.used[:0]
	for range ys {
		m.used = append(m.used, false)
	}
next:
	for i := range xs {
		for k := range ys {
			j := (i + k) % len(ys) // most are in the same place
			if m.used[j] {
				continue
			}
			n := len(m.trail)
			if same(m, xs[i], ys[j]) {
				m.used[j] = true
				continue next
			}
			m.undo(n)
		}
		return false
	}
	return true
}

func (m *matcher) undo(n int) {
	for _, v := range m.trail[n:] {
		m.names[v] = -1
	}
	m.trail = m.trail[:n]
}

func (m *matcher) fact(x, y goals.Fact) bool {
	return x.Kind == y.Kind && x.ID == y.ID && who(x) == who(y) && (x.A == 0) == (y.A == 0) && (x.B == 0) == (y.B == 0) &&
		(x.A == 0 || m.match(x.A, y.A)) && (x.B == 0 || m.match(x.B, y.B)) && m.match(x.M, y.M)
}

// who returns the instance that made a fact, where goals look at it.
func who(f goals.Fact) int16 {
	if f.Kind == protocol.Request || f.Kind == protocol.WRequest {
		return f.Inst
	}
	return -1
}

func (m *matcher) member(x, y goals.Member) bool {
	return m.match(x.Set, y.Set) && m.match(x.Elem, y.Elem)
}

// forbids reports whether d, a disequality of a, forbids what b does not forbid.
// One about a variable that stands nowhere else forbids nothing.
func (m *matcher) forbids(d intruder.Diseq) bool {
	for _, p := range d {
		if m.loose(p[0]) || m.loose(p[1]) {
			return false
		}
	}
	m.named = true
	defer func() { m.named = false }()
	for _, e := range m.b.diseqs {
		n := len(m.trail)
		ok := m.diseq(d, e)
		m.undo(n)
		if ok {
			return false
		}
	}
	return true
}

func (m *matcher) diseq(x, y intruder.Diseq) bool {
	return every(m, x, y, func(m *matcher, p, q [2]term.Term) bool {
		n := len(m.trail)
		if m.match(p[0], q[0]) && m.match(p[1], q[1]) {
			return true
		}
		m.undo(n)
		return m.match(p[0], q[1]) && m.match(p[1], q[0])
	})
}

// loose reports whether t is a variable of a that nothing else is about.
func (m *matcher) loose(t term.Term) bool {
	s := m.worker.st
	if s.Op(t) != term.Var {
		return false
	}
	v := s.Index(t)
	return m.names[v] < 0 && !m.a.vars[v].Univ
}
