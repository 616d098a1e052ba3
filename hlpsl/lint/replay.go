package lint

import (
	"hornet/diag"
	"hornet/protocol"
)

// constantReplay reports H0611: authentication_on, which counts replays, on a
// value that is the same in every run. The second session is an attack whatever
// the protocol does.
func constantReplay(p *pass) {
	w := p.world()
	if w.broke {
		return
	}
	_, request, ids := w.events()
	for _, id := range ids {
		for _, r := range request[id] {
			if r.fact.Kind != protocol.Request || !constantShape(r.args[2], 0) {
				continue
			}
			d := p.warn(diag.ConstantReplay, r.fact.Range, "%s is the same in every run, so two sessions of the same agents always count as a replay", show(r.fact.Args[2], r.st))
			d.Help = "agree on something fresh, or ask for weak_authentication_on with wrequest"
			break
		}
	}
}

// constantShape reports whether the shape stands for one message that is known
// before the run.
func constantShape(s *shape, depth int) bool {
	switch {
	case depth > maxDepth:
		return false
	case s.op == shConst:
		return true
	case s.op == shNode:
		for _, a := range s.args {
			if !constantShape(a, depth+1) {
				return false
			}
		}
		return true
	}
	return false
}
