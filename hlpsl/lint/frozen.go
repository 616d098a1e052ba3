package lint

import (
	"hornet/diag"
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
