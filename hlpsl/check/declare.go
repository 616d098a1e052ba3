package check

import (
	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// declareRoles enters the roles and their variables.
func (c *checker) declareRoles() {
	for _, d := range c.info.File.Roles {
		if o := c.info.roles[d.Name.Name]; o != nil {
			if sameText(o.Decl, d) {
				e := c.warnf(diag.RepeatedRole, d.Name.Range, "role %s is written twice", d.Name.Name)
				e.Help = "remove one of them"
				e.Related = []diag.Related{{Range: o.Decl.Name.Range, Message: "the first one"}}
				continue
			}
			e := c.errorf(diag.DuplicateRole, d.Name.Range, "a second role %s", d.Name.Name)
			e.Help = "rename one of them; the reference translator silently ignores the second"
			e.Related = []diag.Related{{Range: o.Decl.Name.Range, Message: "the first one"}}
			continue
		}
		r := &Role{Decl: d, Name: d.Name.Name, vars: map[string]*Var{}, missing: map[string]bool{}}
		c.info.roles[r.Name] = r
		c.info.Roles = append(c.info.Roles, r)
		r.Formals = c.declareVars(r, d.Formals, true)
		r.Locals = c.declareVars(r, d.Locals, false)
		for i := range d.Inits {
			in := &d.Inits[i]
			if v := r.vars[in.Var.Name]; v != nil && in.Fact == nil && v.Init == nil {
				v.Init = in
			}
		}
	}
}

// sameText reports whether two roles differ in nothing but their layout.
func sameText(a, b *syntax.Role) bool {
	text := func(r *syntax.Role) string { return string(syntax.Format(&syntax.File{Roles: []*syntax.Role{r}})) }
	return text(a) == text(b)
}

// declareVars enters the variables of one list (Sem 13, 16: declared twice).
func (c *checker) declareVars(r *Role, groups []syntax.VarGroup, formal bool) []*Var {
	var vars []*Var
	for _, g := range groups {
		t := TypeOf(g.Type)
		c.typeWarnings(g.Type)
		for _, n := range g.Names {
			v := &Var{Name: n.Name, Type: t, Range: n.Range, Formal: formal}
			if o := r.vars[n.Name]; o != nil {
				d := c.errorf(diag.Redeclared, n.Range, "variable %s is declared twice in role %s", n.Name, r.Name)
				if !o.Type.Equal(t) {
					d.Message += ", as " + show(o.Type) + " and as " + show(t)
				}
				d.Help = "remove or rename one of the declarations"
				d.Related = []diag.Related{{Range: o.Range, Message: "the first declaration"}}
				continue
			}
			r.vars[n.Name] = v
			vars = append(vars, v)
		}
	}
	return vars
}

// typeWarnings warns of types that are not what they seem.
func (c *checker) typeWarnings(t *syntax.Type) {
	if t == nil {
		return
	}
	switch {
	case t.Name == "channel" && t.Chan == "ota":
		c.warnf(diag.OtaChannel, t.Range, "a channel(ota) is a channel(dy): the intruder controls it").
			Help = "write channel(dy)"
	case t.Name == "enum":
		c.warnf(diag.EnumType, t.Range, "a variable of an enumeration type takes any message").
			Help = "no tool supports enumerations; use one of the basic types"
	}
	for _, a := range t.Args {
		c.typeWarnings(a)
	}
}

// declareConsts enters the declared constants of all roles (Sem 16: declared
// again with another type).
func (c *checker) declareConsts() {
	c.info.consts["i"] = &Const{Name: "i", Type: term.TAgent, Declared: true}
	for _, r := range c.info.Roles {
		for _, g := range r.Decl.Consts {
			t := TypeOf(g.Type)
			for _, n := range g.Names {
				o := c.info.consts[n.Name]
				switch {
				case o == nil:
					c.addConst(&Const{Name: n.Name, Type: t, Range: n.Range, Declared: true})
				case o.Name == "i" && !o.Range.IsValid() && o.Type.Equal(t):
					o.Range = n.Range
					c.info.Consts = append(c.info.Consts, o)
				case !o.Type.Equal(t):
					d := c.errorf(diag.ConstantConflict, n.Range, "constant %s is declared as %s and as %s", n.Name, show(o.Type), show(t))
					d.Help = "constants are global: give both declarations one type, or rename one"
					if o.Range.IsValid() {
						d.Related = []diag.Related{{Range: o.Range, Message: "the other declaration"}}
					} else {
						d.Help = "i is the intruder, an agent; rename the constant"
					}
					o.Conflict = true
				}
			}
		}
	}
}

// compareRoles checks that a variable of one name in two roles has types that
// go together (Sem 18a): what the role above holds could be passed to the one
// below.
func (c *checker) compareRoles() {
	last := map[string]*Var{}
	owner := map[string]*Role{}
	for _, r := range c.info.Roles {
		for _, vs := range [][]*Var{r.Formals, r.Locals} {
			for _, v := range vs {
				o := last[v.Name]
				if o == nil || Fits(o.Type, v.Type) {
					last[v.Name], owner[v.Name] = v, r
					continue
				}
				if owner[v.Name] != r {
					d := c.errorf(diag.OtherRoleType, v.Range, "variable %s of type %s has type %s in role %s", v.Name, show(v.Type), show(o.Type), owner[v.Name].Name)
					d.Help = "give both one type, or rename one of them"
					d.Related = []diag.Related{{Range: o.Range, Message: "declared here"}}
				}
			}
		}
	}
}

// reserved checks the variables that the reference translator uses itself
// (Sem 18b).
func (c *checker) reserved() {
	if c.info.File.Goals == nil {
		return
	}
	var auth, secret bool
	for _, g := range c.info.File.Goals.Goals {
		switch g.Kind {
		case syntax.GoalSecrecy:
			secret = true
		case syntax.GoalAuth, syntax.GoalWeakAuth, syntax.GoalAuthenticates:
			auth = true
		}
	}
	types := map[string]*term.Type{}
	if auth {
		for name, t := range map[string]*term.Type{
			"SID": term.TNat, "SID1": term.TNat, "SID2": term.TNat,
			"A1Goal": term.TAgent, "A2Goal": term.TAgent, "MGoal": term.TMessage,
		} {
			types[name] = t
		}
	}
	if secret {
		types["MGoal"] = term.TMessage
		types["ASGoal"] = &term.Type{Kind: term.Set, Args: []*term.Type{term.TAgent}}
	}
	for _, r := range c.info.Roles {
		for _, vs := range [][]*Var{r.Formals, r.Locals} {
			for _, v := range vs {
				if t := types[v.Name]; t != nil && !Fits(v.Type, t) {
					c.errorf(diag.ReservedVariable, v.Range, "variable %s is reserved: it can only have the type %s", v.Name, show(t)).
						Help = "rename it; the goals are translated with a variable of this name"
				}
			}
		}
	}
}

// player checks that a basic role is played by one of its formals of type agent
// (Sem 17).
func (c *checker) player(r *Role) {
	p := r.Decl.Player
	if p == nil {
		return
	}
	v := r.vars[p.Name]
	if v != nil && v.Formal && v.Type.Kind == term.Agent {
		r.Player = v
		return
	}
	d := c.errorf(diag.PlayerNotAgent, p.Range, "the player %s of role %s is not among its parameters of type agent", p.Name, r.Name)
	var agents []string
	for _, f := range r.Formals {
		if f.Type.Kind == term.Agent {
			agents = append(agents, f.Name)
		}
	}
	d.Help = diag.DidYouMean(p.Name, agents)
	if v != nil {
		d.Related = []diag.Related{{Range: v.Range, Message: "declared here as " + show(v.Type)}}
	}
}
