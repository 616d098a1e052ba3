package gen

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"hornet/protocol"
	"hornet/term"
)

// CrowdFromSeed returns the crowd of a seed, always the same.
func CrowdFromSeed(seed uint64) *Soup {
	s := NewCrowd(seeded{rand.New(rand.NewPCG(seed, 0x63726f7764))})
	s.Name = fmt.Sprintf("crowd_%d", seed)
	return s
}

// A crowd is many small instances that get in each other's way: they wait for the
// few messages that others send, add to and delete from one set, leave and take
// facts, claim the same values, compete with themselves for the next step, and
// some do the same as others. What can happen depends on the order of the steps,
// which is what the reductions of the search are about.
type crowdMaker struct {
	src         Source
	c           *compiled
	sets, facts bool
	claims      bool
	leaks       int
}

var crowdFormals = []formal{
	{"A", "a", term.TAgent, 100, nil}, {"C", "c", term.TText, 60, nil}, {"D", "d", term.TText, 20, nil}, {"E", "e", term.TText, 0, nil},
	{"K", "k", term.TSymmetricKey, 0, nil}, {"T", "t", textSet, 0, []string{"c"}}, {"U", "u", textSet, 0, []string{"c", "d"}},
}

// The slots of crowdFormals.
const (
	crowdA = iota
	crowdC
	crowdD
	crowdE
	crowdK
	crowdT
	crowdU
)

// NewCrowd draws a crowd.
func NewCrowd(src Source) *Soup {
	m := &crowdMaker{src: src}
	m.claims = m.n(2, "claims") == 1
	m.sets = m.n(3, "sets") > 0
	m.facts = m.n(4, "facts") == 3
	s := &Soup{Name: "crowd", formals: crowdFormals}
	roles := 2 + m.n(2, "roles")
	for r := 0; r < roles; r++ {
		m.c = &compiled{p: &Protocol{}, self: r, slots: map[string]int{}, know: map[string]*protocol.Expr{}, first: map[string]int{}}
		m.c.role.Name = fmt.Sprintf("crowd%d", r)
		for _, d := range crowdFormals {
			m.c.slot(d.name, d.typ)
			m.c.role.Slots[len(m.c.role.Slots)-1].Formal = true
		}
		m.c.slot("State", term.TNat)
		if m.n(4, "an oracle") == 3 {
			m.oracle()
		} else {
			for k, steps := 0, 1+m.n(3, "steps"); k < steps; k++ {
				m.step(k, k == steps-1)
			}
		}
		s.roles = append(s.roles, m.c)
		s.runs = append(s.runs, run{role: r})
		if m.n(5, "twice") > 2 && len(s.runs) < 4 {
			s.runs = append(s.runs, run{r, m.n(3, "otherwise") == 2})
		}
	}
	if m.leaks == 0 {
		m.c = s.roles[m.n(roles, "who leaks")]
		m.leak(len(m.c.role.Transitions) - 1)
	}
	for _, d := range crowdFormals {
		if m.n(100, "known") < d.known {
			s.known = append(s.known, protocol.C(d.value, d.typ))
		}
	}
	return s
}

func (m *crowdMaker) n(n int, label string) int { return m.src.Intn(n, label) }

func (m *crowdMaker) state(n int) *protocol.Expr { return protocol.C(fmt.Sprint(n), term.TNat) }

// oracle makes the role answer for each element of a set, from and to one state:
// mostly of a set that never changes, to the same question with the same answer.
func (m *crowdMaker) oracle() {
	m.c.begin(0)
	t := m.c.tr
	t.Updates[0].Value = m.state(0)
	x := m.c.variable("X", term.TText, protocol.Bound)
	set, answer := protocol.S(crowdU), x
	if !m.sets || m.n(2, "of a set that changes") == 1 {
		set = protocol.S(crowdT)
	}
	if m.n(5, "with the answer before") == 4 {
		answer = protocol.S(m.c.slots["X"])
	}
	t.Receives = m.receive(protocol.C(protocol.Intruder, term.TAgent))
	if m.n(3, "asked") > 0 {
		t.Receives[0].Message = m.token(x)
	}
	t.In = []protocol.Membership{{Elem: x, Set: set}}
	t.Sends = []protocol.Send{{Channel: "SND", Message: protocol.E(protocol.Scrypt, protocol.S(crowdK), answer)}}
	op := protocol.SetOp{Elem: m.text(), Set: protocol.S(crowdT)}
	switch m.n(8, "and writes") {
	case 6:
		t.Adds = []protocol.SetOp{op}
	case 7:
		t.Deletes = []protocol.SetOp{op}
	}
	m.c.end()
	if m.n(5, "and does something else") == 4 {
		m.step(1, false)
		m.c.role.Transitions[1].Guards[0].Right = m.state(0)
	}
}

