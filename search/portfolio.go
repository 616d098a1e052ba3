package search

import "context"

// probe is the number of states that a search may visit before other orderings
// are tried.
const probe = 120

// portfolio searches with the first ordering; when that is not done within probe
// states, it lets each of the others visit as many. If none is done by then, the
// one that came deepest, among equals the one with the least left to do, goes to
// the end. All orderings give the same answers, and the choice depends on
// nothing but the model.
func portfolio(ctx context.Context, p *program, opt Options) (*Result, error) {
	var best *explorer
	spent := 0
	for by := range ordering(orderings) {
		e := &explorer{program: p.with(opt, by), ctx: ctx}
		if opt.Disable&PartialOrder == 0 && len(p.insts) > 1 {
			e.budget = probe
		}
		r, err := e.run()
		if err != nil || r != nil {
			if r != nil {
				r.Probed = spent
			}
			return r, err
		}
		spent += e.visited
		if best == nil || e.level > best.level || e.level == best.level && len(e.frontier) < len(best.frontier) {
			best = e
		}
	}
	best.already, best.budget = spent-best.visited, 0
	r, err := best.run()
	if r != nil {
		r.Probed = best.already
	}
	return r, err
}
