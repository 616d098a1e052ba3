package gen

import (
	"fmt"
	"math/rand/v2"

	"hornet/protocol"
	"hornet/term"
)

// Soup is one or two roles without a story: they receive random patterns and send
// random messages over all constructors, keep a set in common, and make claims
// about what they happen to hold. It strains the intruder and the reductions, not
// the protocol: composed keys, sums and powers anywhere, analysis that depends on
// what he sends. Every received variable is of a basic type, so that the naive
// explorer is exact about it.
type Soup struct {
	Name    string
	formals []formal // of every role
	roles   []*compiled
	known   []*protocol.Expr
	runs    []run
}

// formal is a parameter of all roles with its value.
type formal struct {
	name, value string
	typ         *term.Type
	known       int      // in percent, how often the intruder knows it
	elems       []string // of a set: its elements, by their values
}

// run is an instance.
type run struct {
	role int
	swap bool // the values of the parameters C and D are exchanged
}

// SoupFromSeed returns the soup of a seed, always the same.
func SoupFromSeed(seed uint64) *Soup {
	s := NewSoup(seeded{rand.New(rand.NewPCG(seed, 0x736f7570))})
	s.Name = fmt.Sprintf("soup_%d", seed)
	return s
}

type soupMaker struct {
	src  Source
	c    *compiled
	all  []*compiled
	algs int // 0, 4: free, 1: xor, 2: exp, 3: both
	sets bool
}

// NewSoup draws a soup.
func NewSoup(src Source) *Soup {
	m := &soupMaker{src: src, algs: src.Intn(5, "theories"), sets: src.Intn(3, "sets") == 2}
	s := &Soup{Name: "soup", formals: soupFormals}
	roles := 1 + src.Intn(2, "roles")
	for r := 0; r < roles; r++ {
		m.c = &compiled{p: &Protocol{}, self: r, slots: map[string]int{}, know: map[string]*protocol.Expr{}, first: map[string]int{}}
		m.all = append(m.all, m.c)
		m.c.role.Name = fmt.Sprintf("soup%d", r)
		for _, d := range soupFormals {
			m.c.slot(d.name, d.typ)
			m.c.role.Slots[len(m.c.role.Slots)-1].Formal = true
		}
		m.c.slot("State", term.TNat)
		for k, steps := 0, 1+src.Intn(4-roles, "steps"); k < steps; k++ {
			m.step(k)
		}
		last := len(m.c.role.Transitions) - 1
		m.c.emit(last, protocol.Fact{Kind: protocol.WRequest, Name: "wrequest", ID: fmt.Sprintf("reached%d", r),
			Args: []*protocol.Expr{protocol.S(0), protocol.S(0), protocol.S(1)}})
		s.runs = append(s.runs, run{role: r})
	}
	if src.Intn(3, "one more instance") == 2 {
		s.runs = append(s.runs, run{role: src.Intn(roles, "of role")})
	}
	s.roles = m.all
	for _, d := range soupFormals {
		if src.Intn(100, "known") < d.known {
			s.known = append(s.known, protocol.C(d.value, d.typ))
		}
	}
	constant := func(i int) *protocol.Expr { return protocol.C(soupFormals[i].value, soupFormals[i].typ) }
	switch src.Intn(6, "knows something composed") {
	case 3:
		s.known = append(s.known, protocol.E(protocol.Scrypt, constant(4), constant(2)))
	case 4:
		s.known = append(s.known, protocol.E(protocol.Apply, constant(7), protocol.E(protocol.Pair, constant(2), constant(1))))
	case 5:
		s.known = append(s.known, protocol.E(protocol.Crypt, constant(6), protocol.E(protocol.Pair, constant(3), constant(2))))
	}
	if src.Intn(100, "private key") < 60 {
		s.known = append(s.known, protocol.E(protocol.Inv, protocol.C("q", term.TPublicKey)))
	}
	return s
}

var textSet = &term.Type{Kind: term.Set, Args: []*term.Type{term.TText}}

var soupFormals = []formal{
	{"A", "a", term.TAgent, 90, nil}, {"C", "c", term.TText, 80, nil}, {"D", "d", term.TText, 50, nil},
	{"K", "k", term.TSymmetricKey, 70, nil}, {"L", "l", term.TSymmetricKey, 30, nil},
	{"P", "p", term.TPublicKey, 85, nil}, {"Q", "q", term.TPublicKey, 85, nil}, {"H", "h", term.THashFunc, 85, nil},
	{"T", "t", textSet, 0, []string{"c"}},
}

const soupSet = 8 // the slot T

func (m *soupMaker) n(n int, label string) int { return m.src.Intn(n, label) }

