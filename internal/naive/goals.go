package naive

import (
	"hornet/protocol"
	"hornet/term"
)

// violated reports whether state s violates goal g.
func (x *explorer) violated(s *state, g *protocol.Goal) bool {
	for _, f := range s.facts {
		if f.id != g.ID {
			continue
		}
		switch {
		case g.Kind == protocol.Secrecy && f.kind == protocol.Secret:
			if x.leaked(s, f) {
				return true
			}
		case g.Kind == protocol.WeakAuthentication && f.kind == protocol.WRequest,
			g.Kind == protocol.Authentication && f.kind == protocol.Request:
			if x.betrayed(s, f, g.Kind == protocol.Authentication) {
				return true
			}
		}
	}
	return false
}

// leaked: the intruder derives a secret and is not in the set of those who may
// know it. He is in no set when the second argument is no set.
func (x *explorer) leaked(s *state, f fact) bool {
	if len(f.args) != 2 {
		return false
	}
	if n := x.set(f.args[1]); n >= 0 {
		for _, e := range s.sets[n] {
			if e == x.intruder {
				return false
			}
		}
	}
	return s.know.can(f.args[0])
}

// betrayed: B relies on A, who is not the intruder, for M, and A never meant it
// so; or, when once is set, another instance relied on the same.
func (x *explorer) betrayed(s *state, f fact, once bool) bool {
	if len(f.args) != 3 {
		return false
	}
	b, a, m := f.args[0], f.args[1], f.args[2]
	if a == x.intruder || !x.fits(a, term.TAgent) || !x.fits(b, term.TAgent) {
		return false
	}
	meant := false
	for _, w := range s.facts {
		if w.kind == protocol.Witness && w.id == f.id && len(w.args) == 3 && w.args[0] == a && w.args[1] == b && w.args[2] == m {
			meant = true
		}
	}
	if !meant {
		return true
	}
	if once {
		for _, r := range s.facts {
			if r.kind == f.kind && r.id == f.id && r.instance != f.instance && len(r.args) == 3 && r.args[0] == b && r.args[1] == a && r.args[2] == m {
				return true
			}
		}
	}
	return false
}
