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
	case s == "\ufeff":
		d := p.add(diag.ByteOrderMark, k, "here stands a byte-order mark, three invisible bytes")
		d.Help = "save the file as plain ASCII or as UTF-8 without byte-order mark"
		d.Fix = []diag.Edit{{Range: d.Range}}
		return p.skip(k)
	case s == "/":
		return p.slash(k)
	case s == "-":
		return p.hyphen(k)
	case s == "\"" && p.quoted(k):
		return true
	case isQuote(s) && k > 0 && p.adjacent(k-1, k) && (endsOperand(p.kind(k-1)) || isKeyword(p.kind(k-1))):
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
	if s == "|" && p.kind(k-1) == pEq && bytes.HasPrefix(p.text[p.toks[k].off:], []byte("|&gt;")) {
		d := p.addSpan(diag.BadArrow, k-1, k+3, "this is the arrow =|> as HTML writes it")
		d.Help = "write =|>"
		p.fix(d, k-1, k+3, "=|>")
		for n := k; n <= k+3; n++ {
			p.skip(n)
		}
		return p.replace(k-1, pArrow)
	}
	d := p.add(diag.StraySymbol, k, "%s means nothing in HLPSL", shown(s))
	switch s {
	case "#":
		d.Help = "comments begin with %"
		if p.newLine(k) {
			p.fix(d, k, k, "%")
			return p.skipLine(k)
		}
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
		if p.str(next) == "/" {
			p.fix(d, k, next, "%")
			return p.skipLine(k)
		}
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
	prev := p.kind(k - 1)
	if k == 0 || !p.named(k+1) || prev != tVar && prev != tConst && !isKeyword(prev) || !p.adjacent(k-1, k) || !p.adjacent(k, k+1) {
		d := p.add(diag.StraySymbol, k, "- means nothing in HLPSL")
		d.Help = "HLPSL has no arithmetic: declare a hash_func and apply it"
		return false
	}
	last := k + 1
	for p.kind(last+1) == tBad && p.str(last+1) == "-" && p.adjacent(last, last+1) && p.adjacent(last+1, last+2) && p.named(last+2) {
		last += 2
	}
	joined := strings.ReplaceAll(string(p.text[p.toks[k-1].off:p.toks[last].end]), "-", "_")
	d := p.addSpan(diag.HyphenInName, k-1, last, "a name cannot hold a hyphen")
	d.Help = "write " + joined
	for n := k; n < last; n += 2 {
		p.fix(d, n, n, "_")
	}
	// One name from here on; hash-func is then the keyword that it was meant to be.
	a := &p.toks[k-1]
	if id := keyword([]byte(joined)); id != tConst {
		a.kind = id
	} else if isKeyword(a.kind) {
		a.kind = tConst
	}
	a.end = p.toks[last].end
	for ; k <= last; k++ {
		p.skip(k)
	}
	return true
}

// quoted reports text between double quotes, which opens at token k, and takes it
// for a constant. It reports whether there is any.
func (p *parser) quoted(k int) bool {
	if k > 0 && endsOperand(p.kind(k-1)) && p.adjacent(k-1, k) {
		return false // a prime, perhaps
	}
	last := k + 1
	for ; p.str(last) != "\""; last++ {
		if n := p.kind(last); n == tEOF || joins(n) || p.toks[last].line != p.toks[k].line {
			return false
		}
	}
	d := p.addSpan(diag.StraySymbol, k, last, "there are no strings in HLPSL")
	d.Help = "declare a constant of type text or protocol_id and write its name"
	for n := k; n <= last; n++ {
		p.skip(n)
	}
	return p.replace(k+1, tConst)
}

// named reports whether token k can be part of a name.
func (p *parser) named(k int) bool {
	id := p.kind(k)
	return id == tVar || id == tConst || id == tNat || isKeyword(id)
}

// skipLine leaves out what stands from token k to the end of its line.
func (p *parser) skipLine(k int) bool {
	for n := k; p.kind(n) != tEOF && p.toks[n].line == p.toks[k].line; n++ {
		p.skip(n)
	}
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

// notText reports whether a zero byte stands near the beginning, where it
// matters: errors are then best told by that one cause.
func (p *parser) notText() bool {
	end := min(len(p.text), 4096)
	if r := p.out.Ignored; r != nil {
		end = min(end, r.Start.Offset)
	}
	for i := range p.toks {
		t := p.toks[i]
		if int(t.off) >= end {
			return false
		}
		if n := bytes.IndexByte(p.text[t.off:t.end], 0); n >= 0 && (t.kind == tBad || t.kind == tSkip) {
			d := p.diags.Add(diag.NotText, diag.Error, p.rng(i), "the file is no text: byte %d is zero", int(t.off)+n+1)
			if t.off <= 2 {
				d.Help = "if it is UTF-16, save it as ASCII or UTF-8"
			}
			return true
		}
	}
	return false
}
