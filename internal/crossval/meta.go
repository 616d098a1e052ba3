package crossval

import (
	"fmt"

	"hornet/protocol"
	"hornet/term"
)

// A law is a change of a model of which it is known what it does to verdicts.
type law struct {
	name string

	// monotone: an attack stays an attack, but there may be more, or shorter ones.
	// Otherwise verdicts and lengths stay.
	monotone bool

	// change returns the changed model, or nil when it does not apply.
	change func(*protocol.Model) *protocol.Model
}

// laws that hold for all models of package gen.
var laws = []law{
	{"more knowledge", true, moreKnowledge},
	{"one more session", true, moreSessions},
	{"one session twice", true, doubleSession},
	{"renaming", false, rename},
	{"sessions reordered", false, reverseInstances},
	{"transitions reordered", false, reverseTransitions},
	{"roles reordered", false, reverseRoles},
	{"knowledge reordered", false, reverseKnowledge},
	{"messages split", false, split},
	{"a bystander", false, bystander},
}

// rewrite returns a deep copy of m in which f has replaced every outermost
// expression.
func rewrite(m *protocol.Model, f func(*protocol.Expr) *protocol.Expr) *protocol.Model {
	n := *m
	list := func(es []*protocol.Expr) []*protocol.Expr {
		out := make([]*protocol.Expr, len(es))
		for i, e := range es {
			out[i] = f(e)
		}
		return out
	}
	opt := func(e *protocol.Expr) *protocol.Expr {
		if e == nil {
			return nil
		}
		return f(e)
	}
	facts := func(fs []protocol.Fact) []protocol.Fact {
		out := append([]protocol.Fact{}, fs...)
		for i := range out {
			out[i].Args = list(out[i].Args)
		}
		return out
	}
	ops := func(os []protocol.SetOp) []protocol.SetOp {
		out := append([]protocol.SetOp{}, os...)
		for i := range out {
			out[i].Elem, out[i].Set = f(out[i].Elem), f(out[i].Set)
		}
		return out
	}
	n.Knowledge, n.Constants, n.Facts = list(m.Knowledge), list(m.Constants), facts(m.Facts)
	n.Goals = append([]protocol.Goal{}, m.Goals...)
	n.Sets = append([]protocol.Set{}, m.Sets...)
	for i := range n.Sets {
		n.Sets[i].Elems = list(n.Sets[i].Elems)
	}
	n.Sessions = append([]protocol.Session{}, m.Sessions...)
	for i := range n.Sessions {
		n.Sessions[i].Args = list(n.Sessions[i].Args)
	}
	n.Instances = append([]protocol.Instance{}, m.Instances...)
	for i := range n.Instances {
		n.Instances[i].Values = list(n.Instances[i].Values)
	}
	n.Roles = append([]protocol.Role{}, m.Roles...)
	for i := range n.Roles {
		ts := append([]protocol.Transition{}, m.Roles[i].Transitions...)
		for j := range ts {
			t := &ts[j]
			t.Receives = append([]protocol.Receive{}, t.Receives...)
			for k := range t.Receives {
				t.Receives[k].Message = f(t.Receives[k].Message)
			}
			t.Guards = append([]protocol.Guard{}, t.Guards...)
			for k := range t.Guards {
				t.Guards[k].Left, t.Guards[k].Right = opt(t.Guards[k].Left), opt(t.Guards[k].Right)
			}
			t.In = append([]protocol.Membership{}, t.In...)
			for k := range t.In {
				t.In[k].Elem, t.In[k].Set = f(t.In[k].Elem), f(t.In[k].Set)
			}
			t.Consumes, t.Emits = facts(t.Consumes), facts(t.Emits)
			t.Updates = append([]protocol.Update{}, t.Updates...)
			for k := range t.Updates {
				t.Updates[k].Value = f(t.Updates[k].Value)
			}
			t.Adds, t.Deletes = ops(t.Adds), ops(t.Deletes)
			t.Sends = append([]protocol.Send{}, t.Sends...)
			for k := range t.Sends {
				t.Sends[k].Message = f(t.Sends[k].Message)
			}
		}
		n.Roles[i].Transitions = ts
	}
	return &n
}

func same(e *protocol.Expr) *protocol.Expr { return e }

// rename gives every constant but the intruder's name, start and naturals another
// name, and the order of names changes.
func rename(m *protocol.Model) *protocol.Model {
	var f func(*protocol.Expr) *protocol.Expr
	name := func(s string) string {
		if s == protocol.Intruder || s == protocol.Start || s == "" || s[0] >= '0' && s[0] <= '9' {
			return s
		}
		return fmt.Sprintf("%c%s", 'a'+('z'-s[0]%26)%26, s)
	}
	f = func(e *protocol.Expr) *protocol.Expr {
		c := *e
		if c.Op == protocol.Const {
			c.Name = name(c.Name)
		}
		c.Args = nil
		for _, a := range e.Args {
			c.Args = append(c.Args, f(a))
		}
		return &c
	}
	n := rewrite(m, f)
	for i := range n.Sets {
		n.Sets[i].Name = name(n.Sets[i].Name)
	}
	return n
}

