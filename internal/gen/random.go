package gen

import (
	"fmt"

	"hornet/protocol"
	"hornet/term"
)

// New draws a protocol.
func New(src Source) *Protocol { return draw(src, false) }

// NewHard is New for HardFromSeed.
func NewHard(src Source) *Protocol { return draw(src, true) }

func draw(src Source, hard bool) *Protocol {
	g := &generator{src: src, hard: hard, p: &Protocol{Name: "random", Roles: 2, Hash: true,
		Learns: map[int]bool{}, Unchecked: map[int]bool{}, Differs: map[int]bool{}, Seen: map[int]bool{}}}
	g.protocol()
	return g.p
}

type generator struct {
	src Source
	p   *Protocol

	hard                           bool
	public, shared, hash, xor, exp bool
}

func (g *generator) n(n int, label string) int { return g.src.Intn(n, label) }

// chance is true in percent of the cases.
func (g *generator) chance(percent int, label string) bool { return g.n(100, label) >= 100-percent }

func (g *generator) protocol() {
	p := g.p
	if g.chance(30, "three roles") {
		p.Roles = 3
	}
	switch g.n(3, "keys") {
	case 0:
		g.public = true
	case 1:
		g.shared = true
	default:
		g.public, g.shared = true, true
	}
	g.hash = g.chance(40, "hash")
	g.xor = g.chance(20, "xor")
	g.exp = g.chance(15, "exp")
	p.Hash = !g.chance(10, "hash unknown")
	if g.hard {
		g.xor = g.xor || g.chance(30, "more xor")
		g.exp = g.exp || g.chance(25, "more exp")
		p.Ring = g.chance(40, "ring")
	}

	steps := 2 + g.n(3, "steps")
	if p.Roles == 3 && steps == 2 {
		steps = 3
	}
	from := 0
	for k := 0; k < steps; k++ {
		to := g.n(p.Roles-1, "to")
		if to >= from {
			to++
		}
		if p.Roles == 3 && k == 0 {
			to = 1 + g.n(2, "first to")
		}
		g.step(k, from, to)
		from = to
	}
	for k := range p.Steps {
		p.Unchecked[k] = g.chance(8, "unchecked")
		p.Differs[k] = g.chance(12, "differs")
		p.Seen[k] = g.chance(6, "seen")
	}
	for r := 1; r < p.Roles; r++ {
		if g.chance(20, "learns") || g.hard && g.chance(20, "learns more") {
			p.Learns[r] = true
			if p.compile() != nil {
				delete(p.Learns, r)
			}
		}
	}
	if err := p.compile(); err != nil {
		panic("gen: " + err.Error()) // nothing changed that did not compile
	}
	if g.hard && g.chance(60, "twist") {
		r := g.n(p.Roles, "twisted role")
		if n := len(p.roles[r].role.Transitions); n > 0 {
			p.Twists = append(p.Twists, Twist{TwistKind(g.n(numTwists, "twist")), r, g.n(n, "twist at")})
		}
	}
	g.goals()
	g.sessions()
	if err := p.compile(); err != nil {
		// A goal about a name that is not learnt: tell it instead.
		p.Learns = map[int]bool{}
		if err := p.compile(); err != nil {
			panic("gen: " + err.Error()) // the steps compiled before
		}
	}
}

// step appends a message that from can send, a random one or in the end a name.
func (g *generator) step(k, from, to int) {
	p := g.p
	for try := 0; try < 6; try++ {
		s := Step{From: from, To: to}
		s.Message = g.message(k, &s)
		p.Steps = append(p.Steps, s)
		if p.compile() == nil {
			return
		}
		p.Steps = p.Steps[:k]
	}
	p.Steps = append(p.Steps, Step{From: from, To: to, Message: agent(from)})
	if err := p.compile(); err != nil {
		panic("gen: " + err.Error())
	}
}

func agent(r int) *protocol.Expr { return protocol.C(agentVars[r], term.TAgent) }

func publicKey(r int) *protocol.Expr {
	return protocol.C("K"+lower(agentVars[r]), term.TPublicKey)
}

func sharedKey(r, s int) *protocol.Expr {
	if r > s {
		r, s = s, r
	}
	return protocol.C("K"+lower(agentVars[r])+lower(agentVars[s]), term.TSymmetricKey)
}

func lower(s string) string { return string(s[0] + 'a' - 'A') }

func hashOf(m *protocol.Expr) *protocol.Expr {
	return protocol.E(protocol.Apply, protocol.C("H", term.THashFunc), m)
}

func base() *protocol.Expr { return protocol.C("g", term.TText) }

func tuple(ms ...*protocol.Expr) *protocol.Expr {
	if len(ms) == 1 {
		return ms[0]
	}
	return protocol.E(protocol.Pair, ms[0], tuple(ms[1:]...))
}

