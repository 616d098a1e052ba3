// Package sample holds small hand-made models with hand-made attacks, for the
// tests of the packages under trace. Each attack is a known one of the
// literature or the smallest one of its kind.
package sample

import (
	"fmt"
	"strings"

	"hornet/diag"
	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// Case is a model with an attack on it.
type Case struct {
	Name  string
	Model *protocol.Model
	Text  string // stands for the model's text
	Opt   ground.Options
	Run   *trace.Run
}

// All returns all cases, built anew.
func All() []Case {
	return []Case{Lowe(), LoweAgreement(), Replay(), DiffieHellman(), Xor(), Clear(), Confusion(), Reflection()}
}

// Expressions.
var (
	sk = func(n string) *protocol.Expr { return protocol.C(n, term.TSymmetricKey) }
	pk = func(n string) *protocol.Expr { return protocol.C(n, term.TPublicKey) }
	ag = func(n string) *protocol.Expr { return protocol.C(n, term.TAgent) }
	tx = func(n string) *protocol.Expr { return protocol.C(n, term.TText) }
	nt = func(n string) *protocol.Expr { return protocol.C(n, term.TNat) }

	start = protocol.C(protocol.Start, term.TMessage)
	intr  = ag(protocol.Intruder)
)

func pair(es ...*protocol.Expr) *protocol.Expr {
	if len(es) == 1 {
		return es[0]
	}
	return protocol.E(protocol.Pair, es[0], pair(es[1:]...))
}

func crypt(k, m *protocol.Expr) *protocol.Expr  { return protocol.E(protocol.Crypt, k, m) }
func scrypt(k, m *protocol.Expr) *protocol.Expr { return protocol.E(protocol.Scrypt, k, m) }
func inv(k *protocol.Expr) *protocol.Expr       { return protocol.E(protocol.Inv, k) }
func exp(g, x *protocol.Expr) *protocol.Expr    { return protocol.E(protocol.Exp, g, x) }
func xor(es ...*protocol.Expr) *protocol.Expr   { return protocol.E(protocol.Xor, es...) }

// Recipes.
func known(i int) *trace.Recipe           { return &trace.Recipe{Op: trace.Known, Index: i} }
func output(step, i int) *trace.Recipe    { return &trace.Recipe{Op: trace.Output, Step: step, Index: i} }
func made(e *protocol.Expr) *trace.Recipe { return &trace.Recipe{Op: trace.Made, Value: e} }
func recipe(op trace.RecipeOp, args ...*trace.Recipe) *trace.Recipe {
	return &trace.Recipe{Op: op, Args: args}
}
func compose(c protocol.Op, args ...*trace.Recipe) *trace.Recipe {
	return &trace.Recipe{Op: trace.Compose, Cons: c, Args: args}
}
func open(i int, t *term.Type) *protocol.Expr {
	return &protocol.Expr{Op: protocol.Open, Index: i, Type: t}
}
func fresh(name string, step int, t *term.Type) *protocol.Expr {
	return &protocol.Expr{Op: protocol.Fresh, Name: name, Index: step, Type: t}
}

// at is a range on a line of the sample's imaginary text.
func at(line int) diag.Range {
	return diag.Range{Start: diag.Pos{Line: line, Col: 1}, End: diag.Pos{Line: line, Col: 2}}
}

// role builds a role from "Name:type" declarations; the first np are parameters,
// the first of all is the player.
func role(name string, line, np int, decls string, ts ...protocol.Transition) protocol.Role {
	r := protocol.Role{Name: name, Range: at(line), Transitions: ts}
	for i, d := range strings.Fields(decls) {
		n, t, _ := strings.Cut(d, ":")
		r.Slots = append(r.Slots, protocol.SlotDecl{Name: n, Type: typ(t), Range: at(line), Formal: i < np, Hidden: t == "set"})
	}
	for i := range r.Transitions {
		r.Transitions[i].Label = fmt.Sprint(i + 1)
		r.Transitions[i].Range = at(line + 10*(i+1))
	}
	return r
}

func typ(s string) *term.Type {
	switch s {
	case "agent":
		return term.TAgent
	case "text":
		return term.TText
	case "nat":
		return term.TNat
	case "pk":
		return term.TPublicKey
	case "sk":
		return term.TSymmetricKey
	case "set":
		return &term.Type{Kind: term.Set, Args: []*term.Type{term.TAgent}}
	}
	return term.TMessage
}

// vars builds variables from "Name:type"; a "+" before the name means fresh.
func vars(line int, decls string) []protocol.VarDecl {
	var vs []protocol.VarDecl
	for _, d := range strings.Fields(decls) {
		n, t, _ := strings.Cut(d, ":")
		v := protocol.VarDecl{Name: strings.TrimPrefix(n, "+"), Type: typ(t), Range: at(line)}
		if strings.HasPrefix(n, "+") {
			v.Kind = protocol.New
		}
		vs = append(vs, v)
	}
	return vs
}

func rcv(line int, m *protocol.Expr) []protocol.Receive {
	return []protocol.Receive{{Channel: "RCV", Message: m, Range: at(line)}}
}

func snd(line int, m *protocol.Expr) []protocol.Send {
	return []protocol.Send{{Channel: "SND", Message: m, Range: at(line)}}
}

// state is the guard slot = n, and set the update slot := n.
func state(slot int, n string) protocol.Guard {
	return protocol.Guard{Rel: protocol.Eq, Left: protocol.S(slot), Right: nt(n)}
}
func set(slot int, n string) protocol.Update { return protocol.Update{Slot: slot, Value: nt(n)} }
func store(slot, v int) protocol.Update      { return protocol.Update{Slot: slot, Value: protocol.V(v)} }

func fact(k protocol.FactKind, line int, id string, args ...*protocol.Expr) protocol.Fact {
	return protocol.Fact{Kind: k, Name: k.String(), ID: id, Args: args, Range: at(line)}
}

// play fills in what the steps receive and send, and the arguments of the
// violation's events. It panics when a step is impossible: the sample is wrong.
func play(c Case) Case {
	s, err := ground.New(c.Model, c.Opt)
	if err != nil {
		panic(c.Name + ": " + err.Error())
	}
	exprs := func(ts []*ground.Term) (es []*protocol.Expr) {
		for _, t := range ts {
			es = append(es, t.Expr())
		}
		return es
	}
	for n := range c.Run.Steps {
		st := &c.Run.Steps[n]
		t, _ := s.Transition(st.Instance, st.Transition)
		values := make([]*ground.Term, len(st.Values))
		for i, e := range st.Values {
			if t.Vars[i].Kind == protocol.New {
				st.Values[i] = s.Fresh(&t.Vars[i]).Expr()
			} else if values[i], err = s.Term(e); err != nil {
				panic(fmt.Sprintf("%s, step %d: %v", c.Name, n+1, err))
			}
		}
		next, eff, err := s.Step(st.Instance, st.Transition, values)
		if err != nil {
			panic(fmt.Sprintf("%s, step %d: %v", c.Name, n+1, err))
		}
		st.Received, st.Sent = exprs(eff.Received), exprs(eff.Sent)
		s = next
	}
	for _, e := range []*trace.Event{c.Run.Violation.Event, c.Run.Violation.Other} {
		for _, f := range s.Facts() {
			if e != nil && f.Step == e.Step && f.Emit == e.Emit {
				e.Args = exprs(f.Args)
			}
		}
	}
	c.Text = "% the text of " + c.Name + "\n"
	return c
}
