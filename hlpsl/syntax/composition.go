package syntax

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// compRule is a composition, which may be more than the language has: see
// restrict.go.
type compRule struct{ Composition }

// Parse reads a composition for participle.
func (r *compRule) Parse(lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	if !startsPart(c.kind()) {
		return participle.NextMatch
	}
	t := c.composition()
	if c.err != nil {
		return c.err
	}
	r.Composition = *t
	return nil
}

func startsPart(k tok) bool { return k == tConst || k == pLparen || k == pAnd }

// composition reads parts with either /\ or ; between them.
func (c *cursor) composition() *Composition {
	t := c.Peek()
	first := c.part()
	op := c.kind()
	if c.err != nil || op != pAnd && op != pSemi {
		return first
	}
	all := &Composition{Op: puncts[op-pPrime], Parts: []*Composition{first}}
	for c.more(op) {
		all.Parts = append(all.Parts, c.part())
	}
	all.Range = c.since(t)
	return all
}

// part reads a call, a composition in parentheses or /\_{in(A.B,Set)} and what
// it stands before. Like expr it takes no token after a failure.
func (c *cursor) part() *Composition {
	if c.err != nil {
		return nil
	}
	t := c.Peek()
	switch c.kind() {
	case tConst:
		call := c.call()
		return &Composition{Op: "call", Call: call, Range: call.Range}
	case pLparen:
		c.take()
		inner := c.composition()
		c.expect(pRparen, wantNothing)
		return &Composition{Op: "()", Parts: []*Composition{inner}, Range: c.since(t)}
	case pAnd:
		for _, k := range [...]tok{pAnd, pUnder, pLbrace, kIn, pLparen} {
			c.expect(k, wantNothing)
		}
		vars := c.names(tVar, pDot)
		if len(vars) == 1 {
			c.fail(wantNothing)
		}
		c.expect(pComma, wantNothing)
		if c.err == nil && !startsExpr(c.kind()) {
			c.fail(wantNothing)
		}
		set := c.expr()
		c.expect(pRparen, wantNothing)
		c.expect(pRbrace, wantNothing)
		body := c.composition()
		return &Composition{Op: "forall", Parts: []*Composition{body}, Vars: vars, Set: set, Range: c.since(t)}
	}
	c.fail(wantNothing)
	return nil
}

// call reads r(E, …), perhaps without arguments.
func (c *cursor) call() *Call {
	t := c.Peek()
	c.expect(tConst, wantNothing)
	c.expect(pLparen, wantNothing)
	var args []Expr
	if startsExpr(c.kind()) {
		args = c.exprs()
	}
	c.expect(pRparen, wantNothing)
	return &Call{Name: identOf(t), Args: args, Range: c.since(t)}
}

// whole returns a parser of a piece that is what read reads.
func whole[T any](read func(*cursor) *T) func(*lexer.PeekingLexer, ...participle.ParseOption) (*T, error) {
	return func(lex *lexer.PeekingLexer, _ ...participle.ParseOption) (*T, error) {
		c := &cursor{PeekingLexer: lex}
		t := read(c)
		c.expect(tEOF, wantNothing)
		return t, c.failed()
	}
}
