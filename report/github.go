package report

import (
	"fmt"
	"io"
	"strings"

	"hornet/diag"
)

// githubWriter writes workflow commands, which GitHub turns into annotations of
// the files.
type githubWriter struct {
	w     io.Writer
	style Style
}

// File writes a command for each finding.
func (g githubWriter) File(f *File) error {
	var b strings.Builder
	for _, fd := range f.findings() {
		level := "warning"
		switch fd.level {
		case diag.Error:
			level = "error"
		case diag.Hint:
			continue // a host shows ten annotations of a kind
		}
		fmt.Fprintf(&b, "::%s file=%s", level, escapeProperty(f.Name))
		if fd.rng.IsValid() {
			s, e := fd.rng.Start, fd.rng.End
			fmt.Fprintf(&b, ",line=%d", s.Line)
			if e.IsValid() && e.Line > s.Line {
				fmt.Fprintf(&b, ",endLine=%d", e.Line)
			} else {
				fmt.Fprintf(&b, ",col=%d", column(f.Text, s))
				if e.IsValid() {
					fmt.Fprintf(&b, ",endColumn=%d", column(f.Text, e))
				}
			}
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", escapeProperty(fd.title), escapeData(fd.text))
	}
	_, err := io.WriteString(g.w, b.String())
	return err
}

// End writes nothing.
func (g githubWriter) End(*Summary) error { return nil }

// escapeData escapes the message of a workflow command.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// escapeProperty escapes a property of a workflow command.
func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
