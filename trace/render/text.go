package render

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// TextOptions are about text on a terminal.
type TextOptions struct {
	Width  int    // columns of the terminal; 0: no limit, as for a file
	Color  bool   // the intruder in red, with ANSI sequences
	Indent string // before every line; default two blanks
}

// Text writes the messages of a chart as numbered lines in columns: who to whom,
// what, and the narration. Where the columns do not fit in Width the narration
// continues below itself, or stands below its message. The abbreviations
// follow; the caller chooses by Options.Width of the chart when messages are
// abbreviated.
func Text(w io.Writer, c *Chart, o TextOptions) error {
	if o.Indent == "" {
		o.Indent = "  "
	}
	ends, message, notes := 0, 0, false
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Kind == Message {
			from, to := c.ends(r)
			ends, message = max(ends, width(from+" → "+to)), max(message, width(r.Text))
			notes = notes || r.Note != ""
		}
	}
	ends, message = min(ends, 48), min(message, 80)
	numbers := len(fmt.Sprint(c.Messages)) + 2
	start := len(o.Indent) + numbers + ends + 3 + message + 2 // column of the narration
	room := o.Width - start
	below := o.Width > 0 && room < 24
	if below {
		start = len(o.Indent) + numbers + 2
		room = max(24, o.Width-start)
	}
	var b strings.Builder
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Kind != Message {
			continue
		}
		from, to := c.ends(r)
		who := plain(from + " → " + to)
		line := fmt.Sprintf("%s%*d. %s", o.Indent, numbers-2, r.Number, c.paint(r, who, o.Color)+pad(who, ends)) + "  "
		line += plain(r.Text)
		note := []string{plain(r.Note)}
		if o.Width > 0 {
			note = wrap(plain(r.Note), float64(room), func(s string) float64 { return float64(width(s)) })
		}
		if len(note) > 0 && note[0] != "" && !below && notes {
			line += pad(plain(r.Text), message) + "  " + note[0]
			note = note[1:]
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		for _, s := range note {
			if s != "" {
				b.WriteString(strings.Repeat(" ", start) + s + "\n")
			}
		}
	}
	for _, f := range c.Folds {
		full := plain(f.Text)
		if o.Width > 0 {
			full = elide(full, max(40, 4*o.Width))
		}
		fmt.Fprintf(&b, "%s%s = %s\n", o.Indent, f.Name, full)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// paint colours the intruder's name.
func (c *Chart) paint(r *Row, who string, color bool) string {
	if !color {
		return who
	}
	const red, off = "\x1b[31m", "\x1b[0m"
	from, to, _ := strings.Cut(who, " → ")
	if c.Lifelines[r.From].Intruder {
		from = red + from + off
	}
	if c.Lifelines[r.To].Intruder {
		to = red + to + off
	}
	return from + " → " + to
}

func pad(s string, n int) string { return strings.Repeat(" ", max(0, n-width(s))) }

// plain takes away what a terminal would obey.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
