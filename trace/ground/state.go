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

	opt     Options
	atoms   map[atomID]*Term // the constants of the model, and the fresh values so far
	slots   [][]*Term        // by instance
	sets    map[Key][]*Term  // by the set's constant
	facts   []Fact
	outputs [][]*Term // by step: what it sent
}

// atomID names a constant or a fresh value.
type atomID struct {
	op    protocol.Op
	name  string
	index int
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

// New returns the state in which m begins. It fails when an initial value is not
// ground.
func New(m *protocol.Model, opt Options) (*State, error) {
	s := &State{Model: m, opt: opt, atoms: map[atomID]*Term{}, sets: map[Key][]*Term{}}
	for name, typ := range m.Types() {
		s.atoms[atomID{protocol.Const, name, 0}] = atom(protocol.Const, name, 0, typ)
	}
	r := &Reader{State: s}
	for i := range m.Sets {
		s.sets[r.Term(protocol.C(m.Sets[i].Name, nil)).key] = r.terms(m.Sets[i].Elems)
	}
	for i := range m.Instances {
		s.slots = append(s.slots, r.terms(m.Instances[i].Values))
	}
	for i, f := range m.Facts {
		s.facts = append(s.facts, Fact{f.Kind, f.Name, f.ID, r.terms(f.Args), -1, -1, i})
	}
	return s, r.Err
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

// Reader computes messages in a state, given the slots of an instance and the
// values of a transition's variables. The first error stays; what is computed
// after it means nothing.
type Reader struct {
	*State
	Err           error
	slots, values []*Term
}

// Fail records an error and returns a message that stands for the missing one.
func (r *Reader) Fail(format string, args ...any) *Term {
	if r.Err == nil {
		r.Err = fmt.Errorf(format, args...)
	}
	return &Term{Op: protocol.Xor}
}

// Make returns the normal form of op(args...). It fails when op is no
// constructor, when it has another number of parts, and when the message would be
// too large.
func (r *Reader) Make(op protocol.Op, args ...*Term) *Term {
	switch t := r.opt.normal(op, args); {
	case t == nil:
		return r.Fail("no message is a %s of %d parts", op, len(args))
	case t.size > MaxSize:
		return r.Fail("a message of more than %d parts", MaxSize)
	default:
		return t
	}
}

// Term returns the value of e. Constants and fresh values get the type that they
// have in the model, whatever e says. It fails on a slot or variable without
// value, a constant that the model does not have, a fresh value that no step has
// made, and on messages of too many parts.
func (r *Reader) Term(e *protocol.Expr) *Term {
	switch {
	case e == nil || r.Err != nil:
		return r.Fail("a message is missing")
	case e.Op == protocol.Const, e.Op == protocol.Fresh:
		if a := r.atoms[atomID{e.Op, e.Name, e.Index}]; a != nil {
			return a
		}
		return r.Fail("the model and the steps before have no %s %s", e.Op, e)
	case e.Op == protocol.Open:
		return atom(protocol.Open, "", e.Index, e.Type)
	case e.Op == protocol.Slot, e.Op == protocol.Var:
		list := r.values
		if e.Op == protocol.Slot {
			list = r.slots
		}
		if e.Index < 0 || e.Index >= len(list) || list[e.Index] == nil {
			return r.Fail("%s %d has no value", e.Op, e.Index)
		}
		return list[e.Index]
	}
	return r.Make(e.Op, r.terms(e.Args)...)
}

// terms returns the values of es.
func (r *Reader) terms(es []*protocol.Expr) []*Term {
	out := make([]*Term, len(es))
	for i, e := range es {
		out[i] = r.Term(e)
	}
	return out
}
