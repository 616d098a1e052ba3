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
	"hornet/trace/render"
	"hornet/trace/replay"
)

// certified returns the attack that may be shown: the one that the search
// proposed, once the replay checker has accepted it.
func certified(m *protocol.Model, s search.Options, run *trace.Run) (*trace.Run, error) {
	if run == nil || run.Violation == nil {
		return nil, fmt.Errorf("the search claims an attack and shows none")
	}
	if err := replay.Check(m, theory(s), run); err != nil {
		return nil, &refusal{m.Goals[run.Violation.Goal].Name(), run, err}
	}
	return run, nil
}

// theory returns the options that the replay checker shares with the search.
func theory(s search.Options) replay.Options {
	return replay.Options{Untyped: s.Untyped, StrongTypes: s.StrongTypes, Assoc: s.Assoc}
}

// describe writes down an attack for every format.
func describe(text []byte, m *protocol.Model, s search.Options, run *trace.Run) (*report.Attack, error) {
	a := &report.Attack{Depth: len(run.Steps)}
	var av strings.Builder
	if err := render.AvispaTrace(&av, m, run); err != nil {
		return nil, err
	}
	a.Avispa = av.String()
	c, err := cert.New(text, m, theory(s), run)
	if err != nil {
		return nil, err
	}
	if a.Certificate, err = json.Marshal(c); err != nil {
		return nil, err
	}
	a.Violated = render.AvispaGoal(m, run.Violation)
	for i := range run.Steps {
		st := &run.Steps[i]
		role := &m.Roles[m.Instances[st.Instance].Role]
		who := fmt.Sprintf("%s(%d)", role.Name, m.Instances[st.Instance].Shown)
		tr := &role.Transitions[st.Transition]
		for _, e := range st.Received {
			a.Steps = append(a.Steps, report.Step{From: "i", To: who, Message: e.String(), Range: tr.Range})
		}
		for _, e := range st.Sent {
			a.Steps = append(a.Steps, report.Step{From: who, To: "i", Message: e.String(), Range: tr.Range})
		}
	}
	a.Messages = len(a.Steps)
	return a, nil
}
