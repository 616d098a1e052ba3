package render

import (
	"fmt"

	"hornet/protocol"
	"hornet/trace"
)

// state is what a run has led to: enough to print it. It follows the run without
// judging it, so that also a run under examination can be drawn.
type state struct {
	m     *protocol.Model
	slots [][]*protocol.Expr
	facts []fact
	sets  []set
}

// fact is an event that holds.
type fact struct {
	*protocol.Fact
	args     []*protocol.Expr
	instance int // who emitted it, -1 for a fact of the model
}

// set is a set of the model with its elements.
type set struct {
	name  string
	elems []*protocol.Expr
}

// check reports whether every index of the run exists in the model.
func check(m *protocol.Model, run *trace.Run) error {
	if m == nil || run == nil {
		return fmt.Errorf("render: no model or no run")
	}
	for i := range m.Instances {
		in := &m.Instances[i]
		if in.Role < 0 || in.Role >= len(m.Roles) {
			return fmt.Errorf("render: instance %d has no role", i)
		}
		role := &m.Roles[in.Role]
		if len(in.Values) != len(role.Slots) || role.Player < 0 || role.Player >= len(role.Slots) {
			return fmt.Errorf("render: instance %d does not fit role %s", i, role.Name)
		}
	}
	for n, s := range run.Steps {
		if s.Instance < 0 || s.Instance >= len(m.Instances) {
			return fmt.Errorf("render: step %d: there is no instance %d", n+1, s.Instance)
		}
		role := &m.Roles[m.Instances[s.Instance].Role]
		if s.Transition < 0 || s.Transition >= len(role.Transitions) {
			return fmt.Errorf("render: step %d: role %s has no transition %d", n+1, role.Name, s.Transition)
		}
		t := &role.Transitions[s.Transition]
		if len(s.Values) != len(t.Vars) || len(s.Received) != len(t.Receives) || len(s.Sent) != len(t.Sends) {
			return fmt.Errorf("render: step %d does not fit transition %s of %s", n+1, t.Label, role.Name)
		}
	}
	if v := run.Violation; v != nil && (v.Goal < 0 || v.Goal >= len(m.Goals)) {
		return fmt.Errorf("render: there is no goal %d", v.Goal)
	}
	return nil
}

// newState returns the state in which m begins. The model has passed check.
func newState(m *protocol.Model) *state {
	s := &state{m: m}
	for i := range m.Instances {
		s.slots = append(s.slots, append([]*protocol.Expr(nil), m.Instances[i].Values...))
	}
	for i := range m.Facts {
		s.facts = append(s.facts, fact{&m.Facts[i], m.Facts[i].Args, -1})
	}
	for i := range m.Sets {
		s.sets = append(s.sets, set{m.Sets[i].Name, append([]*protocol.Expr(nil), m.Sets[i].Elems...)})
	}
	return s
}

// step follows one step of the run and returns the facts that it emits.
func (s *state) step(st *trace.Step) []fact {
	t := s.transition(st)
	old := s.slots[st.Instance]
	value := func(e *protocol.Expr) *protocol.Expr { return substitute(e, old, st.Values) }
	ground := func(f *protocol.Fact) fact {
		g := fact{f, make([]*protocol.Expr, len(f.Args)), st.Instance}
		for i, a := range f.Args {
			g.args[i] = value(a)
		}
		return g
	}
	for i := range t.Consumes {
		s.remove(ground(&t.Consumes[i]))
	}
	next := append([]*protocol.Expr(nil), old...)
	done := make([]bool, len(next))
	for _, u := range t.Updates {
		if u.Slot >= 0 && u.Slot < len(next) && !done[u.Slot] {
			next[u.Slot], done[u.Slot] = value(u.Value), true
		}
	}
	for _, o := range t.Deletes {
		s.change(value(o.Set), value(o.Elem), false)
	}
	for _, o := range t.Adds {
		s.change(value(o.Set), value(o.Elem), true)
	}
	var emitted []fact
	for i := range t.Emits {
		emitted = append(emitted, ground(&t.Emits[i]))
	}
	s.slots[st.Instance] = next
	for _, f := range emitted {
		if !s.holds(f) {
			s.facts = append(s.facts, f)
		}
	}
	return emitted
}

// transition returns the transition that st fires.
func (s *state) transition(st *trace.Step) *protocol.Transition {
	return &s.m.Roles[s.m.Instances[st.Instance].Role].Transitions[st.Transition]
}

// same reports whether f and g are one fact: requests are their instance's own.
func (f fact) same(g fact) bool {
	own := f.Kind == protocol.Request || f.Kind == protocol.WRequest
	if f.Kind != g.Kind || f.Name != g.Name || f.ID != g.ID || len(f.args) != len(g.args) || own && f.instance != g.instance {
		return false
	}
	for i := range f.args {
		if !f.args[i].Equal(g.args[i]) {
			return false
		}
	}
	return true
}

func (s *state) holds(f fact) bool {
	for _, g := range s.facts {
		if f.same(g) {
			return true
		}
	}
	return false
}

func (s *state) remove(f fact) {
	var kept []fact
	for _, g := range s.facts {
		if !f.same(g) {
			kept = append(kept, g)
		}
	}
	s.facts = kept
}

// change adds elem to the set that goes by the name of the constant e, or
// removes it. A message that is no set has no elements.
func (s *state) change(e, elem *protocol.Expr, add bool) {
	for i := range s.sets {
		if e.Op != protocol.Const || s.sets[i].name != e.Name {
			continue
		}
		var kept []*protocol.Expr
		for _, x := range s.sets[i].elems {
			if !x.Equal(elem) {
				kept = append(kept, x)
			}
		}
		if add {
			kept = append(kept, elem)
		}
		s.sets[i].elems = kept
	}
}

// substitute returns e with the slots and variables replaced by their values.
// What has no value stays.
func substitute(e *protocol.Expr, slots, values []*protocol.Expr) *protocol.Expr {
	pick := func(from []*protocol.Expr) *protocol.Expr {
		if e.Index >= 0 && e.Index < len(from) && from[e.Index] != nil {
			return from[e.Index]
		}
		return e
	}
	switch e.Op {
	case protocol.Slot:
		return pick(slots)
	case protocol.Var:
		return pick(values)
	}
	if len(e.Args) == 0 {
		return e
	}
	args := make([]*protocol.Expr, len(e.Args))
	for i, a := range e.Args {
		args[i] = substitute(a, slots, values)
	}
	if e.Op == protocol.Inv && args[0].Op == protocol.Inv {
		return args[0].Args[0]
	}
	return protocol.E(e.Op, args...)
}
