package lint

import (
	"strings"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
)

// droppedArgument reports H0406: of CHAN(a,b) only a is sent or received.
func droppedArgument(p *pass) {
	for _, f := range p.flows {
		for _, s := range f.steps {
			for _, l := range s.t.Left {
				dropped(p, l.Atom, "received")
			}
			for _, a := range s.t.Right {
				dropped(p, a.Atom, "sent")
			}
		}
	}
}

func dropped(p *pass, a *syntax.Atom, verb string) {
	if a == nil || !a.Chan || len(a.Args) < 2 {
		return
	}
	rest := a.Args[1].Pos().To(a.Args[len(a.Args)-1].Pos())
	p.warn(diag.DroppedArgument, rest, "only %s is %s: a comma ends the message and the rest is dropped", p.text(a.Args[0]), verb).
		Help = "join the parts of a message by dots"
}

// labelSwallows reports H0407: in "1.1. State=0" the label is 1 and the left side
// begins with the pair 1.State.
func labelSwallows(p *pass) {
	for _, f := range p.flows {
		for _, s := range f.steps {
			if len(s.t.Left) == 0 || len(s.t.Left[0].Args) == 0 {
				continue
			}
			pair, ok := s.t.Left[0].Args[0].(*syntax.Pair)
			if !ok {
				continue
			}
			if c, ok := constant(pair.L); ok {
				if _, isVar := leftmost(pair.R).(*syntax.Var); !isVar {
					continue
				}
				d := p.warn(diag.LabelSwallows, s.t.Label.Range.To(pair.L.Pos()), "the label ends at its first dot: this reads as label %s and the pair %s, so the step is never taken", s.t.Label.Name, strings.Join(strings.Fields(p.text(pair)), ""))
				d.Help = "write one label without dot, " + s.t.Label.Name + c + ". for example"
			}
		}
	}
}

func leftmost(e syntax.Expr) syntax.Expr {
	e = check.Unparen(e)
	for {
		p, ok := e.(*syntax.Pair)
		if !ok {
			return e
		}
		if _, isConst := constant(p.L); isConst {
			e = check.Unparen(p.R)
			continue
		}
		e = check.Unparen(p.L)
	}
}

// roleNotUsed reports H0409: a role that no chain of calls from the main call
// reaches.
func roleNotUsed(p *pass) {
	for _, r := range p.info.Roles {
		if r.Called || r == p.info.Main {
			continue
		}
		p.warn(diag.RoleNotUsed, r.Decl.Name.Range, "role %s is never instantiated", r.Name).
			Help = "call it in a composition, or delete it"
	}
}
