package lint

import (
	"fmt"

	"hornet/diag"
	"hornet/protocol"
)

// executability reports what keeps the honest sessions from running to their
// end: H0501, a receive that no send can match; H0503, one that matches but for
// the type of a variable; H0505, roles that all wait for one another.
//
// It lets the sessions run in the abstract until nothing new can happen. In a
// session without the intruder a receive is met by what the network carries;
// messages that only an attacker would make up do not count, for they would let
// a broken protocol look alive. In the other sessions the intruder is a partner
// and everything he can make counts.
func executability(p *pass) {
	w := p.world()
	if w.broke {
		return
	}
	honest := w.honest()
	w.run(honest, nil)
	targets := honest
	if !anyTrue(honest) {
		targets = map[int]bool{}
		for i := range w.model.Sessions {
			targets[i] = true
		}
	}

	// What all sends together would give tells a receive that nothing matches
	// from one that waits for a step that is itself stuck.
	all := newNetwork(w)
	for _, x := range w.insts {
		for _, st := range x.steps {
			for _, s := range st.sends {
				all.add(s)
			}
		}
	}
	dead := map[*protocol.Receive]bool{}
	var stuck []*istep
	roots := 0
	for _, x := range w.insts {
		for _, st := range x.steps {
			for i, r := range st.receives {
				rc := &st.t.Receives[i]
				switch {
				case !targets[x.in.Session]:
				case !honest[x.in.Session] && all.derives(r, 0), honest[x.in.Session] && all.carries(r) && !w.onlyUntyped(x, r):
				case dead[rc]:
					roots++
				default:
					roots++
					dead[rc] = true
					if w.fair.steps > 0 && !p.reported(diag.ReadBeforeStored, rc.Range) {
						p.noSender(w, st, i, all)
					}
				}
			}
			switch {
			case !targets[x.in.Session] || st.fires:
			case w.statePossible(st):
				stuck = append(stuck, st)
			default:
				roots++ // what H0502, H0402 and H0407 are about
			}
		}
	}
	if roots == 0 && len(stuck) > 0 && w.fair.steps > 0 {
		p.bothWait(w, stuck)
	}
}

func anyTrue(m map[int]bool) bool {
	for _, v := range m {
		if v {
			return true
		}
	}
	return false
}

// honest returns which sessions are those of honest agents only.
func (w *world) honest() map[int]bool {
	h := map[int]bool{}
	for i, s := range w.model.Sessions {
		h[i] = s.Honest
	}
	return h
}

// run fires every step that can fire, but for those of the transitions without.
func (w *world) run(honest map[int]bool, without map[*protocol.Transition]bool) {
	for _, x := range w.insts {
		for _, st := range x.steps {
			st.fires = false
		}
	}
	net := newNetwork(w)
	for changed := true; changed; {
		changed = false
		for _, x := range w.insts {
			for _, st := range x.steps {
				if st.fires || without[st.t] || !x.reached(st) {
					continue
				}
				ok := true
				for _, r := range st.receives {
					if honest[x.in.Session] {
						ok = ok && net.carries(r)
					} else {
						ok = ok && net.derives(r, 0)
					}
				}
				if !ok {
					continue
				}
				st.fires, changed = true, true
				for _, s := range st.sends {
					net.add(s)
				}
			}
		}
	}
}

// reached reports whether the states that the step asks for are initial or set
// by a step that fires.
func (x *inst) reached(st *istep) bool {
	return x.guarded(st, func(o *istep) bool { return o.fires })
}

// statePossible is reached with all steps counted.
func (w *world) statePossible(st *istep) bool {
	return st.of.guarded(st, func(*istep) bool { return true })
}

// guarded reports whether every guard slot = constant of the step can hold when
// the steps that counts admits have been taken.
func (x *inst) guarded(st *istep, counts func(*istep) bool) bool {
	if st.mute {
		return false // H0506
	}
	for _, g := range st.t.Guards {
		if g.Rel == protocol.Eq && g.Left != nil && g.Right != nil && g.Left.Op == protocol.Pair && g.Right.Op == protocol.Const {
			return false // what H0407 is about
		}
		slot, c, ok := stateGuard(g)
		if !ok {
			continue
		}
		if !x.mayHold(slot, c, counts) {
			return false
		}
	}
	return true
}

func (x *inst) mayHold(slot int, c *protocol.Expr, counts func(*istep) bool) bool {
	if x.in.Values[slot].Equal(c) {
		return true
	}
	for _, o := range x.steps {
		if !counts(o) {
			continue
		}
		for _, u := range o.t.Updates {
			if u.Slot == slot && (u.Value.Op != protocol.Const || u.Value.Equal(c)) {
				return true
			}
		}
	}
	return false
}

