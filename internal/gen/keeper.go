package gen

import (
	"fmt"
	"math/rand/v2"

	"hornet/protocol"
	"hornet/term"
)

// KeeperFromSeed returns the keepers of a seed, always the same.
func KeeperFromSeed(seed uint64) *Soup {
	s := NewKeeper(seeded{rand.New(rand.NewPCG(seed, 0x6b656570))})
	s.Name = fmt.Sprintf("keeper_%d", seed)
	return s
}

var keeperFormals = []formal{
	{"A", "a", term.TAgent, 100, nil}, {"C", "c", term.TText, 80, nil}, {"D", "d", term.TText, 20, nil},
	{"K", "k", term.TSymmetricKey, 0, nil}, {"L", "l", term.TSymmetricKey, 30, nil},
	{"P", "p", term.TPublicKey, 85, nil}, {"H", "h", term.THashFunc, 75, nil},
}

const ( // the slots of the parameters
	keeperA = iota
	keeperC
	keeperD
	keeperK
	keeperL
	keeperP
	keeperH
)

type keeperMaker struct {
	src    Source
	c      *compiled
	powers bool
	sent   []*protocol.Expr
}

// NewKeeper draws keepers: two or three roles that take values of any type, keep
// them and find out later whether they are in what some other role sends. They
// strain what the search believes of the values that variables need.
func NewKeeper(src Source) *Soup {
	m := &keeperMaker{src: src, powers: src.Intn(3, "powers") == 2}
	s := &Soup{Name: "keeper", formals: keeperFormals}
	for r := range 2 + src.Intn(2, "roles") {
		m.c = &compiled{p: &Protocol{}, self: r, slots: map[string]int{}, know: map[string]*protocol.Expr{}, first: map[string]int{}}
		m.c.role.Name = fmt.Sprintf("keeper%d", r)
		for _, d := range s.formals {
			m.c.slot(d.name, d.typ)
			m.c.role.Slots[len(m.c.role.Slots)-1].Formal = true
		}
		m.c.slot("State", term.TNat)
		last := src.Intn(3, "steps")
		for k := range last + 1 {
			m.step(k)
		}
		m.c.emit(last, protocol.Fact{Kind: protocol.WRequest, Name: "wrequest", ID: fmt.Sprintf("reached%d", r),
			Args: []*protocol.Expr{protocol.S(keeperA), protocol.S(keeperA), protocol.S(keeperC)}})
		s.roles = append(s.roles, m.c)
		s.runs = append(s.runs, run{role: r})
	}
	if src.Intn(4, "one more instance") == 3 {
		s.runs = append(s.runs, run{role: src.Intn(len(s.roles), "of role"), swap: true})
	}
	for i, d := range s.formals {
		if src.Intn(100, "known") < d.known {
			s.known = append(s.known, protocol.C(d.value, d.typ))
		}
		if i == keeperC && src.Intn(6, "knows something composed") == 5 {
			s.known = append(s.known, protocol.E(protocol.Scrypt, protocol.C("k", term.TSymmetricKey), protocol.C("c", term.TText)))
		}
	}
	return s
}

func (m *keeperMaker) n(n int, label string) int { return m.src.Intn(n, label) }

// step adds a transition: it takes something new or what another one sent, and
// sends a value in clear and in a shape.
func (m *keeperMaker) step(k int) {
	m.c.begin(k)
	t := m.c.tr
	kept := m.kept()
	received := protocol.C(protocol.Start, term.TMessage)
	if k > 0 || m.n(2, "waits first") == 1 {
		if len(m.sent) == 0 || k == 0 && m.n(2, "takes anything") == 1 || m.n(6, "takes anything") == 5 {
			received = m.variable()
		} else {
			received = m.general(m.sent[m.n(len(m.sent), "which")], kept)
			if m.n(4, "and more") == 3 {
				received = protocol.E(protocol.Pair, m.variable(), received)
			}
		}
	}
	t.Receives = []protocol.Receive{{Channel: "RCV", Message: received}}
	(&soupMaker{src: m.src, c: m.c}).dropUnused()
	typ := []*term.Type{term.TText, term.TText, term.TText, term.TSymmetricKey}[m.n(4, "type")]
	fresh := m.c.variable(fmt.Sprintf("N%d%d", m.c.self, k), typ, protocol.New)
	kept = append(kept, fresh, fresh)
	for i := range t.Vars {
		kept = append(kept, protocol.V(i), protocol.V(i))
	}
	if m.n(4, "keeps something composed") == 3 {
		name := fmt.Sprintf("W%d%d", m.c.self, k)
		w := m.shape(0, kept)
		if m.n(2, "a pair") == 1 {
			w = protocol.E(protocol.Pair, protocol.S(keeperA), kept[m.n(len(kept), "value")])
		}
		t.Updates = append(t.Updates, protocol.Update{Slot: m.c.slot(name, term.TMessage), Value: w})
	}
	x := kept[m.n(len(kept), "in clear")]
	if m.n(3, "a shape") == 2 {
		x = m.shape(0, kept)
	}
	y := m.shape(m.n(2, "depth"), []*protocol.Expr{x, x, kept[m.n(len(kept), "value")]})
	for _, e := range []*protocol.Expr{x, y} {
		m.sent = append(m.sent, e)
		t.Sends = append(t.Sends, protocol.Send{Channel: "SND", Message: e})
	}
	m.sent = append(m.sent, y)
	m.c.end()
}

