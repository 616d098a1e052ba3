package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hornet/hlpsl"
	"hornet/models"
	"hornet/protocol"
)

// reached explores everything, violated goals or not, and returns what each state
// looks like from outside; ok is false when there are more than most states.
func reached(t *testing.T, m *protocol.Model, disable Reductions, most int, view func(*worker, *state) string) (seen map[string]bool, n int, ok bool) {
	t.Helper()
	p, err := newProgram(m, Options{Disable: disable})
	if err != nil {
		t.Fatal(err)
	}
	e := &explorer{program: p, ctx: context.Background()}
	w := e.newWorker()
	level, _ := e.initial(w)
	seen = map[string]bool{}
	for len(level) > 0 {
		var next []*state
		for _, st := range level {
			if n++; n > most {
				return nil, n, false
			}
			if v := view(w, st); v != "" {
				seen[v] = true
			}
			if !st.ends {
				next = append(next, w.expand(st).next...)
			}
		}
		level = uncovered([]*worker{w}, next)
	}
	return seen, n, true
}

// outside describes a state by the steps that each instance has taken and by how
// many facts of each kind they made, as far as the reductions leave that alone:
//   - a state in which an eager step is still to come is only on the way: "";
//   - instances that relevance or saturation cut do not count;
//   - a last step that nobody can notice (leaf rule) may be taken or not;
//   - instances that differ in nothing are in no order.
func outside(cut []bool, like []int) func(*worker, *state) string {
	return func(w *worker, st *state) string {
		steps := make([][]int, len(w.insts))
		for n := st.node; n.parent != nil; n = n.parent {
			steps[n.inst] = append(steps[n.inst], int(n.trans))
		}
		facts := map[protocol.FactKind]int{}
		var all []string
		for ii := range w.insts {
			if cut[ii] {
				continue
			}
			r := &w.roles[w.insts[ii].role]
			if w.eagerStep(st, ii) >= 0 {
				return ""
			}
			own := steps[ii] // the last one first
			if len(own) > 0 && unnoticed(&r.trans[own[0]]) {
				own = own[1:]
			}
			for _, ti := range own {
				for _, f := range r.trans[ti].emits {
					facts[f.kind]++
				}
			}
			all = append(all, fmt.Sprint(like[ii], own))
		}
		slices.Sort(all)
		return strings.Join(all, " ") + fmt.Sprint(" ", facts[protocol.Secret], facts[protocol.Witness], facts[protocol.Request], facts[protocol.WRequest])
	}
}

// unnoticed reports whether nothing but a request can follow from a step.
func unnoticed(t *transition) bool {
	return t.final && len(t.sends)+len(t.adds)+len(t.deletes)+len(t.consumes) == 0 &&
		!slices.ContainsFunc(t.emits, func(f factPattern) bool { return f.kind != protocol.Request && f.kind != protocol.WRequest })
}

// TestReachable: whatever can be reached without reductions is reached with them,
// and nothing else.
func TestReachable(t *testing.T) {
	if testing.Short() {
		t.Skip("explores models without reductions")
	}
	all, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	const most = 3000
	compared, states, fewer := 0, 0, 0
	for _, m := range all {
		u := hlpsl.Load(m.File, m.Text)
		if u.Model == nil {
			t.Fatal(u.Diags)
		}
		p, err := newProgram(u.Model, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if p.usesFacts {
			continue
		}
		e := &explorer{program: p, ctx: context.Background()}
		w := e.newWorker()
		e.initial(w)
		cut, like := slices.Clone(w.relays), make([]int, len(p.insts))
		for ii := range p.insts {
			like[ii] = ii
			if b := p.insts[ii].before; b >= 0 {
				like[ii] = like[b]
			}
			for ti := range p.roles[p.insts[ii].role].trans {
				cut[ii] = cut[ii] || w.saturatedStep(ii, ti)
			}
		}
		without, n, ok := reached(t, u.Model, AllReductions, most, outside(cut, like))
		if !ok {
			continue
		}
		with, k, _ := reached(t, u.Model, 0, most, outside(cut, like))
		compared, states, fewer = compared+1, states+len(with), fewer+n-k
		for _, d := range []struct {
			a, b map[string]bool
			what string
		}{{without, with, "is not reached with reductions"}, {with, without, "is reached only with reductions"}} {
			var missing []string
			for v := range d.a {
				if !d.b[v] {
					missing = append(missing, v)
				}
			}
			if slices.SortFunc(missing, func(a, b string) int { return cmp.Or(len(a)-len(b), cmp.Compare(a, b)) }); len(missing) > 0 {
				t.Errorf("%s: %s %s, and %d more of %d", m.File, missing[0], d.what, len(missing)-1, len(d.a))
			}
		}
	}
	t.Logf("%d models, %d states, %d fewer visited", compared, states, fewer)
	if compared < 40 || fewer < 1000 {
		t.Errorf("%d models were compared, and %d states were fewer: the test says little", compared, fewer)
	}
}
