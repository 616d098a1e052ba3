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

// MaxTree is the number of states of a search that can be drawn: Graphviz takes
// very long beyond it.
const MaxTree = 1000

// Tree writes the beginning of a search for Graphviz.
func Tree(w io.Writer, m *protocol.Model, root *trace.Tree) error {
	all := &trace.Run{}
	if err := gather(m, root, all); err != nil {
		return err
	}
	t := &tree{graph: newGraph("The beginning of the search of "+m.Name, "LR", treeLegend()...), m: m, names: narrate.NewNames(m, all)}
	t.draw(root)
	return t.write(w)
}

// gather adds the steps of a tree to a run, which need not be possible: it is for
// finding names.
func gather(m *protocol.Model, t *trace.Tree, all *trace.Run) error {
	if t == nil {
		return fmt.Errorf("render: no tree")
	}
	for _, g := range t.Violates {
		if g < 0 || g >= len(m.Goals) {
			return fmt.Errorf("render: there is no goal %d", g)
		}
	}
	all.Steps = append(all.Steps, t.Steps...)
	for _, n := range t.Next {
		if err := gather(m, n, all); err != nil {
			return err
		}
	}
	return check(m, all)
}

type tree struct {
	*graph
	m     *protocol.Model
	names *narrate.Names
}

func treeLegend() []string {
	return []string{"? receives · ! sends · x0, x1, …: what the intruder may still choose", "dashed: not explored further · grey: nothing that follows matters to a goal"}
}

// draw draws a state by the steps that lead to it.
func (t *tree) draw(s *trace.Tree) dot.Node {
	var l label
	if len(s.Steps) == 0 {
		l.line("start", bold)
	}
	tip := ""
	for i := range s.Steps {
		st := &s.Steps[i]
		tr := &t.m.Roles[t.m.Instances[st.Instance].Role].Transitions[st.Transition]
		l.line(t.names.Instance(st.Instance)+"\u2002"+elide(tr.Label, 24), bold)
		for _, e := range st.Received {
			l.message("? ", t.names.Message(e))
			tip += "? " + t.names.Message(e) + "\n"
		}
		for _, e := range st.Sent {
			l.message("! ", t.names.Message(e))
			tip += "! " + t.names.Message(e) + "\n"
		}
	}
	for _, g := range s.Violates {
		goal := &t.m.Goals[g]
		l.line("violates "+elide(strings.TrimSpace(goal.Kind.String()+" "+goal.ID), 60), bold, colour(dotRed))
	}
	n := t.node(t.Graph, &l, tip, "box")
	n.Attr("label", l.left())
	switch {
	case len(s.Violates) > 0:
		n.Attr("color", quote(dotRed)).Attr("style", quote("filled,bold")).Attr("fillcolor", quote("#fdf1ef"))
	case s.End == trace.Bound:
		n.Attr("style", quote("dashed"))
	case s.End == trace.Barren:
		n.Attr("color", quote(dotFaint)).Attr("fontcolor", quote(dotGrey))
	}
	for _, c := range s.Next {
		t.edge(n, t.draw(c), nil)
	}
	return n
}
