package syntax

import (
	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"hornet/diag"
)

// Parse reads a specification. It always returns a File that holds whatever
// could be read, together with every independent syntax error: the text is cut
// into roles, sections, transitions and goals at tokens that can stand nowhere
// else, and each piece is parsed for itself.
func Parse(name string, text []byte) (*File, diag.List) {
	p := &parser{lexed: lex(name, text), rules: rules()}
	p.out = &File{Name: name, Text: text, Comments: p.comments}
	p.file()
	p.diags.Sort()
	return p.out, p.diags
}

// parser is the state of one call of Parse.
type parser struct {
	*lexed
	rules *parsers
	out   *File
	diags diag.List
	i     int // the next token at top level
}

func (p *parser) kind(i int) tok {
	if i < 0 || i >= len(p.toks) {
		return tEOF
	}
	return p.toks[i].kind
}

// piece parses the tokens [i,j) by one rule of the grammar. On failure it
// reports, in the context that says what the piece was, and returns nil.
func piece[P any](p *parser, rule *participle.Parser[P], ctx context, i, j int) *P {
	lx, err := lexer.Upgrade(&feed{l: p.lexed, next: i, end: j})
	if err != nil {
		return nil
	}
	r, err := rule.ParseFromLexer(lx)
	if err != nil {
		off, w := failurePoint(err)
		p.syntaxError(ctx, i, j, min(p.at(off), j), w)
		return nil
	}
	return r
}

// file reads Role+ Goal? Call.
func (p *parser) file() {
	for {
		switch p.kind(p.i) {
		case kRole:
			p.role()
		case kGoal:
			p.goals()
		default:
			p.mainCall()
			return
		}
	}
}

// extent returns the index of the token after "end role" or "end goal" for the
// piece whose keyword stands at i, and whether that end was there. Without it
// the piece ends where the next one begins.
func (p *parser) extent(i int) (end int, closed bool) {
	k := p.kind(i)
	for j := i + 1; ; j++ {
		switch p.kind(j) {
		case tEOF, kRole, kGoal:
			return j, false
		case kEnd:
			if p.kind(j+1) == k {
				return j + 2, true
			}
			if n := p.kind(j + 1); n == kRole || n == kGoal {
				return j + 2, false
			}
		}
	}
}

// isSection reports whether k begins a section of a role.
func isSection(k tok) bool { return sectionRank(k) > 0 }

// sectionRank gives the order of the sections.
func sectionRank(k tok) int {
	switch k {
	case kLocal:
		return 1
	case kOwns:
		return 2
	case kConst:
		return 3
	case kInit:
		return 4
	case kAccept:
		return 5
	case kKnowledge:
		return 6
	case kTransition, kComposition:
		return 7
	}
	return 0
}

func (p *parser) role() {
	start := p.i
	end, closed := p.extent(start)
	p.i = end
	body := end // where the last section ends
	if closed {
		body -= 2
	}
	r := &Role{Range: p.span(start, max(start, end-1))}
	j := p.next(start+1, body)
	if h := piece(p, p.rules.header, inHeader, start, j); h != nil {
		p.header(r, h)
	} else if p.kind(start+1) == tConst {
		r.Name = Ident{p.str(start + 1), p.rng(start + 1)}
	}
	rank := 0
	for j < body {
		k := p.kind(j)
		next := p.next(j+1, body)
		if n := sectionRank(k); n <= rank {
			p.sectionOrder(j, n == rank)
		} else {
			rank = n
		}
		p.section(r, k, j, next)
		j = next
	}
	if rank < 7 {
		p.missingBody(r, body)
	}
	if !closed {
		p.missingEnd(start, end)
	}
	p.out.Roles = append(p.out.Roles, r)
}

// next returns the index of the first token of [i,end) that begins a section, or end.
func (p *parser) next(i, end int) int {
	for i < end && !isSection(p.kind(i)) {
		i++
	}
	return i
}

