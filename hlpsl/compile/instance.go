package compile

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// instantiate unfolds the composition from the main call.
func (c *compiler) instantiate(main *syntax.Call) {
	top := &env{role: c.info.Main, vals: map[string]*protocol.Expr{}}
	c.call(top, main, -1)
	if len(c.model.Instances) == 0 && !c.full {
		c.list.Add(diag.NothingToRun, diag.Warning, main.Range, "no role is played by an honest agent").
			Help = "the main role starts no basic role, or the intruder plays them all"
	}
}

// call instantiates the role that call names; session is the index of the
// session that a basic role belongs to.
func (c *compiler) call(v *env, call *syntax.Call, session int) {
	r := c.info.Role(call.Name.Name)
	if r == nil || c.full {
		return
	}
	c.number++
	if c.number > MaxInstances {
		c.full = true
		c.list.Add(diag.TooManyInstances, diag.Error, call.Range, "the composition unfolds to more than %d role instances", MaxInstances).
			Help = "a bounded analysis is about a handful of sessions"
		return
	}
	number := c.number
	in := c.environment(v, r, call)
	c.initial(in)
	if c.full {
		return
	}
	if !r.Composed() {
		c.basic(in, call, number, session)
		return
	}
	s := &composed{env: in, number: number, call: call, session: -1}
	for _, f := range r.Formals {
		if f.Type.Kind != term.Channel {
			s.args = append(s.args, in.vals[f.Name])
		}
	}
	c.compose(s, in, r.Decl.Composition)
}

// composed is an instance of a composed role.
type composed struct {
	*env
	number  int
	call    *syntax.Call
	args    []*protocol.Expr
	session int // index in model.Sessions, -1: it has started no basic role yet
}

// compose instantiates the calls of a composition in their order.
func (c *compiler) compose(s *composed, v *env, comp *syntax.Composition) {
	if comp == nil || c.full {
		return
	}
	switch comp.Op {
	case "call":
		if o := c.info.Role(comp.Call.Name.Name); o != nil && !o.Composed() && s.session < 0 {
			c.model.Sessions = append(c.model.Sessions, protocol.Session{
				Name: s.role.Name, Number: s.number, Args: s.args, Honest: !mention(s.args), Range: s.call.Range,
			})
			s.session = len(c.model.Sessions) - 1
		}
		c.call(v, comp.Call, s.session)
	case "forall":
		c.forall(s, v, comp)
	default:
		for _, p := range comp.Parts {
			c.compose(s, v, p)
		}
	}
}

// mention reports whether the intruder's name occurs in one of es.
func mention(es []*protocol.Expr) bool {
	found := false
	for _, e := range es {
		e.Walk(func(x *protocol.Expr) bool {
			found = found || x.Op == protocol.Const && x.Name == protocol.Intruder
			return !found
		})
	}
	return found
}

// forall unfolds /\_{in(A.B, Set)} over the elements of the set.
func (c *compiler) forall(s *composed, v *env, comp *syntax.Composition) {
	i, ok := c.setOf(c.value(v, comp.Set))
	if !ok {
		c.unsupported(comp.Set.Pos(), "a composition over a set that is not known")
		return
	}
	for _, e := range c.model.Sets[i].Elems {
		w := &env{role: v.role, vals: map[string]*protocol.Expr{}}
		for name, x := range v.vals {
			w.vals[name] = x
		}
		rest := e
		for j, x := range comp.Vars {
			if j == len(comp.Vars)-1 {
				w.vals[x.Name] = rest
				break
			}
			if rest.Op != protocol.Pair {
				c.unsupported(comp.Range, "a composition over a set whose elements are shorter than its tuple of variables")
				return
			}
			w.vals[x.Name] = rest.Args[0]
			rest = rest.Args[1]
		}
		for _, p := range comp.Parts {
			c.compose(s, w, p)
		}
	}
}

// environment binds the formals of r to the arguments of a call.
func (c *compiler) environment(v *env, r *check.Role, call *syntax.Call) *env {
	in := &env{role: r, vals: map[string]*protocol.Expr{}}
	for i, f := range r.Formals {
		if f.Type.Kind != term.Channel && i < len(call.Args) {
			x := c.typed(v, call.Args[i], f.Type)
			if !c.fits(x, call.Args[i].Pos()) {
				x = c.dummy(f.Type)
			}
			in.vals[f.Name] = x
		}
	}
	return in
}

// initial gives the locals their values and the intruder his knowledge of an
// instance.
func (c *compiler) initial(in *env) {
	r := in.role
	for _, v := range r.Locals {
		if v.Type.Kind != term.Channel && v.Init == nil {
			in.vals[v.Name] = c.dummy(v.Type)
		}
	}
	for k := range r.Decl.Inits {
		i := &r.Decl.Inits[k]
		if v := r.Var(i.Var.Name); i.Fact == nil && v != nil && v.Init == i {
			if x := c.typed(in, i.Value, v.Type); c.fits(x, i.Range) {
				in.vals[v.Name] = x
			}
		}
	}
	for _, i := range r.Decl.Inits {
		if i.Fact != nil {
			c.initialFact(in, i.Fact)
		}
	}
	if r.Decl.Knowledge != nil {
		for _, e := range r.Decl.Knowledge.Terms {
			if x := c.value(in, e); c.fits(x, e.Pos()) {
				c.learn(x)
			}
		}
	}
}

// initialFact handles a predicate of the init section.
func (c *compiler) initialFact(in *env, a *syntax.Atom) {
	args := c.values(in, a.Args)
	for _, x := range args {
		if !c.fits(x, a.Range) {
			return
		}
	}
	if a.Name.Name == "iknows" && len(args) > 0 {
		c.learn(args[0])
		return
	}
	f := protocol.Fact{Kind: factKind(a.Name.Name), Name: a.Name.Name, Args: args, Range: a.Range}
	if f.Kind != protocol.User {
		id := idPlace(f.Kind)
		if len(args) <= id || args[id].Op != protocol.Const || !c.named(f.Kind, args[id].Name) {
			return
		}
		f.ID = args[id].Name
		f.Args = append(append([]*protocol.Expr{}, args[:id]...), args[id+1:]...)
	}
	c.model.Facts = append(c.model.Facts, f)
}

// idPlace returns the place of the id among the arguments of a fact.
func idPlace(k protocol.FactKind) int {
	if k == protocol.Secret {
		return 1
	}
	return 2
}

// basic makes an instance of a basic role, unless the intruder plays it.
func (c *compiler) basic(in *env, call *syntax.Call, number, session int) {
	r := in.role
	s := &c.model.Sessions[session]
	var args []*protocol.Expr
	for _, f := range r.Formals {
		if v := in.vals[f.Name]; v != nil {
			args = append(args, v)
		}
	}
	if mention(args) {
		s.Honest = false
	}
	if p := in.vals[r.Player.Name]; p.Op == protocol.Const && p.Name == protocol.Intruder {
		s.Dropped = append(s.Dropped, r.Name)
		s.Honest = false
		return
	}
	t := c.roles[r]
	c.model.Instances = append(c.model.Instances, protocol.Instance{
		Role: t.index, Number: number, Session: session, Values: c.slots(t, in), Range: call.Range,
	})
}