// step adds a transition.
func (m *crowdMaker) step(k int, last bool) {
	m.c.begin(k)
	t := m.c.tr
	if k > 0 && m.n(5, "competes") == 4 {
		t.Guards[0].Right = m.state(k - 1)
	}
	if m.n(10, "stays") == 9 {
		t.Updates = nil
	}
	var x *protocol.Expr
	follows := false // it follows of itself, so that what it changes is what matters
	switch c := m.n(10, "waits for"); {
	case c < 3:
		follows = k > 0
		t.Receives = m.receive(protocol.C(protocol.Start, term.TMessage))
	case c < 5:
		t.Receives = m.receive(protocol.C(protocol.Intruder, term.TAgent))
	case c < 9:
		if m.n(4, "any value") == 3 {
			x = m.c.variable(fmt.Sprintf("X%d%d", m.c.self, k), term.TText, protocol.Bound)
		}
		t.Receives = m.receive(m.token(x))
	default:
		t.Receives = append(m.receive(m.token(nil)), m.receive(m.token(nil))...)
	}
	peer := protocol.S(crowdA)
	if m.n(6, "any agent") == 5 {
		peer = m.c.variable(fmt.Sprintf("G%d%d", m.c.self, k), term.TAgent, protocol.Bound)
		t.Receives = append(t.Receives, m.receive(peer)...)
	}
	if m.sets {
		m.useSet(t, x, follows)
	}
	if m.facts {
		m.useFacts(t, x, follows)
	}
	if x != nil && m.n(4, "differs") == 3 {
		t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.NotEq, Left: x, Right: m.text()})
	}
	m.useStored(t)
	if m.n(3, "sends") > 0 {
		t.Sends = []protocol.Send{{Channel: "SND", Message: m.token(x)}}
	}
	if m.claims {
		m.claim(t, k, x, peer)
	}
	m.c.end()
	if leak := m.n(4, "leaks"); leak == 3 || last && leak == 2 {
		m.leak(len(m.c.role.Transitions) - 1)
	}
}

func (m *crowdMaker) receive(e *protocol.Expr) []protocol.Receive {
	return []protocol.Receive{{Channel: "RCV", Message: e}}
}

// text draws one of the texts that all share.
func (m *crowdMaker) text() *protocol.Expr { return protocol.S(crowdC + m.n(2, "text")) }

// token draws one of the few messages that go around; x, when there is one,
// stands for a text in it.
func (m *crowdMaker) token(x *protocol.Expr) *protocol.Expr {
	key := protocol.S(crowdK)
	if x != nil {
		if m.n(2, "closed") == 1 {
			return protocol.E(protocol.Scrypt, key, x)
		}
		return x
	}
	switch m.n(5, "token") {
	case 0:
		return protocol.S(crowdE)
	case 1:
		return protocol.S(crowdD)
	case 2:
		return protocol.E(protocol.Scrypt, key, protocol.S(crowdC))
	case 3:
		return protocol.E(protocol.Scrypt, key, protocol.S(crowdD))
	}
	return key
}

// value draws what sets, facts and claims are about.
func (m *crowdMaker) value(x *protocol.Expr) *protocol.Expr {
	if x != nil && m.n(2, "the value received") == 1 {
		return x
	}
	return m.text()
}

// useStored compares a value that the role has stored, or changes it.
func (m *crowdMaker) useStored(t *protocol.Transition) {
	var stored []int
	for i, d := range m.c.role.Slots {
		now := slices.ContainsFunc(t.Vars, func(v protocol.VarDecl) bool { return v.Name == d.Name })
		if d.Type == term.TText && !d.Formal && !now && d.Name[0] != 'V' {
			stored = append(stored, i)
		}
	}
	if len(stored) == 0 {
		return
	}
	i := stored[m.n(len(stored), "stored")]
	switch m.n(8, "what was stored") {
	case 4, 5:
		t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.Eq, Left: protocol.S(i), Right: m.text()})
	case 6:
		t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.NotEq, Left: protocol.S(i), Right: m.text()})
	case 7:
		t.Updates = append(t.Updates, protocol.Update{Slot: i, Value: m.text()})
	}
}

