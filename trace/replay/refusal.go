package replay

import (
	"fmt"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/ground"
)

// Refusal is the error of Check: which step of the run is refused, and why.
type Refusal struct {
	Step int    // from 0; len(Steps) for the violation, -1 for the model
	Who  string // the role instance and transition, or "the violation", "the model"
	Err  error
}

// Error returns for example "step 3, bob (instance 2, transition 4): the guard
// at nspk.hlpsl:40:12 does not hold".
func (r *Refusal) Error() string { return r.Who + ": " + r.Err.Error() }

// Unwrap returns the reason.
func (r *Refusal) Unwrap() error { return r.Err }

// refusal says that step n of a run, the model or the violation is refused.
func refusal(m *protocol.Model, r *trace.Run, n int, err error) *Refusal {
	if n < 0 {
		return &Refusal{n, "the model", err}
	}
	if n >= len(r.Steps) {
		return &Refusal{n, "the violation", err}
	}
	s, who := &r.Steps[n], fmt.Sprintf("step %d", n+1)
	if s.Instance >= 0 && s.Instance < len(m.Instances) {
		role := &m.Roles[m.Instances[s.Instance].Role]
		if s.Transition >= 0 && s.Transition < len(role.Transitions) {
			who += fmt.Sprintf(", %s (instance %d, transition %s)", role.Name, s.Instance, role.Transitions[s.Transition].Label)
		}
	}
	return &Refusal{n, who, err}
}

// Possible is Check for any run: what it says of the violation is not looked at.
func Possible(m *protocol.Model, opt Options, r *trace.Run) error {
	start, err := ground.New(m, opt)
	if err != nil {
		return refusal(m, r, -1, err)
	}
	_, err = Follow(start, &trace.Run{Steps: r.Steps})
	return err
}
