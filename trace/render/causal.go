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

// Causal writes the run as a graph of causes for Graphviz: the messages, what
// the intruder made of them to make others, with which keys he opened what, and
// which step answers which message. It follows the recipes; a step without
// recipes shows its messages only.
func Causal(w io.Writer, m *protocol.Model, run *trace.Run) error {
	if err := check(m, run); err != nil {
		return err
	}
	title := "What came from what in a run of " + m.Name
	if v := run.Violation; v != nil {
		g := m.Goals[v.Goal]
		title = fmt.Sprintf("What made the attack on %s %s possible", g.Kind, g.ID)
	}
	c := &causal{graph: newGraph(title, "TB"), m: m, run: run, names: narrate.NewNames(m, run),
		maker: &maker{m, run, map[*trace.Recipe]*protocol.Expr{}}, made: map[string]dot.Node{}, joined: map[string]bool{}}
	for i := range run.Steps {
		c.step(i)
	}
	c.verdict()
	return c.write(w)
}

type causal struct {
	*graph
	m      *protocol.Model
	run    *trace.Run
	names  *narrate.Names
	maker  *maker
	count  int // of messages
	sent   [][]dot.Node
	last   []*dot.Node         // of each step: the last of its messages, nil when it has none
	made   map[string]dot.Node // what the intruder has, by how it was made
	joined map[string]bool     // edges
}

// show returns a message for a label.
func (c *causal) show(e *protocol.Expr) string {
	if e == nil {
		return "?"
	}
	return elide(c.names.Message(e), 90)
}

func (c *causal) full(e *protocol.Expr) string {
	if e == nil {
		return "?"
	}
	return c.names.Message(e)
}

// step adds the messages of step i and what leads to them.
func (c *causal) step(i int) {
	st := &c.run.Steps[i]
	who := c.names.Instance(st.Instance)
	var before []dot.Node
	for j, e := range st.Received {
		if isStart(e) {
			continue
		}
		c.count++
		n := c.node(c.Graph, fmt.Sprintf("%d. i → %s\n%s", c.count, who, c.show(e)), c.full(e), "box")
		paintNode(n, dotRed, "rounded,dashed")
		if j < len(st.Recipes) && st.Recipes[j] != nil {
			c.into(n, st.Recipes[j], "")
		}
		before = append(before, n)
	}
	var sent []dot.Node
	for _, e := range st.Sent {
		c.count++
		n := c.node(c.Graph, fmt.Sprintf("%d. %s → i\n%s", c.count, who, c.show(e)), c.full(e), "box")
		n.Attr("style", quote("rounded,filled")).Attr("fillcolor", quote("#f5f7fa"))
		sent = append(sent, n)
	}
	c.sent = append(c.sent, sent)
	for _, s := range sent {
		for _, b := range before {
			c.edge(b, s, who+" answers").Attr("penwidth", quote("1.6"))
		}
	}
	var end *dot.Node
	if all := append(append([]dot.Node(nil), before...), sent...); len(all) > 0 {
		end = &all[len(all)-1]
		// The steps of one instance follow each other.
		for k := i - 1; k >= 0; k-- {
			if c.run.Steps[k].Instance == st.Instance && c.last[k] != nil {
				c.edge(*c.last[k], all[0], "").Attr("style", quote("dotted")).Attr("constraint", quote("false"))
				break
			}
		}
	}
	c.last = append(c.last, end)
}

// into draws how the thing that n shows is made by r.
func (c *causal) into(n dot.Node, r *trace.Recipe, label string) {
	switch r.Op {
	case trace.Compose:
		if r.Cons == protocol.Pair {
			for _, a := range r.Args {
				c.into(n, a, label)
			}
			return
		}
		c.inputs(n, r)
	case trace.Known, trace.Output, trace.Made:
		what := label
		if r.Op == trace.Output && what == "" {
			what = "passed on"
		}
		c.join(c.thing(r), n, what)
	default:
		if label == "" {
			label = "used"
		}
		c.join(c.thing(r), n, label)
	}
}

