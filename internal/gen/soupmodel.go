package gen

import (
	"fmt"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// Model returns the soup as a model.
func (s *Soup) Model() *protocol.Model {
	m := &protocol.Model{Name: s.Name}
	for _, c := range s.roles {
		m.Roles = append(m.Roles, c.role)
	}
	m.Sessions = []protocol.Session{{Name: "environment", Number: 1}}
	m.Sets = []protocol.Set{{Name: "t", Type: textSet, Elems: []*protocol.Expr{protocol.C("c", term.TText)}}}
	for i, r := range s.runs {
		in := protocol.Instance{Role: r, Number: i + 2, Shown: 2}
		for k, d := range s.roles[r].role.Slots {
			if k < len(soupFormals) {
				in.Values = append(in.Values, protocol.C(soupFormals[k].value, soupFormals[k].typ))
			} else {
				in.Values = append(in.Values, s.roles[r].p.initially(d, nil, i, m))
			}
		}
		m.Instances = append(m.Instances, in)
	}
	for _, d := range soupFormals {
		m.Constants = append(m.Constants, protocol.C(d.value, d.typ))
	}
	m.Knowledge = append([]*protocol.Expr{protocol.C(protocol.Start, term.TMessage), protocol.C(protocol.Intruder, term.TAgent)}, s.known...)
	m.Goals = s.goals()
	return m
}

// goals returns a goal for each identifier of a claim, in order.
func (s *Soup) goals() []protocol.Goal {
	var out []protocol.Goal
	seen := map[string]bool{}
	for _, c := range s.roles {
		for _, t := range c.role.Transitions {
			for _, f := range t.Emits {
				g := protocol.Goal{Kind: protocol.Secrecy, ID: f.ID}
				switch f.Kind {
				case protocol.Request:
					g.Kind = protocol.Authentication
				case protocol.WRequest:
					g.Kind = protocol.WeakAuthentication
				case protocol.Witness:
					continue
				}
				if !seen[g.ID] {
					seen[g.ID] = true
					out = append(out, g)
				}
			}
		}
	}
	return out
}

// HLPSL returns the soup as text.
func (s *Soup) HLPSL() string {
	w := &writer{local: "local S,R:channel(dy), T:text set\n", init: "init T := {c}\n"}
	fmt.Fprintf(&w.b, "%% %s\n", s.Name)
	for _, c := range s.roles {
		c.write(&w.b)
	}
	var consts, args, ids, goals, calls []string
	for _, d := range soupFormals {
		if d.typ == textSet {
			args = append(args, d.name)
			continue
		}
		consts = append(consts, d.value+":"+d.typ.String())
		args = append(args, d.value)
	}
	for _, r := range s.runs {
		calls = append(calls, fmt.Sprintf("soup%d(%s,S,R)", r, strings.Join(args, ",")))
	}
	known := protocol.Intruder
	for _, e := range s.known {
		known += "," + e.String()
	}
	for _, g := range s.goals() {
		goals = append(goals, g.Kind.String()+" "+g.ID)
	}
	seen := map[string]bool{}
	for _, c := range s.roles {
		for _, t := range c.role.Transitions {
			for _, f := range t.Emits {
				if !seen[f.ID] {
					seen[f.ID] = true
					ids = append(ids, f.ID)
				}
			}
		}
	}
	return w.environment(strings.Join(consts, ", ")+", "+strings.Join(ids, ",")+":protocol_id", known, calls, goals)
}
