package search

import (
	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
)

// exponents returns what the model's own terms raise to, as far as it can be told
// before the search: atoms, by where they come from. It is nil when that may be
// anything (a stored message, a hash).
func (p *program) exponents() *intruder.Exponents {
	c := &collector{program: p, out: &intruder.Exponents{Symbols: map[int]bool{}, Sorts: map[term.Sort]bool{}}, seen: map[[2]int]bool{}}
	whole := func(role int, t *protocol.Transition, e *protocol.Expr) {
		e.Walk(func(x *protocol.Expr) bool {
			if x.Op == protocol.Exp {
				for _, e := range x.Args[1:] {
					c.exponent(role, t, e)
				}
			}
			return true
		})
	}
	for ri := range p.m.Roles {
		for ti := range p.m.Roles[ri].Transitions {
			t := &p.m.Roles[ri].Transitions[ti]
			t.Exprs(func(e *protocol.Expr) { whole(ri, t, e) })
		}
	}
	p.m.Exprs(func(e *protocol.Expr) {
		if !e.Uses(protocol.Slot) && !e.Uses(protocol.Var) {
			whole(-1, nil, e)
		}
	})
	if c.any {
		return nil
	}
	return c.out
}

type collector struct {
	*program
	out  *intruder.Exponents
	any  bool
	seen map[[2]int]bool // slots of roles
}

// exponent adds the values of e, an exponent or what a slot that is one is given.
func (c *collector) exponent(role int, t *protocol.Transition, e *protocol.Expr) {
	switch e.Op {
	case protocol.Const:
		c.out.Symbols[c.st.Index(c.constant(e))] = true
	case protocol.Inv:
		c.exponent(role, t, e.Args[0])
	case protocol.Var:
		switch v := c.roles[role].trans[c.index(role, t)].vars[e.Index]; {
		case v.kind == protocol.New:
			c.out.Symbols[v.symbol] = true
		case v.sort.IsBasic():
			c.out.Sorts[v.sort] = true
		default:
			c.any = true
		}
	case protocol.Slot:
		slot := [2]int{role, e.Index}
		if c.seen[slot] {
			return
		}
		c.seen[slot] = true
		for _, in := range c.m.Instances {
			if in.Role == role {
				c.exponent(role, nil, in.Values[e.Index])
			}
		}
		r := &c.m.Roles[role]
		for ti := range r.Transitions {
			for _, u := range r.Transitions[ti].Updates {
				if u.Slot == e.Index {
					c.exponent(role, &r.Transitions[ti], u.Value)
				}
			}
		}
	default:
		c.any = true
	}
}

// index returns the position of a transition in its role.
func (c *collector) index(role int, t *protocol.Transition) int {
	for ti := range c.m.Roles[role].Transitions {
		if &c.m.Roles[role].Transitions[ti] == t {
			return ti
		}
	}
	return -1
}
