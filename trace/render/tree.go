package render

import (
	"fmt"
	"io"

	"github.com/emicklei/dot"
)

// TreeNode is a state of a search tree, for drawing: neither the search nor a
// state need be known here.
type TreeNode struct {
	Label    string // of the state; may be empty
	Step     string // what led here from the parent
	Mark     TreeMark
	Children []*TreeNode
}

// TreeMark says what is special about a state.
type TreeMark uint8

// The marks.
const (
	Plain   TreeMark = iota
	Attack           // violates a goal
	Visited          // was seen before: not explored again
	Cut              // not explored, a bound was reached
)

// maxTree bounds the nodes of a drawn tree: Graphviz takes very long beyond it.
const maxTree = 2000

// Tree writes the search tree below root to the given depth (the root alone is
// depth 0) for Graphviz. What is left out is counted.
func Tree(w io.Writer, title string, root *TreeNode, depth int) error {
	g := newGraph(title, "LR")
	t := &tree{graph: g}
	if root != nil {
		t.draw(root, depth)
	}
	return g.write(w)
}

type tree struct{ *graph }

func (t *tree) draw(s *TreeNode, depth int) dot.Node {
	n := t.node(t.Graph, elide(s.Label, 40), s.Label, "box")
	n.Attr("style", quote("rounded"))
	if s.Label == "" {
		n.Attr("shape", quote("point")).Attr("width", quote("0.09"))
	}
	switch s.Mark {
	case Attack:
		paintNode(n, dotRed, "filled,bold").Attr("fillcolor", quote("#fdf1ef")).Attr("shape", quote("octagon"))
	case Visited:
		paintNode(n, dotGrey, "rounded,dashed")
	case Cut:
		paintNode(n, dotGrey, "rounded,dotted")
	}
	left := 0
	for _, c := range s.Children {
		if depth <= 0 || t.nodes >= maxTree {
			left += c.size()
			continue
		}
		t.edge(n, t.draw(c, depth-1), elide(c.Step, 48))
	}
	if left > 0 {
		more := t.node(t.Graph, fmt.Sprintf("%d more", left), "not drawn", "plaintext")
		more.Attr("fontcolor", quote(dotGrey))
		paintEdge(t.edge(n, more, ""), dotGrey, "dotted")
	}
	return n
}

func (n *TreeNode) size() int {
	s := 1
	for _, c := range n.Children {
		s += c.size()
	}
	return s
}
