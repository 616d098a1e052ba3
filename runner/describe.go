package runner

import (
	"fmt"
	"strings"

	"hornet/report"
	"hornet/search"
	"hornet/trace"
	"hornet/trace/cert"
	"hornet/trace/honest"
	"hornet/trace/minimise"
	"hornet/trace/narrate"
	"hornet/trace/render"
	"hornet/trace/replay"
)

// certified returns the attack that may be shown: the one that the search
// proposed, once the replay checker has accepted it, without what it does not
// need. The shorter one has passed the checker, too: a Record can come from
// nowhere else.
func (g *grounds) certified(run *trace.Run) (*replay.Record, error) {
	if run == nil || run.Violation == nil {
		return nil, fmt.Errorf("the search claims an attack and shows none")
	}
	rec, err := (*replay.Record)(nil), g.err
	if err == nil {
		rec, err = replay.Follow(g.start, run)
	}
	if err != nil {
		return nil, &refusal{g.model.Goals[run.Violation.Goal].Name(), run, err}
	}
	return minimise.Record(rec), nil
}

// theory returns the options that the replay checker shares with the search.
func theory(s search.Options) replay.Options {
	return replay.Options{Untyped: s.Untyped, StrongTypes: s.StrongTypes, Assoc: s.Assoc}
}

// describe writes down an attack for every format.
func (g *grounds) describe(text []byte, rec *replay.Record) (*report.Attack, error) {
	c, err := cert.Record(text, rec)
	if err != nil {
		return nil, err
	}
	run := rec.Run()
	a := tell(narrate.Record(rec, func() []honest.Result { return g.sessions }))
	a.Depth, a.Violated, a.Certificate = len(run.Steps), render.AvispaGoal(g.model, run.Violation), report.NewCertificate(c.Sealed)
	var av strings.Builder
	err = render.AvispaTrace(&av, g.model, run)
	a.Avispa = av.String()
	return a, err
}

// tell writes the story of an attack into the report.
func tell(s *narrate.Story) *report.Attack {
	a := &report.Attack{
		Messages: len(s.Lines), Cast: make([]report.Part, len(s.Cast)), Steps: make([]report.Step, len(s.Lines)),
		Beliefs: make([]report.Belief, len(s.Beliefs)), Why: make([]report.Remark, len(s.Why)), Patterns: make([]report.Pattern, len(s.Patterns)),
	}
	for i, p := range s.Cast {
		a.Cast[i] = report.Part{Name: p.Name, About: p.Who}
	}
	for i := range s.Lines {
		l := &s.Lines[i]
		a.Steps[i] = report.Step{From: l.From, To: l.To, Message: l.Message, Note: l.Note, Refs: l.Refs, Range: l.Range}
	}
	for i, b := range s.Beliefs {
		a.Beliefs[i] = report.Belief{After: b.After, Text: b.Text, Range: b.Range}
	}
	for i, w := range s.Why {
		a.Why[i] = report.Remark{Text: w.Text, Range: w.Range}
	}
	for i, p := range s.Patterns {
		a.Patterns[i] = report.Pattern{Name: p.Name, Text: p.Detail, Message: p.Line}
	}
	return a
}
