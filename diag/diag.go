// Package diag holds the one type in which hornet speaks about a model: the
// Diagnostic, a coded message with a range of source text, the places that
// contributed to it and, where one is known, a cure.
//
// The shape is that of go/types and CUE errors: a stable code that documentation
// and suppression comments can name, one primary range, any number of related
// ranges, and text that says what would have been right. The package knows
// nothing of HLPSL and imports nothing else of the project.
package diag

import (
	"fmt"
	"sort"
)

// Pos is a place in a source text. The zero Pos means "no place known".
type Pos struct {
	Offset int `json:"offset"` // bytes from the start of the text, from 0
	Line   int `json:"line"`   // lines, from 1
	Col    int `json:"col"`    // bytes from the start of the line, from 1
}

// IsValid reports whether p names a place.
func (p Pos) IsValid() bool { return p.Line > 0 }

// Range is the half-open stretch [Start,End) of the text named File.
type Range struct {
	File  string `json:"file,omitempty"`
	Start Pos    `json:"start"`
	End   Pos    `json:"end"`
}

// IsValid reports whether r names a stretch of text.
func (r Range) IsValid() bool { return r.Start.IsValid() }

// To returns the range from the start of r to the end of s.
func (r Range) To(s Range) Range { return Range{File: r.File, Start: r.Start, End: s.End} }

// String returns file:line:col, without the parts that are not known.
func (r Range) String() string {
	switch {
	case !r.IsValid():
		return r.File
	case r.File == "":
		return fmt.Sprintf("%d:%d", r.Start.Line, r.Start.Col)
	}
	return fmt.Sprintf("%s:%d:%d", r.File, r.Start.Line, r.Start.Col)
}

// Severity grades a diagnostic; a larger value is worse.
type Severity uint8

const (
	Hint    Severity = iota // a matter of style or a chance to say more
	Warning                 // the model means something its author hardly meant
	Error                   // the model cannot be read, or no verdict on it can be trusted
)

// String returns "hint", "warning" or "error".
func (s Severity) String() string {
	switch s {
	case Hint:
		return "hint"
	case Warning:
		return "warning"
	}
	return "error"
}

// MarshalText writes the severity by its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Severity) UnmarshalText(b []byte) error {
	for v := Hint; v <= Error; v++ {
		if v.String() == string(b) {
			*s = v
			return nil
		}
	}
	return fmt.Errorf("unknown severity %q", b)
}

// Code names a kind of diagnostic, for example "H0203". Codes are never
// renumbered or reused: suppressions and documents refer to them.
type Code string

// Related is a further place that contributed to a diagnostic.
type Related struct {
	Range   Range  `json:"range"`
	Message string `json:"message"` // a phrase such as "declared here"
}

// Edit replaces the text of Range by Text.
type Edit struct {
	Range Range  `json:"range"`
	Text  string `json:"text"`
}

// Diagnostic is one finding about a model.
type Diagnostic struct {
	Code     Code      `json:"code"`
	Severity Severity  `json:"severity"`
	Range    Range     `json:"range"`             // the text at fault
	Message  string    `json:"message"`           // one sentence in the modeller's terms, no final stop
	Note     string    `json:"note,omitempty"`    // more on the cause, in lines of fixed width; comparisons side by side
	Help     string    `json:"help,omitempty"`    // what to do about it
	Related  []Related `json:"related,omitempty"` // other places that contributed
	Fix      []Edit    `json:"fix,omitempty"`     // edits that mend it, when they are certain
}

// Error returns "file:line:col: severity[code]: message".
func (d *Diagnostic) Error() string {
	return fmt.Sprintf("%s: %s[%s]: %s", d.Range, d.Severity, d.Code, d.Message)
}

// List is a list of diagnostics. The zero List is empty and ready to use.
type List []*Diagnostic

// Add appends a diagnostic and returns it, so that the caller may attach
// related places, help and fixes.
func (l *List) Add(code Code, sev Severity, r Range, format string, args ...any) *Diagnostic {
	d := &Diagnostic{Code: code, Severity: sev, Range: r, Message: fmt.Sprintf(format, args...)}
	*l = append(*l, d)
	return d
}

// Errors counts the diagnostics of severity Error.
func (l List) Errors() int {
	n := 0
	for _, d := range l {
		if d.Severity == Error {
			n++
		}
	}
	return n
}

// Sort orders the list by file, place, severity (worst first) and code, and
// drops exact repetitions.
func (l *List) Sort() {
	s := *l
	sort.SliceStable(s, func(i, j int) bool {
		a, b := s[i], s[j]
		switch {
		case a.Range.File != b.Range.File:
			return a.Range.File < b.Range.File
		case a.Range.Start.Offset != b.Range.Start.Offset:
			return a.Range.Start.Offset < b.Range.Start.Offset
		case a.Severity != b.Severity:
			return a.Severity > b.Severity
		}
		return a.Code < b.Code
	})
	out := s[:0]
	for i, d := range s {
		if i > 0 && d.Code == s[i-1].Code && d.Range == s[i-1].Range && d.Message == s[i-1].Message {
			continue
		}
		out = append(out, d)
	}
	*l = out
}

// Err returns the list as an error, or nil when it holds no diagnostic of
// severity Error.
func (l List) Err() error {
	if l.Errors() == 0 {
		return nil
	}
	return l
}

// Error returns the first error and the number of further ones.
func (l List) Error() string {
	n := l.Errors()
	for _, d := range l {
		if d.Severity == Error {
			if n == 1 {
				return d.Error()
			}
			return fmt.Sprintf("%s (and %d more errors)", d.Error(), n-1)
		}
	}
	return "no errors"
}
