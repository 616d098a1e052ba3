package syntax

import "hornet/diag"

// This file holds the rules that the grammar is too coarse for. What they
// reject is in the tree all the same.

// restrictTransition checks the left side of t.
func (p *parser) restrictTransition(t *Transition) {
	for i := range t.Left {
		l := &t.Left[i]
		for _, e := range literalExprs(l) {
			Walk(e, func(e Expr) {
				switch e := e.(type) {
				case *SetLit:
					d := p.at2(diag.SetOnLeft, e.Range, "a set literal cannot stand on a left side")
					d.Help = "compare with a variable that holds the set, or test in(X,S)"
				case *Var:
					if t.Immediate && e.Primed {
						d := p.at2(diag.ImmediatePrime, e.Range, "the left side of --|> binds nothing, so %s' cannot stand there", e.Name)
						d.Help = "write =|> if the transition receives " + e.Name
						d.Related = append(d.Related, diag.Related{Range: t.Arrow, Message: "the arrow"})
					}
				}
			})
		}
		if l.Atom != nil && l.Atom.Start && t.Immediate {
			d := p.at2(diag.ImmediatePrime, l.Range, "the left side of --|> receives nothing, so start cannot stand there")
			d.Help = "write =|>"
			d.Related = append(d.Related, diag.Related{Range: t.Arrow, Message: "the arrow"})
		}
	}
}

// literalExprs returns the messages of a literal.
func literalExprs(l *Literal) []Expr {
	if l.Atom != nil {
		return l.Atom.Args
	}
	return l.Args
}

// restrictInit checks that no value of init is primed.
func (p *parser) restrictInit(in *Init) {
	var es []Expr
	if in.Fact != nil {
		es = in.Fact.Args
	} else {
		es = []Expr{in.Value}
	}
	for _, e := range es {
		Walk(e, func(e Expr) {
			if v, ok := e.(*Var); ok && v.Primed {
				d := p.at2(diag.MisplacedPrime, v.Range, "init gives first values; there is no prime in it")
				d.Help = "write " + v.Name
				d.Fix = []diag.Edit{{Range: v.Range, Text: v.Name}}
			}
		})
	}
}

// restrictConst checks that constants have simple types.
func (p *parser) restrictConst(g VarGroup) {
	if g.Type.Name == "->" || g.Type.Name == "enum" || len(g.Type.Args) == 0 {
		return
	}
	d := p.at2(diag.CompoundConst, g.Type.Range, "a constant has a simple type")
	d.Help = "declare constants of the parts, or a variable of this type"
}

// restrictComposition checks that a group in parentheses ends the composition
// it stands in, and that a composition over a set is no part of another.
func (p *parser) restrictComposition(c *Composition) {
	for i, part := range c.Parts {
		if part.Op == "forall" && len(c.Parts) > 1 {
			d := p.add(diag.MixedComposition, p.at(part.Range.Start.Offset), "a composition over a set cannot be joined to others")
			d.Help = "put it in parentheses, at the end: a() /\\ (/\\_{in(A.B,S)} b(A,B))"
		}
		if part.Op == "()" && len(c.Parts) > 1 && i < len(c.Parts)-1 {
			next := p.at(part.Range.End.Offset)
			d := p.add(diag.MixedComposition, next, "a group in parentheses ends its composition")
			d.Help = "write the group last: a /\\ (b ; c)"
			d.Related = append(d.Related, diag.Related{Range: part.Range, Message: "the group"})
		}
		p.restrictComposition(part)
	}
}

// at2 reports an error at a range.
func (p *parser) at2(code diag.Code, r diag.Range, format string, args ...any) *diag.Diagnostic {
	d := p.add(code, p.at(r.Start.Offset), format, args...)
	if d.Range.IsValid() {
		d.Range = r
	}
	return d
}

// Nesting that the parser and everything behind it can bear: of brackets, and
// of brackets and pairs together.
const (
	maxBrackets = 1000
	maxNesting  = 10000
)

// tooDeep reports whether the piece [i,j) is nested beyond reason.
func (p *parser) tooDeep(i, j int) bool {
	depth, brackets := 0, 0
	var stack []int
	for k := i; k < j; k++ {
		switch p.kind(k) {
		case pLparen, pLbrace:
			stack = append(stack, depth)
			depth++
			brackets++
		case pRparen, pRbrace:
			if n := len(stack) - 1; n >= 0 {
				depth, stack = stack[n], stack[:n]
				brackets--
			}
		case pDot, pMaps:
			depth++
		case pUnder:
			if p.kind(k-1) == pAnd {
				depth, brackets = depth+1, brackets+1
			}
		case pComma, pArrow, pNow, pAnd:
			if n := len(stack) - 1; n >= 0 {
				depth = stack[n] + 1
			} else if p.kind(k+1) != pUnder {
				depth = 0
			}
		}
		if brackets > maxBrackets || depth > maxNesting {
			d := p.add(diag.TooDeep, k, "messages are nested too deep here")
			d.Help = "at most 1000 brackets can be open at one place"
			if depth > maxNesting {
				d.Help = "at most 10000 parts can be joined by dots"
			}
			return true
		}
	}
	return false
}
