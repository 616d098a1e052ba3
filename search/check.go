package search

import (
	"hornet/goals"
	"hornet/protocol"
	"hornet/trace"
)

// found is a violation that the search came across: what to extract an attack
// from.
type found struct {
	goal  int
	kind  trace.ViolationKind
	node  *node
	event goals.Fact
	other goals.Fact // of Replayed
}

// unchecked returns where the facts of st begin that may violate what its parent
// did not: those of the step to it by t, or all when it took a witness away.
func (t *transition) unchecked(st *state) int {
	if len(t.consumes) > 0 {
		return 0
	}
	return len(st.facts) - len(t.emits)
}

// violations adds to w.hits each goal that some values of st's variables violate,
// as far as the secrets and the requests from position from on tell.
func (w *worker) violations(st *state, from int) {
	if len(w.facts) == 0 {
		return
	}
	loaded := false
	x := &w.suspect
	for i, f := range st.facts {
		if f.Kind != protocol.Secret && (i < from || f.Kind != protocol.Request && f.Kind != protocol.WRequest) {
			continue
		}
		gs := w.facts[factKey{f.Kind, f.ID}]
		for _, g := range gs {
			if w.closed[g] {
				continue
			}
			if !loaded {
				w.load(st)
				loaded = true
			}
			*x = found{goal: g, node: st.node, event: f}
			switch f.Kind {
			case protocol.Secret:
				goals.Leak(w.s, f, st.prefix, st.sets, w.i, w.onHit)
			default:
				x.kind = trace.Unmatched
				if !goals.Unmatched(w.s, f, st.facts, w.i, !w.opt.Untyped, w.onHit) || f.Kind == protocol.WRequest {
					continue
				}
				x.kind = trace.Replayed
				for _, o := range st.facts[:i] {
					if o.Kind == f.Kind && o.ID == f.ID && o.Inst != f.Inst {
						x.other = o
						if !goals.Replayed(w.s, f, o, w.i, !w.opt.Untyped, w.onHit) {
							break
						}
					}
				}
			}
		}
	}
}

// solve calls k under the bindings that make f a violation in its state, which
// the solver has loaded.
func (w *worker) solve(f found, st *state, k func() bool) {
	switch f.kind {
	case trace.Leak:
		goals.Leak(w.s, f.event, st.prefix, st.sets, w.i, k)
	case trace.Unmatched:
		goals.Unmatched(w.s, f.event, st.facts, w.i, !w.opt.Untyped, k)
	case trace.Replayed:
		goals.Replayed(w.s, f.event, f.other, w.i, !w.opt.Untyped, k)
	}
}
