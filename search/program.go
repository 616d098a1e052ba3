package search

import (
	"fmt"
	"slices"

	"hornet/goals"
	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// program is a model with its constants interned and its patterns ready to be
// instantiated.
type program struct {
	m     *protocol.Model
	opt   Options
	st    *term.Store
	roles []role
	insts []inst
	slots int // of all instances together
	steps int // transitions of all instances together
	i     term.Term

	consts map[term.Term]*protocol.Expr // the constants, to print them
	names  []string                     // of fact identifiers
	goals  []goal
	facts  map[factKey][]int // goals that a fact can violate
	closed []bool            // goals for which no shorter attack can come

	// A run may hold this many of these steps; nil: of all any number.
	along     []bool
	mostAlong int

	loops []saturated
	start []place // of each instance before the search proper

	cyclic bool            // some instance may fire a transition twice
	flows  *intruder.Flows // what values variables may have to be (see flow.go); nil: any

	usesFacts      bool                 // some left side speaks of facts
	saturatedTrans []bool               // transitions fired in all ways at the start
	emitters       map[factKey][]stepID // the steps that make such facts

	relays []bool // instances that are cut (relay.go)
	taken  []bool // steps of all instances: what those were seen to take

	sums   bool                // sums occur
	divide bool                // inverses are exponents
	powers *intruder.Exponents // what the model raises to

	ordering ordering
}

// stepID names a transition of an instance.
type stepID struct{ ii, ti int }

type factKey struct {
	kind protocol.FactKind
	id   uint16
}

type goal struct {
	kind protocol.GoalKind
	id   uint16
}

type role struct {
	sorts []term.Sort // of the slots
	trans []transition
	later [][]bool // later[t][u]: u may fire some time after t

	cyclic bool // an instance may fire a transition twice
}

type transition struct {
	*protocol.Transition
	vars     []varDecl
	control  []control // guards that compare a slot with a constant
	eq       []pattern2
	notEq    []pattern2
	less     []pattern2
	notLess  []pattern2
	notIn    []pattern2
	absent   []factPattern
	in       []pattern2 // element, set
	consumes []factPattern
	receives []*pattern
	updates  []update
	adds     []pattern2
	deletes  []pattern2
	emits    []factPattern
	sends    []*pattern
	suspect  []int // slots whose value may not have the slot's basic type
	eager    bool  // may be part of a macro-step (see reduce.go)
	dead     []int // slots that nothing reads after it
	final    bool  // leaves its instance no further transition
}

type varDecl struct {
	kind   protocol.VarKind
	sort   term.Sort
	symbol int    // of New
	flow   uint16 // of what its values are compared with (see flow.go); 0: any
}

type control struct {
	slot  int
	value term.Term
}

type pattern2 struct{ a, b *pattern }

type update struct {
	slot  int
	value *pattern
}

type factPattern struct {
	kind protocol.FactKind
	id   uint16
	args []*pattern
}

// pattern is a term with slots and variables of a transition.
type pattern struct {
	op    protocol.Op
	t     term.Term // when there is neither slot nor variable in it
	index int
	args  []*pattern
}

type inst struct {
	role   int
	base   int // of its slots
	first  int // of its transitions
	frozen bool
	values []term.Term
	ranks  []int32 // of its transitions
	before int     // the instance before it in its class, -1
}

// termOp returns the head of terms that op means.
func termOp(op protocol.Op) term.Op {
	return [...]term.Op{protocol.Pair: term.Pair, protocol.Crypt: term.Crypt, protocol.Scrypt: term.Scrypt, protocol.Inv: term.Inv,
		protocol.Apply: term.Apply, protocol.Exp: term.Exp, protocol.Xor: term.Xor}[op]
}

// newProgram interns the model, to be searched with the first ordering.
func newProgram(m *protocol.Model, opt Options) (*program, error) {
	p := &program{m: m, opt: opt, st: term.NewStore(), consts: map[term.Term]*protocol.Expr{}}
	p.st.Assoc = opt.Assoc
	p.sums = m.Uses(protocol.Xor)
	p.i = p.ground(protocol.C(protocol.Intruder, term.TAgent))
	p.consts[p.st.Zero()] = protocol.E(protocol.Xor)
	m.Exprs(func(e *protocol.Expr) { // intern constants in the order of the text
		e.Walk(func(x *protocol.Expr) bool {
			if x.Op == protocol.Const {
				p.constant(x)
			}
			return true
		})
	})
	if err := p.check(); err != nil {
		return nil, err
	}
	for _, g := range m.Goals {
		p.goals = append(p.goals, goal{g.Kind, p.factID(g.ID)})
	}
	for ri := range m.Roles {
		p.roles = append(p.roles, p.role(&m.Roles[ri]))
	}
	for _, in := range m.Instances {
		x := inst{role: in.Role, base: p.slots, first: p.steps}
		for _, v := range in.Values {
			x.values = append(x.values, p.ground(v))
		}
		x.frozen = p.illTyped(&p.roles[in.Role], x.values)
		p.slots += len(in.Values)
		p.steps += len(p.roles[in.Role].trans)
		p.insts = append(p.insts, x)
	}
	if m.Uses(protocol.Exp) {
		p.powers = p.exponents()
		m.Exprs(func(e *protocol.Expr) {
			e.Walk(func(x *protocol.Expr) bool {
				p.divide = p.divide || x.Op == protocol.Exp && slices.ContainsFunc(x.Args[1:], func(a *protocol.Expr) bool { return a.Op == protocol.Inv })
				return true
			})
		})
	}
	p.prepare()
	p.findFlows()
	return p.with(opt, 0), nil
}

// with returns the program for another search: for other goals or reductions, or
// with steps ranked by another rule. How terms are built and typed stays.
func (p *program) with(opt Options, by ordering) *program {
	q := *p
	q.opt, q.ordering = opt, by
	q.facts = map[factKey][]int{}
	for gi, g := range p.goals {
		if k := g.violatedBy(); opt.wants(gi) && g.kind != protocol.Temporal {
			q.facts[factKey{k, g.id}] = append(q.facts[factKey{k, g.id}], gi)
		}
	}
	q.closed = make([]bool, len(p.goals))
	q.insts = slices.Clone(p.insts)
	for ii := range q.insts {
		q.insts[ii].before = -1
	}
	if opt.Disable&Symmetry == 0 {
		q.classes()
	}
	q.rank()
	return &q
}

// violatedBy returns the kind of the facts that can violate the goal.
func (g goal) violatedBy() protocol.FactKind {
	switch g.kind {
	case protocol.WeakAuthentication:
		return protocol.WRequest
	case protocol.Authentication:
		return protocol.Request
	}
	return protocol.Secret
}

// wants reports whether goal g is to be checked.
func (o *Options) wants(g int) bool {
	if o.Goals == nil {
		return true
	}
	for _, x := range o.Goals {
		if x == g {
			return true
		}
	}
	return false
}

// check refuses models that a front end must not make.
func (p *program) check() error {
	for ii, in := range p.m.Instances {
		if in.Role < 0 || in.Role >= len(p.m.Roles) || len(in.Values) != len(p.m.Roles[in.Role].Slots) {
			return fmt.Errorf("search: instance %d does not fit its role", ii)
		}
	}
	if len(p.m.Instances) > 1<<14 {
		return fmt.Errorf("search: %d role instances are too many", len(p.m.Instances))
	}
	return nil
}

func (p *program) factID(name string) uint16 {
	for i, n := range p.names {
		if n == name {
			return uint16(i)
		}
	}
	p.names = append(p.names, name)
	return uint16(len(p.names) - 1)
}

// sort returns the sort of a variable or slot of type t.
func (p *program) sort(t *term.Type) term.Sort {
	if p.opt.Untyped {
		return 0
	}
	return unify.SortOfType(p.st, t, p.opt.StrongTypes)
}

func (p *program) constant(e *protocol.Expr) term.Term {
	t := p.st.Const(e.Name, term.Sort(e.Type.Kind))
	if p.consts[t] == nil {
		p.consts[t] = e
	}
	return t
}

// ground interns an expression without slots and variables.
func (p *program) ground(e *protocol.Expr) term.Term {
	if e.Op == protocol.Const {
		return p.constant(e)
	}
	args := make([]term.Term, len(e.Args))
	for i, a := range e.Args {
		args[i] = p.ground(a)
	}
	return p.st.Make(termOp(e.Op), args...)
}

func (p *program) pattern(e *protocol.Expr) *pattern {
	switch e.Op {
	case protocol.Slot, protocol.Var:
		return &pattern{op: e.Op, index: e.Index}
	}
	if !e.Uses(protocol.Slot) && !e.Uses(protocol.Var) {
		return &pattern{op: protocol.Const, t: p.ground(e)}
	}
	x := &pattern{op: e.Op}
	for _, a := range e.Args {
		x.args = append(x.args, p.pattern(a))
	}
	return x
}

func (p *program) role(r *protocol.Role) role {
	out := role{}
	for _, s := range r.Slots {
		out.sorts = append(out.sorts, p.sort(s.Type))
	}
	for ti := range r.Transitions {
		out.trans = append(out.trans, p.transition(r, &r.Transitions[ti]))
	}
	p.suspects(r, &out)
	return out
}

func (p *program) transition(r *protocol.Role, t *protocol.Transition) transition {
	out := transition{Transition: t}
	for _, v := range t.Vars {
		d := varDecl{kind: v.Kind, sort: p.sort(v.Type)}
		if v.Kind == protocol.New {
			k := v.Type.Kind
			if k == term.Message {
				k = term.Text // as OFMC has it
			}
			d.symbol = p.st.NewSymbol(v.Name, term.Sort(k))
		}
		out.vars = append(out.vars, d)
	}
	two := func(a, b *protocol.Expr) pattern2 { return pattern2{p.pattern(a), p.pattern(b)} }
	for _, g := range t.Guards {
		switch g.Rel {
		case protocol.Eq:
			x := two(g.Left, g.Right)
			if x.a.op == protocol.Const && x.b.op == protocol.Slot {
				x.a, x.b = x.b, x.a
			}
			if x.a.op == protocol.Slot && x.b.op == protocol.Const {
				out.control = append(out.control, control{x.a.index, x.b.t})
			}
			out.eq = append(out.eq, x)
		case protocol.NotEq:
			out.notEq = append(out.notEq, two(g.Left, g.Right))
		case protocol.LessEq:
			out.less = append(out.less, two(g.Left, g.Right))
		case protocol.NotLess:
			out.notLess = append(out.notLess, two(g.Left, g.Right))
		case protocol.NotIn:
			out.notIn = append(out.notIn, two(g.Left, g.Right))
		case protocol.Absent:
			out.absent = append(out.absent, p.fact(g.Fact))
		}
	}
	for _, x := range t.In {
		out.in = append(out.in, two(x.Elem, x.Set))
	}
	for i := range t.Consumes {
		out.consumes = append(out.consumes, p.fact(&t.Consumes[i]))
	}
	for _, x := range t.Receives {
		out.receives = append(out.receives, p.pattern(x.Message))
	}
	for _, x := range t.Updates {
		out.updates = append(out.updates, update{x.Slot, p.pattern(x.Value)})
	}
	for _, x := range t.Adds {
		out.adds = append(out.adds, two(x.Elem, x.Set))
	}
	for _, x := range t.Deletes {
		out.deletes = append(out.deletes, two(x.Elem, x.Set))
	}
	for i := range t.Emits {
		out.emits = append(out.emits, p.fact(&t.Emits[i]))
	}
	for _, x := range t.Sends {
		out.sends = append(out.sends, p.pattern(x.Message))
	}
	return out
}

func (p *program) fact(f *protocol.Fact) factPattern {
	name := f.ID
	if f.Kind == protocol.User {
		name = "fact " + f.Name
	}
	out := factPattern{kind: f.Kind, id: p.factID(name)}
	for _, a := range f.Args {
		out.args = append(out.args, p.pattern(a))
	}
	return out
}

// build returns the fact with the given arguments.
func (f *factPattern) build(st *term.Store, args []term.Term) goals.Fact {
	out := goals.Fact{Kind: f.kind, ID: f.id, Inst: -1, Step: -1}
	switch f.kind {
	case protocol.Secret:
		out.M, out.A = args[0], args[1]
	case protocol.User:
		out.M = st.Zero()
		for i := len(args) - 1; i >= 0; i-- {
			out.M = st.Make2(term.Pair, args[i], out.M)
		}
	default:
		out.A, out.B, out.M = args[0], args[1], args[2]
	}
	return out
}

// illTyped reports whether a value of an instance does not have the basic type
// of its slot: such an instance never moves (semantics of the IF: the state fact
// does not match).
func (p *program) illTyped(r *role, values []term.Term) bool {
	for i, v := range values {
		if r.sorts[i].IsBasic() && p.st.SortOf(v) != r.sorts[i] {
			return true
		}
	}
	return false
}

// suspects finds, for every transition, the slots that some transition of the
// role may have given a value of another basic type.
func (p *program) suspects(r *protocol.Role, out *role) {
	bad := map[int]bool{}
	for ti := range r.Transitions {
		t := &r.Transitions[ti]
		for _, u := range t.Updates {
			if s := out.sorts[u.Slot]; s.IsBasic() && p.staticSort(r, t, u.Value) != s {
				bad[u.Slot] = true
			}
		}
	}
	for ti := range out.trans {
		for s := range out.sorts {
			if bad[s] {
				out.trans[ti].suspect = append(out.trans[ti].suspect, s)
			}
		}
	}
}

// staticSort returns the sort that e has whenever it is evaluated, 0 if it
// depends.
func (p *program) staticSort(r *protocol.Role, t *protocol.Transition, e *protocol.Expr) term.Sort {
	switch e.Op {
	case protocol.Const:
		return term.Sort(e.Type.Kind)
	case protocol.Slot:
		return p.sort(r.Slots[e.Index].Type)
	case protocol.Var:
		v := t.Vars[e.Index]
		if v.Kind == protocol.New {
			if v.Type.Kind == term.Message {
				return term.Sort(term.Text)
			}
			return term.Sort(v.Type.Kind)
		}
		return p.sort(v.Type)
	}
	return 0
}
