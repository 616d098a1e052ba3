package syntax

import (
	"strings"

	"hornet/diag"
)

// right reports whether the point lies behind the arrow of its transition.
func (p *point) right() bool {
	for n := p.i; n < p.k; n++ {
		if k := p.kind(n); k == pArrow || k == pNow {
			return true
		}
	}
	return false
}

// transition explains errors in label. LHS =|> RHS.
func (p *point) transition() bool {
	f, prev, depth := p.found(), p.prev(), p.depth()
	right := p.right()
	switch {
	case p.ctx == inTransition && p.k <= p.i+1:
		return p.label()
	case f == pAnd && (prev == pAnd || prev == pArrow || prev == pNow || prev == pDot && p.k == p.i+2):
		p.extraAnd(p.k, "before")
	case prev == pAnd && (p.atEnd() || f == pArrow || f == pNow):
		p.extraAnd(p.k-1, "after")
		if p.newLine(p.k) { // the translator's point of view: what comes here is no action
			p.moveTo(p.k)
		}
	case depth == 0 && f == tNat && p.newLine(p.k) && !p.atEnd() && p.next() != pDot && (prev == pAnd || endsOperand(prev)) && p.nextTransition():
	case right && (p.atEnd() || f == kEnd) && (prev == pArrow || prev == pNow):
		d := p.add(diag.NoAction, p.k, "the right side of the transition does nothing")
		d.Help = "give at least the next state: State' := 2"
	case right && (f == pArrow || f == pNow):
		d := p.add(diag.MissingLabel, p.k, "a second arrow in one transition")
		d.Help = "a transition begins with a label and a dot: 2. State = 1 ..."
	case f == kInit && joins(prev):
		d := p.add(diag.Unexpected, p.k, "init gives first values, before the transitions; it cannot stand among actions")
		d.Help = "remove the word: a transition assigns with X' := ..."
		p.fix(d, p.k, p.k, "")
		p.mend(p.k, tSkip)
	case f == kStart:
		d := p.add(diag.MisplacedStart, p.k, "start can only be received, as a whole message")
		d.Help = "RCV(start) on a left side sets the first role going; it cannot be sent or be part of a message"
		p.mend(p.k, tConst)
	case right:
		return p.action(depth)
	default:
		return p.condition(depth)
	}
	return true
}

// label explains a transition that does not begin with a label and a dot.
func (p *point) label() bool {
	if p.k == p.i && p.found() == pLparen && p.next() == tNat && p.kind(p.k+2) == pRparen {
		d := p.addSpan(diag.MissingLabel, p.k, p.k+2, "a label stands without parentheses, with a dot after it")
		d.Help = "write " + p.str(p.k+1) + "."
		p.fix(d, p.k, p.k+2, p.str(p.k+1)+".")
		p.mend(p.k, tSkip)
		p.mend(p.k+2, pDot)
		return true
	}
	if p.k == p.i {
		d := p.add(diag.MissingLabel, p.k, "a transition begins with a label, not with %s", p.word(p.k))
		d.Help = "write a number or a name and a dot: 1. State = 0 /\\ RCV(start) =|> ..."
		return true
	}
	if p.kind(p.i) == tConst && p.found() == pLparen {
		d := p.add(diag.MissingLabel, p.i, "a transition begins with a label and a dot")
		d.Help = "write 1. " + p.str(p.i) + "(...) ..."
		return true
	}
	d := p.add(diag.MissingLabel, p.k, "a dot follows the label %s", p.word(p.i))
	d.Help = "write " + p.word(p.i) + "."
	if !p.newLine(p.k) && p.found() != pRparen {
		d.Range = p.rng(p.i)
	}
	if p.found() == pRparen || p.found() == pColon || p.found() == pComma {
		p.fix(d, p.k, p.k, ".")
		p.mend(p.k, pDot)
	} else {
		p.insert(d, p.i, ".")
	}
	return true
}

// moveTo puts the last diagnostic at token k and the place it had before among
// its related places.
func (p *point) moveTo(k int) {
	if len(p.diags) == 0 {
		return
	}
	d := p.diags[len(p.diags)-1]
	d.Related = append(d.Related, diag.Related{Range: d.Range, Message: "this one"})
	d.Range = p.rng(k)
}

