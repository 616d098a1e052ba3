package goals

import (
	"testing"

	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// stage is a state: what the intruder knows, and some values.
type stage struct {
	*intruder.Solver
	a, b, i, n, m, set term.Term // two agents and the intruder, two nonces, a set
	open               term.Term // a message of the intruder's choice
	some               term.Term // an agent of his choice
	text               term.Term // a text of his choice
}

func newStage() *stage {
	st := term.NewStore()
	s := &stage{Solver: intruder.NewSolver(st)}
	agent := func(n string) term.Term { return st.Const(n, term.Sort(term.Agent)) }
	text := func(n string) term.Term { return st.Const(n, term.Sort(term.Text)) }
	s.a, s.b, s.i, s.n, s.m, s.set = agent("a"), agent("b"), agent("i"), text("n"), text("m"), st.Const("set", 0)
	s.Reset(nil)
	s.open = s.NewVar(unify.Info{})
	s.some = s.NewVar(unify.Info{Sort: term.Sort(term.Agent)})
	s.text = s.NewVar(unify.Info{Sort: term.Sort(term.Text)})
	return s
}

func (s *stage) knows(p uint16, msgs ...term.Term) {
	var items []intruder.Item
	s.Learn(msgs, p, func() bool { items = append([]intruder.Item(nil), s.Items...); return true })
	s.Items = items
}

func (s *stage) pair(x, y term.Term) term.Term { return s.Make2(term.Pair, x, y) }

// asked reports whether a predicate calls its continuation, and that it leaves
// nothing behind.
func (s *stage) asked(t *testing.T, name string, predicate func(k func() bool) bool) bool {
	t.Helper()
	m, diseqs := s.Mark(), len(s.Diseqs)
	held := false
	goOn := predicate(func() bool { held = true; return false })
	if held == goOn {
		t.Errorf("%s: the continuation was called: %v, and the predicate says go on: %v", name, held, goOn)
	}
	if s.Changed(m) || len(s.Diseqs) != diseqs {
		t.Errorf("%s: bindings or disequalities are left", name)
	}
	return held
}

func TestLeak(t *testing.T) {
	for _, c := range []struct {
		name   string
		state  func(s *stage) (secret term.Term, sets []Member)
		prefix uint16
		want   bool
	}{
		{"not known", func(s *stage) (term.Term, []Member) { return s.n, []Member{{s.set, s.a}} }, 0, false},
		{"known", func(s *stage) (term.Term, []Member) { s.knows(0, s.n); return s.n, []Member{{s.set, s.a}} }, 0, true},
		{"known, and i may know it", func(s *stage) (term.Term, []Member) {
			s.knows(0, s.n)
			return s.n, []Member{{s.set, s.a}, {s.set, s.i}}
		}, 0, false},
		{"known, i is in another set", func(s *stage) (term.Term, []Member) { s.knows(0, s.n); return s.n, []Member{{s.a, s.i}} }, 0, true},
		{"known, nobody may know it", func(s *stage) (term.Term, []Member) { s.knows(0, s.n); return s.n, nil }, 0, true},
		{"made up by the intruder", func(s *stage) (term.Term, []Member) { return s.open, nil }, 0, true},
		{"an agent that the intruder chose may know it: he chooses another", func(s *stage) (term.Term, []Member) { s.knows(0, s.n); return s.n, []Member{{s.set, s.some}} }, 0, true},
		{"known only later", func(s *stage) (term.Term, []Member) { s.knows(2, s.n); return s.n, nil }, 1, false},
		{"known since", func(s *stage) (term.Term, []Member) { s.knows(2, s.n); return s.n, nil }, 2, true},
		{"a part of it is not known", func(s *stage) (term.Term, []Member) { s.knows(0, s.n); return s.pair(s.n, s.m), nil }, 0, false},
		{"all parts of it are known", func(s *stage) (term.Term, []Member) { s.knows(0, s.n, s.m); return s.pair(s.n, s.m), nil }, 0, true},
		{"behind a key", func(s *stage) (term.Term, []Member) { s.knows(0, s.Make2(term.Scrypt, s.m, s.n)); return s.n, nil }, 0, false},
		{"behind a key that is known", func(s *stage) (term.Term, []Member) {
			s.knows(0, s.Make2(term.Scrypt, s.m, s.n), s.m)
			return s.n, nil
		}, 0, true},
		{"if the choice is right", func(s *stage) (term.Term, []Member) {
			s.knows(0, s.Make2(term.Apply, s.b, s.n))
			return s.Make2(term.Apply, s.b, s.NewVar(unify.Info{Birth: unify.Unborn})), nil
		}, 0, true},
		{"the choice would have to be known", func(s *stage) (term.Term, []Member) {
			s.knows(0, s.Make2(term.Apply, s.b, s.n))
			return s.Make2(term.Apply, s.b, s.open), nil
		}, 0, false},
		{"the choice is excluded", func(s *stage) (term.Term, []Member) {
			s.knows(0, s.Make2(term.Apply, s.b, s.n))
			late := s.NewVar(unify.Info{Birth: unify.Unborn})
			s.AddDiseq(intruder.Diseq{{late, s.n}})
			return s.Make2(term.Apply, s.b, late), nil
		}, 0, false},
	} {
		s := newStage()
		secret, sets := c.state(s)
		f := Fact{Kind: protocol.Secret, A: s.set, M: secret}
		if got := s.asked(t, c.name, func(k func() bool) bool { return Leak(s.Solver, f, c.prefix, sets, s.i, k) }); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestUnmatched(t *testing.T) {
	s := newStage()
	req := func(a, b, m term.Term) Fact { return Fact{Kind: protocol.Request, ID: 1, A: a, B: b, M: m} }
	wit := func(a, b, m term.Term) Fact { return Fact{Kind: protocol.Witness, ID: 1, A: a, B: b, M: m} }
	other := Fact{Kind: protocol.Witness, ID: 2, A: s.b, B: s.a, M: s.n}
	for _, c := range []struct {
		name  string
		f     Fact
		facts []Fact
		want  bool
	}{
		{"no witness", req(s.a, s.b, s.n), nil, true},
		{"its witness", req(s.a, s.b, s.n), []Fact{wit(s.b, s.a, s.n)}, false},
		{"its witness after others", req(s.a, s.b, s.n), []Fact{wit(s.b, s.a, s.m), wit(s.b, s.a, s.n)}, false},
		{"a witness the wrong way round", req(s.a, s.b, s.n), []Fact{wit(s.a, s.b, s.n)}, true},
		{"a witness of something else", req(s.a, s.b, s.n), []Fact{wit(s.b, s.a, s.m)}, true},
		{"a witness for another agent", req(s.a, s.b, s.n), []Fact{wit(s.b, s.i, s.n)}, true},
		{"a witness of another goal", req(s.a, s.b, s.n), []Fact{other}, true},
		{"a request is no witness", req(s.a, s.b, s.n), []Fact{req(s.b, s.a, s.n)}, true},
		{"relies on the intruder", req(s.a, s.i, s.n), nil, false},
		{"the intruder relies", req(s.i, s.a, s.n), nil, true},
		{"relies on itself", req(s.a, s.a, s.n), nil, true},
		{"relies on an agent of the intruder's choice", req(s.a, s.some, s.n), nil, true},
		{"an open value counts as different if it can", req(s.a, s.b, s.open), []Fact{wit(s.b, s.a, s.n)}, true},
		{"the same open value", req(s.a, s.b, s.open), []Fact{wit(s.b, s.a, s.open)}, false},
		{"agents are no texts", req(s.a, s.n, s.m), nil, false},
		{"nor open texts", req(s.a, s.text, s.m), nil, false},
		{"an open message may be an agent", req(s.a, s.open, s.m), nil, true},
		{"pairs compare by nesting", req(s.a, s.b, s.pair(s.pair(s.n, s.m), s.n)), []Fact{wit(s.b, s.a, s.pair(s.n, s.pair(s.m, s.n)))}, true},
	} {
		if got := s.asked(t, c.name, func(k func() bool) bool { return Unmatched(s.Solver, c.f, c.facts, s.i, true, k) }); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if !s.asked(t, "untyped", func(k func() bool) bool { return Unmatched(s.Solver, req(s.a, s.n, s.m), nil, s.i, false, k) }) {
		t.Error("untyped: texts count as agents")
	}
	s.AddDiseq(intruder.Diseq{{s.open, s.n}})
	if !s.asked(t, "excluded", func(k func() bool) bool {
		return Unmatched(s.Solver, req(s.a, s.b, s.open), []Fact{wit(s.b, s.a, s.n)}, s.i, true, k)
	}) {
		t.Error("a value that is known to differ has no witness")
	}
}

func TestReplayed(t *testing.T) {
	s := newStage()
	s.knows(0, s.b)
	req := func(a, b, m term.Term) Fact { return Fact{Kind: protocol.Request, ID: 1, A: a, B: b, M: m} }
	for _, c := range []struct {
		name string
		f, g Fact
		want bool
	}{
		{"the same", req(s.a, s.b, s.n), req(s.a, s.b, s.n), true},
		{"another value", req(s.a, s.b, s.n), req(s.a, s.b, s.m), false},
		{"of another agent", req(s.a, s.b, s.n), req(s.b, s.b, s.n), false},
		{"on another agent", req(s.a, s.b, s.n), req(s.a, s.a, s.n), false},
		{"on the intruder", req(s.a, s.i, s.n), req(s.a, s.i, s.n), false},
		{"on an agent of his choice", req(s.a, s.some, s.n), req(s.a, s.b, s.n), true},
		{"on an agent of his choice whose name he does not know", req(s.b, s.some, s.n), req(s.b, s.a, s.n), false},
		{"on an agent of his choice, who is himself", req(s.a, s.some, s.n), req(s.a, s.i, s.n), false},
		{"an open value that he does not know", req(s.a, s.b, s.open), req(s.a, s.b, s.n), false},
		{"his own value twice", req(s.a, s.b, s.open), req(s.a, s.b, s.text), true},
		{"no agents", req(s.a, s.n, s.m), req(s.a, s.n, s.m), false},
	} {
		if got := s.asked(t, c.name, func(k func() bool) bool { return Replayed(s.Solver, c.f, c.g, s.i, true, k) }); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	s.knows(0, s.n)
	if !s.asked(t, "known", func(k func() bool) bool {
		return Replayed(s.Solver, req(s.a, s.b, s.open), req(s.a, s.b, s.n), s.i, true, k)
	}) {
		t.Error("a value that he knows he can send again")
	}
	s.AddDiseq(intruder.Diseq{{s.open, s.n}})
	if s.asked(t, "excluded", func(k func() bool) bool {
		return Replayed(s.Solver, req(s.a, s.b, s.open), req(s.a, s.b, s.n), s.i, true, k)
	}) {
		t.Error("values that differ are no replay")
	}
}
