package lint

import (
	"hornet/diag"
	"hornet/protocol"
)

// factNeverSaid reports H0506: a left side that asks for a fact which no step and
// no init section ever says. HLPSL has no predicates but those of the goals, so
// something like equal(X,Y) is such a fact, and the step is dead.
func factNeverSaid(p *pass) {
	said := saidFacts(p.model)
	seen := map[*protocol.Transition]bool{}
	for i := range p.model.Instances {
		role := &p.model.Roles[p.model.Instances[i].Role]
		for j := range role.Transitions {
			t := &role.Transitions[j]
			if seen[t] {
				continue
			}
			seen[t] = true
			for _, f := range t.Consumes {
				if said[f.Name] {
					continue
				}
				d := p.warn(diag.FactNeverSaid, f.Range, "step %s waits for a fact %s that nothing ever says, so it is dead", t.Label, f.Name)
				d.Help = "compare with = or /=, or say the fact on a right side"
				if f.Kind != protocol.User {
					d.Help = "move the " + f.Name + " to the right side: a role says it, it does not wait for it"
				}
			}
		}
	}
}

// saidFacts returns the names of the facts that hold at the start or that some
// step leaves behind.
func saidFacts(m *protocol.Model) map[string]bool {
	said := map[string]bool{}
	for _, f := range m.Facts {
		said[f.Name] = true
	}
	for i := range m.Roles {
		for j := range m.Roles[i].Transitions {
			for _, f := range m.Roles[i].Transitions[j].Emits {
				said[f.Name] = true
			}
		}
	}
	return said
}
