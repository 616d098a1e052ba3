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
	c := &causal{m: m, run: run, names: narrate.NewNames(m, run), maker: &maker{m, run, map[*trace.Recipe]*protocol.Expr{}},
		made: map[string]dot.Node{}, joined: map[string]bool{}}
	title := "What came from what in a run of " + m.Name
	if run.Violation != nil {
		title = "What made the attack on " + c.goal() + " possible"
	}
	c.graph = newGraph(title, "TB", causalLegend()...)
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

func causalLegend() []string {
	return []string{"box: a message · dashed, red: one from the intruder", "round: what he has · without a line: what he knew · dashed arrow: a key · dotted: the next step of a role"}
}

// message adds the node of message number c.count.
func (c *causal) message(from, to string, e *protocol.Expr) dot.Node {
	c.count++
	ink := colour(dotQuiet)
	if from == protocol.Intruder {
		ink = colour(dotRed)
	}
	var l label
	l.line(fmt.Sprintf("%d  %s → %s", c.count, from, to), size(10), ink)
	l.message("", c.full(e))
	n := c.node(c.Graph, &l, c.full(e), "box")
	if from == protocol.Intruder {
		return n.Attr("color", quote(dotRed)).Attr("style", quote("dashed"))
	}
	return n.Attr("style", quote("filled")).Attr("fillcolor", quote("#f5f7fa"))
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
		n := c.message(protocol.Intruder, who, e)
		if from := c.before(e); from != nil {
			c.join(*from, n, passedOn)
		} else if j < len(st.Recipes) && st.Recipes[j] != nil {
			c.into(n, st.Recipes[j], "")
		}
		before = append(before, n)
	}
	var sent []dot.Node
	for _, e := range st.Sent {
		sent = append(sent, c.message(who, protocol.Intruder, e))
	}
	c.sent = append(c.sent, sent)
	for _, s := range sent {
		for _, b := range before {
			c.edge(b, s, text(blank+"answers")).Attr("penwidth", quote("1.6"))
		}
	}
	var end *dot.Node
	if all := append(append([]dot.Node(nil), before...), sent...); len(all) > 0 {
		end = &all[len(all)-1]
		// The steps of one instance follow each other.
		for k := i - 1; k >= 0; k-- {
			if c.run.Steps[k].Instance == st.Instance && c.last[k] != nil {
				c.edge(*c.last[k], all[0], nil).Attr("style", quote("dotted")).Attr("color", quote(dotFaint))
				break
			}
		}
	}
	c.last = append(c.last, end)
}

// before returns the node of the message e as an agent has sent it, nil when none
// has. The recipe may put it together from its parts; passing it on is simpler.
func (c *causal) before(e *protocol.Expr) *dot.Node {
	for i := len(c.sent) - 1; i >= 0; i-- {
		for k, sent := range c.run.Steps[i].Sent {
			if sent.Equal(e) {
				return &c.sent[i][k]
			}
		}
	}
	return nil
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
			what = passedOn
		}
		c.join(c.thing(r), n, what)
	default:
		c.join(c.thing(r), n, label)
	}
}

// inputs draws the parts that r puts together as parts of n.
func (c *causal) inputs(n dot.Node, r *trace.Recipe) {
	for i, a := range r.Args {
		label := ""
		switch {
		case r.Op == trace.Compose && (r.Cons == protocol.Crypt || r.Cons == protocol.Scrypt):
			label = []string{closes, ""}[min(i, 1)]
		case r.Op == trace.Compose && r.Cons == protocol.Apply:
			label = []string{"function", ""}[min(i, 1)]
		case r.Op == trace.Compose && r.Cons == protocol.Exp, r.Op == trace.Raise, r.Op == trace.Root:
			label = []string{"base", "exponent"}[min(i, 1)]
		case r.Op == trace.Open || r.Op == trace.OpenSign:
			label = []string{"", opens}[min(i, 1)]
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
	var l label
	l.message("", c.full(e))
	n := c.node(c.Graph, &l, "i has "+c.full(e), "ellipse")
	style := "rounded"
	if len(c.full(e)) < 24 {
		n.Attr("margin", quote("0.05,0.03"))
	} else {
		n.Attr("shape", quote("box"))
	}
	c.made[id] = n
	switch {
	case r.Op == trace.Known:
		n.Attr("shape", quote("plaintext")).Attr("tooltip", quote("i knows "+c.full(e)+" from the start"))
	case r.Op == trace.Made:
		paintNode(n, dotRed, style+",dashed").Attr("tooltip", quote("i makes up "+c.full(e)))
	case base != r:
		paintNode(n, dotRed, style)
		c.join(c.thing(base), n, "")
	default:
		paintNode(n, dotRed, style)
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

// What edges say. Those of keys are dashed.
const (
	opens    = "opens"
	closes   = "closes"
	passedOn = "passed on"
)

// join draws an edge, once.
func (c *causal) join(from, to dot.Node, what string) {
	id := from.ID() + " " + to.ID() + " " + what
	if c.joined[id] || from.ID() == to.ID() {
		return
	}
	c.joined[id] = true
	var l *label
	if what != "" {
		l = text(blank + what)
	}
	e := c.edge(from, to, l)
	if what == opens || what == closes {
		e.Attr("style", quote("dashed"))
	}
}

// verdict adds what is violated.
func (c *causal) verdict() {
	v := c.run.Violation
	if v == nil {
		return
	}
	var l label
	l.line("violates", size(10))
	l.line(c.goal(), bold)
	n := c.node(c.Graph, &l, "", "octagon")
	n.Attr("label", l.centred())
	paintNode(n, dotRed, "filled,bold").Attr("fillcolor", quote("#fdf1ef"))
	if v.Recipe != nil {
		c.into(n, v.Recipe, "known to i")
	}
	for _, e := range []*trace.Event{v.Event, v.Other} {
		if e == nil || e.Step < 0 || e.Step >= len(c.last) || c.last[e.Step] == nil {
			continue
		}
		what := ""
		if t := c.transition(e.Step); e.Emit >= 0 && e.Emit < len(t.Emits) {
			what = elide(t.Emits[e.Emit].Kind.String()+" "+t.Emits[e.Emit].ID, 40)
		}
		c.join(*c.last[e.Step], n, what)
	}
}

// goal names the violated goal.
func (c *causal) goal() string {
	g := &c.m.Goals[c.run.Violation.Goal]
	return elide(strings.TrimSpace(g.Kind.String()+" "+g.ID), 60)
}

func (c *causal) transition(step int) *protocol.Transition {
	st := &c.run.Steps[step]
	return &c.m.Roles[c.m.Instances[st.Instance].Role].Transitions[st.Transition]
}
