package lint

import (
	"hornet/hlpsl/syntax"
)

// walk calls f on e and all its parts, outside in, in the order of the text.
func walk(e syntax.Expr, f func(syntax.Expr)) {
	if e == nil {
		return
	}
	f(e)
	all := func(es []syntax.Expr) {
		for _, e := range es {
			walk(e, f)
		}
	}
	switch e := e.(type) {
	case *syntax.Pair:
		walk(e.L, f)
		walk(e.R, f)
	case *syntax.Encrypt:
		walk(e.Body, f)
		walk(e.Key, f)
	case *syntax.Inv:
		walk(e.X, f)
	case *syntax.Apply:
		all(e.Args)
	case *syntax.SetLit:
		all(e.Elems)
	case *syntax.Cons:
		walk(e.Elem, f)
		walk(e.Set, f)
	case *syntax.Delete:
		walk(e.Elem, f)
		walk(e.Set, f)
	case *syntax.Exp:
		all(e.Args)
	case *syntax.Xor:
		all(e.Args)
	case *syntax.Paren:
		walk(e.X, f)
	}
}

// text returns the source text of an expression.
func (p *pass) text(e syntax.Expr) string {
	r := e.Pos()
	if r.Start.Offset < 0 || r.End.Offset > len(p.file.Text) || r.Start.Offset > r.End.Offset {
		return ""
	}
	return string(p.file.Text[r.Start.Offset:r.End.Offset])
}
