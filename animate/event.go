package animate

import (
	"fmt"
	"slices"
	"strings"

	"hornet/protocol"
	"hornet/trace/ground"
)

// Kind is what an event is for the network.
type Kind uint8

// The kinds of events.
const (
	Start   Kind = iota // a role starts or goes on by itself
	Deliver             // messages on their way reach whom they were sent to
	Divert              // the intruder delivers messages elsewhere, or once more
	Compose             // the intruder sends a message of his own
)

// String returns "start", "deliver", "divert" or "compose".
func (k Kind) String() string { return [...]string{"start", "deliver", "divert", "compose"}[k] }

// Bounds on what is looked for, so that no model can make the page wait.
const (
	maxEvents    = 200 // of a moment
	maxCombined  = 400 // ways to choose messages for a transition of several receives
	maxSolutions = 12  // ways to receive the same messages
)

// Event is a transition that an instance can fire now, with values for all its
// variables.
type Event struct {
	Kind       Kind
	Instance   int // index in Model.Instances
	Transition int // index in the role's Transitions
	Values     []*ground.Term
	Received   []*ground.Term
	Packets    []int // the numbers of the messages that it delivers

	rank int
}

// Same reports whether e and f lead to the same state in the same way.
func (e *Event) Same(f *Event) bool {
	equal := func(a, b *ground.Term) bool { return a == b || a != nil && b != nil && a.Equal(b) }
	return e.Instance == f.Instance && e.Transition == f.Transition && slices.EqualFunc(e.Values, f.Values, equal)
}

// Events returns what can happen now without the intruder composing anything, by
// kind: starts and deliveries in the order in which an undisturbed run would take
// them, then diversions.
func (s *Session) Events() []*Event {
	m := s.now()
	if m.events != nil {
		return m.events
	}
	packets := s.Packets()
	events := []*Event{}
	for i := range s.model.Instances {
		for t := range s.model.Roles[s.model.Instances[i].Role].Transitions {
			events = append(events, s.enabled(i, t, packets)...)
		}
	}
	slices.SortStableFunc(events, func(a, b *Event) int {
		if a.Kind != b.Kind {
			return int(a.Kind) - int(b.Kind)
		}
		return a.rank - b.rank
	})
	m.events = events[:min(len(events), maxEvents)]
	return m.events
}

// enabled returns the events of one transition that need no new message.
func (s *Session) enabled(instance, t int, packets []Packet) (events []*Event) {
	m := s.now()
	tr := s.transition(instance, t)
	if m.state.Frozen(instance) >= 0 {
		return nil
	}
	budget := maxCombined
	chosen := make([]*ground.Term, 0, len(tr.Receives))
	var numbers []int
	var choose func()
	choose = func() {
		if budget <= 0 {
			return
		}
		if n := len(chosen); n < len(tr.Receives) {
			if t := s.trivial(tr.Receives[n].Message); t != nil {
				chosen = append(chosen, t)
				choose()
				chosen = chosen[:n]
				return
			}
			for i := range packets {
				if duplicate(packets, i) {
					continue
				}
				chosen, numbers = append(chosen, packets[i].Message), append(numbers, packets[i].Number)
				choose()
				chosen, numbers = chosen[:n], numbers[:len(numbers)-1]
			}
			return
		}
		budget--
		for _, e := range s.receive(instance, t, chosen) {
			e.Packets = slices.Clone(numbers)
			e.Kind, e.rank = s.classify(e, packets)
			events = append(events, e)
		}
	}
	choose()
	return events
}

// duplicate reports whether packet i is the same message from the same instance
// as another one that is offered instead: the last on its way, else the last.
func duplicate(ps []Packet, i int) bool {
	for j := range ps {
		if j == i || ps[j].From != ps[i].From || !ps[j].Message.Equal(ps[i].Message) {
			continue
		}
		if pj, pi := ps[j].Fate == Pending, ps[i].Fate == Pending; pj && !pi || pj == pi && j > i {
			return true
		}
	}
	return false
}

