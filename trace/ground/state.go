package ground

import (
	"fmt"
	"slices"

	"hornet/protocol"
)

// State is what a run has led to. A State is never changed; Step returns a new
// one, so that earlier ones remain good for going back to.
type State struct {
	Model *protocol.Model

	opt       Options
	constants map[string]*Term
	fresh     map[freshID]*Term // the values that the steps made
	slots     [][]*Term         // by instance
	facts     []Fact
	sets      map[Key][]*Term // by the set's constant
	outputs   [][]*Term       // by step: what it sent
}

// freshID names a fresh value.
type freshID struct {
	name string
	step int
}

// Fact is an event that was emitted and has not been consumed.
type Fact struct {
	Kind     protocol.FactKind
	Name, ID string
	Args     []*Term
	Instance int // who emitted it; -1 for a fact of the model
	Step     int // from 0; -1 for a fact of the model
	Emit     int // index in Transition.Emits, or in Model.Facts
}

// Equal reports whether f and g say the same. A request is its instance's own:
// the AVISPA format gives it the number of the role instance.
func (f *Fact) Equal(g *Fact) bool {
	return f.Kind == g.Kind && f.Name == g.Name && f.ID == g.ID && slices.EqualFunc(f.Args, g.Args, (*Term).Equal) &&
		(f.Instance == g.Instance || f.Kind != protocol.Request && f.Kind != protocol.WRequest)
}

// New returns the state in which m begins. It fails when m is malformed, for
// example when an initial value is not ground.
func New(m *protocol.Model, opt Options) (*State, error) {
	s := &State{Model: m, opt: opt, constants: map[string]*Term{}, fresh: map[freshID]*Term{}, sets: map[Key][]*Term{}}
	constant := func(e *protocol.Expr) bool {
		if _, ok := s.constants[e.Name]; e.Op == protocol.Const && !ok {
			s.constants[e.Name] = atom(protocol.Const, e.Name, 0, e.Type)
		}
		return true
	}
	for _, c := range m.Constants {
		constant(c)
	}
	m.Exprs(func(e *protocol.Expr) { e.Walk(constant) })
	r := &reader{State: s}
	for i := range m.Instances {
		in := &m.Instances[i]
		if in.Role < 0 || in.Role >= len(m.Roles) || len(in.Values) != len(m.Roles[in.Role].Slots) {
			return nil, fmt.Errorf("instance %d has no role, or not a value for each slot", i)
		}
		s.slots = append(s.slots, r.terms(in.Values))
	}
	for i := range m.Sets {
		name := &protocol.Expr{Op: protocol.Const, Name: m.Sets[i].Name, Type: m.Sets[i].Type}
		constant(name)
		s.sets[r.term(name).key] = r.terms(m.Sets[i].Elems)
	}
	for i := range m.Facts {
		f := &m.Facts[i]
		s.facts = append(s.facts, Fact{f.Kind, f.Name, f.ID, r.terms(f.Args), -1, -1, i})
	}
	return s, r.err
}

// role returns the role of an instance that exists.
func (s *State) role(instance int) *protocol.Role {
	return &s.Model.Roles[s.Model.Instances[instance].Role]
}

// Steps returns the number of steps that led here.
func (s *State) Steps() int { return len(s.outputs) }

// Output returns what step n (from 0) sent, in the order of its Sends.
func (s *State) Output(n int) []*Term { return s.outputs[n] }

// Slots returns the values that the instance holds; not to be changed.
func (s *State) Slots(instance int) []*Term { return s.slots[instance] }

// Facts returns the facts that hold; not to be changed.
func (s *State) Facts() []Fact { return s.facts }

// Elements returns the elements of the set that goes by the name set; not to be
// changed. What is no set has none.
func (s *State) Elements(set *Term) []*Term { return s.sets[set.key] }

// Contains reports whether t is an element of the set.
func (s *State) Contains(set, t *Term) bool { return slices.ContainsFunc(s.sets[set.key], t.Equal) }

// Term returns the ground message e. Constants and fresh values get the type
// that they have in the model, whatever e says. It fails on a slot, a variable, a
// constant that the model does not have, a fresh value that no step has made, and
// on messages of too many parts.
func (s *State) Term(e *protocol.Expr) (*Term, error) {
	r := reader{State: s}
	return r.term(e), r.err
}

// reader evaluates patterns, given the slots of an instance and the values of a
// transition's variables, and keeps the first error.
type reader struct {
	*State
	slots, values []*Term
	err           error
}

// fail records an error and returns a message that stands for the missing one.
func (r *reader) fail(format string, args ...any) *Term {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
	return &Term{Op: protocol.Xor}
}

// term returns the value of e.
func (r *reader) term(e *protocol.Expr) *Term {
	switch {
	case e == nil || r.err != nil:
		return r.fail("a message is missing")
	case e.Op == protocol.Const:
		if c := r.constants[e.Name]; c != nil {
			return c
		}
		return r.fail("the model has no constant %s", e.Name)
	case e.Op == protocol.Fresh:
		if v := r.fresh[freshID{e.Name, e.Index}]; v != nil {
			return v
		}
		return r.fail("no step before has made %s", e)
	case e.Op == protocol.Open:
		return atom(protocol.Open, "", e.Index, e.Type)
	case e.Op == protocol.Slot, e.Op == protocol.Var:
		list := r.values
		if e.Op == protocol.Slot {
			list = r.slots
		}
		if e.Index < 0 || e.Index >= len(list) || list[e.Index] == nil {
			return r.fail("%s %d has no value", e.Op, e.Index)
		}
		return list[e.Index]
	}
	t, err := r.opt.Make(e.Op, r.terms(e.Args)...)
	if err != nil {
		return r.fail("%w", err)
	}
	return t
}

// terms returns the values of es.
func (r *reader) terms(es []*protocol.Expr) []*Term {
	out := make([]*Term, len(es))
	for i, e := range es {
		out[i] = r.term(e)
	}
	return out
}