// moreKnowledge tells the intruder an honest agent's secret key if there is one,
// and a new constant of type text.
func moreKnowledge(m *protocol.Model) *protocol.Model {
	n := rewrite(m, same)
	n.Knowledge = append(n.Knowledge, protocol.C("known", term.TText))
	for _, c := range m.Constants {
		if c.Type.Kind == term.SymmetricKey || c.Type.Kind == term.HashFunc {
			n.Knowledge = append(n.Knowledge, c)
			break
		}
	}
	return n
}

// doubleSession runs the first session twice, with a copy of each set that only
// the instance knows.
func doubleSession(m *protocol.Model) *protocol.Model {
	n := rewrite(m, same)
	session := len(n.Sessions)
	n.Sessions = append(n.Sessions, n.Sessions[0])
	for i, in := range m.Instances {
		if in.Session != 0 {
			continue
		}
		in.Session = session
		in.Number += 100
		in.Shown += 100
		in.Values = append([]*protocol.Expr{}, in.Values...)
		for k, d := range m.Roles[in.Role].Slots {
			if d.Hidden {
				c := protocol.C(fmt.Sprintf("%s_copy%d", in.Values[k].Name, i), in.Values[k].Type)
				n.Sets = append(n.Sets, protocol.Set{Name: c.Name, Type: d.Type})
				in.Values[k] = c
			}
		}
		n.Instances = append(n.Instances, in)
	}
	return n
}

// moreSessions runs the last session twice.
func moreSessions(m *protocol.Model) *protocol.Model {
	if len(m.Sessions) < 2 {
		return nil
	}
	n := rewrite(m, same)
	last := len(n.Sessions) - 1
	n.Sessions[0], n.Sessions[last] = n.Sessions[last], n.Sessions[0]
	for i := range n.Instances {
		switch n.Instances[i].Session {
		case 0:
			n.Instances[i].Session = last
		case last:
			n.Instances[i].Session = 0
		}
	}
	return doubleSession(n)
}

func reverse[T any](s []T) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}

func reverseInstances(m *protocol.Model) *protocol.Model {
	n := rewrite(m, same)
	reverse(n.Instances)
	reverse(n.Sessions)
	for i := range n.Instances {
		n.Instances[i].Session = len(n.Sessions) - 1 - n.Instances[i].Session
	}
	return n
}

func reverseTransitions(m *protocol.Model) *protocol.Model {
	n := rewrite(m, same)
	for i := range n.Roles {
		reverse(n.Roles[i].Transitions)
	}
	return n
}

func reverseRoles(m *protocol.Model) *protocol.Model {
	n := rewrite(m, same)
	reverse(n.Roles)
	for i := range n.Instances {
		n.Instances[i].Role = len(n.Roles) - 1 - n.Instances[i].Role
	}
	return n
}

func reverseKnowledge(m *protocol.Model) *protocol.Model {
	n := rewrite(m, same)
	reverse(n.Knowledge)
	return n
}

// split sends and receives the halves of a pair one by one: the intruder can make
// a pair exactly when he can make both.
func split(m *protocol.Model) *protocol.Model {
	n := rewrite(m, same)
	var halves func(e *protocol.Expr) []*protocol.Expr
	halves = func(e *protocol.Expr) []*protocol.Expr {
		if e.Op != protocol.Pair {
			return []*protocol.Expr{e}
		}
		return append(halves(e.Args[0]), halves(e.Args[1])...)
	}
	for i := range n.Roles {
		for j := range n.Roles[i].Transitions {
			t := &n.Roles[i].Transitions[j]
			var rs []protocol.Receive
			for _, r := range t.Receives {
				for _, h := range halves(r.Message) {
					rs = append(rs, protocol.Receive{Channel: r.Channel, Message: h})
				}
			}
			var ss []protocol.Send
			for _, s := range t.Sends {
				for _, h := range halves(s.Message) {
					ss = append(ss, protocol.Send{Channel: s.Channel, Message: h})
				}
			}
			t.Receives, t.Sends = rs, ss
		}
	}
	return n
}

// bystander adds an instance of a role of its own that says a name over and over,
// once: the intruder knows it already.
func bystander(m *protocol.Model) *protocol.Model {
	n := rewrite(m, same)
	zero, one := protocol.C("0", term.TNat), protocol.C("1", term.TNat)
	i := protocol.C(protocol.Intruder, term.TAgent)
	n.Roles = append(n.Roles, protocol.Role{
		Name:  "bystander",
		Slots: []protocol.SlotDecl{{Name: "Z", Type: term.TAgent, Formal: true}, {Name: "State", Type: term.TNat}},
		Transitions: []protocol.Transition{{
			Label:    "1",
			Receives: []protocol.Receive{{Channel: "RCV", Message: i}},
			Guards:   []protocol.Guard{{Rel: protocol.Eq, Left: protocol.S(1), Right: zero}},
			Updates:  []protocol.Update{{Slot: 1, Value: one}},
			Sends:    []protocol.Send{{Channel: "SND", Message: i}},
		}},
	})
	n.Sessions = append(n.Sessions, protocol.Session{Name: "bystander", Number: 500, Honest: true})
	n.Instances = append(n.Instances, protocol.Instance{Role: len(n.Roles) - 1, Number: 501, Shown: 501, Session: len(n.Sessions) - 1,
		Values: []*protocol.Expr{protocol.C("a", term.TAgent), zero}})
	return n
}
