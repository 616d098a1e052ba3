package lint

import (
	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
)

// stateNeverSet reports H0502: a step that asks for a state that is neither
// initial nor set by any step.
func stateNeverSet(p *pass) {
	w := p.world()
	if w.broke {
		return
	}
	possible := map[*protocol.Transition]bool{}
	for _, x := range w.insts {
		for _, st := range x.steps {
			possible[st.t] = possible[st.t] || w.statePossible(st)
		}
	}
	for i := range w.model.Roles {
		role := &w.model.Roles[i]
		for j := range role.Transitions {
			t := &role.Transitions[j]
			ok, used := possible[t]
			if ok || !used {
				continue
			}
			for _, g := range t.Guards {
				if slot, c, is := stateGuard(g); is && !p.settable(w, t, slot, c) && !p.reported(diag.ReadBeforeStored, g.Range) {
					p.neverSet(role, t, g, slot, c)
					break
				}
			}
		}
	}
}

func (p *pass) settable(w *world, t *protocol.Transition, slot int, c *protocol.Expr) bool {
	for _, x := range w.insts {
		for _, st := range x.steps {
			if st.t == t && x.mayHold(slot, c, func(*istep) bool { return true }) {
				return true
			}
		}
	}
	return false
}

func (p *pass) neverSet(role *protocol.Role, t *protocol.Transition, g protocol.Guard, slot int, c *protocol.Expr) {
	name := role.Slots[slot].Name
	d := p.warn(diag.StateNeverSet, g.Range, "%s is never %s: no step sets it and it does not start so, step %s is dead", name, c, t.Label)
	var have []string
	if f := p.flowOf(role.Name); f != nil {
		for _, s := range f.steps {
			if v, ok := s.to[name]; ok {
				have = append(have, v)
			}
			for _, a := range s.t.Right {
				if a.Var.Name == name {
					d.Related = appendOnce(d.Related, a, name)
				}
			}
		}
	}
	if d.Help = diag.DidYouMean(c.Name, have); d.Help == "" {
		d.Help = "set " + name + "' := " + c.String() + " in the step before"
	}
}

// appendOnce adds the places that set the variable, at most three.
func appendOnce(rs []diag.Related, a syntax.Action, name string) []diag.Related {
	if len(rs) == 3 {
		return rs
	}
	return append(rs, diag.Related{Range: a.Range, Message: name + " is set here"})
}
