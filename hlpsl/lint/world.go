package lint

import (
	"strconv"

	"hornet/protocol"
)

// world is the compiled model seen by shapes: what each transition of each
// instance may receive and send.
type world struct {
	model *protocol.Model
	insts []*inst
	known []*shape // the intruder's initial knowledge
	knows map[string]bool
	said  map[string]bool // facts that may ever hold
	m     *matcher        // with the intruder's help
	fair  *matcher        // among honest agents
	broke bool            // the model is too large: no statement

	consts map[string]*shape // what is equal is one shape
	nodes  map[nodeKey]*shape
}

// nodeKey is what a composed shape with two arguments at most is made of.
type nodeKey struct {
	con  protocol.Op
	a, b *shape
}

// inst is an instance with the shapes of its transitions.
type inst struct {
	index int
	role  *protocol.Role
	in    *protocol.Instance
	cells []*shape   // of the slots
	vars  [][]*shape // of the variables of each transition
	steps []*istep
}

// istep is a transition of an instance.
type istep struct {
	of       *inst
	t        *protocol.Transition
	receives []*shape
	sends    []*shape
	fires    bool
	mute     bool // it asks for a fact that nothing says
}

// Bounds on the work of one file; a model beyond them is not judged.
const (
	maxInstances = 60
	maxSteps     = 600
	matchBudget  = 400_000
)

// world returns the shapes of the model, made once.
func (p *pass) world() *world {
	if p.abs == nil {
		p.abs = newWorld(p.model)
	}
	return p.abs
}

func newWorld(m *protocol.Model) *world {
	w := &world{model: m, m: &matcher{steps: matchBudget}, knows: map[string]bool{}, consts: map[string]*shape{}, nodes: map[nodeKey]*shape{}}
	steps := 0
	for i := range m.Instances {
		steps += len(m.Roles[m.Instances[i].Role].Transitions)
	}
	if len(m.Instances) > maxInstances || steps > maxSteps || len(m.Unsupported) > 0 {
		w.broke = true
		return w
	}
	for _, e := range m.Knowledge {
		s := w.ground(e)
		w.known = append(w.known, s)
		if s.op == shConst {
			w.knows[s.name] = true
		}
	}
	w.said = saidFacts(m)
	for i := range m.Instances {
		w.insts = append(w.insts, w.instance(i))
	}
	w.fair = &matcher{steps: matchBudget, supply: w.supply()}
	return w
}

// supply returns the composed parts of everything that may be sent.
func (w *world) supply() []*shape {
	out := []*shape{}
	seen := map[*shape]bool{}
	var look func(s *shape)
	look = func(s *shape) {
		if seen[s] {
			return
		}
		seen[s] = true
		switch s.op {
		case shCell:
			for _, a := range s.cell.alts {
				look(a)
			}
		case shNode:
			out = append(out, s)
			for _, a := range s.args {
				look(a)
			}
		}
	}
	for _, s := range w.known {
		look(s)
	}
	for _, x := range w.insts {
		for _, st := range x.steps {
			for _, s := range st.sends {
				look(s)
			}
		}
	}
	return out
}

func (w *world) ground(e *protocol.Expr) *shape { return w.build(nil, nil, 0, e) }

func (w *world) instance(i int) *inst {
	in := &w.model.Instances[i]
	role := &w.model.Roles[in.Role]
	x := &inst{index: i, role: role, in: in, cells: make([]*shape, len(role.Slots)), vars: make([][]*shape, len(role.Transitions))}
	changes := make([]bool, len(role.Slots))
	for j := range role.Transitions {
		for _, u := range role.Transitions[j].Updates {
			changes[u.Slot] = true
		}
	}
	for s := range role.Slots {
		if !changes[s] {
			x.cells[s] = w.ground(in.Values[s])
			continue
		}
		c := &cell{typ: role.Slots[s].Type, alts: []*shape{w.ground(in.Values[s])}}
		x.cells[s] = &shape{op: shCell, cell: c}
	}
	for j := range role.Transitions {
		t := &role.Transitions[j]
		for _, u := range t.Updates {
			v := w.build(x, t, j, u.Value)
			c := x.cells[u.Slot].cell
			if v.op == shAny && (!atomic(v.typ) || !atomic(c.typ) || v.typ.Kind == c.typ.Kind) {
				c.any = true
				c.open = c.open || !v.relay
				if !atomic(c.typ) || !atomic(v.typ) {
					continue
				}
			}
			c.alts = append(c.alts, v)
		}
	}
	for j := range role.Transitions {
		t := &role.Transitions[j]
		st := &istep{of: x, t: t}
		for _, f := range t.Consumes {
			st.mute = st.mute || !w.said[f.Name]
		}
		for _, r := range t.Receives {
			st.receives = append(st.receives, w.build(x, t, j, r.Message))
		}
		for _, s := range t.Sends {
			st.sends = append(st.sends, w.build(x, t, j, s.Message))
		}
		x.steps = append(x.steps, st)
	}
	return x
}

// build returns the shape of an expression of transition number n of x.
func (w *world) build(x *inst, t *protocol.Transition, n int, e *protocol.Expr) *shape {
	switch e.Op {
	case protocol.Const, protocol.Open, protocol.Fresh:
		s := w.consts[e.Name]
		if s == nil {
			s = &shape{op: shConst, name: e.Name, typ: e.Type}
			w.consts[e.Name] = s
		}
		return s
	case protocol.Slot:
		return x.cells[e.Index]
	case protocol.Var:
		if x.vars[n] == nil {
			x.vars[n] = make([]*shape, len(t.Vars))
		}
		if x.vars[n][e.Index] == nil {
			x.vars[n][e.Index] = variableOf(x, t, n, e.Index)
		}
		return x.vars[n][e.Index]
	}
	args := make([]*shape, len(e.Args))
	for i, a := range e.Args {
		args[i] = w.build(x, t, n, a)
	}
	return w.node(e.Op, args)
}

// variableOf returns the shape of variable i of transition number n of x.
func variableOf(x *inst, t *protocol.Transition, n, i int) *shape {
	v := &t.Vars[i]
	if v.Kind == protocol.New {
		return &shape{op: shFresh, name: v.Name + "/" + strconv.Itoa(x.index) + "/" + strconv.Itoa(n), typ: v.Type}
	}
	return &shape{op: shAny, typ: v.Type, relay: inClear(t, i), got: v.Kind == protocol.Bound}
}

// node returns the shape of a composed message.
func (w *world) node(con protocol.Op, args []*shape) *shape {
	if con == protocol.Inv && len(args) > 0 && args[0].op == shNode && args[0].con == protocol.Inv {
		return args[0].args[0]
	}
	if len(args) == 0 || len(args) > 2 {
		return &shape{op: shNode, con: con, args: args}
	}
	k := nodeKey{con: con, a: args[0]}
	if len(args) > 1 {
		k.b = args[1]
	}
	s := w.nodes[k]
	if s == nil {
		s = &shape{op: shNode, con: con, args: args}
		w.nodes[k] = s
	}
	return s
}

// inClear reports whether the transition receives variable v as a part of a
// message, under nothing but pairs.
func inClear(t *protocol.Transition, v int) bool {
	var look func(e *protocol.Expr) bool
	look = func(e *protocol.Expr) bool {
		switch e.Op {
		case protocol.Var:
			return e.Index == v
		case protocol.Pair:
			return look(e.Args[0]) || look(e.Args[1])
		}
		return false
	}
	for _, r := range t.Receives {
		if look(r.Message) {
			return true
		}
	}
	return false
}
