package syntax

import "hornet/diag"

// This file reports what is wrong with the order of the pieces.

// sectionName returns the section that token i begins.
func (p *parser) sectionName(i int) string { return p.value(p.toks[i]) }

// sectionOrder reports that the section at i stands too late; seen holds the
// token at which each section of the role began, by rank.
func (p *parser) sectionOrder(i int, seen *[8]int) {
	rank := sectionRank(p.kind(i))
	if first := seen[rank]; first > 0 {
		d := p.add(diag.SectionRepeated, i, "a role has one %s section", p.sectionName(i))
		if p.kind(first) != p.kind(i) {
			d.Message = "a role has transitions or a composition, not both"
		} else {
			d.Help = "move what it holds to the first one"
		}
		d.Related = append(d.Related, diag.Related{Range: p.rng(first), Message: "the first one"})
		return
	}
	d := p.add(diag.SectionOrder, i, "the %s section stands too late", p.sectionName(i))
	d.Help = "the order is local, owns, const, init, accept, intruder_knowledge, then transition or composition"
	for r := rank + 1; r < len(seen); r++ {
		if seen[r] > 0 {
			d.Related = append(d.Related, diag.Related{Range: p.rng(seen[r]), Message: "it must come before this section"})
			return
		}
	}
}

// bodyKind reports a transition section in a composed role or the reverse.
func (p *parser) bodyKind(r *Role, i int) {
	switch k := p.kind(i); {
	case k == kTransition && r.Player == nil:
		d := p.add(diag.WrongSection, i, "%s has transitions, but no one plays it", r.Name.Name)
		d.Help = "add played_by and one of the parameters before def="
		d.Related = append(d.Related, diag.Related{Range: r.Name.Range, Message: "the role"})
	case k == kComposition && r.Player != nil:
		d := p.add(diag.WrongSection, i, "%s is played by %s, so it has transitions and no composition", r.Name.Name, r.Player.Name)
		d.Help = "remove played_by if the role only starts others"
		d.Related = append(d.Related, diag.Related{Range: r.Player.Range, Message: "the player"})
	}
}

// missingBody reports a role that has neither transitions nor a composition.
func (p *parser) missingBody(r *Role, start, i int) {
	what := "composition"
	if r.Player != nil {
		what = "transition"
	}
	d := p.add(diag.MissingSection, i, "role %s has no %s section", r.Name.Name, what)
	d.Help = "write " + what + " before end role; nothing need follow it"
	d.Related = append(d.Related, diag.Related{Range: p.rng(start), Message: "the role begins here"})
}

// missingEnd reports that the piece at start is not closed where it stops, at end.
func (p *parser) missingEnd(start, end int) {
	if p.kind(end) == tEOF {
		p.truncated = true
		if p.failed {
			return // what was read as the last piece is the rest of the file
		}
	}
	what := p.value(p.toks[start])
	d := p.add(diag.UnexpectedEnd, end, "end %s is missing before %s", what, p.word(end))
	d.Help = "close it with end " + what
	d.Related = append(d.Related, diag.Related{Range: p.rng(start), Message: "the " + what + " begins here"})
}

func (p *parser) secondGoals(i int) {
	d := p.add(diag.MisplacedGoals, i, "a specification has one goal section")
	d.Help = "move these goals to the first one"
	d.Related = append(d.Related, diag.Related{Range: p.rng(p.goalsAt), Message: "the first one"})
}

func (p *parser) earlyGoals(i, role int) {
	d := p.add(diag.MisplacedGoals, role, "a role cannot follow the goals")
	if i == role {
		d.Message = "the goals come after the roles"
	}
	d.Help = "move the goal section behind the last role"
	if i != role {
		d.Related = append(d.Related, diag.Related{Range: p.rng(i), Message: "the goals"})
	}
}

func (p *parser) emptyGoals(i, end int) {
	d := p.add(diag.MisplacedGoals, end, "the goal section is empty")
	d.Help = "name a goal, such as secrecy_of sec_k, or leave the section out"
	d.Related = append(d.Related, diag.Related{Range: p.rng(i), Message: "the goal section"})
}

// strayText reports text outside roles and goals that is not the main call.
func (p *parser) strayText(i int) {
	d := p.add(diag.StrayText, i, "%s stands outside the roles and goals", p.word(i))
	switch {
	case p.kind(i) == pRparen || p.kind(i) == pRbrace:
		d.Help = "it closes nothing: remove it"
	case p.kind(i) == kEnd:
		d.Help = "it closes nothing: a role or goal before it is closed already"
	case isSection(p.kind(i)):
		d.Help = "a section stands inside a role, before its end role"
	default:
		d.Help = "a specification consists of roles, one goal section and the main call; comments begin with %"
	}
}

// noMainCall reports that the file ends too early.
func (p *parser) noMainCall(i int) {
	if len(p.out.Roles) == 0 && p.out.Goals == nil {
		d := p.add(diag.NoMainCall, i, "the file holds no role")
		d.Help = "a specification consists of roles, goals and a main call such as environment()"
		return
	}
	d := p.add(diag.NoMainCall, i, "the main call is missing")
	d.Help = "end the file with the call of the outermost role"
	for n := len(p.out.Roles) - 1; n >= 0; n-- {
		if r := p.out.Roles[n]; r.Player == nil && r.Name.Name != "" {
			d.Help += ": " + r.Name.Name + "()"
			break
		}
	}
}

// strayCall reports a main call before any role.
func (p *parser) strayCall(i int) {
	d := p.add(diag.StrayText, i, "no role stands before the main call")
	d.Help = "the main call comes last; what follows it is ignored"
}