// section reads one section of a role, the tokens [i,j).
func (p *parser) section(r *Role, k tok, i, j int) {
	switch k {
	case kLocal:
		if s := piece(p, p.rules.locals, inLocal, i, j); s != nil {
			r.Locals = append(r.Locals, groupsOf(s.Groups)...)
		}
	case kOwns:
		if s := piece(p, p.rules.owns, inOwns, i, j); s != nil {
			r.Owns = append(r.Owns, identsOf(s.Names)...)
		}
	case kConst:
		if s := piece(p, p.rules.consts, inConst, i, j); s != nil {
			for _, g := range s.Groups {
				r.Consts = append(r.Consts, VarGroup{Names: identsOf(g.Names), Type: &g.Type.Type})
			}
		}
	case kInit:
		if s := piece(p, p.rules.inits, inInit, i, j); s != nil {
			r.Inits = append(r.Inits, initsOf(s.Inits)...)
		}
	case kAccept:
		if s := piece(p, p.rules.accepts, inAccept, i, j); s != nil {
			for _, c := range s.Conds {
				r.AcceptAll = append(r.AcceptAll, c.Literal)
				if c.Atom != nil {
					r.Accepts = append(r.Accepts, c.Atom)
				}
			}
		}
	case kKnowledge:
		if s := piece(p, p.rules.knowledge, inKnowledge, i, j); s != nil {
			r.Knowledge = &Knowledge{Range: rangeOf(&s.Start).To(rangeOf(&s.End)), Terms: s.Terms}
		}
	case kTransition:
		p.transitions(r, i+1, j)
	case kComposition:
		r.Composed = true
		if s := piece(p, p.rules.composition, inComposition, i, j); s != nil && s.Tree != nil {
			r.Composition = s.Tree.tree()
		}
	}
}

// transitions reads the transitions in the tokens [i,end): each begins at a
// label, a constant or number that a dot follows and no operator precedes.
func (p *parser) transitions(r *Role, i, end int) {
	for i < end {
		j := i + 1
		for j < end && !p.labelAt(j) {
			j++
		}
		if t := piece(p, p.rules.transition, inTransition, i, j); t != nil {
			r.Transitions = append(r.Transitions, t.transition())
		}
		i = j
	}
}

func (p *parser) labelAt(i int) bool {
	k := p.kind(i)
	return (k == tConst || k == tNat) && p.kind(i+1) == pDot && endsOperand(p.kind(i-1))
}

func (p *parser) goals() {
	start := p.i
	end, closed := p.extent(start)
	p.i = end
	body := end
	if closed {
		body -= 2
	}
	g := &GoalSection{Range: p.span(start, max(start, end-1))}
	switch {
	case p.out.Goals != nil:
		p.secondGoals(start)
	case p.kind(end) == kRole:
		p.earlyGoals(start, end)
	}
	if body <= start+1 {
		p.emptyGoals(start, body)
	}
	for i := start + 1; i < body; {
		j := i + 1
		for j < body && !p.goalAt(j) {
			j++
		}
		if r := piece(p, p.rules.goal, inGoal, i, j); r != nil {
			g.Goals = append(g.Goals, p.goal(r))
		}
		i = j
	}
	if !closed {
		p.missingEnd(start, end)
	}
	if p.out.Goals == nil {
		p.out.Goals = g
	}
}

// goalAt reports whether a goal begins at token i.
func (p *parser) goalAt(i int) bool {
	switch p.kind(i) {
	case kSecrecyOf, kAuthOn, kWeakAuthOn:
		return true
	case tConst:
		n := p.kind(i + 1)
		return n == kAuthenticates || n == kWeakly
	case pAlways:
		return endsOperand(p.kind(i - 1))
	}
	return false
}

// mainCall reads the call of the main role; what follows is ignored.
func (p *parser) mainCall() {
	start := p.i
	if len(p.out.Roles) == 0 && p.kind(start) != tConst {
		p.noRole(start)
		return
	}
	j := start
	for p.kind(j) != tEOF && p.kind(j) != pRparen && p.kind(j) != kRole && p.kind(j) != kGoal {
		j++
	}
	depth := 0
	for j = start; p.kind(j) != tEOF && p.kind(j) != kRole && p.kind(j) != kGoal; j++ {
		if p.kind(j) == pLparen {
			depth++
		}
		if p.kind(j) == pRparen {
			if depth--; depth <= 0 {
				j++
				break
			}
		}
	}
	if c := piece(p, p.rules.call, inMain, start, j); c != nil {
		p.out.Main = c.call()
		if len(p.out.Roles) == 0 {
			p.noRole(start)
		}
		p.rest(j)
		return
	}
	// Whatever else this is, roles that follow are still worth reading.
	for p.kind(j) != tEOF && p.kind(j) != kRole && p.kind(j) != kGoal {
		j++
	}
	if p.kind(j) != tEOF {
		p.i = j
		p.file()
	}
}

// rest notes what follows the main call.
func (p *parser) rest(i int) {
	last := len(p.toks) - 2
	if i > last {
		return
	}
	r := p.span(i, last)
	p.out.Ignored = &r
	for ; i <= last; i++ {
		if p.kind(i) == kGoal && p.kind(i-1) != kEnd {
			end, _ := p.extent(i)
			r := p.span(i, max(i, end-1))
			p.out.LateGoal = &r
			return
		}
	}
}
