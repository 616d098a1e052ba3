package lint

import (
	"bytes"

	"hornet/diag"
	"hornet/hlpsl/syntax"
)

// suppressions reads the lint:ignore comments of a file and reports the faulty
// ones.
func suppressions(f *syntax.File) (ss []diag.Suppression, faults diag.List) {
	for _, c := range f.Comments {
		if !bytes.Contains([]byte(c.Text), []byte(diag.Directive)) {
			continue
		}
		s, bad, ok := diag.ParseSuppression(c.Text, c.Range, spokenOf(f, c))
		switch {
		case bad != nil:
			faults = append(faults, bad)
		case ok:
			ss = append(ss, s)
		}
	}
	return ss, faults
}

// spokenOf returns the line that a comment speaks of: its own when there is text
// before it, else the next one that is more than blanks and comments.
func spokenOf(f *syntax.File, c syntax.Comment) int {
	start := c.Range.Start.Offset
	lineStart := bytes.LastIndexByte(f.Text[:start], '\n') + 1
	line := c.Range.Start.Line
	if len(bytes.TrimSpace(f.Text[lineStart:start])) > 0 {
		return line
	}
	rest := f.Text[start:]
	for {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			return line
		}
		rest = rest[i+1:]
		line++
		text := rest
		if j := bytes.IndexByte(text, '\n'); j >= 0 {
			text = text[:j]
		}
		if text = bytes.TrimSpace(text); len(text) > 0 && text[0] != '%' {
			return line
		}
	}
}
