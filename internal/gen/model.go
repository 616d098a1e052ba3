package gen

import (
	"fmt"

	"hornet/protocol"
	"hornet/term"
)

// attach adds the facts of a goal to the transitions that make them.
func (p *Protocol) attach(g *Goal) error {
	if g.Kind == protocol.Secrecy {
		for _, h := range g.Holders {
			c := p.roles[h]
			j := c.first[key(g.Value)]
			v, err := c.at(g.Value, j)
			if err != nil {
				return err
			}
			set := c.hiddenSet()
			for r := 0; r < p.Roles; r++ {
				a, err := c.at(agent(r), j)
				if err != nil {
					return err
				}
				t := &c.role.Transitions[j]
				t.Adds = append(t.Adds, protocol.SetOp{Elem: a, Set: set})
			}
			c.emit(j, protocol.Fact{Kind: protocol.Secret, Name: "secret", ID: g.ID, Args: []*protocol.Expr{v, set}})
		}
		return nil
	}
	claim, witness := protocol.Request, p.roles[g.Partner]
	if g.Kind == protocol.WeakAuthentication {
		claim = protocol.WRequest
	}
	claimant := p.roles[g.Claimant]
	if err := witness.event(protocol.Witness, g, g.Claimant, witness.first[key(g.Value)]); err != nil {
		return err
	}
	return claimant.event(claim, g, g.Partner, len(claimant.role.Transitions)-1)
}

// event emits an authentication fact about the peer in transition j.
func (c *compiled) event(kind protocol.FactKind, g *Goal, peer, j int) error {
	var args []*protocol.Expr
	for _, m := range []*protocol.Expr{agent(c.self), agent(peer), g.Value} {
		e, err := c.at(m, j)
		if err != nil {
			return err
		}
		args = append(args, e)
	}
	c.emit(j, protocol.Fact{Kind: kind, Name: kind.String(), ID: g.ID, Args: args})
	return nil
}

func (c *compiled) emit(j int, f protocol.Fact) {
	t := &c.role.Transitions[j]
	t.Emits = append(t.Emits, f)
}

// at returns how the role names m in transition j: by a variable in the
// transition that binds it, later by its slot.
func (c *compiled) at(m *protocol.Expr, j int) (*protocol.Expr, error) {
	e := c.know[key(m)]
	if e == nil || c.first[key(m)] > j {
		return nil, fmt.Errorf("%s does not know %v", c.role.Name, m)
	}
	if e.Op == protocol.Slot {
		for i, v := range c.role.Transitions[j].Vars {
			if v.Name == c.role.Slots[e.Index].Name {
				return protocol.V(i), nil
			}
		}
	}
	return e, nil
}

func (c *compiled) hiddenSet() *protocol.Expr {
	c.sets++
	i := c.slot(fmt.Sprintf("set_%d", c.sets), &term.Type{Kind: term.Set, Args: []*term.Type{term.TAgent}})
	c.role.Slots[i].Hidden = true
	return protocol.S(i)
}

// Model returns the protocol as a model.
func (p *Protocol) Model() *protocol.Model {
	m := &protocol.Model{Name: p.Name}
	consts := map[string]*protocol.Expr{}
	note := func(e *protocol.Expr) *protocol.Expr {
		if old := consts[e.Name]; old != nil {
			return old
		}
		consts[e.Name] = e
		m.Constants = append(m.Constants, e)
		return e
	}
	for _, c := range p.roles {
		m.Roles = append(m.Roles, c.role)
	}
	number := 1
	for si, agents := range p.Sessions {
		number++
		s := protocol.Session{Name: "session", Number: number, Honest: true}
		shown := 0
		for _, f := range p.formals() {
			s.Args = append(s.Args, note(p.actual(f, agents)))
		}
		for r := range p.roles {
			number++
			if agents[r] == protocol.Intruder {
				s.Honest = false
				s.Dropped = append(s.Dropped, roleNames[r])
				shown = 0
				continue
			}
			if shown == 0 {
				shown = number
			}
			in := protocol.Instance{Role: r, Number: number, Shown: shown, Session: si}
			for _, d := range m.Roles[r].Slots {
				in.Values = append(in.Values, p.initially(d, agents, len(m.Instances), m))
			}
			m.Instances = append(m.Instances, in)
		}
		m.Sessions = append(m.Sessions, s)
	}
	for _, f := range p.formals() {
		switch f.Name {
		case "Seen":
			m.Sets = append(m.Sets, protocol.Set{Name: "seen", Type: f.Type})
		case "Ring":
			m.Sets = append(m.Sets, protocol.Set{Name: "ring", Type: f.Type, Elems: p.ringElements()})
		}
	}
	m.Knowledge = append(m.Knowledge, protocol.C(protocol.Start, term.TMessage))
	for _, e := range p.knowledge() {
		if e.Op == protocol.Const {
			note(e)
		}
		m.Knowledge = append(m.Knowledge, e)
	}
	for _, g := range p.Goals {
		m.Goals = append(m.Goals, protocol.Goal{Kind: g.Kind, ID: g.ID})
	}
	return m
}

