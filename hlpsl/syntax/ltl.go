package syntax

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"
)

// ltlRule is [] formula. No tool checks such goals, so only the brackets are
// held to anything.
type ltlRule struct{}

// Parse takes the rest of the piece.
func (*ltlRule) Parse(lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	if c.kind() != pAlways {
		return participle.NextMatch
	}
	c.take()
	var open []tok
	for c.err == nil && c.kind() != tEOF {
		switch k := c.kind(); k {
		case pLparen, pLbrace:
			open = append(open, k)
		case pRparen, pRbrace:
			if len(open) == 0 || open[len(open)-1] != k-1 {
				c.fail(wantNothing)
				continue
			}
			open = open[:len(open)-1]
		case tVar, tConst, tNat, pPrime, pUnder, pComma, pDot, pEq, pNeq, pLeq, pAnd, pAlways, pEver, pIff, pLast,
			pHist, pNot, pImp, pOr, kNot, kIn, kInv, kExp, kXor, kExists, kCons, kDelete:
		default:
			c.fail(wantNothing)
			continue
		}
		c.take()
	}
	if c.err == nil && len(open) > 0 {
		c.fail(wantRparen)
	}
	if c.err != nil {
		return c.err
	}
	return nil
}
