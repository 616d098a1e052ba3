package syntax

// goal reads secrecy_of a, …, the same with authentication_on or
// weak_authentication_on, A [weakly] authenticates B on c, or [] formula. The text
// of a formula is left to the caller.
func (c *cursor) goal() *Goal {
	g := &Goal{}
	t := c.Peek()
	switch c.kind() {
	case kSecrecyOf:
		g.Kind = GoalSecrecy
	case kAuthOn:
		g.Kind = GoalAuth
	case kWeakAuthOn:
		g.Kind = GoalWeakAuth
	case tConst:
		g.Kind = GoalAuthenticates
	case pAlways:
		g.Kind = GoalLTL
	default:
		c.fail(wantNothing)
		return g
	}
	switch c.take(); g.Kind {
	case GoalLTL:
		c.formula()
	case GoalAuthenticates:
		if c.kind() == kWeakly {
			c.take()
			g.Weakly = true
		}
		c.expect(kAuthenticates, wantNothing)
		b := c.Peek()
		c.expect(tConst, wantNothing)
		c.expect(kOn, wantNothing)
		g.Roles = []Ident{identOf(t), identOf(b)}
		g.IDs = []Ident{identOf(c.Peek())}
		c.expect(tConst, wantNothing)
	default:
		g.IDs = c.names(tConst, pComma)
	}
	g.Range = c.since(t)
	return g
}

// formula reads the formula of a goal. No tool checks such goals, so only the
// brackets are held to anything.
func (c *cursor) formula() {
	var open []tok
	for c.kind() != tEOF {
		switch k := c.kind(); k {
		case pLparen, pLbrace:
			open = append(open, k)
		case pRparen, pRbrace:
			if len(open) == 0 || open[len(open)-1] != k-1 {
				c.fail(wantNothing)
				return
			}
			open = open[:len(open)-1]
		case tVar, tConst, tNat, pPrime, pUnder, pComma, pDot, pEq, pNeq, pLeq, pAnd, pAlways, pEver, pIff, pLast,
			pHist, pNot, pImp, pOr, kNot, kIn, kInv, kExp, kXor, kExists, kCons, kDelete:
		default:
			c.fail(wantNothing)
			return
		}
		c.take()
	}
	if len(open) > 0 {
		c.fail(wantRparen)
	}
}
