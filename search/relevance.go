package search

import (
	"hornet/protocol"
	"hornet/term"
)

// coverageBudget is how many states are visited for the sake of coverage alone.
const coverageBudget = 2000

// unviolable reports whether nothing that an instance can do violates goal g: no
// instance that can move emits a fact that the goal speaks of; or the goal is a
// secrecy and all its secrets are sets, while no set is ever sent: a set is an
// atom that the intruder does not know and nobody tells him. Such a goal is
// answered without a search, and bounds do not touch the answer.
func (p *program) unviolable(g int) bool {
	if p.goals[g].kind == protocol.Temporal {
		return false
	}
	want := p.goals[g].violatedBy()
	sets := want == protocol.Secret && !p.sendsSets()
	for i := range p.m.Facts {
		if f := &p.m.Facts[i]; f.Kind == want && f.ID == p.m.Goals[g].ID {
			return false
		}
	}
	for _, in := range p.insts {
		if in.frozen {
			continue
		}
		r := &p.m.Roles[in.role]
		for ti := range r.Transitions {
			for i := range r.Transitions[ti].Emits {
				f := &r.Transitions[ti].Emits[i]
				if f.Kind == want && f.ID == p.m.Goals[g].ID && !(sets && isSet(r, f.Args[0])) {
					return false
				}
			}
		}
	}
	return true
}

// isSet reports whether e is a set, as far as its type tells.
func isSet(r *protocol.Role, e *protocol.Expr) bool {
	switch e.Op {
	case protocol.Const:
		return e.Type.Kind == term.Set
	case protocol.Slot:
		return r.Slots[e.Index].Type.Kind == term.Set
	}
	return false
}

// sendsSets reports whether some message may hold a set.
func (p *program) sendsSets() bool {
	for ri := range p.m.Roles {
		r := &p.m.Roles[ri]
		for ti := range r.Transitions {
			for _, s := range r.Transitions[ti].Sends {
				found := false
				s.Message.Walk(func(e *protocol.Expr) bool { found = found || isSet(r, e); return !found })
				if found {
					return true
				}
			}
		}
	}
	for _, e := range p.m.Knowledge {
		found := false
		e.Walk(func(x *protocol.Expr) bool {
			found = found || x.Op == protocol.Const && x.Type.Kind == term.Set
			return !found
		})
		if found {
			return true
		}
	}
	return false
}
