package lint

import (
	"strconv"
	"strings"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/term"
)

// stores reports whether some step of the role stores a value in the variable.
func (f *flow) stores(name string) bool {
	if f.stored == nil {
		f.stored = map[string]bool{}
		for _, s := range f.steps {
			for n := range s.binds {
				f.stored[n] = true
			}
			for n := range s.sets {
				f.stored[n] = true
			}
			for n := range s.made {
				f.stored[n] = true
			}
		}
	}
	return f.stored[name]
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
