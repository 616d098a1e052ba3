package narrate

import "hornet/protocol"

// Partner is the role at the other end of a message.
type Partner struct {
	Role     string
	Intruder bool // the intruder plays it himself, under his own name
}

// A model does not say who should receive what: every message is the intruder's.
// Sender and Receiver guess it from the patterns. Among the other roles of the
// session the partner is the one with the most similar pattern on the other
// side; agents' names decide between equals.

// Sender returns who should have sent what the instance receives as pattern; it
// reports false when the session has no other role.
func Sender(m *protocol.Model, instance int, pattern *protocol.Expr) (Partner, bool) {
	return partner(m, instance, pattern, func(t *protocol.Transition) (es []*protocol.Expr) {
		for _, s := range t.Sends {
			es = append(es, s.Message)
		}
		return es
	})
}

// Receiver returns for whom the instance means what it sends as pattern; it
// reports false when the session has no other role.
func Receiver(m *protocol.Model, instance int, pattern *protocol.Expr) (Partner, bool) {
	return partner(m, instance, pattern, func(t *protocol.Transition) (es []*protocol.Expr) {
		for _, r := range t.Receives {
			es = append(es, r.Message)
		}
		return es
	})
}

func partner(m *protocol.Model, instance int, pattern *protocol.Expr, other func(*protocol.Transition) []*protocol.Expr) (best Partner, found bool) {
	in := &m.Instances[instance]
	top := -1
	consider := func(role int, intruder bool, bonus int) {
		score := 0
		for i := range m.Roles[role].Transitions {
			for _, e := range other(&m.Roles[role].Transitions[i]) {
				score = max(score, alike(pattern, e))
			}
		}
		if score = 4*score + bonus; score > top {
			best, found, top = Partner{m.Roles[role].Name, intruder}, true, score
		}
	}
	for i := range m.Instances {
		if i == instance || m.Instances[i].Session != in.Session {
			continue
		}
		bonus := 0
		if holds(in.Values, m.Player(i)) {
			bonus += 2
		}
		if holds(m.Instances[i].Values, m.Player(instance)) {
			bonus++
		}
		consider(m.Instances[i].Role, false, bonus)
	}
	if in.Session >= 0 && in.Session < len(m.Sessions) {
		bonus := 0
		if holds(in.Values, protocol.C(protocol.Intruder, nil)) {
			bonus = 3
		}
		for _, name := range m.Sessions[in.Session].Dropped {
			for i := range m.Roles {
				if m.Roles[i].Name == name {
					consider(i, true, bonus)
				}
			}
		}
	}
	return best, found
}

func holds(values []*protocol.Expr, e *protocol.Expr) bool {
	for _, v := range values {
		if v.Equal(e) {
			return true
		}
	}
	return false
}

// alike tells how similar two patterns are, from 0 to 100. Variables and slots
// may be anything.
func alike(p, q *protocol.Expr) int {
	return 100 * common(p, q) / max(common(p, p), common(q, q), 1)
}

// common counts the constructors and constants that two patterns share.
func common(p, q *protocol.Expr) int {
	wild := func(e *protocol.Expr) bool { return e.Op == protocol.Slot || e.Op == protocol.Var }
	switch {
	case wild(p) || wild(q):
		return 1
	case p.Op == protocol.Const && q.Op == protocol.Const && p.Name == q.Name:
		return 3
	case p.Op != q.Op || len(p.Args) == 0 || len(p.Args) != len(q.Args):
		return 0
	}
	n := 2
	for i := range p.Args {
		n += common(p.Args[i], q.Args[i])
	}
	return n
}
