package syntax

import "hornet/diag"

// slips reports the faults in the tokens [i,j) of a transition that leave no
// doubt about what was meant, so that the parser reads on: X := e and X' = e on
// a right side, := on a left one. It reports whether the last token is one.
func (p *parser) slips(i, j int) (last bool) {
	depth, right := 0, false
	for k := i; k < j; k++ {
		switch p.kind(k) {
		case pLparen, pLbrace:
			depth++
		case pRparen, pRbrace:
			depth--
		case pArrow, pNow:
			right = true
		case pAssign, pEq:
			if depth == 0 && p.slip(k, right) {
				last = k == j-1
			}
		}
	}
	return last
}

// slip reports the equals or assignment sign k where it is the wrong one.
func (p *parser) slip(k int, right bool) bool {
	assign := p.kind(k) == pAssign
	if !right {
		if !assign || !endsOperand(p.kind(k-1)) {
			return false
		}
		d := p.add(diag.AssignOnLeft, k, "a left side compares with =, it does not assign")
		d.Help = "write =; what is assigned stands behind =|>"
		p.fix(d, k, k, "=")
		return true
	}
	primed := p.kind(k-1) == pPrime
	name := k - 1
	if primed {
		name--
	}
	if p.kind(name) != tVar || primed && assign {
		return false
	}
	if b := p.kind(name - 1); b != pAnd && b != pArrow && b != pNow {
		return false
	}
	x := p.word(name)
	if assign {
		d := p.add(diag.UpdateNoPrime, k, "a right side assigns with X' := ...; the prime of %s is missing", x)
		d.Help = "write " + x + "' := ..."
		p.insert(d, k-1, "'")
		return true
	}
	d := p.add(diag.UpdateNoAssign, k, "a right side assigns with X' := ..., not with =")
	d.Help = "write " + x + "' := ..."
	if primed {
		p.fix(d, k, k, ":=")
	} else {
		p.fix(d, k, k, "' :=")
	}
	return true
}
