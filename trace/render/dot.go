package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/emicklei/dot"
)

// graph is a Graphviz graph under construction. Nodes have neutral identifiers
// in the order of their making, and all text is quoted here, so that the output
// is the same each time and no name of a model can be syntax.
type graph struct {
	*dot.Graph
	nodes int
}

const (
	dotRed   = "#b42318"
	dotInk   = "#1d2433"
	dotGrey  = "#8b94a3"
	dotQuiet = "#5f6b7e"
)

func newGraph(title, direction string) *graph {
	g := &graph{Graph: dot.NewGraph(dot.Directed)}
	g.Attr("label", quote(title))
	g.Attr("labelloc", quote("t"))
	g.Attr("fontname", quote("Helvetica"))
	g.Attr("rankdir", quote(direction))
	g.Attr("bgcolor", quote("white"))
	g.Attr("nodesep", quote("0.35"))
	g.Attr("ranksep", quote("0.45"))
	return g
}

// node adds a node to the graph or one of its clusters.
func (g *graph) node(in *dot.Graph, label, tooltip, shape string) dot.Node {
	g.nodes++
	n := in.Node(fmt.Sprintf("%06d", g.nodes))
	n.Attr("label", quote(label))
	n.Attr("tooltip", quote(tooltip))
	n.Attr("shape", quote(shape))
	n.Attr("fontname", quote("Helvetica"))
	n.Attr("fontsize", quote("11"))
	n.Attr("color", quote(dotGrey))
	n.Attr("fontcolor", quote(dotInk))
	return n
}

func (g *graph) edge(from, to dot.Node, label string) dot.Edge {
	e := g.Edge(from, to)
	if label != "" {
		e.Attr("label", quote(label))
	}
	e.Attr("fontname", quote("Helvetica"))
	e.Attr("fontsize", quote("10"))
	e.Attr("fontcolor", quote(dotQuiet))
	e.Attr("color", quote(dotQuiet))
	return e
}

func paintNode(n dot.Node, colour, style string) dot.Node {
	return n.Attr("color", quote(colour)).Attr("fontcolor", quote(colour)).Attr("style", quote(style))
}

func paintEdge(e dot.Edge, colour, style string) dot.Edge {
	return e.Attr("color", quote(colour)).Attr("fontcolor", quote(colour)).Attr("style", quote(style))
}

func (g *graph) write(w io.Writer) error {
	var b bytes.Buffer
	g.Graph.Write(&b)
	_, err := w.Write(b.Bytes())
	return err
}

// maxDot bounds a text in a graph, in columns.
const maxDot = 1500

// quote writes a string of DOT. A backslash would begin an escape sequence such
// as \N, the node's name; only the line break keeps that meaning.
func quote(s string) dot.Literal {
	s = elide(plain(strings.ReplaceAll(s, "\n", "\u2028")), maxDot)
	return dot.Literal(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\u2028", `\n`).Replace(s) + `"`)
}
