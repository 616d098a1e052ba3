// Package protocol is the language-neutral description of a security protocol:
// role templates with transitions over patterns, the instances that a run is
// made of, what the intruder knows at the start, and the goals.
//
// A front end (hlpsl is the first) compiles its text to a Model; the search, the
// replay checker and the animator each interpret a Model with code of their own.
// The Model therefore holds plain trees (Expr), not the interned terms of the
// search.
//
// # Meaning
//
// A state is, for every instance, a value for each of its slots; a set of facts;
// the elements of each named set; and what the intruder knows. An instance may
// fire a transition of its role when there are values for the transition's
// variables such that everything on its left side holds:
//
//   - every stored value still has the basic type of its slot (a value of another
//     type freezes the instance);
//   - the intruder can derive each received message from what he knew before;
//   - the guards hold, the memberships hold, the consumed facts are present.
//
// Then, at once: the consumed facts and removed elements go, fresh values are
// made, all updates take effect (the right sides read the old slots), elements
// and facts are added, and the intruder learns every sent message. Every message
// passes through the intruder, as in the lazy-intruder models of OFMC.
package protocol

import (
	"hornet/diag"
	"hornet/term"
)

// Intruder is the name of the intruder among the constants of type agent.
const Intruder = "i"

// Start is the constant that the intruder always knows and that a transition
// without message receives.
const Start = "start"

// Model is a protocol ready to be explored.
type Model struct {
	Name      string // of the text it was compiled from, as the user gave it
	Roles     []Role
	Instances []Instance
	Sessions  []Session
	Knowledge []*Expr // what the intruder knows at the start; ground; "start" and "i" included
	Sets      []Set
	Facts     []Fact // facts that hold at the start; ground
	Goals     []Goal
	Constants []*Expr // every constant of the model that its text names, in order of appearance

	// Unsupported lists constructs that make every verdict "undecided".
	Unsupported []Unsupported
}

// Unsupported is a construct of the text that the Model cannot express.
type Unsupported struct {
	Range diag.Range
	What  string // a noun phrase, for example "a negated receive"
}

// Role is a template that instances run.
type Role struct {
	Name        string
	Range       diag.Range
	Player      int // the slot that holds the agent who plays the role
	Slots       []SlotDecl
	Transitions []Transition
}

// SlotDecl declares a slot: a parameter, a local variable, or a hidden reference
// to a set literal of the text.
type SlotDecl struct {
	Name   string
	Type   *term.Type
	Range  diag.Range
	Formal bool // a parameter of the role
	Hidden bool // made by the compiler; not a variable of the text
}

// VarKind tells how a transition's variable gets its value.
type VarKind uint8

const (
	Bound     VarKind = iota // by a receive, a membership or an equation on the left side
	New                      // a fresh value made by the step
	Universal                // quantified over all values inside one negative condition
)

// VarDecl declares a variable of a transition.
type VarDecl struct {
	Name  string // as the text has it, without prime
	Type  *term.Type
	Kind  VarKind
	Range diag.Range
}

// Transition is one step that a role may take.
type Transition struct {
	Label string
	Range diag.Range // of the whole transition in the text
	Vars  []VarDecl

	Receives []Receive
	Guards   []Guard
	In       []Membership
	Consumes []Fact // facts that must be present and are removed

	Updates []Update
	Adds    []SetOp // elements added to sets
	Deletes []SetOp // elements removed from sets, when present
	Emits   []Fact
	Sends   []Send

	// Spontaneous is set when the transition does not wait for a channel at all
	// (no receive on its left side, not even start).
	Spontaneous bool
}

// Receive is a message that the intruder must be able to send.
type Receive struct {
	Channel string // the channel's name in the text
	Message *Expr
	Range   diag.Range
}

// Send is a message that the intruder learns.
type Send struct {
	Channel string
	Message *Expr
	Range   diag.Range
}

// Relation is the relation that a guard asks for.
type Relation uint8

const (
	Eq      Relation = iota // equal
	NotEq                   // different; universal variables do not occur
	LessEq                  // not greater, between naturals
	NotLess                 // greater, between naturals
	NotIn                   // Left is an element of the set Right for no values of universal variables
	Absent                  // Fact is present for no values of universal variables
)

// Guard is a condition on the state before the step.
type Guard struct {
	Rel         Relation
	Left, Right *Expr
	Fact        *Fact // of Absent
	Range       diag.Range
}

// Membership asks for an element of a set; the element stays.
type Membership struct {
	Elem, Set *Expr
	Range     diag.Range
}

// Update stores Value in a slot. Value may read old slots and all variables.
type Update struct {
	Slot  int
	Value *Expr
	Range diag.Range
}

// SetOp adds an element to a set or removes it.
type SetOp struct {
	Elem, Set *Expr
	Range     diag.Range
}

// FactKind distinguishes the facts that goals speak of.
type FactKind uint8

