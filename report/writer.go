package report

import (
	"fmt"
	"io"
	"strings"
)

// Writer writes a run in one format. It is given the files in their final order
// and then, once, the summary.
type Writer interface {
	File(f *File) error
	End(s *Summary) error
}

// Style tells a Writer how to look. The zero Style is plain.
type Style struct {
	Color   bool   // mark up with ANSI escapes
	Version string // of hornet, for formats that name their tool
	Lint    bool   // only diagnostics are of interest
	Verbose bool   // also what a reader skips at first: warnings in full, coverage

	// Stderr takes the errors of models in formats that have no place for them.
	Stderr io.Writer
}

// Formats returns the names of the formats that NewWriter knows.
func Formats() []string {
	return []string{"text", "json", "avispa", "sarif", "junit", "github", "markdown"}
}

// NewWriter returns the writer of the named format. Its errors are those of w.
func NewWriter(format string, w io.Writer, st Style) (Writer, error) {
	switch format {
	case "text":
		return &textWriter{w: w, style: st}, nil
	case "json":
		return &jsonWriter{w: w, style: st}, nil
	case "avispa":
		return avispaWriter{w, st}, nil
	case "sarif":
		return &sarifWriter{w: w, style: st}, nil
	case "junit":
		return &junitWriter{w: w, style: st}, nil
	case "github":
		return githubWriter{w, st}, nil
	case "markdown":
		return &markdownWriter{w: w, style: st}, nil
	}
	return nil, fmt.Errorf("unknown format %q: use %s", format, strings.Join(Formats(), ", "))
}

// Summary counts what a run said.
type Summary struct {
	Files    int            `json:"files"`
	Goals    int            `json:"goals"`
	Statuses map[string]int `json:"statuses"`          // goals by status
	Broken   int            `json:"broken"`            // files with errors
	Unmet    int            `json:"unmet"`             // expectations that were not met
	Skipped  int            `json:"skipped,omitempty"` // files that an interruption left unchecked
	Exit     int            `json:"exit"`
	Millis   float64        `json:"ms,omitempty"`
}

// Add counts f, whose exit code is given.
func (s *Summary) Add(f *File, code int) {
	if s.Statuses == nil {
		s.Statuses = map[string]int{}
	}
	s.Files++
	s.Goals += len(f.Goals)
	for i := range f.Goals {
		s.Statuses[f.Goals[i].Status.String()]++
	}
	if f.Failure != nil || f.Diagnostics.Errors() > 0 {
		s.Broken++
	}
	for _, e := range f.Expectations {
		if !e.Met {
			s.Unmet++
		}
	}
	s.Exit = WorseExit(s.Exit, code)
}
