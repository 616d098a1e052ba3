package animate

import (
	"slices"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace/ground"
)

// Bounds on what is tried when the intruder aims at a receive.
const (
	maxOffers = 60
	maxTries  = 4000
)

// Draft is a message that the intruder may want to send.
type Draft struct {
	Message *ground.Term
	Why     string   // how he makes it; "" when he cannot
	Missing []string // the smallest parts that he lacks, when he cannot
	Events  []*Event // what it would be accepted by now
}

// Draft says whether the intruder can make a message, and who would take it.
func (s *Session) Draft(t *ground.Term) *Draft {
	d := &Draft{Message: t}
	k := s.knowledge()
	if r := k.Derive(t); r != nil {
		w := &why{Session: s, number: s.numbers()}
		d.Why = w.name(r)
		d.Events = s.takers(t)
	} else {
		d.Missing = s.missing(t)
	}
	return d
}

// missing returns the parts of t without which the intruder cannot make it.
func (s *Session) missing(t *ground.Term) (out []string) {
	var walk func(t *ground.Term)
	walk = func(t *ground.Term) {
		if s.knowledge().Derive(t) != nil {
			return
		}
		if before := len(out); t.Op != protocol.Inv {
			for _, a := range t.Args {
				walk(a)
			}
			if len(out) > before {
				return
			}
		}
		if text := clip(s.show(t), maxLabel); !slices.Contains(out, text) && len(out) < 8 {
			out = append(out, text)
		}
	}
	walk(t)
	return out
}

// takers returns the events in which some receive takes t; other receives of the
// same transition take what was sent before.
func (s *Session) takers(t *ground.Term) (events []*Event) {
	packets := s.Packets()
	for i := range s.model.Instances {
		for j := range s.model.Roles[s.model.Instances[i].Role].Transitions {
			tr := s.transition(i, j)
			if len(tr.Receives) == 0 || s.now().state.Frozen(i) >= 0 {
				continue
			}
			for at := range tr.Receives {
				if s.trivial(tr.Receives[at].Message) != nil {
					continue
				}
				for _, received := range s.around(tr, at, t, packets) {
					for _, e := range s.receive(i, j, received) {
						e.Kind = Compose
						if !slices.ContainsFunc(events, e.Same) {
							events = append(events, e)
						}
					}
				}
			}
		}
	}
	return events
}

// around returns the ways to receive t at place at and messages sent before at
// all others.
func (s *Session) around(tr *protocol.Transition, at int, t *ground.Term, packets []Packet) [][]*ground.Term {
	ways := [][]*ground.Term{nil}
	for i := range tr.Receives {
		var choices []*ground.Term
		if c := s.trivial(tr.Receives[i].Message); c != nil {
			choices = []*ground.Term{c}
		} else if i == at {
			choices = []*ground.Term{t}
		} else {
			for j := range packets {
				choices = append(choices, packets[j].Message)
			}
		}
		var next [][]*ground.Term
		for _, w := range ways {
			for _, c := range choices {
				if len(next) < maxCombined {
					next = append(next, append(slices.Clip(w), c))
				}
			}
		}
		ways = next
	}
	return ways
}

// Offers returns messages that the intruder can make and the transition would
// take, those that use what he knows first. Fixed holds the values that variables
// are to have, nil for any. The list may be cut short: no list of all could be
// finite.
func (s *Session) Offers(instance, t int, fixed []*ground.Term) []*Event {
	tr := s.transition(instance, t)
	if s.now().state.Frozen(instance) >= 0 || len(fixed) != len(tr.Vars) {
		return nil
	}
	o := &offer{Session: s, instance: instance, t: t, tr: tr, tries: maxTries}
	for i := range s.Knowledge() {
		o.items = append(o.items, s.Knowledge()[i].Term)
	}
	slices.Reverse(o.items) // what he learnt last is what he wants to use
	var patterns []*protocol.Expr
	for _, r := range tr.Receives {
		patterns = append(patterns, r.Message)
	}
	o.solve(patterns, fixed)
	return o.found
}

