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
	"fmt"

	"hornet/protocol"
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

// Possible is Check for any run: what it says of the violation is not looked at.
func Possible(m *protocol.Model, opt Options, r *trace.Run) error {
	_, err := follow(m, opt, r, false)
	return err
}

// Follow is Check, and returns what the replay computed.
func Follow(m *protocol.Model, opt Options, r *trace.Run) (*Record, error) {
	return follow(m, opt, r, true)
}

func follow(m *protocol.Model, opt Options, r *trace.Run, attack bool) (*Record, error) {
	c := &checker{model: m, made: map[*trace.Recipe]*ground.Term{}, opt: opt}
	if c.begin(); c.err != nil {
		return nil, &Refusal{-1, "the model", c.err}
	}
	states := []*ground.State{c.state}
	for n := range r.Steps {
		if c.step(&r.Steps[n]); c.err != nil {
			return nil, &Refusal{n, fmt.Sprintf("step %d%s", n+1, c.who(&r.Steps[n])), c.err}
		}
		states = append(states, c.state)
	}
	if attack {
		c.violation(r.Violation)
	}
	if c.err != nil {
		return nil, &Refusal{len(r.Steps), "the violation", c.err}
	}
	return &Record{states, c.made}, nil
}

// checker is the state of one Check. The first error stays; what is computed
// after it means nothing.
type checker struct {
	model     *protocol.Model
	opt       Options
	state     *ground.State
	knowledge []*ground.Term                 // Model.Knowledge
	made      map[*trace.Recipe]*ground.Term // nil while it is being made
	err       error
}

// fail records an error and returns a message that stands for the missing one.
func (c *checker) fail(format string, args ...any) *ground.Term {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
	return &ground.Term{Op: protocol.Xor}
}

// may records the error of a computation of t.
func (c *checker) may(t *ground.Term, err error) *ground.Term {
	if err != nil {
		return c.fail("%w", err)
	}
	return t
}

// within says where an error was found that what recorded, if any.
func (c *checker) within(where string, what func()) {
	if c.err == nil {
		if what(); c.err != nil {
			c.err = fmt.Errorf("%s: %w", where, c.err)
		}
	}
}

// begin builds the state in which the model begins.
func (c *checker) begin() {
	if len(c.model.Unsupported) > 0 {
		c.fail("it holds %s, which cannot be replayed", c.model.Unsupported[0].What)
		return
	}
	if c.state, c.err = ground.New(c.model, c.opt); c.err != nil {
		return
	}
	for _, e := range c.model.Knowledge {
		c.knowledge = append(c.knowledge, c.may(c.state.Term(e)))
	}
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
func (c *checker) step(step *trace.Step) {
	t, err := c.state.Transition(step.Instance, step.Transition)
	if err != nil {
		c.err = err
		return
	}
	values := c.values(t, step.Values)
	if c.err != nil {
		return
	}
	next, effect, err := c.state.Step(step.Instance, step.Transition, values)
	switch {
	case err != nil:
		c.err = err
		return
	case len(step.Recipes) != len(effect.Received):
		c.fail("%d recipes for %d received messages", len(step.Recipes), len(effect.Received))
		return
	}
	for i, want := range effect.Received {
		c.within(fmt.Sprintf("received message %d", i+1), func() { c.makes(step.Recipes[i], want) })
	}
	c.state = next
	c.within("the received messages", func() { c.same(step.Received, effect.Received) })
	c.within("the sent messages", func() { c.same(step.Sent, effect.Sent) })
}

// values reads the values of a transition's variables. Fresh ones are those that
// the step makes: the run must name them so.
func (c *checker) values(t *protocol.Transition, es []*protocol.Expr) []*ground.Term {
	values := make([]*ground.Term, len(es))
	for i, e := range es {
		switch {
		case e == nil: // right for universal variables only; Step sees to it
		case i < len(t.Vars) && t.Vars[i].Kind == protocol.New:
			v := c.state.Fresh(&t.Vars[i])
			if values[i] = v; e.Op != protocol.Fresh || e.Name != v.Name || e.Index != v.Index {
				c.fail("%s is not given the fresh value %s", v.Name, v)
			}
		default:
			values[i] = c.may(c.state.Term(e))
		}
	}
	return values
}

// makes checks that a recipe makes a message.
func (c *checker) makes(r *trace.Recipe, want *ground.Term) {
	if got := c.recipe(r); c.err == nil && !got.Equal(want) {
		c.fail("it is %s, but its recipe makes %s", want, got)
	}
}

// same compares what the run says with what was computed.
func (c *checker) same(said []*protocol.Expr, is []*ground.Term) {
	if len(said) != len(is) {
		c.fail("the run has %d messages, not %d", len(said), len(is))
		return
	}
	for i, e := range said {
		if t := c.may(c.state.Term(e)); c.err == nil && !t.Equal(is[i]) {
			c.fail("number %d is %s, not %s", i+1, is[i], t)
		}
	}
}
