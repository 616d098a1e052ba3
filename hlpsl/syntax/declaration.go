package syntax

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// varsRule is X,Y:T, … and constantsRule a,b:T, ….
type (
	varsRule      struct{ list []VarGroup }
	constantsRule struct{ list []VarGroup }
)

// Parse reads groups of variables for participle.
func (r *varsRule) Parse(lex *lexer.PeekingLexer) error { return parseGroups(&r.list, tVar, lex) }

// Parse reads groups of constants for participle.
func (r *constantsRule) Parse(lex *lexer.PeekingLexer) error {
	return parseGroups(&r.list, tConst, lex)
}

func parseGroups(gs *[]VarGroup, k tok, lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	if c.kind() != k {
		return participle.NextMatch
	}
	*gs = append(*gs, c.group(k))
	for c.more(pComma) {
		*gs = append(*gs, c.group(k))
	}
	return c.failed()
}

// group reads names of kind k and their type.
func (c *cursor) group(k tok) VarGroup {
	g := VarGroup{Names: c.names(k, pComma)}
	c.expect(pColon, wantNothing)
	if c.err == nil && !startsType(c.kind()) {
		c.fail(wantNothing)
	}
	if c.err == nil {
		g.Type = c.typ()
	}
	return g
}

// names reads names of kind k with separators between them, one at least.
func (c *cursor) names(k, separator tok) []Ident {
	var ids []Ident
	for {
		t := c.Peek()
		if !c.expect(k, wantNothing) {
			return nil
		}
		ids = append(ids, identOf(t))
		if !c.more(separator) {
			return ids
		}
	}
}

// initialRule is what init is followed by.
type initialRule struct{ list []Init }

// Parse reads initial values for participle.
func (r *initialRule) Parse(lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	r.list = append(r.list, c.initial())
	for c.more(pAnd) {
		r.list = append(r.list, c.initial())
	}
	return c.failed()
}

// initial reads X:=E or a fact.
func (c *cursor) initial() Init {
	t := c.Peek()
	if c.kind() == tVar {
		c.take()
		c.expect(pAssign, wantNothing)
		if c.err == nil && !startsExpr(c.kind()) {
			c.fail(wantNothing)
		}
		return Init{Var: identOf(t), Value: c.expr(), Range: c.since(t)}
	}
	c.expect(tConst, wantNothing)
	c.expect(pLparen, wantNothing)
	args := c.exprs()
	c.expect(pRparen, wantNothing)
	a := &Atom{Name: identOf(t), Args: args, Range: c.since(t)}
	return Init{Fact: a, Range: a.Range}
}
