package gen

import (
	"fmt"

	"hornet/protocol"
	"hornet/term"
)

// hardPart draws a sum of more than two or with composed summands, or a power of
// several exponents or of a secret base; nil when nothing fits.
func (g *generator) hardPart(k int, nonces []*protocol.Expr, s *Step, made func(string, *term.Type) *protocol.Expr) *protocol.Expr {
	pick := func(label string) *protocol.Expr { return nonces[g.n(len(nonces), label)] }
	switch c := g.n(6, "hard"); {
	case len(nonces) == 0:
		return nil
	case c < 2 && g.xor:
		return protocol.E(protocol.Xor, pick("summand"), pick("summand"), g.summand(nonces, s, made))
	case c == 2 && g.xor && g.hash:
		return protocol.E(protocol.Xor, pick("summand"), hashOf(g.simple(k, nonces, s.From)))
	case c == 3 && g.xor && g.shared:
		return protocol.E(protocol.Xor, pick("summand"), protocol.E(protocol.Scrypt, sharedKey(s.From, s.To), made("N", term.TText)))
	case g.exp:
		b := base()
		if g.chance(30, "secret base") {
			b = pick("base")
		}
		for _, x := range g.exponents() {
			if g.chance(50, "old exponent") {
				b = protocol.E(protocol.Exp, b, x)
			}
		}
		if b.Op != protocol.Exp || g.chance(40, "new exponent") {
			b = protocol.E(protocol.Exp, b, made("X", term.TText))
		}
		return b
	}
	return nil
}

// twist changes the role of t.
func (p *Protocol) twist(t Twist) {
	c := p.roles[t.Role]
	if t.At >= len(c.role.Transitions) {
		return
	}
	tr := &c.role.Transitions[t.At]
	state := c.slots["State"]
	switch t.Kind {
	case Alternative:
		n := len(c.role.Transitions)
		alt := protocol.Transition{
			Label:    fmt.Sprint(n + 1),
			Vars:     []protocol.VarDecl{{Name: "Alt", Type: term.TText}},
			Receives: []protocol.Receive{{Channel: "RCV", Message: protocol.V(0)}},
			Guards:   append([]protocol.Guard{}, tr.Guards[0]),
			Updates: []protocol.Update{
				{Slot: state, Value: protocol.C(fmt.Sprint(t.At+1), term.TNat)},
				{Slot: c.slot("Alt", term.TText), Value: protocol.V(0)}},
		}
		if m := c.stored(t.At); m != nil {
			alt.Sends = []protocol.Send{{Channel: "SND", Message: protocol.E(protocol.Pair, m, protocol.V(0))}}
		}
		c.role.Transitions = append(c.role.Transitions, alt)
	case Loop:
		key := c.keyParameter()
		if key == nil {
			return
		}
		n := len(c.role.Transitions)
		c.role.Transitions = append(c.role.Transitions, protocol.Transition{
			Label:    fmt.Sprint(n + 1),
			Vars:     []protocol.VarDecl{{Name: "Loop", Type: term.TText}},
			Receives: []protocol.Receive{{Channel: "RCV", Message: protocol.E(protocol.Scrypt, key, protocol.V(0))}},
			Updates:  []protocol.Update{{Slot: c.slot("Loop", term.TText), Value: protocol.V(0)}},
			Sends:    []protocol.Send{{Channel: "SND", Message: protocol.V(0)}},
		})
	case Fault:
		for _, u := range tr.Updates {
			if c.role.Slots[u.Slot].Type == term.TText && u.Value.Op == protocol.Var && tr.Vars[u.Value.Index].Kind == protocol.New {
				return // its value is in use in this very step
			}
		}
		if h, ok := c.slots["H"]; ok {
			tr.Updates = append(tr.Updates, protocol.Update{Slot: c.slot("Wrong", term.TText),
				Value: protocol.E(protocol.Apply, protocol.S(h), protocol.S(c.role.Player))})
		}
	case Repeat:
		for i, u := range tr.Updates {
			if u.Slot == state {
				tr.Updates = append(append([]protocol.Update{}, tr.Updates[:i]...), tr.Updates[i+1:]...)
				break
			}
		}
	}
}

// stored returns a text slot that an earlier transition than at has filled, nil
// when there is none.
func (c *compiled) stored(at int) *protocol.Expr {
	for j := 0; j < at; j++ {
		for _, u := range c.role.Transitions[j].Updates {
			if c.role.Slots[u.Slot].Type == term.TText {
				return protocol.S(u.Slot)
			}
		}
	}
	return nil
}

// keyParameter returns a symmetric key that the role was given, nil when none.
func (c *compiled) keyParameter() *protocol.Expr {
	for i, d := range c.role.Slots {
		if d.Formal && d.Type == term.TSymmetricKey {
			return protocol.S(i)
		}
	}
	return nil
}

// lookUp finds the public key of A, once A is learnt, in the key ring.
func (c *compiled) lookUp() {
	ring, ok := c.slots["Ring"]
	if !ok || !c.knows(agent(0)) || c.knows(publicKey(0)) {
		return
	}
	ka := c.local(publicKey(0), term.TPublicKey, protocol.Bound)
	c.learn(publicKey(0), ka)
	c.tr.In = append(c.tr.In, protocol.Membership{Elem: protocol.E(protocol.Pair, c.know[key(agent(0))], ka), Set: protocol.S(ring)})
}

var ringType = &term.Type{Kind: term.Set, Args: []*term.Type{{Kind: term.PairType, Args: []*term.Type{term.TAgent, term.TPublicKey}}}}

// ringElements returns who has which public key.
func (p *Protocol) ringElements() []*protocol.Expr {
	var out []*protocol.Expr
	for _, n := range p.names() {
		out = append(out, protocol.E(protocol.Pair, protocol.C(n, term.TAgent), public(n)))
	}
	return out
}
