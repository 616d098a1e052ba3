package search

import (
	"context"
	"errors"
	"maps"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// Tree explores the first depth levels of what Run explores, at most limit
// states, and returns them for people to look at. It finds no verdicts: Run may
// order steps in another way, and stops when every goal has its answer.
func Tree(ctx context.Context, m *protocol.Model, opt Options, depth, limit int) (*trace.Tree, error) {
	if len(m.Unsupported) > 0 {
		return nil, errors.New(m.Unsupported[0].What + " is not supported")
	}
	p, err := newProgram(m, opt)
	if err != nil {
		return nil, err
	}
	e := &explorer{program: p, ctx: ctx}
	w := e.newWorker()
	w.s.Stop = func() bool { return e.stopped(0) }
	w.track = true
	g := &grower{worker: w, fresh: map[term.Term]*protocol.Expr{}, count: map[string]int{}}
	states, hits := e.initial(w)
	root := g.grow(nil, states[0], hits)
	above := map[int]bool{}
	root.Violates = without(root.Violates, above)
	level := []growth{{states[0], root, above}}
	for n := 1; len(level) > 0; depth-- {
		var next []growth
		var outs []outcome
		var all []*state
		for _, at := range level {
			var out outcome
			switch {
			case at.st.ends:
				at.tree.End = trace.Barren
			case depth <= 0 || n >= limit || e.stopped(0):
				at.tree.End = trace.Bound
			default:
				out = w.expand(at.st)
			}
			outs = append(outs, out)
			all = append(all, out.next...)
		}
		kept := map[*state]bool{}
		for _, st := range uncovered([]*worker{w}, all) {
			kept[st] = true
		}
		for i, at := range level {
			for _, st := range outs[i].next {
				if !kept[st] {
					continue
				}
				if n++; n > limit {
					at.tree.End = trace.Bound
					break
				}
				above := maps.Clone(at.above)
				c := g.grow(at.st, st, outs[i].hits)
				c.Violates = without(c.Violates, above)
				at.tree.Next = append(at.tree.Next, c)
				next = append(next, growth{st, c, above})
			}
		}
		level = next
	}
	return root, nil
}

// growth is a state whose place in the tree is known. above are the goals that
// it and the states above it violate.
type growth struct {
	st    *state
	tree  *trace.Tree
	above map[int]bool
}

// without returns the goals that are not above yet, and puts them there.
func without(goals []int, above map[int]bool) (left []int) {
	for _, g := range goals {
		if !above[g] {
			above[g] = true
			left = append(left, g)
		}
	}
	return left
}

// grower writes states as nodes of a tree.
type grower struct {
	*worker
	fresh map[term.Term]*protocol.Expr
	count map[string]int // fresh values by name
}

// grow returns the node of st, which follows from, nil for the root.
func (g *grower) grow(from, st *state, hits []found) *trace.Tree {
	t := &trace.Tree{}
	var path []*node
	for n := st.node; n.parent != nil && (from == nil || n != from.node); n = n.parent {
		path = append([]*node{n}, path...)
		for _, h := range hits {
			if h.node == n {
				t.Violates = append(t.Violates, h.goal)
			}
		}
	}
	track := st.track
	if from != nil {
		track = track[len(from.track):]
	}
	for _, n := range path {
		tr := &g.roles[g.insts[n.inst].role].trans[n.trans]
		take := func(n int) (out []*protocol.Expr) {
			for _, x := range track[:n] {
				out = append(out, g.expr(st, x))
			}
			track = track[n:]
			return out
		}
		t.Steps = append(t.Steps, trace.Step{Instance: int(n.inst), Transition: int(n.trans),
			Values: take(len(tr.vars)), Received: take(len(tr.receives)), Sent: take(len(tr.sends))})
	}
	return t
}

// expr writes a term of st. A variable that is still open is a value that the
// intruder may choose.
func (g *grower) expr(st *state, t term.Term) *protocol.Expr {
	made := map[term.Term]*protocol.Expr{}
	var leaves func(x term.Term)
	leaves = func(x term.Term) {
		switch g.st.Op(x) {
		case term.Var:
			v := g.st.Index(x)
			open := &protocol.Expr{Op: protocol.Open, Index: v, Type: term.TMessage}
			if v < len(st.vars) && g.st.CompoundType(st.vars[v].Sort) == nil {
				open.Type = &term.Type{Kind: term.Kind(st.vars[v].Sort)}
			}
			made[x] = open
		case term.Fresh:
			if g.fresh[x] == nil {
				name := g.st.Symbol(x).Name
				g.count[name]++
				g.fresh[x] = &protocol.Expr{Op: protocol.Fresh, Name: name, Index: g.count[name], Type: &term.Type{Kind: term.Kind(g.st.SortOf(x))}}
			}
		}
		for _, a := range g.st.Args(x) {
			leaves(a)
		}
	}
	leaves(t)
	p := &printer{builder: &builder{worker: g.worker, made: made}, fresh: g.fresh}
	return p.expr(t)
}
