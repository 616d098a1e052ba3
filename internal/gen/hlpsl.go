package gen

import (
	"fmt"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// HLPSL returns the protocol as HLPSL text, by the notation of the AVISPA user
// manual. It says the same as Model.
func (p *Protocol) HLPSL() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%% %s\n", p.Name)
	for _, c := range p.roles {
		c.write(&b)
	}
	p.writeSession(&b)
	p.writeEnvironment(&b)
	b.WriteString("environment()\n")
	return b.String()
}

func (c *compiled) write(b *strings.Builder) {
	fmt.Fprintf(b, "\nrole %s (%s, SND,RCV:channel(dy))\nplayed_by %s def=\n", c.role.Name,
		declare(c.role.Slots, func(d protocol.SlotDecl) bool { return d.Formal }), c.role.Slots[c.role.Player].Name)
	fmt.Fprintf(b, "local %s\ninit State := 0\ntransition\n",
		declare(c.role.Slots, func(d protocol.SlotDecl) bool { return !d.Formal && !d.Hidden }))
	for j := range c.role.Transitions {
		c.writeTransition(b, &c.role.Transitions[j])
	}
	b.WriteString("end role\n")
}

// declare lists the slots that want.
func declare(ds []protocol.SlotDecl, want func(protocol.SlotDecl) bool) string {
	var out []string
	for _, d := range ds {
		if want(d) {
			out = append(out, d.Name+":"+d.Type.String())
		}
	}
	return strings.Join(out, ", ")
}

func (c *compiled) writeTransition(b *strings.Builder, t *protocol.Transition) {
	text := func(e *protocol.Expr) string { return c.text(e, t) }
	var left, right []string
	for _, g := range t.Guards {
		switch g.Rel {
		case protocol.Eq:
			left = append(left, text(g.Left)+" = "+text(g.Right))
		case protocol.NotEq:
			left = append(left, text(g.Left)+" /= "+text(g.Right))
		case protocol.NotIn:
			left = append(left, "not(in("+text(g.Left)+","+text(g.Right)+"))")
		case protocol.Absent:
			left = append(left, "not("+c.userFact(g.Fact, t)+")")
		}
	}
	for i := range t.Consumes {
		left = append(left, c.userFact(&t.Consumes[i], t))
	}
	for _, m := range t.In {
		left = append(left, "in("+text(m.Elem)+","+text(m.Set)+")")
	}
	for _, r := range t.Receives {
		left = append(left, "RCV("+text(r.Message)+")")
	}
	for _, u := range t.Updates {
		name := c.role.Slots[u.Slot].Name
		switch {
		case u.Value.Op != protocol.Var:
			right = append(right, name+"' := "+text(u.Value))
		case t.Vars[u.Value.Index].Kind == protocol.New:
			right = append(right, name+"' := new()")
		}
	}
	literals := map[int][]string{} // of the hidden slots
	for _, a := range t.Adds {
		if d := c.role.Slots[a.Set.Index]; d.Hidden {
			literals[a.Set.Index] = append(literals[a.Set.Index], text(a.Elem))
		} else {
			right = append(right, d.Name+"' := cons("+text(a.Elem)+","+d.Name+")")
		}
	}
	for _, d := range t.Deletes {
		name := c.role.Slots[d.Set.Index].Name
		right = append(right, name+"' := delete("+text(d.Elem)+","+name+")")
	}
	for _, s := range t.Sends {
		right = append(right, "SND("+text(s.Message)+")")
	}
	for i := range t.Emits {
		switch f := &t.Emits[i]; f.Kind {
		case protocol.User:
			right = append(right, c.userFact(f, t))
		case protocol.Secret:
			right = append(right, fmt.Sprintf("secret(%s,%s,{%s})", text(f.Args[0]), f.ID, strings.Join(literals[f.Args[1].Index], ",")))
		default:
			right = append(right, fmt.Sprintf("%s(%s,%s,%s,%s)", f.Name, text(f.Args[0]), text(f.Args[1]), f.ID, text(f.Args[2])))
		}
	}
	if len(right) == 0 {
		right = append(right, "State' := State")
	}
	fmt.Fprintf(b, "  %s. %s\n     =|> %s\n", t.Label, strings.Join(left, " /\\ "), strings.Join(right, " /\\\n         "))
}

// userFact returns a fact of the model's own, which has one argument.
func (c *compiled) userFact(f *protocol.Fact, t *protocol.Transition) string {
	return f.Name + "(" + c.text(f.Args[0], t) + ")"
}

