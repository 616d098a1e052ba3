package replay

import (
	"slices"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// violation checks that the last state violates the goal: the intruder can make a
// secret that is not meant for him; or there is no witness for a request; or two
// instances made the same request.
func (c *checker) violation(v *trace.Violation) {
	if v.Goal < 0 || v.Goal >= len(c.Model.Goals) {
		c.Fail("the run does not say which goal of the model it violates")
		return
	}
	goal := c.Model.Goals[v.Goal]
	event := c.event(goal.ID, v.Event)
	strong := goal.Kind == protocol.Authentication && event.Kind == protocol.Request
	weak := goal.Kind == protocol.WeakAuthentication && event.Kind == protocol.WRequest
	switch {
	case c.Err != nil:
	case v.Kind == trace.Leak && goal.Kind == protocol.Secrecy && event.Kind == protocol.Secret:
		c.makes("the secret", v.Recipe, event.Args[0])
		if slices.ContainsFunc(c.Elements(event.Args[1]), (*ground.Term).IsIntruder) {
			c.Fail("the secret is meant for the intruder too")
		}
	case v.Kind == trace.Unmatched && (strong || weak):
		c.relies(event)
		who, with, what := event.Args[0], event.Args[1], event.Args[2]
		for _, f := range c.Facts() {
			if f.Kind == protocol.Witness && f.ID == goal.ID && slices.EqualFunc(f.Args, []*ground.Term{with, who, what}, (*ground.Term).Equal) {
				c.Fail("the request has a witness: fact %d of step %d", f.Emit+1, f.Step+1)
			}
		}
	case v.Kind == trace.Replayed && strong:
		c.relies(event)
		other := c.event(goal.ID, v.Other)
		if event.Instance == other.Instance {
			c.Fail("one instance made both requests")
		}
		if other.Instance = event.Instance; !event.Equal(&other) {
			c.Fail("the two requests differ")
		}
	default:
		c.Fail("violation kind %d with the fact %s does not violate %s", v.Kind, event.Name, goal.Name())
	}
}

// event returns the fact that e names; it must still hold.
func (c *checker) event(id string, e *trace.Event) ground.Fact {
	for _, f := range c.Facts() {
		if e == nil || f.Step != e.Step || f.Emit != e.Emit {
			continue
		}
		parts := 3
		if f.Kind == protocol.Secret {
			parts = 2
		}
		if f.ID != id || len(f.Args) != parts {
			c.Fail("the fact %s has %d parts and is about %s, not %s", f.Name, len(f.Args), f.ID, id)
		}
		c.same("the parts of "+f.Name, e.Args, f.Args)
		return f
	}
	c.Fail("an event is missing, or does not hold at the end")
	return ground.Fact{}
}

// relies checks that a request counts: its agents are agents, and the one relied
// on is not the intruder.
func (c *checker) relies(request ground.Fact) {
	a := request.Args
	if !c.Options.Fits(a[0], term.TAgent) || !c.Options.Fits(a[1], term.TAgent) || a[1].IsIntruder() {
		c.Fail("%s or %s is no agent, or the request relies on the intruder himself", a[0], a[1])
	}
}
