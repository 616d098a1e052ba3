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
	if v == nil || v.Goal < 0 || v.Goal >= len(c.model.Goals) {
		c.fail("the run does not say which goal of the model it violates")
		return
	}
	goal := c.model.Goals[v.Goal]
	event := c.event(goal.ID, v.Event)
	var other *ground.Fact
	if v.Kind == trace.Replayed {
		other = c.event(goal.ID, v.Other)
	}
	if c.err != nil {
		return
	}
	strong := goal.Kind == protocol.Authentication && event.Kind == protocol.Request
	weak := goal.Kind == protocol.WeakAuthentication && event.Kind == protocol.WRequest
	switch {
	case v.Kind == trace.Leak && goal.Kind == protocol.Secrecy && event.Kind == protocol.Secret:
		c.leak(event, v.Recipe)
	case v.Kind == trace.Unmatched && (strong || weak):
		c.unmatched(event)
	case v.Kind == trace.Replayed && strong:
		c.replayed(event, other)
	default:
		c.fail("violation kind %d with the fact %s does not violate %s", v.Kind, event.Name, goal.Name())
	}
}

// event returns the fact that e names; it must still hold.
func (c *checker) event(id string, e *trace.Event) *ground.Fact {
	if e == nil {
		c.fail("an event is missing")
		return nil
	}
	facts := c.state.Facts()
	i := slices.IndexFunc(facts, func(f ground.Fact) bool { return f.Step == e.Step && f.Emit == e.Emit })
	if i < 0 {
		c.fail("fact %d of step %d does not hold at the end", e.Emit+1, e.Step+1)
		return nil
	}
	if facts[i].ID != id {
		c.fail("the fact %s is about %s, not %s", facts[i].Name, facts[i].ID, id)
	}
	c.within("the fact "+facts[i].Name, func() { c.same(e.Args, facts[i].Args) })
	return &facts[i]
}

// leak checks that the intruder can make a secret that is not meant for him.
func (c *checker) leak(secret *ground.Fact, r *trace.Recipe) {
	if len(secret.Args) != 2 {
		c.fail("the secret does not say who may know it")
		return
	}
	c.within("the secret", func() { c.makes(r, secret.Args[0]) })
	if slices.ContainsFunc(c.state.Elements(secret.Args[1]), (*ground.Term).IsIntruder) {
		c.fail("the secret is meant for the intruder too")
	}
}

// relies checks that a request counts: its agents are agents, and the one relied
// on is not the intruder.
func (c *checker) relies(request *ground.Fact) bool {
	switch a := request.Args; {
	case len(a) != 3:
		c.fail("a request of %d parts", len(a))
	case !c.opt.Fits(a[0], term.TAgent) || !c.opt.Fits(a[1], term.TAgent):
		c.fail("%s or %s is no agent", a[0], a[1])
	case a[1].IsIntruder():
		c.fail("the request relies on the intruder himself")
	}
	return c.err == nil
}

// unmatched checks that no witness fits the request.
func (c *checker) unmatched(request *ground.Fact) {
	if !c.relies(request) {
		return
	}
	b, a, m := request.Args[0], request.Args[1], request.Args[2]
	for _, f := range c.state.Facts() {
		if f.Kind == protocol.Witness && f.ID == request.ID && slices.EqualFunc(f.Args, []*ground.Term{a, b, m}, (*ground.Term).Equal) {
			c.fail("the request has a witness: fact %d of step %d", f.Emit+1, f.Step+1)
		}
	}
}

// replayed checks that two instances made the same request.
func (c *checker) replayed(request, other *ground.Fact) {
	alike := *other
	alike.Instance = request.Instance
	switch {
	case !c.relies(request):
	case request.Instance == other.Instance:
		c.fail("one instance made both requests")
	case !request.Equal(&alike):
		c.fail("the two requests differ")
	}
}
