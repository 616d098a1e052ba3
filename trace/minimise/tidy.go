package minimise

import (
	"slices"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// tidy returns the run of rec as a reader likes it: the open values numbered in the
// order in which they appear, from 1, and the summands and exponents of all
// messages in one order.
func tidy(rec *replay.Record) *replay.Record {
	r := rec.Run()
	t := &tidier{state: rec.After(len(r.Steps)), recipes: map[*trace.Recipe]*trace.Recipe{}}
	out := &trace.Run{Steps: make([]trace.Step, len(r.Steps))}
	for n, s := range r.Steps {
		s.Received, s.Sent, s.Values = t.list(s.Received), t.list(s.Sent), t.list(s.Values)
		s.Recipes = t.recipeList(s.Recipes)
		out.Steps[n] = s
	}
	v := *r.Violation
	v.Event, v.Other, v.Recipe = t.event(v.Event), t.event(v.Other), t.recipe(v.Recipe)
	out.Violation = &v
	if !t.changed {
		return rec
	}
	if tidied, err := replay.Follow(rec.After(0), out); err == nil {
		return tidied
	}
	return rec
}

// tidier rewrites the parts of a run that replays.
type tidier struct {
	state   *ground.State  // the last one, which knows all values
	open    []*ground.Term // the open values, in the order of their new numbers
	recipes map[*trace.Recipe]*trace.Recipe
	changed bool
}

// expr returns e in normal form with the new numbers.
func (t *tidier) expr(e *protocol.Expr) *protocol.Expr {
	if t.plain(e) {
		return e
	}
	x, err := t.state.Term(t.number(e))
	if err != nil {
		return e // replay read it before: this cannot happen
	}
	out := x.Expr()
	if out.Equal(e) {
		return e
	}
	t.changed = true
	return out
}

// plain reports whether e is one that no equation applies to, and has no open
// value.
func (t *tidier) plain(e *protocol.Expr) bool {
	if e == nil {
		return true // a universal variable's
	}
	switch e.Op {
	case protocol.Const, protocol.Fresh:
		return true
	case protocol.Pair:
		return !t.state.Options.Assoc && t.plain(e.Args[0]) && t.plain(e.Args[1])
	case protocol.Crypt, protocol.Scrypt, protocol.Apply:
		return t.plain(e.Args[0]) && t.plain(e.Args[1])
	case protocol.Inv:
		return e.Args[0].Op != protocol.Inv && t.plain(e.Args[0])
	}
	return false
}

// number gives the open values of e their numbers.
func (t *tidier) number(e *protocol.Expr) *protocol.Expr {
	if e == nil || !e.Uses(protocol.Open) {
		return e
	}
	out := *e
	if e.Op == protocol.Open {
		if x, err := t.state.Term(e); err == nil {
			n := slices.IndexFunc(t.open, x.Equal)
			if n < 0 {
				n, t.open = len(t.open), append(t.open, x)
			}
			out.Index = n + 1
		}
	}
	out.Args = nil
	for _, a := range e.Args {
		out.Args = append(out.Args, t.number(a))
	}
	return &out
}

func (t *tidier) list(es []*protocol.Expr) []*protocol.Expr {
	var out []*protocol.Expr
	for _, e := range es {
		out = append(out, t.expr(e))
	}
	return out
}

func (t *tidier) event(e *trace.Event) *trace.Event {
	if e == nil {
		return nil
	}
	return &trace.Event{Step: e.Step, Emit: e.Emit, Args: t.list(e.Args)}
}

func (t *tidier) recipe(r *trace.Recipe) *trace.Recipe {
	if r == nil || t.recipes[r] != nil {
		return t.recipes[r]
	}
	out := *r
	t.recipes[r] = &out
	if r.Value != nil {
		out.Value = t.expr(r.Value)
	}
	out.Args = t.recipeList(r.Args)
	return &out
}

func (t *tidier) recipeList(rs []*trace.Recipe) []*trace.Recipe {
	var out []*trace.Recipe
	for _, r := range rs {
		out = append(out, t.recipe(r))
	}
	return out
}
