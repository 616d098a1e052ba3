package lint

import (
	"strings"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
)

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
