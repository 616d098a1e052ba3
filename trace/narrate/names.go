package narrate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// Names gives the instances and the messages of a run the names that a reader
// sees: the user's own, as short as they can be without two things having one.
type Names struct {
	model *protocol.Model
	// fresh maps the name of a fresh value to the only step that makes one of
	// that name, or to 0 when several do.
	fresh     map[string]int
	instances []string
}

// NewNames returns the names for a run of m.
func NewNames(m *protocol.Model, r *trace.Run) *Names {
	n := &Names{model: m, fresh: map[string]int{}}
	for i := range r.Steps {
		s := &r.Steps[i]
		for _, e := range slices.Concat(s.Values, s.Received, s.Sent) {
			e.Walk(func(x *protocol.Expr) bool {
				if x.Op == protocol.Fresh {
					if step, ok := n.fresh[x.Name]; !ok {
						n.fresh[x.Name] = x.Index
					} else if step != x.Index {
						n.fresh[x.Name] = 0
					}
				}
				return true
			})
		}
	}
	for _, c := range m.Constants {
		if _, ok := n.fresh[c.Name]; ok {
			n.fresh[c.Name] = 0
		}
	}
	n.nameInstances()
	return n
}

// nameInstances calls an instance by its role and, when the model has several
// sessions, the number of its session in their order: alice(1). Instances of one
// role in one session are told apart by a letter.
func (n *Names) nameInstances() {
	base := func(i int) string {
		in := &n.model.Instances[i]
		name := n.model.Roles[in.Role].Name
		if len(n.model.Sessions) > 1 && in.Session >= 0 {
			return name + "(" + strconv.Itoa(in.Session+1) + ")"
		}
		return name
	}
	count, seen := map[string]int{}, map[string]int{}
	for i := range n.model.Instances {
		count[base(i)]++
	}
	for i := range n.model.Instances {
		name := base(i)
		if count[name] > 1 {
			mark := letter(seen[name])
			seen[name]++
			if strings.HasSuffix(name, ")") {
				name = name[:len(name)-1] + mark + ")"
			} else {
				name += "(" + mark + ")"
			}
		}
		n.instances = append(n.instances, name)
	}
}

// letter returns a, b, … z, aa, ab, … for 0, 1, …
func letter(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('a'+(i-1)%26)) + s
	}
	return s
}

// Instance returns the name of instance i.
func (n *Names) Instance(i int) string { return n.instances[i] }

// About says what instance i is, in full.
func (n *Names) About(i int) string {
	in := &n.model.Instances[i]
	role := &n.model.Roles[in.Role]
	s := fmt.Sprintf("role %s, played by %s", role.Name, in.Values[role.Player])
	if in.Session >= 0 && in.Session < len(n.model.Sessions) {
		session := &n.model.Sessions[in.Session]
		args := make([]string, len(session.Args))
		for j, a := range session.Args {
			args[j] = a.String()
		}
		s += fmt.Sprintf(", in %s(%s)", session.Name, strings.Join(args, ","))
	}
	return s
}

// Message returns a message in the notation of the model: a fresh value goes by
// its variable's name alone when no other value of the run does.
func (n *Names) Message(e *protocol.Expr) string { return n.rename(e).String() }

// Show is Message as a tree: named so, a fresh value is a constant of its name.
// Renderers that shorten messages need the tree.
func (n *Names) Show(e *protocol.Expr) *protocol.Expr { return n.rename(e) }

func (n *Names) rename(e *protocol.Expr) *protocol.Expr {
	if e.Op == protocol.Fresh && n.fresh[e.Name] == e.Index {
		return protocol.C(e.Name, e.Type)
	}
	if len(e.Args) == 0 {
		return e
	}
	args := make([]*protocol.Expr, len(e.Args))
	for i, a := range e.Args {
		args[i] = n.rename(a)
	}
	return protocol.E(e.Op, args...)
}

// others returns the agents that an instance has as parameters besides its
// player, in their order.
func others(m *protocol.Model, instance int) []*protocol.Expr {
	in := &m.Instances[instance]
	role := &m.Roles[in.Role]
	var out []*protocol.Expr
	for i, d := range role.Slots {
		if d.Formal && d.Type.Kind == term.Agent && i != role.Player {
			out = append(out, in.Values[i])
		}
	}
	return out
}

// list joins words: "a", "a and b", "a, b and c".
func list(words []string) string {
	switch n := len(words); n {
	case 0:
		return "nobody"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}
