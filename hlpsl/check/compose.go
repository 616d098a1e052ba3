package check

import (
	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// composition checks the calls of a composed role (Sem 0, 2a, 2b, 11b).
func (c *checker) composition(r *Role) {
	eachCall(r.Decl.Composition, func(call *syntax.Call) { c.call(r, call) }, func(loop *syntax.Composition) {
		c.names(r, loop.Set)
		for _, v := range loop.Vars {
			c.useVar(r, v.Name, v.Range)
		}
		c.typeOf(r, loop.Set)
	})
	c.sequential(r.Decl.Composition)
}

// sequential warns of ; in a composition.
func (c *checker) sequential(comp *syntax.Composition) {
	if comp == nil {
		return
	}
	if comp.Op == ";" {
		c.warnf(diag.Sequential, comp.Range, "; is read as /\\: all these roles start at once").
			Help = "no tool runs roles one after the other; write /\\"
		return
	}
	for _, p := range comp.Parts {
		c.sequential(p)
	}
}

// call checks one call of a role.
func (c *checker) call(r *Role, call *syntax.Call) {
	for _, a := range call.Args {
		c.names(r, a)
	}
	o := c.info.roles[call.Name.Name]
	if o == nil {
		d := c.errorf(diag.UndefinedRole, call.Name.Range, "role %s is not defined", call.Name.Name)
		var names []string
		for _, x := range c.info.Roles {
			names = append(names, x.Name)
		}
		d.Help = diag.DidYouMean(call.Name.Name, names)
		c.typesOf(r, call.Args)
		return
	}
	c.arguments(r, call, o)
}

// arguments compares the arguments of a call with the formals of the role.
func (c *checker) arguments(r *Role, call *syntax.Call, o *Role) {
	types := c.typesOf(r, call.Args)
	if o.badFormals() {
		return // a formal is declared twice: counting would only repeat that
	}
	if len(call.Args) != len(o.Formals) {
		d := c.errorf(diag.ArgumentCount, call.Range, "role %s takes %d %s, not %d", o.Name, len(o.Formals), plural(len(o.Formals), "argument"), len(call.Args))
		d.Related = []diag.Related{{Range: o.Decl.Name.Range, Message: "declared here: " + o.signature()}}
		return
	}
	for i, t := range types {
		f := o.Formals[i]
		if !Fits(t, f.Type) {
			d := c.errorf(diag.ArgumentType, call.Args[i].Pos(), "argument %d of %s is of type %s, but %s is of type %s", i+1, o.Name, show(t), f.Name, show(f.Type))
			d.Related = []diag.Related{{Range: f.Range, Message: f.Name + " is declared here"}}
			continue
		}
		if f.Type.Kind == term.FuncType {
			c.table(r, call.Args[i], t, f)
		}
		c.guess(call.Args[i], f.Type)
	}
}

func plural(n int, s string) string {
	if n == 1 {
		return s
	}
	return s + "s"
}

// badFormals reports whether the declaration of the formals is in error.
func (r *Role) badFormals() bool {
	n := 0
	for _, g := range r.Decl.Formals {
		n += len(g.Names)
	}
	return n != len(r.Formals)
}

// signature returns the role with its formals as a declaration shows them.
func (r *Role) signature() string {
	s := r.Name + "("
	for i, f := range r.Formals {
		switch {
		case i == 0:
		case f.Type.Equal(r.Formals[i-1].Type):
			s += ","
		default:
			s += ":" + show(r.Formals[i-1].Type) + ", "
		}
		s += f.Name
	}
	if n := len(r.Formals); n > 0 {
		s += ":" + show(r.Formals[n-1].Type)
	}
	return s + ")"
}

// main checks the main call: it names a composed role.
func (c *checker) main() {
	call := c.info.File.Main
	if call == nil {
		return
	}
	o := c.info.roles[call.Name.Name]
	top := &Role{Decl: &syntax.Role{}, Name: "the main call", vars: map[string]*Var{}, missing: map[string]bool{}}
	if o != nil && o.Decl.Player != nil {
		c.errorf(diag.BadMain, call.Range, "the main call names %s, a basic role", o.Name).
			Help = "the last line calls a composed role, usually environment()"
		return
	}
	c.call(top, call)
	c.info.Main = o
}

// goals checks the goal section: the ids are constants (warning 7), the roles of
// "authenticates" have players (Sem 20).
func (c *checker) goals() {
	if c.info.File.Goals == nil {
		return
	}
	for _, g := range c.info.File.Goals.Goals {
		for _, id := range g.IDs {
			k := c.useConst(id.Name, id.Range)
			if !k.Declared && k.Type == term.TMessage {
				k.Type = term.TProtocolID
			}
		}
		for _, n := range g.Roles {
			o := c.info.roles[n.Name]
			switch {
			case o == nil:
				var names []string
				for _, x := range c.info.Roles {
					if x.Decl.Player != nil {
						names = append(names, x.Name)
					}
				}
				c.errorf(diag.GoalRole, n.Range, "role %s is not defined", n.Name).Help = diag.DidYouMean(n.Name, names)
			case o.Decl.Player == nil:
				c.errorf(diag.GoalRole, n.Range, "role %s has no player that could authenticate or be authenticated", n.Name)
			}
		}
	}
}

// table notes that f, a formal of function type, is given a set of pairs,
// directly or through a formal of the calling role.
func (c *checker) table(r *Role, arg syntax.Expr, t *term.Type, f *Var) {
	if t.Kind == term.Set {
		c.markTable(f)
		return
	}
	if x, ok := Unparen(arg).(*syntax.Var); ok && r.vars[x.Name] != nil {
		v := r.vars[x.Name]
		c.passes[v] = append(c.passes[v], f)
		if c.info.tables[v] {
			c.markTable(f)
		}
	}
}

func (c *checker) markTable(f *Var) {
	if c.info.tables[f] {
		return
	}
	c.info.tables[f] = true
	for _, g := range c.passes[f] {
		c.markTable(g)
	}
}
