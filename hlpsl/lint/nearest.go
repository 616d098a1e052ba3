package lint

import (
	"strings"

	"hornet/diag"
	"hornet/protocol"
	"hornet/term"
)

// candidate is a send that a receive may have been meant for.
type candidate struct {
	to      *istep
	receive *protocol.Receive
	from    *istep
	send    *protocol.Send
	score   float64
	untyped bool // it matches but for types

	// The first parts that differ, in the receive and in the send.
	there, here           *protocol.Expr
	thereShape, hereShape *shape
}

// nearest returns the send most like receive number i of the step, or nil when
// none has anything in common with it. Sends of the same session come first.
func (w *world) nearest(st *istep, i int) *candidate {
	var best *candidate
	untyped := &matcher{steps: 20_000, untyped: true, supply: w.fair.supply}
	for _, y := range w.insts {
		if y == st.of {
			continue
		}
		for _, o := range y.steps {
			for j, s := range o.sends {
				c := &candidate{to: st, receive: &st.t.Receives[i], from: o, send: &o.t.Sends[j]}
				same := c.compareShapes(w.fair, st.receives[i], c.receive.Message, s, c.send.Message)
				if c.there == nil {
					continue // it matches, and is none the less not what was meant
				}
				c.score = 2 * same / float64(size(st.receives[i], 0)+size(s, 0))
				if untyped.match(st.receives[i], s) {
					c.score += 0.5
					c.untyped = true
				}
				if c.score < 0.25 {
					continue
				}
				if y.in.Session == st.of.in.Session {
					c.score += 0.3
				}
				if best == nil || c.score > best.score {
					best = c
				}
			}
		}
	}
	if best != nil && best.hereShape.op == shAny && best.hereShape.got && best.thereShape.op == shNode {
		best.passedOn(w)
	}
	return best
}

// passedOn follows a part that the sender only passes on to where it comes from:
// the composed part of any message that is most like what is waited for.
func (c *candidate) passedOn(w *world) {
	want, wanted := c.thereShape, c.there
	best := 0.3
	for _, y := range w.insts {
		if y == c.to.of || y.in.Session != c.to.of.in.Session {
			continue
		}
		for _, o := range y.steps {
			for j, s := range o.sends {
				send := &o.t.Sends[j]
				parts(s, send.Message, func(s *shape, e *protocol.Expr) {
					d := &candidate{to: c.to, receive: c.receive, from: o, send: send}
					same := d.compareShapes(w.fair, want, wanted, s, e)
					score := 2 * same / float64(size(want, 0)+size(s, 0))
					if d.there != nil && score > best {
						best = score
						*c = *d
					}
				})
			}
		}
	}
}

// parts calls f on the composed parts of a message that are encryptions,
// signatures, hashes and the like.
func parts(s *shape, e *protocol.Expr, f func(*shape, *protocol.Expr)) {
	if s.op != shNode || len(e.Args) != len(s.args) {
		return
	}
	if s.con != protocol.Pair {
		f(s, e)
	}
	for i := range s.args {
		parts(s.args[i], e.Args[i], f)
	}
}

// compareShapes counts what the two messages have in common and notes the first
// parts that differ. The expressions go along as far as they show the parts.
func (c *candidate) compareShapes(m *matcher, a *shape, ea *protocol.Expr, b *shape, eb *protocol.Expr) float64 {
	if m.match(a, b) {
		return float64(size(a, 0)+size(b, 0)) / 2
	}
	if a.op == shNode && b.op == shNode && a.con == b.con && len(a.args) == len(b.args) && len(ea.Args) == len(a.args) && len(eb.Args) == len(b.args) {
		same := 1.0
		for i := range a.args {
			// Show what differs in a body before what differs in its key.
			j := i
			if a.con == protocol.Crypt || a.con == protocol.Scrypt {
				j = 1 - i
			}
			same += c.compareShapes(m, a.args[j], ea.Args[j], b.args[j], eb.Args[j])
		}
		return same
	}
	if c.there == nil {
		c.there, c.here, c.thereShape, c.hereShape = ea, eb, a, b
	}
	return 0
}

// size counts the nodes of a shape.
func size(s *shape, depth int) int {
	n := 1
	if depth > maxDepth {
		return n
	}
	for _, a := range s.args {
		n += size(a, depth+1)
	}
	return n
}

