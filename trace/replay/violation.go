package replay

import (
	"slices"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// violation checks that the last state violates the goal.
func (c *checker) violation(v *trace.Violation) {
	if v.Goal < 0 || v.Goal >= len(c.model.Goals) {
		c.Fail("the run does not say which goal of the model it violates")
		return
	}
	goal := c.model.Goals[v.Goal]
	event := c.event(goal.ID, v.Event)
	strong := goal.Kind == protocol.Authentication && event.Kind == protocol.Request
	weak := goal.Kind == protocol.WeakAuthentication && event.Kind == protocol.WRequest
	switch {
	case c.Err != nil:
	case v.Kind == trace.Leak && goal.Kind == protocol.Secrecy && event.Kind == protocol.Secret:
		c.leak(event, v.Recipe)
	case v.Kind == trace.Unmatched && (strong || weak):
		c.unmatched(event)
	case v.Kind == trace.Replayed && strong:
		c.replayed(event, c.event(goal.ID, v.Other))
	default:
		c.Fail("violation kind %d with the fact %s does not violate %s", v.Kind, event.Name, goal.Name())
	}
}

// event returns the fact that e names; it must still hold.
func (c *checker) event(id string, e *trace.Event) ground.Fact {
	if e == nil {
		c.Fail("an event is missing")
		return ground.Fact{}
	}
	facts := c.Facts()
	i := slices.IndexFunc(facts, func(f ground.Fact) bool { return f.Step == e.Step && f.Emit == e.Emit })
	if i < 0 {
		c.Fail("fact %d of step %d does not hold at the end", e.Emit+1, e.Step+1)
		return ground.Fact{}
	}
	f, parts := facts[i], 3
	if f.Kind == protocol.Secret {
		parts = 2
	}
	if f.ID != id || len(f.Args) != parts {
		c.Fail("the fact %s has %d parts and is about %s, not %s", f.Name, len(f.Args), f.ID, id)
	}
	c.same("the parts of "+f.Name, e.Args, f.Args)
	return f
}

// leak checks that the intruder can make a secret that is not meant for him.
func (c *checker) leak(secret ground.Fact, r *trace.Recipe) {
	c.makes("the secret", r, secret.Args[0])
	if slices.ContainsFunc(c.Elements(secret.Args[1]), (*ground.Term).IsIntruder) {
		c.Fail("the secret is meant for the intruder too")
	}
}

// relies checks that a request counts: its agents are agents, and the one relied
// on is not the intruder.
func (c *checker) relies(request ground.Fact) {
	switch a := request.Args; {
	case !c.opt.Fits(a[0], term.TAgent) || !c.opt.Fits(a[1], term.TAgent):
		c.Fail("%s or %s is no agent", a[0], a[1])
	case a[1].IsIntruder():
		c.Fail("the request relies on the intruder himself")
	}
}

// unmatched checks that no witness fits the request.
func (c *checker) unmatched(request ground.Fact) {
	c.relies(request)
	b, a, m := request.Args[0], request.Args[1], request.Args[2]
	for _, f := range c.Facts() {
		if f.Kind == protocol.Witness && f.ID == request.ID && slices.EqualFunc(f.Args, []*ground.Term{a, b, m}, (*ground.Term).Equal) {
			c.Fail("the request has a witness: fact %d of step %d", f.Emit+1, f.Step+1)
		}
	}
}

// replayed checks that two instances made the same request.
func (c *checker) replayed(request, other ground.Fact) {
	if request.Instance == other.Instance {
		c.Fail("one instance made both requests")
	}
	if other.Instance = request.Instance; !request.Equal(&other) {
		c.Fail("the two requests differ")
	}
	c.relies(request)
}