// inputs draws the parts that r puts together as parts of n.
func (c *causal) inputs(n dot.Node, r *trace.Recipe) {
	for i, a := range r.Args {
		label := ""
		switch {
		case r.Op == trace.Compose && (r.Cons == protocol.Crypt || r.Cons == protocol.Scrypt):
			label = []string{"closed with", "content"}[min(i, 1)]
		case r.Op == trace.Compose && r.Cons == protocol.Apply:
			label = []string{"function", "argument"}[min(i, 1)]
		case r.Op == trace.Compose && r.Cons == protocol.Exp, r.Op == trace.Raise, r.Op == trace.Root:
			label = []string{"base", "exponent"}[min(i, 1)]
		case r.Op == trace.Open || r.Op == trace.OpenSign:
			label = []string{"opened", "with the key"}[min(i, 1)]
		case r.Op == trace.Sum || r.Op == trace.Compose && r.Cons == protocol.Xor:
			label = "summand"
		}
		if a.Op == trace.Compose && a.Cons == protocol.Pair {
			c.into(n, a, label)
			continue
		}
		c.join(c.thing(a), n, label)
	}
}

// thing returns the node of what r makes, one for all recipes that make it in
// the same way.
func (c *causal) thing(r *trace.Recipe) dot.Node {
	if r.Op == trace.Output && r.Step >= 0 && r.Step < len(c.sent) && r.Index >= 0 && r.Index < len(c.sent[r.Step]) {
		return c.sent[r.Step][r.Index]
	}
	// A projection of a projection is one part.
	base := r
	for (base.Op == trace.First || base.Op == trace.Second) && len(base.Args) == 1 {
		base = base.Args[0]
	}
	e := c.maker.make(r)
	id := c.identity(r)
	if n, ok := c.made[id]; ok {
		return n
	}
	label := c.show(e)
	n := c.node(c.Graph, label, "i has "+c.full(e), "ellipse")
	c.made[id] = n
	switch {
	case r.Op == trace.Known:
		n.Attr("shape", quote("plaintext")).Attr("tooltip", quote("i knows "+c.full(e)+" from the start"))
	case r.Op == trace.Made:
		paintNode(n, dotRed, "dashed").Attr("tooltip", quote("i makes up "+c.full(e)))
	case base != r:
		paintNode(n, dotRed, "solid")
		c.join(c.thing(base), n, "part")
	default:
		paintNode(n, dotRed, "solid")
		c.inputs(n, r)
	}
	return n
}

// identity names a derivation.
func (c *causal) identity(r *trace.Recipe) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d/%d/%d/%d", r.Op, r.Cons, r.Step, r.Index)
	if e := c.maker.make(r); e != nil {
		b.WriteString(canon(e))
	}
	return b.String()
}

func (c *causal) join(from, to dot.Node, label string) {
	id := from.ID() + " " + to.ID() + " " + label
	if c.joined[id] || from.ID() == to.ID() {
		return
	}
	c.joined[id] = true
	e := c.edge(from, to, label)
	if label == "with the key" || label == "closed with" {
		e.Attr("style", quote("dashed"))
	}
}

// verdict adds what is violated.
func (c *causal) verdict() {
	v := c.run.Violation
	if v == nil {
		return
	}
	g := c.m.Goals[v.Goal]
	n := c.node(c.Graph, "violates\n"+g.Kind.String()+" "+g.ID, "", "octagon")
	paintNode(n, dotRed, "filled,bold").Attr("fillcolor", quote("#fdf1ef"))
	if v.Recipe != nil {
		c.into(n, v.Recipe, "is known")
	}
	for _, e := range []*trace.Event{v.Event, v.Other} {
		if e == nil || e.Step < 0 || e.Step >= len(c.last) || c.last[e.Step] == nil {
			continue
		}
		text := "after this"
		if t := c.transition(e.Step); e.Emit >= 0 && e.Emit < len(t.Emits) {
			text = "after this: " + t.Emits[e.Emit].Kind.String()
		}
		c.join(*c.last[e.Step], n, text)
	}
}

func (c *causal) transition(step int) *protocol.Transition {
	st := &c.run.Steps[step]
	return &c.m.Roles[c.m.Instances[st.Instance].Role].Transitions[st.Transition]
}
