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
	if r.Violation == nil {
		return refusal(m, r, len(r.Steps), errors.New("the run does not say that it violates anything"))
	}
	_, err := Follow(m, opt, r)
	return err
}

// Record is what a replay computed on its way.
type Record struct {
	States []*ground.State                // before each step, and after the last
	Made   map[*trace.Recipe]*ground.Term // what each recipe makes
}

// Follow is Check for any run, and returns what it computed: without a Violation
// only the steps must be possible.
func Follow(m *protocol.Model, opt Options, r *trace.Run) (*Record, error) {
	c := &checker{model: m, opt: opt, at: -1, made: map[*trace.Recipe]*ground.Term{}}
	var states []*ground.State
	c.begin()
	for n := range r.Steps {
		if c.Err == nil {
			states = append(states, c.State)
			c.at = n
			c.step(&r.Steps[n])
		}
	}
	if c.Err == nil {
		states = append(states, c.State)
		c.at = len(r.Steps)
		if r.Violation != nil {
			c.violation(r.Violation)
		}
	}
	if c.Err != nil {
		return nil, refusal(m, r, c.at, c.Err)
	}
	return &Record{states, c.made}, nil
}

// checker is the state of one Check, and of the run so far.
type checker struct {
	ground.Reader
	model     *protocol.Model
	opt       Options
	at        int                            // the step being checked; -1: the model, len(Steps): the violation
	knowledge []*ground.Term                 // Model.Knowledge
	made      map[*trace.Recipe]*ground.Term // nil while it is being made
}

// begin builds the state in which the model begins.
func (c *checker) begin() {
	if len(c.model.Unsupported) > 0 {
		c.Fail("it holds %s, which cannot be replayed", c.model.Unsupported[0].What)
		return
	}
	if c.State, c.Err = ground.New(c.model, c.opt); c.Err != nil {
		return
	}
	for _, e := range c.model.Knowledge {
		c.knowledge = append(c.knowledge, c.Term(e))
	}
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
	if c.Err != nil {
		return
	}
	next, effect, err := c.Step(step.Instance, step.Transition, values)
	switch {
	case err != nil:
		c.Err = err
		return
	case len(step.Recipes) != len(effect.Received):
		c.Fail("%d recipes for %d received messages", len(step.Recipes), len(effect.Received))
		return
	}
	for i, want := range effect.Received {
		c.makes(fmt.Sprintf("received message %d", i+1), step.Recipes[i], want)
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
		if e == nil && is[i] == nil {
			continue
		}
		if t := c.Term(e); is[i] == nil || !t.Equal(is[i]) {
			c.Fail("%s: number %d is %s, not %s", what, i+1, is[i], t)
		}
	}
}
