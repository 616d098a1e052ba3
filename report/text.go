package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"hornet/diag"
)

// The columns of the text format: the verdict, the goal, what is to be said of
// it; the right edge of the numbers in the head line.
const (
	goalColumn   = 10
	remarkColumn = 45
	rightColumn  = 90
)

// textWriter writes for a person at a terminal.
type textWriter struct {
	w     io.Writer
	style Style
	files int
}

// File writes the verdicts of f, its diagnostics and its attacks.
func (t *textWriter) File(f *File) error {
	p := &page{style: t.style}
	if t.style.Lint {
		p.style.Verbose = true
		p.diagnostics(f)
		if f.Failure != nil {
			p.head(f)
			p.failure(f)
		}
	} else {
		if t.files > 0 {
			p.printf("\n")
		}
		p.file(f)
	}
	t.files++
	_, err := io.WriteString(t.w, p.b.String())
	return err
}

// End writes one line about a run over several files.
func (t *textWriter) End(s *Summary) error {
	if t.style.Lint || s.Files < 2 && s.Skipped == 0 {
		return nil
	}
	_, err := fmt.Fprintf(t.w, "\n%s\n", totals(s))
	return err
}

// totals sums a run up in one line.
func totals(s *Summary) string {
	var parts []string
	for i := range statusNames {
		st := Status(len(statusNames) - 1 - i) // worst first
		if n := s.Statuses[st.String()]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, st))
		}
	}
	if s.Broken > 0 {
		parts = append(parts, Plural(s.Broken, "file")+" with errors")
	}
	if s.Unmet > 0 {
		parts = append(parts, Plural(s.Unmet, "expectation")+" not met")
	}
	if s.Skipped > 0 {
		parts = append(parts, Plural(s.Skipped, "file")+" not checked (interrupted)")
	}
	if parts == nil {
		parts = []string{"nothing to check"}
	}
	return fmt.Sprintf("%s, %s: %s", Plural(s.Files, "file"), Plural(s.Goals, "goal"), strings.Join(parts, ", "))
}

