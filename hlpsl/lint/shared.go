package lint

import (
	"strings"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
)

// secretShape reports H0609 and H0610: secret({X},…) makes a secret of the set
// and secret(…,B) allows nobody.
func secretShape(p *pass) {
	for _, f := range p.facts {
		if f.kind != "secret" || len(f.atom.Args) != 3 {
			continue
		}
		if set, ok := check.Unparen(f.atom.Args[0]).(*syntax.SetLit); ok {
			d := p.warn(diag.SecretOfSet, set.Range, "the secret is the set %s itself, which nobody ever sends: the goal checks nothing", p.text(set))
			if len(set.Elems) == 1 {
				d.Help = "write " + p.text(set.Elems[0]) + " without braces"
			} else {
				d.Help = "write one secret(…) for each element"
			}
		}
		last := check.Unparen(f.atom.Args[2])
		switch e := last.(type) {
		case *syntax.SetLit:
			if len(e.Elems) > 0 {
				continue
			}
			p.warn(diag.SecretNotShared, e.Range, "nobody may know this secret: with the intruder as an honest partner that is an attack").
				Help = "name those who share it, {A,B} for example"
		case *syntax.Pair, *syntax.Const:
			shared(p, last)
		case *syntax.Var:
			if v := f.role.Var(e.Name); v != nil && v.Type.String() == "agent" {
				shared(p, last)
			}
		}
	}
}

func shared(p *pass, e syntax.Expr) {
	elems := strings.ReplaceAll(p.text(e), ".", ",")
	p.warn(diag.SecretNotShared, e.Pos(), "%s is no set: the intruder is never counted as one who may know the secret", p.text(e)).
		Help = "write {" + elems + "}"
}
