package runner

import (
	"encoding/json"
	"fmt"
	"strings"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
	"hornet/trace"
	"hornet/trace/cert"
	"hornet/trace/minimise"
	"hornet/trace/narrate"
	"hornet/trace/render"
	"hornet/trace/replay"
)

// certified returns the attack that may be shown: the one that the search
// proposed, once the replay checker has accepted it, without what it does not
// need. The shorter one has to pass the checker, too.
func certified(m *protocol.Model, s search.Options, run *trace.Run) (*trace.Run, error) {
	if run == nil || run.Violation == nil {
		return nil, fmt.Errorf("the search claims an attack and shows none")
	}
	opt := theory(s)
	if err := replay.Check(m, opt, run); err != nil {
		return nil, &refusal{m.Goals[run.Violation.Goal].Name(), run, err}
	}
	short := minimise.Run(m, opt, run)
	if short != run && replay.Check(m, opt, short) != nil {
		short = run // the proposed one stands, if longer
	}
	return short, nil
}

// theory returns the options that the replay checker shares with the search.
func theory(s search.Options) replay.Options {
	return replay.Options{Untyped: s.Untyped, StrongTypes: s.StrongTypes, Assoc: s.Assoc}
}

// describe writes down an attack for every format.
func describe(text []byte, m *protocol.Model, s search.Options, run *trace.Run) (*report.Attack, error) {
	c, err := cert.New(text, m, theory(s), run)
	if err != nil {
		return nil, err
	}
	story, err := narrate.Tell(m, theory(s), run)
	if err != nil {
		return nil, err
	}
	a := tell(story)
	a.Depth, a.Violated = len(run.Steps), render.AvispaGoal(m, run.Violation)
	if a.Certificate, err = json.Marshal(c); err != nil {
		return nil, err
	}
	var av strings.Builder
	err = render.AvispaTrace(&av, m, run)
	a.Avispa = av.String()
	return a, err
}

// tell writes the story of an attack into the report.
func tell(s *narrate.Story) *report.Attack {
	a := &report.Attack{Messages: len(s.Lines)}
	for _, p := range s.Cast {
		a.Cast = append(a.Cast, report.Part{Name: p.Name, About: p.Who})
	}
	for _, l := range s.Lines {
		a.Steps = append(a.Steps, report.Step{From: l.From, To: l.To, Message: l.Message, Note: l.Note, Refs: l.Refs, Range: l.Range})
	}
	for _, b := range s.Beliefs {
		a.Beliefs = append(a.Beliefs, report.Belief{After: b.After, Text: b.Text, Range: b.Range})
	}
	for _, w := range s.Why {
		a.Why = append(a.Why, report.Remark{Text: w.Text, Range: w.Range})
	}
	for _, p := range s.Patterns {
		a.Patterns = append(a.Patterns, report.Pattern{Name: p.Name, Text: p.Detail, Message: p.Line})
	}
	return a
}
