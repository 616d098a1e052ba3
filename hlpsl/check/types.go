package check

import (
	"strings"

	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// unknown is the type of an undeclared constant and of whatever an error left
// without type. It fits everything; it is known by its address.
var unknown = &term.Type{Kind: term.Message}

// simpleType returns the type of a keyword, or nil.
func simpleType(name string) *term.Type {
	switch name {
	case "agent":
		return term.TAgent
	case "channel":
		return term.TChannel
	case "public_key":
		return term.TPublicKey
	case "symmetric_key":
		return term.TSymmetricKey
	case "text":
		return term.TText
	case "message":
		return term.TMessage
	case "protocol_id":
		return term.TProtocolID
	case "nat":
		return term.TNat
	case "bool":
		return term.TBool
	case "hash_func", "function":
		return term.THashFunc
	}
	return nil
}

// TypeOf returns the type that t writes. Names of simple types are read without
// regard to case, as the reference translator does; a type that the parser could
// not read is message.
func TypeOf(t *syntax.Type) *term.Type {
	if t == nil {
		return unknown
	}
	if s := simpleType(strings.ToLower(t.Name)); s != nil {
		return s
	}
	args := make([]*term.Type, len(t.Args))
	for i, a := range t.Args {
		args[i] = TypeOf(a)
	}
	switch {
	case t.Name == "." && len(args) == 2:
		return &term.Type{Kind: term.PairType, Args: args}
	case t.Name == "set" && len(args) == 1:
		return &term.Type{Kind: term.Set, Args: args}
	case t.Name == "inv" && len(args) == 1:
		return &term.Type{Kind: term.InvType, Args: args}
	case t.Name == "hash" && len(args) == 1:
		return &term.Type{Kind: term.HashType, Args: args}
	case t.Name == "->" && len(args) == 2:
		return &term.Type{Kind: term.FuncType, Args: args}
	case t.Name == "{}_" && len(args) == 2:
		return cryptType(args[0], args[1])
	case t.Name == "enum":
		e := &term.Type{Kind: term.Enum}
		for _, n := range t.Names {
			e.Names = append(e.Names, n.Name)
		}
		return e
	}
	return unknown
}

// cryptType returns the type of body encrypted under a key of type key.
func cryptType(body, key *term.Type) *term.Type {
	kind := term.ScryptType
	if key.Kind == term.PublicKey || key.Kind == term.InvType {
		kind = term.CryptType
	}
	return &term.Type{Kind: kind, Args: []*term.Type{key, body}}
}

// simple reports whether t is written by one word.
func simple(t *term.Type) bool { return t.Kind <= term.Channel }

// Fits reports whether a value of type a may be passed for a formal of type f:
// the types are equal, or f is message, or a is a hash function or the result of
// one and f is a simple type. Compound types are compared part by part. A set of
// pairs fits a function from the left to the right type.
func Fits(a, f *term.Type) bool {
	switch {
	case a == unknown || f == unknown || f.Kind == term.Message || a.Equal(f):
		return true
	case a.Kind == term.HashFunc:
		return simple(f)
	case a.Kind == term.HashType && f.Kind != term.HashType:
		return simple(f) && f.Kind != term.HashFunc
	case f.Kind == term.FuncType && a.Kind == term.Set:
		return same(a.Args[0], &term.Type{Kind: term.PairType, Args: f.Args})
	case f.Kind == term.Set && a.Kind == term.Set:
		return same(a.Args[0], f.Args[0])
	case a.Kind != f.Kind || len(a.Args) == 0 || a.Kind == term.FuncType:
		return false
	}
	for i := range a.Args {
		if !Fits(a.Args[i], f.Args[i]) {
			return false
		}
	}
	return true
}

// same reports whether a and b are equal but for parts that are not known. A
// set of pairs counts as the function it tabulates.
func same(a, b *term.Type) bool {
	if a == unknown || b == unknown || a.Equal(b) {
		return true
	}
	if a.Kind != b.Kind || len(a.Args) == 0 || len(a.Args) != len(b.Args) {
		return false
	}
	for i := range a.Args {
		if !same(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return true
}

// known reports whether t has no part of unknown type.
func known(t *term.Type) bool {
	if t == unknown {
		return false
	}
	for _, a := range t.Args {
		if !known(a) {
			return false
		}
	}
	return true
}

// show returns t for a message.
func show(t *term.Type) string {
	if t == unknown {
		return "unknown type"
	}
	return t.String()
}

// typeOf returns the type of e in role r. It reports nothing but ill-formed
// sets; undeclared variables have been reported by names.
func (c *checker) typeOf(r *Role, e syntax.Expr) *term.Type {
	switch e := e.(type) {
	case *syntax.Paren:
		return c.typeOf(r, e.X)
	case *syntax.Var:
		if v := r.Var(e.Name); v != nil {
			return v.Type
		}
	case *syntax.Const:
		if k := c.info.Const(e.Name); k != nil && k.Declared && !k.Conflict {
			return k.Type
		}
	case *syntax.Nat:
		return term.TNat
	case *syntax.Pair:
		return &term.Type{Kind: term.PairType, Args: []*term.Type{c.typeOf(r, e.L), c.typeOf(r, e.R)}}
	case *syntax.Encrypt:
		return cryptType(c.typeOf(r, e.Body), c.typeOf(r, e.Key))
	case *syntax.Inv:
		return &term.Type{Kind: term.InvType, Args: []*term.Type{c.typeOf(r, e.X)}}
	case *syntax.Exp:
		c.typesOf(r, e.Args)
		return term.TMessage
	case *syntax.Xor:
		c.typesOf(r, e.Args)
		return term.TMessage
	case *syntax.Apply:
		return c.applyType(r, e)
	case *syntax.SetLit:
		return c.setType(r, e)
	case *syntax.Cons:
		return c.consType(r, "cons", e.Elem, e.Set, e.Range)
	case *syntax.Delete:
		return c.consType(r, "delete", e.Elem, e.Set, e.Range)
	}
	return unknown
}

func (c *checker) typesOf(r *Role, es []syntax.Expr) []*term.Type {
	ts := make([]*term.Type, len(es))
	for i, e := range es {
		ts[i] = c.typeOf(r, e)
	}
	return ts
}

// applyType returns the type of F(args): what a function type gives, or
// hash(args).
func (c *checker) applyType(r *Role, e *syntax.Apply) *term.Type {
	args := c.typesOf(r, e.Args)
	fn := unknown
	if e.IsVar {
		if v := r.Var(e.Fn.Name); v != nil {
			fn = v.Type
		}
	} else if k := c.info.Const(e.Fn.Name); k != nil && k.Declared && !k.Conflict {
		fn = k.Type
	}
	switch fn.Kind {
	case term.FuncType:
		return fn.Args[1]
	case term.HashFunc:
		arg := unknown
		for i := len(args) - 1; i >= 0; i-- {
			if i == len(args)-1 {
				arg = args[i]
			} else {
				arg = &term.Type{Kind: term.PairType, Args: []*term.Type{args[i], arg}}
			}
		}
		return &term.Type{Kind: term.HashType, Args: []*term.Type{arg}}
	}
	return unknown
}

// setType returns the type of a set literal (Sem 5.1t: the elements differ in
// type).
func (c *checker) setType(r *Role, e *syntax.SetLit) *term.Type {
	elem := unknown
	for i := len(e.Elems) - 1; i >= 0; i-- {
		t := c.typeOf(r, e.Elems[i])
		switch {
		case elem == unknown:
			elem = t
		case !Fits(t, elem):
			c.errorf(diag.ElementType, e.Elems[i].Pos(), "an element of type %s in a set of %s", show(t), show(elem)).
				Help = "all elements of a set have the same type"
			return &term.Type{Kind: term.Set, Args: []*term.Type{unknown}}
		case !known(elem) && known(t):
			elem = t
		}
	}
	return &term.Type{Kind: term.Set, Args: []*term.Type{elem}}
}

// consType returns the type of cons(elem,set) or delete(elem,set) (Sem 5.3t: no
// set; Sem 5.1t: an element of another type).
func (c *checker) consType(r *Role, op string, elem, set syntax.Expr, at diag.Range) *term.Type {
	t, s := c.typeOf(r, elem), c.typeOf(r, set)
	switch {
	case s == unknown:
		return s
	case s.Kind != term.Set:
		c.errorf(diag.NotASet, set.Pos(), "%s(…) wants a set, but this is of type %s", op, show(s))
		return unknown
	case !Fits(t, s.Args[0]):
		c.errorf(diag.ElementType, elem.Pos(), "an element of type %s for a set of %s", show(t), show(s.Args[0]))
	}
	return s
}