// step adds a transition.
func (m *soupMaker) step(k int) {
	m.c.begin(k)
	t := m.c.tr
	id := func(i int) string { return fmt.Sprintf("%d%d%d", m.c.self, k, i) }
	t.Receives = []protocol.Receive{{Channel: "RCV", Message: protocol.C(protocol.Start, term.TMessage)}}
	if k > 0 || m.n(2, "receives first") > 0 {
		for i, n := 0, m.n(3, "variables"); i < n; i++ {
			typ := []*term.Type{term.TText, term.TText, term.TSymmetricKey, term.TAgent}[m.n(4, "type")]
			m.c.variable("X"+id(i), typ, protocol.Bound)
		}
		t.Receives[0].Message = m.received(k)
		if m.n(4, "two receives") == 3 {
			t.Receives = append(t.Receives, protocol.Receive{Channel: "RCV", Message: m.received(k)})
		}
	}
	if m.sets && m.n(2, "reads the set") == 1 {
		m.read(t)
	}
	m.dropUnused()
	for i, v := range t.Vars {
		if v.Kind == protocol.Bound && m.n(6, "differs") == 5 {
			t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.NotEq, Left: protocol.V(i), Right: m.old(func(t *term.Type) bool { return t == v.Type })})
		}
	}
	if m.sets && m.n(2, "writes the set") == 1 {
		op := protocol.SetOp{Elem: m.element(m.leaf), Set: protocol.S(soupSet)}
		if m.n(2, "delete") == 1 {
			t.Deletes = append(t.Deletes, op)
		} else {
			t.Adds = append(t.Adds, op)
		}
	}
	for i, n := 0, m.n(3, "new values"); i < n; i++ {
		typ := []*term.Type{term.TText, term.TText, term.TSymmetricKey}[m.n(3, "type")]
		v := m.c.variable("N"+id(i), typ, protocol.New)
		set := m.c.hiddenSet()
		t.Adds = append(t.Adds, protocol.SetOp{Elem: protocol.S(0), Set: set})
		t.Emits = append(t.Emits, protocol.Fact{Kind: protocol.Secret, Name: "secret", ID: "n" + id(i), Args: []*protocol.Expr{v, set}})
	}
	if m.n(4, "a composed secret") == 3 {
		set := m.c.hiddenSet()
		t.Adds = append(t.Adds, protocol.SetOp{Elem: protocol.S(0), Set: set})
		t.Emits = append(t.Emits, protocol.Fact{Kind: protocol.Secret, Name: "secret", ID: "m" + id(0), Args: []*protocol.Expr{m.term(2), set}})
	}
	claim := func(kind protocol.FactKind, id string) {
		about := m.leaf(data)
		if m.n(4, "composed") == 3 {
			about = m.term(1)
		}
		t.Emits = append(t.Emits, protocol.Fact{Kind: kind, Name: kind.String(), ID: id, Args: []*protocol.Expr{protocol.S(0), protocol.S(0), about}})
	}
	switch m.n(8, "claims") {
	case 3, 4:
		claim(protocol.Witness, "auth")
	case 5:
		claim(protocol.Request, "auth")
	case 6:
		claim(protocol.Witness, "weak")
	case 7:
		claim(protocol.WRequest, "weak")
	}
	t.Sends = []protocol.Send{{Channel: "SND", Message: m.term(3)}}
	if m.n(3, "two messages") == 2 {
		t.Sends = append(t.Sends, protocol.Send{Channel: "SND", Message: m.term(2)})
	}
	if m.n(4, "key material") == 3 {
		k := protocol.E(protocol.Apply, m.leaf(is(term.HashFunc)), protocol.E(protocol.Pair, m.leaf(data), m.leaf(data)))
		t.Sends = append(t.Sends, protocol.Send{Channel: "SND", Message: k})
	}
	m.c.end()
}

// received draws a pattern.
func (m *soupMaker) received(k int) *protocol.Expr {
	if (k > 0 || m.c.self > 0) && m.n(3, "receives what was made of what was sent") > 0 {
		return m.determined(m.made(2))
	}
	return m.determined(m.term(1 + m.n(2, "depth")))
}

