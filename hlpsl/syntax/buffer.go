package syntax

import "github.com/alecthomas/participle/v2/lexer"

// buffer hands the tokens of one piece after the other to participle, in the
// same memory: a token has 64 bytes, and participle collects them in a slice that
// it has to enlarge again and again.
type buffer struct {
	lx    *lexer.PeekingLexer
	start lexer.Checkpoint
	toks  []lexer.Token // those of lx
}

// fill returns a lexer of the tokens [i,j) of l; the end of the piece lies where
// the token after it begins. What fill returned before is of no use from then on.
func (b *buffer) fill(l *lexed, i, j int) *lexer.PeekingLexer {
	if n := j - i + 1; n > len(b.toks) {
		b.grow(n)
	}
	n := 0
	for ; i < j; i++ {
		if t := l.toks[i]; t.kind != tSkip {
			b.toks[n] = lexer.Token{Type: lexer.TokenType(t.kind), Value: l.value(t), Pos: l.position(t)}
			n++
		}
	}
	b.toks[n] = lexer.EOFToken(l.position(l.toks[j]))
	b.lx.LoadCheckpoint(b.start)
	return b.lx
}

// grow makes room for n tokens.
func (b *buffer) grow(n int) {
	const least = 128 // the largest piece of a typical model
	size := least
	for size < n {
		size *= 2
	}
	lx, err := lexer.Upgrade(&blanks{size - 1})
	if err != nil {
		return // blanks do not fail
	}
	b.lx, b.start, b.toks = lx, lx.MakeCheckpoint(), lx.Range(0, lexer.RawCursor(size))
}

// blanks is a lexer of n tokens that are to be overwritten.
type blanks struct{ n int }

// Next returns the next token. It never fails.
func (b *blanks) Next() (lexer.Token, error) {
	if b.n == 0 {
		return lexer.EOFToken(lexer.Position{}), nil
	}
	b.n--
	return lexer.Token{}, nil
}

func (l *lexed) position(t token) lexer.Position {
	return lexer.Position{Filename: l.file, Offset: int(t.off), Line: int(t.line), Column: int(t.col)}
}

// value returns the text of t. Of a mended token it returns what stands in the
// text, so that ranges stay true, unless the grammar looks for the text itself.
func (l *lexed) value(t token) string {
	s := ""
	switch {
	case t.kind >= kAccept:
		s = keywords[t.kind-kAccept]
	case t.kind >= pPrime:
		s = puncts[t.kind-pPrime]
	}
	if len(s) == int(t.end-t.off) || t.kind == pAssign || t.kind == pArrow || t.kind == pDef || isSection(t.kind) || t.kind == kRole {
		return s
	}
	return l.src[t.off:t.end]
}