// stateGuard reads a guard that compares a slot with a constant.
func stateGuard(g protocol.Guard) (slot int, c *protocol.Expr, ok bool) {
	if g.Rel != protocol.Eq || g.Left == nil || g.Right == nil {
		return 0, nil, false
	}
	l, r := g.Left, g.Right
	if l.Op == protocol.Const {
		l, r = r, l
	}
	if l.Op != protocol.Slot || r.Op != protocol.Const {
		return 0, nil, false
	}
	return l.Index, r, true
}

// onlyUntyped reports whether a receive of x matches a whole message that
// someone else sends in its session when types are left out, and none as it is.
// The parts on the wire, or x's own messages, may still feed it, but the message
// meant for it never does.
func (w *world) onlyUntyped(x *inst, r *shape) bool {
	untyped := &matcher{steps: w.fair.steps, untyped: true, supply: w.fair.supply}
	found := false
	for _, y := range w.insts {
		if y == x || y.in.Session != x.in.Session {
			continue
		}
		for _, st := range y.steps {
			for _, s := range st.sends {
				if w.fair.match(r, s) {
					return false
				}
				found = found || untyped.match(r, s)
			}
		}
	}
	for _, k := range w.known {
		if w.fair.match(r, k) {
			return false
		}
	}
	w.fair.steps = untyped.steps
	return found
}

// noSender reports receive number i of the step, beside the message that comes
// nearest to it.
func (p *pass) noSender(w *world, st *istep, i int, all *network) {
	rc := &st.t.Receives[i]
	best := w.nearest(st, i)
	d := &diag.Diagnostic{Code: diag.NoSender, Severity: diag.Warning, Range: rc.Range}
	where := w.sessionOf(st.of)
	switch {
	case all.derives(st.receives[i], 0):
		d.Message = fmt.Sprintf("no message that %s ever gets matches this: %s cannot take step %s%s", st.of.role.Name, st.of.role.Name, st.t.Label, where)
		d.Note = "Only messages that the intruder makes up himself would match.\n"
	default:
		d.Message = fmt.Sprintf("nobody can ever send what %s waits for: step %s is dead%s", st.of.role.Name, st.t.Label, where)
	}
	if best != nil {
		if best.untyped && best.typeFault(d) {
			d.Code = diag.TypeNeverFits
		}
		d.Note += best.compare()
		d.Related = append(d.Related, diag.Related{Range: best.send.Range, Message: "the nearest message, sent by " + best.from.of.role.Name + " in step " + best.from.t.Label})
		if d.Help == "" {
			d.Help = "make the two sides agree where they are marked"
		}
	} else {
		d.Help = "no message of any role resembles it: check the keys and the channels' partner, or add the send"
	}
	p.out = append(p.out, d)
}

// sessionOf names the session of an instance when there are several.
func (w *world) sessionOf(x *inst) string {
	if len(w.model.Sessions) < 2 || x.in.Session >= len(w.model.Sessions) {
		return ""
	}
	s := w.model.Sessions[x.in.Session]
	text := s.Name + "("
	for i, a := range s.Args {
		if i > 0 {
			text += ","
		}
		text += a.String()
	}
	if r := []rune(text); len(r) > 40 {
		text = string(r[:39]) + "…"
	}
	return " in " + text + ")"
}

// bothWait reports H0505: sessions in which steps wait for each other's sends.
func (p *pass) bothWait(w *world, stuck []*istep) {
	first := stuck[0]
	session := first.of.in.Session
	d := p.warn(diag.BothWait, first.t.Receives[0].Range, "%s waits here for a message that nobody sends before: the roles wait for each other", first.of.role.Name)
	seen := map[int]bool{first.of.index: true}
	for _, st := range stuck {
		if st.of.in.Session == session && !seen[st.of.index] && st.of.reached(st) && len(st.t.Receives) > 0 {
			seen[st.of.index] = true
			d.Related = append(d.Related, diag.Related{Range: st.t.Receives[0].Range, Message: "and " + st.of.role.Name + " waits here"})
		}
	}
	d.Help = "let one role begin: RCV(start) on the left side of its first step"
	for _, x := range w.insts {
		for _, st := range x.steps {
			if x.in.Session == session && st.fires {
				d.Help = "send one of these messages in an earlier step"
			}
		}
	}
}
