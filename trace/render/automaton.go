package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/emicklei/dot"

	"hornet/protocol"
)

// Automata writes the roles of a model as automata for Graphviz. The locations
// of a role are the values of the slot that its transitions wait for and
// change; "any" is where a transition may start that does not ask.
//
// fired tells how often a transition fired in a search, or -1 when that is not
// known; transitions that never fired are grey. fired may be nil.
func Automata(w io.Writer, m *protocol.Model, fired func(role, transition int) int) error {
	if m == nil {
		return fmt.Errorf("render: no model")
	}
	g := newGraph("The roles of "+m.Name, "TB")
	for i := range m.Roles {
		a := &automaton{graph: g, m: m, role: &m.Roles[i], index: i, places: map[string]dot.Node{}}
		a.cluster = g.Subgraph(fmt.Sprintf("%04d", i), dot.ClusterOption{})
		a.cluster.Attr("label", quote(elide(m.Roles[i].Name, 40)))
		a.cluster.Attr("color", quote("#c3cad5"))
		a.cluster.Attr("fontname", quote("Helvetica"))
		a.draw(fired)
	}
	return g.write(w)
}

type automaton struct {
	*graph
	m       *protocol.Model
	role    *protocol.Role
	index   int
	cluster *dot.Graph
	slot    int // that holds the location; -1 when there is none
	places  map[string]dot.Node
}

func (a *automaton) draw(fired func(role, transition int) int) {
	a.slot = locationSlot(a.role)
	initial := map[string]bool{}
	for i := range a.m.Instances {
		if in := &a.m.Instances[i]; in.Role == a.index && a.slot >= 0 && a.slot < len(in.Values) {
			if v := in.Values[a.slot].String(); !initial[v] {
				initial[v] = true
				a.place(v).Attr("penwidth", quote("2.4"))
			}
		}
	}
	for i := range a.role.Transitions {
		t := &a.role.Transitions[i]
		from, to := a.ends(t)
		e := a.edge(a.place(from), a.place(to), a.label(t))
		e.Attr("tooltip", quote(a.tooltip(t)))
		count := -1
		if fired != nil {
			count = fired(a.index, i)
		}
		switch {
		case count == 0:
			paintEdge(e, "#b0b7c3", "dashed").Attr("label", quote(a.label(t)+"\nnever fires"))
		case count > 0:
			e.Attr("penwidth", quote("1.5"))
		}
	}
	if len(a.role.Transitions) == 0 {
		a.place("no transition")
	}
}

// place returns the node of a location.
func (a *automaton) place(name string) dot.Node {
	if n, ok := a.places[name]; ok {
		return n
	}
	n := a.node(a.cluster, elide(name, 24), name, "circle")
	a.places[name] = n
	return n
}

// locationSlot returns the slot that holds where an instance stands: the one
// that most transitions compare with a constant, if transitions also change it.
func locationSlot(r *protocol.Role) int {
	asked, changed := make([]int, len(r.Slots)), make([]bool, len(r.Slots))
	for i := range r.Transitions {
		for _, g := range r.Transitions[i].Guards {
			if s, v := equation(g); v != nil && s >= 0 && s < len(asked) {
				asked[s]++
			}
		}
		for _, u := range r.Transitions[i].Updates {
			if u.Slot >= 0 && u.Slot < len(changed) && u.Value.Op == protocol.Const {
				changed[u.Slot] = true
			}
		}
	}
	best := -1
	for s := range asked {
		if changed[s] && asked[s] > 0 && (best < 0 || asked[s] > asked[best]) {
			best = s
		}
	}
	return best
}

// equation returns the slot and the constant that a guard compares.
func equation(g protocol.Guard) (int, *protocol.Expr) {
	if g.Rel != protocol.Eq || g.Left == nil || g.Right == nil {
		return -1, nil
	}
	for _, p := range [][2]*protocol.Expr{{g.Left, g.Right}, {g.Right, g.Left}} {
		if p[0].Op == protocol.Slot && p[1].Op == protocol.Const {
			return p[0].Index, p[1]
		}
	}
	return -1, nil
}

// ends returns the locations that a transition leads from and to.
func (a *automaton) ends(t *protocol.Transition) (from, to string) {
	from = "any"
	for _, g := range t.Guards {
		if s, v := equation(g); v != nil && s == a.slot {
			from = v.String()
		}
	}
	to = from
	for _, u := range t.Updates {
		if u.Slot == a.slot && a.slot >= 0 {
			to = a.format(t, u.Value)
			break
		}
	}
	return from, to
}

// format shows a pattern with the text's names, new values primed.
func (a *automaton) format(t *protocol.Transition, e *protocol.Expr) string {
	return e.Format(func(i int) string {
		if i >= 0 && i < len(a.role.Slots) {
			return a.role.Slots[i].Name
		}
		return "?"
	}, func(i int) string {
		if i >= 0 && i < len(t.Vars) {
			return t.Vars[i].Name + "'"
		}
		return "?"
	})
}

// label names the transition, what it receives and what it sends.
func (a *automaton) label(t *protocol.Transition) string { return a.describe(t, 44) }

func (a *automaton) tooltip(t *protocol.Transition) string { return a.describe(t, 400) }

func (a *automaton) describe(t *protocol.Transition, max int) string {
	lines := []string{elide(t.Label, 24) + "."}
	for _, r := range t.Receives {
		lines = append(lines, elide("? "+a.format(t, r.Message), max))
	}
	for _, s := range t.Sends {
		lines = append(lines, elide("! "+a.format(t, s.Message), max))
	}
	for _, f := range t.Emits {
		lines = append(lines, elide(strings.TrimSpace(f.Name+" "+f.ID), max))
	}
	return strings.Join(lines, "\n")
}
