package gen

import (
	"fmt"
	"sort"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// compiled is a role on its way from the steps to a protocol.Role.
type compiled struct {
	p     *Protocol
	self  int
	role  protocol.Role
	know  map[string]*protocol.Expr // by key: how the role names what it knows
	first map[string]int            // by key: the transition that learnt it; absent: a parameter
	tr    *protocol.Transition      // the one being built, nil between two
	slots map[string]int
	sets  int // hidden set slots
	own   []string
	when  []int // for each transition the step that it waits for; -1: start
}

// key identifies a message of a description: sums and exponents in any order.
func key(e *protocol.Expr) string {
	switch e.Op {
	case protocol.Const:
		return e.Name
	case protocol.Exp:
		b, es := tower(e)
		var ks []string
		for _, x := range es {
			ks = append(ks, key(x))
		}
		sort.Strings(ks)
		return "exp(" + key(b) + ";" + strings.Join(ks, ",") + ")"
	}
	var ks []string
	for _, a := range e.Args {
		ks = append(ks, key(a))
	}
	if e.Op == protocol.Xor {
		sort.Strings(ks)
	}
	return e.Op.String() + "(" + strings.Join(ks, ",") + ")"
}

// tower splits an exponentiation into its base and its exponents.
func tower(e *protocol.Expr) (*protocol.Expr, []*protocol.Expr) {
	var es []*protocol.Expr
	for e.Op == protocol.Exp {
		es = append(es, e.Args[1])
		e = e.Args[0]
	}
	return e, es
}

// compile turns the steps and goals into roles. It fails when a sender cannot
// build its message.
func (p *Protocol) compile() error {
	p.roles = nil
	for r := 0; r < p.Roles; r++ {
		p.roles = append(p.roles, p.newRole(r))
	}
	for k := range p.Steps {
		s := &p.Steps[k]
		from, to := p.roles[s.From], p.roles[s.To]
		if from.tr == nil {
			from.begin(-1)
			from.tr.Receives = []protocol.Receive{{Channel: "RCV", Message: protocol.C(protocol.Start, term.TMessage)}}
		}
		for _, v := range s.New {
			e := from.local(v, v.Type, protocol.New)
			if v.Type == term.TText {
				from.own = append(from.own, v.Name)
			}
			from.learn(v, e)
		}
		m := from.express(s.Message)
		if m == nil {
			return fmt.Errorf("%s cannot build %v", from.role.Name, s.Message)
		}
		from.tr.Sends = append(from.tr.Sends, protocol.Send{Channel: "SND", Message: m})
		from.end()
		to.begin(k)
		to.receive(k, s.Message)
	}
	for _, r := range p.roles {
		r.end()
	}
	for i := range p.Goals {
		if err := p.attach(&p.Goals[i]); err != nil {
			return err
		}
	}
	for _, t := range p.Twists {
		p.twist(t)
	}
	return nil
}

// newRole returns role r with its parameters.
func (p *Protocol) newRole(r int) *compiled {
	c := &compiled{p: p, self: r, know: map[string]*protocol.Expr{}, first: map[string]int{}, slots: map[string]int{}}
	c.role.Name = roleNames[r]
	formal := func(e *protocol.Expr) int {
		i := c.slot(e.Name, e.Type)
		c.role.Slots[i].Formal = true
		c.know[key(e)] = protocol.S(i)
		return i
	}
	unknown := func(q int) bool { return q == 0 && p.Learns[r] }
	for q := 0; q < p.Roles; q++ {
		if !unknown(q) {
			i := formal(agent(q))
			if q == r {
				c.role.Player = i
			}
		}
	}
	for q := 0; q < p.Roles; q++ {
		if !unknown(q) && p.uses(publicKey(q)) {
			i := formal(publicKey(q))
			if q == r {
				c.know[key(protocol.E(protocol.Inv, publicKey(q)))] = protocol.E(protocol.Inv, protocol.S(i))
			}
		}
	}
	for q := 0; q < p.Roles; q++ {
		if q != r && !unknown(q) && p.uses(sharedKey(q, r)) {
			formal(sharedKey(q, r))
		}
	}
	if h := protocol.C("H", term.THashFunc); p.uses(h) {
		formal(h)
	}
	c.know["g"] = base()
	for k := range p.Steps {
		if p.Seen[k] && p.Steps[k].To == r {
			if _, ok := c.slots["Seen"]; !ok {
				formal(protocol.C("Seen", &term.Type{Kind: term.Set, Args: []*term.Type{term.TText}}))
			}
		}
	}
	if p.Ring && p.Learns[r] && p.uses(publicKey(0)) {
		formal(protocol.C("Ring", ringType))
	}
	c.slot("State", term.TNat)
	return c
}

// uses reports whether the constant e occurs in a step.
func (p *Protocol) uses(e *protocol.Expr) bool {
	found := false
	for _, s := range p.Steps {
		s.Message.Walk(func(x *protocol.Expr) bool {
			found = found || x.Op == protocol.Const && x.Name == e.Name
			return !found
		})
	}
	return found
}

func (c *compiled) slot(name string, t *term.Type) int {
	i := len(c.role.Slots)
	c.role.Slots = append(c.role.Slots, protocol.SlotDecl{Name: name, Type: t})
	c.slots[name] = i
	return i
}

// local makes a local variable for what e stands for, with its value in this
// transition.
func (c *compiled) local(e *protocol.Expr, t *term.Type, kind protocol.VarKind) *protocol.Expr {
	name := e.Name
	if e.Op != protocol.Const {
		name = fmt.Sprintf("M%s%d", lower(agentVars[c.self]), len(c.role.Slots))
	}
	return c.variable(name, t, kind)
}

func (c *compiled) variable(name string, t *term.Type, kind protocol.VarKind) *protocol.Expr {
	v := protocol.V(len(c.tr.Vars))
	c.tr.Vars = append(c.tr.Vars, protocol.VarDecl{Name: name, Type: t, Kind: kind})
	c.tr.Updates = append(c.tr.Updates, protocol.Update{Slot: c.slot(name, t), Value: v})
	return v
}

func (c *compiled) learn(m, e *protocol.Expr) {
	c.know[key(m)] = e
	c.first[key(m)] = len(c.role.Transitions)
}

func (c *compiled) knows(m *protocol.Expr) bool { return c.know[key(m)] != nil }

// begin opens the next transition of the role, which waits for a step.
func (c *compiled) begin(step int) {
	c.when = append(c.when, step)
	n := len(c.role.Transitions)
	state := c.slots["State"]
	number := func(n int) *protocol.Expr { return protocol.C(fmt.Sprint(n), term.TNat) }
	c.tr = &protocol.Transition{
		Label:   fmt.Sprint(n + 1),
		Guards:  []protocol.Guard{{Rel: protocol.Eq, Left: protocol.S(state), Right: number(n)}},
		Updates: []protocol.Update{{Slot: state, Value: number(n + 1)}},
	}
}

// end closes it: from now on its variables are read from their slots.
func (c *compiled) end() {
	if c.tr == nil {
		return
	}
	for k, e := range c.know {
		if e.Op == protocol.Var {
			c.know[k] = protocol.S(c.slots[c.tr.Vars[e.Index].Name])
		}
	}
	c.role.Transitions = append(c.role.Transitions, *c.tr)
	c.tr = nil
}

// express returns how the role builds m, nil when it cannot.
func (c *compiled) express(m *protocol.Expr) *protocol.Expr {
	if e := c.know[key(m)]; e != nil {
		return e
	}
	switch m.Op {
	case protocol.Const, protocol.Inv:
		return nil
	case protocol.Exp:
		b, es := tower(m)
		for i := range es {
			x := c.express(es[i])
			if x == nil {
				continue
			}
			rest := b
			for j, y := range es {
				if j != i {
					rest = protocol.E(protocol.Exp, rest, y)
				}
			}
			if r := c.express(rest); r != nil {
				return protocol.E(protocol.Exp, r, x)
			}
		}
		return c.divide(m)
	}
	args := make([]*protocol.Expr, len(m.Args))
	for i, a := range m.Args {
		if args[i] = c.express(a); args[i] == nil {
			return nil
		}
	}
	return protocol.E(m.Op, args...)
}

// divide builds a power from a known one with one exponent more, which the role
// knows and takes away.
func (c *compiled) divide(m *protocol.Expr) *protocol.Expr {
	var names []string
	for k := range c.know {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		if k[0] == 'X' {
			x := protocol.C(k, term.TText)
			if e := c.know[key(protocol.E(protocol.Exp, m, x))]; e != nil {
				return protocol.E(protocol.Exp, e, protocol.E(protocol.Inv, c.know[k]))
			}
		}
	}
	return nil
}

// receive makes the pattern for the message of step k.
func (c *compiled) receive(k int, m *protocol.Expr) {
	unchecked := c.p.Unchecked[k]
	bound := len(c.tr.Vars)
	p := c.pattern(m, &unchecked)
	c.tr.Receives = []protocol.Receive{{Channel: "RCV", Message: p}}
	c.lookUp()
	for i := bound; i < len(c.tr.Vars); i++ {
		if c.tr.Vars[i].Type != term.TText {
			continue
		}
		if c.p.Differs[k] && len(c.own) > 0 {
			own := protocol.S(c.slots[c.own[0]])
			c.tr.Guards = append(c.tr.Guards, protocol.Guard{Rel: protocol.NotEq, Left: protocol.V(i), Right: own})
		}
		if c.p.Seen[k] {
			seen := protocol.S(c.slots["Seen"])
			c.tr.Guards = append(c.tr.Guards, protocol.Guard{Rel: protocol.NotIn, Left: protocol.V(i), Right: seen})
			c.tr.Adds = append(c.tr.Adds, protocol.SetOp{Elem: protocol.V(i), Set: seen})
		}
		break
	}
}

// pattern returns what the role can see of m: what it knows it compares, atoms it
// learns, ciphertexts it opens when it has the key, and the rest stays closed.
func (c *compiled) pattern(m *protocol.Expr, unchecked *bool) *protocol.Expr {
	if e := c.express(m); e != nil {
		if *unchecked && m.Op == protocol.Const && m.Type == term.TText && e.Op == protocol.Slot {
			*unchecked = false
			return c.variable(m.Name+"u", term.TText, protocol.Bound)
		}
		return e
	}
	open := false
	var keyPattern *protocol.Expr
	switch m.Op {
	case protocol.Const:
		e := c.local(m, m.Type, protocol.Bound)
		c.learn(m, e)
		return e
	case protocol.Pair:
		l := c.pattern(m.Args[0], unchecked)
		return protocol.E(protocol.Pair, l, c.pattern(m.Args[1], unchecked))
	case protocol.Scrypt:
		keyPattern = c.express(m.Args[0])
		open = keyPattern != nil
	case protocol.Crypt:
		if k := m.Args[0]; k.Op == protocol.Inv {
			if e := c.express(k.Args[0]); e != nil {
				keyPattern, open = protocol.E(protocol.Inv, e), true
			}
		} else if c.knows(protocol.E(protocol.Inv, k)) {
			keyPattern, open = c.express(k), true
		}
	case protocol.Xor:
		var known []*protocol.Expr
		var rest *protocol.Expr
		for _, a := range m.Args {
			if e := c.express(a); e != nil {
				known = append(known, e)
			} else {
				rest = a
			}
		}
		if len(known) == len(m.Args)-1 && (rest.Op == protocol.Const || rest.Op == protocol.Scrypt && c.express(rest.Args[0]) != nil) {
			return protocol.E(protocol.Xor, append(known, c.pattern(rest, unchecked))...)
		}
	case protocol.Exp:
		// A secret base shows itself to who knows all the exponents.
		b, es := tower(m)
		if b.Op == protocol.Const && !c.knows(b) {
			all := true
			for _, x := range es {
				all = all && c.express(x) != nil
			}
			if all {
				p := c.pattern(b, unchecked)
				for _, x := range es {
					p = protocol.E(protocol.Exp, p, c.express(x))
				}
				return p
			}
		}
	}
	if open {
		return protocol.E(m.Op, keyPattern, c.pattern(m.Args[1], unchecked))
	}
	e := c.local(m, term.TMessage, protocol.Bound)
	c.learn(m, e)
	return e
}
