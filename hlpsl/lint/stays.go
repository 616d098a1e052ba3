package lint

import (
	"hornet/diag"
)

// stateStays reports H0404: a step that tests a state and leaves it as it was,
// so that it can be taken any number of times. A state that is assigned again,
// State':=1 in state 1, shows that the loop is meant.
func stateStays(p *pass) {
	for _, f := range p.flows {
		for _, s := range f.steps {
			for _, l := range s.t.Left {
				v, c, ok := stateTest(l)
				if !ok || v != f.control[0] || s.assigns(v) || len(s.t.Right) == 0 {
					continue
				}
				p.warn(diag.StateStays, l.Range, "the step leaves %s at %s, so it can be taken again and again", v, c).
					Help = "add " + v + "' := … to its right side; " + v + "' := " + c + " if the loop is meant"
			}
		}
	}
}
