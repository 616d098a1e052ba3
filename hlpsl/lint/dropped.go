package lint

import (
	"hornet/diag"
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
