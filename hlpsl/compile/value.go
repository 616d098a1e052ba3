package compile

import (
	"strconv"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// env holds the initial values of the variables of one role instance.
type env struct {
	role *check.Role
	vals map[string]*protocol.Expr
}

// value evaluates e, whose variables are those of v. A set literal makes a new
// set.
func (c *compiler) value(v *env, e syntax.Expr) *protocol.Expr {
	switch e := e.(type) {
	case *syntax.Paren:
		return c.value(v, e.X)
	case *syntax.Var:
		if x := v.vals[e.Name]; x != nil {
			return x
		}
		return c.dummy(term.TMessage)
	case *syntax.Const:
		return c.constant(e.Name)
	case *syntax.Nat:
		return c.natural(e.Text)
	case *syntax.Pair:
		return protocol.E(protocol.Pair, c.value(v, e.L), c.value(v, e.R))
	case *syntax.Encrypt:
		return protocol.E(cryptOp(c.info.Asymmetric(v.role, e.Key)), c.value(v, e.Key), c.value(v, e.Body))
	case *syntax.Inv:
		return protocol.E(protocol.Inv, c.value(v, e.X))
	case *syntax.Exp:
		return c.tower(c.values(v, e.Args))
	case *syntax.Xor:
		return sum(c.values(v, e.Args))
	case *syntax.Apply:
		var fn *protocol.Expr
		if !e.IsVar {
			fn = c.constant(e.Fn.Name)
		} else if fn = v.vals[e.Fn.Name]; fn == nil {
			fn = c.dummy(term.THashFunc)
		}
		return c.apply(fn, tuple(c.values(v, e.Args)), e.Range)
	case *syntax.SetLit:
		return c.newSet(setType(nil), c.values(v, e.Elems))
	case *syntax.Cons:
		return c.change(c.value(v, e.Set), c.value(v, e.Elem), true)
	case *syntax.Delete:
		return c.change(c.value(v, e.Set), c.value(v, e.Elem), false)
	}
	return c.dummy(term.TMessage)
}

// typed is value for a place of type t, which a set literal takes over.
func (c *compiler) typed(v *env, e syntax.Expr, t *term.Type) *protocol.Expr {
	if l, ok := check.Unparen(e).(*syntax.SetLit); ok && t.Kind == term.Set {
		return c.newSet(t, c.values(v, l.Elems))
	}
	return c.value(v, e)
}

func (c *compiler) values(v *env, es []syntax.Expr) []*protocol.Expr {
	xs := make([]*protocol.Expr, len(es))
	for i, e := range es {
		xs[i] = c.value(v, e)
	}
	return xs
}

func cryptOp(asymmetric bool) protocol.Op {
	if asymmetric {
		return protocol.Crypt
	}
	return protocol.Scrypt
}

// tuple returns a.(b.(c ...)): the comma of F(a,b) is a pair.
func tuple(xs []*protocol.Expr) *protocol.Expr {
	e := xs[len(xs)-1]
	for i := len(xs) - 2; i >= 0; i-- {
		e = protocol.E(protocol.Pair, xs[i], e)
	}
	return e
}

// tower returns exp(exp(g,x),y) for g, x, y. With one argument exp is a one-way
// function that everybody can apply.
func (c *compiler) tower(xs []*protocol.Expr) *protocol.Expr {
	if len(xs) == 1 {
		f := protocol.C("exp", term.THashFunc)
		c.learn(f)
		return protocol.E(protocol.Apply, f, xs[0])
	}
	e := xs[0]
	for _, x := range xs[1:] {
		e = protocol.E(protocol.Exp, e, x)
	}
	return e
}

// sum returns the exclusive or of xs; that of one term is the term.
func sum(xs []*protocol.Expr) *protocol.Expr {
	if len(xs) == 1 {
		return xs[0]
	}
	return protocol.E(protocol.Xor, xs...)
}

// apply returns fn(arg). When fn is a set of pairs it is a table, and the result
// is what the table holds for arg.
func (c *compiler) apply(fn, arg *protocol.Expr, at diag.Range) *protocol.Expr {
	if i, ok := c.setOf(fn); ok {
		for _, e := range c.model.Sets[i].Elems {
			if e.Op == protocol.Pair && e.Args[0].Equal(arg) {
				return e.Args[1]
			}
		}
		c.unsupported(at, "a function given as a set of pairs that has no entry for "+arg.String())
	}
	return protocol.E(protocol.Apply, fn, arg)
}

// setOf returns the index of the set that e names.
func (c *compiler) setOf(e *protocol.Expr) (int, bool) {
	if e.Op != protocol.Const || e.Type.Kind != term.Set {
		return 0, false
	}
	i, ok := c.sets[e.Name]
	return i, ok
}

// newSet makes a set with a name of its own.
func (c *compiler) newSet(t *term.Type, elems []*protocol.Expr) *protocol.Expr {
	if t.Args[0] == term.TMessage && len(elems) > 0 && elems[0].Type != nil {
		t = setType(elems[0].Type)
	}
	for {
		c.nextSet++
		name := "set_" + strconv.Itoa(c.nextSet)
		if c.consts[name] == nil {
			return c.addSet(name, t, elems)
		}
	}
}

func (c *compiler) addSet(name string, t *term.Type, elems []*protocol.Expr) *protocol.Expr {
	s := protocol.Set{Name: name, Type: t}
	for _, e := range elems {
		s.Elems = addElem(s.Elems, e)
	}
	c.sets[name] = len(c.model.Sets)
	c.model.Sets = append(c.model.Sets, s)
	return protocol.C(name, t)
}

// setType returns the type t set; message set for nil.
func setType(t *term.Type) *term.Type {
	if t == nil {
		t = term.TMessage
	}
	return &term.Type{Kind: term.Set, Args: []*term.Type{t}}
}

func addElem(elems []*protocol.Expr, e *protocol.Expr) []*protocol.Expr {
	for _, x := range elems {
		if x.Equal(e) {
			return elems
		}
	}
	return append(elems, e)
}

// change adds an element to a set's initial ones, or removes it.
func (c *compiler) change(set, elem *protocol.Expr, add bool) *protocol.Expr {
	i, ok := c.setOf(set)
	if !ok {
		return set
	}
	s := &c.model.Sets[i]
	if add {
		s.Elems = addElem(s.Elems, elem)
		return set
	}
	var rest []*protocol.Expr
	for _, x := range s.Elems {
		if !x.Equal(elem) {
			rest = append(rest, x)
		}
	}
	s.Elems = rest
	return set
}
