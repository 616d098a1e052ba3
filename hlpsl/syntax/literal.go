package syntax

import "github.com/alecthomas/participle/v2/lexer"

// literalsRule is the conditions of a left side. Whether "(" opens a condition or
// an expression shows only later, so they are read by hand.
type literalsRule struct{ list []Literal }

// Parse reads literals for participle.
func (r *literalsRule) Parse(lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	r.list = make([]Literal, 0, 2)
	for {
		if l := c.literal(); l != nil {
			r.list = append(r.list, *l)
		}
		if !c.more(pAnd) {
			return c.failed()
		}
	}
}

// literal reads not(L), in(E,S), E = E, E /= E, E <= E, (L), p(E,…) or
// CHAN(start).
func (c *cursor) literal() *Literal {
	t := c.Peek()
	switch c.kind() {
	case kNot:
		c.take()
		c.expect(pLparen, wantLparen)
		if c.err != nil {
			return nil
		}
		l := c.literal()
		c.expect(pRparen, wantRparen)
		if l == nil {
			return nil
		}
		l.Neg = !l.Neg
		l.Range = c.since(t)
		return l
	case kIn:
		c.take()
		c.expect(pLparen, wantLparen)
		x := c.expr()
		c.expect(pComma, wantComma)
		s := c.expr()
		c.expect(pRparen, wantRparen)
		return &Literal{Kind: LitIn, Args: []Expr{x, s}, Range: c.since(t)}
	}
	l, e := c.literalOrExpr()
	if c.err != nil || l != nil {
		return l
	}
	a, ok := e.(*Apply)
	if !ok {
		c.fail(wantRelation)
		return nil
	}
	return &Literal{Kind: LitAtom, Atom: &Atom{Name: a.Fn, Chan: a.IsVar, Args: a.Args, Range: a.Range}, Range: a.Range}
}

// literalOrExpr reads a comparison, perhaps in parentheses, CHAN(start), or an
// expression, whichever it turns out to be.
func (c *cursor) literalOrExpr() (*Literal, Expr) {
	t := c.Peek()
	var e Expr
	switch {
	case c.kind() == pLparen:
		c.take()
		l, x := c.literalOrExpr()
		c.expect(pRparen, wantRparen)
		if c.err != nil {
			return nil, nil
		}
		if l != nil {
			l.Range = c.since(t)
			return l, nil
		}
		e = &Paren{X: x, Range: c.since(t)}
	case c.kind() == tVar:
		if l := c.start(t); l != nil {
			return l, nil
		}
		e = c.primary()
	case !startsExpr(c.kind()):
		c.fail(wantLiteral)
		return nil, nil
	default:
		e = c.primary()
	}
	e = c.pairs(e)
	if c.err != nil {
		return nil, nil
	}
	var k LitKind
	switch c.kind() {
	case pEq:
		k = LitEq
	case pNeq:
		k = LitNeq
	case pLeq:
		k = LitLeq
	case pAssign: // parser.slips reports it
	default:
		return nil, e
	}
	c.take()
	r := c.expr()
	if c.err != nil {
		return nil, nil
	}
	return &Literal{Kind: k, Args: []Expr{e, r}, Range: c.since(t)}, nil
}

// start reads CHAN(start), or nothing.
func (c *cursor) start(t *lexer.Token) *Literal {
	mark := c.MakeCheckpoint()
	c.take()
	if c.kind() == pLparen {
		c.take()
		if c.kind() == kStart {
			c.take()
			c.expect(pRparen, wantRparen)
			r := c.since(t)
			return &Literal{Kind: LitAtom, Atom: &Atom{Name: identOf(t), Chan: true, Start: true, Range: r}, Range: r}
		}
	}
	c.LoadCheckpoint(mark)
	return nil
}
