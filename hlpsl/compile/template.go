package compile

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// template is the translation of a basic role.
type template struct {
	role   *check.Role
	index  int // in model.Roles
	slot   map[string]int
	hidden []hidden // what the hidden slots start with, after the named ones
}

// hidden is a slot that the compiler adds: a new set for a literal, or what a
// function gives for an argument, looked up for each instance.
type hidden struct {
	set   bool
	apply *syntax.Apply
}

// templates translates every basic role that the main call reaches.
func (c *compiler) templates() {
	for _, r := range c.info.Roles {
		if r.Called && !r.Composed() && r.Player != nil {
			c.template(r)
		}
	}
}

func (c *compiler) template(r *check.Role) {
	t := &template{role: r, index: len(c.model.Roles), slot: map[string]int{}}
	c.roles[r] = t
	out := protocol.Role{Name: r.Name, Range: r.Decl.Range}
	for _, vs := range [][]*check.Var{r.Formals, r.Locals} {
		for _, v := range vs {
			if v.Type.Kind == term.Channel {
				continue
			}
			t.slot[v.Name] = len(out.Slots)
			out.Slots = append(out.Slots, protocol.SlotDecl{Name: v.Name, Type: v.Type, Range: v.Range, Formal: v.Formal})
		}
	}
	out.Player = t.slot[r.Player.Name]
	tables := c.tablesOf(r)
	c.current = t
	defer func() { c.current = nil }()
	for _, tr := range r.Decl.Transitions {
		b := &rule{compiler: c, template: t, role: &out, tables: tables, text: tr}
		out.Transitions = append(out.Transitions, b.compile())
	}
	c.model.Roles = append(c.model.Roles, out)
}

// hiddenSet adds the hidden slot of a set literal.
func (t *template) hiddenSet(out *protocol.Role, typ *term.Type, at diag.Range) *protocol.Expr {
	t.hidden = append(t.hidden, hidden{set: true})
	out.Slots = append(out.Slots, protocol.SlotDecl{Name: "{}", Type: typ, Range: at, Hidden: true})
	return protocol.S(len(out.Slots) - 1)
}

// slots returns the initial values of an instance.
func (c *compiler) slots(t *template, in *env) []*protocol.Expr {
	decls := c.model.Roles[t.index].Slots
	vals := make([]*protocol.Expr, len(decls))
	first := len(decls) - len(t.hidden)
	for i, d := range decls {
		switch {
		case i < first:
			vals[i] = in.vals[d.Name]
		case t.hidden[i-first].set:
			vals[i] = c.newSet(d.Type, nil)
		default:
			vals[i] = c.value(in, t.hidden[i-first].apply)
		}
	}
	return vals
}

// tablesOf returns the formals of function type that no transition changes: the
// translator takes a set of pairs for one of them and then forgets the pairs.
// Applied to a constant or to another variable that never changes, such a
// function has one value for each instance.
func (c *compiler) tablesOf(r *check.Role) map[string]bool {
	fixed := map[string]bool{}
	for _, f := range r.Formals {
		fixed[f.Name] = true
	}
	for _, v := range r.Locals {
		fixed[v.Name] = true
	}
	drop := func(e syntax.Expr) {
		check.Walk(e, func(e syntax.Expr) {
			if v, ok := e.(*syntax.Var); ok && v.Primed {
				delete(fixed, v.Name)
			}
		})
	}
	for _, t := range r.Decl.Transitions {
		for _, l := range t.Left {
			for _, e := range l.Args {
				drop(e)
			}
			if l.Atom != nil {
				for _, e := range l.Atom.Args {
					drop(e)
				}
			}
		}
		for _, a := range t.Right {
			if a.Atom == nil {
				delete(fixed, a.Var.Name)
			} else {
				for _, e := range a.Atom.Args {
					drop(e)
				}
			}
			if a.Value != nil {
				drop(a.Value)
			}
		}
	}
	return fixed
}
