package lint

import (
	"hornet/diag"
)

// misspelledFact reports H0603: a fact of the model's own that no left side ever
// asks for and whose name is nearly that of a goal's fact.
func misspelledFact(p *pass) {
	used := map[string]bool{}
	for _, f := range p.flows {
		for _, s := range f.steps {
			for _, l := range s.t.Left {
				if l.Atom != nil && !l.Atom.Chan {
					used[l.Atom.Name.Name] = true
				}
			}
		}
	}
	for _, f := range p.flows {
		for _, s := range f.steps {
			for _, a := range s.t.Right {
				if a.Atom == nil || a.Atom.Chan {
					continue
				}
				name := a.Atom.Name.Name
				if _, _, known := arity(name); known || name == "iknows" || used[name] {
					continue
				}
				if s := diag.Suggest(name, []string{"witness", "request", "wrequest", "secret", "iknows"}); len(s) > 0 {
					p.warn(diag.MisspelledFact, a.Atom.Name.Range, "%s is no fact that a goal knows, and no step waits for it", name).
						Help = "did you mean " + s[0] + "?"
				}
			}
		}
	}
}
