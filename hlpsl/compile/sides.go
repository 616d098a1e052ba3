package compile

import (
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// left translates the left side. Equations that define a primed variable come
// first, then what binds variables, then facts, which see these variables but
// bind none, then negative conditions.
func (b *rule) left() {
	var defines = map[int]bool{}
	for i, l := range b.text.Left {
		if v := check.LeftAssigned(l); v != nil {
			if _, ok := b.subst[v.Name]; !ok {
				b.subst[v.Name] = l.Args[1]
				defines[i] = true
			}
		}
	}
	b.out.Spontaneous = true
	for i, l := range b.text.Left {
		if !defines[i] && !isNegative(l) && !isFact(l) {
			b.positive(l)
		}
	}
	for _, l := range b.text.Left {
		if !isNegative(l) && isFact(l) {
			b.fact(l)
		}
	}
	for _, l := range b.text.Left {
		if isNegative(l) {
			b.negative(l)
		}
	}
}

func isFact(l syntax.Literal) bool { return l.Kind == syntax.LitAtom && !l.Atom.Chan }

// isNegative reports whether l cannot bind a variable.
func isNegative(l syntax.Literal) bool {
	if l.Kind == syntax.LitNeq {
		return !l.Neg
	}
	return l.Neg || l.Kind == syntax.LitLeq
}

// positive translates a receive, a membership or an equation.
func (b *rule) positive(l syntax.Literal) {
	switch l.Kind {
	case syntax.LitAtom:
		b.out.Spontaneous = false
		b.out.Receives = append(b.out.Receives, protocol.Receive{Channel: l.Atom.Name.Name, Message: b.message(l.Atom, binding), Range: l.Range})
	case syntax.LitIn:
		b.out.In = append(b.out.In, protocol.Membership{Elem: b.expr(l.Args[0], binding), Set: b.expr(l.Args[1], binding), Range: l.Range})
	default: // =, not(/=)
		b.guard(protocol.Eq, l, binding)
	}
}

func (b *rule) guard(rel protocol.Relation, l syntax.Literal, s side) {
	b.out.Guards = append(b.out.Guards, protocol.Guard{Rel: rel, Left: b.expr(l.Args[0], s), Right: b.expr(l.Args[1], s), Range: l.Range})
}

// message returns what a channel atom carries. A comma drops everything after
// the first argument.
func (b *rule) message(a *syntax.Atom, s side) *protocol.Expr {
	if a.Start || len(a.Args) == 0 {
		return protocol.C(protocol.Start, term.TMessage)
	}
	return b.expr(a.Args[0], s)
}

// fact translates a fact that must be present, or iknows, which receives.
func (b *rule) fact(l syntax.Literal) {
	if l.Atom.Name.Name == "iknows" {
		b.out.Spontaneous = false
		b.out.Receives = append(b.out.Receives, protocol.Receive{Channel: "iknows", Message: b.message(l.Atom, factual), Range: l.Range})
		return
	}
	if f, ok := b.factOf(l.Atom, factual); ok {
		b.out.Consumes = append(b.out.Consumes, f)
	}
}

// negative translates a condition that binds nothing. An inequality with a
// variable that nothing binds holds for some value of it, so it is no condition.
func (b *rule) negative(l syntax.Literal) {
	switch l.Kind {
	case syntax.LitAtom:
		if l.Atom.Chan || l.Atom.Name.Name == "iknows" {
			b.unsupported(l.Range, "a negated receive")
			return
		}
		if f, ok := b.factOf(l.Atom, negative); ok {
			b.out.Guards = append(b.out.Guards, protocol.Guard{Rel: protocol.Absent, Fact: &f, Range: l.Range})
		}
	case syntax.LitIn:
		b.guard(protocol.NotIn, l, negative)
	case syntax.LitLeq:
		rel := protocol.LessEq
		if l.Neg {
			rel = protocol.NotLess
		}
		b.guard(rel, l, negative)
	default: // /=, not(=)
		if !b.unbound(l.Args[0]) && !b.unbound(l.Args[1]) {
			b.guard(protocol.NotEq, l, negative)
		}
	}
}

// unbound reports whether e has a primed variable that the left side does not
// bind.
func (b *rule) unbound(e syntax.Expr) bool {
	found := false
	check.Walk(e, func(x syntax.Expr) {
		v, ok := x.(*syntax.Var)
		if !ok || !v.Primed {
			return
		}
		_, bound := b.bound[v.Name]
		_, local := b.local[v.Name]
		_, subst := b.subst[v.Name]
		found = found || !bound && !local && !subst
	})
	return found
}

// keeps reports whether a fact of the right side has any effect: some goal names
// its id, and it has the arguments that the goal speaks of.
func (b *rule) keeps(a *syntax.Atom) bool {
	kind := factKind(a.Name.Name)
	if kind == protocol.User {
		return true
	}
	place := idPlace(kind)
	if len(a.Args) <= place {
		return false
	}
	k, ok := check.Unparen(a.Args[place]).(*syntax.Const)
	if !ok || !b.named(kind, k.Name) {
		return false
	}
	if kind == protocol.Secret && len(a.Args) > 3 {
		b.unsupported(a.Range, "a secret of more than three arguments")
	}
	return len(a.Args) == arity(kind)
}

// arity returns the number of arguments of a fact that goals speak of.
func arity(k protocol.FactKind) int {
	if k == protocol.Secret {
		return 3
	}
	return 4
}

// factOf translates a fact; ok is false when it can have no effect.
func (b *rule) factOf(a *syntax.Atom, s side) (f protocol.Fact, ok bool) {
	if s == right && !b.keeps(a) {
		return f, false
	}
	f = protocol.Fact{Kind: factKind(a.Name.Name), Name: a.Name.Name, Range: a.Range}
	args := a.Args
	if f.Kind != protocol.User {
		place := idPlace(f.Kind)
		if len(args) != arity(f.Kind) {
			return f, false
		}
		if k, constant := check.Unparen(args[place]).(*syntax.Const); constant {
			f.ID = k.Name
		}
		args = append(append([]syntax.Expr{}, args[:place]...), args[place+1:]...)
	}
	f.Args = b.exprs(args, s)
	return f, true
}

// primedOn returns the variables that occur with a prime in a left side, in the
// arguments that a comma drops too.
func primedOn(left []syntax.Literal) map[string]bool {
	names := map[string]bool{}
	see := func(es []syntax.Expr) {
		for _, e := range es {
			check.Walk(e, func(x syntax.Expr) {
				if v, ok := x.(*syntax.Var); ok && v.Primed {
					names[v.Name] = true
				}
			})
		}
	}
	for _, l := range left {
		see(l.Args)
		if l.Atom != nil {
			see(l.Atom.Args)
		}
	}
	return names
}
