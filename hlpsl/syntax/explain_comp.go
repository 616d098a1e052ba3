package syntax

import "hornet/diag"

// composition explains errors in compositions and in the main call.
func (p *point) composition() bool {
	f, prev, depth := p.found(), p.prev(), p.depth()
	inArgs := depth > 0 && p.inCall()
	switch {
	case f == pComma && prev == tVar && p.kind(p.k-2) == pLparen && p.kind(p.k-3) == kIn:
		d := p.add(diag.Unexpected, p.k, "a composition over a set ranges over tuples, not over single values")
		d.Help = "write /\\_{in(A.B,Set)} with at least two variables"
	case inArgs:
		return false
	case f == pAnd && (prev == pAnd || prev == pLparen || prev == kComposition || prev == pSemi):
		p.extraAnd(p.k, "before")
	case prev == pAnd && (p.atEnd() || f == pRparen):
		p.extraAnd(p.k-1, "after")
		p.moveTo(p.k)
	case f == pSemi && p.k+1 >= p.j:
		d := p.add(diag.Unexpected, p.k, "; cannot end a composition")
		d.Help = "remove it"
		p.fix(d, p.k, p.k, "")
		p.mend(p.k, tSkip)
	case (f == pSemi || f == pAnd) && prev == pRparen:
		d := p.add(diag.MixedComposition, p.k, `one composition joins its calls by /\ or by ;, not both`)
		d.Help = "put the inner composition in parentheses, at the end"
	case f == pComma || f == pDot:
		d := p.add(diag.MissingAnd, p.k, `calls are joined by /\, not by %s`, p.str(p.k))
		d.Help = `write /\`
		p.fix(d, p.k, p.k, ` /\`)
		p.mend(p.k, pAnd)
	case prev == pRparen && (f == tConst || f == tVar):
		return p.missingAnd("calls")
	case f == tVar:
		p.mend(p.k, tConst)
		return p.upperConstant("the name of a role")
	case prev == tConst && p.ctx == inMain:
		d := p.add(diag.NoMainCall, p.k, "the main call gives its role arguments, if only ()")
		d.Help = "write " + p.str(p.k-1) + "()"
	case prev == tConst && (f == tConst || f == tVar) && p.next() == pLparen:
		d := p.add(diag.Unexpected, p.k, "the name of a role is one word")
		d.Help = "write " + p.word(p.k-1) + "_" + p.word(p.k)
		p.mend(p.k-1, tSkip)
		p.mend(p.k, tConst)
	case prev == tConst:
		d := p.add(diag.Unexpected, p.k, "%s is called with arguments in parentheses", p.word(p.k-1))
		d.Help = "write " + p.word(p.k-1) + "(...)"
	case prev == pAnd && f == tConst:
		p.extraAnd(p.k-1, "before")
		p.moveTo(p.k)
	case prev == pUnder || p.kind(p.k-2) == pUnder:
		d := p.add(diag.Unexpected, p.k, "a composition over a set begins with /\\_{in(A.B,Set)}")
		d.Help = "the variables of the tuple are locals of the role"
	default:
		return p.reserved("the name of a role")
	}
	return true
}

// inCall reports whether the innermost open parenthesis holds arguments.
func (p *point) inCall() bool {
	depth := 0
	for n := p.k - 1; n > p.i; n-- {
		switch p.kind(n) {
		case pRparen, pRbrace:
			depth++
		case pLparen, pLbrace:
			if depth--; depth < 0 {
				before := p.kind(n - 1)
				return p.kind(n) == pLbrace || before != pAnd && before != pSemi && before != pLparen && before != kComposition
			}
		}
	}
	return p.kind(p.i) == pLparen
}

// goal explains errors in a goal.
func (p *point) goal() bool {
	f, prev := p.found(), p.prev()
	kinds := []string{"secrecy_of", "authentication_on", "weak_authentication_on"}
	first := p.kind(p.i)
	ids := first == kSecrecyOf || first == kAuthOn || first == kWeakAuthOn
	switch {
	case p.k <= p.i+1 && !ids && first != pAlways && f != kAuthenticates:
		d := p.add(diag.BadGoal, p.k, "%s is no goal", p.word(p.i))
		if p.kind(p.i) == tConst || p.kind(p.i) == tVar {
			d.Range = p.rng(p.i)
		}
		if d.Help = diag.DidYouMean(p.word(p.i), kinds); d.Help == "" {
			d.Help = "the goals are secrecy_of id, authentication_on id, weak_authentication_on id"
		}
		if d.Range.Start.Line != p.rng(p.k).Start.Line {
			d.Range = p.rng(p.k)
		}
	case f == pLparen && ids:
		d := p.add(diag.BadGoal, p.k, "a goal takes only ids, without parentheses")
		d.Help = "write " + p.str(p.i) + " id"
	case f == tVar && (prev == kAuthenticates || prev == kWeakly):
		p.mend(p.k, tConst)
		return p.upperConstant("the name of a role")
	case f == tVar && (prev == pComma || ids && p.k == p.i+1 || prev == kOn):
		p.mendNames(tVar, tConst)
		return p.upperConstant("the name that a goal refers to, the id of a secret or request,")
	case f == tConst && p.next() == pLparen && p.newLine(p.k):
		d := p.add(diag.UnexpectedEnd, p.k, "end goal is missing before %s", p.word(p.k))
		d.Help = "close the goal section with end goal"
		p.truncated = true
	case (f == tConst || f == pDot || f == pSemi || f == pAnd) && ids && prev == tConst:
		d := p.add(diag.MissingComma, p.k, "the ids of a goal are separated by commas")
		if f == tConst {
			p.insert(d, p.k-1, ",")
			d.Help = "write " + p.str(p.k-1) + ", " + p.str(p.k)
		} else if p.k+1 < p.j && p.next() == tConst {
			p.fix(d, p.k, p.k, ",")
			d.Help = "write ,"
			p.mend(p.k, pComma)
		} else {
			d.Message = "goals stand one after the other, with nothing between them"
			d.Help = "remove " + p.str(p.k)
			p.fix(d, p.k, p.k, "")
			p.mend(p.k, tSkip)
		}
	case prev == pComma || ids && p.k == p.i+1:
		d := p.add(diag.BadGoal, p.k, "a goal names what it is about: an id is missing before %s", p.word(p.k))
		d.Help = "write the id that secret, witness and request of this goal carry"
	default:
		return p.reserved("the id of a goal")
	}
	return true
}
