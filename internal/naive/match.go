package naive

import (
	"hornet/protocol"
	"hornet/term"
)

// binder enumerates the values of a transition's variables. It works on a list
// of conditions, each a pattern that must be derivable or equal a message, and
// calls back once for each way to satisfy all of them; a way may come twice.
//
// Nothing is ever left symbolic: a variable is unbound or has a ground value.
type binder struct {
	x     *explorer
	know  *knowledge
	slots []*msg
	decls []protocol.VarDecl
	vars  []*msg
	opens map[term.Kind]int // intruder-made values in use, of each type
}

// condition asks that Pattern be derivable (value nil) or equal to value.
type condition struct {
	pattern *protocol.Expr
	value   *msg
}

// solve calls yield for each way to satisfy the conditions. Conditions whose
// pattern is an unfinished exponentiation or sum wait until the others have
// bound what they can.
func (b *binder) solve(conds []condition, yield func()) {
	if len(conds) == 0 {
		yield()
		return
	}
	pick := 0
	for i, c := range conds {
		if b.value(c.pattern) != nil || !algebraic(c.pattern) {
			pick = i
			break
		}
	}
	c := conds[pick]
	rest := append(append([]condition{}, conds[:pick]...), conds[pick+1:]...)
	p := c.pattern
	for p.Op == protocol.Inv && p.Args[0].Op == protocol.Inv {
		p = p.Args[0].Args[0]
		c.pattern = p
	}
	if m := b.value(p); m != nil {
		if c.value == m || c.value == nil && b.know.can(m) {
			b.solve(rest, yield)
		}
		return
	}
	if algebraic(p) {
		b.guess(c, rest, yield)
		return
	}
	if c.value != nil {
		b.match(p, c.value, rest, yield)
		return
	}
	if p.Op == protocol.Var {
		for _, m := range b.candidates(b.decls[p.Index].Type) {
			if b.know.can(m) {
				b.bind(p.Index, m, func() { b.solve(rest, yield) })
			}
		}
		return
	}
	// A derivable message is a subterm of what he knows that he can derive, or he
	// builds it from derivable parts.
	for _, d := range b.know.subs {
		if b.know.in[d] {
			b.match(p, d, rest, yield)
		}
	}
	if p.Op != protocol.Inv {
		b.solve(append(rest, parts(p)...), yield)
	}
}

func parts(p *protocol.Expr) []condition {
	var out []condition
	for _, a := range p.Args {
		out = append(out, condition{pattern: a})
	}
	return out
}

// match goes on with what p = m asks of the parts of p; p is not algebraic and
// has a variable without value.
func (b *binder) match(p *protocol.Expr, m *msg, rest []condition, yield func()) {
	switch {
	case p.Op == protocol.Var:
		b.bind(p.Index, m, func() { b.solve(rest, yield) })
	case p.Op == protocol.Inv: // inv(p) = m exactly when p = inv(m)
		b.solve(append([]condition{{p.Args[0], b.know.t.apply(protocol.Inv, m)}}, rest...), yield)
	case p.Op == m.op:
		var conds []condition
		for i, a := range p.Args {
			conds = append(conds, condition{a, m.args[i]})
		}
		b.solve(append(conds, rest...), yield)
	}
}

// bind gives variable v the value m, when it fits, during next.
func (b *binder) bind(v int, m *msg, next func()) {
	if !b.x.fits(m, b.decls[v].Type) {
		return
	}
	taken := m.op == protocol.Open && m.index == b.opens[m.typ.Kind]
	if taken {
		b.opens[m.typ.Kind]++
	}
	b.vars[v] = m
	next()
	b.vars[v] = nil
	if taken {
		b.opens[m.typ.Kind]--
	}
}

