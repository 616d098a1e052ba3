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
	"hornet/trace"
	"hornet/trace/ground"
)

// Options is the theory and the typing discipline that the run is checked in;
// they must be those of the search.
type Options = ground.Options

// Check replays r, which must not be changed meanwhile. It returns nil when each
// step is possible, each received message is one that the intruder can make by
// the given recipe from what he knew before the step, and the state after the
// last step violates a goal in the way that r.Violation says. Else the error is a
// *Refusal. Runs of any origin are safe to check as long as no message of theirs
// contains itself; recipes may even do that.
func Check(m *protocol.Model, opt Options, r *trace.Run) error {
	start, err := ground.New(m, opt)
	if err != nil {
		return refusal(m, r, -1, err)
	}
	if r.Violation == nil {
		return refusal(m, r, len(r.Steps), errors.New("the run does not say that it violates anything"))
	}
	_, err = Follow(start, r)
	return err
}

// Record is a run that was accepted, and what its replay computed on the way. Only
// Follow makes one.
type Record struct {
	run    *trace.Run
	states []*ground.State                // before the first step, and after each
	made   map[*trace.Recipe]*ground.Term // nil while it is being made
}

// Run returns the run; not to be changed.
func (r *Record) Run() *trace.Run { return r.run }

// After returns the state after the first n steps.
func (r *Record) After(n int) *ground.State { return r.states[n] }

// Made returns what a recipe of the run makes.
func (r *Record) Made(recipe *trace.Recipe) *ground.Term { return r.made[recipe] }

// Follow is Check for any run of the model that begins in start, which any number
// of replays may share: without a Violation only the steps must be possible.
func Follow(start *ground.State, r *trace.Run) (*Record, error) {
	c := &checker{ground.Reader{State: start}, Record{r, []*ground.State{start}, map[*trace.Recipe]*ground.Term{}}}
	for n := range r.Steps {
		if c.step(&r.Steps[n]); c.Err != nil {
			return nil, refusal(c.Model, r, n, c.Err)
		}
		c.states = append(c.states, c.State)
	}
	if r.Violation != nil {
		c.violation(r.Violation)
	}
	if c.Err != nil {
		return nil, refusal(c.Model, r, len(r.Steps), c.Err)
	}
	return &c.Record, nil
}

// checker is the state of a run, and its record so far.
type checker struct {
	ground.Reader
	Record
}

// step fires one transition after checking that the intruder can make what it
// waits for, and that the run says of it what is so.
func (c *checker) step(step *trace.Step) {
	values := make([]*ground.Term, len(step.Values))
	for i, e := range step.Values {
		if e != nil && (e.Op != protocol.Fresh || e.Index <= c.Steps()) { // not what this step makes
			values[i] = c.Term(e)
		}
	}
	next, effect, err := c.Step(step.Instance, step.Transition, values)
	if err == nil && len(step.Recipes) != len(effect.Received) {
		err = fmt.Errorf("%d recipes for %d received messages", len(step.Recipes), len(effect.Received))
	}
	if err != nil {
		c.Fail("%w", err)
		return
	}
	for i, want := range effect.Received {
		c.makes("the received message", step.Recipes[i], want)
	}
	c.State = next
	c.same("the values", step.Values, effect.Values)
	c.same("the received messages", step.Received, effect.Received)
	c.same("the sent messages", step.Sent, effect.Sent)
}

// makes checks that a recipe makes a message, given what the intruder knows now.
func (c *checker) makes(what string, r *trace.Recipe, want *ground.Term) {
	if got := c.recipe(r); !got.Equal(want) {
		c.Fail("%s is %s, but its recipe makes %s", what, want, got)
	}
}

// same compares what the run says with what was computed. Universal variables
// have no value.
func (c *checker) same(what string, said []*protocol.Expr, is []*ground.Term) {
	if len(said) != len(is) {
		c.Fail("%s are %d, not %d", what, len(is), len(said))
		return
	}
	for i, e := range said {
		if (e == nil) != (is[i] == nil) || e != nil && !c.Term(e).Equal(is[i]) {
			c.Fail("%s: number %d is %s, not %s", what, i+1, is[i], e)
		}
	}
}
