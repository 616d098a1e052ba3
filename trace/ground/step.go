package ground

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"hornet/protocol"
	"hornet/term"
)

// Effect is what firing a transition showed to the network.
type Effect struct {
	Values   []*Term // of the variables, nil for universal ones
	Received []*Term // what the transition waited for, in the order of its Receives
	Sent     []*Term // in the order of its Sends
}

// Transition returns transition t of the instance's role, or an error when there
// is none.
func (s *State) Transition(instance, t int) (*protocol.Transition, error) {
	if instance < 0 || instance >= len(s.slots) || t < 0 || t >= len(s.role(instance).Transitions) {
		return nil, fmt.Errorf("there is no instance %d, or no transition %d of its role", instance, t)
	}
	return &s.role(instance).Transitions[t], nil
}

// Step fires transition t of the instance with the given values of its bound
// variables; whatever is given for the others is not looked at. It checks
// everything that the left side asks for except that the intruder can derive the
// received messages, which the Effect reports. The error says what does not hold.
func (s *State) Step(instance, t int, values []*Term) (*State, *Effect, error) {
	tr, err := s.Transition(instance, t)
	if err != nil {
		return nil, nil, err
	}
	f := &firing{Reader: Reader{State: s, slots: s.slots[instance], values: slices.Clone(values)}, instance: instance, tr: tr, next: *s}
	if i := s.Frozen(instance); i >= 0 {
		d := s.role(instance).Slots[i]
		f.Fail("the instance is frozen: %s holds %s, which is no %s", d.Name, f.slots[i], d.Type)
	}
	if f.variables(); f.Err != nil {
		return nil, nil, f.Err
	}
	eff := &Effect{Values: f.values}
	for _, r := range tr.Receives {
		eff.Received = append(eff.Received, f.Term(r.Message))
	}
	for _, snd := range tr.Sends {
		eff.Sent = append(eff.Sent, f.Term(snd.Message))
	}
	f.conditions()
	f.update()
	f.changeFacts()
	f.changeSets()
	f.next.outputs = append(slices.Clip(s.outputs), eff.Sent)
	if f.Err != nil {
		return nil, nil, f.Err
	}
	return &f.next, eff, nil
}

// firing is a transition being checked and applied: everything is evaluated in
// the State before, and changes next.
type firing struct {
	Reader
	instance int
	tr       *protocol.Transition
	next     State
}

// variables makes the fresh values, takes the value of universal variables away,
// and checks that every other variable has one of its type.
func (f *firing) variables() {
	if len(f.values) != len(f.tr.Vars) {
		f.Fail("%d values for %d variables", len(f.values), len(f.tr.Vars))
		return
	}
	if slices.ContainsFunc(f.tr.Vars, func(d protocol.VarDecl) bool { return d.Kind == protocol.New }) {
		f.next.atoms = maps.Clone(f.atoms)
	}
	for i := range f.tr.Vars {
		switch d, v := &f.tr.Vars[i], f.values[i]; {
		case d.Kind == protocol.New:
			v = f.Fresh(d)
			f.values[i], f.next.atoms[atomID{v.Op, v.Name, v.Index}] = v, v
		case d.Kind == protocol.Universal:
			f.values[i] = nil
		case v == nil:
			f.Fail("variable %s has no value", d.Name)
		case !f.opt.Fits(v, d.Type):
			f.Fail("%s is no value for %s, which has the type %s", v, d.Name, d.Type)
		}
	}
}

// Fresh returns the value that v makes when it is fresh in the next step. A fresh
// message is a text, as in OFMC.
func (s *State) Fresh(v *protocol.VarDecl) *Term {
	return atom(protocol.Fresh, v.Name, len(s.outputs)+1, FreshType(v))
}

// FreshType returns the type of the values that v makes.
func FreshType(v *protocol.VarDecl) *term.Type {
	if v.Type.Kind == term.Message {
		return term.TText
	}
	return v.Type
}

// conditions checks the guards and the memberships.
func (f *firing) conditions() {
	for i := range f.tr.Guards {
		if g := &f.tr.Guards[i]; !f.guard(g) {
			f.Fail("the guard at %s does not hold", g.Range)
		}
	}
	for _, m := range f.tr.In {
		if elem, set := f.Term(m.Elem), f.Term(m.Set); !slices.ContainsFunc(f.Elements(set), elem.Equal) {
			f.Fail("%s is not in the set %s (%s)", elem, set, m.Range)
		}
	}
}