// page collects the text of one file.
type page struct {
	b     strings.Builder
	style Style
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

// file writes everything about f.
func (p *page) file(f *File) {
	p.head(f)
	p.diagnostics(f)
	if p.failure(f); f.Failure != nil {
		return
	}
	p.goals(f)
	for _, m := range f.Missing {
		p.printf("  %s\n", p.paint(red, m.Message))
	}
	p.expectations(f)
	p.peace(f)
	for i := range f.Attacks {
		p.attack(f, i)
	}
	p.coverage(f)
	if len(f.Attacks) > 0 {
		p.printf("Pictures: --out svg=… html=… dot=….")
		if !strings.HasPrefix(f.Name, "<") { // standard input cannot be read again
			p.printf("  Step through it: hornet animate %s --attack 1", f.Name)
		}
		p.printf("\n")
	}
}

// failure writes why there is no verdict at all.
func (p *page) failure(f *File) {
	if f.Failure == nil {
		return
	}
	p.printf("  %s  %s\n", p.paint(red, "error"), f.Failure.Message)
	if f.Failure.Kind == Internal {
		p.printf("  This is a fault of hornet, not of your model.")
		if f.Failure.Bundle != "" {
			p.printf(" Please report it with the file %s", f.Failure.Bundle)
		}
		p.printf("\n")
	}
}

// head writes the first line: the file, the bounds and the cost.
func (p *page) head(f *File) {
	left := f.Name + ":"
	switch {
	case f.Failure != nil && f.Failure.Kind == Internal:
		left += " no verdict"
	case f.Failure != nil:
		left += " cannot be read"
	case !f.Searched():
		left += " " + Plural(f.Diagnostics.Errors(), "error")
	case len(f.Goals) == 0 && f.Failure == nil:
		left += " no goal to check"
	default:
		left += " " + Plural(len(f.Goals), "goal") + ", " + Plural(f.Bounds.Sessions, "session") + ", " + f.Bounds.Typing
		if f.Bounds.Theory != "free" {
			left += ", " + f.Bounds.Theory
		}
	}
	if !f.Searched() || len(f.Goals) == 0 {
		p.printf("%s\n", p.paint(bold, left))
		return
	}
	right := Plural(f.Stats.States, "state")
	if f.Cached {
		right = "cached · " + right
	} else if ms := f.Stats.Millis(); ms > 0 {
		right = duration(ms) + " · " + right
	}
	pad := max(2, rightColumn-diag.Width(left)-diag.Width(right))
	p.printf("%s%s%s\n", p.paint(bold, left), strings.Repeat(" ", pad), right)
}

// goals writes the verdicts, in columns that are those of every other file unless
// something is too long for them.
func (p *page) goals(f *File) {
	goalAt, remarkAt := goalColumn, remarkColumn
	for i := range f.Goals {
		goalAt = max(goalAt, 2+len(f.Goals[i].Status.Label())+2)
	}
	for i := range f.Goals {
		remarkAt = max(remarkAt, goalAt+diag.Width(f.Goals[i].Name())+2)
	}
	for i := range f.Goals {
		g := &f.Goals[i]
		color, remark := yellow, g.Reason
		switch g.Status {
		case Attacked:
			color, remark = red, g.Range.String()
		case OK:
			color, remark = green, "no attack ("+f.Bounds.extent()+")"
		}
		label := g.Status.Label()
		p.printf("  %s%s%s%s\n", p.paint(color, label), strings.Repeat(" ", goalAt-2-len(label)), fill(g.Name(), remarkAt-goalAt), remark)
	}
}

// diagnostics writes errors in full and warnings as one line each; hints are for
// those who ask.
func (p *page) diagnostics(f *File) {
	full := diag.Renderer{Source: func(string) []byte { return f.Text }, Color: p.style.Color}
	brief := full
	brief.Brief = !p.style.Verbose
	for _, d := range f.Diagnostics {
		r := &brief
		switch {
		case d.Severity == diag.Error:
			r = &full
		case d.Severity == diag.Hint && !p.style.Verbose:
			continue
		}
		r.Render(&p.b, diag.List{d})
	}
}

// expectations writes those that were not met.
func (p *page) expectations(f *File) {
	missing := false
	for _, e := range f.Expectations {
		if !e.Met {
			p.printf("  %s  %s: %s\n", p.paint(red, "MISMATCH"), e.Range, e.Message)
			missing = missing || e.Want == ""
		}
	}
	if missing && !strings.HasPrefix(f.Name, "<") {
		p.printf("  hornet test --update %s writes what is missing\n", f.Name)
	}
}

// maxSteps is how many messages of an attack are shown to a reader in a hurry;
// the middle of longer ones is left out.
const maxSteps = 18

// attack writes attack i as numbered messages and says why it is one. Attacks of
// the same messages on several goals are written once.
func (p *page) attack(f *File, i int) {
	a := &f.Attacks[i]
	goals, whys := a.Goal, []string{}
	for j := range f.Attacks {
		b := &f.Attacks[j]
		if !slices.EqualFunc(a.Steps, b.Steps, sameStep) {
			continue
		}
		if j < i {
			return
		}
		if j > i {
			goals += ", " + b.Goal
		}
		if why := b.Reason(); why != "" && !slices.Contains(whys, why) {
			whys = append(whys, why)
		}
	}
	p.printf("%s\n", p.paint(bold, fmt.Sprintf("Attack on %s, %s:", goals, Plural(a.Messages, "message"))))
	p.steps(a.Steps)
	for _, why := range whys {
		p.printf("  %s\n", why)
	}
	for _, pt := range a.Patterns {
		p.printf("  %s: %s\n", p.paint(bold, pt.Name), pt.Text)
	}
}

// sameStep reports whether two steps read the same.
func sameStep(a, b Step) bool {
	return a.From == b.From && a.To == b.To && a.Message == b.Message && a.Note == b.Note
}

// steps writes the messages of an attack.
func (p *page) steps(steps []Step) {
	route, body := 0, 0
	for _, s := range steps {
		route = max(route, diag.Width(s.From+" → "+s.To))
		body = max(body, diag.Width(s.Message))
	}
	body = min(body, 40)
	digits := len(fmt.Sprint(len(steps)))
	for n, s := range steps {
		if len(steps) > maxSteps && !p.style.Verbose && n >= maxSteps/2 && n < len(steps)-maxSteps/2 {
			if n == maxSteps/2 {
				p.printf("  %*s  (%d more; --verbose shows them)\n", digits, "…", len(steps)-maxSteps/2*2)
			}
			continue
		}
		line := fmt.Sprintf("  %*d. %s   %s", digits, n+1, fill(s.From+" → "+s.To, route), fill(s.Message, body))
		if s.Note != "" {
			line += "   " + s.Note
		}
		p.printf("%s\n", strings.TrimRight(line, " "))
	}
}

// coverage lists how often each transition fired, for those who ask.
func (p *page) coverage(f *File) {
	if !p.style.Verbose || f.Coverage == nil {
		return
	}
	p.printf("Coverage:\n")
	for _, in := range f.Coverage {
		var parts []string
		for _, t := range in.Transitions {
			s := fmt.Sprintf("%s: %d", t.Label, t.Fired)
			if t.Fired == 0 {
				s = p.paint(yellow, s)
			}
			parts = append(parts, s)
		}
		p.printf("  %s   %s\n", fill(in.Name+" "+in.Player, 20), strings.Join(parts, "  "))
	}
}

// fill pads s with blanks to the display width n.
func fill(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-diag.Width(s)))
}

// Plural returns "1 goal", "2 goals".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// duration writes milliseconds in the unit that a reader wants.
func duration(ms float64) string {
	switch {
	case ms < 1:
		return "1 ms"
	case ms < 1000:
		return fmt.Sprintf("%.0f ms", ms)
	case ms < 60000:
		return fmt.Sprintf("%.1f s", ms/1000)
	}
	return fmt.Sprintf("%d min %d s", int(ms)/60000, int(ms)/1000%60)
}

// The ANSI escapes of the text format.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	reset  = "\x1b[0m"
)

// paint marks s up when colour is on.
func (p *page) paint(escape, s string) string {
	if !p.style.Color || s == "" {
		return s
	}
	return escape + s + reset
}
