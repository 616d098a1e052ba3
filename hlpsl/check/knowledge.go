package check

import (
	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// knowledge checks the names of intruder_knowledge (Sem 11c).
func (c *checker) knowledge(r *Role) {
	if r.Decl.Knowledge == nil {
		return
	}
	for _, e := range r.Decl.Knowledge.Terms {
		c.names(r, e)
		c.typeOf(r, e)
	}
}

// instantiation follows the calls from the main role: a role that reaches itself
// cannot be instantiated, and the intruder's knowledge of every role that is
// must have a value (Sem 20).
func (c *checker) instantiation() {
	if c.info.Main == nil {
		return
	}
	c.visit(c.info.Main, nil)
}

func (c *checker) visit(r *Role, path []*Role) {
	if !r.Called {
		r.Called = true
		if r.Decl.Knowledge != nil {
			for _, e := range r.Decl.Knowledge.Terms {
				c.ground(r, e)
			}
		}
	} else if !onPath(r, path) {
		return
	}
	path = append(path, r)
	done := map[*Role]bool{}
	eachCall(r.Decl.Composition, func(call *syntax.Call) {
		o := c.info.roles[call.Name.Name]
		if o == nil || done[o] {
			return
		}
		done[o] = true
		if onPath(o, path) {
			c.errorf(diag.RecursiveRole, call.Range, "role %s calls itself", o.Name).
				Help = "roles are unfolded before the search: a role cannot contain itself"
			return
		}
		c.visit(o, path)
	}, func(*syntax.Composition) {})
}

func onPath(r *Role, path []*Role) bool {
	for _, p := range path {
		if p == r {
			return true
		}
	}
	return false
}

// ground reports what intruder_knowledge cannot hold.
func (c *checker) ground(r *Role, e syntax.Expr) {
	bad := func(at diag.Range, what string) {
		c.errorf(diag.BadKnowledge, at, "intruder_knowledge cannot hold %s", what).
			Help = "it may hold constants, variables, inv, encryptions, pairs and results of hash functions"
	}
	switch e := Unparen(e).(type) {
	case *syntax.Exp:
		bad(e.Range, "an exponentiation")
	case *syntax.Xor:
		bad(e.Range, "an exclusive or")
	case *syntax.Apply:
		if !c.isHash(r, e) {
			bad(e.Range, "an application of "+e.Fn.Name+", which is not declared as hash_func")
			return
		}
		for _, a := range e.Args {
			c.ground(r, a)
		}
	default:
		for _, p := range Parts(e) {
			c.ground(r, p)
		}
	}
}

// isHash reports whether e applies a hash function, or a name that has been
// reported already.
func (c *checker) isHash(r *Role, e *syntax.Apply) bool {
	if e.IsVar {
		v := r.vars[e.Fn.Name]
		return v == nil || v.Type.Kind == term.HashFunc
	}
	k := c.info.consts[e.Fn.Name]
	return k == nil || k.Type.Kind == term.HashFunc
}
