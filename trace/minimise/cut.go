package minimise

import (
	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/deduce"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// cut returns r without the dropped steps, or nil when it finds no way to make
// the messages that remain. A value that a dropped step made becomes one that
// the intruder makes up.
func cut(m *protocol.Model, opt replay.Options, r *trace.Run, drop []bool) *trace.Run {
	c := &cutter{drop: drop, place: make([]int, len(r.Steps)), exprs: map[*protocol.Expr]*protocol.Expr{},
		made: map[freshID]*protocol.Expr{}, recipes: map[*trace.Recipe]*trace.Recipe{}}
	kept := 0
	for n := range r.Steps {
		c.place[n] = kept
		if !drop[n] {
			kept++
		}
		c.countOpen(r.Steps[n])
	}
	out := &trace.Run{}
	v := *r.Violation
	if v.Event, v.Other = c.event(v.Event), c.event(v.Other); (v.Event == nil) != (r.Violation.Event == nil) || (v.Other == nil) != (r.Violation.Other == nil) {
		return nil // the violation is about a dropped step
	}
	out.Violation = &v
	intruder, err := newIntruder(m, opt)
	if err != nil {
		return nil
	}
	for n := range r.Steps {
		if drop[n] {
			continue
		}
		s := c.step(&r.Steps[n])
		if s.Recipes = c.recipesFor(intruder, r.Steps[n].Recipes, s.Received); s.Recipes == nil && len(s.Received) > 0 {
			return nil
		}
		out.Steps = append(out.Steps, s)
		if !intruder.step(&s) {
			return nil
		}
	}
	if v.Recipe != nil {
		if len(v.Event.Args) == 0 {
			return nil
		}
		rs := c.recipesFor(intruder, []*trace.Recipe{v.Recipe}, v.Event.Args[:1])
		if rs == nil {
			return nil
		}
		v.Recipe = rs[0]
	}
	return out
}

// cutter rewrites the parts of a run.
type cutter struct {
	drop     []bool
	place    []int // of each kept step in the shorter run
	exprs    map[*protocol.Expr]*protocol.Expr
	made     map[freshID]*protocol.Expr // what stands for the values of dropped steps
	lastOpen int
	recipes  map[*trace.Recipe]*trace.Recipe
}

type freshID struct {
	name string
	step int
}

// countOpen finds the largest number of an open value.
func (c *cutter) countOpen(s trace.Step) {
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

// expr renumbers the fresh values of e.
func (c *cutter) expr(e *protocol.Expr) *protocol.Expr {
	if e == nil {
		return nil
	}
	if x, ok := c.exprs[e]; ok {
		return x
	}
	out := *e
	if e.Op == protocol.Fresh && e.Index >= 1 && e.Index <= len(c.drop) {
		if !c.drop[e.Index-1] {
			out.Index = c.place[e.Index-1] + 1
		} else {
			out = *c.open(e)
		}
	}
	out.Args = c.list(e.Args)
	c.exprs[e] = &out
	return &out
}

// open returns the open value that stands for a fresh one.
func (c *cutter) open(e *protocol.Expr) *protocol.Expr {
	id := freshID{e.Name, e.Index}
	if c.made[id] == nil {
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
	out.Args = make([]*trace.Recipe, len(r.Args))
	for i, a := range r.Args {
		if out.Args[i] = c.recipe(a); out.Args[i] == nil {
			return nil
		}
	}
	c.recipes[r] = &out
	return &out
}

// intruder follows a run and learns what it sends.
type intruder struct {
	model     *protocol.Model
	opt       replay.Options
	state     *ground.State
	knowledge *deduce.Knowledge
}

func newIntruder(m *protocol.Model, opt replay.Options) (*intruder, error) {
	s, err := ground.New(m, opt)
	if err != nil {
		return nil, err
	}
	in := &intruder{m, opt, s, deduce.New(opt)}
	for i, e := range m.Knowledge {
		t, err := s.Term(e)
		if err != nil {
			return nil, err
		}
		in.knowledge.Learn(t, &trace.Recipe{Op: trace.Known, Index: i})
	}
	return in, nil
}

// derive returns a recipe for e, or nil.
func (in *intruder) derive(e *protocol.Expr) *trace.Recipe {
	t, err := in.state.Term(e)
	if err != nil {
		return nil
	}
	return in.knowledge.Derive(t)
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
	next, eff, err := in.state.Step(s.Instance, s.Transition, values)
	if err != nil {
		return false
	}
	for i, v := range eff.Sent {
		in.knowledge.Learn(v, &trace.Recipe{Op: trace.Output, Step: in.state.Steps(), Index: i})
	}
	in.state = next
	return true
}
