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

// holder is what the player of a role holds. Expressions are in canonical form:
// a variable that its transition stores in a slot stands as that slot.
type holder struct {
	role  *protocol.Role
	slots []bool
	terms []*protocol.Expr // composed messages that came whole
	vars  map[int]bool     // transition variables that are stored nowhere, by number
}

// maxHolder is the number of transitions up to which a role is judged.
const maxHolder = 150

// stride tells variables of different transitions apart.
const stride = 1 << 16

// canon writes an expression of transition t in terms of slots where it can.
func (h *holder) canon(t int, e *protocol.Expr) *protocol.Expr {
	switch {
	case e.Op == protocol.Var:
		for _, u := range h.role.Transitions[t].Updates {
			if u.Value.Op == protocol.Var && u.Value.Index == e.Index {
				return protocol.S(u.Slot)
			}
		}
		return protocol.V(t*stride + e.Index)
	case len(e.Args) == 0:
		return e
	}
	c := *e
	c.Args = make([]*protocol.Expr, len(e.Args))
	for i, a := range e.Args {
		c.Args[i] = h.canon(t, a)
	}
	return &c
}

// learn opens what the role receives until it holds no more than before.
func (h *holder) learn() {
	h.vars = map[int]bool{}
	for changed := true; changed; {
		changed = false
		for j := range h.role.Transitions {
			t := &h.role.Transitions[j]
			for v, d := range t.Vars {
				if d.Kind == protocol.New {
					changed = h.take(h.canon(j, protocol.V(v))) || changed
				}
			}
			for _, r := range t.Receives {
				changed = h.take(h.canon(j, r.Message)) || changed
			}
			for _, m := range t.In {
				// Elements of a set that the role can look into are held.
				changed = h.take(h.canon(j, m.Elem)) || changed
			}
			for _, u := range t.Updates {
				if e := h.canon(j, u.Value); !h.slots[u.Slot] && e.Op != protocol.Var && !(e.Op == protocol.Slot && e.Index == u.Slot) && h.builds(e) {
					h.slots[u.Slot], changed = true, true
				}
			}
		}
	}
}

// take adds a message that the player has in hand, taken apart as far as he can;
// it reports whether that was news.
func (h *holder) take(e *protocol.Expr) bool {
	news := false
	switch e.Op {
	case protocol.Const:
	case protocol.Slot:
		news = !h.slots[e.Index]
		h.slots[e.Index] = true
	case protocol.Var:
		news = !h.vars[e.Index]
		h.vars[e.Index] = true
	case protocol.Pair:
		a, b := h.take(e.Args[0]), h.take(e.Args[1])
		return a || b
	default:
		if !h.has(e) {
			h.terms = append(h.terms, e)
			news = true
		}
		if body := h.open(e); body != nil {
			news = h.take(body) || news
		}
	}
	return news
}

// open returns what the player gets out of a composed message.
func (h *holder) open(e *protocol.Expr) *protocol.Expr {
	switch e.Op {
	case protocol.Scrypt:
		if h.builds(e.Args[0]) {
			return e.Args[1]
		}
	case protocol.Crypt:
		// A signature shows what is signed; whether it is right is a matter of
		// the key, see stuck.
		if key := e.Args[0]; key.Op == protocol.Inv || h.builds(key) {
			return e.Args[1]
		}
	case protocol.Xor:
		var rest []*protocol.Expr
		for _, a := range e.Args {
			if !h.builds(a) {
				rest = append(rest, a)
			}
		}
		if len(rest) == 1 {
			return rest[0]
		}
	}
	return nil
}

func (h *holder) has(e *protocol.Expr) bool {
	for _, t := range h.terms {
		if t.Equal(e) {
			return true
		}
	}
	return false
}

// builds reports whether the player can make the message from what he holds.
func (h *holder) builds(e *protocol.Expr) bool {
	switch e.Op {
	case protocol.Const:
		return true
	case protocol.Slot:
		return h.slots[e.Index]
	case protocol.Var:
		return h.vars[e.Index]
	}
	if h.has(e) {
		return true
	}
	for _, a := range e.Args {
		if !h.builds(a) {
			return h.powers(e)
		}
	}
	return true
}

// powers reports whether a power can be made by raising a held one: with g^x in
// hand x itself is not needed for g^x^y, in whatever order the model writes it.
func (h *holder) powers(e *protocol.Expr) bool {
	if e.Op != protocol.Exp {
		return false
	}
	base, exps := tower(e)
	for _, t := range h.terms {
		b, have := tower(t)
		if t.Op != protocol.Exp || !b.Equal(base) {
			continue
		}
		rest := append([]*protocol.Expr(nil), exps...)
		ok := true
		for _, x := range have {
			found := false
			for i, y := range rest {
				if x.Equal(y) {
					rest, found = append(rest[:i:i], rest[i+1:]...), true
					break
				}
			}
			ok = ok && found
		}
		for _, y := range rest {
			ok = ok && h.builds(y)
		}
		if ok {
			return true
		}
	}
	return false
}

// tower returns the base and the exponents of a power.
func tower(e *protocol.Expr) (base *protocol.Expr, exps []*protocol.Expr) {
	for e.Op == protocol.Exp {
		exps = append(exps, e.Args[1])
		e = e.Args[0]
	}
	return e, exps
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

// show returns how the role's text writes a canonical expression of transition j.
func (h *holder) show(j int) func(*protocol.Expr) string {
	return func(e *protocol.Expr) string {
		return e.Format(
			func(i int) string { return h.role.Slots[i].Name },
			func(i int) string { return h.role.Transitions[i/stride].Vars[i%stride].Name + "'" },
		)
	}
}