// text returns e in HLPSL, slots by their names, variables primed.
func (c *compiled) text(e *protocol.Expr, t *protocol.Transition) string {
	arg := func(i int) string { return c.text(e.Args[i], t) }
	switch e.Op {
	case protocol.Slot:
		return c.role.Slots[e.Index].Name
	case protocol.Var:
		return t.Vars[e.Index].Name + "'"
	case protocol.Pair:
		if e.Args[0].Op == protocol.Pair {
			return "(" + arg(0) + ")." + arg(1)
		}
		return arg(0) + "." + arg(1)
	case protocol.Crypt, protocol.Scrypt:
		return "{" + arg(1) + "}_" + arg(0)
	case protocol.Apply:
		return arg(0) + "(" + arg(1) + ")"
	case protocol.Inv, protocol.Exp, protocol.Xor:
		var args []string
		for i := range e.Args {
			args = append(args, arg(i))
		}
		return e.Op.String() + "(" + strings.Join(args, ",") + ")"
	}
	return e.Name
}

func (p *Protocol) writeSession(b *strings.Builder) {
	fmt.Fprintf(b, "\nrole session (%s)\ndef=\nlocal ", declare(p.formals(), func(protocol.SlotDecl) bool { return true }))
	var channels, calls []string
	for _, c := range p.roles {
		l := agentVars[c.self]
		channels = append(channels, "S"+l, "R"+l)
		var args []string
		for _, d := range c.role.Slots {
			if d.Formal {
				args = append(args, d.Name)
			}
		}
		calls = append(calls, fmt.Sprintf("%s(%s,S%s,R%s)", c.role.Name, strings.Join(args, ","), l, l))
	}
	fmt.Fprintf(b, "%s:channel(dy)\ncomposition\n  %s\nend role\n", strings.Join(channels, ","), strings.Join(calls, " /\\ "))
}

func (p *Protocol) writeEnvironment(b *strings.Builder) {
	b.WriteString("\nrole environment ()\ndef=\n")
	var sets, inits []string
	consts := map[string]*protocol.Expr{}
	var order []*protocol.Expr
	note := func(e *protocol.Expr) {
		if consts[e.Name] == nil && e.Name != protocol.Intruder {
			consts[e.Name] = e
			order = append(order, e)
		}
	}
	var calls []string
	for _, agents := range p.Sessions {
		var args []string
		for _, d := range p.formals() {
			e := p.actual(d, agents)
			if d.Type.Kind == term.Set {
				args = append(args, d.Name)
				continue
			}
			note(e)
			args = append(args, e.Name)
		}
		calls = append(calls, "session("+strings.Join(args, ",")+")")
	}
	var known []string
	for _, e := range p.knowledge() {
		if e.Op == protocol.Inv {
			note(e.Args[0])
		} else {
			note(e)
		}
		known = append(known, e.String())
	}
	for _, d := range p.formals() {
		switch d.Name {
		case "Seen":
			inits = append(inits, "Seen := {}")
		case "Ring":
			var es []string
			for _, e := range p.ringElements() {
				note(e.Args[0])
				note(e.Args[1])
				es = append(es, e.String())
			}
			inits = append(inits, "Ring := {"+strings.Join(es, ",")+"}")
		default:
			continue
		}
		sets = append(sets, d.Name+":"+d.Type.String())
	}
	if len(sets) > 0 {
		fmt.Fprintf(b, "local %s\n", strings.Join(sets, ", "))
	}
	var decls []string
	for _, e := range order {
		decls = append(decls, e.Name+":"+e.Type.String())
	}
	for _, g := range p.Goals {
		decls = append(decls, g.ID+":protocol_id")
	}
	fmt.Fprintf(b, "const %s\n", strings.Join(decls, ", "))
	if len(inits) > 0 {
		fmt.Fprintf(b, "init %s\n", strings.Join(inits, " /\\ "))
	}
	fmt.Fprintf(b, "intruder_knowledge = {%s}\ncomposition\n  %s\nend role\n", strings.Join(known, ","), strings.Join(calls, " /\\\n  "))
	if len(p.Goals) > 0 {
		b.WriteString("\ngoal\n")
		for _, g := range p.Goals {
			fmt.Fprintf(b, "  %s %s\n", g.Kind, g.ID)
		}
		b.WriteString("end goal\n\n")
	}
}