// trivial returns the message start when that is what the pattern is: the
// intruder always knows it, and no chart shows it.
func (s *Session) trivial(pattern *protocol.Expr) *ground.Term {
	if pattern.Op != protocol.Const || pattern.Name != protocol.Start {
		return nil
	}
	t, err := s.now().state.Term(pattern)
	if err != nil {
		return nil
	}
	return t
}

// receive returns the ways in which the transition fires on these messages.
func (s *Session) receive(instance, t int, received []*ground.Term) (events []*Event) {
	m := s.now()
	tr := s.transition(instance, t)
	m.state.Solutions(instance, t, received, func(values []*ground.Term) bool {
		if e := s.try(&Event{Instance: instance, Transition: t, Values: s.fill(tr, values), Received: slices.Clone(received)}); e != nil {
			events = append(events, e)
		}
		return len(events) < maxSolutions
	})
	return events
}

// try returns e when the interpreter lets it happen.
func (s *Session) try(e *Event) *Event {
	if _, _, err := s.now().state.Step(e.Instance, e.Transition, e.Values); err != nil {
		return nil
	}
	return e
}

// fill gives values that the intruder makes up to the variables that nothing
// determines.
func (s *Session) fill(tr *protocol.Transition, values []*ground.Term) []*ground.Term {
	out := slices.Clone(values)
	next := s.madeUp()
	for i := range tr.Vars {
		if out[i] == nil && tr.Vars[i].Kind == protocol.Bound {
			next++
			out[i], _ = s.now().state.Term(&protocol.Expr{Op: protocol.Open, Index: next, Type: tr.Vars[i].Type})
		}
	}
	return out
}

// madeUp returns the highest number of a value that the intruder made up.
func (s *Session) madeUp() int {
	n := 0
	for i := range s.now().steps {
		for _, e := range s.now().steps[i].Values {
			e.Walk(func(x *protocol.Expr) bool {
				if x.Op == protocol.Open {
					n = max(n, x.Index)
				}
				return true
			})
		}
	}
	return n
}

// classify says what e is for the network. Starts of sessions without the
// intruder come first.
func (s *Session) classify(e *Event, packets []Packet) (Kind, int) {
	if len(e.Packets) == 0 {
		in := &s.model.Instances[e.Instance]
		if in.Session >= 0 && in.Session < len(s.model.Sessions) && !s.model.Sessions[in.Session].Honest {
			return Start, 1
		}
		return Start, 0
	}
	rank := 0
	for _, n := range e.Packets {
		p := &packets[n-1]
		r, ok := s.meant(p, e.Instance)
		if !ok || p.Fate != Pending {
			return Divert, len(packets) - n // the newest first
		}
		rank = max(rank, r)
	}
	return Deliver, rank
}

// describe says what e is, without naming its instance.
func (s *Session) describe(e *Event) string {
	tr := s.transition(e.Instance, e.Transition)
	var what []string
	for i, r := range tr.Receives {
		if s.trivial(r.Message) == nil && i < len(e.Received) {
			what = append(what, clip(s.show(e.Received[i]), maxLabel))
		}
	}
	switch {
	case e.Kind == Start && len(what) == 0 && len(tr.Receives) > 0:
		return "starts"
	case len(what) == 0:
		return "goes on by itself (step " + clip(tr.Label, 40) + ")"
	}
	verb := "receives "
	switch e.Kind {
	case Divert:
		verb = "is handed "
	case Compose:
		verb = "is sent "
	}
	return fmt.Sprint(verb, strings.Join(what, " and "))
}

// Next returns the event that an undisturbed run takes next, or nil: deliveries
// first, then starts, each transition of an instance as often as it did before
// at most twice.
func (s *Session) Next() *Event {
	fired := map[[2]int]int{}
	for i := range s.now().steps {
		st := &s.now().steps[i]
		fired[[2]int{st.Instance, st.Transition}]++
	}
	var start *Event
	honest := slices.ContainsFunc(s.model.Sessions, func(x protocol.Session) bool { return x.Honest })
	for _, e := range s.Events() {
		switch n := fired[[2]int{e.Instance, e.Transition}]; {
		case e.Kind == Deliver && n < 3:
			return e
		case e.Kind == Start && n < 2 && start == nil && !(honest && e.rank > 0):
			start = e
		}
	}
	return start
}
