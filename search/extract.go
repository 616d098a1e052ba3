package search

import (
	"fmt"
	"slices"

	"hornet/goals"
	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
	"hornet/trace"
)

// extract turns a violation into a run with evidence. It fires the path to the
// violation again, with the messages of its steps carried along in the state, so
// that every binding reaches them; gives the variables that are still open
// values that the intruder makes up; and derives every received message from
// what was sent before it.
func (e *explorer) extract(f found) (*trace.Run, error) {
	w := e.workers[0]
	w.track = true
	defer func() { w.track = false }()
	at, path := e.walk(w, f.node)
	st := at.st
	if st == nil {
		return nil, fmt.Errorf("search: the path to an attack on %s cannot be walked again", w.m.Goals[f.goal].Name())
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

// walked is a node reached again, with the messages on the way in its state.
type walked struct {
	st    *state // nil: it was not reached
	macro uint16 // the prefix at which its macro-step began
	main  bool   // there was a step that is not eager
}

// walk fires the path to n again, from where an earlier walk was on it, and
// returns it. Violations found together mostly lie on one path.
func (e *explorer) walk(w *worker, n *node) (at walked, path []*node) {
	if n == nil || n.depth == 0 {
		return walked{st: e.root}, nil
	}
	at, path = e.walk(w, n.parent)
	path = append(path, n)
	if was, ok := e.walks[n]; ok || at.st == nil {
		return was, path
	}
	p0, q := at.macro, at.macro
	if !n.eager {
		at.macro, at.main = at.st.prefix, true
		p0, q = at.macro, at.macro+1
	} else if at.main {
		q = at.macro + 1
	}
	at.st = w.refire(at.st, n, p0, q)
	if e.walks == nil {
		e.walks = map[*node]walked{}
	}
	e.walks[n] = at
	return at, path
}

// builder makes a run out of ground messages.
type builder struct {
	*worker
	made  map[term.Term]*protocol.Expr
	open  map[int]term.Term // the atom for an open variable
	vars  []unify.Info      // the variables of the terms being closed
	from  int               // added to their numbers
	steps []rawStep
	loops int // of steps, those of self-loops
	found found
}

// rawStep is a step with ground terms.
type rawStep struct {
	ii, ti               int
	values, recvs, sends []term.Term
}

// ground makes the evidence of a violation, whose bindings the solver holds.
func (w *worker) ground(st *state, path []*node, f found) (*trace.Run, error) {
	for v := range w.s.Vars { // he raises to nothing where that does
		if w.s.Vars[v].Product && !w.s.IsBound(v) {
			if m := w.s.Mark(); !w.s.Bind(v, w.st.One()) || !w.s.Consistent() {
				w.s.Undo(m)
			}
		}
	}
	b := &builder{worker: w, made: map[term.Term]*protocol.Expr{}, open: map[int]term.Term{}, found: f, loops: len(w.loops)}
	for i, l := range w.loops {
		b.vars, b.from = l.vars, (i+1)*1000
		b.add(l.ii, l.ti, l.values, l.recvs, l.sends)
	}
	b.vars, b.from = w.s.Vars, 0
	track := st.track
	for _, n := range path {
		t := &w.roles[w.insts[n.inst].role].trans[n.trans]
		v, r, s := len(t.vars), len(t.receives), len(t.sends)
		b.add(int(n.inst), int(n.trans), track[:v], track[v:v+r], track[v+r:v+r+s])
		track = track[v+r+s:]
	}
	for _, x := range []*goals.Fact{&b.found.event, &b.found.other} {
		for _, t := range []*term.Term{&x.A, &x.B, &x.M} {
			if *t != 0 {
				*t = b.close(*t)
			}
		}
		if x.Step >= 0 {
			x.Step += int16(b.loops)
		}
	}
	keep := make([]bool, len(b.steps))
	for i := range keep {
		keep[i] = true
	}
	d, err := b.derive(keep)
	if err != nil {
		return nil, err
	}
	// What no recipe needs goes at once; of the rest, whatever the messages can
	// be made without, from the last step on.
	enough := func(less []bool) bool {
		if b.misses(less) {
			return false
		}
		x, err := b.derive(less)
		if err == nil {
			keep, d = less, x
		}
		return err == nil
	}
	for more := true; more; {
		more = !slices.Equal(keep, d.used) && enough(d.used)
		for i := len(keep) - 1; i >= 0 && !more; i-- {
			if keep[i] && b.droppable(i, keep) {
				less := slices.Clone(keep)
				less[i] = false
				more = enough(less)
			}
		}
	}
	return b.print(d), nil
}

func (b *builder) add(ii, ti int, values, recvs, sends []term.Term) {
	s := rawStep{ii: ii, ti: ti}
	for i, dst := range []*[]term.Term{&s.values, &s.recvs, &s.sends} {
		for _, t := range [][]term.Term{values, recvs, sends}[i] {
			*dst = append(*dst, b.close(t))
		}
	}
	b.steps = append(b.steps, s)
}

func (b *builder) transition(i int) *protocol.Transition {
	return b.roles[b.insts[b.steps[i].ii].role].trans[b.steps[i].ti].Transition
}

// needs reports whether step j must stay because step i, which follows it,
// stays: it is of the same instance, or changes what the other looks at.
func (b *builder) needs(i, j int) bool {
	return b.steps[i].ii == b.steps[j].ii || touches(b.transition(j), b.transition(i))
}

// droppable reports whether step i may be left out as far as the steps show that
// are kept.
func (b *builder) droppable(i int, keep []bool) bool {
	if int16(i) == b.found.event.Step || b.found.kind == trace.Replayed && int16(i) == b.found.other.Step || b.violates(i) {
		return false
	}
	for k := i + 1; k < len(keep); k++ {
		if keep[k] && b.needs(k, i) {
			return false
		}
	}
	return true
}

// violates reports whether step i may have taken a witness of the request away.
func (b *builder) violates(i int) bool {
	return b.found.kind == trace.Unmatched && len(b.transition(i).Consumes) > 0
}

// touches reports whether u may change a set or fact that t looks at.
func touches(u, t *protocol.Transition) bool {
	sets, facts := len(t.In) > 0, len(t.Consumes) > 0
	for _, g := range t.Guards {
		sets = sets || g.Rel == protocol.NotIn
		facts = facts || g.Rel == protocol.Absent
	}
	return sets && len(u.Adds)+len(u.Deletes) > 0 || facts && len(u.Emits)+len(u.Consumes) > 0
}

// draft is a run of which only the recipes are written yet.
type draft struct {
	run  *trace.Run
	from []int  // the steps of the builder that it has
	used []bool // which steps the violation needs as the recipes now are
}

// derive makes the recipes of a run of the kept steps.
func (b *builder) derive(keep []bool) (*draft, error) {
	d := intruder.NewDeriver(b.st, b.made)
	for i, e := range b.m.Knowledge {
		d.Add(b.program.ground(e), &trace.Recipe{Op: trace.Known, Index: i})
	}
	x := &draft{run: &trace.Run{}}
	at := make([]int, len(keep)) // of the kept steps, in the run
	for i, s := range b.steps {
		if !keep[i] {
			continue
		}
		at[i] = len(x.from)
		x.from = append(x.from, i)
		step := trace.Step{Instance: s.ii, Transition: s.ti}
		for _, m := range s.recvs {
			r := d.Derive(m)
			if r == nil {
				return nil, fmt.Errorf("search: no recipe for a message to step %d of an attack on %s", at[i]+1, b.m.Goals[b.found.goal].Name())
			}
			step.Recipes = append(step.Recipes, r)
		}
		for k, m := range s.sends {
			d.Add(m, &trace.Recipe{Op: trace.Output, Step: at[i], Index: k})
		}
		x.run.Steps = append(x.run.Steps, step)
	}
	f := b.found
	event := func(f goals.Fact) *trace.Event {
		e := &trace.Event{Step: -1, Emit: int(f.Emit)}
		if f.Step >= 0 {
			e.Step = at[f.Step]
		}
		return e
	}
	v := &trace.Violation{Goal: f.goal, Kind: f.kind, Event: event(f.event)}
	switch f.kind {
	case trace.Leak:
		if v.Recipe = d.Derive(f.event.M); v.Recipe == nil {
			return nil, fmt.Errorf("search: no recipe for the secret of an attack on %s", b.m.Goals[f.goal].Name())
		}
	case trace.Replayed:
		v.Other = event(f.other)
	}
	x.run.Violation = v
	x.used = b.used(x.run, x.from)
	return x, nil
}

// misses reports whether the kept steps hold a fresh value of one that is not.
func (b *builder) misses(keep []bool) bool {
	made := map[term.Term]bool{}
	for i, s := range b.steps {
		for k, v := range b.roles[b.insts[s.ii].role].trans[s.ti].vars {
			if keep[i] && v.kind == protocol.New {
				made[s.values[k]] = true
			}
		}
	}
	var alien func(t term.Term) bool
	alien = func(t term.Term) bool {
		if b.st.Op(t) == term.Fresh {
			return !made[t]
		}
		return slices.ContainsFunc(b.st.Args(t), alien)
	}
	for i, s := range b.steps {
		if keep[i] && (slices.ContainsFunc(s.values, alien) || slices.ContainsFunc(s.recvs, alien) || slices.ContainsFunc(s.sends, alien)) {
			return true
		}
	}
	return false
}

// print writes the messages of a run.
func (b *builder) print(d *draft) *trace.Run {
	p := &printer{builder: b, fresh: map[term.Term]*protocol.Expr{}}
	run := d.run
	for n, i := range d.from {
		s, step := b.steps[i], &run.Steps[n]
		t := &b.roles[b.insts[s.ii].role].trans[s.ti]
		for k, v := range t.vars {
			if v.kind == protocol.New {
				x := s.values[k]
				p.fresh[x] = &protocol.Expr{Op: protocol.Fresh, Name: t.Transition.Vars[k].Name, Index: n + 1, Type: &term.Type{Kind: term.Kind(b.st.Symbol(x).Sort)}}
			}
		}
		step.Values = make([]*protocol.Expr, len(t.vars))
		step.Received = p.exprs(s.recvs)
		for k, v := range t.vars {
			if v.kind != protocol.Universal {
				step.Values[k] = p.expr(s.values[k])
			}
		}
		step.Sent = p.exprs(s.sends)
	}
	f, v := b.found, run.Violation
	if f.kind == trace.Leak {
		v.Event.Args = p.exprs([]term.Term{f.event.M, f.event.A})
	} else {
		v.Event.Args = p.exprs([]term.Term{f.event.A, f.event.B, f.event.M})
	}
	if v.Other != nil {
		v.Other.Args = p.exprs([]term.Term{f.other.A, f.other.B, f.other.M})
	}
	return run
}

// used tells which steps of b a run needs: those of its violation, those whose
// output a needed recipe uses, and those that needed ones depend on.
func (b *builder) used(r *trace.Run, from []int) []bool {
	keep := make([]bool, len(b.steps))
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
	need = func(i int) {
		if i < 0 || keep[from[i]] {
			return
		}
		keep[from[i]] = true
		for _, x := range r.Steps[i].Recipes {
			use(x)
		}
		for j := range i {
			if b.needs(from[i], from[j]) {
				need(j)
			}
		}
	}
	need(r.Violation.Event.Step)
	if r.Violation.Other != nil {
		need(r.Violation.Other.Step)
	}
	use(r.Violation.Recipe)
	for i, s := range from {
		if b.violates(s) {
			need(i)
		}
	}
	return keep
}

// close applies the bindings to t and gives each open variable an atom.
func (b *builder) close(t term.Term) term.Term {
	if b.from == 0 {
		t = b.s.Apply(t)
	}
	if b.st.Ground(t) {
		return t
	}
	if b.st.Op(t) == term.Var {
		v := b.st.Index(t)
		n := b.from + v
		if b.open[n] == 0 {
			b.open[n] = b.value(b.vars[v].Sort, n)
		}
		return b.open[n]
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

// printer writes ground terms as expressions.
type printer struct {
	*builder
	fresh map[term.Term]*protocol.Expr // the fresh values of the run
}

func (p *printer) exprs(ts []term.Term) []*protocol.Expr {
	var out []*protocol.Expr
	for _, t := range ts {
		out = append(out, p.expr(t))
	}
	return out
}

func (p *printer) expr(t term.Term) *protocol.Expr {
	if e := p.made[t]; e != nil {
		return e
	}
	st := p.st
	switch op := st.Op(t); op {
	case term.Atom:
		return p.consts[t]
	case term.Fresh:
		return p.fresh[t]
	case term.Exp:
		args := st.Args(t)
		e := p.expr(args[0])
		for _, x := range args[1:] {
			e = protocol.E(protocol.Exp, e, p.expr(x))
		}
		return e
	default:
		e := &protocol.Expr{Op: exprOp(op)}
		for _, a := range st.Args(t) {
			e.Args = append(e.Args, p.expr(a))
		}
		return e
	}
}

// exprOp returns the head of expressions that op means.
func exprOp(op term.Op) protocol.Op {
	return [...]protocol.Op{term.Pair: protocol.Pair, term.Crypt: protocol.Crypt, term.Scrypt: protocol.Scrypt, term.Inv: protocol.Inv,
		term.Apply: protocol.Apply, term.Exp: protocol.Exp, term.Xor: protocol.Xor}[op]
}
