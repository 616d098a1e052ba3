package search

import (
	"fmt"
	"slices"

	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// extract turns a violation into a run with evidence. It fires the path to the
// violation again, with the messages of its steps carried along in the state, so
// that every binding reaches them; gives the variables that are still open
// values that the intruder makes up; and derives every received message from
// what was sent before it.
func (w *worker) extract(root *state, f found) (*trace.Run, error) {
	w.track = true
	defer func() { w.track = false }()
	var path []*node
	for n := f.node; n != nil && n.depth > 0; n = n.parent {
		path = append(path, n)
	}
	slices.Reverse(path)
	st := root
	macro := uint16(0)
	main := false
	for _, n := range path {
		p0, q := macro, macro
		if !n.eager {
			macro, main = st.prefix, true
			p0, q = macro, macro+1
		} else if main {
			q = macro + 1
		}
		var next *state
		w.fire(st, int(n.inst), int(n.trans), n.eager, p0, q, func(c *state) {
			if c.node.branch == n.branch {
				next = c
			}
		})
		if next == nil {
			return nil, fmt.Errorf("search: the path to an attack on %s cannot be walked again", w.m.Goals[f.goal].Name())
		}
		st = next
	}
	// The event's terms under the state's own bindings: its facts keep their order.
	for _, x := range st.facts {
		if x.Step == f.event.Step && x.Emit == f.event.Emit && x.Kind == f.event.Kind {
			f.event = x
		}
		if f.kind == trace.Replayed && x.Step == f.other.Step && x.Emit == f.other.Emit && x.Kind == f.other.Kind {
			f.other = x
		}
	}
	w.load(st)
	var run *trace.Run
	var err error
	w.solve(f, st, func() bool {
		run, err = w.ground(st, path, f)
		return false
	})
	if run == nil && err == nil {
		err = fmt.Errorf("search: an attack on %s vanished when it was walked again", w.m.Goals[f.goal].Name())
	}
	return run, err
}

// builder makes a run out of ground messages.
type builder struct {
	*worker
	d     *intruder.Deriver
	made  map[term.Term]*protocol.Expr
	open  map[int]term.Term // the atom for an open variable
	fresh map[term.Term]*protocol.Expr
	run   *trace.Run
}

func (w *worker) ground(st *state, path []*node, f found) (*trace.Run, error) {
	b := &builder{worker: w, made: map[term.Term]*protocol.Expr{}, open: map[int]term.Term{}, fresh: map[term.Term]*protocol.Expr{}, run: &trace.Run{}}
	b.d = intruder.NewDeriver(w.st, b.made)
	for i, e := range w.m.Knowledge {
		b.d.Add(w.groundOf(e), &trace.Recipe{Op: trace.Known, Index: i})
	}
	for _, l := range w.loops {
		if err := b.step(l.ii, l.ti, l.values, l.recvs, l.sends); err != nil {
			return nil, err
		}
	}
	offset := len(b.run.Steps)
	track := st.track
	for _, n := range path {
		t := &w.roles[w.insts[n.inst].role].trans[n.trans]
		v, r, s := len(t.vars), len(t.receives), len(t.sends)
		if err := b.step(int(n.inst), int(n.trans), track[:v], track[v:v+r], track[v+r:v+r+s]); err != nil {
			return nil, err
		}
		track = track[v+r+s:]
	}
	event := func(step, emit int16, args ...term.Term) *trace.Event {
		e := &trace.Event{Step: int(step), Emit: int(emit)}
		if step >= 0 {
			e.Step += offset
		}
		for _, t := range args {
			e.Args = append(e.Args, b.expr(b.close(t)))
		}
		return e
	}
	v := &trace.Violation{Goal: f.goal, Kind: f.kind}
	switch f.kind {
	case trace.Leak:
		v.Event = event(f.event.Step, f.event.Emit, f.event.M, f.event.A)
		if v.Recipe = b.d.Derive(b.close(f.event.M)); v.Recipe == nil {
			return nil, fmt.Errorf("search: no recipe for the secret %s", b.expr(b.close(f.event.M)))
		}
	case trace.Replayed:
		v.Other = event(f.other.Step, f.other.Emit, f.other.A, f.other.B, f.other.M)
		fallthrough
	default:
		v.Event = event(f.event.Step, f.event.Emit, f.event.A, f.event.B, f.event.M)
	}
	b.run.Violation = v
	return trim(w.m, b.run), nil
}

func (w *worker) groundOf(e *protocol.Expr) term.Term { return w.program.ground(e) }

// step appends a step whose terms are under the solver's bindings.
func (b *builder) step(ii, ti int, values, recvs, sends []term.Term) error {
	t := &b.roles[b.insts[ii].role].trans[ti]
	n := len(b.run.Steps) + 1
	for k, v := range t.vars {
		if v.kind == protocol.New {
			x := t.Transition.Vars[k]
			b.fresh[values[k]] = &protocol.Expr{Op: protocol.Fresh, Name: x.Name, Index: n, Type: &term.Type{Kind: term.Kind(b.st.Symbol(values[k]).Sort)}}
		}
	}
	s := trace.Step{Instance: ii, Transition: ti, Values: make([]*protocol.Expr, len(t.vars))}
	for k, v := range t.vars {
		if v.kind != protocol.Universal {
			s.Values[k] = b.expr(b.close(values[k]))
		}
	}
	for _, m := range recvs {
		g := b.close(m)
		r := b.d.Derive(g)
		if r == nil {
			return fmt.Errorf("search: no recipe for the message %s", b.expr(g))
		}
		s.Recipes = append(s.Recipes, r)
		s.Received = append(s.Received, b.expr(g))
	}
	for k, m := range sends {
		g := b.close(m)
		s.Sent = append(s.Sent, b.expr(g))
		b.d.Add(g, &trace.Recipe{Op: trace.Output, Step: n - 1, Index: k})
	}
	b.run.Steps = append(b.run.Steps, s)
	return nil
}

// close applies the bindings to t and gives each open variable an atom.
func (b *builder) close(t term.Term) term.Term {
	t = b.s.Apply(t)
	if b.st.Ground(t) {
		return t
	}
	if b.st.Op(t) == term.Var {
		v := b.st.Index(t)
		if b.open[v] == 0 {
			sort := b.s.Vars[v].Sort
			x := b.value(sort, v)
			b.open[v] = x
		}
		return b.open[v]
	}
	args := slices.Clone(b.st.Args(t))
	for i := range args {
		args[i] = b.close(args[i])
	}
	return b.st.Make(b.st.Op(t), args...)
}

// value makes up a value of a sort: an atom, or for a compound sort a message of
// its shape.
func (b *builder) value(sort term.Sort, v int) term.Term {
	ty := b.st.CompoundType(sort)
	if ty == nil {
		return b.atom(&term.Type{Kind: term.Kind(sort)}, v)
	}
	return b.inhabitant(ty, v*100+1000)
}

func (b *builder) inhabitant(ty *term.Type, v int) term.Term {
	switch ty.Kind {
	case term.PairType:
		return b.st.Make(term.Pair, b.inhabitant(ty.Args[0], 2*v), b.inhabitant(ty.Args[1], 2*v+1))
	case term.CryptType:
		return b.st.Make(term.Crypt, b.inhabitant(ty.Args[0], 2*v), b.inhabitant(ty.Args[1], 2*v+1))
	case term.ScryptType:
		return b.st.Make(term.Scrypt, b.inhabitant(ty.Args[0], 2*v), b.inhabitant(ty.Args[1], 2*v+1))
	case term.HashType:
		return b.st.Make(term.Apply, b.atom(term.THashFunc, 2*v), b.inhabitant(ty.Args[0], 2*v+1))
	}
	return b.atom(ty, v)
}

func (b *builder) atom(ty *term.Type, v int) term.Term {
	x := b.st.Const(fmt.Sprintf("open value %d", v), term.Sort(ty.Kind))
	b.made[x] = &protocol.Expr{Op: protocol.Open, Index: v, Type: ty}
	return x
}

// expr writes a ground term as an expression.
func (b *builder) expr(t term.Term) *protocol.Expr {
	if e := b.made[t]; e != nil {
		return e
	}
	st := b.st
	switch op := st.Op(t); op {
	case term.Atom:
		return b.consts[t]
	case term.Fresh:
		return b.fresh[t]
	case term.Exp:
		args := st.Args(t)
		e := b.expr(args[0])
		for _, x := range args[1:] {
			e = protocol.E(protocol.Exp, e, b.expr(x))
		}
		return e
	default:
		e := &protocol.Expr{Op: exprOp(op)}
		for _, a := range st.Args(t) {
			e.Args = append(e.Args, b.expr(a))
		}
		return e
	}
}

// exprOp returns the head of expressions that op means.
func exprOp(op term.Op) protocol.Op {
	return [...]protocol.Op{term.Pair: protocol.Pair, term.Crypt: protocol.Crypt, term.Scrypt: protocol.Scrypt, term.Inv: protocol.Inv,
		term.Apply: protocol.Apply, term.Exp: protocol.Exp, term.Xor: protocol.Xor}[op]
}

// trim drops the steps that the violation does not need: it keeps those that
// emit its events, those whose output a kept recipe uses, the earlier steps of
// kept instances, and, where a kept step looks at sets or facts, those that
// change them.
func trim(m *protocol.Model, r *trace.Run) *trace.Run {
	keep := make([]bool, len(r.Steps))
	seen := map[*trace.Recipe]bool{}
	var need func(i int)
	var use func(x *trace.Recipe)
	use = func(x *trace.Recipe) {
		if x == nil || seen[x] {
			return
		}
		seen[x] = true
		if x.Op == trace.Output {
			need(x.Step)
		}
		for _, a := range x.Args {
			use(a)
		}
	}
	transition := func(i int) *protocol.Transition {
		s := &r.Steps[i]
		return &m.Roles[m.Instances[s.Instance].Role].Transitions[s.Transition]
	}
	need = func(i int) {
		if i < 0 || keep[i] {
			return
		}
		keep[i] = true
		for _, x := range r.Steps[i].Recipes {
			use(x)
		}
		t := transition(i)
		looks := len(t.In)+len(t.Consumes) > 0
		for _, g := range t.Guards {
			looks = looks || g.Rel == protocol.NotIn || g.Rel == protocol.Absent
		}
		for j := range i {
			u := transition(j)
			if r.Steps[j].Instance == r.Steps[i].Instance || looks && len(u.Adds)+len(u.Deletes)+len(u.Emits)+len(u.Consumes) > 0 && touches(u, t) {
				need(j)
			}
		}
	}
	v := r.Violation
	need(v.Event.Step)
	if v.Other != nil {
		need(v.Other.Step)
	}
	use(v.Recipe)
	return renumber(r, keep)
}

// touches reports whether u may change a set or fact that t looks at.
func touches(u, t *protocol.Transition) bool {
	looksSets, looksFacts := len(t.In) > 0, len(t.Consumes) > 0
	for _, g := range t.Guards {
		looksSets = looksSets || g.Rel == protocol.NotIn
		looksFacts = looksFacts || g.Rel == protocol.Absent
	}
	return looksSets && len(u.Adds)+len(u.Deletes) > 0 || looksFacts && len(u.Emits)+len(u.Consumes) > 0
}

// renumber returns the run of the kept steps.
func renumber(r *trace.Run, keep []bool) *trace.Run {
	at := make([]int, len(keep))
	out := &trace.Run{}
	for i, k := range keep {
		at[i] = len(out.Steps)
		if k {
			out.Steps = append(out.Steps, r.Steps[i])
		}
	}
	exprs := map[*protocol.Expr]*protocol.Expr{}
	var expr func(e *protocol.Expr) *protocol.Expr
	expr = func(e *protocol.Expr) *protocol.Expr {
		if e == nil || exprs[e] != nil {
			return exprs[e]
		}
		c := *e
		if e.Op == protocol.Fresh {
			c.Index = at[e.Index-1] + 1
		}
		c.Args = slices.Clone(e.Args)
		for i := range c.Args {
			c.Args[i] = expr(c.Args[i])
		}
		exprs[e] = &c
		return &c
	}
	all := func(es []*protocol.Expr) []*protocol.Expr {
		es = slices.Clone(es)
		for i := range es {
			es[i] = expr(es[i])
		}
		return es
	}
	recipes := map[*trace.Recipe]*trace.Recipe{}
	var recipe func(x *trace.Recipe) *trace.Recipe
	recipe = func(x *trace.Recipe) *trace.Recipe {
		if x == nil || recipes[x] != nil {
			return recipes[x]
		}
		c := *x
		recipes[x] = &c
		if x.Op == trace.Output {
			c.Step = at[x.Step]
		}
		c.Value = expr(x.Value)
		c.Args = slices.Clone(x.Args)
		for i := range c.Args {
			c.Args[i] = recipe(c.Args[i])
		}
		return &c
	}
	for i := range out.Steps {
		s := &out.Steps[i]
		s.Values, s.Received, s.Sent = all(s.Values), all(s.Received), all(s.Sent)
		s.Recipes = slices.Clone(s.Recipes)
		for j := range s.Recipes {
			s.Recipes[j] = recipe(s.Recipes[j])
		}
	}
	v := *r.Violation
	event := func(e *trace.Event) *trace.Event {
		if e == nil {
			return nil
		}
		c := *e
		if e.Step >= 0 {
			c.Step = at[e.Step]
		}
		c.Args = all(e.Args)
		return &c
	}
	v.Event, v.Other, v.Recipe = event(v.Event), event(v.Other), recipe(v.Recipe)
	out.Violation = &v
	return out
}
