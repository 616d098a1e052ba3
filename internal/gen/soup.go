package gen

import (
	"fmt"
	"math/rand/v2"

	"hornet/protocol"
	"hornet/term"
)

// Soup is a role without a story: it receives random patterns and sends random
// messages over all constructors, and declares its values secret. It strains the
// intruder, not the protocol: composed keys, sums and powers anywhere, analysis
// that depends on what he sends. Every received variable is of a basic type, so
// that the naive explorer is exact about it.
type Soup struct {
	Name  string
	role  *compiled
	known []*protocol.Expr
	n     int // instances
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
	algs int // 0: free, 1: xor, 2: exp, 3: both
}

// NewSoup draws a soup.
func NewSoup(src Source) *Soup {
	m := &soupMaker{src: src, algs: src.Intn(4, "theories")}
	m.c = &compiled{p: &Protocol{}, slots: map[string]int{}, know: map[string]*protocol.Expr{}, first: map[string]int{}}
	m.c.role.Name = "soup"
	for _, d := range soupFormals {
		m.c.slot(d.name, d.typ)
		m.c.role.Slots[len(m.c.role.Slots)-1].Formal = true
	}
	m.c.slot("State", term.TNat)
	s := &Soup{Name: "soup", role: m.c, n: 1 + src.Intn(5, "instances")/4}
	steps := 1 + src.Intn(3, "steps")
	for k := 0; k < steps; k++ {
		m.step(k)
	}
	last := len(m.c.role.Transitions) - 1
	m.c.emit(last, protocol.Fact{Kind: protocol.WRequest, Name: "wrequest", ID: "reached",
		Args: []*protocol.Expr{protocol.S(0), protocol.S(0), protocol.S(1)}})
	for _, d := range soupFormals {
		if src.Intn(100, "known") < d.known {
			s.known = append(s.known, protocol.C(d.value, d.typ))
		}
	}
	if src.Intn(100, "private key") < 60 {
		s.known = append(s.known, protocol.E(protocol.Inv, protocol.C("q", term.TPublicKey)))
	}
	return s
}

// soupFormals are the parameters of the role, their values, and in percent how
// often the intruder knows them.
var soupFormals = []struct {
	name, value string
	typ         *term.Type
	known       int
}{
	{"A", "a", term.TAgent, 90}, {"C", "c", term.TText, 80}, {"D", "d", term.TText, 50}, {"K", "k", term.TSymmetricKey, 70}, {"L", "l", term.TSymmetricKey, 30},
	{"P", "p", term.TPublicKey, 85}, {"Q", "q", term.TPublicKey, 85}, {"H", "h", term.THashFunc, 85},
}

func (m *soupMaker) n(n int, label string) int { return m.src.Intn(n, label) }

// step adds a transition.
func (m *soupMaker) step(k int) {
	m.c.begin(k)
	t := m.c.tr
	t.Receives = []protocol.Receive{{Channel: "RCV", Message: protocol.C(protocol.Start, term.TMessage)}}
	if k > 0 || m.n(2, "receives first") > 0 {
		for i, n := 0, m.n(3, "variables"); i < n; i++ {
			typ := []*term.Type{term.TText, term.TText, term.TSymmetricKey, term.TAgent}[m.n(4, "type")]
			m.c.variable(fmt.Sprintf("X%d%d", k, i), typ, protocol.Bound)
		}
		if k > 0 && m.n(3, "receives what was made of what was sent") > 0 {
			t.Receives[0].Message = m.made(2)
		} else {
			t.Receives[0].Message = m.term(1+m.n(2, "depth"), true)
		}
		t.Receives[0].Message = m.determined(t.Receives[0].Message)
		m.dropUnused()
	}
	for i, n := 0, m.n(3, "new values"); i < n; i++ {
		typ := []*term.Type{term.TText, term.TText, term.TSymmetricKey}[m.n(3, "type")]
		v := m.c.variable(fmt.Sprintf("N%d%d", k, i), typ, protocol.New)
		set := m.c.hiddenSet()
		t.Adds = append(t.Adds, protocol.SetOp{Elem: protocol.S(0), Set: set})
		t.Emits = append(t.Emits, protocol.Fact{Kind: protocol.Secret, Name: "secret", ID: fmt.Sprintf("n%d%d", k, i), Args: []*protocol.Expr{v, set}})
	}
	t.Sends = []protocol.Send{{Channel: "SND", Message: m.term(3, false)}}
	if m.n(3, "two messages") == 2 {
		t.Sends = append(t.Sends, protocol.Send{Channel: "SND", Message: m.term(2, false)})
	}
	m.c.end()
}