// read makes the transition wait for an element of the set, or for none.
func (m *soupMaker) read(t *protocol.Transition) {
	var texts []int
	for i, v := range t.Vars {
		if v.Type == term.TText {
			texts = append(texts, i)
		}
	}
	set := protocol.S(soupSet)
	switch c := m.n(4, "set"); {
	case c == 0 && len(texts) > 0:
		t.In = append(t.In, protocol.Membership{Elem: protocol.V(texts[0]), Set: set})
	case c == 1:
		t.In = append(t.In, protocol.Membership{Elem: m.element(m.old), Set: set})
	case c == 2:
		t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.NotIn, Left: m.element(m.old), Right: set})
	default:
		bound := false
		for _, r := range t.Receives {
			r.Message.Walk(func(e *protocol.Expr) bool {
				bound = bound || len(texts) > 0 && e.Op == protocol.Var && e.Index == texts[0]
				return !bound
			})
		}
		if bound {
			t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.NotIn, Left: protocol.V(texts[0]), Right: set})
		}
	}
}

// made returns what the intruder may make of the messages sent so far, some of
// its leaves replaced by variables.
func (m *soupMaker) made(depth int) *protocol.Expr {
	if depth == 0 || m.n(4, "as it was sent") == 0 {
		sent := m.sent()
		if m.n(4, "a leaf") == 0 || len(sent) == 0 {
			return m.leaf(data)
		}
		return m.generalise(sent[m.n(len(sent), "which")])
	}
	e := m.made(depth - 1)
	switch c := m.n(8, "made"); {
	case c < 2 && e.Op == protocol.Pair:
		return e.Args[c]
	case c < 4 && (e.Op == protocol.Scrypt || e.Op == protocol.Crypt):
		return e.Args[1]
	case c == 4 && m.algs&1 != 0, c == 5 && m.algs&1 != 0:
		return protocol.E(protocol.Xor, e, m.made(depth-1))
	case c == 6 && m.algs&2 != 0 && e.Op == protocol.Exp:
		return protocol.E(protocol.Exp, e, m.leaf(is(term.Text)))
	case c == 7:
		return protocol.E(protocol.Scrypt, m.leaf(is(term.SymmetricKey)), e)
	}
	return e
}

// sent returns the messages that the roles sent so far as the role could name
// them: its own values from their slots, those of another role by leaves of their
// types.
func (m *soupMaker) sent() []*protocol.Expr {
	var out []*protocol.Expr
	for _, c := range m.all {
		for _, t := range c.role.Transitions {
			for _, s := range t.Sends {
				out = append(out, m.replace(s.Message, func(x *protocol.Expr) *protocol.Expr {
					i := x.Index
					if x.Op == protocol.Var {
						i = c.slots[t.Vars[x.Index].Name]
					} else if x.Op != protocol.Slot {
						return x
					}
					if c == m.c || i < len(soupFormals) {
						return protocol.S(i)
					}
					typ := c.role.Slots[i].Type
					return m.leaf(func(t *term.Type) bool { return t == typ })
				}))
			}
		}
	}
	return out
}

// generalise replaces leaves by variables of their type here and there.
func (m *soupMaker) generalise(e *protocol.Expr) *protocol.Expr {
	return m.replace(e, func(x *protocol.Expr) *protocol.Expr {
		if x.Op == protocol.Slot {
			for i, v := range m.c.tr.Vars {
				if v.Type == m.c.role.Slots[x.Index].Type && m.n(3, "general") == 0 {
					return protocol.V(i)
				}
			}
		}
		return x
	})
}

func (m *soupMaker) replace(e *protocol.Expr, f func(*protocol.Expr) *protocol.Expr) *protocol.Expr {
	if len(e.Args) == 0 {
		return f(e)
	}
	out := protocol.E(e.Op)
	for _, a := range e.Args {
		out.Args = append(out.Args, m.replace(a, f))
	}
	return out
}

// determined leaves one variable, once, in each sum of a pattern: a sum of two
// unknowns has no meaning for a role.
func (m *soupMaker) determined(e *protocol.Expr) *protocol.Expr {
	if e.Op != protocol.Xor {
		out := *e
		out.Args = nil
		for _, a := range e.Args {
			out.Args = append(out.Args, m.determined(a))
		}
		return &out
	}
	seen := false
	return m.replace(e, func(x *protocol.Expr) *protocol.Expr {
		if x.Op != protocol.Var {
			return x
		}
		if seen {
			return protocol.S(1) // a parameter
		}
		seen = true
		return x
	})
}

// element draws an element of the set: mostly one of two parameters, so that the
// roles meet there.
func (m *soupMaker) element(leaf func(func(*term.Type) bool) *protocol.Expr) *protocol.Expr {
	if c := m.n(4, "element"); c > 0 {
		return protocol.S(1 + c%2)
	}
	return leaf(is(term.Text))
}

