package runner

import (
	"hornet/protocol"
	"hornet/term"
)

// onlySets reports whether every secret that goal g speaks of is a set itself, as
// in secret({X},id,S). A set is never sent, so such a goal asks nothing, however
// often the fact occurs.
func onlySets(m *protocol.Model, g protocol.Goal) bool {
	if g.Kind != protocol.Secrecy {
		return false
	}
	found, sets := false, true
	secret := func(f *protocol.Fact, t func(*protocol.Expr) *term.Type) {
		if f.Kind == protocol.Secret && f.ID == g.ID && len(f.Args) > 0 {
			typ := t(f.Args[0])
			found, sets = true, sets && typ != nil && typ.Kind == term.Set
		}
	}
	for i := range m.Facts {
		secret(&m.Facts[i], func(e *protocol.Expr) *term.Type { return e.Type })
	}
	for r := range m.Roles {
		for t := range m.Roles[r].Transitions {
			tr := &m.Roles[r].Transitions[t]
			for i := range tr.Emits {
				secret(&tr.Emits[i], func(e *protocol.Expr) *term.Type {
					switch e.Op {
					case protocol.Slot:
						return m.Roles[r].Slots[e.Index].Type
					case protocol.Var:
						return tr.Vars[e.Index].Type
					}
					return e.Type
				})
			}
		}
	}
	return found && sets
}
