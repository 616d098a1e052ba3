package gen

import (
	"fmt"
	"slices"
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
	values := map[string]*protocol.Expr{}
	for _, d := range s.formals {
		e := protocol.C(d.value, d.typ)
		values[d.value] = e
		m.Constants = append(m.Constants, e)
		if d.typ.Kind == term.Set {
			set := protocol.Set{Name: d.value, Type: d.typ}
			for _, x := range d.elems {
				set.Elems = append(set.Elems, values[x])
			}
			m.Sets = append(m.Sets, set)
		}
	}
	for i, r := range s.runs {
		in := protocol.Instance{Role: r.role, Number: i + 2, Shown: 2}
		args := s.args(r)
		for k, d := range s.roles[r.role].role.Slots {
			if k < len(args) {
				in.Values = append(in.Values, values[args[k]])
			} else {
				in.Values = append(in.Values, s.roles[r.role].p.initially(d, nil, i, m))
			}
		}
		m.Instances = append(m.Instances, in)
	}
	m.Knowledge = append([]*protocol.Expr{protocol.C(protocol.Start, term.TMessage), protocol.C(protocol.Intruder, term.TAgent)}, s.known...)
	m.Goals = s.goals()
	return m
}

// args returns the values of the parameters of a run.
func (s *Soup) args(r run) []string {
	swapped := map[string]string{"c": "d", "d": "c"}
	var args []string
	for _, d := range s.formals {
		v := d.value
		if r.swap && swapped[v] != "" {
			v = swapped[v]
		}
		args = append(args, v)
	}
	return args
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
				case protocol.Witness, protocol.User:
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
	w := &writer{}
	fmt.Fprintf(&w.b, "%% %s\n", s.Name)
	for _, c := range s.roles {
		c.write(&w.b)
	}
	var consts, sets, inits, goals, calls []string
	for _, d := range s.formals {
		if d.typ.Kind == term.Set {
			sets = append(sets, d.value)
			inits = append(inits, fmt.Sprintf("%s := {%s}", d.name, strings.Join(d.elems, ",")))
			w.local += ", " + d.name + ":" + d.typ.String()
		} else {
			consts = append(consts, d.value+":"+d.typ.String())
		}
	}
	w.local = "local S,R:channel(dy)" + w.local + "\n"
	if len(inits) > 0 {
		w.init = "init " + strings.Join(inits, " /\\ ") + "\n"
	}
	for _, r := range s.runs {
		args := s.args(r)
		for i, v := range args {
			if slices.Contains(sets, v) {
				args[i] = s.formals[i].name // a variable of the environment
			}
		}
		calls = append(calls, fmt.Sprintf("%s(%s,S,R)", s.roles[r.role].role.Name, strings.Join(args, ",")))
	}
	known := protocol.Intruder
	for _, e := range s.known {
		known += "," + e.String()
	}
	for _, g := range s.goals() {
		goals = append(goals, g.Kind.String()+" "+g.ID)
	}
	var ids []string
	for _, c := range s.roles {
		for _, t := range c.role.Transitions {
			for _, f := range t.Emits {
				if f.ID != "" && !slices.Contains(ids, f.ID) {
					ids = append(ids, f.ID)
				}
			}
		}
	}
	if len(ids) > 0 {
		consts = append(consts, strings.Join(ids, ",")+":protocol_id")
	}
	return w.environment(strings.Join(consts, ", "), known, calls, goals)
}
