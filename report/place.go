package report

import (
	"bytes"
	"unicode/utf8"

	"hornet/diag"
)

// column returns the column of p in code points, from 1: consumers of SARIF and
// of annotations do not count bytes. Without the text it is p's column in bytes.
func column(text []byte, p diag.Pos) int {
	start := p.Offset - (p.Col - 1)
	if start < 0 || p.Offset > len(text) {
		return p.Col
	}
	return utf8.RuneCount(text[start:p.Offset]) + 1
}

// sourceLine returns the line of text that p is on, without blanks around it.
func sourceLine(text []byte, p diag.Pos) string {
	start := p.Offset - (p.Col - 1)
	if !p.IsValid() || start < 0 || start > len(text) {
		return ""
	}
	line := text[start:]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	return string(bytes.TrimSpace(line))
}
