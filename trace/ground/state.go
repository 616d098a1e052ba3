package ground

import (
	"fmt"
	"slices"

	"hornet/protocol"
)

// State is what a run has led to. A State is never changed; Step returns a new
// one, so that earlier ones remain good for going back to, and shares with it
// what the step leaves as it is.
type State struct {
	Model     *protocol.Model
	Options   Options
	Knowledge []*Term // Model.Knowledge; like all that a State shows not to be changed

	constants map[string]*Term
	fresh     []*Term   // the values that the steps made
	slots     [][]*Term // by instance
	sets      [][]*Term // its name, then its elements; the first of a name counts
	facts     []Fact
	outputs   [][]*Term // by step: what it sent
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
// ground, and when m holds what cannot be replayed.
func New(m *protocol.Model, opt Options) (*State, error) {
	s := &State{Model: m, Options: opt, constants: map[string]*Term{}}
	r := &Reader{State: s}
	if len(m.Unsupported) > 0 {
		r.Fail("it holds %s, which cannot be replayed", m.Unsupported[0].What)
	}
	for name, typ := range m.Types() {
		s.constants[name] = atom(protocol.Const, name, 0, typ)
	}
	s.Knowledge = r.terms(m.Knowledge)
	for i := range m.Sets {
		s.sets = append(s.sets, append([]*Term{s.constants[m.Sets[i].Name]}, r.terms(m.Sets[i].Elems)...))
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

// Elements returns the elements of the set that goes by a name; not to be
// changed. What is no set has none.
func (s *State) Elements(name *Term) []*Term {
	for _, set := range s.sets {
		if set[0].Equal(name) {
			return set[1:]
		}
	}
	return nil
}

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
func (r *Reader) Make(op protocol.Op, args ...*Term) (t *Term) {
	switch n := len(args); {
	case op == protocol.Xor:
		t = sum(args)
	case op == protocol.Inv && n == 1:
		t = inverse(args[0])
	case op == protocol.Exp && n == 2:
		t = raise(args[0], args[1])
	case op == protocol.Pair && n == 2 && r.Options.Assoc && args[0].Op == protocol.Pair:
		left := args[0].Args
		t = node(op, left[0], r.Make(op, left[1], args[1]))
	case n == 2 && (op == protocol.Pair || op == protocol.Crypt || op == protocol.Scrypt || op == protocol.Apply):
		t = node(op, args...)
	}
	if t == nil || t.size > MaxSize {
		return r.Fail("a %s of %d parts is no message, or one of more than %d parts", op, len(args), MaxSize)
	}
	return t
}

// Term returns the value of e. Constants and fresh values get the type that they
// have in the model, whatever e says. It fails on a slot or variable without
// value, a constant that the model does not have, a fresh value that no step has
// made, and on messages of too many parts.
func (r *Reader) Term(e *protocol.Expr) *Term {
	if e == nil || r.Err != nil {
		return r.Fail("a message is missing")
	}
	switch e.Op {
	case protocol.Const:
		if c := r.constants[e.Name]; c != nil && e.Index == 0 {
			return c
		}
	case protocol.Fresh:
		for _, v := range r.fresh {
			if v.Name == e.Name && v.Index == e.Index {
				return v
			}
		}
	case protocol.Open:
		return atom(protocol.Open, "", e.Index, e.Type)
	case protocol.Slot, protocol.Var:
		list := r.values
		if e.Op == protocol.Slot {
			list = r.slots
		}
		if e.Index >= 0 && e.Index < len(list) && list[e.Index] != nil {
			return list[e.Index]
		}
	default:
		return r.Make(e.Op, r.terms(e.Args)...)
	}
	return r.Fail("the model and the steps before have no %s %s", e.Op, e)
}

// terms returns the values of es.
func (r *Reader) terms(es []*protocol.Expr) []*Term {
	out := make([]*Term, len(es))
	for i, e := range es {
		out[i] = r.Term(e)
	}
	return out
}
