package check

import (
	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// keys checks that a constant or variable that is used directly as a key has a
// known type where it is used (Sem 16, cannot infer type): whether the encryption
// is symmetric depends on it. The reference translator reads the text once, from
// top to bottom, so a constant has to be declared in the role itself or in one
// above it.
func (c *checker) keys(r *Role) {
	for _, g := range r.Decl.Consts {
		for _, n := range g.Names {
			c.declared[n.Name] = true
		}
	}
	check := func(e syntax.Expr) {
		enc, ok := e.(*syntax.Encrypt)
		if !ok {
			return
		}
		k, ok := Unparen(enc.Key).(*syntax.Const)
		if !ok || c.declared[k.Name] || k.Name == "i" || c.keyed[k.Name] {
			return
		}
		c.keyed[k.Name] = true
		d := c.errorf(diag.KeyNotDeclared, k.Range, "the type of the key %s is not known here", k.Name)
		d.Help = "declare it in a const section of role " + r.Name + ", or pass it as a parameter"
		if o := c.info.consts[k.Name]; o != nil && o.Declared {
			d.Related = []diag.Related{{Range: o.Range, Message: "declared here, below its use"}}
		} else {
			c.useConst(k.Name, k.Range)
		}
	}
	eachExpr(r.Decl, func(e syntax.Expr) { Walk(e, check) })
}

// eachExpr calls f on every outermost expression of the role.
func eachExpr(d *syntax.Role, f func(syntax.Expr)) {
	all := func(es []syntax.Expr) {
		for _, e := range es {
			f(e)
		}
	}
	atom := func(a *syntax.Atom) {
		if a != nil {
			all(a.Args)
		}
	}
	for _, in := range d.Inits {
		if in.Value != nil {
			f(in.Value)
		}
		atom(in.Fact)
	}
	if d.Knowledge != nil {
		all(d.Knowledge.Terms)
	}
	for _, t := range d.Transitions {
		for _, l := range t.Left {
			all(l.Args)
			atom(l.Atom)
		}
		for _, a := range t.Right {
			if a.Value != nil {
				f(a.Value)
			}
			atom(a.Atom)
		}
	}
	eachCall(d.Composition, func(call *syntax.Call) { all(call.Args) }, func(loop *syntax.Composition) { f(loop.Set) })
}

// eachCall calls f on the calls of a composition and g on its loops.
func eachCall(comp *syntax.Composition, f func(*syntax.Call), g func(*syntax.Composition)) {
	if comp == nil {
		return
	}
	if comp.Call != nil {
		f(comp.Call)
	}
	if comp.Op == "forall" && comp.Set != nil {
		g(comp)
	}
	for _, p := range comp.Parts {
		eachCall(p, f, g)
	}
}

// inits checks the init section (Sem 11c, 5.1i).
func (c *checker) inits(r *Role) {
	for _, in := range r.Decl.Inits {
		if in.Fact != nil {
			c.atom(r, in.Fact)
			continue
		}
		c.useVar(r, in.Var.Name, in.Var.Range)
		c.names(r, in.Value)
		v := r.vars[in.Var.Name]
		t := c.typeOf(r, in.Value)
		if v == nil {
			continue
		}
		if !Fits(t, v.Type) {
			d := c.errorf(diag.InitType, in.Value.Pos(), "variable %s of type %s cannot start as a value of type %s", v.Name, show(v.Type), show(t))
			d.Related = []diag.Related{{Range: v.Range, Message: "declared here"}}
		}
		c.guess(in.Value, v.Type)
	}
}

// guess gives an undeclared constant the type of the place it is passed to.
func (c *checker) guess(e syntax.Expr, t *term.Type) {
	k, ok := Unparen(e).(*syntax.Const)
	if !ok {
		return
	}
	if o := c.info.consts[k.Name]; o != nil && !o.Declared && o.Type == term.TMessage && simple(t) && t.Kind != term.Channel {
		o.Type = t
	}
}

// atom checks the names of a fact, a send or a receive.
func (c *checker) atom(r *Role, a *syntax.Atom) {
	if a.Chan {
		c.useVar(r, a.Name.Name, a.Name.Range)
		if v := r.vars[a.Name.Name]; v != nil && a.Start && v.Type.Kind != term.Channel {
			c.errorf(diag.NotAChannel, a.Name.Range, "start is received on %s, which has type %s", v.Name, show(v.Type)).
				Related = []diag.Related{{Range: v.Range, Message: "declared here"}}
		}
	}
	for _, e := range a.Args {
		c.names(r, e)
		c.typeOf(r, e)
	}
}

// transitions checks the transitions of a basic role (Sem 11e).
func (c *checker) transitions(r *Role) {
	for _, t := range r.Decl.Transitions {
		event := false
		for _, l := range t.Left {
			for _, e := range l.Args {
				c.names(r, e)
				c.typeOf(r, e)
			}
			if l.Atom == nil {
				continue
			}
			c.atom(r, l.Atom)
			if l.Atom.Chan || l.Atom.Name.Name == "iknows" {
				event = event || !l.Neg
			}
		}
		switch {
		case !t.Immediate && !event:
			c.warnf(diag.NoEvent, t.Arrow, "a transition with =|> that receives nothing").
				Help = "it can fire at any time; write --|> if that is meant, or add a receive"
		case t.Immediate && event:
			c.warnf(diag.ImmediateReceive, t.Arrow, "a transition with --|> that waits for a message").
				Help = "write =|>"
		}
		c.rightSide(r, t)
	}
}

// rightSide checks the actions of a transition.
func (c *checker) rightSide(r *Role, t *syntax.Transition) {
	assigned := map[string]diag.Range{}
	for _, l := range t.Left {
		if v := LeftAssigned(l); v != nil {
			assigned[v.Name] = l.Range
		}
	}
	for _, a := range t.Right {
		if a.Atom != nil {
			c.atom(r, a.Atom)
			continue
		}
		c.useVar(r, a.Var.Name, a.Var.Range)
		if a.Value != nil {
			c.names(r, a.Value)
			c.typeOf(r, a.Value)
		}
		if o, ok := assigned[a.Var.Name]; ok && !ChangesSet(a.Value) {
			d := c.warnf(diag.MultipleAssignment, a.Range, "%s gets a second value in this transition; the first one stays", a.Var.Name)
			d.Help = "remove one of the two"
			d.Related = []diag.Related{{Range: o, Message: "the first value"}}
			continue
		}
		if _, ok := assigned[a.Var.Name]; !ok {
			assigned[a.Var.Name] = a.Range
		}
	}
}

// ChangesSet reports whether e is cons(..) or delete(..): a second assignment of
// this kind takes effect beside the first.
func ChangesSet(e syntax.Expr) bool {
	switch Unparen(e).(type) {
	case *syntax.Cons, *syntax.Delete:
		return true
	}
	return false
}

// LeftAssigned returns X when l is X' = e: on the left side this replaces X' by e
// everywhere and stores e.
func LeftAssigned(l syntax.Literal) *syntax.Var {
	if l.Kind != syntax.LitEq || l.Neg || len(l.Args) != 2 {
		return nil
	}
	if v, ok := Unparen(l.Args[0]).(*syntax.Var); ok && v.Primed {
		return v
	}
	return nil
}
