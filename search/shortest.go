package search

import (
	"context"

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
//
// Most of it need not be looked at. Take a shorter attack of n transitions, of
// which k are such as the search takes along. With all of these taken as soon as
// they can be it is still an attack, for they hide none, and it has n-k macro-steps:
// no fewer than the first attack that was met.
func shorten(ctx context.Context, p *program, opt Options, r *Result) error {
	best := make([]*trace.Run, len(r.Goals))
	var open []int // goals whose attack may not be the shortest
	least, done := 0, false
	for g := range r.Goals {
		a := r.Goals[g].Attack
		if a == nil {
			continue
		}
		if best[g] = a; least == 0 || len(a.Steps) < least {
			least, done = len(a.Steps), false
		}
		if len(a.Steps) > r.since[g] {
			open = append(open, g)
		} else if len(a.Steps) == least {
			done = true
		}
	}
	if len(open) == 0 || opt.FirstAttack && done || ctx.Err() != nil {
		return nil
	}
	most := 0
	for _, g := range open {
		if n := len(best[g].Steps); !opt.FirstAttack || n == least {
			most = max(most, n-1-r.since[g])
		}
	}
	if !opt.FirstAttack { // else the shortest attack may be on any goal
		opt.Goals = open
	}
	opt.Disable |= Eager | SelfLoop
	opt.Progress = nil
	if opt.MaxStates == 0 || opt.MaxStates > confirming {
		opt.MaxStates = confirming
	}
	q := p.with(opt, 0)
	q.along, q.mostAlong = r.along, most
	e := &explorer{program: q, ctx: ctx, best: best, given: true}
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