// message draws the message of step k.
func (g *generator) message(k int, s *Step) *protocol.Expr {
	n := 1 + g.n(3, "parts")
	var parts []*protocol.Expr
	for i := 0; i < n; i++ {
		parts = append(parts, g.part(k, i, s))
	}
	switch g.n(8, "split") {
	case 6: // the first part stays outside
		if n > 1 {
			return tuple(parts[0], g.wrap(s, tuple(parts[1:]...)))
		}
	case 7:
		if n > 1 {
			return tuple(g.wrap(s, tuple(parts[:n-1]...)), parts[n-1])
		}
	}
	return g.wrap(s, tuple(parts...))
}

// part draws a part of a message.
func (g *generator) part(k, i int, s *Step) *protocol.Expr {
	made := func(prefix string, t *term.Type) *protocol.Expr {
		v := protocol.C(fmt.Sprintf("%s%d%s", prefix, k+1, string(rune('a'+i))), t)
		s.New = append(s.New, v)
		return v
	}
	nonces := g.atoms(k, term.TText)
	if g.hard && g.chance(35, "hard part") {
		if m := g.hardPart(k, nonces, s, made); m != nil {
			return m
		}
	}
	switch c := g.n(20, "part"); {
	case c < 5 || c < 7 && len(nonces) == 0:
		return made("N", term.TText)
	case c < 10 && len(nonces) > 0:
		return nonces[g.n(len(nonces), "which nonce")]
	case c < 13:
		return agent(g.n(g.p.Roles, "which agent"))
	case c < 14:
		return made("SK", term.TSymmetricKey)
	case c < 16 && g.hash:
		return hashOf(g.simple(k, nonces, s.From))
	case c < 17 && g.xor && len(nonces) > 0:
		return protocol.E(protocol.Xor, nonces[g.n(len(nonces), "summand")], g.summand(nonces, s, made))
	case c < 18 && g.exp:
		return protocol.E(protocol.Exp, base(), made("X", term.TText))
	case c < 19:
		if t := g.tickets(k, s.From); len(t) > 0 {
			return t[g.n(len(t), "which ticket")]
		}
		return g.ticket(s, made)
	default:
		return agent(s.From)
	}
}

func (g *generator) summand(nonces []*protocol.Expr, s *Step, made func(string, *term.Type) *protocol.Expr) *protocol.Expr {
	switch g.n(3, "other summand") {
	case 0:
		return made("N", term.TText)
	case 1:
		return agent(s.From)
	}
	return nonces[g.n(len(nonces), "second summand")]
}

// simple draws something to hash.
func (g *generator) simple(k int, nonces []*protocol.Expr, from int) *protocol.Expr {
	if len(nonces) == 0 {
		return agent(from)
	}
	m := nonces[g.n(len(nonces), "hashed")]
	if g.chance(50, "hash a name too") {
		return tuple(m, agent(g.n(g.p.Roles, "hashed agent")))
	}
	return m
}

// ticket draws a ciphertext for another role than the receiver.
func (g *generator) ticket(s *Step, made func(string, *term.Type) *protocol.Expr) *protocol.Expr {
	if g.p.Roles < 3 {
		return agent(s.To)
	}
	third := 3 - s.From - s.To
	m := tuple(made("SK", term.TSymmetricKey), agent(s.To))
	if g.shared {
		return protocol.E(protocol.Scrypt, sharedKey(s.From, third), m)
	}
	return protocol.E(protocol.Crypt, publicKey(third), m)
}

// atoms returns the values of type t that the steps before k made.
func (g *generator) atoms(k int, t *term.Type) []*protocol.Expr {
	var out []*protocol.Expr
	for _, s := range g.p.Steps[:k] {
		for _, v := range s.New {
			if v.Type == t {
				out = append(out, v)
			}
		}
	}
	return out
}

// tickets returns the composed messages that from received closed.
func (g *generator) tickets(k, from int) []*protocol.Expr {
	var out []*protocol.Expr
	for _, s := range g.p.Steps[:k] {
		if s.To == from {
			s.Message.Walk(func(e *protocol.Expr) bool {
				if e.Op == protocol.Scrypt || e.Op == protocol.Crypt || e.Op == protocol.Apply {
					out = append(out, e)
				}
				return e.Op == protocol.Pair
			})
		}
	}
	return out
}

