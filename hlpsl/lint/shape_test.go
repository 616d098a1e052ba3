package lint

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hornet/diag"
	"hornet/hlpsl"
	"hornet/protocol"
	"hornet/term"
)

func konst(name string, t *term.Type) *shape { return &shape{op: shConst, name: name, typ: t} }
func fresh(name string) *shape               { return &shape{op: shFresh, name: name, typ: term.TText} }
func variable(t *term.Type) *shape           { return &shape{op: shAny, typ: t, got: true} }
func node(op protocol.Op, args ...*shape) *shape {
	return &shape{op: shNode, con: op, args: args}
}

func TestMatch(t *testing.T) {
	a, g := konst("a", term.TAgent), konst("g", term.TText)
	x, y := fresh("X"), fresh("Y")
	h := konst("h", term.THashFunc)
	pair := func(p, q *shape) *shape { return node(protocol.Pair, p, q) }
	hash := func(p *shape) *shape { return node(protocol.Apply, h, p) }
	exp := func(p, q *shape) *shape { return node(protocol.Exp, p, q) }
	stored := func(alts ...*shape) *shape {
		return &shape{op: shCell, cell: &cell{typ: term.TMessage, alts: alts}}
	}
	for _, c := range []struct {
		name string
		p, q *shape
		want bool
	}{
		{"one nonce", x, x, true},
		{"two nonces", x, y, false},
		{"a nonce for a text", variable(term.TText), x, true},
		{"an agent for a text", variable(term.TText), a, false},
		{"a hash for a text", variable(term.TText), hash(x), false},
		{"a hash for a message", variable(term.TMessage), hash(x), true},
		{"a message variable for a text variable", variable(term.TMessage), variable(term.TText), true},
		{"a text variable for an agent variable", variable(term.TText), variable(term.TAgent), false},
		{"other hashes", hash(x), hash(y), false},
		{"pairs nest one way", pair(pair(x, y), a), pair(x, pair(y, a)), false},
		{"symmetric and asymmetric", node(protocol.Scrypt, a, x), node(protocol.Crypt, a, x), false},
		{"exponents commute", exp(exp(g, x), y), exp(exp(g, y), x), true},
		{"other exponents", exp(exp(g, x), x), exp(exp(g, y), x), false},
		{"fewer exponents", exp(g, x), exp(exp(g, y), x), false},
		{"an exponent that may cancel", exp(exp(g, x), node(protocol.Inv, x)), exp(g, y), true},
		{"a power of something received", exp(variable(term.TMessage), x), exp(exp(g, y), x), true},
		{"sums may be anything", node(protocol.Xor, x, y), hash(x), true},
		{"a stored value", stored(x, y), y, true},
		{"a value never stored", stored(x, y), hash(x), false},
	} {
		m := &matcher{steps: 1000}
		if got := m.match(c.p, c.q); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if got := m.match(c.q, c.p); got != c.want {
			t.Errorf("%s, the other way round: %v, want %v", c.name, got, c.want)
		}
		if m.steps = 0; !m.match(c.p, c.q) {
			t.Errorf("%s: without budget nothing may be told apart", c.name)
		}
	}
}

// What a role receives among honest agents must have been sent: a received
// variable takes no composed message that nobody makes.
func TestSupply(t *testing.T) {
	h, x, y := konst("h", term.THashFunc), fresh("X"), fresh("Y")
	made := node(protocol.Apply, h, x)
	m := &matcher{steps: 1000, supply: []*shape{made}}
	v := variable(term.TMessage)
	if !m.match(v, made) || !m.match(made, v) {
		t.Error("a message that is sent does not fit the variable")
	}
	if other := node(protocol.Apply, h, y); m.match(v, other) {
		t.Error("a message that nobody makes fits the variable")
	}
	if !m.match(v, y) {
		t.Error("an atom needs no sender")
	}
}

// Matching is symmetric, whatever the shapes.
func TestMatchIsSymmetric(t *testing.T) {
	var draw func(t *rapid.T, depth int) *shape
	atoms := []*shape{konst("a", term.TAgent), konst("b", term.TAgent), fresh("X"), fresh("Y"), variable(term.TText), variable(term.TMessage)}
	draw = func(t *rapid.T, depth int) *shape {
		if depth == 0 || rapid.Bool().Draw(t, "leaf") {
			return rapid.SampledFrom(atoms).Draw(t, "atom")
		}
		op := rapid.SampledFrom([]protocol.Op{protocol.Pair, protocol.Scrypt, protocol.Exp, protocol.Xor}).Draw(t, "op")
		return node(op, draw(t, depth-1), draw(t, depth-1))
	}
	rapid.Check(t, func(t *rapid.T) {
		p, q := draw(t, 3), draw(t, 3)
		m := &matcher{steps: 100_000}
		if m.match(p, q) != m.match(q, p) {
			t.Fatal("not symmetric")
		}
		if !m.match(p, p) {
			t.Fatal("not reflexive")
		}
	})
}

// However large the model, linting comes to an end soon.
func TestLargeModels(t *testing.T) {
	long := func(steps, sessions int) string {
		var b strings.Builder
		b.WriteString("role alice(A,B:agent, K:symmetric_key, H:hash_func, SND,RCV:channel(dy))\nplayed_by A def=\n" +
			"  local State:nat, N,M:text, X:message\n  init State:=0\n  transition\n")
		for i := range steps {
			fmt.Fprintf(&b, "  %d. State=%d /\\ RCV({A.B.N'.H(N'.%d)}_K.X') =|>\n    State':=%d /\\ M':=new() /\\ SND({A.B.M'.H(M'.%d)}_K.X'.H(N'.M'))\n", i, i, i, i+1, i)
		}
		b.WriteString("end role\nrole environment() def=\n  local S,R:channel(dy)\n  const a,b:agent, k:symmetric_key, h:hash_func\n" +
			"  intruder_knowledge={a,b,h}\n  composition alice(a,b,k,h,S,R)")
		for range sessions {
			b.WriteString(" /\\ alice(b,a,k,h,S,R)")
		}
		b.WriteString("\nend role\nenvironment()\n")
		return b.String()
	}
	for _, c := range []struct{ steps, sessions int }{{1000, 1}, {100, 5}, {3, 400}} {
		u := hlpsl.Load("m", []byte(long(c.steps, c.sessions)))
		if u.Model == nil {
			t.Fatalf("%v", u.Diags)
		}
		start := time.Now()
		l := All(u)
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%d steps, %d sessions: %v", c.steps, c.sessions, d)
		}
		found := false
		for _, d := range l {
			found = found || d.Code == diag.NoGoals
		}
		if !found {
			t.Errorf("%d steps, %d sessions: the cheap checks are missing", c.steps, c.sessions)
		}
	}
}
