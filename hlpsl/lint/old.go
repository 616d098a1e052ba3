package lint

import (
	"hornet/diag"
	"hornet/term"
)

// readOld reports H0402, a variable read although no step before can have stored
// anything in it, and H0401, the old value read in a step that binds a new one
// and has no other use for it. Both are mostly a forgotten prime.
func readOld(p *pass) {
	for _, f := range p.flows {
		neverStored(p, f)
		for i, s := range f.steps {
			if !f.reachable(i) {
				continue
			}
			seen := map[string]bool{}
			for _, u := range s.uses {
				v := f.role.Var(u.name)
				if u.primed || v == nil || v.Formal || seen[u.name] || v.Type.Kind == term.Channel || !f.stores(u.name) {
					continue
				}
				switch {
				case v.Init == nil && !f.storedBefore(i, u.name):
					seen[u.name] = true
					readDummy(p, s, u, v)
				case u.place >= inSend && forgotPrime(s, u.name):
					seen[u.name] = true
					p.warn(diag.UnprimedRead, u.rng, "%s is the value from before this step, not the one that the step %s", u.name, got(s, u.name)).
						Help = "write " + u.name + "' for the new value"
				}
			}
		}
	}
}

// got says how the step gets its X'.
func got(s *step, name string) string {
	if s.binds[name] {
		return "receives as " + name + "'"
	}
	return "makes as " + name + "'"
}

// forgotPrime reports whether the step receives or makes X' and never uses it on
// the right side, although X stands there.
func forgotPrime(s *step, name string) bool {
	if !s.binds[name] && !s.fresh[name] {
		return false
	}
	for _, u := range s.uses {
		if u.name == name && (u.primed && u.place >= inValue || !u.primed && u.place < inSend) {
			return false
		}
	}
	return true
}
