package syntax

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"hornet/diag"
)

// Parse reads a specification. It always returns a File that holds whatever
// could be read, together with every independent syntax error: the text is cut
// into roles, sections, transitions and goals at tokens that can stand nowhere
// else, and each piece is parsed for itself.
func Parse(name string, text []byte) (*File, diag.List) {
	p := &parser{lexed: lex(name, text), rules: rules(), out: &File{Name: name, Text: text}}
	p.out.Comments = p.comments
	p.spec()
	if all := p.diags; p.shown > 0 {
		if p.diags = nil; p.notText() {
			return p.out, p.diags
		}
		p.diags = all
	}
	switch {
	case p.hopeless():
		p.diags.Add(diag.TooManyErrors, diag.Hint, p.firstHidden, "more than %d further errors are not shown", maxHidden)
	case p.hidden > 0:
		p.diags.Add(diag.TooManyErrors, diag.Hint, p.firstHidden, "%d further errors are not shown", p.hidden)
	}
	p.diags.Sort()
	return p.out, p.diags
}

// parser is the state of one call of Parse.
type parser struct {
	*lexed
	rules *parsers
	buf   buffer
	out   *File
	i     int // the next token at top level

	diags       diag.List
	shown       int        // errors in diags
	hidden      int        // errors beyond maxErrors
	firstHidden diag.Range // the first of those
	failed      bool       // the last piece did not parse
	mended      bool       // the last error was mended: its piece can be read again
	truncated   bool       // what is missing at the end of the file is reported
	played      bool       // the role being read has a player
	split       int        // the token before which the keyword of a section is missing
	goalsAt     int        // the token that begins the goal section
}

func (p *parser) kind(i int) tok {
	if i < 0 || i >= len(p.toks) {
		return tEOF
	}
	return p.toks[i].kind
}

// maxHidden is how many errors beyond those that are shown are counted before
// the rest of the text is left unread: it is no model.
const maxHidden = 1000

// hopeless reports whether to stop reading.
func (p *parser) hopeless() bool { return p.hidden > maxHidden }

// maxWork bounds the tokens read again for the sake of further errors in one piece.
const maxWork = 1 << 20

// piece parses the tokens [i,j) by one rule of the grammar. On failure it
// reports, in the context that says what the piece was, and returns nil. A bad
// token that it knows how to mend does not end the piece.
func piece[P any](p *parser, parse func(*lexer.PeekingLexer, ...participle.ParseOption) (*P, error), ctx context, i, j int) *P {
	p.failed, p.split = true, 0
	if p.tooDeep(i, j) {
		return nil
	}
	for work := j - i; ; work += j - i {
		r, err := parse(p.buf.fill(p.lexed, i, j))
		if err == nil {
			p.failed = false
			if ctx == inTransition || ctx == inAccept {
				p.slips(i, j, j)
			}
			return r
		}
		off, w := failurePoint(err)
		k := min(p.at(off), j)
		for k < j && p.kind(k) == tSkip {
			k++
		}
		if k < j && p.kind(k) == tBad {
			if p.shown < maxErrors && p.lexical(k) && work < maxWork {
				continue
			}
			k++
		} else if ctx != inTransition || !p.slips(i, k, j) {
			p.mended = false
			p.syntaxError(ctx, i, j, k, w)
			if s := p.split; s > i && s < j && p.shown < maxErrors { // a piece of its own begins here
				j = s
				continue
			}
			if p.mended && p.shown < maxErrors && work < maxWork {
				continue
			}
		}
		for ; k < j; k++ { // bad letters are faults of their own
			if p.kind(k) == tBad && p.shown < maxErrors {
				p.lexical(k)
			}
		}
		return nil
	}
}

// spec reads Role+ Goal? Call.
func (p *parser) spec() {
	for !p.hopeless() {
		switch p.kind(p.i) {
		case kRole:
			p.role()
		case kGoal:
			p.goals()
		case tBad:
			p.lexical(p.i)
			p.i++
		case tSkip:
			p.i++
		case tEOF:
			if !p.truncated {
				p.noMainCall(p.i)
			}
			return
		default:
			if p.kind(p.i) == tVar && p.capital(p.i, kRole, kGoal) {
				continue
			}
			if p.mainCall() {
				return
			}
		}
	}
}

// capital reports that token k is one of the keywords but for a capital at its
// beginning, and makes it that keyword.
func (p *parser) capital(k int, ids ...tok) bool {
	low := strings.ToLower(p.str(k))
	id := keyword([]byte(low))
	if !slices.Contains(ids, id) {
		return false
	}
	d := p.add(diag.KeywordCase, k, "%s is a keyword and begins with a small letter", p.str(k))
	d.Help = "write " + low
	p.fix(d, k, k, low)
	p.toks[k].kind = id
	return true
}

