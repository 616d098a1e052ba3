package lint

import (
	"hornet/diag"
)

// factArguments reports H0604, a goal's fact with a wrong number of arguments.
func factArguments(p *pass) {
	for _, f := range p.facts {
		n, _, _ := arity(f.kind)
		if len(f.atom.Args) == n {
			continue
		}
		p.warn(diag.FactArguments, f.atom.Range, "%s takes %d arguments, here are %d: no goal can count it", f.kind, n, len(f.atom.Args)).
			Help = "write " + example(f.kind, "id")
	}
}
