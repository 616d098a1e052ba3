package runner

import (
	"sort"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
	"hornet/trace/ground"
	"hornet/trace/honest"
)

// grounds is what all evidence on a model rests on: the model as concrete runs
// begin, read once for all that carry some out.
type grounds struct {
	model    *protocol.Model
	start    *ground.State
	err      error           // why there is no start
	sessions []honest.Result // what becomes of the all-honest sessions when nobody attacks
}

func newGrounds(m *protocol.Model, s search.Options) *grounds {
	g := &grounds{model: m}
	if g.start, g.err = ground.New(m, theory(s)); g.err == nil {
		g.sessions = honest.Sessions(g.start)
	}
	return g
}

// evidence turns the attacks of r into what a reader is shown. Each must pass
// the replay checker first: evidence returns an error for the first that does
// not. index[k] is the place of f.Goals[k] in the model's goals.
func evidence(f *report.File, g *grounds, r *search.Result, index []int) error {
	for k, i := range index {
		if f.Goals[k].Status != report.Attacked {
			continue
		}
		rec, err := g.certified(r.Goals[i].Attack)
		if err != nil {
			return err
		}
		a, err := g.describe(f.Text, rec)
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
