package runner

import (
	"sort"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
)

// evidence turns the attacks of r into what a reader is shown. Each must pass
// the replay checker first: evidence returns an error for the first that does
// not. index[k] is the place of f.Goals[k] in m.Goals.
func evidence(f *report.File, m *protocol.Model, s search.Options, r *search.Result, index []int) error {
	for k, i := range index {
		if f.Goals[k].Status != report.Attacked {
			continue
		}
		run, err := certified(m, s, r.Goals[i].Attack)
		if err != nil {
			return err
		}
		a, err := describe(f.Text, m, s, run)
		if err != nil {
			return err
		}
		a.Goal = f.Goals[k].Name()
		f.Attacks = append(f.Attacks, *a)
		f.Goals[k].Attack = len(f.Attacks)
	}
	shortestFirst(f)
	return nil
}

// shortestFirst orders the attacks by length and renumbers the goals' references.
func shortestFirst(f *report.File) {
	order := make([]int, len(f.Attacks))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return f.Attacks[order[a]].Messages < f.Attacks[order[b]].Messages })
	sorted, place := make([]report.Attack, len(order)), make([]int, len(order))
	for to, from := range order {
		sorted[to], place[from] = f.Attacks[from], to+1
	}
	f.Attacks = sorted
	for i := range f.Goals {
		if n := f.Goals[i].Attack; n > 0 {
			f.Goals[i].Attack = place[n-1]
		}
	}
}