const (
	User     FactKind = iota // a fact of the model's own; Args as written
	Secret                   // Args: the secret, the set of agents who may know it
	Witness                  // Args: A, B, M: A runs with B and means M by ID
	Request                  // Args: B, A, M: B relies on A for M, once (strong authentication)
	WRequest                 // Args: B, A, M: B relies on A for M (weak authentication)
)

var factNames = [...]string{"", "secret", "witness", "request", "wrequest"}

// String returns the predicate's name in HLPSL, "" for User.
func (k FactKind) String() string { return factNames[k] }

// Fact is an event that a step leaves behind.
type Fact struct {
	Kind  FactKind
	Name  string // the predicate's name
	ID    string // the goal's identifier; "" for User
	Args  []*Expr
	Range diag.Range
}

// Set is a set of the model. Slots refer to it by the constant Name.
type Set struct {
	Name  string
	Type  *term.Type
	Elems []*Expr // at the start; ground
}

// Instance is one run of a role by an honest agent.
type Instance struct {
	Role    int
	Number  int     // place among all role instantiations, composed and basic, from 1
	Shown   int     // the number that the AVISPA format shows for it
	Session int     // index in Model.Sessions
	Values  []*Expr // of the slots at the start; ground
	Range   diag.Range
}

// Session is a composed role that instantiates basic ones.
type Session struct {
	Name   string
	Number int     // as Instance.Number
	Args   []*Expr // ground actual parameters
	Range  diag.Range

	// Honest is set when no basic role of the session is played by the intruder
	// and his name is not among its arguments.
	Honest bool

	// Dropped names the basic roles of the session that the intruder plays.
	Dropped []string
}

// GoalKind is what a goal asks for.
type GoalKind uint8

const (
	Secrecy            GoalKind = iota // secrecy_of
	WeakAuthentication                 // weak_authentication_on: non-injective agreement
	Authentication                     // authentication_on: agreement and no replay
	Temporal                           // an LTL formula; never decided
)

var goalNames = [...]string{"secrecy_of", "weak_authentication_on", "authentication_on", "ltl"}

// String returns the goal's keyword in HLPSL.
func (k GoalKind) String() string { return goalNames[k] }

// Goal is a property to check.
type Goal struct {
	Kind  GoalKind
	ID    string // the identifier of the facts it speaks of
	Range diag.Range
}

// Name returns the goal as the AVISPA format names it, for example
// "secrecy_of_na".
func (g Goal) Name() string { return g.Kind.String() + "_" + g.ID }

// Uses reports whether op occurs anywhere in the model.
func (m *Model) Uses(op Op) bool {
	found := false
	m.Exprs(func(e *Expr) { found = found || e.Uses(op) })
	return found
}

// Types returns the type of every constant of the model, sets included. Where a
// constant occurs with several types, what the text names first decides.
func (m *Model) Types() map[string]*term.Type {
	types := map[string]*term.Type{}
	add := func(e *Expr) bool {
		if _, ok := types[e.Name]; e.Op == Const && !ok {
			types[e.Name] = e.Type
		}
		return true
	}
	for _, c := range m.Constants {
		add(c)
	}
	m.Exprs(func(e *Expr) { e.Walk(add) })
	for i := range m.Sets {
		add(C(m.Sets[i].Name, m.Sets[i].Type))
	}
	return types
}

// Exprs calls f on every expression of the model, outermost ones only.
func (m *Model) Exprs(f func(*Expr)) {
	all := func(es []*Expr) {
		for _, e := range es {
			f(e)
		}
	}
	all(m.Knowledge)
	for i := range m.Sets {
		all(m.Sets[i].Elems)
	}
	for i := range m.Facts {
		all(m.Facts[i].Args)
	}
	for i := range m.Instances {
		all(m.Instances[i].Values)
	}
	for i := range m.Roles {
		for j := range m.Roles[i].Transitions {
			m.Roles[i].Transitions[j].Exprs(f)
		}
	}
}

// Exprs calls f on every expression of the transition, outermost ones only.
func (t *Transition) Exprs(f func(*Expr)) {
	facts := func(fs []Fact) {
		for i := range fs {
			for _, e := range fs[i].Args {
				f(e)
			}
		}
	}
	for _, r := range t.Receives {
		f(r.Message)
	}
	for _, g := range t.Guards {
		if g.Left != nil {
			f(g.Left)
		}
		if g.Right != nil {
			f(g.Right)
		}
		if g.Fact != nil {
			facts([]Fact{*g.Fact})
		}
	}
	for _, m := range t.In {
		f(m.Elem)
		f(m.Set)
	}
	facts(t.Consumes)
	for _, u := range t.Updates {
		f(u.Value)
	}
	for _, ops := range [][]SetOp{t.Adds, t.Deletes} {
		for _, o := range ops {
			f(o.Elem)
			f(o.Set)
		}
	}
	facts(t.Emits)
	for _, s := range t.Sends {
		f(s.Message)
	}
}

// Player returns the agent who plays instance i.
func (m *Model) Player(i int) *Expr {
	in := &m.Instances[i]
	return in.Values[m.Roles[in.Role].Player]
}
