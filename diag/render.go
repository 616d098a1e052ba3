package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Renderer writes diagnostics for people, with the source line at fault and a
// caret under it:
//
//	nspk.hlpsl:12:17: error[H0203]: kbb is not declared
//	   12 |   SND({Na'.A}_kbb)
//	      |               ^~~
//	  help: did you mean kb?
//	  nspk.hlpsl:5:9: declared here
//	    5 |   const kb:public_key
//	      |         ^~
//
// The zero Renderer shows no source and no colour.
type Renderer struct {
	// Source returns the text of a file, nil when it is not known. It is asked
	// once a file in each call of Render.
	Source func(file string) []byte
	Color  bool // mark up with ANSI escapes
	Width  int  // columns a source line may take; 0 means 100
	Brief  bool // one line each, without source, help and related places
}

// ANSI escapes, as terminals and CI logs agree on them.
const (
	ansiReset  = "\x1b[0m"
	ansiBold   = "\x1b[1m"
	ansiRed    = "\x1b[1;31m"
	ansiYellow = "\x1b[1;33m"
	ansiCyan   = "\x1b[1;36m"
	ansiGreen  = "\x1b[1;32m"
	ansiBlue   = "\x1b[34m"
)

// Render writes the diagnostics in the order of the list.
func (r *Renderer) Render(w io.Writer, l List) error {
	var b strings.Builder
	src := sources{get: r.Source}
	for _, d := range l {
		r.one(&b, &src, d)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Renderer) one(b *strings.Builder, src *sources, d *Diagnostic) {
	if at := d.Range.String(); at != "" {
		b.WriteString(r.paint(ansiBold, printable(at)+":") + " ")
	}
	b.WriteString(r.paint(severityColor(d.Severity), fmt.Sprintf("%s[%s]:", d.Severity, d.Code)))
	b.WriteString(" " + r.paint(ansiBold, printable(d.Message)) + "\n")
	if r.Brief {
		return
	}
	r.snippet(b, src, d.Range, severityColor(d.Severity))
	for _, line := range splitLines(d.Note) {
		b.WriteString(strings.TrimRight("       "+printable(line), " ") + "\n")
	}
	for i, line := range splitLines(d.Help) {
		if i == 0 {
			b.WriteString("  " + r.paint(ansiGreen, "help:") + " " + printable(line) + "\n")
			continue
		}
		b.WriteString("        " + printable(line) + "\n")
	}
	for _, rel := range d.Related {
		at := rel.Range.String()
		if at != "" {
			at += ": "
		}
		b.WriteString("  " + printable(at+rel.Message) + "\n")
		r.snippet(b, src, rel.Range, ansiBlue)
	}
}

func severityColor(s Severity) string {
	switch s {
	case Error:
		return ansiRed
	case Warning:
		return ansiYellow
	}
	return ansiCyan
}

func (r *Renderer) paint(color, s string) string {
	if !r.Color || s == "" {
		return s
	}
	return color + s + ansiReset
}

// snippet writes the first line of the range with a caret under it.
func (r *Renderer) snippet(b *strings.Builder, src *sources, at Range, color string) {
	line, ok := src.line(at)
	if !ok {
		return
	}
	from := min(max(at.Start.Col-1, 0), len(line))
	to := from
	switch {
	case at.End.Line > at.Start.Line:
		to = len(strings.TrimRight(line, " \t\r"))
	case at.End.Line == at.Start.Line:
		to = min(at.End.Col-1, len(line))
	}
	to = max(to, from)

	width := r.Width
	if width <= 0 {
		width = 100
	}
	width = max(width-9, 20)
	line, from, to = window(line, from, to, width)
	c := layout(line, from, to).cut(width)
	gutter := fmt.Sprintf("%5d | ", at.Start.Line)
	blank := strings.Repeat(" ", len(gutter)-2) + "| "
	mark := "^" + strings.Repeat("~", max(c.to-c.from-1, 0))
	b.WriteString(r.paint(ansiBlue, gutter) + c.text() + "\n")
	b.WriteString(r.paint(ansiBlue, blank) + strings.Repeat(" ", c.from) + r.paint(color, mark) + "\n")
}

// cells is a source line as a terminal shows it: the text of each glyph and its
// width in columns, with the marked stretch [from,to) in columns.
type cells struct {
	glyphs   []string
	widths   []int
	from, to int
}

func (c *cells) text() string { return strings.TrimRight(strings.Join(c.glyphs, ""), " ") }

// window returns what of a line can come near the width columns that are shown,
// and where the stretch [from,to) lies in that: a line may have megabytes. A
// character takes at most four bytes and at least one column.
func window(line string, from, to, width int) (string, int, int) {
	reach := 8 * width
	to = min(to, from+reach)
	if end := to + reach; end < len(line) {
		line = line[:end]
	}
	start := max(from-reach, 0)
	for start > 0 && start < from && !utf8.RuneStart(line[start]) {
		start++
	}
	return line[start:], from - start, to - start
}

// layout lays the line out; from and to are bytes. Tabs run to the next multiple
// of four. Bytes that are not UTF-8 are read as Latin-1, which many old models
// are written in; what a terminal would obey or swallow is shown as a dot.
func layout(line string, from, to int) *cells {
	c := &cells{}
	col := 0
	fromSet, toSet := false, false
	for i := 0; i < len(line); {
		if i >= from && !fromSet {
			c.from, fromSet = col, true
		}
		if i >= to && !toSet {
			c.to, toSet = col, true
		}
		ch, n := utf8.DecodeRuneInString(line[i:])
		if ch == utf8.RuneError && n == 1 {
			ch = rune(line[i])
		}
		glyph, w := string(ch), displaywidth.Rune(ch)
		switch {
		case ch == '\t':
			w = 4 - col%4
			glyph = strings.Repeat(" ", w)
		case !unicode.IsPrint(ch) || w == 0:
			glyph, w = "·", 1
		}
		c.glyphs, c.widths = append(c.glyphs, glyph), append(c.widths, w)
		col += w
		i += n
	}
	if !fromSet {
		c.from = col
	}
	if !toSet {
		c.to = col
	}
	return c
}

// cut shortens the line to width columns around the mark, with an ellipsis where
// something is missing.
func (c *cells) cut(width int) *cells {
	total := 0
	for _, w := range c.widths {
		total += w
	}
	if total <= width && c.from < width {
		return c
	}
	// Show the mark's start at one third of the width, unless an end is nearer.
	left := max(0, min(c.from-width/3, total-width))
	right := left + width
	out := &cells{}
	col, shown := 0, 0
	for i, w := range c.widths {
		at := col
		col += w
		switch {
		case left > 0 && at < left+1 || at >= right-1 && right < total || at+w > right:
			// Each cut end gives its column to the ellipsis.
			continue
		}
		if len(out.glyphs) == 0 && left > 0 {
			out.glyphs, out.widths, shown = append(out.glyphs, "…"), append(out.widths, 1), at-1
		}
		out.glyphs, out.widths = append(out.glyphs, c.glyphs[i]), append(out.widths, w)
	}
	end := 0
	for _, w := range out.widths {
		end += w
	}
	if right < total {
		out.glyphs, out.widths = append(out.glyphs, "…"), append(out.widths, 1)
	}
	out.from = min(max(c.from-shown, 0), end)
	out.to = min(max(c.to-shown, out.from), end)
	return out
}

// printable replaces what a terminal would obey by dots.
func printable(s string) string {
	return strings.Map(func(ch rune) rune {
		if ch != ' ' && !unicode.IsPrint(ch) {
			return '·'
		}
		return ch
	}, s)
}

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimRight(s, "\n"), "\n")
}

// sources remembers where the lines of each file start.
type sources struct {
	get   func(string) []byte
	texts map[string][]byte
}

// line returns the line of text on which the range starts.
func (s *sources) line(r Range) (string, bool) {
	if s.get == nil || !r.IsValid() {
		return "", false
	}
	text, ok := s.texts[r.File]
	if !ok {
		text = s.get(r.File)
		if s.texts == nil {
			s.texts = map[string][]byte{}
		}
		s.texts[r.File] = text
	}
	// The offset leads straight to the line, however long the file; the column
	// says where the line begins.
	start := r.Start.Offset - (r.Start.Col - 1)
	if start < 0 || start > len(text) || r.Start.Offset > len(text) || len(text) == 0 {
		return "", false
	}
	line, _, _ := bytes.Cut(text[start:], []byte{'\n'})
	return string(bytes.TrimRight(line, "\r")), true
}