// guess tries values for one variable of an exponentiation or a sum. When all
// else in it is known the one value that solves the equation is among those
// tried; otherwise every value of the universe is.
func (b *binder) guess(c condition, rest []condition, yield func()) {
	v := b.unbound(c.pattern)
	b.vars[v] = b.know.t.zero()
	one := b.value(c.pattern)
	b.vars[v] = b.know.t.open(-1, term.TText)
	if one == nil || one == b.value(c.pattern) {
		// Two unknowns can cancel each other, and one itself, whatever their value is.
		b.x.ambiguous = true
	}
	b.vars[v] = nil
	tried := map[*msg]bool{}
	try := func(m *msg) {
		if m != nil && !tried[m] {
			tried[m] = true
			b.bind(v, m, func() { b.solve(append([]condition{c}, rest...), yield) })
		}
	}
	for _, m := range b.candidates(b.decls[v].Type) {
		try(m)
	}
	for _, m := range b.mentioned(c) {
		try(m)
	}
	targets := []*msg{c.value}
	if c.value == nil {
		targets = nil
		for _, d := range b.know.subs {
			if b.know.in[d] {
				targets = append(targets, d)
			}
		}
	}
	for _, g := range targets {
		try(b.invert(c.pattern, v, g))
	}
}

// mentioned returns the subterms of the ground parts of c: a variable may take one
// of them so that it cancels, even if the intruder has never seen it.
func (b *binder) mentioned(c condition) []*msg {
	k := &knowledge{in: map[*msg]bool{}}
	if c.value != nil {
		k.addSubterms(c.value)
	}
	c.pattern.Walk(func(e *protocol.Expr) bool {
		m := b.value(e)
		if m != nil {
			k.addSubterms(m)
		}
		return m == nil
	})
	var out []*msg
	for m := range k.in {
		out = append(out, m)
	}
	sortByID(out)
	return out
}

// invert returns the value of variable v for which p equals g, when v is a
// summand or the base of p and all the rest of p has a value; nil otherwise.
func (b *binder) invert(p *protocol.Expr, v int, g *msg) *msg {
	if p.Op == protocol.Var && p.Index == v {
		return g
	}
	if !algebraic(p) {
		return nil
	}
	var at *protocol.Expr
	for i, a := range p.Args {
		m := b.value(a)
		switch {
		case m == nil && at == nil && (p.Op == protocol.Xor || i == 0):
			at = a
		case m == nil:
			return nil
		case p.Op == protocol.Xor:
			g = b.know.t.apply(protocol.Xor, g, m)
		case i > 0:
			// Only if m is among the exponents of g: a base with an inverse in
			// it that nobody put there solves the equation, but is a value that no
			// role could have found.
			if _, es := g.power(); len(minus([]*msg{m}, es)) > 0 {
				return nil
			}
			g = b.know.t.raise(g, b.know.t.apply(protocol.Inv, m))
		}
	}
	if at == nil {
		return nil
	}
	return b.invert(at, v, g)
}

func (b *binder) value(e *protocol.Expr) *msg { return b.know.t.eval(e, b.slots, b.vars) }

// unbound returns a variable of e without value, the first.
func (b *binder) unbound(e *protocol.Expr) int {
	v := -1
	e.Walk(func(a *protocol.Expr) bool {
		if v < 0 && a.Op == protocol.Var && b.vars[a.Index] == nil {
			v = a.Index
		}
		return v < 0
	})
	return v
}

func algebraic(e *protocol.Expr) bool { return e.Op == protocol.Xor || e.Op == protocol.Exp }

// candidates returns the universe for a variable of type t: the subterms of the
// intruder's knowledge, which is all that a message he can make is made of; the
// values that he made up so far; and one more. For a variable that takes composed
// messages this is a choice, which Result.Exact admits.
func (b *binder) candidates(t *term.Type) []*msg {
	var out []*msg
	for _, m := range b.know.subs {
		if m.op != protocol.Open && b.x.fits(m, t) {
			out = append(out, m)
		}
	}
	for _, k := range b.x.kinds {
		made := &term.Type{Kind: k}
		if b.x.opt.Untyped && k != term.Text {
			continue // values of all types are alike
		}
		n := b.opens[k] + 1
		if n > b.x.limit(k) {
			n = b.x.limit(k)
			if b.x.fits(b.know.t.open(0, made), t) {
				b.x.capped = true
			}
		}
		for i := 0; i < n; i++ {
			if m := b.know.t.open(i, made); b.x.fits(m, t) {
				out = append(out, m)
			}
		}
	}
	return out
}
