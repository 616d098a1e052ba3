package search

import (
	"cmp"
	"context"
	"slices"
)

// portfolio searches with the first ordering. When that is not done within long
// states, the others are tried for short ones each; the two that came deepest by
// then, among equals those with the least left to do, go on to long, and the
// better of them to the end. All orderings give the same answers, and the choice
// depends on nothing but the model.
func portfolio(ctx context.Context, p *program, opt Options) (*Result, error) {
	const short, long = 40, 120
	var all []*explorer
	var r *Result
	var err error
	// try lets e go on to n states, and reports whether there is more to do.
	try := func(e *explorer, n int) bool {
		e.budget, e.already = n, -e.visited
		for _, x := range all {
			e.already += x.visited
		}
		if r, err = e.run(); r != nil {
			r.Probed = e.already
		}
		return r == nil && err == nil
	}
	for by := range ordering(orderings) {
		e := &explorer{program: p.with(opt, by), ctx: ctx}
		all = append(all, e)
		if opt.Disable&PartialOrder != 0 || len(p.insts) < 2 { // they do not differ
			try(e, 0)
			return r, err
		}
		if !try(e, short) || by == 0 && !try(e, long) {
			return r, err
		}
	}
	left := slices.Clone(all)
	better := func(round int) func(a, b *explorer) int {
		return func(a, b *explorer) int {
			x, y := a.paused[round], b.paused[round]
			return cmp.Or(cmp.Compare(y.level, x.level), cmp.Compare(x.waiting, y.waiting))
		}
	}
	slices.SortStableFunc(left, better(0))
	left = left[:2]
	for _, e := range left {
		if len(e.paused) < 2 && !try(e, long) {
			return r, err
		}
	}
	try(slices.MinFunc(left, better(1)), 0)
	return r, err
}