// variable receives something new.
func (m *keeperMaker) variable() *protocol.Expr {
	typ := []*term.Type{term.TMessage, term.TMessage, term.TText, term.TSymmetricKey}[m.n(4, "type")]
	return m.c.variable(fmt.Sprintf("X%d%d%d", m.c.self, len(m.c.role.Transitions), len(m.c.tr.Vars)), typ, protocol.Bound)
}

// general returns e, which some role sent, as this one expects it: with values
// that it kept, or new ones, for the other's own and for some of the parts.
func (m *keeperMaker) general(e *protocol.Expr, kept []*protocol.Expr) *protocol.Expr {
	own := e.Op == protocol.Var || e.Op == protocol.Slot && e.Index > keeperH
	if own || len(e.Args) > 0 && m.n(5, "general") == 4 {
		if m.n(3, "kept") > 0 {
			return kept[m.n(len(kept), "value")]
		}
		return m.variable()
	}
	if len(e.Args) == 0 {
		return e
	}
	out := protocol.E(e.Op)
	for i, a := range e.Args {
		if i == 0 && (e.Op == protocol.Apply || e.Op == protocol.Crypt) {
			out.Args = append(out.Args, a)
		} else {
			out.Args = append(out.Args, m.general(a, kept))
		}
	}
	return out
}

// kept returns what the role has from earlier steps.
func (m *keeperMaker) kept() []*protocol.Expr {
	out := []*protocol.Expr{protocol.S(keeperC + m.n(2, "parameter"))}
	for i, d := range m.c.role.Slots {
		if !d.Formal && (d.Type == term.TMessage || d.Type == term.TText || d.Type == term.TSymmetricKey) {
			out = append(out, protocol.S(i), protocol.S(i), protocol.S(i))
		}
	}
	return out
}

// shape returns a message that holds one or two of the values given.
func (m *keeperMaker) shape(depth int, values []*protocol.Expr) *protocol.Expr {
	x := values[m.n(len(values), "value")]
	if depth > 0 && m.n(3, "in another") == 2 {
		x = m.shape(depth-1, values)
	}
	c, k, a := protocol.S(keeperC), protocol.S(keeperK), protocol.S(keeperA)
	heads := 10
	if m.powers {
		heads = 14
	}
	switch m.n(heads, "shape") {
	case 0, 1:
		return protocol.E(protocol.Scrypt, k, x)
	case 2:
		return protocol.E(protocol.Scrypt, k, protocol.E(protocol.Pair, a, x))
	case 3:
		return protocol.E(protocol.Scrypt, k, protocol.E(protocol.Pair, x, values[m.n(len(values), "value")]))
	case 4:
		return protocol.E(protocol.Scrypt, protocol.S(keeperL), x)
	case 5:
		return protocol.E(protocol.Apply, protocol.S(keeperH), x)
	case 6:
		return protocol.E(protocol.Apply, protocol.S(keeperH), protocol.E(protocol.Pair, k, x))
	case 7:
		return protocol.E(protocol.Crypt, protocol.S(keeperP), x)
	case 8:
		return protocol.E(protocol.Crypt, protocol.E(protocol.Inv, protocol.S(keeperP)), x)
	case 9:
		return protocol.E(protocol.Scrypt, protocol.E(protocol.Apply, protocol.S(keeperH), x), c)
	case 10, 11:
		return protocol.E(protocol.Exp, c, x)
	case 12:
		return protocol.E(protocol.Exp, protocol.E(protocol.Exp, c, x), values[m.n(len(values), "value")])
	}
	return protocol.E(protocol.Scrypt, k, protocol.E(protocol.Exp, c, x))
}