func (m *crowdMaker) useSet(t *protocol.Transition, x *protocol.Expr, follows bool) {
	set := protocol.S(crowdT)
	reads, writes := m.n(5, "reads"), m.n(4, "writes")
	if follows {
		writes += m.n(2, "all the same")
		if m.n(3, "and looks at nothing") > 0 {
			reads = 0
		}
	}
	switch reads {
	case 2, 3:
		t.In = append(t.In, protocol.Membership{Elem: m.value(x), Set: set})
	case 4:
		t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.NotIn, Left: m.anything(t, x), Right: set})
	}
	op := protocol.SetOp{Elem: m.value(x), Set: set}
	switch writes {
	case 2, 4:
		t.Adds = append(t.Adds, op)
	case 3:
		t.Deletes = append(t.Deletes, op)
	}
}

func (m *crowdMaker) useFacts(t *protocol.Transition, x *protocol.Expr, follows bool) {
	fact := func() protocol.Fact {
		return protocol.Fact{Kind: protocol.User, Name: "left", Args: []*protocol.Expr{m.value(x)}}
	}
	asks := m.n(5, "asks for facts")
	if follows && m.n(3, "and looks at nothing") > 0 {
		asks = 0
	}
	switch asks {
	case 3:
		t.Consumes = append(t.Consumes, fact())
	case 4:
		f := fact()
		f.Args[0] = m.anything(t, x)
		t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.Absent, Fact: &f})
	}
	if m.n(2, "leaves a fact") == 1 {
		t.Emits = append(t.Emits, fact())
	}
}

// anything is value, or a variable that stands for all values.
func (m *crowdMaker) anything(t *protocol.Transition, x *protocol.Expr) *protocol.Expr {
	if m.n(4, "for all") < 3 {
		return m.value(x)
	}
	name := fmt.Sprintf("V%d%d%d", m.c.self, len(m.c.role.Transitions), len(t.Vars))
	t.Vars = append(t.Vars, protocol.VarDecl{Name: name, Type: term.TText, Kind: protocol.Universal})
	m.c.slot(name, term.TText)
	return protocol.V(len(t.Vars) - 1)
}

// claim adds a witness or a request, about a value that all share or a new one;
// peer is with whom.
func (m *crowdMaker) claim(t *protocol.Transition, k int, x, peer *protocol.Expr) {
	v := m.value(x)
	kind, id := protocol.Witness, "weak"
	switch m.n(6, "claim") {
	case 0:
		return
	case 1:
	case 2:
		id = "auth"
	case 3:
		v = m.c.variable(fmt.Sprintf("N%d%d", m.c.self, k), term.TText, protocol.New)
		t.Sends = append(t.Sends, protocol.Send{Channel: "SND", Message: v})
	case 4:
		kind = protocol.WRequest
	case 5:
		kind, id = protocol.Request, "auth"
	}
	t.Emits = append(t.Emits, protocol.Fact{Kind: kind, Name: kind.String(), ID: id, Args: []*protocol.Expr{protocol.S(crowdA), peer, v}})
}

// leak lets transition j tell a secret: who gets there has an attack.
func (m *crowdMaker) leak(j int) {
	m.leaks++
	t := &m.c.role.Transitions[j]
	name := fmt.Sprintf("L%d%d", m.c.self, j)
	v := protocol.V(len(t.Vars))
	t.Vars = append(t.Vars, protocol.VarDecl{Name: name, Type: term.TText, Kind: protocol.New})
	t.Updates = append(t.Updates, protocol.Update{Slot: m.c.slot(name, term.TText), Value: v})
	set := m.c.hiddenSet()
	t.Adds = append(t.Adds, protocol.SetOp{Elem: protocol.S(crowdA), Set: set})
	for i, d := range t.Vars {
		if d.Type == term.TAgent {
			t.Adds = append(t.Adds, protocol.SetOp{Elem: protocol.V(i), Set: set})
		}
	}
	t.Emits = append(t.Emits, protocol.Fact{Kind: protocol.Secret, Name: "secret", ID: "leak" + name, Args: []*protocol.Expr{v, set}})
	t.Sends = append(t.Sends, protocol.Send{Channel: "SND", Message: v})
}
