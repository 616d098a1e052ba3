package syntax

// Walk calls f for e and every expression in it, the outer ones first.
func Walk(e Expr, f func(Expr)) {
	if e == nil {
		return
	}
	f(e)
	switch e := e.(type) {
	case *Pair:
		Walk(e.L, f)
		Walk(e.R, f)
	case *Encrypt:
		Walk(e.Body, f)
		Walk(e.Key, f)
	case *Inv:
		Walk(e.X, f)
	case *Apply:
		walkAll(e.Args, f)
	case *SetLit:
		walkAll(e.Elems, f)
	case *Cons:
		Walk(e.Elem, f)
		Walk(e.Set, f)
	case *Delete:
		Walk(e.Elem, f)
		Walk(e.Set, f)
	case *Exp:
		walkAll(e.Args, f)
	case *Xor:
		walkAll(e.Args, f)
	case *Paren:
		Walk(e.X, f)
	}
}

func walkAll(es []Expr, f func(Expr)) {
	for _, e := range es {
		Walk(e, f)
	}
}
