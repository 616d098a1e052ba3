package lint

import (
	"hornet/protocol"
)

// network is what can be on the wire: the parts of the messages sent so far,
// taken apart as far as the keys on the wire allow.
type network struct {
	m      *matcher // of messages that the intruder may have had a hand in
	fair   *matcher // of messages among honest agents
	parts  []*shape
	locked []lock
	before []lock // room for locked
}

// lock is an encryption whose key is not on the wire yet.
type lock struct {
	of     *shape
	opener *shape // what must be on the wire as it is; nil: whatever derives key will do
	key    *shape
}

func newNetwork(w *world) *network {
	n := &network{m: w.m, fair: w.fair}
	for _, s := range w.known {
		n.add(s)
	}
	return n
}

// add puts a message and its parts on the wire.
func (n *network) add(s *shape) {
	n.split(s)
	for changed := true; changed; {
		changed = false
		n.locked, n.before = n.before[:0], n.locked
		for _, l := range n.before {
			if n.opens(l) {
				n.split(l.of.args[1])
				changed = true
			} else {
				n.locked = append(n.locked, l)
			}
		}
	}
}

func (n *network) split(s *shape) {
	if s.on == n || s.op == shAny && s.relay || s.op == shCell && s.cell.any && !s.cell.open && len(s.cell.alts) < 2 {
		return
	}
	s.on = n
	if s.op == shCell && s.cell.any && !s.cell.open {
		// What came in clear was there before; what the cell may hold beside
		// that counts.
		for _, a := range s.cell.alts {
			n.split(a)
		}
		return
	}
	n.parts = append(n.parts, s)
	if s.op != shNode {
		return
	}
	switch s.con {
	case protocol.Pair:
		n.split(s.args[0])
		n.split(s.args[1])
	case protocol.Crypt, protocol.Scrypt:
		n.locked = append(n.locked, lockOf(s))
	}
}

func lockOf(s *shape) lock {
	key := s.args[0]
	switch {
	case s.con == protocol.Scrypt:
		return lock{of: s, key: key}
	case key.op == shNode && key.con == protocol.Inv:
		return lock{of: s, key: key.args[0]}
	}
	return lock{of: s, opener: &shape{op: shNode, con: protocol.Inv, args: []*shape{key}}}
}

func (n *network) opens(l lock) bool {
	if l.opener != nil {
		return n.holds(l.opener)
	}
	return n.derives(l.key, 0)
}

// holds reports whether the shape meets a part on the wire.
func (n *network) holds(s *shape) bool {
	return n.meets(n.m, s, func(l *looked) *int { return &l.any })
}

// fairly is holds among honest agents.
func (n *network) fairly(s *shape) bool {
	return n.meets(n.fair, s, func(l *looked) *int { return &l.fair })
}

// looked counts the parts of a network that a shape was compared with, as a message
// that the intruder may have had a hand in and as one among honest agents; found
// stands for all: one of them matches.
type looked struct{ any, fair int }

const found = -1

// meets compares the shape with the parts that it was not compared with before.
func (n *network) meets(m *matcher, s *shape, count func(*looked) *int) bool {
	if s.asked != n {
		s.asked, s.looked = n, looked{}
	}
	at := count(&s.looked)
	if *at == found || m.steps <= 0 && len(n.parts) > 0 {
		return true
	}
	for _, p := range n.parts[*at:] {
		if m.match(s, p) {
			*at = found
			return true
		}
	}
	*at = len(n.parts)
	return false
}

// carries reports whether the message can be put together from parts on the
// wire by pairing alone: whether the network delivers it without anybody making
// it up.
func (n *network) carries(s *shape) bool {
	if s.op == shNode && s.con == protocol.Pair {
		return n.carries(s.args[0]) && n.carries(s.args[1]) || n.fairly(s)
	}
	return n.fairly(s)
}

// derives reports whether the intruder can make some message of the shape: he
// finds it on the wire, makes up atoms of every type and composes everything but
// private keys.
func (n *network) derives(s *shape, depth int) bool {
	if depth > maxDepth || s.op == shAny || s.op == shCell && s.cell.any || n.holds(s) {
		return true
	}
	if s.op == shCell {
		for _, a := range s.cell.alts {
			if n.derives(a, depth+1) {
				return true
			}
		}
		return false
	}
	if s.op != shNode || s.con == protocol.Inv {
		return false
	}
	for _, a := range s.args {
		if !n.derives(a, depth+1) {
			return false
		}
	}
	return true
}
