package animate

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"hornet/hlpsl"
	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/deduce"
	"hornet/trace/ground"
	"hornet/trace/narrate"
)

// MaxSteps bounds the length of a run: the page stays usable, and a model that
// can loop cannot eat the machine.
const MaxSteps = 500

// Session is a run that somebody makes. Its methods must not be called at the
// same time.
type Session struct {
	model   *protocol.Model
	text    []byte
	opt     ground.Options
	moments []*moment // the first is the start
	at      int       // index in moments
	attacks []*Attack
	relayed bool // see Relay
}

// moment is a place in a run. It is never changed but for what is computed late.
type moment struct {
	state   *ground.State
	steps   []trace.Step
	kinds   []Kind          // of the events that fired them
	blocked map[Output]bool // messages that the intruder keeps for himself
	did     string          // what led here, for people
	attack  *Attack         // the attack that this is a stage of, or nil

	know   *deduce.Knowledge
	items  []Item
	events []*Event
	goals  []Goal
	names  *narrate.Names
}

// Output names a message that was sent: step and index in its Sent, from 0.
type Output struct{ Step, Index int }

// New returns a session of the model that u holds, at its start. It fails when
// the model has errors or holds what cannot be run.
func New(u *hlpsl.Unit, text []byte, opt ground.Options) (*Session, error) {
	if u.Model == nil {
		return nil, fmt.Errorf("the model has errors: %w", u.Diags)
	}
	m := u.Model
	if len(m.Unsupported) > 0 {
		return nil, fmt.Errorf("%s: the model holds %s, which cannot be run", m.Unsupported[0].Range, m.Unsupported[0].What)
	}
	state, err := ground.New(m, opt)
	if err != nil {
		return nil, err
	}
	return &Session{model: m, text: text, opt: opt, moments: []*moment{{state: state, did: "the start"}}}, nil
}

// Model returns the model that is run.
func (s *Session) Model() *protocol.Model { return s.model }

// Source returns the text of the model; not to be changed.
func (s *Session) Source() []byte { return s.text }

// now returns the moment that the session is at.
func (s *Session) now() *moment { return s.moments[s.at] }

// At returns the place in the history, from 0, and the number of the last.
func (s *Session) At() (at, last int) { return s.at, len(s.moments) - 1 }

// Undo goes back one moment, Redo forward one; they report whether there was one.
func (s *Session) Undo() bool { return s.Go(s.at - 1) }

// Redo goes forward to what was undone, or to the next stage of an attack.
func (s *Session) Redo() bool { return s.Go(s.at + 1) }

// Go goes to moment n of the history; it reports whether there is one.
func (s *Session) Go(n int) bool {
	if n < 0 || n >= len(s.moments) {
		return false
	}
	s.at = n
	return true
}

// Reset forgets the whole run.
func (s *Session) Reset() { s.moments, s.at = s.moments[:1:1], 0 }

// push makes next what follows the present moment; what was undone is forgotten.
func (s *Session) push(next *moment) {
	s.moments = append(s.moments[:s.at+1:s.at+1], next)
	s.at++
}

// Relay says whether charts show every message as passing through the intruder,
// also while he only forwards.
func (s *Session) Relay(on bool) { s.relayed = on }

// Run returns the steps so far with a violation that they led to, if there is
// one: the newest. It is not to be changed.
func (s *Session) Run() *trace.Run {
	r := &trace.Run{Steps: s.now().steps}
	if a := s.now().attack; a != nil && len(r.Steps) == len(a.Run.Steps) {
		return a.Run
	}
	var before []Goal
	if s.at > 0 {
		old := Session{model: s.model, opt: s.opt, moments: s.moments, at: s.at - 1}
		before = old.Goals()
	}
	for i, g := range s.Goals() {
		if g.Violation == nil {
			continue
		}
		if r.Violation == nil || before != nil && before[i].Violation == nil {
			r.Violation = g.Violation
		}
	}
	return r
}

// Names returns the names that the run so far gives to instances and messages.
func (s *Session) Names() *narrate.Names {
	m := s.now()
	if m.names == nil {
		m.names = narrate.NewNames(s.model, &trace.Run{Steps: m.steps})
	}
	return m.names
}

// show returns a message in the names of the run.
func (s *Session) show(t *ground.Term) string { return s.Names().Message(t.Expr()) }

// transition returns a transition that is known to exist.
func (s *Session) transition(instance, t int) *protocol.Transition {
	return &s.model.Roles[s.model.Instances[instance].Role].Transitions[t]
}

// Fire lets e happen. It fails when e does not belong to the present moment.
func (s *Session) Fire(e *Event) error {
	m := s.now()
	if len(m.steps) >= MaxSteps {
		return fmt.Errorf("the run has %d steps, which is the most", MaxSteps)
	}
	next, effect, err := m.state.Step(e.Instance, e.Transition, e.Values)
	if err != nil {
		return err
	}
	step := trace.Step{Instance: e.Instance, Transition: e.Transition, Received: exprs(effect.Received), Sent: exprs(effect.Sent), Values: exprs(e.Values)}
	for _, t := range effect.Received {
		r := s.knowledge().Derive(t)
		if r == nil {
			return fmt.Errorf("the intruder cannot make %s", s.show(t))
		}
		step.Recipes = append(step.Recipes, r)
	}
	s.push(&moment{state: next, steps: append(slices.Clip(m.steps), step), kinds: append(slices.Clip(m.kinds), e.Kind), blocked: m.blocked,
		did: fmt.Sprintf("%s: %s", s.Names().Instance(e.Instance), s.describe(e))})
	return nil
}

// exprs returns the messages as trees; nil stays nil.
func exprs(ts []*ground.Term) []*protocol.Expr {
	out := make([]*protocol.Expr, len(ts))
	for i, t := range ts {
		if t != nil {
			out[i] = t.Expr()
		}
	}
	return out
}

// Block takes a message off the network, or with on false puts it back. The
// intruder knows it either way.
func (s *Session) Block(o Output, on bool) error {
	m := s.now()
	switch {
	case o.Step < 0 || o.Step >= len(m.steps) || o.Index < 0 || o.Index >= len(m.steps[o.Step].Sent):
		return errors.New("there is no such message")
	case m.blocked[o] == on:
		return nil
	}
	next := &moment{state: m.state, steps: m.steps, kinds: m.kinds, blocked: maps.Clone(m.blocked), know: m.know}
	if next.blocked == nil {
		next.blocked = map[Output]bool{}
	}
	next.blocked[o] = on
	next.did = "the intruder lets a message through again"
	if on {
		next.did = "the intruder blocks a message"
	}
	s.push(next)
	return nil
}
