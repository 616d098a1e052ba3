package lint

import (
	"hornet/diag"
	"hornet/protocol"
)

// noIntruderSession reports H0413: the intruder is nobody's partner. Attacks in
// which a dishonest insider abuses his own session, Lowe's on NSPK for example,
// do not show then.
func noIntruderSession(p *pass) {
	if len(p.model.Instances) == 0 {
		return
	}
	for i := range p.model.Sessions {
		if len(p.model.Sessions[i].Dropped) > 0 {
			return
		}
	}
	for i := range p.model.Instances {
		for _, v := range p.model.Instances[i].Values {
			if v.Op == protocol.Const && v.Name == protocol.Intruder {
				return
			}
		}
	}
	r := p.file.Main.Range
	if c := p.info.Main; c != nil && c.Decl.Composition != nil {
		r = c.Decl.Composition.Range
	}
	p.hint(diag.NoIntruderSession, r, "the intruder is a partner in no session: attacks by a dishonest insider cannot show").
		Help = "add a session with i in place of an agent, and give him the keys of that place"
}
