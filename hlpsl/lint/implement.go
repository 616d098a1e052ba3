package lint

import (
	"hornet/diag"
	"hornet/protocol"
	"hornet/term"
)

// implementability reports H0504: a receive that HLPSL's matching can do and no
// program could. Matching looks inside hashes and under any key; a program must
// open what it gets with keys it has, or build the message itself and compare.
//
// For each role the check computes what the role holds: its parameters,
// initialised variables, constants, what it makes, and what it learns from the
// messages it can open, over all its steps until nothing new comes. That is more
// than it holds at any one time, so what is reported is wrong in every order of
// the steps. A part that cannot be opened may still be taken as it is: a
// certificate or a ticket for somebody else. Only a part that the receive
// compares with something held, without being able to build it, is reported.
// The private half of a public key that the role is given counts as held, since
// the text does not say whose it is.
func implementability(p *pass) {
	for i := range p.model.Roles {
		role := &p.model.Roles[i]
		if len(role.Transitions) > maxHolder {
			continue
		}
		h := &holder{role: role, slots: make([]bool, len(role.Slots))}
		used := false
		for k := range p.model.Instances {
			in := &p.model.Instances[k]
			if in.Role != i {
				continue
			}
			used = true
			for s := range role.Slots {
				// Whatever has a value at the start is held, a dummy included:
				// reading that is another fault.
				f := p.flowOf(role.Name)
				h.slots[s] = h.slots[s] || role.Slots[s].Formal || role.Slots[s].Hidden || f != nil && f.initialised(role.Slots[s].Name)
			}
		}
		if !used {
			continue
		}
		h.learn()
		for j := range role.Transitions {
			h.step(p, j)
		}
	}
}

func (f *flow) initialised(name string) bool {
	v := f.role.Var(name)
	return v != nil && v.Init != nil
}

// step reports the parts of the receives of transition j that the player must
// compare and cannot.
func (h *holder) step(p *pass, j int) {
	t := &h.role.Transitions[j]
	for _, r := range t.Receives {
		e := h.canon(j, r.Message)
		bad, missing := h.stuck(e, 0)
		if bad == nil {
			continue
		}
		name := h.show(j)
		var what, lack string
		lack = name(missing)
		switch bad.Op {
		case protocol.Apply:
			what = "a one-way function: " + name(bad) + " can only be checked by whoever knows " + lack
		case protocol.Xor:
			what = "a sum with two unknown parts: neither comes out"
		default:
			what = "a key that " + h.role.Name + " does not hold: " + name(bad) + " cannot be opened"
		}
		d := p.warn(diag.NotImplementable, r.Range, "no implementation can do this receive: %s stands only under %s", lack, what)
		d.Help = "send " + lack + " in a way that " + h.role.Name + " can open, or receive the part whole in a variable of type message"
		for _, s := range h.role.Slots {
			if s.Name == lack {
				d.Related = append(d.Related, diag.Related{Range: s.Range, Message: lack + " is declared here"})
			}
		}
	}
}

// stuck returns the first part that the player can neither open nor build and in
// which something that he holds would have to be compared, and a variable in it
// that he lacks.
func (h *holder) stuck(e *protocol.Expr, depth int) (bad, missing *protocol.Expr) {
	if depth > maxDepth {
		return nil, nil
	}
	switch e.Op {
	case protocol.Const, protocol.Slot, protocol.Var, protocol.Exp, protocol.Inv:
		// A power is taken as it is: any group element is one.
		return nil, nil
	case protocol.Pair:
		if bad, missing = h.stuck(e.Args[0], depth+1); bad != nil {
			return bad, missing
		}
		return h.stuck(e.Args[1], depth+1)
	}
	if body := h.open(e); body != nil {
		if bad, missing = h.stuck(body, depth+1); bad != nil || e.Op != protocol.Crypt || e.Args[0].Op != protocol.Inv || h.builds(e.Args[0].Args[0]) {
			return bad, missing
		}
	}
	if h.canMake(e) {
		return nil, nil
	}
	if missing = h.lacks(e); missing != nil && h.compares(e) {
		return e, missing
	}
	return nil, nil
}

// canMake is builds without the message itself, which is in hand anyway.
func (h *holder) canMake(e *protocol.Expr) bool {
	for _, a := range e.Args {
		if !h.builds(a) {
			return false
		}
	}
	return true
}

// stored reports whether any step stores something in the slot. A variable that
// never gets a value is another fault, H0402.
func (h *holder) stored(slot int) bool {
	for i := range h.role.Transitions {
		for _, u := range h.role.Transitions[i].Updates {
			if u.Slot == slot {
				return true
			}
		}
	}
	return false
}

// lacks returns the first variable in e that some step stores and that the
// player does not hold.
func (h *holder) lacks(e *protocol.Expr) *protocol.Expr {
	var found *protocol.Expr
	e.Walk(func(x *protocol.Expr) bool {
		if found == nil && (x.Op == protocol.Var || x.Op == protocol.Slot && h.stored(x.Index)) && !h.builds(x) {
			found = x
		}
		return found == nil
	})
	return found
}

// compares reports whether e has a part, beside functions, keys and constants
// that only mark its form, whose value the player holds.
func (h *holder) compares(e *protocol.Expr) bool {
	switch e.Op {
	case protocol.Const:
		return false
	case protocol.Slot, protocol.Var:
		if e.Op == protocol.Slot && h.role.Slots[e.Index].Type.Kind == term.HashFunc {
			return false
		}
		return h.builds(e)
	case protocol.Apply:
		return h.compares(e.Args[1])
	case protocol.Crypt, protocol.Scrypt:
		return h.compares(e.Args[1])
	}
	for _, a := range e.Args {
		if h.compares(a) {
			return true
		}
	}
	return false
}
