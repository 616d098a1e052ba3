package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/emicklei/dot"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/narrate"
)

// Coverage is what a search saw of the transitions of each instance of a model,
// by instance and transition.
type Coverage [][]Seen

// Seen is what a search saw of a transition of an instance.
type Seen struct {
	Fired int    // how often it fired
	Dead  bool   // no run can fire it
	Why   string // it is dead; may be empty
}

// Automata writes the roles of a model as automata for Graphviz. The locations
// of a role are the values of the slot that its transitions wait for and
// change; "any" is where a transition may start that does not ask. Transitions
// that no instance can fire are grey. c may be nil: nothing is known.
func Automata(w io.Writer, m *protocol.Model, c Coverage) error {
	if m == nil {
		return fmt.Errorf("render: no model")
	}
	g := newGraph("The roles of "+m.Name, "TB", "circle: a location, double: where it begins · box: a transition; dashed, grey: no run can fire it", "? receives · ! sends")
	names := narrate.NewNames(m, &trace.Run{})
	for i := range m.Roles {
		a := &automaton{graph: g, m: m, role: &m.Roles[i], index: i, places: map[string]dot.Node{}, names: names}
		a.cluster = g.Subgraph(fmt.Sprintf("%04d", i), dot.ClusterOption{})
		a.cluster.Attr("label", text(elide(m.Roles[i].Name, 40), bold).centred())
		a.cluster.Attr("color", quote("#c3cad5"))
		a.cluster.Attr("style", quote("rounded"))
		a.cluster.Attr("margin", quote("14"))
		a.cluster.Attr("fontname", quote(dotFont))
		a.cluster.Attr("fontsize", quote("13"))
		a.draw(c)
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
	names   *narrate.Names
}

func (a *automaton) draw(c Coverage) {
	a.slot = locationSlot(a.role)
	initial := map[string]bool{}
	for i := range a.m.Instances {
		if in := &a.m.Instances[i]; in.Role == a.index && a.slot >= 0 && a.slot < len(in.Values) {
			if v := in.Values[a.slot].String(); !initial[v] {
				initial[v] = true
				a.place(v).Attr("shape", quote("doublecircle"))
			}
		}
	}
	for i := range a.role.Transitions {
		a.transition(&a.role.Transitions[i], a.coverage(c, i))
	}
	if len(a.role.Transitions) == 0 {
		a.place("no transition")
	}
}

// covered is what a search saw of a transition in all instances of the role.
type covered struct {
	fired bool
	dead  bool     // in all of them
	in    []string // those in which it is dead
	why   string
}

func (a *automaton) coverage(c Coverage, transition int) covered {
	var out covered
	all := 0
	for i := range a.m.Instances {
		if a.m.Instances[i].Role != a.index {
			continue
		}
		all++
		if i >= len(c) || transition >= len(c[i]) {
			continue
		}
		s := &c[i][transition]
		out.fired = out.fired || s.Fired > 0
		if s.Dead {
			out.in = append(out.in, a.names.Instance(i))
		}
		if out.why == "" {
			out.why = s.Why
		}
	}
	out.dead = all > 0 && len(out.in) == all
	return out
}

// transition draws a transition as a box between two locations: what it says is
// too long for an edge.
func (a *automaton) transition(t *protocol.Transition, seen covered) {
	from, to := a.ends(t)
	box := a.node(a.cluster, a.label(t, seen), a.tooltip(t), "box")
	box.Attr("style", quote("rounded,filled")).Attr("fillcolor", quote("#f5f7fa")).Attr("color", quote("#c3cad5"))
	edges := []dot.Edge{a.edge(a.place(from), box, nil)}
	if from == to {
		edges[0].Attr("dir", quote("both"))
	} else {
		edges[0].Attr("arrowhead", quote("none"))
		edges = append(edges, a.edge(box, a.place(to), nil))
	}
	for _, e := range edges {
		switch {
		case seen.dead:
			paintEdge(e, dotFaint, "dashed")
		case seen.fired:
			e.Attr("penwidth", quote("1.5"))
		}
	}
	if seen.dead {
		box.Attr("style", quote("rounded,dashed")).Attr("color", quote(dotFaint)).Attr("fontcolor", quote(dotGrey))
	}
}

// place returns the node of a location.
func (a *automaton) place(name string) dot.Node {
	if n, ok := a.places[name]; ok {
		return n
	}
	n := a.node(a.cluster, text(elide(name, 24), bold), name, "circle")
	n.Attr("margin", quote("0.05"))
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

// label says what a transition receives, sends and states, and why it is dead.
func (a *automaton) label(t *protocol.Transition, seen covered) *label {
	var l label
	var quiet []mark
	if !seen.dead {
		quiet = append(quiet, colour(dotQuiet))
	}
	l.line(elide(t.Label, 24), bold)
	for _, r := range t.Receives {
		l.message("? ", a.format(t, r.Message))
	}
	for _, s := range t.Sends {
		l.message("! ", a.format(t, s.Message))
	}
	for _, f := range t.Emits {
		l.line(elide(strings.TrimSpace(f.Name+" "+f.ID), 46), quiet...)
	}
	if seen.dead {
		l.line("never fires", bold)
	} else if len(seen.in) > 0 {
		l.line("never fires in "+elide(strings.Join(seen.in, ", "), 40), bold, colour(dotRed))
	}
	if len(seen.in) > 0 {
		for _, s := range wrap(elide(seen.why, 240), 50, func(s string) float64 { return float64(width(s)) }) {
			l.line(s, quiet...)
		}
	}
	return &l
}

// tooltip is the label without its limits.
func (a *automaton) tooltip(t *protocol.Transition) string {
	const max = 400
	lines := []string{elide(t.Label, max)}
	for _, r := range t.Receives {
		lines = append(lines, elide("? "+a.format(t, r.Message), max))
	}
	for _, s := range t.Sends {
		lines = append(lines, elide("! "+a.format(t, s.Message), max))
	}
	return strings.Join(lines, "\n")
}
