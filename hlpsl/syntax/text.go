package syntax

import "strings"

// This file prints the parts of a tree as text without line ends.

func exprText(e Expr) string { return string(appendExpr(nil, e)) }

func appendExpr(b []byte, e Expr) []byte {
	switch e := e.(type) {
	case *Var:
		b = append(b, e.Name...)
		if e.Primed {
			b = append(b, '\'')
		}
	case *Const:
		b = append(b, e.Name...)
	case *Nat:
		b = append(b, e.Text...)
	case *Pair:
		b = append(appendExpr(b, e.L), '.')
		b = appendExpr(b, e.R)
	case *Encrypt:
		b = append(appendExpr(append(b, '{'), e.Body), "}_"...)
		b = appendExpr(b, e.Key)
	case *Inv:
		b = append(appendExpr(append(b, "inv("...), e.X), ')')
	case *Apply:
		b = appendArgs(append(b, e.Fn.Name...), "(", e.Args, ")")
	case *SetLit:
		b = appendArgs(b, "{", e.Elems, "}")
	case *Cons:
		b = appendArgs(b, "cons(", []Expr{e.Elem, e.Set}, ")")
	case *Delete:
		b = appendArgs(b, "delete(", []Expr{e.Elem, e.Set}, ")")
	case *Exp:
		b = appendArgs(b, "exp(", e.Args, ")")
	case *Xor:
		b = appendArgs(b, "xor(", e.Args, ")")
	case *Paren:
		b = append(appendExpr(append(b, '('), e.X), ')')
	}
	return b
}

func appendArgs(b []byte, open string, es []Expr, closing string) []byte {
	b = append(b, open...)
	for i, e := range es {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendExpr(b, e)
	}
	return append(b, closing...)
}

func join(es []Expr, sep string) string {
	var b []byte
	for i, e := range es {
		if i > 0 {
			b = append(b, sep...)
		}
		b = appendExpr(b, e)
	}
	return string(b)
}

func names(ids []Ident) string {
	ns := make([]string, len(ids))
	for i, id := range ids {
		ns[i] = id.Name
	}
	return strings.Join(ns, ", ")
}

func callText(c *Call) string { return c.Name.Name + "(" + join(c.Args, ",") + ")" }

func atomText(a *Atom) string {
	if a.Start {
		return a.Name.Name + "(start)"
	}
	return a.Name.Name + "(" + join(a.Args, ",") + ")"
}

func literalText(l *Literal) string {
	var s string
	switch l.Kind {
	case LitEq:
		s = exprText(l.Args[0]) + " = " + exprText(l.Args[1])
	case LitNeq:
		s = exprText(l.Args[0]) + " /= " + exprText(l.Args[1])
	case LitLeq:
		s = exprText(l.Args[0]) + " <= " + exprText(l.Args[1])
	case LitIn:
		s = "in(" + join(l.Args, ",") + ")"
	case LitAtom:
		s = atomText(l.Atom)
	}
	if l.Neg {
		return "not(" + s + ")"
	}
	return s
}

func actionText(a *Action) string {
	switch {
	case a.Atom != nil:
		return atomText(a.Atom)
	case a.New:
		return a.Var.Name + "' := new()"
	}
	return a.Var.Name + "' := " + exprText(a.Value)
}

func initText(in *Init) string {
	if in.Fact != nil {
		return atomText(in.Fact)
	}
	return in.Var.Name + " := " + exprText(in.Value)
}

func goalText(g *Goal) string {
	switch g.Kind {
	case GoalSecrecy:
		return "secrecy_of " + names(g.IDs)
	case GoalAuth:
		return "authentication_on " + names(g.IDs)
	case GoalWeakAuth:
		return "weak_authentication_on " + names(g.IDs)
	case GoalAuthenticates:
		weakly := ""
		if g.Weakly {
			weakly = "weakly "
		}
		return g.Roles[0].Name + " " + weakly + "authenticates " + g.Roles[1].Name + " on " + g.IDs[0].Name
	}
	return g.Text
}

func typeText(t *Type) string {
	var s string
	switch t.Name {
	case ".":
		s = typeText(t.Args[0]) + "." + typeText(t.Args[1])
	case "set":
		s = typeText(t.Args[0]) + " set"
	case "{}_":
		s = "{" + typeText(t.Args[0]) + "}_" + typeText(t.Args[1])
	case "inv", "hash":
		s = t.Name + "(" + typeText(t.Args[0]) + ")"
	case "->":
		s = typeText(t.Args[0]) + " -> " + typeText(t.Args[1])
	case "enum":
		ns := make([]string, len(t.Names))
		for i, n := range t.Names {
			ns[i] = n.Name
		}
		s = "{" + strings.Join(ns, ",") + "}"
	case "channel":
		if s = "channel"; t.Chan != "" {
			s = "channel(" + t.Chan + ")"
		}
	default:
		s = t.Name
	}
	if t.Paren {
		return "(" + s + ")"
	}
	return s
}
