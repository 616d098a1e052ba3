package report

import (
	"fmt"
	"io"
	"strings"
)

// maxCharts is how many attacks a markdown report draws: code hosts cut job
// summaries at 1 MiB.
const maxCharts = 50

// markdownWriter writes a summary table and a Mermaid chart for each attack.
type markdownWriter struct {
	w       io.Writer
	style   Style
	rows    int
	details strings.Builder
	charts  int
	left    int // attacks that were not drawn
}

// File writes the rows of f and keeps its charts for the end.
func (m *markdownWriter) File(f *File) error {
	var b strings.Builder
	if m.rows == 0 {
		b.WriteString("# hornet\n\n| model | goal | verdict | remark |\n|---|---|---|---|\n")
	}
	row := func(goal, verdict, remark string) {
		m.rows++
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", cell(f.Name), cell(goal), verdict, cell(remark))
	}
	switch {
	case f.Failure != nil:
		row("", "❌ failure", f.Failure.Message)
	case f.Diagnostics.Errors() > 0:
		row("", "❌ error", f.Diagnostics.Error())
	case f.Searched() && len(f.Goals) == 0 && f.Missing == nil:
		row("", "❌ nothing to check", "no goal")
	}
	for _, m := range f.Missing {
		row(m.Goal, "❌ nothing to check", m.Message)
	}
	if f.Failure == nil {
		for i := range f.Goals {
			g := &f.Goals[i]
			mark, remark := "✅ ok", f.Bounds.String()
			switch {
			case g.Status == OK:
			case f.Fails(g):
				mark, remark = "❌ "+g.Status.String(), g.Reason
			default:
				mark, remark = "⚠️ "+g.Status.String(), g.Reason
			}
			if g.Status == Attacked {
				remark = fmt.Sprintf("%s. %s", Plural(f.Attacks[g.Attack-1].Messages, "message"), f.Attacks[g.Attack-1].Reason())
			}
			row(g.Name(), mark, remark)
		}
	}
	for _, n := range f.Notes {
		row("", "⚠️ note", n.Text)
	}
	for _, e := range f.Expectations {
		if !e.Met {
			row(e.Goal, "❌ expected "+e.Want, e.Message)
		}
	}
	for i := range f.Attacks {
		m.chart(f, &f.Attacks[i])
	}
	_, err := io.WriteString(m.w, b.String())
	return err
}

// chart keeps the drawing of an attack.
func (m *markdownWriter) chart(f *File, a *Attack) {
	if m.charts >= maxCharts {
		m.left++
		return
	}
	m.charts++
	fmt.Fprintf(&m.details, "\n<details><summary>%s: attack on %s, %s</summary>\n\n%s\n```mermaid\n%s```\n\n</details>\n",
		html(f.Name), html(a.Goal), Plural(a.Messages, "message"), paragraph(a.Reason()), mermaid(a))
}

// mermaid draws an attack as a sequence diagram.
func mermaid(a *Attack) string {
	var b strings.Builder
	b.WriteString("sequenceDiagram\n")
	seen := map[string]string{}
	id := func(name string) string {
		if strings.HasPrefix(name, "i(") {
			name = "i" // the intruder in somebody's part
		}
		if seen[name] == "" {
			seen[name] = fmt.Sprintf("p%d", len(seen))
			fmt.Fprintf(&b, "  participant %s as %s\n", seen[name], mermaidText(name))
		}
		return seen[name]
	}
	for _, s := range a.Steps {
		id(s.From)
		id(s.To)
	}
	for i, s := range a.Steps {
		fmt.Fprintf(&b, "  %s->>%s: %d. %s\n", id(s.From), id(s.To), i+1, mermaidText(shorten(s.Message, 60)))
	}
	return b.String()
}

// mermaidText escapes a text for a label: Mermaid reads entities, and a semicolon
// or a line end would end the statement.
func mermaidText(s string) string {
	return strings.NewReplacer("#", "#35;", ";", "#59;", "\n", " ", "<", "#lt;", ">", "#gt;", "`", "#96;", ":", "#58;", "%", "#37;").Replace(s)
}

// shorten cuts a text to n letters.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// End writes the charts and the totals.
func (m *markdownWriter) End(s *Summary) error {
	var b strings.Builder
	if m.rows == 0 {
		b.WriteString("# hornet\n")
	}
	b.WriteString("\n" + totals(s) + "\n")
	b.WriteString(m.details.String())
	if m.left > 0 {
		fmt.Fprintf(&b, "\n… and %s more.\n", Plural(m.left, "attack"))
	}
	_, err := io.WriteString(m.w, b.String())
	return err
}

// paragraph returns s as a paragraph of its own, nothing for nothing.
func paragraph(s string) string {
	if s == "" {
		return ""
	}
	return html(s) + "\n"
}

// cell escapes a text for a cell of a table.
func cell(s string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "|", "\\|", "<", "&lt;", "&", "&amp;", "_", "\\_", "*", "\\*", "`", "\\`", "[", "\\[").Replace(s)
}

// html escapes a text between tags.
func html(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
