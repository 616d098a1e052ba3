package lint

import (
	"hornet/diag"
	"hornet/protocol"
)

// maxViewers is how many instances of a role are looked at: they differ in their
// parameters only.
const maxViewers = 3

// secretInClear reports H0612, a secret that the role itself sends or receives
// where everybody can read it, and H0613, one that the intruder knows from the
// start.
//
// It puts together what anybody reads off the role's own messages: the parts of
// pairs, the bodies of signatures, and what is encrypted under keys that the
// intruder has. That no step hides a value which another step shows is what
// makes this certain: a role's variable is the same value in both.
func secretInClear(p *pass) {
	seen := map[diag.Range]bool{}
	tried := map[int]int{} // instances of each role
	for i := range p.model.Instances {
		in := &p.model.Instances[i]
		if tried[in.Role] == maxViewers || len(p.model.Roles[in.Role].Transitions) > maxHolder {
			continue
		}
		if in.Session >= len(p.model.Sessions) || !p.model.Sessions[in.Session].Honest {
			continue
		}
		tried[in.Role]++
		role := &p.model.Roles[in.Role]
		v := &viewer{holder: holder{role: role}, in: in, known: p.model.Knowledge}
		v.read()
		for j := range role.Transitions {
			for _, f := range role.Transitions[j].Emits {
				if f.Kind != protocol.Secret || len(f.Args) < 1 || seen[f.Range] {
					continue
				}
				secret := v.canon(j, f.Args[0])
				if !v.sees(secret, 0) || isSet(p.model, f.Args[0]) {
					continue
				}
				seen[f.Range] = true
				p.exposed(v, j, f, secret)
			}
		}
	}
}

func isSet(m *protocol.Model, e *protocol.Expr) bool {
	for _, s := range m.Sets {
		if e.Op == protocol.Const && e.Name == s.Name {
			return true
		}
	}
	return false
}

func (p *pass) exposed(v *viewer, j int, f protocol.Fact, secret *protocol.Expr) {
	text := v.show(j)(secret)
	before := &viewer{holder: v.holder, in: v.in, known: v.known}
	if before.sees(secret, 0) {
		d := p.warn(diag.SecretIsKnown, f.Range, "%s is a secret that the intruder knows from the start", text)
		d.Help = "take it out of intruder_knowledge, or make the secret fresh"
		return
	}
	d := p.warn(diag.SecretInClear, f.Range, "%s is declared secret, but everybody can read it", text)
	for _, s := range v.source(secret) {
		d.Related = append(d.Related, s)
	}
	d.Help = "encrypt it, or take back the claim that it is secret"
}
