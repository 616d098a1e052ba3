package animate

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/cert"
	"hornet/trace/narrate"
	"hornet/trace/render"
)

// Formats returns the formats that Export writes: pictures, a graph of causes,
// text, and json, the certificate that `hornet replay` checks and Load reads.
func Formats() []string { return []string{"svg", "html", "mermaid", "latex", "dot", "text", "json"} }

// Export writes the run so far.
func (s *Session) Export(w io.Writer, format string) error {
	run := s.Run()
	if !slices.Contains(Formats(), format) {
		return fmt.Errorf("unknown format %q: there are %s", format, strings.Join(Formats(), ", "))
	}
	in := &render.Input{Model: s.model, Run: run, Story: s.tell(run), Relayed: s.intruded(), Source: s.text}
	switch format {
	case "json":
		c, err := cert.New(s.text, s.model, s.opt, run)
		if err != nil {
			return err
		}
		return c.Encode(w)
	case "text":
		c, err := in.Chart()
		if err != nil {
			return err
		}
		return s.exportText(w, c)
	case "html":
		in.Goals = s.pageGoals()
	}
	return render.Write(w, format, in)
}

// exportText writes the messages, and how the goals stand.
func (s *Session) exportText(w io.Writer, c *render.Chart) error {
	if err := render.Text(w, c); err != nil {
		return err
	}
	var b strings.Builder
	for _, g := range s.Goals() {
		fmt.Fprintf(&b, "  %-8s  %s %s\n", g.Status(), g.Kind, clip(g.ID, maxLabel))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// pageGoals returns the goals as a report shows them; a run proves none.
func (s *Session) pageGoals() (out []render.PageGoal) {
	for i, g := range s.Goals() {
		p := render.PageGoal{Name: goalName(g.Goal), Status: "not violated", Tone: render.Unclear, Reason: "in this run", Line: g.Range.Start.Line}
		if g.Violation != nil {
			p.Status, p.Tone, p.Reason = "VIOLATED", render.Bad, s.reason(i)
		}
		out = append(out, p)
	}
	return out
}

// goalName returns the goal as the model's text has it.
func goalName(g protocol.Goal) string { return g.Kind.String() + " " + clip(g.ID, maxLabel) }

// reason says why goal i is violated, "" when it is not.
func (s *Session) reason(i int) string {
	v := s.Goals()[i].Violation
	if v == nil {
		return ""
	}
	return render.Narration(s.tell(&trace.Run{Steps: s.now().steps, Violation: v})).Why
}

// tell tells a run that is an attack; it returns nil for others.
func (s *Session) tell(run *trace.Run) *narrate.Story {
	if run.Violation == nil {
		return nil
	}
	story, err := narrate.Tell(s.model, s.opt, run)
	if err != nil {
		return nil
	}
	return story
}

// intruded reports whether the intruder did more than pass messages on.
func (s *Session) intruded() bool {
	m := s.now()
	return s.relayed || m.attack != nil || slices.ContainsFunc(m.kinds, func(k Kind) bool { return k >= Divert })
}
