package minimise

import (
	"slices"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/deduce"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// cut returns the run of rec without the dropped steps, or nil when it finds no
// way to make the messages that remain. A value that a dropped step made becomes
// one that the intruder makes up.
func cut(rec *replay.Record, drop []bool) *trace.Run {
	r, first := rec.Run(), slices.Index(drop, true)
	c := &cutter{run: r, drop: drop, place: make([]int, len(r.Steps)), exprs: map[*protocol.Expr]*protocol.Expr{},
		made: map[freshID]*protocol.Expr{}, recipes: map[*trace.Recipe]*trace.Recipe{}, lastOpen: -1}
	kept := 0
	for n := range r.Steps {
		c.place[n] = kept
		if !drop[n] {
			kept++
		}
	}
	// Nothing changes before the first dropped step.
	out := &trace.Run{Steps: slices.Clone(r.Steps[:first])}
	in := &intruder{state: rec.After(first)}
	for n := first; n < len(r.Steps); n++ {
		if drop[n] {
			continue
		}
		s := c.step(&r.Steps[n])
		if s.Recipes = c.recipesFor(in, r.Steps[n].Recipes, s.Received); s.Recipes == nil && len(s.Received) > 0 {
			return nil
		}
		out.Steps = append(out.Steps, s)
		if !in.step(&s) {
			return nil
		}
	}
	v := *r.Violation
	v.Event, v.Other = c.event(v.Event), c.event(v.Other)
	if v.Recipe != nil {
		if len(v.Event.Args) == 0 {
			return nil
		}
		rs := c.recipesFor(in, []*trace.Recipe{v.Recipe}, v.Event.Args[:1])
		if rs == nil {
			return nil
		}
		v.Recipe = rs[0]
	}
	out.Violation = &v
	return out
}

// cutter rewrites the parts of a run.
type cutter struct {
	run      *trace.Run
	drop     []bool
	place    []int // of each kept step in the shorter run
	exprs    map[*protocol.Expr]*protocol.Expr
	made     map[freshID]*protocol.Expr // what stands for the values of dropped steps
	lastOpen int                        // the largest number of an open value; -1 when not known yet
	recipes  map[*trace.Recipe]*trace.Recipe
}

type freshID struct {
	name string
	step int
}

// countOpen finds the largest number of an open value.
func (c *cutter) countOpen() {
	c.lastOpen = 0
	for i := range c.run.Steps {
		s := &c.run.Steps[i]
		for _, es := range [][]*protocol.Expr{s.Values, s.Received, s.Sent} {
			for _, e := range es {
				e.Walk(func(x *protocol.Expr) bool {
					if x.Op == protocol.Open {
						c.lastOpen = max(c.lastOpen, x.Index)
					}
					return true
				})
			}
		}
	}
}

// expr renumbers the fresh values of e.
func (c *cutter) expr(e *protocol.Expr) *protocol.Expr {
	switch {
	case e == nil:
		return nil
	case e.Op == protocol.Fresh && e.Index >= 1 && e.Index <= len(c.drop):
		if c.drop[e.Index-1] {
			return c.open(e)
		}
		if c.place[e.Index-1]+1 == e.Index {
			return e
		}
	case len(e.Args) == 0:
		return e
	}
	if x, ok := c.exprs[e]; ok {
		return x
	}
	out := e
	if args := c.list(e.Args); !slices.Equal(args, e.Args) || len(args) == 0 {
		x := *e
		if x.Args = args; x.Op == protocol.Fresh {
			x.Index = c.place[e.Index-1] + 1
		}
		out = &x
	}
	c.exprs[e] = out
	return out
}

// open returns the open value that stands for a fresh one.
func (c *cutter) open(e *protocol.Expr) *protocol.Expr {
	id := freshID{e.Name, e.Index}
	if c.made[id] == nil {
		if c.lastOpen < 0 {
			c.countOpen()
		}
		c.lastOpen++
		c.made[id] = &protocol.Expr{Op: protocol.Open, Index: c.lastOpen, Type: e.Type}
	}
	return c.made[id]
}

func (c *cutter) list(es []*protocol.Expr) []*protocol.Expr {
	if es == nil {
		return nil
	}
	out := make([]*protocol.Expr, len(es))
	for i, e := range es {
		out[i] = c.expr(e)
	}
	return out
}

func (c *cutter) step(s *trace.Step) trace.Step {
	return trace.Step{Instance: s.Instance, Transition: s.Transition, Values: c.list(s.Values), Received: c.list(s.Received), Sent: c.list(s.Sent)}
}

// event returns e in the shorter run, or nil when its step was dropped.
func (c *cutter) event(e *trace.Event) *trace.Event {
	if e == nil || e.Step >= 0 && (e.Step >= len(c.drop) || c.drop[e.Step]) {
		return nil
	}
	out := *e
	if e.Step >= 0 {
		out.Step = c.place[e.Step]
	}
	out.Args = c.list(e.Args)
	return &out
}

// recipesFor returns recipes for the messages: the old ones where they still
// work, else new ones, else nil.
func (c *cutter) recipesFor(in *intruder, old []*trace.Recipe, messages []*protocol.Expr) []*trace.Recipe {
	out := make([]*trace.Recipe, len(messages))
	for i, e := range messages {
		if i < len(old) {
			out[i] = c.recipe(old[i])
		}
		if out[i] == nil {
			out[i] = in.derive(e)
		}
		if out[i] == nil {
			return nil
		}
	}
	return out
}

// recipe renumbers the steps of r; it returns nil when r uses a dropped one.
func (c *cutter) recipe(r *trace.Recipe) *trace.Recipe {
	if r == nil {
		return nil
	}
	if x, ok := c.recipes[r]; ok {
		return x
	}
	c.recipes[r] = nil // also for a recipe that contains itself
	out := *r
	if out.Value = c.expr(r.Value); r.Op == trace.Output {
		if r.Step < 0 || r.Step >= len(c.drop) || c.drop[r.Step] {
			return nil
		}
		out.Step = c.place[r.Step]
	}
	if len(r.Args) > 0 {
		out.Args = make([]*trace.Recipe, len(r.Args))
	}
	for i, a := range r.Args {
		if out.Args[i] = c.recipe(a); out.Args[i] == nil {
			return nil
		}
	}
	x := &out
	if out.Value == r.Value && out.Step == r.Step && slices.Equal(out.Args, r.Args) {
		x = r
	}
	c.recipes[r] = x
	return x
}

// intruder follows a run and learns what it sends.
type intruder struct {
	state     *ground.State
	knowledge *deduce.Knowledge // nil as long as nothing has to be derived
}

// derive returns a recipe for e, or nil.
func (in *intruder) derive(e *protocol.Expr) *trace.Recipe {
	t, err := in.state.Term(e)
	if err != nil {
		return nil
	}
	if in.knowledge == nil {
		in.knowledge = deduce.New(in.state.Options)
		for i, t := range in.state.Knowledge {
			in.knowledge.Learn(t, &trace.Recipe{Op: trace.Known, Index: i})
		}
		for n := range in.state.Steps() {
			in.learn(n)
		}
	}
	return in.knowledge.Derive(t)
}

// learn adds what step n sent.
func (in *intruder) learn(n int) {
	for i, t := range in.state.Output(n) {
		in.knowledge.Learn(t, &trace.Recipe{Op: trace.Output, Step: n, Index: i})
	}
}

// step fires a step; it reports false when that is impossible.
func (in *intruder) step(s *trace.Step) bool {
	t, err := in.state.Transition(s.Instance, s.Transition)
	if err != nil || len(s.Values) != len(t.Vars) {
		return false
	}
	values := make([]*ground.Term, len(t.Vars))
	for i, e := range s.Values {
		if e == nil || t.Vars[i].Kind == protocol.New {
			continue
		}
		if values[i], err = in.state.Term(e); err != nil {
			return false
		}
	}
	if in.state, _, err = in.state.Step(s.Instance, s.Transition, values); err != nil {
		return false
	}
	if in.knowledge != nil {
		in.learn(in.state.Steps() - 1)
	}
	return true
}