// compare writes receive and send under each other, the parts that differ
// marked.
func (c *candidate) compare() string {
	var b strings.Builder
	heads := [2]string{c.to.of.role.Name + " waits for", c.from.of.role.Name + " sends"}
	wide := max(len(heads[0]), len(heads[1]))
	for i, side := range []struct {
		e, part *protocol.Expr
		st      *istep
	}{{c.receive.Message, c.there, c.to}, {c.send.Message, c.here, c.from}} {
		text, from, to := marked(side.e, side.part, side.st)
		b.WriteString(heads[i] + strings.Repeat(" ", wide-len(heads[i])+2) + text + "\n")
		b.WriteString(strings.Repeat(" ", wide+2+diag.Width(text[:from])) + strings.Repeat("^", max(1, diag.Width(text[from:to]))) + "\n")
	}
	if there, here := show(c.there, c.to), show(c.here, c.from); there == here {
		b.WriteString(there + " of " + c.to.of.role.Name + " is " + what(c.thereShape) + ", that of " + c.from.of.role.Name + " is " + what(c.hereShape) + "\n")
	}
	return b.String()
}

// marked writes e as the text of the step's role would and returns where in it
// the part stands.
func marked(e, part *protocol.Expr, st *istep) (text string, from, to int) {
	const open, shut = "\x01", "\x02"
	shown := open + show(part, st) + shut
	if part != nil && part.Op == protocol.Pair && bracketed(e, part) {
		shown = "(" + shown + ")"
	}
	text = show(replace(e, part, protocol.C(shown, nil)), st)
	from = strings.Index(text, open)
	text = strings.Replace(text, open, "", 1)
	to = strings.Index(text, shut)
	text = strings.Replace(text, shut, "", 1)
	if from < 0 || to < from {
		return text, 0, 0
	}
	return text, from, to
}

// bracketed reports whether a pair stands where it needs parentheses: as a key
// or on the left of a pair.
func bracketed(e, part *protocol.Expr) bool {
	found := false
	e.Walk(func(x *protocol.Expr) bool {
		switch x.Op {
		case protocol.Pair, protocol.Crypt, protocol.Scrypt:
			found = found || x.Args[0] == part
		}
		return !found
	})
	return found
}

func replace(e, part, by *protocol.Expr) *protocol.Expr {
	if e == part {
		return by
	}
	if len(e.Args) == 0 {
		return e
	}
	c := *e
	c.Args = make([]*protocol.Expr, len(e.Args))
	for i, a := range e.Args {
		c.Args[i] = replace(a, part, by)
	}
	return &c
}

// show writes an expression of a step with the names of its role.
func show(e *protocol.Expr, st *istep) string {
	return e.Format(
		func(i int) string { return st.of.role.Slots[i].Name },
		func(i int) string { return st.t.Vars[i].Name + "'" },
	)
}

// typeFault says of a receive that matches but for types which variable is in
// the way; it reports whether it found one.
func (c *candidate) typeFault(d *diag.Diagnostic) bool {
	if c.there == nil {
		return false
	}
	name := show(c.there, c.to)
	t := c.thereShape.typ
	if c.thereShape.op == shCell {
		t = c.thereShape.cell.typ
	}
	if t == nil || !atomic(t) {
		return false
	}
	d.Message = name + " is declared " + typeName(t) + " and never takes " + show(c.here, c.from) + ", which is " + kindOf(c.hereShape) + ": step " + c.to.t.Label + " cannot run in the typed model"
	d.Help = "declare " + strings.TrimSuffix(name, "'") + " as message"
	return true
}

func typeName(t *term.Type) string { return t.String() }

// kindOf says in a word or two what a shape is.
func kindOf(s *shape) string {
	switch s.op {
	case shNode:
		switch s.con {
		case protocol.Pair:
			return "a pair"
		case protocol.Crypt, protocol.Scrypt:
			return "an encryption"
		case protocol.Inv:
			return "a private key"
		case protocol.Apply:
			return "a hash"
		case protocol.Exp:
			return "a power"
		}
		return "a sum"
	case shCell:
		return "of type " + typeName(s.cell.typ)
	}
	if s.typ != nil {
		return "of type " + typeName(s.typ)
	}
	return "of another type"
}
