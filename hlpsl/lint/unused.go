package lint

import (
	"hornet/diag"
)

// roleNotUsed reports H0409: a role that no chain of calls from the main call
// reaches.
func roleNotUsed(p *pass) {
	for _, r := range p.info.Roles {
		if r.Called || r == p.info.Main {
			continue
		}
		p.warn(diag.RoleNotUsed, r.Decl.Name.Range, "role %s is never instantiated", r.Name).
			Help = "call it in a composition, or delete it"
	}
}
