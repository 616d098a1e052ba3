package lint

import (
	"hornet/protocol"
)

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

// show returns how the role's text writes a canonical expression of transition j.
func (h *holder) show(j int) func(*protocol.Expr) string {
	return func(e *protocol.Expr) string {
		return e.Format(
			func(i int) string { return h.role.Slots[i].Name },
			func(i int) string { return h.role.Transitions[i/stride].Vars[i%stride].Name + "'" },
		)
	}
}
