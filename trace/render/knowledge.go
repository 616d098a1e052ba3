package render

import (
	"sort"
	"strconv"
	"strings"

	"hornet/protocol"
)

// knowledge is what the intruder has, for saying what he learns from a message.
// It is for showing only: ground, complete for the free operators and for
// exponents that he takes away one at a time; of sums he learns no parts.
type knowledge struct {
	known map[string]bool
	shut  []closed
}

// closed is a ciphertext whose key he does not have yet.
type closed struct{ whole, key, body *protocol.Expr }

// learnt is one thing that a message taught.
type learnt struct {
	e   *protocol.Expr
	key *protocol.Expr // that opened the ciphertext it was in, nil for a part that lay open
}

func newKnowledge(m *protocol.Model) *knowledge {
	k := &knowledge{known: map[string]bool{}}
	for _, e := range m.Knowledge {
		k.learn(e)
	}
	return k
}

// learn adds a message and returns what it taught beyond itself: parts that he
// could not make before, in the order of their discovery, no pairs.
func (k *knowledge) learn(e *protocol.Expr) []learnt {
	var news []learnt
	k.add(e, nil, &news)
	for again := true; again; {
		again = false
		for i, c := range k.shut {
			if k.makes(c.key) {
				k.shut = append(k.shut[:i:i], k.shut[i+1:]...)
				k.add(c.body, c.key, &news)
				again = true
				break
			}
		}
	}
	out := news[:0]
	for _, l := range news {
		if l.e != e || len(e.Args) == 0 {
			out = append(out, l)
		}
	}
	return out
}

func (k *knowledge) add(e, key *protocol.Expr, news *[]learnt) {
	if e.Op == protocol.Pair {
		k.add(e.Args[0], key, news)
		k.add(e.Args[1], key, news)
		return
	}
	if k.makes(e) && !(e.Op == protocol.Crypt || e.Op == protocol.Scrypt) {
		return
	}
	id := canon(e)
	if k.known[id] {
		return
	}
	if !k.makes(e) {
		*news = append(*news, learnt{e, key})
	}
	k.known[id] = true
	switch e.Op {
	case protocol.Scrypt:
		k.shut = append(k.shut, closed{e, e.Args[0], e.Args[1]})
	case protocol.Crypt:
		inverse := protocol.E(protocol.Inv, e.Args[0])
		if e.Args[0].Op == protocol.Inv {
			inverse = e.Args[0].Args[0]
		}
		k.shut = append(k.shut, closed{e, inverse, e.Args[1]})
	}
}

// makes reports whether he can compose e from analysed knowledge.
func (k *knowledge) makes(e *protocol.Expr) bool {
	if e.Op == protocol.Open || k.known[canon(e)] {
		return true
	}
	if len(e.Args) == 0 || e.Op == protocol.Inv {
		return false
	}
	if e.Op == protocol.Exp {
		base, exps := tower(e)
		for i, x := range exps {
			if k.makes(x) && k.makes(power(base, append(append([]*protocol.Expr(nil), exps[:i]...), exps[i+1:]...))) {
				return true
			}
		}
		return false
	}
	for _, a := range e.Args {
		if !k.makes(a) {
			return false
		}
	}
	return true
}

// tower returns base and exponents of a power.
func tower(e *protocol.Expr) (*protocol.Expr, []*protocol.Expr) {
	if e.Op != protocol.Exp {
		return e, nil
	}
	base, exps := tower(e.Args[0])
	return base, append(exps, e.Args[1:]...)
}

func power(base *protocol.Expr, exps []*protocol.Expr) *protocol.Expr {
	for _, x := range exps {
		base = protocol.E(protocol.Exp, base, x)
	}
	return base
}

// canon returns a text that two messages share exactly when they are equal
// modulo the order of exponents and summands.
func canon(e *protocol.Expr) string {
	var b strings.Builder
	var write func(e *protocol.Expr)
	sorted := func(es []*protocol.Expr) {
		parts := make([]string, len(es))
		for i, a := range es {
			parts[i] = canon(a)
		}
		sort.Strings(parts)
		b.WriteString(strings.Join(parts, " "))
	}
	write = func(e *protocol.Expr) {
		b.WriteString(strconv.Itoa(int(e.Op)))
		switch {
		case len(e.Args) == 0:
			b.WriteString(strconv.Quote(e.Name) + strconv.Itoa(e.Index))
		case e.Op == protocol.Exp:
			base, exps := tower(e)
			b.WriteByte('(')
			write(base)
			b.WriteByte(' ')
			sorted(exps)
			b.WriteByte(')')
		case e.Op == protocol.Xor:
			b.WriteByte('(')
			sorted(e.Args)
			b.WriteByte(')')
		default:
			b.WriteByte('(')
			for i, a := range e.Args {
				if i > 0 {
					b.WriteByte(' ')
				}
				write(a)
			}
			b.WriteByte(')')
		}
	}
	write(e)
	return b.String()
}