// wrap encrypts m, or not.
func (g *generator) wrap(s *Step, m *protocol.Expr) *protocol.Expr {
	var keys []func() *protocol.Expr
	if g.public {
		keys = append(keys,
			func() *protocol.Expr { return protocol.E(protocol.Crypt, publicKey(s.To), m) },
			func() *protocol.Expr { return protocol.E(protocol.Crypt, publicKey(s.To), m) },
			func() *protocol.Expr {
				return protocol.E(protocol.Crypt, protocol.E(protocol.Inv, publicKey(s.From)), m)
			})
	}
	if g.shared {
		keys = append(keys,
			func() *protocol.Expr { return protocol.E(protocol.Scrypt, sharedKey(s.From, s.To), m) },
			func() *protocol.Expr { return protocol.E(protocol.Scrypt, sharedKey(s.From, s.To), m) })
	}
	for _, k := range g.atoms(len(g.p.Steps), term.TSymmetricKey) {
		keys = append(keys, func() *protocol.Expr { return protocol.E(protocol.Scrypt, k, m) })
	}
	if g.exp {
		if xs := g.exponents(); len(xs) >= 2 {
			keys = append(keys, func() *protocol.Expr {
				return protocol.E(protocol.Scrypt, protocol.E(protocol.Exp, protocol.E(protocol.Exp, base(), xs[0]), xs[1]), m)
			})
		}
	}
	if nonces := g.atoms(len(g.p.Steps), term.TText); g.hard && len(nonces) > 0 {
		n1, n2 := nonces[g.n(len(nonces), "in key")], nonces[g.n(len(nonces), "in key")]
		keys = append(keys, func() *protocol.Expr { return protocol.E(protocol.Scrypt, n1, m) })
		if g.hash {
			keys = append(keys, func() *protocol.Expr { return protocol.E(protocol.Scrypt, hashOf(tuple(n1, n2)), m) })
		}
		if g.xor && n1 != n2 {
			keys = append(keys, func() *protocol.Expr { return protocol.E(protocol.Scrypt, protocol.E(protocol.Xor, n1, n2), m) })
		}
	}
	if i := g.n(4*len(keys)+1, "key"); i > 0 {
		return keys[(i-1)/4]()
	}
	return m
}

// exponents returns the values that were made as exponents.
func (g *generator) exponents() []*protocol.Expr {
	var out []*protocol.Expr
	for _, v := range g.atoms(len(g.p.Steps), term.TText) {
		if v.Name[0] == 'X' {
			out = append(out, v)
		}
	}
	return out
}

// goals draws one to three goals about values that were made.
func (g *generator) goals() {
	p := g.p
	var values []*protocol.Expr
	for _, s := range p.Steps {
		values = append(values, s.New...)
	}
	if len(values) == 0 {
		return
	}
	var hidden []*protocol.Expr
	for _, v := range values {
		if !p.plain(v) {
			hidden = append(hidden, v)
		}
	}
	for n := 1 + g.n(3, "goals"); n > 0; n-- {
		v := values[g.n(len(values), "goal about")]
		if len(hidden) > 0 && !g.chance(15, "a value in clear") {
			v = hidden[g.n(len(hidden), "goal about")]
		}
		var who []int
		for r := 0; r < p.Roles; r++ {
			if p.roles[r].knows(v) {
				who = append(who, r)
			}
		}
		goal := Goal{ID: fmt.Sprintf("goal%d", len(p.Goals)+1), Value: v}
		kind := g.n(4, "goal kind")
		if kind == 0 || len(who) < 2 {
			goal.Kind = protocol.Secrecy
			goal.Holders = who[:1+g.n(len(who), "holders")]
		} else {
			goal.Kind = protocol.Authentication
			if kind == 1 {
				goal.Kind = protocol.WeakAuthentication
			}
			c := g.n(len(who), "claimant")
			d := g.n(len(who)-1, "partner")
			if d >= c {
				d++
			}
			goal.Claimant, goal.Partner = who[c], who[d]
			if !p.inOrder(&goal) {
				goal.Claimant, goal.Partner = goal.Partner, goal.Claimant
			}
			if !p.inOrder(&goal) {
				goal = Goal{ID: goal.ID, Value: v, Kind: protocol.Secrecy, Holders: who}
			}
		}
		p.Goals = append(p.Goals, goal)
	}
}

// plain reports whether v is sent outside of all encryption.
func (p *Protocol) plain(v *protocol.Expr) bool {
	found := false
	for _, s := range p.Steps {
		s.Message.Walk(func(e *protocol.Expr) bool {
			found = found || e == v
			return e.Op == protocol.Pair
		})
	}
	return found
}

// inOrder reports whether the partner learns the value before the claimant's last
// transition, when everyone is honest.
func (p *Protocol) inOrder(g *Goal) bool {
	c, d := p.roles[g.Claimant], p.roles[g.Partner]
	return d.when[d.first[key(g.Value)]] < c.when[len(c.when)-1]
}

// sessions draws the sessions; the first one is honest.
func (g *generator) sessions() {
	p := g.p
	all := [][]string{{"a", "b"}, {"a", "i"}, {"i", "b"}, {"b", "a"}, {"a", "b"}}
	with := func(s []string) []string {
		s = append([]string{}, s...)
		if p.Roles == 3 {
			s = append(s, "s")
		}
		return s
	}
	p.Sessions = append(p.Sessions, with(all[0]))
	n := 0
	switch c := g.n(100, "sessions"); {
	case c >= 88 && p.Roles == 2:
		n = 2
	case c >= 35:
		n = 1
	}
	for ; n > 0; n-- {
		p.Sessions = append(p.Sessions, with(all[g.n(len(all), "session")]))
	}
}
