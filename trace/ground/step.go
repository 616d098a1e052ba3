package ground

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"hornet/protocol"
	"hornet/term"
)

// Effect is what firing a transition showed to the network and left behind.
type Effect struct {
	Received []*Term // what the transition waited for, in the order of its Receives
	Sent     []*Term // in the order of its Sends
	Emitted  []Fact  // in the order of its Emits
}

// Transition returns transition t of the instance's role, or an error when there
// is none.
func (s *State) Transition(instance, t int) (*protocol.Transition, error) {
	if instance < 0 || instance >= len(s.slots) {
		return nil, fmt.Errorf("there is no instance %d", instance)
	}
	if ts := s.role(instance).Transitions; t >= 0 && t < len(ts) {
		return &ts[t], nil
	}
	return nil, fmt.Errorf("role %s has no transition %d", s.role(instance).Name, t)
}

// FreshType returns the type of the fresh values that v makes: its own, but a
// fresh message is a text, as in OFMC.
func FreshType(v *protocol.VarDecl) *term.Type {
	if v.Type.Kind == term.Message {
		return term.TText
	}
	return v.Type
}

// Fresh returns the value that v makes when it is fresh in the next step.
func (s *State) Fresh(v *protocol.VarDecl) *Term {
	return atom(protocol.Fresh, v.Name, len(s.outputs)+1, FreshType(v))
}

// Step fires transition t of the instance with the given values of its
// variables (nil for universal ones). It checks everything that the left side
// asks for except that the intruder can derive the received messages, which the
// Effect reports. The error says what does not hold.
func (s *State) Step(instance, t int, values []*Term) (*State, *Effect, error) {
	tr, err := s.Transition(instance, t)
	if err != nil {
		return nil, nil, err
	}
	if i := s.Frozen(instance); i >= 0 {
		d := s.role(instance).Slots[i]
		return nil, nil, fmt.Errorf("the instance is frozen: %s holds %s, which is no %s", d.Name, s.slots[instance][i], d.Type)
	}
	if err := s.checkValues(tr, values); err != nil {
		return nil, nil, err
	}
	f := &firing{reader: reader{State: s, slots: s.slots[instance], values: values}, instance: instance, tr: tr, next: *s}
	eff := &Effect{}
	for _, r := range tr.Receives {
		eff.Received = append(eff.Received, f.term(r.Message))
	}
	f.guards()
	f.memberships()
	f.consume()
	f.update()
	f.changeSets()
	for i := range tr.Emits {
		fact := f.fact(&tr.Emits[i])
		fact.Emit = i
		eff.Emitted = append(eff.Emitted, fact)
	}
	for _, snd := range tr.Sends {
		eff.Sent = append(eff.Sent, f.term(snd.Message))
	}
	f.next.fresh = maps.Clone(s.fresh)
	for i, v := range values {
		if tr.Vars[i].Kind == protocol.New {
			f.next.fresh[freshID{v.Name, v.Index}] = v
		}
	}
	f.next.facts = slices.Concat(f.next.facts, eff.Emitted)
	f.next.outputs = append(slices.Clip(s.outputs), eff.Sent)
	if f.err != nil {
		return nil, nil, f.err
	}
	return &f.next, eff, nil
}

// checkValues checks that each variable has a value of its type, and that the
// fresh ones are exactly what this step makes.
func (s *State) checkValues(tr *protocol.Transition, values []*Term) error {
	if len(values) != len(tr.Vars) {
		return fmt.Errorf("%d values for %d variables", len(values), len(tr.Vars))
	}
	for i, v := range values {
		d := &tr.Vars[i]
		switch {
		case d.Kind == protocol.Universal:
			if v != nil {
				return fmt.Errorf("the universal variable %s has a value", d.Name)
			}
		case v == nil:
			return fmt.Errorf("variable %s has no value", d.Name)
		case d.Kind == protocol.New:
			if !v.Equal(s.Fresh(d)) || slices.ContainsFunc(values[:i], func(u *Term) bool { return u != nil && u.Equal(v) }) {
				return fmt.Errorf("%s is not the fresh value of %s", v, d.Name)
			}
		case !s.opt.Fits(v, d.Type):
			return fmt.Errorf("%s is no value for %s, which has the type %s", v, d.Name, d.Type)
		}
	}
	return nil
}

// firing is a transition being checked and applied: everything is evaluated in
// the State before, and changes next.
type firing struct {
	reader
	instance int
	tr       *protocol.Transition
	next     State
}

// guards checks the conditions. What cannot be decided does not hold.
func (f *firing) guards() {
	for i := range f.tr.Guards {
		if g := &f.tr.Guards[i]; !f.guard(g) {
			f.fail("the guard at %s does not hold", g.Range)
		}
	}
}