// formals returns the parameters of all roles, each once, agents first.
func (p *Protocol) formals() []protocol.SlotDecl {
	var out []protocol.SlotDecl
	seen := map[string]bool{}
	for _, c := range p.roles {
		for _, d := range c.role.Slots {
			if d.Formal && !seen[d.Name] {
				seen[d.Name] = true
				out = append(out, d)
			}
		}
	}
	return out
}

// actual returns the value of a parameter in a session between agents.
func (p *Protocol) actual(d protocol.SlotDecl, agents []string) *protocol.Expr {
	role := func(b byte) string {
		switch b {
		case 'a', 'A':
			return agents[0]
		case 'b', 'B':
			return agents[1]
		}
		return agents[2]
	}
	switch d.Type.Kind {
	case term.Agent:
		return protocol.C(role(d.Name[0]), d.Type)
	case term.PublicKey:
		return public(role(d.Name[1]))
	case term.SymmetricKey:
		return shared(role(d.Name[1]), role(d.Name[2]))
	case term.HashFunc:
		return protocol.C("h", d.Type)
	}
	if d.Name == "Ring" {
		return protocol.C("ring", d.Type)
	}
	return protocol.C("seen", d.Type)
}

func public(agent string) *protocol.Expr { return protocol.C("pk"+agent, term.TPublicKey) }

func shared(x, y string) *protocol.Expr {
	if x > y {
		x, y = y, x
	}
	return protocol.C("k"+x+y, term.TSymmetricKey)
}

// initially returns the value of a slot at the start.
func (p *Protocol) initially(d protocol.SlotDecl, agents []string, instance int, m *protocol.Model) *protocol.Expr {
	switch {
	case d.Formal:
		return p.actual(d, agents)
	case d.Hidden:
		name := fmt.Sprintf("%s_%d", d.Name, instance)
		m.Sets = append(m.Sets, protocol.Set{Name: name, Type: d.Type})
		return protocol.C(name, d.Type)
	case d.Type.Kind == term.Nat:
		return protocol.C("0", d.Type)
	case d.Type.Kind == term.Agent:
		return protocol.C("dummy_agent", d.Type)
	case d.Type.Kind == term.SymmetricKey:
		return protocol.C("dummy_sk", d.Type)
	case d.Type.Kind == term.PublicKey:
		return protocol.C("dummy_pk", d.Type)
	case d.Type.Kind == term.Text:
		return protocol.C("dummy_nonce", d.Type)
	}
	return protocol.C("dummy_msg", d.Type)
}

// names returns the agents, the intruder included, sorted.
func (p *Protocol) names() []string {
	out := []string{"a", "b", protocol.Intruder}
	if p.Roles == 3 {
		out = append(out, "s")
	}
	return out
}

// knowledge returns what the intruder is given: names, public keys, his own keys,
// the hash function.
func (p *Protocol) knowledge() []*protocol.Expr {
	agents := p.names()
	var out []*protocol.Expr
	var pub, sh, h bool
	for _, f := range p.formals() {
		pub = pub || f.Type.Kind == term.PublicKey
		sh = sh || f.Type.Kind == term.SymmetricKey
		h = h || f.Type.Kind == term.HashFunc
	}
	for _, n := range agents {
		out = append(out, protocol.C(n, term.TAgent))
	}
	if pub {
		for _, n := range agents {
			out = append(out, public(n))
		}
		out = append(out, protocol.E(protocol.Inv, public(protocol.Intruder)))
	}
	if sh {
		for _, n := range agents {
			if n != protocol.Intruder {
				out = append(out, shared(n, protocol.Intruder))
			}
		}
	}
	if h && p.Hash {
		out = append(out, protocol.C("h", term.THashFunc))
	}
	if p.uses(base()) {
		out = append(out, base())
	}
	return out
}
