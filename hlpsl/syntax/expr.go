package syntax

import (
	"errors"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"hornet/diag"
)

// failure is a syntax error found by hand-written code: the token that does not
// fit and what could have stood there.
type failure struct {
	off  int // where the token begins
	want want
}

// want says what was expected at the point of a failure.
type want uint8

const (
	wantNothing want = iota
	wantExpr
	wantRparen
	wantRbrace
	wantComma
	wantLparen
	wantKey
	wantRelation
	wantType
	wantUnder
	wantLiteral
	wantAction
	wantPrime
	wantAssign
)

func (f *failure) Error() string { return "syntax error" }

// cursor reads tokens for the hand-written parts of the grammar.
type cursor struct {
	*lexer.PeekingLexer
	end diag.Pos // end of the last token taken
	err *failure // the first one
}

func (c *cursor) kind() tok {
	t := c.Peek()
	if t.EOF() {
		return tEOF
	}
	return tok(t.Type)
}

func (c *cursor) take() *lexer.Token {
	t := c.Next()
	c.end = endOf(t)
	return t
}

func (c *cursor) fail(w want) {
	if c.err == nil {
		c.err = &failure{c.Peek().Pos.Offset, w}
	}
}

// expect takes a token of kind k.
func (c *cursor) expect(k tok, w want) bool {
	if c.err != nil {
		return false
	}
	if c.kind() != k {
		c.fail(w)
		return false
	}
	c.take()
	return true
}

// more takes a separator, if one comes and nothing has failed.
func (c *cursor) more(separator tok) bool {
	if c.err != nil || c.kind() != separator {
		return false
	}
	c.take()
	return true
}

// failed returns the failure as an error.
func (c *cursor) failed() error {
	if c.err != nil {
		return c.err
	}
	return nil
}

// since returns the range from the start of t to the last token taken.
func (c *cursor) since(t *lexer.Token) diag.Range {
	return diag.Range{File: t.Pos.Filename, Start: startOf(t), End: c.end}
}

func startOf(t *lexer.Token) diag.Pos {
	return diag.Pos{Offset: t.Pos.Offset, Line: t.Pos.Line, Col: t.Pos.Column}
}

func endOf(t *lexer.Token) diag.Pos {
	return diag.Pos{Offset: t.Pos.Offset + len(t.Value), Line: t.Pos.Line, Col: t.Pos.Column + len(t.Value)}
}

func rangeOf(t *lexer.Token) diag.Range {
	return diag.Range{File: t.Pos.Filename, Start: startOf(t), End: endOf(t)}
}

func identOf(t *lexer.Token) Ident { return Ident{Name: t.Value, Range: rangeOf(t)} }

// exprsRule is E, …, one at least.
type exprsRule struct{ list []Expr }

// Parse reads expressions for participle.
func (r *exprsRule) Parse(lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	if !startsExpr(c.kind()) {
		return participle.NextMatch
	}
	r.list = c.exprs()
	return c.failed()
}

// exprs reads E, …, one at least. What begins no expression is blamed as such,
// unlike by list: what was wanted there depends on the piece.
func (c *cursor) exprs() []Expr {
	var es []Expr
	for c.err == nil {
		if !startsExpr(c.kind()) {
			c.fail(wantNothing)
			break
		}
		if es = append(es, c.expr()); !c.more(pComma) {
			break
		}
	}
	return es
}

func startsExpr(k tok) bool {
	switch k {
	case tVar, tConst, tNat, pLbrace, pLparen, kInv, kCons, kDelete, kExp, kXor:
		return true
	}
	return false
}

// expr reads E . E . …, which associates to the right. It goes on after a
// failure without taking tokens, so that callers need to look at c.err only
// where they loop.
func (c *cursor) expr() Expr {
	e := c.primary()
	return c.pairs(e)
}

// pairs reads what follows the first component of a pair.
func (c *cursor) pairs(first Expr) Expr {
	if c.err != nil || c.kind() != pDot {
		return first
	}
	parts := []Expr{first}
	for c.more(pDot) {
		parts = append(parts, c.primary())
	}
	if c.err != nil {
		return nil
	}
	e := parts[len(parts)-1]
	for i := len(parts) - 2; i >= 0; i-- {
		e = &Pair{L: parts[i], R: e, Range: parts[i].Pos().To(e.Pos())}
	}
	return e
}