func (f *firing) guard(g *protocol.Guard) bool {
	switch g.Rel {
	case protocol.Eq:
		return f.term(g.Left).Equal(f.term(g.Right))
	case protocol.NotEq:
		left, right := g.Left, g.Right
		if f.universal(right) {
			left, right = right, left
		}
		return !f.some([]*protocol.Expr{left}, []*Term{f.term(right)})
	case protocol.LessEq, protocol.NotLess:
		l, r := natural(f.term(g.Left)), natural(f.term(g.Right))
		return l != nil && r != nil && (l.Cmp(r) <= 0) == (g.Rel == protocol.LessEq)
	case protocol.NotIn:
		return !slices.ContainsFunc(f.Elements(f.term(g.Right)), func(elem *Term) bool {
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

// natural returns the number that t is written as, or nil.
func natural(t *Term) *big.Int {
	if n, ok := new(big.Int).SetString(t.Name, 10); ok && t.Op == protocol.Const && t.Name[0] >= '0' && t.Name[0] <= '9' {
		return n
	}
	return nil
}

// universal reports whether a universal variable occurs in e.
func (r *reader) universal(e *protocol.Expr) (found bool) {
	e.Walk(func(x *protocol.Expr) bool {
		found = found || x.Op == protocol.Var && x.Index >= 0 && x.Index < len(r.values) && r.values[x.Index] == nil
		return !found
	})
	return found
}

// some reports whether the universal variables have values that make the
// patterns equal to vs. It records an error when it cannot tell: it knows free
// constructors only.
func (f *firing) some(patterns []*protocol.Expr, vs []*Term) bool {
	r := f.reader
	r.values = slices.Clone(f.values)
	var match func(p *protocol.Expr, v *Term) bool
	match = func(p *protocol.Expr, v *Term) bool {
		free := p.Op == protocol.Crypt || p.Op == protocol.Scrypt || p.Op == protocol.Apply || p.Op == protocol.Pair && !r.opt.Assoc
		switch {
		case !r.universal(p):
			return r.term(p).Equal(v)
		case p.Op == protocol.Var:
			r.values[p.Index] = v
			return r.opt.Fits(v, f.tr.Vars[p.Index].Type)
		case free && len(p.Args) == 2:
			return v.Op == p.Op && match(p.Args[0], v.Args[0]) && match(p.Args[1], v.Args[1])
		}
		r.fail("a condition on %s of unknown parts cannot be decided", opName(p.Op))
		return false
	}
	for i, p := range patterns {
		if !match(p, vs[i]) {
			f.err = r.err
			return false
		}
	}
	f.err = r.err
	return true
}

// memberships checks that the elements asked for are there.
func (f *firing) memberships() {
	for _, m := range f.tr.In {
		if elem, set := f.term(m.Elem), f.term(m.Set); !f.Contains(set, elem) {
			f.fail("%s is not in the set %s (%s)", elem, set, m.Range)
		}
	}
}

// consume checks that the facts asked for hold, and takes them away.
func (f *firing) consume() {
	for i := range f.tr.Consumes {
		own := f.fact(&f.tr.Consumes[i])
		same := func(g Fact) bool { return g.Equal(&own) }
		if !slices.ContainsFunc(f.facts, same) {
			f.fail("the fact %s does not hold", own.Name)
		}
		f.next.facts = slices.DeleteFunc(slices.Clone(f.next.facts), same)
	}
}

// fact evaluates a fact of the transition as one that this instance emits.
func (f *firing) fact(p *protocol.Fact) Fact {
	return Fact{Kind: p.Kind, Name: p.Name, ID: p.ID, Args: f.terms(p.Args), Instance: f.instance, Step: len(f.outputs)}
}

// update stores the new values, all computed from the old ones. Of two updates
// of one slot the first wins.
func (f *firing) update() {
	slots, done := slices.Clone(f.slots), make([]bool, len(f.slots))
	for _, u := range f.tr.Updates {
		if u.Slot < 0 || u.Slot >= len(slots) {
			f.fail("there is no slot %d", u.Slot)
		} else if !done[u.Slot] {
			slots[u.Slot], done[u.Slot] = f.term(u.Value), true
		}
	}
	f.next.slots = slices.Clone(f.State.slots)
	f.next.slots[f.instance] = slots
}

// changeSets removes elements, then adds some.
func (f *firing) changeSets() {
	f.next.sets = maps.Clone(f.sets)
	for i, op := range slices.Concat(f.tr.Deletes, f.tr.Adds) {
		elem, set := f.term(op.Elem), f.term(op.Set)
		elems := slices.DeleteFunc(slices.Clone(f.next.sets[set.key]), elem.Equal)
		if i >= len(f.tr.Deletes) {
			elems = append(elems, elem)
		}
		f.next.sets[set.key] = elems
	}
}
