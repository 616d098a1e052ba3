package syntax

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// varsRule is X,Y:T.
type varsRule struct{ VarGroup }

// constRule is a,b:T.
type constRule struct{ VarGroup }

// Parse reads a group of variables for participle.
func (r *varsRule) Parse(lex *lexer.PeekingLexer) error { return parseGroup(&r.VarGroup, tVar, lex) }

// Parse reads a group of constants for participle.
func (r *constRule) Parse(lex *lexer.PeekingLexer) error { return parseGroup(&r.VarGroup, tConst, lex) }

// parseGroup reads names of kind k and their type.
func parseGroup(g *VarGroup, k tok, lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	if c.kind() != k {
		return participle.NextMatch
	}
	g.Names = c.names(k, pComma, nil)
	c.expect(pColon, wantNothing)
	if c.err == nil && !startsType(c.kind()) {
		c.fail(wantNothing)
	}
	if c.err == nil {
		g.Type = c.typ()
	}
	return c.failed()
}

// names reads names of kind k with separators between them, one at least, and
// appends them to ids.
func (c *cursor) names(k, separator tok, ids []Ident) []Ident {
	for {
		t := c.Peek()
		if !c.expect(k, wantNothing) {
			return nil
		}
		ids = append(ids, identOf(t))
		if c.kind() != separator {
			return ids
		}
		c.take()
	}
}

// initRule is X:=E or a fact.
type initRule struct{ Init }

// Parse reads an initial value for participle.
func (r *initRule) Parse(lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	t := c.Peek()
	switch c.kind() {
	case tVar:
		c.take()
		if c.expect(pAssign, wantNothing) {
			if !startsExpr(c.kind()) {
				c.fail(wantNothing)
			}
			r.Init = Init{Var: identOf(t), Value: c.expr(), Range: c.since(t)}
		}
	case tConst:
		c.take()
		c.expect(pLparen, wantNothing)
		args := c.exprs()
		c.expect(pRparen, wantNothing)
		a := &Atom{Name: identOf(t), Args: args, Range: c.since(t)}
		r.Init = Init{Fact: a, Range: a.Range}
	default:
		return participle.NextMatch
	}
	return c.failed()
}
