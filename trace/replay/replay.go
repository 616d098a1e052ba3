// Package replay decides whether a proposed attack is one. It runs the steps of
// a trace.Run on ground messages, evaluates the recipe of every message that the
// intruder sends, and looks for the violated goal in the last state.
//
// "Propose, validate" (cf. Verifpal 1.x): the search may be wrong about an
// attack only in the way of proposing one that is refused here. The package
// therefore shares no unifier, no constraint solver and no search code with what
// found the attack. What it trusts is itself, trace/ground without its matcher,
// and the data types of protocol, trace, diag and term; a test pins this and
// their size.
package replay

import (
	"errors"
	"fmt"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// Options is the theory and the typing discipline that the run is checked in;
// they must be those of the search.
type Options = ground.Options

// Refusal is the error of Check: which step of the run is refused, and why.
type Refusal struct {
	Step int    // from 0; len(Steps) for the violation, -1 for the model
	Who  string // the role instance and transition, or "the violation", "the model"
	Err  error
}

// Error returns for example "step 3, bob (instance 2, transition 4): the guard
// at nspk.hlpsl:40:12 does not hold".
func (r *Refusal) Error() string { return r.Who + ": " + r.Err.Error() }

// Unwrap returns the reason.
func (r *Refusal) Unwrap() error { return r.Err }

// Check replays r, which must not be changed meanwhile. It returns nil when each
// step is possible, each received message is one that the intruder can make by
// the given recipe from what he knew before the step, and the state after the
// last step violates a goal in the way that r.Violation says. Else the error is a
// *Refusal. Runs of any origin are safe to check as long as no message of theirs
// contains itself; recipes may even do that.
func Check(m *protocol.Model, opt Options, r *trace.Run) error {
	_, err := Follow(m, opt, r)
	return err
}

// Record is what a replay computed on its way.
type Record struct {
	States []*ground.State                // before each step, and after the last
	Made   map[*trace.Recipe]*ground.Term // what each recipe makes
}

// Follow is Check, and returns what the replay computed.
func Follow(m *protocol.Model, opt Options, r *trace.Run) (*Record, error) {
	c := &checker{model: m, made: map[*trace.Recipe]*ground.Term{}, opt: opt}
	if err := c.begin(r); err != nil {
		return nil, &Refusal{-1, "the model", err}
	}
	states := []*ground.State{c.state}
	for n := range r.Steps {
		step := &r.Steps[n]
		if err := c.step(step); err != nil {
			return nil, &Refusal{n, fmt.Sprintf("step %d%s", n+1, c.who(step)), err}
		}
		states = append(states, c.state)
	}
	if err := c.violation(r.Violation); err != nil {
		return nil, &Refusal{len(r.Steps), "the violation", err}
	}
	return &Record{states, c.made}, nil
}

// checker is the state of one Check.
type checker struct {
	model     *protocol.Model
	opt       Options
	state     *ground.State
	knowledge []*ground.Term                 // Model.Knowledge
	made      map[*trace.Recipe]*ground.Term // nil while it is being made
}

// begin builds the state in which the model begins.
func (c *checker) begin(r *trace.Run) (err error) {
	if len(c.model.Unsupported) > 0 {
		return fmt.Errorf("it holds %s, which cannot be replayed", c.model.Unsupported[0].What)
	}
	if c.state, err = ground.New(c.model, c.opt); err != nil {
		return err
	}
	for _, e := range c.model.Knowledge {
		t, err := c.state.Term(e)
		if err != nil {
			return err
		}
		c.knowledge = append(c.knowledge, t)
	}
	return nil
}

// who names the instance and transition of a step, as far as they exist.
func (c *checker) who(step *trace.Step) string {
	t, err := c.state.Transition(step.Instance, step.Transition)
	if err != nil {
		return ""
	}
	in := &c.model.Instances[step.Instance]
	return fmt.Sprintf(", %s (instance %d, transition %s)", c.model.Roles[in.Role].Name, step.Instance, t.Label)
}

// step fires one transition after checking that the intruder can make what it
// waits for.
func (c *checker) step(step *trace.Step) error {
	t, err := c.state.Transition(step.Instance, step.Transition)
	if err != nil {
		return err
	}
	values, err := c.values(t, step.Values)
	if err != nil {
		return err
	}
	next, effect, err := c.state.Step(step.Instance, step.Transition, values)
	if err != nil {
		return err
	}
	if len(step.Recipes) != len(effect.Received) {
		return fmt.Errorf("%d recipes for %d received messages", len(step.Recipes), len(effect.Received))
	}
	for i, want := range effect.Received {
		got, err := c.recipe(step.Recipes[i])
		if err != nil {
			return fmt.Errorf("the recipe of received message %d: %w", i+1, err)
		}
		if !got.Equal(want) {
			return fmt.Errorf("received message %d is %s, but its recipe makes %s", i+1, want, got)
		}
	}
	c.state = next
	if err := c.same("received", step.Received, effect.Received); err != nil {
		return err
	}
	return c.same("sent", step.Sent, effect.Sent)
}

// values reads the values of a transition's variables. Fresh ones are those that
// the step makes: the run must name them so.
func (c *checker) values(t *protocol.Transition, es []*protocol.Expr) ([]*ground.Term, error) {
	if len(es) != len(t.Vars) {
		return nil, fmt.Errorf("%d values for %d variables", len(es), len(t.Vars))
	}
	values := make([]*ground.Term, len(es))
	for i, e := range es {
		d := &t.Vars[i]
		switch {
		case e == nil: // right for universal variables only; Step sees to it
		case d.Kind == protocol.New:
			values[i] = c.state.Fresh(d)
			if e.Op != protocol.Fresh || e.Name != values[i].Name || e.Index != values[i].Index {
				return nil, fmt.Errorf("%s is not the fresh value %s", d.Name, values[i])
			}
		default:
			v, err := c.state.Term(e)
			if err != nil {
				return nil, fmt.Errorf("the value of %s: %w", d.Name, err)
			}
			values[i] = v
		}
	}
	return values, nil
}

// same compares what the run says with what was computed.
func (c *checker) same(what string, said []*protocol.Expr, is []*ground.Term) error {
	if len(said) != len(is) {
		return fmt.Errorf("the run has %d messages %s, not %d", len(said), what, len(is))
	}
	for i, e := range said {
		t, err := c.state.Term(e)
		if err != nil {
			return fmt.Errorf("message %d %s: %w", i+1, what, err)
		}
		if !t.Equal(is[i]) {
			return fmt.Errorf("message %d %s is %s, not %s", i+1, what, is[i], t)
		}
	}
	return nil
}

// violation checks that the last state violates the goal.
func (c *checker) violation(v *trace.Violation) error {
	if v == nil {
		return errors.New("the run does not say what it violates")
	}
	if v.Goal < 0 || v.Goal >= len(c.model.Goals) {
		return fmt.Errorf("there is no goal %d", v.Goal)
	}
	goal := c.model.Goals[v.Goal]
	event, err := c.event(goal.ID, v.Event)
	if err != nil {
		return err
	}
	switch {
	case v.Kind == trace.Leak && goal.Kind == protocol.Secrecy && event.Kind == protocol.Secret:
		return c.leak(event, v.Recipe)
	case v.Kind == trace.Unmatched && goal.Kind == protocol.Authentication && event.Kind == protocol.Request,
		v.Kind == trace.Unmatched && goal.Kind == protocol.WeakAuthentication && event.Kind == protocol.WRequest:
		return c.unmatched(event)
	case v.Kind == trace.Replayed && goal.Kind == protocol.Authentication && event.Kind == protocol.Request:
		other, err := c.event(goal.ID, v.Other)
		if err != nil {
			return err
		}
		return c.replayed(event, other)
	}
	return fmt.Errorf("violation kind %d with the fact %s does not violate %s", v.Kind, event.Name, goal.Name())
}

// event finds the fact that e names; it must still hold.
func (c *checker) event(id string, e *trace.Event) (*ground.Fact, error) {
	if e == nil {
		return nil, errors.New("an event is missing")
	}
	for i, f := range c.state.Facts() {
		if f.Step != e.Step || f.Emit != e.Emit {
			continue
		}
		if f.ID != id {
			return nil, fmt.Errorf("the fact %s is about %s, not %s", f.Name, f.ID, id)
		}
		return &c.state.Facts()[i], c.same("in the fact "+f.Name, e.Args, f.Args)
	}
	return nil, fmt.Errorf("fact %d of step %d does not hold at the end", e.Emit+1, e.Step+1)
}

// leak checks that the intruder can make a secret that is not meant for him.
func (c *checker) leak(secret *ground.Fact, r *trace.Recipe) error {
	if len(secret.Args) != 2 {
		return errors.New("the secret does not say who may know it")
	}
	t, err := c.recipe(r)
	if err != nil {
		return fmt.Errorf("the recipe of the secret: %w", err)
	}
	if !t.Equal(secret.Args[0]) {
		return fmt.Errorf("the secret is %s, but its recipe makes %s", secret.Args[0], t)
	}
	for _, who := range c.state.Elements(secret.Args[1]) {
		if who.IsIntruder() {
			return fmt.Errorf("the secret is meant for %s too", who)
		}
	}
	return nil
}

// relies checks that a request counts: its agents are agents, and the one relied
// on is not the intruder.
func (c *checker) relies(request *ground.Fact) error {
	if len(request.Args) != 3 {
		return fmt.Errorf("a request of %d parts", len(request.Args))
	}
	for _, who := range request.Args[:2] {
		if !c.opt.Fits(who, term.TAgent) {
			return fmt.Errorf("%s is no agent", who)
		}
	}
	if request.Args[1].IsIntruder() {
		return errors.New("the request relies on the intruder himself")
	}
	return nil
}

// unmatched checks that no witness fits the request.
func (c *checker) unmatched(request *ground.Fact) error {
	if err := c.relies(request); err != nil {
		return err
	}
	b, a, m := request.Args[0], request.Args[1], request.Args[2]
	for _, f := range c.state.Facts() {
		if f.Kind == protocol.Witness && f.ID == request.ID && len(f.Args) == 3 && f.Args[0].Equal(a) && f.Args[1].Equal(b) && f.Args[2].Equal(m) {
			return fmt.Errorf("the request has a witness: fact %d of step %d", f.Emit+1, f.Step+1)
		}
	}
	return nil
}

// replayed checks that two instances made the same request.
func (c *checker) replayed(request, other *ground.Fact) error {
	if err := c.relies(request); err != nil {
		return err
	}
	if request.Instance == other.Instance {
		return errors.New("one instance made both requests")
	}
	alike := *other
	alike.Instance = request.Instance
	if !request.Equal(&alike) {
		return errors.New("the two requests differ")
	}
	return nil
}
