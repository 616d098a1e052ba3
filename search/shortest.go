package search

import (
	"context"
	"slices"

	"hornet/trace"
)

// confirming is the number of states that looking for shorter attacks may visit.
const confirming = 20000

// shorten replaces attacks that are not shortest. The first attack that the
// search meets has the fewest macro-steps, which need not be the fewest
// transitions: a macro-step may hold many, and where an eager step or a saturated
// self-loop has told the intruder what a message is made of, the solver does not
// ask what else it could have been made of without. So what is shorter than the
// attacks found is searched once more, each transition for itself, within a bound.
func shorten(ctx context.Context, p *program, opt Options, r *Result) error {
	best := make([]*trace.Run, len(r.Goals))
	var open []int // goals whose attack may not be the shortest
	least, shown := 0, false
	for g := range r.Goals {
		a := r.Goals[g].Attack
		if a == nil {
			continue
		}
		if best[g] = a; least == 0 || len(a.Steps) < least {
			least, shown = len(a.Steps), false
		}
		if long := len(a.Steps) > 1 && p.compressed(a); long {
			open = append(open, g)
		} else if len(a.Steps) == least {
			shown = true
		}
	}
	whole := opt.Disable&(Eager|SelfLoop) == Eager|SelfLoop
	if whole || len(open) == 0 || opt.FirstAttack && shown || ctx.Err() != nil {
		return nil
	}
	if !opt.FirstAttack { // else the shortest attack may be on any goal
		opt.Goals = open
	}
	opt.Disable |= Eager | SelfLoop
	opt.Progress = nil
	if opt.MaxStates == 0 || opt.MaxStates > confirming {
		opt.MaxStates = confirming
	}
	e := &explorer{program: p.with(opt, 0), ctx: ctx, best: best, given: true}
	again, err := e.run()
	if err != nil {
		return err
	}
	for g, a := range best {
		if a != nil {
			r.Goals[g] = GoalResult{Verdict: Attack, Attack: a}
		}
	}
	r.Confirmed = again.States
	return nil
}

// compressed reports whether a run holds a step that the search takes together
// with others. Any other run has as many transitions as macro-steps, of which
// none has fewer.
func (p *program) compressed(r *trace.Run) bool {
	return slices.ContainsFunc(r.Steps, func(s trace.Step) bool {
		return p.roles[p.insts[s.Instance].role].trans[s.Transition].eager || p.selfLoop(s.Instance, s.Transition)
	})
}