// guard reports whether a condition holds. One that cannot be decided does not.
func (f *firing) guard(g *protocol.Guard) bool {
	switch g.Rel {
	case protocol.Eq:
		return f.Term(g.Left).Equal(f.Term(g.Right))
	case protocol.NotEq:
		return !f.Term(g.Left).Equal(f.Term(g.Right))
	case protocol.LessEq, protocol.NotLess:
		l, ok1 := natural(f.Term(g.Left))
		r, ok2 := natural(f.Term(g.Right))
		return ok1 && ok2 && (l.Cmp(r) <= 0) == (g.Rel == protocol.LessEq)
	case protocol.NotIn:
		return !slices.ContainsFunc(f.Elements(f.Term(g.Right)), func(elem *Term) bool {
			return f.some([]*protocol.Expr{g.Left}, []*Term{elem})
		})
	case protocol.Absent:
		return g.Fact != nil && !slices.ContainsFunc(f.facts, func(fact Fact) bool {
			p := g.Fact
			own := Fact{Kind: p.Kind, Name: p.Name, ID: p.ID, Args: fact.Args, Instance: f.instance}
			return fact.Equal(&own) && len(p.Args) == len(fact.Args) && f.some(p.Args, fact.Args)
		})
	}
	return false
}

// natural returns the number that t is written as.
func natural(t *Term) (*big.Int, bool) { return new(big.Int).SetString(t.Name, 10) }

// some reports whether the universal variables have values that make the
// patterns equal to vs. It records an error when it cannot tell: above a universal
// variable it knows free constructors only.
func (f *firing) some(patterns []*protocol.Expr, vs []*Term) bool {
	r := f.Reader
	r.values = slices.Clone(f.values)
	var match func(p *protocol.Expr, v *Term) bool
	match = func(p *protocol.Expr, v *Term) bool {
		switch {
		case p.Op == protocol.Var && r.values[p.Index] == nil:
			r.values[p.Index] = v
			return r.opt.Fits(v, f.tr.Vars[p.Index].Type)
		case p.Op == protocol.Crypt, p.Op == protocol.Scrypt, p.Op == protocol.Apply, p.Op == protocol.Pair && !r.opt.Assoc:
			return v.Op == p.Op && match(p.Args[0], v.Args[0]) && match(p.Args[1], v.Args[1])
		}
		return r.Term(p).Equal(v)
	}
	all := true
	for i, p := range patterns {
		all = all && match(p, vs[i])
	}
	f.Err = r.Err
	return all
}

// update stores the new values, all computed from the old ones. Of two updates
// of one slot the first wins.
func (f *firing) update() {
	slots := slices.Clone(f.slots)
	for _, u := range slices.Backward(f.tr.Updates) {
		slots[u.Slot] = f.Term(u.Value)
	}
	f.next.slots = slices.Clone(f.State.slots)
	f.next.slots[f.instance] = slots
}

// changeFacts checks that the facts asked for hold, takes them away, and adds
// some.
func (f *firing) changeFacts() {
	f.next.facts = slices.Clone(f.facts)
	for i := range f.tr.Consumes {
		own := f.fact(&f.tr.Consumes[i], i)
		same := func(g Fact) bool { return g.Equal(&own) }
		if !slices.ContainsFunc(f.facts, same) {
			f.Fail("the fact %s does not hold", own.Name)
		}
		f.next.facts = slices.DeleteFunc(f.next.facts, same)
	}
	for i := range f.tr.Emits {
		f.next.facts = append(f.next.facts, f.fact(&f.tr.Emits[i], i))
	}
}

// fact evaluates a fact of the transition as one that this instance emits.
func (f *firing) fact(p *protocol.Fact, emit int) Fact {
	return Fact{p.Kind, p.Name, p.ID, f.terms(p.Args), f.instance, len(f.outputs), emit}
}

// changeSets removes elements, then adds some.
func (f *firing) changeSets() {
	f.next.sets = maps.Clone(f.sets)
	for i, op := range slices.Concat(f.tr.Deletes, f.tr.Adds) {
		elem, set := f.Term(op.Elem), f.Term(op.Set)
		elems := slices.DeleteFunc(slices.Clone(f.next.sets[set.key]), elem.Equal)
		if i >= len(f.tr.Deletes) {
			elems = append(elems, elem)
		}
		f.next.sets[set.key] = elems
	}
}
