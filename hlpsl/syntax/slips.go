package syntax

import "hornet/diag"

// slips reports the faults in the tokens [i,j) of a transition that leave no
// doubt about what was meant, so that the parser reads on: X := e and X' = e on
// a right side, := on a left one. It reports whether nothing else need be said
// of token j; the transition ends before token end.
func (p *parser) slips(i, j, end int) (last bool) {
	sides := p.sides(i, end)
	switch {
	case !sides.arrow && sides.assigned > 0 && sides.assigned < j:
		d := p.add(diag.BadArrow, sides.assigned, "the transition has no =|>, and only behind it := assigns")
		d.Help = "write conditions =|> actions"
		d.Related = append(d.Related, diag.Related{Range: p.rng(i), Message: "the transition begins here"})
		return j == end || p.kind(j-1) == pAssign
	case sides.assigned > 0 && sides.assigned < j && sides.compared == 0 && sides.waits > 0:
		d := p.add(diag.AssignOnLeft, sides.assigned, "the sides of the transition are swapped: := stands before =|>, a condition behind it")
		d.Help = "conditions come before =|>, what is assigned and sent behind it"
		d.Related = append(d.Related, diag.Related{Range: p.rng(sides.waits), Message: "this condition"})
		return p.kind(j-1) == pAssign
	}
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

// sides says what stands outside parentheses on both sides of a transition: the
// first := and the first = on the left, the first X = on the right.
type sides struct {
	arrow                     bool
	assigned, compared, waits int // tokens, 0 for none
}

func (p *parser) sides(i, end int) (s sides) {
	depth := 0
	first := func(at *int, k int) {
		if *at == 0 {
			*at = k
		}
	}
	for k := i; k < end; k++ {
		switch p.kind(k) {
		case pLparen, pLbrace:
			depth++
		case pRparen, pRbrace:
			depth--
		case pArrow, pNow:
			s.arrow = true
		case pAssign:
			if depth == 0 && !s.arrow && endsOperand(p.kind(k-1)) {
				first(&s.assigned, k)
			}
		case pEq:
			switch {
			case depth != 0:
			case !s.arrow:
				first(&s.compared, k)
			case p.kind(k-1) == tVar && joins(p.kind(k-2)):
				first(&s.waits, k)
			}
		}
	}
	return s
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
	before := name - 1
	for p.kind(before) == tSkip {
		before--
	}
	if !joins(p.kind(before)) {
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
	last, text := k, ":="
	if p.kind(k+1) == pColon && p.adjacent(k, k+1) { // =: the wrong way round
		last++
	}
	if !primed {
		text = "' :="
	}
	p.fix(d, k, last, text)
	return true
}
