package syntax

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"hornet/diag"
)

// token is a token in its small form: a file of ten megabytes has millions.
type token struct {
	off, end  uint32 // bytes from the start of the text
	line, col uint32 // from 1; columns count bytes
	kind      tok
}

// lexed is a text with its tokens; the last one is tEOF. A comment becomes no
// token.
type lexed struct {
	file     string
	text     []byte
	src      string // the text: names are parts of it
	toks     []token
	comments []Comment
}

// lex splits the text into tokens. It cannot fail: what is no HLPSL becomes a
// token of kind tBad, and whether that matters is the parser's to say, for
// after the main call anything may stand.
func lex(file string, text []byte) *lexed {
	l := &lexed{file: file, text: text, src: string(text), toks: make([]token, 0, len(text)*2/5+16)}
	line, bol := uint32(1), 0 // the line and where it begins
	for i := 0; i < len(text); {
		c := text[i]
		if c == '\n' {
			i++
			line, bol = line+1, i
			continue
		}
		if isBlank(c) {
			i++
			continue
		}
		if c == '%' {
			start := i
			for i < len(text) && text[i] != '\n' {
				i++
			}
			end := i
			if end > start && text[end-1] == '\r' {
				end--
			}
			l.comments = append(l.comments, Comment{
				Range: diag.Range{File: file, Start: pos(start, line, bol), End: pos(end, line, bol)},
				Text:  l.src[start:end],
			})
			continue
		}
		k, n := scan(text[i:])
		t := token{off: uint32(i), end: uint32(i + n), line: line, col: uint32(i-bol) + 1, kind: k}
		l.toks = append(l.toks, t)
		i += n
	}
	end := len(text)
	l.toks = append(l.toks, token{off: uint32(end), end: uint32(end), line: line, col: uint32(end-bol) + 1, kind: tEOF})
	return l
}

func pos(off int, line uint32, bol int) diag.Pos {
	return diag.Pos{Offset: off, Line: int(line), Col: off - bol + 1}
}

// scan returns the kind and the length of the token at the start of s, which
// is not empty and does not begin with a blank or a comment.
func scan(s []byte) (tok, int) {
	c := s[0]
	switch {
	case c >= 'A' && c <= 'Z':
		return tVar, nameLen(s)
	case c >= 'a' && c <= 'z':
		n := nameLen(s)
		id := keyword(s[:n])
		if n == 3 && len(s) > 3 && s[3] == '=' && bytes.EqualFold(s[:3], []byte("def")) {
			return pDef, 4
		}
		return id, n
	case c >= '0' && c <= '9':
		n := 1
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		return tNat, n
	}
	if c == '&' { // the translator takes it for /\, the manual does not know it
		return pAnd, 1
	}
	if id, n := operator(s); n > 0 {
		return id, n
	}
	return tBad, badLen(s)
}

// operator returns the longest operator at the start of s.
func operator(s []byte) (id tok, n int) {
	for i, p := range puncts {
		if p[0] == s[0] && len(p) > n && len(p) <= len(s) && string(s[:len(p)]) == p {
			id, n = pPrime+tok(i), len(p)
		}
	}
	return id, n
}

// badLen returns the length of the bad token at the start of s: one character,
// or a run of bytes that are none.
func badLen(s []byte) int {
	if r, n := utf8.DecodeRune(s); r != utf8.RuneError && r >= ' ' || n > 1 {
		return n
	}
	n := 1
	for n < len(s) && n < 1<<16 {
		if r, size := utf8.DecodeRune(s[n:]); size > 1 || r >= ' ' && r < utf8.RuneSelf || isBlank(s[n]) {
			break
		}
		n++
	}
	return n
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func nameLen(s []byte) int {
	n := 1
	for n < len(s) && isNameByte(s[n]) {
		n++
	}
	return n
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// str returns the text of token i.
func (l *lexed) str(i int) string { return l.src[l.toks[i].off:l.toks[i].end] }

// rng returns the range of token i.
func (l *lexed) rng(i int) diag.Range { return l.span(i, i) }

// span returns the range from token i to token j, both included.
func (l *lexed) span(i, j int) diag.Range {
	a, b := l.toks[i], l.toks[j]
	return diag.Range{
		File:  l.file,
		Start: diag.Pos{Offset: int(a.off), Line: int(a.line), Col: int(a.col)},
		End:   diag.Pos{Offset: int(b.end), Line: int(b.line), Col: int(b.col + b.end - b.off)},
	}
}

// at returns the index of the token that begins at offset off, or of the first
// one after it.
func (l *lexed) at(off int) int {
	i := sort.Search(len(l.toks), func(i int) bool { return int(l.toks[i].off) >= off })
	return min(i, len(l.toks)-1)
}
