package search

import (
	"slices"

	"hornet/protocol"
	"hornet/trace"
)

// result puts the answer together.
func (e *explorer) result(frontier []*state, complete int) *Result {
	r := &Result{States: e.visited, Depth: e.longest, CompleteDepth: complete, Events: make([]int, len(e.goals)), Fired: unfired(e.m), Cause: Cause(e.stop.Load())}
	for _, w := range e.workers {
		for g, n := range w.events {
			r.Events[g] += n
		}
		for i := range w.fired {
			for j, n := range w.fired[i] {
				r.Fired[i][j] += n
			}
		}
		if (w.cut || w.s.Cut) && r.Cause == None {
			r.Cause = Width
		}
		r.Loops = r.Loops || w.loop
	}
	e.shareFired(r.Fired)
	r.since, r.along = e.since, e.takenAlong()
	if r.Cause == None && len(frontier) > 0 {
		r.Cause = Settled
	}
	r.Complete = r.Cause == None
	if complete < 0 {
		r.CompleteDepth = e.level
	}
	if r.Cause != None && r.Cause != Width {
		r.Frontier = len(slices.DeleteFunc(slices.Clone(frontier), func(s *state) bool { return s == nil }))
	}
	for g, b := range e.best {
		gr := GoalResult{Verdict: Safe}
		switch {
		case b != nil:
			gr = GoalResult{Verdict: Attack, Attack: b}
		case e.goals[g].kind == protocol.Temporal:
			gr = GoalResult{Cause: Unsupported}
		case !e.opt.wants(g):
			gr = GoalResult{Cause: Settled}
		case e.still[g]:
		case !r.Complete:
			gr = GoalResult{Cause: r.Cause}
		}
		r.Goals = append(r.Goals, gr)
	}
	return r
}

// takenAlong tells for each step of each instance whether it was taken together
// with others: because it is eager, or a self-loop told at the start.
func (e *explorer) takenAlong() []bool {
	along := make([]bool, e.steps)
	for ii := range e.insts {
		in := &e.insts[ii]
		for ti := range e.roles[in.role].trans {
			along[in.first+ti] = e.opt.Disable&Eager == 0 && e.roles[in.role].trans[ti].eager || e.workers[0].saturatedStep(ii, ti)
		}
	}
	return along
}

// keepShortest leaves one attack, the shortest. What other goals would have said
// was not asked.
func (r *Result) keepShortest() {
	var one *trace.Run
	for _, g := range r.Goals {
		if a := g.Attack; a != nil && (one == nil || shorter(a, one)) {
			one = a
		}
	}
	for g := range r.Goals {
		if a := r.Goals[g].Attack; a != nil && a != one {
			r.Goals[g] = GoalResult{Cause: Settled}
			if r.Complete {
				r.Complete, r.Cause = false, Settled
			}
		}
	}
}

// shareFired gives every instance of a symmetry class the counts of the whole
// class: what one of them can do the others can.
func (e *explorer) shareFired(fired [][]int) {
	first := func(ii int) int {
		for e.insts[ii].before >= 0 {
			ii = e.insts[ii].before
		}
		return ii
	}
	for ii := range fired {
		if r := first(ii); r != ii {
			for t, n := range fired[ii] {
				fired[r][t] += n
			}
		}
	}
	for ii := range fired {
		copy(fired[ii], fired[first(ii)])
	}
}
