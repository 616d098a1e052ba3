package render

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Text writes the chart as lines: its title, the messages in columns (who to whom,
// what, and the narration), the abbreviations, and why the goal is violated.
func Text(w io.Writer, c *Chart) error {
	ends, message := 0, 0
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Kind == Message {
			from, to := c.ends(r)
			ends, message = max(ends, width(from+" → "+to)), max(message, width(r.Text))
		}
	}
	ends, message = min(ends, 48), min(message, 80)
	numbers := len(fmt.Sprint(c.Messages))
	var b strings.Builder
	b.WriteString(plain(elide(c.Title, maxTitle)) + "\n")
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Kind != Message {
			continue
		}
		from, to := c.ends(r)
		line := fmt.Sprintf("  %*d. %s  %s  %s", numbers, r.Number, pad(plain(from+" → "+to), ends), pad(plain(r.Text), message), plain(r.Note))
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	for _, f := range c.Folds {
		fmt.Fprintf(&b, "  %s = %s\n", f.Name, plain(f.Text))
	}
	if c.Why != "" {
		b.WriteString("  " + plain(c.Why) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// maxTitle bounds the title of a text, in columns.
const maxTitle = 200

// pad fills s with blanks to n columns.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-width(s))) }

// plain takes away what a terminal would obey.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