// made returns what the intruder may make of the messages sent so far, some of
// its leaves replaced by variables.
func (m *soupMaker) made(depth int) *protocol.Expr {
	if depth == 0 || m.n(4, "as it was sent") == 0 {
		var sent []*protocol.Expr
		for _, t := range m.c.role.Transitions {
			for _, s := range t.Sends {
				sent = append(sent, s.Message)
			}
		}
		if m.n(4, "a leaf") == 0 {
			return m.leaf(data)
		}
		return m.generalise(m.stored(sent[m.n(len(sent), "which")]))
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

// stored returns e with the variables of the transition that sent it read from
// their slots.
func (m *soupMaker) stored(e *protocol.Expr) *protocol.Expr {
	for _, t := range m.c.role.Transitions {
		for _, s := range t.Sends {
			if s.Message == e {
				return m.replace(e, func(x *protocol.Expr) *protocol.Expr {
					if x.Op == protocol.Var {
						return protocol.S(m.c.slots[t.Vars[x.Index].Name])
					}
					return x
				})
			}
		}
	}
	return e
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

// dropUnused makes variables that the pattern does not bind into new values.
func (m *soupMaker) dropUnused() {
	t := m.c.tr
	used := map[int]bool{}
	t.Receives[0].Message.Walk(func(e *protocol.Expr) bool {
		if e.Op == protocol.Var {
			used[e.Index] = true
		}
		return true
	})
	for i := range t.Vars {
		if !used[i] {
			t.Vars[i].Kind = protocol.New
		}
	}
}

// leaf draws a parameter, a stored value or a variable of the transition.
func (m *soupMaker) leaf(want func(*term.Type) bool) *protocol.Expr {
	var all []*protocol.Expr
	current := map[string]bool{}
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
	return all[m.n(len(all), "leaf")]
}

func data(t *term.Type) bool {
	return t.Kind == term.Text || t.Kind == term.Agent || t.Kind == term.SymmetricKey
}

func is(k term.Kind) func(*term.Type) bool {
	return func(t *term.Type) bool { return t.Kind == k }
}

// term draws a message; a pattern has at most one sum or power that is not ground
// of its own accord, because more are not for a role to take apart.
func (m *soupMaker) term(depth int, pattern bool) *protocol.Expr {
	if depth == 0 {
		return m.leaf(data)
	}
	sub := func() *protocol.Expr { return m.term(depth-1, pattern) }
	switch c := m.n(14, "head"); {
	case c < 2:
		return m.leaf(data)
	case c < 4:
		return protocol.E(protocol.Pair, sub(), sub())
	case c < 7:
		return protocol.E(protocol.Scrypt, m.key(depth, pattern), sub())
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
			e = protocol.E(protocol.Exp, e, m.leaf(is(term.Text)))
		}
		return e
	}
	return protocol.E(protocol.Pair, sub(), sub())
}

// key draws a symmetric key, seldom a composed one.
func (m *soupMaker) key(depth int, pattern bool) *protocol.Expr {
	if m.n(4, "composed key") == 3 {
		k := m.term(depth-1, pattern)
		switch k.Op {
		case protocol.Apply, protocol.Xor, protocol.Exp:
			return k
		}
	}
	return m.leaf(is(term.SymmetricKey))
}

// Model returns the soup as a model.
func (s *Soup) Model() *protocol.Model {
	m := &protocol.Model{Name: s.Name, Roles: []protocol.Role{s.role.role}}
	m.Sessions = []protocol.Session{{Name: "environment", Number: 1}}
	for i := 0; i < s.n; i++ {
		in := protocol.Instance{Number: i + 2, Shown: 2}
		for k, d := range s.role.role.Slots {
			if k < len(soupFormals) {
				in.Values = append(in.Values, protocol.C(soupFormals[k].value, soupFormals[k].typ))
			} else {
				in.Values = append(in.Values, s.role.p.initially(d, nil, i, m))
			}
		}
		m.Instances = append(m.Instances, in)
	}
	for _, d := range soupFormals {
		m.Constants = append(m.Constants, protocol.C(d.value, d.typ))
	}
	m.Knowledge = append([]*protocol.Expr{protocol.C(protocol.Start, term.TMessage), protocol.C(protocol.Intruder, term.TAgent)}, s.known...)
	for _, g := range s.goals() {
		kind := protocol.Secrecy
		if g == "reached" {
			kind = protocol.WeakAuthentication
		}
		m.Goals = append(m.Goals, protocol.Goal{Kind: kind, ID: g})
	}
	return m
}

// goals returns the identifiers of the facts, in order.
func (s *Soup) goals() []string {
	var out []string
	for _, t := range s.role.role.Transitions {
		for _, f := range t.Emits {
			out = append(out, f.ID)
		}
	}
	return out
}

// HLPSL returns the soup as text.
func (s *Soup) HLPSL() string {
	w := &writer{}
	fmt.Fprintf(&w.b, "%% %s\n", s.Name)
	s.role.write(&w.b)
	consts, args, calls := "", "", []string{}
	for _, d := range soupFormals {
		consts += d.value + ":" + d.typ.String() + ", "
		args += d.value + ","
	}
	for i := 0; i < s.n; i++ {
		calls = append(calls, "soup("+args+"S,R)")
	}
	known := protocol.Intruder
	for _, e := range s.known {
		known += "," + e.String()
	}
	var goals []string
	ids := ""
	for _, g := range s.goals() {
		kind := protocol.Secrecy
		if g == "reached" {
			kind = protocol.WeakAuthentication
		}
		goals = append(goals, kind.String()+" "+g)
		ids += "," + g
	}
	w.local = "local S,R:channel(dy)\n"
	return w.environment(consts+ids[1:]+":protocol_id", known, calls, goals)
}
