package animate

import (
	"hornet/protocol"
	"hornet/trace/ground"
	"hornet/trace/narrate"
)

// Fate is what became of a message.
type Fate uint8

// The fates.
const (
	Pending   Fate = iota // it is on its way
	Delivered             // somebody received it
	Blocked               // the intruder keeps it
	Taken                 // it was meant for the intruder, who has it
)

// String returns "on its way", "delivered", "blocked" or "received by i".
func (f Fate) String() string {
	return [...]string{"on its way", "delivered", "blocked", "received by " + protocol.Intruder}[f]
}

// Packet is a message that an honest role sent.
type Packet struct {
	Output
	Number  int // from 1, in the order of sending
	From    int // the instance
	For     string
	Message *ground.Term
	Fate    Fate
}

// Packets returns all messages that were sent, in their order.
func (s *Session) Packets() []Packet {
	m := s.now()
	var out []Packet
	for n := range m.steps {
		st := &m.steps[n]
		for _, e := range st.Received {
			received(out, e)
		}
		for i, t := range m.state.Output(n) {
			p := Packet{Output: Output{n, i}, Number: len(out) + 1, From: st.Instance, Message: t}
			if to, ok := narrate.Receiver(s.model, st.Instance, s.transition(st.Instance, st.Transition).Sends[i].Message); ok {
				if p.For = to.Role; to.Intruder {
					p.For, p.Fate = protocol.Intruder, Taken
				}
			}
			if m.blocked[p.Output] {
				p.Fate = Blocked
			}
			out = append(out, p)
		}
	}
	return out
}

// received marks the first message that is e and on its way as delivered.
func received(ps []Packet, e *protocol.Expr) {
	for i := range ps {
		if ps[i].Fate == Pending && ps[i].Message.Expr().Equal(e) {
			ps[i].Fate = Delivered
			return
		}
	}
}

// meant reports whether p may be for the instance: it is another one of the same
// session. The role that the model seems to mean comes first: rank 0.
func (s *Session) meant(p *Packet, instance int) (rank int, ok bool) {
	to, from := &s.model.Instances[instance], &s.model.Instances[p.From]
	if instance == p.From || to.Session != from.Session || p.For == protocol.Intruder {
		return 0, false
	}
	if p.For != "" && p.For != s.model.Roles[to.Role].Name {
		rank = 1
	}
	return rank, true
}