// offer is a search for messages that fit a transition: the lazy intruder on
// ground terms. Each pattern is either something known as it is, or composed.
type offer struct {
	*Session
	instance, t int
	tr          *protocol.Transition
	items       []*ground.Term
	found       []*Event
	tries       int
}

// solve makes the intruder able to derive all patterns.
func (o *offer) solve(patterns []*protocol.Expr, values []*ground.Term) {
	if o.tries--; o.tries < 0 || len(o.found) >= maxOffers {
		return
	}
	if len(patterns) == 0 {
		o.finish(values)
		return
	}
	p, rest := patterns[0], patterns[1:]
	if t := o.known(p, values); t != nil {
		if o.knowledge().Derive(t) != nil {
			o.solve(rest, values)
		}
		return
	}
	if p.Op == protocol.Var {
		o.choose(p.Index, rest, values)
		return
	}
	for _, item := range o.items {
		if item.Op == p.Op || p.Op == protocol.Xor || p.Op == protocol.Exp {
			o.now().state.Match(o.instance, o.tr, []*protocol.Expr{p}, []*ground.Term{item}, values, func(v []*ground.Term) bool {
				o.solve(rest, v)
				return o.tries > 0
			})
		}
	}
	if p.Op != protocol.Inv {
		o.solve(append(slices.Clone(p.Args), rest...), values)
	}
}

// choose gives a variable each value that it may have: what is known, then what
// he makes up. He finds agents to name, but makes up none: they would be
// strangers.
func (o *offer) choose(v int, rest []*protocol.Expr, values []*ground.Term) {
	d := &o.tr.Vars[v]
	if d.Kind != protocol.Bound {
		return
	}
	try := func(t *ground.Term) {
		if t != nil && o.opt.Fits(t, d.Type) {
			next := slices.Clone(values)
			next[v] = t
			o.solve(rest, next)
		}
	}
	for _, item := range o.items {
		if o.useful(item) {
			try(item)
		}
	}
	if typ := d.Type; typ.Kind != term.Agent {
		n := o.madeUp() + 1
		for _, u := range values {
			if u != nil && u.Op == protocol.Open {
				n = max(n, u.Index+1)
			}
		}
		t, _ := o.now().state.Term(&protocol.Expr{Op: protocol.Open, Index: n, Type: typ})
		try(t)
	}
}

// useful leaves labels and start out.
func (o *offer) useful(t *ground.Term) bool {
	return t.Op != protocol.Const || t.Name != protocol.Start && t.Type.Kind != term.ProtocolID && t.Type.Kind != term.HashFunc && t.Type.Kind != term.FuncType
}

// known returns the value of p, or nil when a variable of it has none.
func (o *offer) known(p *protocol.Expr, values []*ground.Term) *ground.Term {
	e := instantiate(p, o.now().state.Slots(o.instance), values)
	if e == nil {
		return nil
	}
	t, err := o.now().state.Term(e)
	if err != nil {
		return nil
	}
	return t
}

// instantiate returns the pattern with slots and variables replaced, or nil when
// a variable has no value.
func instantiate(p *protocol.Expr, slots, values []*ground.Term) *protocol.Expr {
	switch {
	case p.Op == protocol.Slot && p.Index >= 0 && p.Index < len(slots):
		return slots[p.Index].Expr()
	case p.Op == protocol.Var:
		if p.Index >= 0 && p.Index < len(values) && values[p.Index] != nil {
			return values[p.Index].Expr()
		}
		return nil
	case len(p.Args) == 0:
		return p
	}
	args := make([]*protocol.Expr, len(p.Args))
	for i, a := range p.Args {
		if args[i] = instantiate(a, slots, values); args[i] == nil {
			return nil
		}
	}
	return &protocol.Expr{Op: p.Op, Args: args}
}

// finish keeps what the interpreter takes.
func (o *offer) finish(values []*ground.Term) {
	var received []*ground.Term
	for _, r := range o.tr.Receives {
		t := o.known(r.Message, values)
		if t == nil {
			return
		}
		received = append(received, t)
	}
	for _, e := range o.receive(o.instance, o.t, received) {
		e.Kind = Compose
		if !slices.ContainsFunc(o.found, e.Same) {
			o.found = append(o.found, e)
		}
	}
}
