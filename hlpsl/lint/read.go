package lint

import (
	"strconv"
	"strings"

	"hornet/diag"
	"hornet/hlpsl/check"
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

// stores reports whether some step of the role stores a value in the variable.
func (f *flow) stores(name string) bool {
	for _, s := range f.steps {
		if s.stores(name) {
			return true
		}
	}
	return false
}

// neverStored reports the variables of a role that are read and that no step
// ever gives a value, all in one: a role often has a dozen of them, meant as
// identities and long-term secrets.
func neverStored(p *pass, f *flow) {
	var names []string
	var vars []*check.Var
	var first use
	seen := map[string]bool{}
	for _, s := range f.steps {
		for _, u := range s.uses {
			v := f.role.Var(u.name)
			if u.primed || v == nil || v.Formal || v.Init != nil || seen[u.name] || v.Type.Kind == term.Channel || f.stores(u.name) {
				continue
			}
			seen[u.name] = true
			if len(names) == 0 {
				first = u
			}
			names, vars = append(names, u.name), append(vars, v)
		}
	}
	switch {
	case len(names) == 0:
		return
	case len(names) == 1:
		readDummy(p, nil, first, vars[0])
		return
	}
	shown := names
	if len(shown) > 8 {
		shown = append(append([]string(nil), shown[:8]...), strconv.Itoa(len(names)-8)+" more")
	}
	last := len(shown) - 1
	d := p.warn(diag.ReadBeforeStored, first.rng, "%s and %s are read but %s never gives them a value", strings.Join(shown[:last], ", "), shown[last], f.role.Name)
	d.Help = "pass them as parameters of the role, receive them primed, or give them values in the init section"
	d.Note = "Each is the placeholder of its type, " + dummyName(vars[0].Type) + " for " + names[0] + ": one value for all roles, unknown to the intruder.\n"
	d.Related = append(d.Related, diag.Related{Range: vars[0].Range, Message: names[0] + " is declared here, without initial value"})
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

func readDummy(p *pass, s *step, u use, v *check.Var) {
	declared := diag.Related{Range: v.Range, Message: v.Name + " is declared here, without initial value"}
	if v.Type.Kind == term.Set {
		d := p.hint(diag.ReadBeforeStored, u.rng, "%s has no initial value: all sets without one, of all roles, are one and the same set", u.name)
		d.Help = "write " + u.name + " := {} in the init section for an empty set of its own"
		d.Related = append(d.Related, declared)
		return
	}
	d := p.warn(diag.ReadBeforeStored, u.rng, "%s is read before anything was stored in it: it is %s, which nobody else knows", u.name, dummyName(v.Type))
	switch {
	case s != nil && u.place >= inValue && s.assigns(u.name):
		d.Help = "write " + u.name + "' for the value that this step " + got(s, u.name)
	case u.place == inReceive:
		d.Help = "write " + u.name + "' to receive it here"
	case u.place == inGuard:
		d.Message = u.name + " is compared before anything was stored in it: it is " + dummyName(v.Type) + ", and the step is never taken"
		d.Help = "give " + u.name + " a value in the init section"
	default:
		d.Help = "receive or make " + u.name + "' in an earlier step, or give it a value in the init section"
	}
	d.Related = append(d.Related, declared)
}

// dummyName returns what the translator puts in place of a missing value.
func dummyName(t *term.Type) string {
	names := map[term.Kind]string{term.Agent: "dummy_agent", term.Text: "dummy_nonce", term.Nat: "dummy_nat", term.PublicKey: "dummy_pk",
		term.SymmetricKey: "dummy_sk", term.HashFunc: "dummy_hash", term.Bool: "dummy_bool", term.ProtocolID: "dummy_pid", term.Set: "dummy_set"}
	if n, ok := names[t.Kind]; ok {
		return n
	}
	return "a dummy"
}

// primedNotAssigned reports H0403: X' on a right side that nothing binds. The
// translator takes it for a fresh value.
func primedNotAssigned(p *pass) {
	for _, f := range p.flows {
		for i, s := range f.steps {
			seen := map[string]bool{}
			for _, u := range s.uses {
				if !u.primed || u.place < inValue || seen[u.name] || s.assigns(u.name) || s.lost[u.name] {
					continue
				}
				seen[u.name] = true
				d := p.warn(diag.PrimedNotAssigned, u.rng, "nothing in this step gives %s' a value: it is a fresh one", u.name)
				v := f.role.Var(u.name)
				switch {
				case v != nil && (v.Formal || v.Init != nil || f.storedBefore(i, u.name) && storedElsewhere(f, s, u.name)):
					d.Help = "write " + u.name + " for the value it has, or " + u.name + "' := new() for a fresh one"
				default:
					d.Help = "write " + u.name + "' := new() if a fresh value is meant"
				}
			}
		}
	}
}

// storedElsewhere reports whether a step other than s assigns the variable.
func storedElsewhere(f *flow, s *step, name string) bool {
	for _, t := range f.steps {
		if t != s && t.assigns(name) {
			return true
		}
	}
	return false
}
