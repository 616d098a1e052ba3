package ground

import "hornet/protocol"

// Solutions looks for the values with which transition t of the instance can
// fire when it receives the given messages, one for each of its Receives. It
// reads the receives, then the equations, the memberships and the consumed facts,
// each of which may bind variables; fresh variables get their values. Variables
// that nothing binds stay nil, for the caller to choose. The other conditions are
// not looked at: Step is what decides.
//
// It calls found with each solution until that returns false, and reports
// whether these are all (see Match). It is no part of what replay trusts.
func (s *State) Solutions(instance, t int, received []*Term, found func(values []*Term) bool) (complete bool) {
	tr, err := s.Transition(instance, t)
	if err != nil || len(received) != len(tr.Receives) {
		return true
	}
	values := make([]*Term, len(tr.Vars))
	for i := range tr.Vars {
		if tr.Vars[i].Kind == protocol.New {
			values[i] = s.Fresh(&tr.Vars[i])
		}
	}
	q := &query{State: s, instance: instance, tr: tr, found: found, complete: true}
	patterns := make([]*protocol.Expr, len(tr.Receives))
	for i := range tr.Receives {
		patterns[i] = tr.Receives[i].Message
	}
	q.match(patterns, received, values, q.equations)
	return q.complete && !q.stopped
}

// query is the state of one Solutions.
type query struct {
	*State
	instance          int
	tr                *protocol.Transition
	found             func([]*Term) bool
	stopped, complete bool
}

// match matches and goes on with then.
func (q *query) match(patterns []*protocol.Expr, vs, values []*Term, then func(values []*Term)) {
	complete := q.Match(q.instance, q.tr, patterns, vs, values, func(values []*Term) bool {
		then(values)
		return !q.stopped
	})
	q.complete = q.complete && (complete || q.stopped)
}

// equations lets each equation with one known side bind the variables of the
// other.
func (q *query) equations(values []*Term) { q.equation(0, values) }

func (q *query) equation(i int, values []*Term) {
	for ; i < len(q.tr.Guards); i++ {
		g := &q.tr.Guards[i]
		if g.Rel != protocol.Eq {
			continue
		}
		m := matcher{State: q.State, slots: q.slots[q.instance], values: values}
		left, right := m.known(g.Left), m.known(g.Right)
		open, side := g.Left, right
		if right == nil {
			open, side = g.Right, left
		}
		if side != nil {
			q.match([]*protocol.Expr{open}, []*Term{side}, values, func(values []*Term) { q.equation(i+1, values) })
			return
		}
	}
	q.membership(0, values)
}

// membership lets each membership take any element of its set.
func (q *query) membership(i int, values []*Term) {
	if i == len(q.tr.In) {
		q.consume(0, values)
		return
	}
	m := matcher{State: q.State, slots: q.slots[q.instance], values: values}
	set := m.known(q.tr.In[i].Set)
	if set == nil {
		q.complete = false // a set that is not known could be any
		return
	}
	for _, elem := range q.Elements(set) {
		if q.stopped {
			return
		}
		q.match([]*protocol.Expr{q.tr.In[i].Elem}, []*Term{elem}, values, func(values []*Term) { q.membership(i+1, values) })
	}
}

// consume lets each consumed fact be any that holds.
func (q *query) consume(i int, values []*Term) {
	if i == len(q.tr.Consumes) {
		q.stopped = !q.found(values)
		return
	}
	p := &q.tr.Consumes[i]
	for j := range q.facts {
		f := &q.facts[j]
		own := Fact{Kind: p.Kind, Name: p.Name, ID: p.ID, Args: f.Args, Instance: q.instance}
		if !q.stopped && f.Equal(&own) && len(p.Args) == len(f.Args) {
			q.match(p.Args, f.Args, values, func(values []*Term) { q.consume(i+1, values) })
		}
	}
}