// dropUnused makes variables that nothing binds into new values.
func (m *soupMaker) dropUnused() {
	t := m.c.tr
	used := map[int]bool{}
	note := func(e *protocol.Expr) {
		e.Walk(func(e *protocol.Expr) bool {
			if e.Op == protocol.Var {
				used[e.Index] = true
			}
			return true
		})
	}
	for _, r := range t.Receives {
		note(r.Message)
	}
	for _, in := range t.In {
		note(in.Elem)
	}
	for i := range t.Vars {
		if !used[i] {
			t.Vars[i].Kind = protocol.New
		}
	}
}

// leaf draws a parameter, a stored value or a variable of the transition.
func (m *soupMaker) leaf(want func(*term.Type) bool) *protocol.Expr {
	return m.leafBut(want, nil)
}

// leafBut is leaf without the slots of the names given.
func (m *soupMaker) leafBut(want func(*term.Type) bool, hidden []string) *protocol.Expr {
	var all []*protocol.Expr
	current := map[string]bool{}
	for _, name := range hidden {
		current[name] = true
	}
	for i, v := range m.c.tr.Vars {
		current[v.Name] = true
		if want(v.Type) {
			all = append(all, protocol.V(i), protocol.V(i)) // more often
		}
	}
	for i, d := range m.c.role.Slots {
		if want(d.Type) && !current[d.Name] {
			all = append(all, protocol.S(i))
		}
	}
	if len(all) == 0 {
		return protocol.C("i", term.TAgent) // a type of which nothing is at hand
	}
	return all[m.n(len(all), "leaf")]
}

// old draws a parameter or a stored value.
func (m *soupMaker) old(want func(*term.Type) bool) *protocol.Expr {
	vars := m.c.tr.Vars
	m.c.tr.Vars = nil
	defer func() { m.c.tr.Vars = vars }()
	var hidden []string
	for _, v := range vars {
		hidden = append(hidden, v.Name)
	}
	return m.leafBut(want, hidden)
}

func data(t *term.Type) bool {
	return t.Kind == term.Text || t.Kind == term.Agent || t.Kind == term.SymmetricKey
}

func is(k term.Kind) func(*term.Type) bool {
	return func(t *term.Type) bool { return t.Kind == k }
}

// term draws a message.
func (m *soupMaker) term(depth int) *protocol.Expr {
	if depth == 0 {
		return m.leaf(data)
	}
	sub := func() *protocol.Expr { return m.term(depth - 1) }
	switch c := m.n(14, "head"); {
	case c < 2:
		return m.leaf(data)
	case c < 4:
		return protocol.E(protocol.Pair, sub(), sub())
	case c < 7:
		return protocol.E(protocol.Scrypt, m.key(depth), sub())
	case c < 8:
		k := m.leaf(is(term.PublicKey))
		if m.n(3, "signed") == 2 {
			k = protocol.E(protocol.Inv, k)
		}
		return protocol.E(protocol.Crypt, k, sub())
	case c < 9:
		return protocol.E(protocol.Apply, m.leaf(is(term.HashFunc)), sub())
	case c < 12 && m.algs&1 != 0:
		e := protocol.E(protocol.Xor, m.leaf(data), sub())
		if m.n(3, "three summands") == 2 {
			e.Args = append(e.Args, m.leaf(data))
		}
		return e
	case m.algs&2 != 0:
		e := protocol.E(protocol.Exp, m.leaf(is(term.Text)), m.leaf(is(term.Text)))
		if m.n(2, "two exponents") == 1 {
			x := m.leaf(is(term.Text))
			if m.n(3, "divides") == 2 {
				x = protocol.E(protocol.Inv, x)
			}
			e = protocol.E(protocol.Exp, e, x)
		}
		return e
	}
	return protocol.E(protocol.Pair, sub(), sub())
}

// key draws a symmetric key, seldom a composed one.
func (m *soupMaker) key(depth int) *protocol.Expr {
	switch m.n(7, "composed key") {
	case 3:
		if k := m.term(depth - 1); composedKey(k) {
			return k
		}
	case 4, 5: // one that was sent, with other leaves
		var ks []*protocol.Expr
		for _, s := range m.sent() {
			s.Walk(func(e *protocol.Expr) bool {
				if composedKey(e) {
					ks = append(ks, e)
				}
				return true
			})
		}
		if len(ks) > 0 {
			return m.generalise(ks[m.n(len(ks), "which key")])
		}
		h := m.leaf(is(term.HashFunc))
		return protocol.E(protocol.Apply, h, protocol.E(protocol.Pair, m.leaf(data), m.leaf(data)))
	}
	return m.leaf(is(term.SymmetricKey))
}

// composedKey reports whether HLPSL takes e as a key.
func composedKey(e *protocol.Expr) bool {
	return e.Op == protocol.Apply || e.Op == protocol.Xor || e.Op == protocol.Exp
}
