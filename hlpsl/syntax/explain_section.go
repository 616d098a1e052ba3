package syntax

import (
	"strings"

	"hornet/diag"
)

// missingSection reports, where a declaration or the like stops to fit, that a
// section begins whose keyword is missing or misspelled. The piece is cut there:
// see parser.resume.
func (p *point) missingSection() bool {
	if p.ctx > inKnowledge || p.depth() != 0 || p.atEnd() || p.k == p.i {
		return false
	}
	prev := p.prev()
	if !endsOperand(prev) && !endsType(prev) && prev != pDef {
		return false
	}
	f, n := p.found(), p.next()
	if (f == tConst || f == tVar) && p.misspelled() {
		return true
	}
	switch {
	case !p.newLine(p.k):
		return false
	case !p.played && f == tConst && n == pLparen && (p.ctx != inAccept && p.ctx != inInit || endsOperand(prev)):
		d := p.add(diag.MissingSection, p.k, "composition is missing before %s", p.word(p.k))
		d.Help = "write composition " + p.word(p.k) + "(...)"
		p.insert(d, p.k-1, " composition")
	case p.played && f == tNat && n == pDot:
		d := p.add(diag.MissingSection, p.k, "transition is missing before %s.", p.word(p.k))
		d.Help = "write transition " + p.word(p.k) + ". ..."
		p.insert(d, p.k-1, " transition")
	default:
		return false
	}
	p.split = p.k
	return true
}

// misspelled reports that the name at the point was meant for the keyword of a
// section, and puts that in its place.
func (p *point) misspelled() bool {
	s := strings.ToLower(p.str(p.k))
	near := diag.Suggest(s, []string{
		"local", "owns", "const", "init", "accept", "intruder_knowledge", "transition", "composition",
	})
	if len(near) == 0 {
		return false
	}
	id := keyword([]byte(near[0]))
	switch n := p.next(); id { // what follows must fit, or this is a name like others
	case kKnowledge:
		if n != pEq {
			return false
		}
	case kTransition:
		if n != tNat && n != tConst {
			return false
		}
	case kComposition:
		if n != tConst && n != pLparen && n != pAnd {
			return false
		}
	default:
		if n != tVar && n != tConst {
			return false
		}
	}
	d := p.add(diag.Unexpected, p.k, "%s begins no section", p.word(p.k))
	d.Help = "did you mean " + near[0] + "?"
	p.fix(d, p.k, p.k, near[0])
	p.mend(p.k, id)
	p.split = p.k
	return true
}
