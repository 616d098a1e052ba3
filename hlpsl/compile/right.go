package compile

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// right translates the right side: first the new values of the variables, then
// what is sent and left behind, which speaks of them.
func (b *rule) right() {
	for i := range b.text.Right {
		a := &b.text.Right[i]
		if _, defined := b.subst[a.Var.Name]; a.Atom == nil && !defined && b.assign[a.Var.Name] == nil {
			b.assign[a.Var.Name] = a
		}
	}
	b.literals()
	b.assignments()
	for i := range b.text.Right {
		a := &b.text.Right[i]
		switch {
		case a.Atom == nil:
			if b.assign[a.Var.Name] != a {
				b.second(a)
			}
		case sends(a.Atom):
			b.out.Sends = append(b.out.Sends, protocol.Send{Channel: a.Atom.Name.Name, Message: b.message(a.Atom, right), Range: a.Range})
		default:
			if f, ok := b.factOf(a.Atom, right); ok {
				b.out.Emits = append(b.out.Emits, f)
			}
		}
	}
}

func sends(a *syntax.Atom) bool { return a.Chan || a.Name.Name == "iknows" }

// literals gives every set literal of the right side that counts its hidden
// slot, in the order of the text. A literal in a fact that is dropped, in an
// assignment that has no effect or after a comma does not count.
func (b *rule) literals() {
	var visit func(e syntax.Expr)
	visit = func(e syntax.Expr) {
		for _, p := range check.Parts(e) {
			visit(p)
		}
		if l, ok := e.(*syntax.SetLit); ok {
			b.sets[l] = b.hiddenSet(b.role, b.literalType(l), l.Range)
		}
	}
	for i := range b.text.Right {
		a := &b.text.Right[i]
		switch {
		case a.Atom == nil:
			if a.Value != nil && (b.assign[a.Var.Name] == a || check.ChangesSet(a.Value)) {
				visit(a.Value)
			}
		case sends(a.Atom):
			if len(a.Atom.Args) > 0 {
				visit(a.Atom.Args[0])
			}
		case b.keeps(a.Atom):
			for _, e := range a.Atom.Args {
				visit(e)
			}
		}
	}
}

// assignments computes the new value of every variable, in the order of the text
// and as the translator does: a value may speak of new values that come later;
// each is put into the earlier ones as soon as it is known, once. What is then
// still unknown depends on itself.
func (b *rule) assignments() {
	for i := range b.text.Right {
		a := &b.text.Right[i]
		name := a.Var.Name
		if a.Atom != nil || b.assign[name] != a {
			continue
		}
		var e *protocol.Expr
		if a.New {
			e = b.in(b.fresh, name, protocol.New, a.Var.Range)
		} else {
			e = b.expr(a.Value, right)
		}
		if !b.fits(e, a.Range) {
			return
		}
		if p, ok := b.later[name]; ok {
			for other, x := range b.value {
				b.value[other] = replace(x, p, e)
				if !b.fits(b.value[other], a.Range) {
					return
				}
			}
			b.replaceElems(p, e)
		}
		b.value[name] = e
	}
	for i := range b.text.Right {
		name := b.text.Right[i].Var.Name
		p, ok := b.later[name]
		if !ok {
			continue
		}
		delete(b.later, name)
		left := false
		for _, x := range b.value {
			left = left || mentions(x, p)
		}
		for _, ops := range [][]protocol.SetOp{b.out.Adds, b.out.Deletes} {
			for _, o := range ops {
				left = left || mentions(o.Elem, p) || mentions(o.Set, p)
			}
		}
		if !left {
			continue
		}
		e := b.cyclic(name, b.text.Right[i].Range)
		for other, x := range b.value {
			b.value[other] = replace(x, p, e)
		}
		b.replaceElems(p, e)
	}
}

// cyclic returns what X' stands for in the new value of X itself: what the left
// side bound it to; the old set; else an unknown value.
func (b *rule) cyclic(name string, at diag.Range) *protocol.Expr {
	if i, ok := b.bound[name]; ok {
		return protocol.V(i)
	}
	if v := b.template.role.Var(name); v != nil && v.Type.Kind == term.Set {
		return b.old(name)
	}
	d := b.list.Add(diag.CyclicAssignment, diag.Warning, at, "the new value of %s depends on itself", name)
	d.Help = "write " + name + " without a prime for its old value"
	return protocol.V(b.variable(name, protocol.New, at))
}

// newValue reads X' on the right side: what X' := e gives it, else what the left
// side bound it to or found in a fact, else a fresh value. A value that is still to come is a
// variable with a negative number.
func (b *rule) newValue(name string, at diag.Range) *protocol.Expr {
	if e := b.value[name]; e != nil {
		return e
	}
	if b.assign[name] != nil {
		p, ok := b.later[name]
		if !ok {
			p = -1 - len(b.later)
			b.later[name] = p
		}
		return protocol.V(p)
	}
	for _, m := range []map[string]int{b.bound, b.local} {
		if i, ok := m[name]; ok {
			return protocol.V(i)
		}
	}
	return b.in(b.fresh, name, protocol.New, at)
}

// second translates an assignment to a variable that has a value already: it has
// no effect but on the elements of sets.
func (b *rule) second(a *syntax.Action) {
	if a.Value != nil && check.ChangesSet(a.Value) {
		b.expr(a.Value, right)
	}
}

func (b *rule) replaceElems(p int, by *protocol.Expr) {
	for _, ops := range [][]protocol.SetOp{b.out.Adds, b.out.Deletes} {
		for i := range ops {
			ops[i].Elem, ops[i].Set = replace(ops[i].Elem, p, by), replace(ops[i].Set, p, by)
		}
	}
}

func mentions(e *protocol.Expr, p int) bool {
	found := false
	e.Walk(func(x *protocol.Expr) bool {
		found = found || x.Op == protocol.Var && x.Index == p
		return !found
	})
	return found
}

// replace returns e with variable p replaced.
func replace(e *protocol.Expr, p int, by *protocol.Expr) *protocol.Expr {
	if e.Op == protocol.Var && e.Index == p {
		return by
	}
	if !mentions(e, p) {
		return e
	}
	args := make([]*protocol.Expr, len(e.Args))
	for i, a := range e.Args {
		args[i] = replace(a, p, by)
	}
	return protocol.E(e.Op, args...)
}