// extent finds where the role or goal section that begins at token i ends:
// body is the token after its last section, end the one after it all. Without
// its end, the piece goes up to the next one.
func (p *parser) extent(i int) (body, end int, closed bool) {
	k := p.kind(i)
	for j := i + 1; ; j++ {
		switch p.kind(j) {
		case tEOF, kRole, kGoal:
			return j, j, false
		case tVar: // End, at the end of a role
			if !isPiece(p.kind(j+1)) || !p.capital(j, kEnd) {
				continue
			}
			fallthrough
		case kEnd:
			if n := p.kind(j + 1); isPiece(n) {
				return j, j + 2, n == k
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

// role reads a role.
func (p *parser) role() {
	start := p.i
	body, end, closed := p.extent(start)
	p.i = end
	r := &Role{Range: p.span(start, max(start, end-1))}
	j := p.next(start+1, body)
	h := piece(p, p.rules.header.ParseFromLexer, inHeader, start, j)
	if h != nil {
		p.header(r, h)
	} else if p.kind(start+1) == tConst {
		r.Name = Ident{p.str(start + 1), p.rng(start + 1)}
	}
	p.played = r.Player != nil
	var seen [8]int // the sections so far, by rank
	rank := 0
	j = p.resume(r, j, &rank)
	for j < body && !p.hopeless() {
		next := p.next(j+1, body)
		n := sectionRank(p.kind(j))
		if n <= rank {
			p.sectionOrder(j, &seen)
		} else {
			rank = n
		}
		if h != nil && seen[n] == 0 {
			p.bodyKind(r, j)
		}
		if seen[n] == 0 {
			seen[n] = j
		}
		p.section(r, j, next)
		j = p.resume(r, next, &rank)
	}
	switch {
	case !closed:
		p.missingEnd(start, body)
	case rank < 7 && !p.failed:
		p.missingBody(r, start, body)
	}
	p.out.Roles = append(p.out.Roles, r)
}

// next returns the index of the first token of [i,end) that begins a section, or end.
func (p *parser) next(i, end int) int {
	for i < end && (!isSection(p.kind(i)) || p.kind(i) == kInit && joins(p.kind(i-1))) {
		i++
	}
	return i
}

// joins reports whether a condition or an action follows a token of kind k.
// People write init between actions.
func joins(k tok) bool { return k == pAnd || k == pArrow || k == pNow }

// resume returns where to read on behind a piece that ends at token next: there,
// or at a section inside the piece whose keyword is misspelled. A body whose
// keyword is missing is read at once; rank is then that of bodies.
func (p *parser) resume(r *Role, next int, rank *int) int {
	s := p.split
	p.split = 0
	switch {
	case s == 0:
		return next
	case isSection(p.kind(s)):
		return s
	case p.played:
		p.transitions(r, s, next)
	default:
		r.Composed = true
		if t := piece(p, whole((*cursor).composition), inComposition, s, next); t != nil {
			r.Composition = t
			p.restrictComposition(r.Composition)
		}
	}
	*rank = 7
	return next
}

// section reads one section of a role, the tokens [i,j).
func (p *parser) section(r *Role, i, j int) {
	switch p.kind(i) {
	case kLocal:
		if s := piece(p, p.rules.locals.ParseFromLexer, inLocal, i, j); s != nil {
			r.Locals = append(r.Locals, s.Groups.list...)
		}
	case kOwns:
		if s := piece(p, ownership().ParseFromLexer, inOwns, i, j); s != nil {
			r.Owns = append(r.Owns, identsOf(s.Names)...)
		}
	case kConst:
		if s := piece(p, p.rules.consts.ParseFromLexer, inConst, i, j); s != nil {
			for _, g := range s.Groups.list {
				p.restrictConst(g)
			}
			r.Consts = append(r.Consts, s.Groups.list...)
		}
	case kInit:
		if s := piece(p, p.rules.inits.ParseFromLexer, inInit, i, j); s != nil {
			for i := range s.Inits.list {
				p.restrictInit(&s.Inits.list[i])
			}
			r.Inits = append(r.Inits, s.Inits.list...)
		}
	case kAccept:
		if s := piece(p, acceptance().ParseFromLexer, inAccept, i, j); s != nil {
			r.AcceptAll = append(r.AcceptAll, s.Conds.list...)
			for _, c := range s.Conds.list {
				if c.Atom != nil {
					r.Accepts = append(r.Accepts, c.Atom)
				}
			}
		}
	case kKnowledge:
		if s := piece(p, p.rules.knowledge.ParseFromLexer, inKnowledge, i, j); s != nil {
			r.Knowledge = &Knowledge{Range: spanOf(s.Tokens), Terms: s.Terms.list}
		}
	case kTransition:
		r.Body = p.rng(i)
		p.transitions(r, i+1, j)
	case kComposition:
		r.Body, r.Composed = p.rng(i), true
		if s := piece(p, p.rules.composition.ParseFromLexer, inComposition, i, j); s != nil && s.Tree != nil {
			r.Composition = &s.Tree.Composition
			p.restrictComposition(r.Composition)
		}
	}
}

// transitions reads the transitions in the tokens [i,end): each begins at a
// label, a constant or number that a dot follows and no operator precedes.
func (p *parser) transitions(r *Role, i, end int) {
	p.failed = false
	for i < end && !p.hopeless() {
		j, right := i+1, false
		for j < end && !p.labelAt(j, right) {
			right = right || p.kind(j) == pArrow || p.kind(j) == pNow
			j++
		}
		if s := piece(p, p.rules.transition.ParseFromLexer, inTransition, i, j); s != nil {
			t := s.transition()
			p.restrictTransition(t)
			r.Transitions = append(r.Transitions, t)
		}
		i = j
	}
}

// labelAt reports whether a transition begins at token i, right whether i lies
// behind an arrow: what follows /\ there is no message. It also knows labels
// that lack their dot, and transitions without label, for the sake of their
// neighbours.
func (p *parser) labelAt(i int, right bool) bool {
	prev := p.kind(i - 1)
	operand := endsOperand(prev) || prev == tBad || prev == tSkip
	switch k, n := p.kind(i), p.kind(i+1); {
	case k == tConst && n == pDot, k == tNat && n == pDot:
		return operand || right && (prev == pAnd || prev == pArrow || prev == pNow)
	case !p.newLine(i) || !operand:
		return false
	case k == tNat:
		return n == tVar || n == pRparen || n == pColon
	case k == pLparen:
		return n == tNat && p.kind(i+2) == pRparen && prev != tVar && prev != tConst
	case k == tVar:
		return right && n == pEq
	}
	return false
}

// goals reads a goal section.
func (p *parser) goals() {
	start := p.i
	body, end, closed := p.extent(start)
	p.i = end
	g := &GoalSection{Range: p.span(start, max(start, end-1))}
	switch {
	case p.out.Goals != nil:
		p.secondGoals(start)
	case len(p.out.Roles) == 0 && p.kind(end) != tEOF:
		p.earlyGoals(start, start)
	case p.kind(end) == kRole && closed:
		p.earlyGoals(start, end)
	}
	p.failed = false
	if body == start+1 && closed {
		p.emptyGoals(start, body)
	}
	for i := start + 1; i < body && !p.hopeless(); {
		if k := p.kind(i); k == tBad || k == tSkip {
			if k == tBad {
				p.lexical(i) // may take the line for a comment
			}
			i++
			continue
		}
		j := i + 1
		for j < body && !p.goalAt(j) {
			j++
		}
		if r := piece(p, whole((*cursor).goal), inGoal, i, j); r != nil {
			if r.Kind == GoalLTL {
				r.Text = p.src[r.Range.Start.Offset:r.Range.End.Offset]
			}
			g.Goals = append(g.Goals, r)
		}
		i = j
	}
	if !closed {
		p.missingEnd(start, body)
	}
	if p.out.Goals == nil {
		p.out.Goals, p.goalsAt = g, start
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

// mainCall reads the call of the main role, or reports text that is none. It
// reports whether nothing is left to read; what follows the call is ignored.
func (p *parser) mainCall() bool {
	start := p.i
	j := p.callEnd(start)
	k, n := p.kind(start), p.kind(start+1)
	if k != tConst && !(k == tVar && n == pLparen) || n != pLparen && n != tEOF {
		p.strayText(start)
	} else if c := piece(p, whole((*cursor).call), inMain, start, j); c != nil {
		p.out.Main = c
		if len(p.out.Roles) == 0 {
			p.strayCall(start)
		}
		p.rest(j)
		return true
	}
	// Whatever this is, roles that follow it are worth reading.
	for p.i = j; p.kind(p.i) != tEOF && !isPiece(p.kind(p.i)); p.i++ {
		if p.kind(p.i) == kEnd && isPiece(p.kind(p.i+1)) {
			p.i++ // closes nothing
		}
	}
	p.truncated = true
	return p.kind(p.i) == tEOF
}

// callEnd returns the token after the parenthesis that closes the first one
// from token i on, or where the next piece or the end of the file comes first.
func (p *parser) callEnd(i int) int {
	depth := 0
	for ; p.kind(i) != tEOF && !isPiece(p.kind(i)) && p.kind(i) != kEnd; i++ {
		switch p.kind(i) {
		case pLparen:
			depth++
		case pRparen:
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return i
}

// rest notes what follows the main call.
func (p *parser) rest(i int) {
	last := len(p.toks) - 2
	if i > last {
		return
	}
	r := p.span(i, last)
	p.out.Ignored = &r
	for n := i; n <= last; n++ {
		if p.kind(n) == kGoal && p.kind(n-1) != kEnd {
			_, end, _ := p.extent(n)
			r := p.span(n, max(n, end-1))
			p.out.LateGoal = &r
			return
		}
	}
	d := p.diags.Add(diag.IgnoredText, diag.Warning, p.rng(i), "what follows the main call is ignored")
	d.Help = "remove it, or make it a comment"
}
