package syntax

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"hornet/diag"
)

// lexical reports the bad token k and, where it is plain what was meant, puts
// that in its place, so that the rest of the piece can be read. It reports
// whether it did.
func (p *parser) lexical(k int) bool {
	s := p.str(k)
	switch {
	case p.toks[k].off == 0 && bytes.HasPrefix(p.text, []byte("\xef\xbb\xbf")):
		d := p.add(diag.ByteOrderMark, k, "the file begins with a byte-order mark, three invisible bytes")
		d.Help = "save it as plain ASCII or UTF-8 without byte-order mark"
		d.Fix = []diag.Edit{{Range: d.Range}}
		return p.skip(k)
	case s == "/":
		return p.slash(k)
	case s == "-":
		return p.hyphen(k)
	case isQuote(s) && k > 0 && p.adjacent(k-1, k) && p.kind(k-1) != tBad:
		d := p.add(diag.TypographicQuote, k, "%s is not the prime of a variable", shown(s))
		d.Help = "type the ASCII apostrophe: " + p.str(k-1) + "'"
		p.fix(d, k, k, "'")
		return p.replace(k, pPrime)
	case s == "|" && p.kind(k-1) == pEq && p.kind(k+1) == tBad && p.str(k+1) == ">":
		d := p.addSpan(diag.BadArrow, k-1, k+1, "the arrow of a transition is one word")
		d.Help = "write =|> without blanks"
		p.fix(d, k-1, k+1, "=|>")
		p.skip(k)
		p.skip(k + 1)
		return p.replace(k-1, pArrow)
	}
	d := p.add(diag.StraySymbol, k, "%s means nothing in HLPSL", shown(s))
	switch s {
	case "#":
		d.Help = "comments begin with %"
	case "*", "+", "^":
		d.Help = "HLPSL has no arithmetic: declare a hash_func and apply it, or use xor(A,B) or exp(G,X)"
	case "\"":
		d.Help = "there are no strings: declare a constant of type text or protocol_id"
	case "\\":
		d.Help = `"and" is written /\`
	case "|", "!":
		d.Help = "on a left side /= and not(...) negate; there is no \"or\": write one transition for each case"
	case "[", "]":
		d.Help = "brackets are ( ) and { }"
	case "\f", "\v", "\u00a0":
		d.Help = "only space, tab and line ends separate words"
		p.fix(d, k, k, " ")
		return p.skip(k)
	case "\u2013", "\u2014", "\u2212":
		return p.skip(k)
	}
	if utf8.ValidString(s) && s[0] >= 0x80 || s[0] < ' ' {
		return p.skip(k) // seldom part of what was meant
	}
	return false
}

// slash reports a slash that is not part of /\.
func (p *parser) slash(k int) bool {
	d := p.add(diag.StraySlash, k, `a slash alone means nothing in HLPSL`)
	switch next := k + 1; {
	case p.kind(next) == tBad && p.adjacent(k, next) && (p.str(next) == "/" || p.str(next) == "*"):
		d.Range = p.span(k, next)
		d.Help = "comments begin with %"
		return false
	case p.kind(next) == tBad && p.str(next) == `\`:
		d.Range = p.span(k, next)
		d.Help = `write /\ without a blank`
		p.fix(d, k, next, `/\`)
		p.skip(next)
	default:
		d.Help = `"and" is written /\`
		p.fix(d, k, k, `/\`)
	}
	return p.replace(k, pAnd)
}

// hyphen reports a hyphen: in a name, or in a line of them.
func (p *parser) hyphen(k int) bool {
	n := k
	for p.kind(n+1) == tBad && p.str(n+1) == "-" && p.adjacent(n, n+1) {
		n++
	}
	if n > k {
		d := p.addSpan(diag.StraySymbol, k, n, "a line of hyphens is no HLPSL")
		d.Help = "make it a comment: %---"
		p.fix(d, k, k, "%-")
		for ; k <= n; k++ {
			p.skip(k)
		}
		return true
	}
	next := p.kind(k + 1)
	named := next == tVar || next == tConst || next == tNat || isKeyword(next)
	prev := p.kind(k - 1)
	if k == 0 || !named || prev != tVar && prev != tConst && !isKeyword(prev) || !p.adjacent(k-1, k) || !p.adjacent(k, k+1) {
		d := p.add(diag.StraySymbol, k, "- means nothing in HLPSL")
		d.Help = "HLPSL has no arithmetic: declare a hash_func and apply it"
		return false
	}
	d := p.addSpan(diag.HyphenInName, k-1, k+1, "a name cannot hold a hyphen")
	d.Help = "write " + p.str(k-1) + "_" + p.str(k+1)
	p.fix(d, k, k, "_")
	// One name from here on; hash-func is then the keyword that it was meant to be.
	a, b := &p.toks[k-1], p.toks[k+1]
	joined := bytes.ReplaceAll(p.text[a.off:b.end], []byte("-"), []byte("_"))
	if id := keyword(joined); id != tConst {
		a.kind = id
	} else if isKeyword(a.kind) {
		a.kind = tConst
	}
	a.end = b.end
	p.skip(k)
	p.skip(k + 1)
	return true
}

// adjacent reports whether nothing stands between tokens i and j.
func (p *parser) adjacent(i, j int) bool { return p.toks[i].end == p.toks[j].off }

func (p *parser) replace(k int, id tok) bool {
	p.toks[k].kind = id
	return true
}

func (p *parser) skip(k int) bool { return p.replace(k, tSkip) }

// isQuote reports whether s is something that editors and copying put in the
// place of an apostrophe.
func isQuote(s string) bool {
	switch s {
	case "\u2018", "\u2019", "\u201a", "\u201b", "\u2032", "\u02b9", "\u02bc", "\u00b4", "\uff07", "\ufffd", "`", "\"", "\u201d", "\x92", "\x91", "\xb4":
		return true
	}
	return false
}

// shown returns s as a message can show it.
func shown(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case s == "\ufffd":
		return "the replacement character U+FFFD, left by a broken conversion,"
	case r == utf8.RuneError:
		if len(s) == 1 {
			return fmt.Sprintf("the byte 0x%02x", s[0])
		}
		return fmt.Sprintf("the %d bytes from 0x%02x on", len(s), s[0])
	case r < ' ' || r == 0xa0 || r == 0xfeff:
		return fmt.Sprintf("the character U+%04X", r)
	case r >= 0x80:
		return fmt.Sprintf("%s (U+%04X)", s[:n], r)
	}
	return strings.TrimSpace(s)
}

// notText reports a file that is no text, as far as its beginning shows.
func (p *parser) notText() bool {
	head := p.text[:min(len(p.text), 4096)]
	i := bytes.IndexByte(head, 0)
	if i < 0 {
		return false
	}
	d := p.diags.Add(diag.NotText, diag.Error, diag.Range{File: p.file, Start: diag.Pos{Line: 1, Col: 1}, End: diag.Pos{Line: 1, Col: 1}},
		"the file is no text: byte %d is zero", i+1)
	if n := len(head); n > 1 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff || i <= 1) {
		d.Help = "if it is UTF-16, save it as ASCII or UTF-8"
	}
	return true
}
