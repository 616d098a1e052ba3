// Package goals says what a violation of a goal is, on a symbolic state.
//
// Each predicate asks whether the open variables of a state have values that
// violate the goal; it calls its continuation under each set of bindings that
// do. Only what the last step can newly violate need be asked: a violation by a
// request that was made earlier was one when it was made, for then there were no
// more witnesses than now.
//
// Source: AVISPA user manual v1.1, section 2.1.5; Lowe, "A hierarchy of
// authentication specifications", CSFW 1997.
package goals

import (
	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
)

// Fact is an event of a run. The meaning of A and B depends on the kind: of a
// Secret, A is the set of agents who may know M; of a Witness, A runs with B and
// means M; of a Request or WRequest, A relies on B for M.
type Fact struct {
	Kind protocol.FactKind
	ID   uint16 // of the goal's identifier, or of the name of a User fact
	Inst int16  // the instance that caused it; -1: it held at the start
	Step int16  // the step that caused it, from 0; -1: it held at the start
	Emit int16  // its place among the facts of that step
	A, B term.Term
	M    term.Term // the message; of a User fact, all arguments as one tuple
}

// Member is an element of a set.
type Member struct{ Set, Elem term.Term }

// Leak calls k where the intruder can derive the secret of f from prefix p and
// is not meant to know it.
func Leak(s *intruder.Solver, f Fact, p uint16, sets []Member, i term.Term, k func() bool) bool {
	if s.Never(f.M, p) {
		return true
	}
	diseqs := s.Diseqs
	defer func() { s.Diseqs = diseqs }()
	for _, m := range sets {
		if s.Same(m.Set, f.A) && (m.Elem == i || !s.Ground(m.Elem)) {
			s.AddDiseq(intruder.Diseq{{m.Elem, i}})
		}
	}
	if !s.Consistent() {
		return true
	}
	return s.Solve([]intruder.Constraint{{T: f.M, P: p}}, func() bool {
		return !s.Consistent() || k()
	})
}

// Unmatched calls k where the request f has no witness among facts: its agents
// are agents, the one relied on is not the intruder.
func Unmatched(s *intruder.Solver, f Fact, facts []Fact, i term.Term, typed bool, k func() bool) bool {
	diseqs := s.Diseqs
	m := s.Mark()
	defer func() { s.Diseqs = diseqs; s.Undo(m) }()
	if typed && !(s.Narrow(f.A, term.Sort(term.Agent)) && s.Narrow(f.B, term.Sort(term.Agent))) {
		return true
	}
	if f.B == i || !s.Ground(f.B) {
		s.AddDiseq(intruder.Diseq{{f.B, i}})
	}
	for _, w := range facts {
		if w.Kind == protocol.Witness && w.ID == f.ID {
			s.AddDiseq(intruder.Diseq{{w.A, f.B}, {w.B, f.A}, {w.M, f.M}})
		}
	}
	return !s.Consistent() || k()
}

// Replayed calls k where two instances made the same request.
func Replayed(s *intruder.Solver, f, g Fact, i term.Term, typed bool, k func() bool) bool {
	diseqs := s.Diseqs
	m := s.Mark()
	defer func() { s.Diseqs = diseqs; s.Undo(m) }()
	if typed && !(s.Narrow(f.A, term.Sort(term.Agent)) && s.Narrow(f.B, term.Sort(term.Agent))) {
		return true
	}
	s.AddDiseq(intruder.Diseq{{f.B, i}})
	reopen := func() bool {
		return s.Reopened(m, func() bool { return !s.Consistent() || k() })
	}
	return s.Unify(f.A, g.A, func() bool {
		return s.Unify(f.B, g.B, func() bool {
			return s.Unify(f.M, g.M, reopen)
		})
	})
}
