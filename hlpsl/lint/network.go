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
	seen   map[*shape]bool
	locked []*shape // encryptions whose key is not there yet
}

func newNetwork(w *world) *network {
	n := &network{m: w.m, fair: w.fair, seen: map[*shape]bool{}}
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
		locked := n.locked
		n.locked = nil
		for _, s := range locked {
			if n.opens(s) {
				n.split(s.args[1])
				changed = true
			} else {
				n.locked = append(n.locked, s)
			}
		}
	}
}

func (n *network) split(s *shape) {
	if n.seen[s] || s.op == shAny && s.relay || s.op == shCell && s.cell.any && !s.cell.open && len(s.cell.alts) < 2 {
		return
	}
	n.seen[s] = true
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
		n.locked = append(n.locked, s)
	}
}

func (n *network) opens(s *shape) bool {
	key := s.args[0]
	if s.con == protocol.Scrypt {
		return n.derives(key, 0)
	}
	if key.op == shNode && key.con == protocol.Inv {
		return n.derives(key.args[0], 0)
	}
	return n.holds(&shape{op: shNode, con: protocol.Inv, args: []*shape{key}})
}

// holds reports whether the shape meets a part on the wire.
func (n *network) holds(s *shape) bool { return n.meets(n.m, s) }

func (n *network) meets(m *matcher, s *shape) bool {
	for _, p := range n.parts {
		if m.match(s, p) {
			return true
		}
	}
	return false
}

// carries reports whether the message can be put together from parts on the
// wire by pairing alone: whether the network delivers it without anybody making
// it up.
func (n *network) carries(s *shape) bool {
	if s.op == shNode && s.con == protocol.Pair {
		return n.carries(s.args[0]) && n.carries(s.args[1]) || n.meets(n.fair, s)
	}
	return n.meets(n.fair, s)
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
