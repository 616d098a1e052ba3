package search

import (
	"testing"

	"hornet/goals"
	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// TestCovers: a state covers another when nothing is possible in the other that
// is not possible in it.
func TestCovers(t *testing.T) {
	st := term.NewStore()
	w := &worker{program: &program{st: st}, s: intruder.NewSolver(st)}
	text := term.Sort(term.Text)
	a, n, set := st.Const("a", text), st.Const("n", text), st.Const("set", 0)
	v := func(i int) term.Term { return st.Variable(i) }
	pair := func(x, y term.Term) term.Term { return st.Make2(term.Pair, x, y) }
	fact := func(k protocol.FactKind, inst int16, m term.Term) goals.Fact {
		return goals.Fact{Kind: k, ID: 1, Inst: inst, A: a, B: a, M: m}
	}
	// In the state, variable 0 was received at the start, variable 1 at prefix 2.
	base := func(change func(*state)) *state {
		s := &state{
			slots:  []term.Term{v(0), pair(v(1), v(0))},
			places: []place{{last: 1, moves: 2}},
			facts:  []goals.Fact{fact(protocol.Witness, 0, v(1)), fact(protocol.Request, 1, n)},
			sets:   []goals.Member{{Set: set, Elem: v(0)}},
			items:  []intruder.Item{{T: a, Until: intruder.Forever}, {T: st.Make2(term.Scrypt, n, v(0)), From: 1, Until: intruder.Forever}, {T: v(1), From: 2, Until: intruder.Forever}},
			prefix: 2,
			vars:   []unify.Info{{}, {Birth: 1}},
			diseqs: []intruder.Diseq{{{v(0), v(1)}}},
			node:   &node{depth: 2},
		}
		if change != nil {
			change(s)
		}
		return s
	}
	same := func(*state) {}
	for _, c := range []struct {
		name   string
		a, b   func(*state)
		covers bool
	}{
		{"the same state", same, same, true},
		{"other names of variables", same, func(s *state) {
			s.slots = []term.Term{v(1), pair(v(0), v(1))}
			s.facts[0].M, s.sets[0].Elem = v(0), v(1)
			s.items[1].T, s.items[2].T = st.Make2(term.Scrypt, n, v(1)), v(0)
			s.vars = []unify.Info{{Birth: 1}, {}}
			s.diseqs = []intruder.Diseq{{{v(1), v(0)}}}
		}, true},
		{"two variables for one", same, func(s *state) { s.slots[1] = pair(v(0), v(0)) }, false},
		{"one variable for two", func(s *state) { s.slots[1] = pair(v(0), v(0)) }, same, false},
		{"another value", same, func(s *state) { s.slots[0] = n }, false},
		{"another place", same, func(s *state) { s.places = []place{{last: 0, moves: 2}} }, false},
		{"facts in another order", same, func(s *state) { s.facts[0], s.facts[1] = s.facts[1], s.facts[0] }, true},
		{"a witness more", func(s *state) { s.facts = append(s.facts, fact(protocol.Witness, 0, n)) }, same, false},
		{"another witness", same, func(s *state) { s.facts[0].M = v(0) }, false},
		{"a witness of another instance", same, func(s *state) { s.facts[0].Inst = 7 }, true},
		{"a request of another instance", same, func(s *state) { s.facts[1].Inst = 7 }, false},
		{"another element", same, func(s *state) { s.sets[0].Elem = v(1) }, false},
		{"another message", same, func(s *state) { s.items[1].T = st.Make2(term.Scrypt, a, v(0)) }, false},
		{"less to draw on", func(s *state) { s.vars[1].Birth = 0 }, same, false},
		{"more to draw on", same, func(s *state) { s.vars[1].Birth = 0 }, true},
		{"as much to draw on, by other numbers", same, func(s *state) {
			s.items[1].From, s.items[2].From, s.vars[1].Birth, s.prefix = 3, 5, 4, 5
		}, true},
		{"messages in another order", same, func(s *state) { s.items[1].From, s.items[2].From = 2, 1 }, false},
		{"an obligation", func(s *state) { s.dfroms = []dfrom{{[]term.Term{v(1)}, 0}} }, same, true},
		{"a disequality more", same, func(s *state) { s.diseqs = nil }, false},
		{"a disequality the other way round", same, func(s *state) { s.diseqs = []intruder.Diseq{{{v(1), v(0)}}} }, true},
		{"a disequality less", func(s *state) { s.diseqs = nil }, same, true},
		{"a disequality about a variable of its own", func(s *state) {
			s.vars = append(s.vars, unify.Info{})
			s.diseqs = append(s.diseqs, intruder.Diseq{{v(2), n}})
		}, same, true},
		{"a disequality inside which a variable of its own is", func(s *state) {
			s.vars = append(s.vars, unify.Info{})
			s.diseqs = append(s.diseqs, intruder.Diseq{{v(0), pair(v(2), n)}})
		}, same, false},
		{"a disequality for all values", func(s *state) {
			s.vars = append(s.vars, unify.Info{Univ: true})
			s.diseqs = append(s.diseqs, intruder.Diseq{{v(0), pair(v(2), n)}})
		}, func(s *state) {
			s.vars = append(s.vars, unify.Info{}, unify.Info{Univ: true})
			s.diseqs = append(s.diseqs, intruder.Diseq{{v(0), pair(v(3), n)}})
		}, true},
		{"a longer run", func(s *state) { s.node = &node{depth: 3} }, same, false},
	} {
		m := matcher{worker: w}
		x, y := base(c.a), base(c.b)
		for _, st := range []*state{x, y} {
			st.key = w.fingerprint(st)
			w.draw(st)
		}
		if got := m.covers(x, y); got != c.covers {
			t.Errorf("%s: %v", c.name, got)
		}
		if c.covers && x.node.depth == y.node.depth && x.key != y.key {
			t.Errorf("%s: states that cover each other have different fingerprints", c.name)
		}
	}
}

// TestCoverLate: states are compared as long as there is time.
func TestCoverLate(t *testing.T) {
	st := term.NewStore()
	w := &worker{program: &program{st: st}, s: intruder.NewSolver(st)}
	level := func() []*state {
		return []*state{{node: &node{depth: 2}}, {node: &node{depth: 2}}}
	}
	if got := len(uncovered([]*worker{w}, level())); got != 1 {
		t.Errorf("%d states left of two that are the same", got)
	}
	w.late = func() bool { return true }
	if got := len(uncovered([]*worker{w}, level())); got != 2 {
		t.Errorf("%d states left of two when it is too late to compare them", got)
	}
}
