package syntax

import "hornet/diag"

// context is the kind of piece in which an error was found.
type context uint8

const (
	inTop context = iota
	inHeader
	inLocal
	inOwns
	inConst
	inInit
	inAccept
	inKnowledge
	inTransition
	inComposition
	inGoal
	inMain
)

// syntaxError reports that the piece [i,j) does not fit its rule at token k.
func (p *parser) syntaxError(ctx context, i, j, k int, w want) {
	p.add(k, "unexpected %q", p.str(k))
}

func (p *parser) add(k int, format string, args ...any) *diag.Diagnostic {
	return p.diags.Add("H0101", diag.Error, p.rng(k), format, args...)
}

func (p *parser) sectionOrder(i int, repeated bool) { p.add(i, "section out of order") }

func (p *parser) missingBody(r *Role, i int) { p.add(i, "missing transition or composition") }

func (p *parser) missingEnd(start, end int) { p.add(end, "missing end") }

func (p *parser) secondGoals(i int) { p.add(i, "a second goal section") }

func (p *parser) earlyGoals(i, end int) { p.add(end, "roles must come before the goals") }

func (p *parser) emptyGoals(i, end int) { p.add(end, "no goal") }

func (p *parser) noRole(i int) { p.add(i, "no role") }
