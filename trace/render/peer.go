package render

import "hornet/protocol"

// peer is the partner that an instance believes to talk to.
type peer struct {
	role     string
	intruder bool // the intruder plays the role himself
}

// A model does not say who should receive what: every message is the intruder's.
// sender and receiver guess it from the patterns. Among the other roles of the
// session the partner is the one with the most similar pattern on the other
// side; agents' names decide between equals.

// sender returns who should have sent what the instance receives as pattern.
func sender(m *protocol.Model, instance int, pattern *protocol.Expr) (peer, bool) {
	return partner(m, instance, pattern, func(t *protocol.Transition) (es []*protocol.Expr) {
		for _, s := range t.Sends {
			es = append(es, s.Message)
		}
		return es
	})
}

// receiver returns for whom the instance means what it sends as pattern.
func receiver(m *protocol.Model, instance int, pattern *protocol.Expr) (peer, bool) {
	return partner(m, instance, pattern, func(t *protocol.Transition) (es []*protocol.Expr) {
		for _, r := range t.Receives {
			es = append(es, r.Message)
		}
		return es
	})
}

func partner(m *protocol.Model, instance int, pattern *protocol.Expr, other func(*protocol.Transition) []*protocol.Expr) (peer, bool) {
	in := &m.Instances[instance]
	me := m.Player(instance)
	best, found, top := peer{}, false, -1
	consider := func(role int, p peer, bonus int) {
		score := 0
		for i := range m.Roles[role].Transitions {
			for _, e := range other(&m.Roles[role].Transitions[i]) {
				score = max(score, alike(pattern, e))
			}
		}
		if score = 4*score + bonus; score > top {
			best, found, top = p, true, score
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
		if holds(m.Instances[i].Values, me) {
			bonus++
		}
		role := m.Instances[i].Role
		consider(role, peer{m.Roles[role].Name, false}, bonus)
	}
	if in.Session >= 0 && in.Session < len(m.Sessions) {
		bonus := 0
		if holds(in.Values, protocol.C(protocol.Intruder, nil)) {
			bonus = 3
		}
		for _, name := range m.Sessions[in.Session].Dropped {
			for i := range m.Roles {
				if m.Roles[i].Name == name {
					consider(i, peer{name, true}, bonus)
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