// primary reads an expression without an outer dot.
func (c *cursor) primary() Expr {
	if c.err != nil {
		return nil
	}
	if c.kind() == pLbrace {
		return c.braces()
	}
	return c.key(wantExpr)
}

// key reads an expression that may stand as a key: one without an outer dot
// that does not begin with a brace.
func (c *cursor) key(w want) Expr {
	if c.err != nil {
		return nil
	}
	t := c.Peek()
	switch c.kind() {
	case tVar:
		c.take()
		switch c.kind() {
		case pPrime:
			c.take()
			return &Var{Name: t.Value, Primed: true, Range: c.since(t)}
		case pLparen:
			args := c.args()
			return &Apply{Fn: identOf(t), IsVar: true, Args: args, Range: c.since(t)}
		}
		return &Var{Name: t.Value, Range: rangeOf(t)}
	case tConst:
		c.take()
		if c.kind() == pLparen {
			args := c.args()
			return &Apply{Fn: identOf(t), Args: args, Range: c.since(t)}
		}
		return &Const{Name: t.Value, Range: rangeOf(t)}
	case tNat:
		c.take()
		return &Nat{Text: t.Value, Range: rangeOf(t)}
	case pLparen:
		c.take()
		x := c.expr()
		c.expect(pRparen, wantRparen)
		return &Paren{X: x, Range: c.since(t)}
	case kInv:
		c.take()
		c.expect(pLparen, wantLparen)
		x := c.expr()
		c.expect(pRparen, wantRparen)
		return &Inv{X: x, Range: c.since(t)}
	case kExp, kXor:
		c.take()
		args := c.args() // the translator takes one argument, too
		if t.Value == "exp" {
			return &Exp{Args: args, Range: c.since(t)}
		}
		return &Xor{Args: args, Range: c.since(t)}
	case kCons, kDelete:
		if w == wantKey {
			break
		}
		c.take()
		c.expect(pLparen, wantLparen)
		x := c.expr()
		c.expect(pComma, wantComma)
		s := c.expr()
		c.expect(pRparen, wantRparen)
		if t.Value == "cons" {
			return &Cons{Elem: x, Set: s, Range: c.since(t)}
		}
		return &Delete{Elem: x, Set: s, Range: c.since(t)}
	}
	c.fail(w)
	return nil
}

// args reads ( E, … ), one argument at least.
func (c *cursor) args() []Expr {
	if !c.expect(pLparen, wantLparen) {
		return nil
	}
	args := c.list()
	c.expect(pRparen, wantRparen)
	return args
}

// list reads E, ….
func (c *cursor) list() []Expr {
	es := []Expr{c.expr()}
	for c.more(pComma) {
		es = append(es, c.expr())
	}
	return es
}

// braces reads {M}_K or a set.
func (c *cursor) braces() Expr {
	t := c.take()
	if c.kind() == pRbrace {
		c.take()
		return &SetLit{Range: c.since(t)}
	}
	elems := c.list()
	c.expect(pRbrace, wantRbrace)
	if c.err != nil {
		return nil
	}
	if len(elems) == 1 && c.kind() == pUnder {
		c.take()
		k := c.key(wantKey)
		return &Encrypt{Body: elems[0], Key: k, Range: c.since(t)}
	}
	return &SetLit{Elems: elems, Range: c.since(t)}
}

// failurePoint returns the offset of the token at which err says the piece
// stopped to match, and what was wanted there.
func failurePoint(err error) (off int, w want) {
	var f *failure
	if errors.As(err, &f) {
		return f.off, f.want
	}
	var u *participle.UnexpectedTokenError
	if errors.As(err, &u) {
		return u.Unexpected.Pos.Offset, wantNothing
	}
	var p participle.Error
	if errors.As(err, &p) {
		return p.Position().Offset, wantNothing
	}
	return 0, wantNothing
}
