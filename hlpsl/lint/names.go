package lint

import (
	"sort"
	"strings"

	"hornet/diag"
	"hornet/protocol"
	"hornet/term"
)

// agentNotKnown reports H0411: names of agents that some role waits for in a
// message and that the intruder does not know from the start. Names that occur
// in no message are no matter: a message has no sender but what it says.
func agentNotKnown(p *pass) {
	known := map[string]bool{}
	for _, e := range p.model.Knowledge {
		e.Walk(func(e *protocol.Expr) bool {
			if e.Op == protocol.Const {
				known[e.Name] = true
			}
			return e.Op == protocol.Pair
		})
	}
	var missing []string
	seen := map[string]bool{}
	w := p.world()
	if w.broke {
		return
	}
	for _, x := range w.insts {
		for _, st := range x.steps {
			for _, s := range st.receives {
				s.walk(func(s *shape) {
					if s.op == shConst && s.typ != nil && s.typ.Kind == term.Agent && !known[s.name] && !seen[s.name] && !strings.HasPrefix(s.name, "dummy") {
						seen[s.name] = true
						missing = append(missing, s.name)
					}
				})
			}
		}
	}
	sort.Strings(missing)
	if len(missing) == 0 {
		return
	}
	names := strings.Join(missing, ", ")
	d := p.warn(diag.AgentNotKnown, p.constPlace(missing[0]), "the intruder does not know the agent name %s: he cannot pose as that agent until he has seen the name", names)
	if len(missing) > 1 {
		d.Message = "the intruder does not know the agent names " + names + ": he cannot pose as those agents until he has seen the names"
	}
	d.Help = "add " + names + " to intruder_knowledge"
}
