package lint

import (
	"hornet/diag"
)

// primedNotAssigned reports H0403: X' on a right side that nothing binds. The
// translator takes it for a fresh value.
func primedNotAssigned(p *pass) {
	for _, f := range p.flows {
		for i, s := range f.steps {
			seen := map[string]bool{}
			for _, u := range s.uses {
				if !u.primed || u.place < inValue || seen[u.name] || s.assigns(u.name) || s.lost[u.name] {
					continue
				}
				seen[u.name] = true
				d := p.warn(diag.PrimedNotAssigned, u.rng, "nothing in this step gives %s' a value: it is a fresh one", u.name)
				v := f.role.Var(u.name)
				switch {
				case v != nil && (v.Formal || v.Init != nil || f.storedBefore(i, u.name) && storedElsewhere(f, s, u.name)):
					d.Help = "write " + u.name + " for the value it has, or " + u.name + "' := new() for a fresh one"
				default:
					d.Help = "write " + u.name + "' := new() if a fresh value is meant"
				}
			}
		}
	}
}

// storedElsewhere reports whether a step other than s assigns the variable.
func storedElsewhere(f *flow, s *step, name string) bool {
	for _, t := range f.steps {
		if t != s && t.assigns(name) {
			return true
		}
	}
	return false
}
