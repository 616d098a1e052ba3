package ground

import (
	"fmt"
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
	f.change()
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
	for i := range f.tr.Vars {
		switch d, v := &f.tr.Vars[i], f.values[i]; {
		case d.Kind == protocol.New:
			f.values[i] = f.Fresh(d)
			f.next.fresh = append(slices.Clip(f.next.fresh), f.values[i])
		case d.Kind == protocol.Universal:
			f.values[i] = nil
		case v == nil:
			f.Fail("variable %s has no value", d.Name)
		case !f.Options.Fits(v, d.Type):
			f.Fail("%s is no value for %s, which has the type %s", v, d.Name, d.Type)
		}
	}
}

// Fresh returns the value that v makes when it is fresh in the next step. A fresh
// message is a text, as in OFMC.
func (s *State) Fresh(v *protocol.VarDecl) *Term {
	typ := v.Type
	if typ.Kind == term.Message {
		typ = term.TText
	}
	return atom(protocol.Fresh, v.Name, len(s.outputs)+1, typ)
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
	case protocol.Eq, protocol.NotEq:
		return f.Term(g.Left).Equal(f.Term(g.Right)) == (g.Rel == protocol.Eq)
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
			return fact.Equal(&own) && f.some(p.Args, fact.Args)
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
			return r.Options.Fits(v, f.tr.Vars[p.Index].Type)
		case p.Op == protocol.Crypt, p.Op == protocol.Scrypt, p.Op == protocol.Apply, p.Op == protocol.Pair && !r.Options.Assoc:
			return v.Op == p.Op && slices.EqualFunc(p.Args, v.Args, match)
		}
		return r.Term(p).Equal(v)
	}
	all := slices.EqualFunc(patterns, vs, match)
	f.Err = r.Err
	return all
}

// change stores the new values, all computed from the old ones; of two updates of
// one slot the first wins. It takes facts and elements away, then adds some. The
// facts to take away must hold, the elements need not.
func (f *firing) change() {
	slots := slices.Clone(f.slots)
	for _, u := range slices.Backward(f.tr.Updates) {
		slots[u.Slot] = f.Term(u.Value)
	}
	f.next.slots = slices.Clone(f.State.slots)
	f.next.slots[f.instance] = slots
	f.next.facts = slices.Clip(f.facts)
	for i := range f.tr.Consumes {
		own := f.fact(&f.tr.Consumes[i], i)
		same := func(g Fact) bool { return g.Equal(&own) }
		if !slices.ContainsFunc(f.facts, same) {
			f.Fail("the fact %s does not hold", own.Name)
		}
		f.next.facts = slices.DeleteFunc(slices.Clone(f.next.facts), same)
	}
	for i := range f.tr.Emits {
		f.next.facts = append(f.next.facts, f.fact(&f.tr.Emits[i], i))
	}
	for i, op := range slices.Concat(f.tr.Deletes, f.tr.Adds) {
		elem, name := f.Term(op.Elem), f.Term(op.Set)
		elems := slices.DeleteFunc(slices.Clone(f.next.Elements(name)), elem.Equal)
		if i >= len(f.tr.Deletes) {
			elems = append(elems, elem)
		}
		f.next.sets = append([][]*Term{append([]*Term{name}, elems...)}, f.next.sets...)
	}
}

// fact evaluates a fact of the transition as one that this instance emits.
func (f *firing) fact(p *protocol.Fact, emit int) Fact {
	return Fact{p.Kind, p.Name, p.ID, f.terms(p.Args), f.instance, len(f.outputs), emit}
}
