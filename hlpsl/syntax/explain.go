package syntax

import (
	"strings"

	"hornet/diag"
)

// This file and its neighbours explain_*.go say what is wrong at the first
// token of a piece that does not fit the grammar. The grammar finds the token;
// what the author meant follows from the kind of the piece and the tokens around.

// context is the kind of piece in which an error was found.
type context uint8

const (
	inHeader context = iota
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

// String returns a phrase that names the context.
func (c context) String() string {
	return [...]string{
		"the header of a role", "the local section", "the owns section", "the const section", "the init section",
		"the accept section", "the intruder_knowledge section", "a transition", "a composition", "a goal", "the main call",
	}[c]
}

// keyword returns the keyword that begins the section, or "".
func (c context) keyword() string {
	return [...]string{
		"role", "local", "owns", "const", "init", "accept", "intruder_knowledge", "", "composition", "", "",
	}[c]
}

// point is where a piece stops to fit: the token k of the piece [i,j).
type point struct {
	*parser
	ctx     context
	i, j, k int
	want    want
}

func (p *point) found() tok { return p.kind(p.k) }

// last returns the token before the point, mended ones left out.
func (p *point) last() int {
	k := p.k - 1
	for k > p.i && p.kind(k) == tSkip {
		k--
	}
	return k
}

// prev returns the kind of the token before the point, mended ones left out.
func (p *point) prev() tok { return p.kind(p.last()) }

func (p *point) next() tok {
	k := p.k + 1
	for p.kind(k) == tSkip {
		k++
	}
	return p.kind(k)
}

// atEnd reports whether the piece ends too early.
func (p *point) atEnd() bool { return p.k >= p.j }

// syntaxError reports that the piece [i,j) does not fit its rule at token k.
func (p *parser) syntaxError(ctx context, i, j, k int, w want) {
	pt := &point{parser: p, ctx: ctx, i: i, j: j, k: k, want: w}
	if pt.keywordCase() || pt.leftOut() || pt.bracket() || pt.missingSection() {
		return
	}
	var done bool
	switch ctx {
	case inHeader:
		done = pt.header()
	case inLocal, inOwns, inConst:
		done = pt.declaration()
	case inInit:
		done = pt.init()
	case inKnowledge:
		done = pt.knowledge()
	case inTransition, inAccept:
		done = pt.transition()
	case inComposition, inMain:
		done = pt.composition()
	case inGoal:
		done = pt.goal()
	}
	if !done && !pt.expression() {
		pt.unexpected()
	}
}

// unexpected reports what nothing better is known about.
func (p *point) unexpected() {
	if p.found() == tEOF {
		p.add(diag.UnexpectedEnd, p.k, "the file ends inside %s", p.ctx)
		return
	}
	if p.atEnd() {
		d := p.add(diag.Unexpected, p.k, "%s is not complete before %s", p.ctx, p.word(p.k))
		switch {
		case p.ctx == inHeader && p.k == p.i+1:
			d.Message = "role is followed by the name of the role"
			d.Help = "write role alice(A:agent, ...) played_by A def="
		case p.ctx.keyword() != "" && p.k == p.i+1:
			d.Message = "the section " + p.ctx.keyword() + " is empty"
			d.Range = p.rng(p.i)
			d.Help = "leave the keyword out"
		}
		return
	}
	d := p.add(diag.Unexpected, p.k, "%s cannot stand here in %s", p.word(p.k), p.ctx)
	if w := p.want.String(); w != "" {
		d.Help = "expected here: " + w
	}
}

// String returns what was wanted, as a phrase.
func (w want) String() string {
	return [...]string{
		wantNothing: "", wantExpr: "a message, such as Na', {M}_K or H(M)", wantRparen: ")", wantRbrace: "}", wantComma: ",",
		wantLparen: "(", wantKey: "a key, such as K, inv(K) or H(M)", wantRelation: "=, /= or <=", wantType: "a type", wantUnder: "_",
		wantLiteral: "a condition, such as State = 1 or RCV(M)", wantAction: "an action, such as State' := 1 or SND(M)",
		wantPrime: "'", wantAssign: ":=",
	}[w]
}

// word returns token k as a message shows it.
func (p *parser) word(k int) string {
	switch {
	case p.kind(k) == tEOF:
		return "the end of the file"
	case p.kind(k) == kEnd && isPiece(p.kind(k+1)):
		return "end " + p.str(k+1)
	}
	s := p.str(k)
	if len(s) > 40 {
		s = s[:37] + "..."
	}
	return s
}

func isPiece(k tok) bool { return k == kRole || k == kGoal }

// keywordCase reports a keyword written with a capital where it is wanted.
func (p *point) keywordCase() bool {
	if p.found() != tVar {
		return false
	}
	s := p.str(p.k)
	low := strings.ToLower(s)
	id := keyword([]byte(low))
	if id == tConst {
		return false
	}
	var fits bool
	switch {
	case isSection(id) || id == kEnd || id == kPlayedBy:
		// A section begins where an operand could not.
		fits = endsOperand(p.prev()) || endsType(p.prev()) || p.prev() == pDef
	case startsType(id):
		if fits = p.want == wantType || p.prev() == pColon; fits {
			p.mend(p.k, id)
		}
	case p.ctx == inGoal:
		fits = true
	default:
		fits = p.next() == pLparen && id != kOn && id != kIn
	}
	if !fits {
		return false
	}
	d := p.add(diag.KeywordCase, p.k, "%s is a keyword and begins with a small letter", s)
	d.Help = "write " + low
	p.fix(d, p.k, p.k, low)
	return true
}

// leftOut reports three dots in the place of text, and an end of something that
// has none.
func (p *point) leftOut() bool {
	switch f := p.found(); {
	case f == pDot && !p.atEnd():
		last := p.k
		for p.kind(last+1) == pDot && p.adjacent(last, last+1) {
			last++
		}
		if last < p.k+2 {
			return false
		}
		d := p.addSpan(diag.Unexpected, p.k, last, "%s stands for something that is left out", p.str(p.k)+p.str(p.k+1)+p.str(p.k+2))
		d.Help = "write it out: HLPSL has no abbreviations"
	case f == kEnd && !p.atEnd() && (p.next() == tConst || p.next() == tVar):
		d := p.addSpan(diag.UnexpectedEnd, p.k, p.k+1, "nothing ends with end %s", p.str(p.k+1))
		d.Help = "a role is closed by end role, the goals by end goal"
	default:
		return false
	}
	return true
}

// endsType reports whether a token of kind k can be the last one of a type.
func endsType(k tok) bool { return simpleType(k) || k == kFunction || k == kChannel || k == kSet }

// bracket reports a bracket that is closed by another one, by none, or was
// never opened.
func (p *point) bracket() bool {
	if p.ctx == inTransition && p.k <= p.i+1 {
		return false // a label
	}
	open := -1
	var stack []int
	for n := p.i; n < p.k; n++ {
		switch p.kind(n) {
		case pLparen, pLbrace:
			stack = append(stack, n)
		case pRparen, pRbrace:
			if len(stack) > 0 {
				stack = stack[:len(stack)-1]
			}
		}
	}
	if len(stack) > 0 {
		open = stack[len(stack)-1]
	}
	f := p.found()
	switch {
	case open < 0:
		if f != pRparen && f != pRbrace || p.atEnd() || !endsOperand(p.prev()) && !endsType(p.prev()) || p.ctx == inHeader {
			return false
		}
		d := p.add(diag.Unbalanced, p.k, "%s closes nothing", p.str(p.k))
		d.Help = "remove it, or open it with " + p.str2(opening(f))
		p.mend(p.k, tSkip)
		return true
	case !endsOperand(p.prev()) && !endsType(p.prev()) && p.prev() != kStart:
		return false
	case f == closing(p.kind(open)):
		return false
	case f == pAnd && p.compares(open):
		return false // parentheses around conditions
	}
	endsPiece := p.atEnd() || f == pArrow || f == pNow || f == pAnd || f == pSemi || f == pAssign || f == pEq ||
		f == pRparen || f == pRbrace || isSection(f) || f == kEnd || f == pDef || f == kPlayedBy
	if p.ctx == inHeader && f == pSemi || p.ctx == inKnowledge && f == pSemi {
		return false
	}
	if !endsPiece {
		return false
	}
	d := p.add(diag.Unbalanced, p.k, "%s is not closed before %s", p.str(open), p.word(p.k))
	d.Help = "close it with " + p.str2(closing(p.kind(open)))
	d.Related = append(d.Related, diag.Related{Range: p.rng(open), Message: "opened here"})
	return true
}

// compares reports whether a comparison stands between the bracket at token
// open and the point.
func (p *point) compares(open int) bool {
	for n := open; n < p.k; n++ {
		if k := p.kind(n); k == pEq || k == pNeq || k == pLeq {
			return true
		}
	}
	return false
}

func (p *parser) str2(k tok) string { return puncts[k-pPrime] }

func closing(k tok) tok {
	if k == pLparen {
		return pRparen
	}
	return pRbrace
}

func opening(k tok) tok {
	if k == pRparen {
		return pLparen
	}
	return pLbrace
}

// depth returns how many brackets of the piece are open at token k.
func (p *point) depth() int {
	n := 0
	for m := p.i; m < p.k; m++ {
		switch p.kind(m) {
		case pLparen, pLbrace:
			n++
		case pRparen, pRbrace:
			n--
		}
	}
	return n
}

// mend puts the token that was meant in the place of token k, or nothing when
// id is tSkip, so that the rest of the piece can be read. What follows the piece
// is none of its business.
func (p *point) mend(k int, id tok) {
	if k < p.j {
		p.toks[k].kind = id
		p.mended = true
	}
}

// newLine reports whether token k is the first one of its line.
func (p *parser) newLine(k int) bool { return k == 0 || p.toks[k-1].line < p.toks[k].line }

// add reports an error at token k.
func (p *parser) add(code diag.Code, k int, format string, args ...any) *diag.Diagnostic {
	return p.addSpan(code, k, k, format, args...)
}

// maxErrors is how many errors one run shows.
const maxErrors = 50

// addSpan reports an error from token i to token j. Beyond maxErrors the
// diagnostic it returns belongs to no list.
func (p *parser) addSpan(code diag.Code, i, j int, format string, args ...any) *diag.Diagnostic {
	r := p.span(i, j)
	if p.shown >= maxErrors {
		if p.hidden == 0 {
			p.firstHidden = r
		}
		p.hidden++
		return &diag.Diagnostic{}
	}
	p.shown++
	return p.diags.Add(code, diag.Error, r, format, args...)
}

// fix attaches the edit that puts text in the place of the tokens i to j.
func (p *parser) fix(d *diag.Diagnostic, i, j int, text string) {
	d.Fix = append(d.Fix, diag.Edit{Range: p.span(i, j), Text: text})
}

// insert attaches the edit that puts text behind token k.
func (p *parser) insert(d *diag.Diagnostic, k int, text string) {
	r := p.rng(k)
	r.Start = r.End
	d.Fix = append(d.Fix, diag.Edit{Range: r, Text: text})
}
