package render

import (
	"fmt"
	"io"
	"strings"
)

// Mermaid writes the chart as a sequence diagram of Mermaid, which code hosts
// draw inside Markdown. Participants have neutral identifiers, and all text is
// escaped as entities, so that no name of a model can be syntax.
func Mermaid(w io.Writer, c *Chart) error {
	var b strings.Builder
	b.WriteString("sequenceDiagram\n")
	fmt.Fprintf(&b, "    title %s\n    autonumber\n", mermaidText(elide(c.Title, 120)))
	for i, l := range c.Lifelines {
		kind := "participant"
		if l.Intruder {
			kind = "actor"
		}
		fmt.Fprintf(&b, "    %s p%d as %s\n", kind, i, mermaidText(elide(l.Name, 40))+"<br/>"+mermaidText(elide(l.Sub, 40)))
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		switch r.Kind {
		case Message:
			arrow, as := "->>", ""
			if c.Lifelines[r.From].Intruder {
				arrow = "-->>"
				if r.As != "" {
					as = "(as " + elide(r.As, 40) + ") "
				}
			} else if r.As != "" {
				as = "(for " + elide(r.As, 40) + ") "
			}
			fmt.Fprintf(&b, "    p%d%sp%d: %s\n", r.From, arrow, r.To, mermaidText(as+r.Text))
			if r.Note != "" {
				fmt.Fprintf(&b, "    Note over p%d,p%d: %s\n", min(r.From, r.To), max(r.From, r.To), mermaidText(elide(r.Note, 400)))
			}
		case Event, Learn:
			fmt.Fprintf(&b, "    Note over p%d: %s\n", r.From, mermaidText(r.Text))
		case Verdict:
			fmt.Fprintf(&b, "    Note over p0,p%d: %s<br/>%s\n", len(c.Lifelines)-1, mermaidText(elide(r.Text, 200)), mermaidText(elide(r.Note, 600)))
		}
	}
	if len(c.Folds) > 0 {
		text := make([]string, len(c.Folds))
		for i, f := range c.Folds {
			text[i] = mermaidText(f.Name + " = " + elide(f.Text, 300))
		}
		fmt.Fprintf(&b, "    Note over p0,p%d: %s\n", len(c.Lifelines)-1, strings.Join(text, "<br/>"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mermaidText writes everything but letters, digits and harmless punctuation as
// an entity. The reserved word "end" loses its meaning by an entity, too.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune(" _.,()=/", r), r > 0x9F:
			b.WriteRune(r)
		case r < ' ' || r == 0x7F || r >= 0x80:
			b.WriteRune('\uFFFD')
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	words := strings.Split(b.String(), " ")
	for i, w := range words {
		if strings.EqualFold(w, "end") {
			words[i] = fmt.Sprintf("#%d;%s", w[0], w[1:])
		}
	}
	return strings.Join(words, " ")
}