func (p *point) extraAnd(k int, side string) {
	d := p.add(diag.ExtraAnd, k, `there is nothing to join %s /\`, side)
	d.Help = `remove one /\`
	p.fix(d, k, k, "")
	p.mend(k, tSkip)
}

// missingAnd reports that things stand side by side that /\ should join.
func (p *point) missingAnd(what string) bool {
	d := p.add(diag.MissingAnd, p.k, `%s are joined by /\`, what)
	d.Help = `write /\ before ` + p.word(p.k)
	p.insert(d, p.k-1, ` /\`)
	return true
}

// nextTransition reports whether what begins at the point looks like a
// transition whose label or dot is missing.
func (p *point) nextTransition() bool {
	f, n := p.found(), p.next()
	switch {
	case f == tNat && (n == tVar || n == pRparen || n == pColon || n == pComma) && p.newLine(p.k):
		d := p.add(diag.MissingLabel, p.k, "a dot follows the label %s", p.word(p.k))
		d.Help = "write " + p.word(p.k) + "."
		if n == tVar {
			p.insert(d, p.k, ".")
		} else {
			p.fix(d, p.k+1, p.k+1, ".")
		}
	case f == tNat && p.newLine(p.k):
		d := p.add(diag.MissingLabel, p.k, "a label is a number or a name, with a dot after it")
		d.Help = "write " + p.word(p.k) + ". State = ..."
	case f == tConst && n == tVar && p.newLine(p.k):
		d := p.add(diag.MissingLabel, p.k, "a dot follows the label %s", p.word(p.k))
		d.Help = "write " + p.word(p.k) + "."
		p.insert(d, p.k, ".")
	case f == tVar && n == pEq && p.newLine(p.k):
		d := p.add(diag.MissingLabel, p.k, "a transition begins with a label and a dot")
		d.Help = "write 2. " + p.word(p.k) + " = ..., with a number of its own for each transition"
	default:
		return false
	}
	return true
}

// condition explains errors on a left side.
func (p *point) condition(depth int) bool {
	f, prev := p.found(), p.prev()
	switch {
	case p.atEnd() && f != tEOF && p.ctx == inTransition && p.want != wantRelation:
		d := p.add(diag.BadArrow, p.k, "the transition has no =|>")
		d.Help = "write conditions =|> actions"
		d.Related = append(d.Related, diag.Related{Range: p.rng(p.i), Message: "the transition begins here"})
	case depth == 0 && f == tVar && endsOperand(prev) && p.assigns() && !p.sides(p.i, p.j).arrow:
		d := p.add(diag.BadArrow, p.k, "=|> is missing before %s", p.word(p.k))
		d.Help = "write =|> before " + p.word(p.k)
		p.insert(d, p.k-1, " =|>")
	case f == pEq && p.kind(p.k+1) == tBad && p.str(p.k+1) == "|":
		p.mended = p.lexical(p.k + 1)
	case f == pImp || f == pMaps || f == pIff:
		d := p.add(diag.BadArrow, p.k, "%s is no arrow of a transition", p.str(p.k))
		d.Help = "write =|>"
		p.fix(d, p.k, p.k, "=|>")
		p.mend(p.k, pArrow)
	case depth == 0 && (f == pComma || f == pSemi):
		d := p.add(diag.MissingAnd, p.k, `conditions are joined by /\, not by %s`, p.str(p.k))
		d.Help = `write /\`
		p.fix(d, p.k, p.k, ` /\`)
		p.mend(p.k, pAnd)
	case depth == 0 && p.ctx == inTransition && endsOperand(prev) && f != pRparen && p.next() == pDot && (f == tConst || f == tNat):
		return p.missingAnd("conditions")
	case depth == 0 && endsOperand(prev) && (startsExpr(f) || f == kNot || f == kIn) && f != pLbrace:
		return p.missingAnd("conditions")
	case f == pAnd && depth > 0 && p.want == wantRparen:
		d := p.add(diag.Unexpected, p.k, `parentheses hold one condition, not several joined by /\`)
		d.Help = "write the conditions one after the other; negate each by itself"
	case p.want == wantRelation && !(f == pPrime && prev == tConst):
		d := p.add(diag.NoCondition, p.k, "what stands before %s is a message, not a condition", p.word(p.k))
		d.Help = "compare it (= /= <=), receive it with RCV(...), or test in(X,S)"
	default:
		return false
	}
	return true
}

// assigns reports whether X' := or the like begins at the point.
func (p *point) assigns() bool {
	k := p.k + 1
	primed := p.kind(k) == pPrime
	if primed {
		k++
	}
	n := p.kind(k)
	return n == pAssign || n == pColon || primed && n == pEq
}

// action explains errors on a right side.
func (p *point) action(depth int) bool {
	f, prev := p.found(), p.prev()
	switch {
	case depth == 0 && (f == pNeq || f == pLeq || f == kNot || f == kIn):
		d := p.add(diag.OnWrongSide, p.k, "%s is a condition and stands before =|>", p.str(p.k))
		d.Help = "the right side only assigns (X' := ...), sends and states facts"
	case depth == 0 && (f == pEq || f == pAssign) && (prev == pPrime || prev == tVar || prev == pRparen):
		d := p.add(diag.UpdateNoAssign, p.k, "a right side assigns with X' := ...")
		d.Help = "only variables are assigned, one by one"
	case prev == tConst && (f == pPrime || f == pAssign || f == pEq) && depth == 0:
		p.k--
		p.mend(p.k, tVar)
		return p.lowerVariable("what a transition assigns")
	case depth == 0 && (f == pComma || f == pSemi):
		d := p.add(diag.MissingAnd, p.k, `actions are joined by /\, not by %s`, p.str(p.k))
		if p.k+1 < p.j {
			d.Help = `write /\`
			p.fix(d, p.k, p.k, ` /\`)
			p.mend(p.k, pAnd)
		} else {
			d.Message = p.str(p.k) + " cannot end a transition"
			d.Help = "remove it"
			p.fix(d, p.k, p.k, "")
		}
	case f == pColon && (prev == pPrime || prev == tVar):
		d := p.add(diag.UpdateNoAssign, p.k, "a right side assigns with X' := ...; := is one word")
		d.Help = "write :="
		if p.next() == pEq {
			d.Range = p.span(p.k, p.k+1)
			p.fix(d, p.k, p.k+1, ":=")
			p.mend(p.k+1, tSkip)
		} else {
			p.fix(d, p.k, p.k, ":=")
		}
		p.mend(p.k, pAssign)
	case f == pDot && depth == 0 && prev == pRparen:
		d := p.add(diag.Unbalanced, p.k, "the message ends at ) and cannot go on with a dot")
		d.Help = "move the ) behind the last part of the message"
		d.Related = append(d.Related, diag.Related{Range: p.rng(p.k - 1), Message: "this parenthesis"})
	case f == pLparen && depth == 0 && !endsOperand(prev):
		d := p.add(diag.Unexpected, p.k, "actions stand without parentheses")
		d.Help = "remove the parentheses"
	case p.want == wantPrime && (p.atEnd() || f == pAnd):
		d := p.add(diag.NoAction, p.k-1, "%s alone does nothing", p.str(p.k-1))
		d.Help = "assign it (" + p.str(p.k-1) + "' := ...) or send it: SND(" + p.str(p.k-1) + ")"
	case depth == 0 && endsOperand(prev) && p.nextTransition():
	case depth == 0 && endsOperand(prev) && (f == tVar || f == tConst):
		return p.missingAnd("actions")
	default:
		return false
	}
	return true
}

// expression explains errors inside a message.
func (p *point) expression() bool {
	f, prev := p.found(), p.prev()
	switch {
	case f == pPrime && prev == tConst:
		p.k--
		s := p.str(p.k)
		d := p.addSpan(diag.LowerCaseVariable, p.k, p.k+1, "%s is a constant, so it has no new value %s'", p.word(p.k), p.word(p.k))
		d.Help = "a variable begins with a capital: " + strings.ToUpper(s[:1]) + s[1:] + "'"
		p.mend(p.k+1, tSkip)
	case f == pPrime && prev == pPrime:
		d := p.add(diag.MisplacedPrime, p.k, "one prime is enough")
		p.fix(d, p.k, p.k, "")
		d.Help = "remove it"
		p.mend(p.k, tSkip)
	case f == pPrime:
		d := p.add(diag.MisplacedPrime, p.k, "a prime follows a variable, nothing else")
		d.Help = "write F(X') for the new value of X; F itself does not change"
		p.mend(p.k, tSkip)
	case f == pUnder && prev == pRbrace:
		p.encryptedList()
	case f == pUnder:
		d := p.add(diag.BadKey, p.k, "_ binds a key to a message in braces")
		d.Help = "write {M}_K"
		if prev == pRparen && p.kind(p.last()-1) == pRbrace {
			d.Help = "move the key inside the parentheses: ({...}_" + p.word(p.k+1) + ")"
		}
	case p.want == wantKey:
		d := p.add(diag.BadKey, p.k, "a key must follow _, not %s", p.word(p.k))
		d.Help = "a key is K, k, inv(K), H(M) or something in parentheses"
	case prev == pRbrace && (f == tVar || f == tConst || f == kInv || f == pLparen):
		d := p.add(diag.BadKey, p.k, "_ stands between a message in braces and its key")
		d.Help = "write {...}_" + p.word(p.k) + ", or a dot if a message follows"
		p.insert(d, p.k-1, "_")
	case f == pLparen && prev == pPrime:
		d := p.add(diag.MisplacedPrime, p.k-1, "a function is applied without prime")
		d.Help = "write " + p.str(p.k-2) + "(...)"
		p.fix(d, p.k-1, p.k-1, "")
		p.mend(p.k-1, tSkip)
	case f == kStart:
		d := p.add(diag.MisplacedStart, p.k, "start can only be received, as a whole message")
		d.Help = "RCV(start) on a left side sets the first role going"
	case prev == kNew:
		d := p.add(diag.Unexpected, p.k, "new is written with parentheses")
		d.Help = "write new()"
		p.insert(d, p.k-1, "()")
	case f == pRparen && prev == pLparen && p.kind(p.k-2) == tVar && strings.EqualFold(p.str(p.k-2), "new"):
		d := p.add(diag.KeywordCase, p.k-2, "%s is a keyword and begins with a small letter", p.str(p.k-2))
		d.Help = "write new()"
		p.fix(d, p.k-2, p.k-2, "new")
	case f == pComma && prev == pComma:
		d := p.add(diag.MissingComma, p.k, "nothing stands between the commas")
		d.Help = "remove one of them"
		p.fix(d, p.k, p.k, "")
		p.mend(p.k, tSkip)
	case f == kNew:
		d := p.add(diag.Unexpected, p.k, "new() cannot stand inside a message")
		d.Help = "assign it first: N' := new(), then use N'"
	case isKeyword(f) && !p.atEnd() && f != kEnd && (p.want == wantExpr || p.depth() > 0 && (prev == pComma || prev == pLparen || prev == pLbrace)):
		d := p.add(diag.ReservedWord, p.k, "%s is a keyword and cannot be part of a message", p.str(p.k))
		d.Help = "choose another name for the constant"
		p.mend(p.k, tConst)
	case f == pRparen && (prev == pComma || prev == pDot) || f == pRbrace && (prev == pComma || prev == pDot):
		last := p.last()
		d := p.add(diag.MissingComma, last, "nothing follows %s", p.str(last))
		d.Help = "remove it"
		p.fix(d, last, last, "")
		p.mend(last, tSkip)
		if p.toks[p.k].line != p.toks[last].line {
			d.Range = p.rng(p.k)
		}
	case f == pRparen && prev == pLparen:
		d := p.add(diag.Unexpected, p.k, "the parentheses are empty")
		d.Help = "at least one argument stands in them"
	case endsOperand(prev) && (startsExpr(f) || f == pColon || f == pSemi) && p.depth() > 0:
		d := p.add(diag.MissingComma, p.k, "a comma or a dot must stand before %s", p.word(p.k))
		d.Help = "separate arguments by commas, the parts of a message by dots"
		if f == pLbrace && (prev == tVar || prev == tConst) {
			d.Help += "; a function takes its arguments in parentheses: " + p.word(p.k-1) + "(...)"
		}
		if f == pColon || f == pSemi {
			d.Message = p.str(p.k) + " cannot separate messages"
		}
	case f == pComma && p.depth() > 0:
		d := p.add(diag.Unexpected, p.k, "a comma cannot stand in these parentheses")
		d.Help = "the parts of a message are joined by dots"
		p.fix(d, p.k, p.k, ".")
		p.mend(p.k, pDot)
	default:
		return false
	}
	return true
}

// encryptedList reports {A,B}_K or {}_K at its underscore.
func (p *point) encryptedList() {
	d := p.add(diag.EncryptedList, p.k, "what is encrypted is one message, not a list")
	d.Help = "join the parts by dots: {A.B}_K"
	depth := 0
	for n := p.k - 1; n >= p.i; n-- {
		switch p.kind(n) {
		case pRbrace, pRparen:
			depth++
		case pLbrace, pLparen:
			if depth--; depth == 0 {
				d.Related = append(d.Related, diag.Related{Range: p.span(n, p.k-1), Message: "the list"})
				return
			}
		case pComma:
			if depth == 1 {
				p.fix(d, n, n, ".")
				p.mend(n, pDot)
			}
		}
	}
}
