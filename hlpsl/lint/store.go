package lint

import (
	"hornet/diag"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// frozenRole reports H0408: a step that stores a value of another type than its
// variable has. The step happens, and then no later one of the instance.
func frozenRole(p *pass) {
	for i := range p.model.Roles {
		role := &p.model.Roles[i]
		f := p.flowOf(role.Name)
		for j := range role.Transitions {
			t := &role.Transitions[j]
			if f != nil && j < len(f.steps) && !f.followed(t.Range) {
				continue
			}
			for _, u := range t.Updates {
				slot := role.Slots[u.Slot]
				if slot.Hidden || !atomic(slot.Type) {
					continue
				}
				what, wrong := misfit(role, t, u.Value, slot.Type)
				if !wrong {
					continue
				}
				d := p.warn(diag.FrozenRole, u.Range, "%s is declared %s and here gets %s: after this step %s does nothing more", slot.Name, slot.Type, what, role.Name)
				d.Help = "declare " + slot.Name + " as message"
				d.Related = append(d.Related, diag.Related{Range: slot.Range, Message: slot.Name + " is declared here"})
			}
		}
	}
	for i := range p.model.Instances {
		p.frozenAtStart(&p.model.Instances[i])
	}
}

func (p *pass) frozenAtStart(in *protocol.Instance) {
	role := &p.model.Roles[in.Role]
	for s, v := range in.Values {
		slot := role.Slots[s]
		if slot.Hidden || !atomic(slot.Type) {
			continue
		}
		what, wrong := misfit(role, nil, v, slot.Type)
		if !wrong || p.reported(diag.FrozenRole, slot.Range) {
			continue
		}
		d := p.warn(diag.FrozenRole, slot.Range, "%s of %s is declared %s and gets %s, %s: the role never takes a step", slot.Name, role.Name, slot.Type, v, what)
		d.Help = "declare " + slot.Name + " as message"
		d.Related = append(d.Related, diag.Related{Range: in.Range, Message: "the call"})
	}
}

// misfit reports whether a value can never be of the basic type, and in what
// words.
func misfit(role *protocol.Role, t *protocol.Transition, e *protocol.Expr, want *term.Type) (string, bool) {
	var have *term.Type
	switch e.Op {
	case protocol.Const:
		have = e.Type
		if have == nil || have.Kind != want.Kind {
			if have != nil {
				return e.Name + " of type " + have.String(), true
			}
			return e.Name, true
		}
		return "", false
	case protocol.Slot:
		have = role.Slots[e.Index].Type
	case protocol.Var:
		if t.Vars[e.Index].Kind == protocol.New {
			return "", false
		}
		have = t.Vars[e.Index].Type
	case protocol.Pair:
		return "a pair", true
	case protocol.Crypt, protocol.Scrypt:
		return "an encryption", true
	case protocol.Inv:
		return "a private key", true
	case protocol.Apply:
		return "the result of a function", true
	case protocol.Exp:
		return "a power", !e.Uses(protocol.Inv)
	}
	if atomic(have) && have.Kind != want.Kind {
		return "a value of type " + have.String(), true
	}
	return "", false
}

func (p *pass) flowOf(role string) *flow {
	for _, f := range p.flows {
		if f.role.Name == role {
			return f
		}
	}
	return nil
}

// followed reports whether some step may come after the one in this range.
func (f *flow) followed(r diag.Range) bool {
	for j, s := range f.steps {
		if s.t.Range != r {
			continue
		}
		for i := range f.steps {
			if f.mayPrecede(i, j) {
				return true
			}
		}
		return false
	}
	return true
}

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
