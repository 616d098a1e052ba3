package animate

import (
	"bytes"
	"context"
	"fmt"

	"hornet/protocol"
	"hornet/report"
	"hornet/runner"
	"hornet/trace"
	"hornet/trace/cert"
	"hornet/trace/ground"
	"hornet/trace/narrate"
)

// Attack is an attack that check found.
type Attack struct {
	Goal  string // "secrecy_of nb"
	Run   *trace.Run
	Story *narrate.Story
}

// Find checks the model as "hornet check" does and returns its attacks, the
// shortest first. It may be called while the session is in use; Found adds its
// result.
func Find(ctx context.Context, m *protocol.Model, text []byte, opt runner.Options) ([]*Attack, error) {
	opt.NoLint = true
	f := runner.Check(ctx, m.Name, text, opt)
	if f.Failure != nil {
		return nil, fmt.Errorf("%s", f.Failure.Message)
	}
	var out []*Attack
	for i := range f.Attacks {
		a, err := read(m, &f.Attacks[i])
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func read(m *protocol.Model, a *report.Attack) (*Attack, error) {
	c, err := cert.Decode(bytes.NewReader(a.Certificate.Bytes()))
	if err != nil {
		return nil, err
	}
	run, err := c.Run()
	if err != nil {
		return nil, err
	}
	story, err := narrate.Tell(m, c.Options, run)
	if err != nil {
		return nil, err
	}
	return &Attack{Goal: a.Goal, Run: run, Story: story}, nil
}

// Found adds attacks.
func (s *Session) Found(attacks []*Attack) { s.attacks = append(s.attacks, attacks...) }

// Play lays attack n, from 1, out as the run to come: Redo takes its steps.
func (s *Session) Play(n int) error {
	if n < 1 || n > len(s.attacks) {
		return fmt.Errorf("there is no attack %d: %d are known", n, len(s.attacks))
	}
	return s.follow(s.attacks[n-1].Run, s.attacks[n-1])
}

// follow replaces the history by run, and goes to its start. It takes nothing for
// granted: every step must be possible, and every received message derivable.
func (s *Session) follow(run *trace.Run, a *Attack) error {
	if len(run.Steps) > MaxSteps {
		return fmt.Errorf("the run has %d steps; %d are the most", len(run.Steps), MaxSteps)
	}
	t := &Session{model: s.model, text: s.text, opt: s.opt, moments: s.moments[:1:1]}
	for n := range run.Steps {
		if err := t.repeat(&run.Steps[n]); err != nil {
			return fmt.Errorf("step %d: %w", n+1, err)
		}
		if a != nil {
			t.now().attack = a
		}
	}
	start := *t.moments[0]
	start.attack, start.names = a, nil
	t.moments[0] = &start
	s.moments, s.at = t.moments, 0
	return nil
}

// repeat fires one step of a run.
func (s *Session) repeat(step *trace.Step) error {
	m := s.now()
	tr, err := m.state.Transition(step.Instance, step.Transition)
	if err != nil {
		return err
	}
	if len(step.Values) != len(tr.Vars) {
		return fmt.Errorf("%d values for %d variables", len(step.Values), len(tr.Vars))
	}
	e := &Event{Instance: step.Instance, Transition: step.Transition}
	for i, v := range step.Values {
		var t *ground.Term
		switch {
		case v == nil:
		case tr.Vars[i].Kind == protocol.New:
			t = m.state.Fresh(&tr.Vars[i])
		default:
			if t, err = m.state.Term(v); err != nil {
				return err
			}
		}
		e.Values = append(e.Values, t)
	}
	e.Kind = Compose
	for _, f := range s.Events() {
		if f.Same(e) {
			e = f
			break
		}
	}
	if e.Kind == Compose {
		_, effect, err := m.state.Step(e.Instance, e.Transition, e.Values)
		if err != nil {
			return err
		}
		e.Received = effect.Received
	}
	return s.Fire(e)
}
