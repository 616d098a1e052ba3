package syntax

import "github.com/alecthomas/participle/v2/lexer"

// actionsRule is the updates and atoms of a right side. As the hottest rule it
// is written by hand.
type actionsRule struct{ list []Action }

// Parse reads actions for participle.
func (r *actionsRule) Parse(lex *lexer.PeekingLexer) error {
	c := &cursor{PeekingLexer: lex}
	r.list = make([]Action, 0, 4)
	for {
		r.list = append(r.list, c.action())
		if !c.more(pAnd) {
			return c.failed()
		}
	}
}

// action reads X' := E, X' := new(), CHAN(E,…) or p(E,…).
func (c *cursor) action() Action {
	t := c.Peek()
	k := c.kind()
	if k != tVar && k != tConst {
		c.fail(wantAction)
		return Action{}
	}
	c.take()
	if c.kind() == pLparen {
		args := c.args()
		r := c.since(t)
		return Action{Atom: &Atom{Name: identOf(t), Chan: k == tVar, Args: args, Range: r}, Range: r}
	}
	if k == tConst {
		c.fail(wantLparen)
		return Action{}
	}
	primed := c.kind() == pPrime
	if primed {
		c.take()
	}
	switch k := c.kind(); {
	case k == pEq || k == pAssign: // parser.slips tells X = e and X := e from X' := e
	case primed:
		c.fail(wantAssign)
		return Action{}
	default:
		c.fail(wantPrime)
		return Action{}
	}
	c.take()
	a := Action{Var: identOf(t)}
	if c.kind() == kNew {
		c.take()
		c.expect(pLparen, wantLparen)
		c.expect(pRparen, wantRparen)
		a.New = true
	} else {
		a.Value = c.expr()
	}
	a.Range = c.since(t)
	return a
}
