package render

import (
	"fmt"
	"strconv"

	"hornet/protocol"
	"hornet/trace"
)

// names gives the instances and the messages of a run the names that a reader
// sees: as short as they can be without two things having one name.
type names struct {
	m *protocol.Model
	// fresh maps the name of a fresh value to the only step that makes one of
	// that name, or to 0 when several do.
	fresh     map[string]int
	instances []string
}

func newNames(m *protocol.Model, run *trace.Run) *names {
	n := &names{m: m, fresh: map[string]int{}}
	collect := func(e *protocol.Expr) {
		e.Walk(func(x *protocol.Expr) bool {
			if x.Op == protocol.Fresh {
				if step, ok := n.fresh[x.Name]; ok && step != x.Index {
					n.fresh[x.Name] = 0
				} else if !ok {
					n.fresh[x.Name] = x.Index
				}
			}
			return true
		})
	}
	for i := range run.Steps {
		for _, es := range [][]*protocol.Expr{run.Steps[i].Values, run.Steps[i].Received, run.Steps[i].Sent} {
			for _, e := range es {
				collect(e)
			}
		}
	}
	n.nameInstances()
	return n
}

// nameInstances calls an instance by its role and, when the model has several
// sessions, the number of its session in their order: alice(1). Instances of one
// role in one session are told apart by a letter.
func (n *names) nameInstances() {
	count, seen := map[string]int{}, map[string]int{}
	base := func(i int) string {
		in := &n.m.Instances[i]
		name := n.m.Roles[in.Role].Name
		if len(n.m.Sessions) > 1 && in.Session >= 0 {
			return name + "(" + strconv.Itoa(in.Session+1)
		}
		return name
	}
	for i := range n.m.Instances {
		count[base(i)]++
	}
	for i := range n.m.Instances {
		b := base(i)
		name := b
		if count[b] > 1 {
			mark := letters(seen[b])
			seen[b]++
			if len(n.m.Sessions) > 1 && n.m.Instances[i].Session >= 0 {
				name += mark
			} else {
				name += "(" + mark + ")"
			}
		}
		if len(n.m.Sessions) > 1 && n.m.Instances[i].Session >= 0 {
			name += ")"
		}
		n.instances = append(n.instances, name)
	}
}

// letters returns a, b, … z, aa, ab, … for 0, 1, …
func letters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('a'+(i-1)%26)) + s
	}
	return s
}

// show returns e with fresh values named as a reader sees them.
func (n *names) show(e *protocol.Expr) *protocol.Expr {
	return rewrite(e, func(x *protocol.Expr) *protocol.Expr {
		if x.Op == protocol.Fresh && n.fresh[x.Name] == x.Index {
			return protocol.C(x.Name, x.Type)
		}
		return nil
	})
}

// text is show in the notation of the AVISPA format.
func (n *names) text(e *protocol.Expr) string { return n.show(e).String() }

// rewrite replaces the outermost parts for which f returns something.
func rewrite(e *protocol.Expr, f func(*protocol.Expr) *protocol.Expr) *protocol.Expr {
	if r := f(e); r != nil {
		return r
	}
	if len(e.Args) == 0 {
		return e
	}
	args := make([]*protocol.Expr, len(e.Args))
	for i, a := range e.Args {
		args[i] = rewrite(a, f)
	}
	return protocol.E(e.Op, args...)
}

// about says what an instance is, in full.
func (n *names) about(i int) string {
	in := &n.m.Instances[i]
	role := &n.m.Roles[in.Role]
	s := fmt.Sprintf("role %s, played by %s", role.Name, in.Values[role.Player])
	if in.Session >= 0 && in.Session < len(n.m.Sessions) {
		session := &n.m.Sessions[in.Session]
		s += fmt.Sprintf(", in %s(%s)", session.Name, avispaList(session.Args))
	}
	return s
}
