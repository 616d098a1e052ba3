package render

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strconv"
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
	dotFaint = "#b0b7c3"
	dotQuiet = "#5f6b7e"
	dotFont  = "Helvetica,Arial,sans-serif"
)

// newGraph begins a graph. The legend says what its signs mean, a line each.
func newGraph(title, direction string, legend ...string) *graph {
	g := &graph{Graph: dot.NewGraph(dot.Directed)}
	var l label
	l.line(title, size(15), bold)
	for _, s := range legend {
		l.line(s, size(10), colour(dotQuiet))
	}
	l.line(" ", size(6))
	g.Attr("label", l.centred())
	g.Attr("labelloc", quote("t"))
	g.Attr("fontname", quote(dotFont))
	g.Attr("rankdir", quote(direction))
	g.Attr("bgcolor", quote("white"))
	g.Attr("pad", quote("0.25"))
	g.Attr("nodesep", quote("0.3"))
	g.Attr("ranksep", quote("0.42"))
	return g
}

// node adds a node to the graph or one of its clusters.
func (g *graph) node(in *dot.Graph, l *label, tooltip, shape string) dot.Node {
	g.nodes++
	n := in.Node(fmt.Sprintf("%06d", g.nodes))
	n.Attr("label", l.left())
	n.Attr("tooltip", quote(tooltip))
	n.Attr("shape", quote(shape))
	n.Attr("fontname", quote(dotFont))
	n.Attr("fontsize", quote("11"))
	n.Attr("color", quote(dotGrey))
	n.Attr("fontcolor", quote(dotInk))
	n.Attr("margin", quote("0.13,0.07"))
	return n
}

// edge adds an edge; l may be nil.
func (g *graph) edge(from, to dot.Node, l *label) dot.Edge {
	e := g.Edge(from, to)
	if l != nil {
		e.Attr("label", l.left())
	}
	e.Attr("fontname", quote(dotFont))
	e.Attr("fontsize", quote("10"))
	e.Attr("fontcolor", quote(dotQuiet))
	e.Attr("color", quote(dotQuiet))
	e.Attr("arrowsize", quote("0.7"))
	return e
}

// label is a text of lines in Graphviz's markup.
type label struct{ lines []string }

// A mark is how a line of a label looks: markup before and after it.
type mark [2]string

var bold = mark{"<b>", "</b>"}

func colour(c string) mark { return mark{`<font color="` + c + `">`, "</font>"} }
func size(points int) mark {
	return mark{`<font point-size="` + strconv.Itoa(points) + `">`, "</font>"}
}

// text is a label of one line.
func text(s string, marks ...mark) *label {
	var l label
	l.line(s, marks...)
	return &l
}

// line adds a line; an empty one is left out.
func (l *label) line(s string, marks ...mark) {
	if s == "" {
		return
	}
	s = html.EscapeString(plain(s))
	for _, m := range marks {
		s = m[0] + s + m[1]
	}
	l.lines = append(l.lines, s)
}

// message adds a message after a sign, in as many lines as it needs up to three;
// those that follow are indented.
func (l *label) message(sign, s string, marks ...mark) {
	const columns, most = 46, 3
	indent := strings.Repeat("\u00a0", 2*width(sign))
	for i, s := range breakMono(elide(s, most*columns*9/10), columns) {
		if i == 0 {
			l.line(sign+s, marks...)
		} else {
			l.line(indent+s, marks...)
		}
	}
}

// blank begins the lines of an edge's label: it keeps them off the line.
const blank = "\u00a0\u00a0"

// left returns the label with its lines to the left.
func (l *label) left() dot.Literal {
	if len(l.lines) < 2 {
		return l.centred()
	}
	return dot.Literal("<" + strings.Join(l.lines, `<br align="left"/>`) + `<br align="left"/>>`)
}

func (l *label) centred() dot.Literal {
	if len(l.lines) == 0 {
		return quote("")
	}
	return dot.Literal("<" + strings.Join(l.lines, "<br/>") + ">")
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
