package search

import (
	"context"

	"hornet/protocol"
	"hornet/trace"
)

// confirming is the number of states that looking for shorter attacks may visit.
const confirming = 20000

// shorten replaces attacks that are not shortest. The first attack that the
// search meets has the fewest macro-steps, which need not be the fewest
// transitions: where an eager step or a saturated self-loop has told the intruder
// what a message is made of, the solver does not ask what else it could have been
// made of without. So what is shorter than the attacks found is searched once
// more, each transition for itself, within a bound.
func shorten(ctx context.Context, m *protocol.Model, opt Options, r *Result) error {
	best := make([]*trace.Run, len(r.Goals))
	opt.Goals = []int{}
	for g := range r.Goals {
		if a := r.Goals[g].Attack; a != nil && len(a.Steps) > 1 {
			best[g] = a
			opt.Goals = append(opt.Goals, g)
		}
	}
	whole := opt.Disable&(Eager|SelfLoop) == Eager|SelfLoop
	if whole || len(opt.Goals) == 0 || ctx.Err() != nil {
		return nil
	}
	opt.Disable |= Eager | SelfLoop
	opt.Progress = nil
	if opt.MaxStates == 0 || opt.MaxStates > confirming {
		opt.MaxStates = confirming
	}
	p, err := newProgram(m, opt, 0)
	if err != nil || !p.compresses() {
		return err
	}
	e := &explorer{program: p, ctx: ctx, best: best, given: true}
	again, err := e.run()
	if err != nil {
		return err
	}
	for _, g := range opt.Goals {
		r.Goals[g].Attack = best[g]
	}
	r.Confirmed = again.States
	return nil
}

// compresses reports whether some steps would be taken together with others.
func (p *program) compresses() bool {
	for ii := range p.insts {
		for ti, t := range p.roles[p.insts[ii].role].trans {
			if t.eager || p.selfLoop(ii, ti) {
				return true
			}
		}
	}
	return false
}
