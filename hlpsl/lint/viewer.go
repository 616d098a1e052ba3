package lint

import (
	"hornet/diag"
	"hornet/protocol"
)

// viewer is somebody who reads along the messages of one instance, with the
// intruder's initial knowledge.
type viewer struct {
	holder
	in    *protocol.Instance
	known []*protocol.Expr
	clear []seenPart
}

// seenPart is a message part that can be read, and where.
type seenPart struct {
	e    *protocol.Expr
	at   diag.Range
	sent bool
}

func (v *viewer) read() {
	for changed := true; changed; {
		n := len(v.clear)
		for j := range v.role.Transitions {
			t := &v.role.Transitions[j]
			for _, s := range t.Sends {
				v.split(v.canon(j, s.Message), s.Range, true)
			}
			for _, r := range t.Receives {
				v.split(v.canon(j, r.Message), r.Range, false)
			}
		}
		changed = len(v.clear) > n
	}
}

func (v *viewer) split(e *protocol.Expr, at diag.Range, sent bool) {
	switch e.Op {
	case protocol.Const:
		return
	case protocol.Pair:
		v.split(e.Args[0], at, sent)
		v.split(e.Args[1], at, sent)
		return
	case protocol.Crypt:
		if key := e.Args[0]; key.Op == protocol.Inv && v.sees(key.Args[0], 0) || key.Op != protocol.Inv && v.sees(protocol.E(protocol.Inv, key), 0) {
			v.split(e.Args[1], at, sent)
		}
	case protocol.Scrypt:
		if v.sees(e.Args[0], 0) {
			v.split(e.Args[1], at, sent)
		}
	}
	for _, c := range v.clear {
		if c.e.Equal(e) {
			return
		}
	}
	v.clear = append(v.clear, seenPart{e, at, sent})
}

// value returns the ground value of a slot that no step changes.
func (v *viewer) value(e *protocol.Expr) *protocol.Expr {
	if e.Op != protocol.Slot {
		return e
	}
	for i := range v.role.Transitions {
		for _, u := range v.role.Transitions[i].Updates {
			if u.Slot == e.Index {
				return e
			}
		}
	}
	return v.in.Values[e.Index]
}

func (v *viewer) sees(e *protocol.Expr, depth int) bool {
	if depth > maxDepth {
		return false
	}
	if v.fromStart(e) {
		return true
	}
	for _, c := range v.clear {
		if c.e.Equal(e) {
			return true
		}
	}
	if len(e.Args) == 0 || e.Op == protocol.Inv {
		return false
	}
	for _, a := range e.Args {
		if !v.sees(a, depth+1) {
			return false
		}
	}
	return true
}

// fromStart reports whether the intruder knows the message before the run.
func (v *viewer) fromStart(e *protocol.Expr) bool {
	g := v.groundOf(e)
	if g == nil {
		return false
	}
	for _, k := range v.known {
		if k.Equal(g) {
			return true
		}
	}
	return false
}

// groundOf returns e with its unchanging slots replaced, nil when others remain.
func (v *viewer) groundOf(e *protocol.Expr) *protocol.Expr {
	e = v.value(e)
	switch {
	case e.Op == protocol.Slot || e.Op == protocol.Var:
		return nil
	case len(e.Args) == 0:
		return e
	}
	c := *e
	c.Args = make([]*protocol.Expr, len(e.Args))
	for i, a := range e.Args {
		if c.Args[i] = v.groundOf(a); c.Args[i] == nil {
			return nil
		}
	}
	return &c
}

// source returns where the parts of a secret are shown, at most three places.
func (v *viewer) source(e *protocol.Expr) []diag.Related {
	var rs []diag.Related
	seen := map[diag.Range]bool{}
	var look func(e *protocol.Expr)
	look = func(e *protocol.Expr) {
		if v.fromStart(e) {
			return
		}
		for _, c := range v.clear {
			if c.e.Equal(e) {
				if !seen[c.at] && len(rs) < 3 {
					seen[c.at] = true
					verb := "received"
					if c.sent {
						verb = "sent"
					}
					rs = append(rs, diag.Related{Range: c.at, Message: v.show(0)(e) + " can be read off the message " + verb + " here"})
				}
				return
			}
		}
		for _, a := range e.Args {
			look(a)
		}
	}
	look(e)
	return rs
}
