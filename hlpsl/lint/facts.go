package lint

import (
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
)

// fact is a goal's event in the text: witness, request, wrequest or secret on a
// right side.
type fact struct {
	role *check.Role
	step *syntax.Transition
	atom *syntax.Atom
	kind string // the predicate
	id   string // of the goal; "" when the arguments do not say
}

// arity returns the number of arguments of a predicate of goals, and where its
// goal's id stands.
func arity(predicate string) (n, id int, ok bool) {
	switch predicate {
	case "witness", "request", "wrequest":
		return 4, 2, true
	case "secret":
		return 3, 1, true
	}
	return 0, 0, false
}

func collectFacts(p *pass) []*fact {
	var fs []*fact
	for _, f := range p.flows {
		for _, s := range f.steps {
			for _, a := range s.t.Right {
				if a.Atom == nil || a.Atom.Chan {
					continue
				}
				_, id, ok := arity(a.Atom.Name.Name)
				if !ok {
					continue
				}
				x := &fact{role: f.role, step: s.t, atom: a.Atom, kind: a.Atom.Name.Name}
				if len(a.Atom.Args) > id {
					x.id, _ = constant(a.Atom.Args[id])
				}
				fs = append(fs, x)
			}
		}
	}
	return fs
}

// wanted returns the ids of the goals that facts of each predicate serve.
func wanted(p *pass) map[string]map[string]*syntax.Goal {
	w := map[string]map[string]*syntax.Goal{"witness": {}, "request": {}, "wrequest": {}, "secret": {}}
	if p.file.Goals == nil {
		return w
	}
	for _, g := range p.file.Goals.Goals {
		for _, id := range g.IDs {
			switch {
			case g.Kind == syntax.GoalSecrecy:
				w["secret"][id.Name] = g
			case g.Kind == syntax.GoalWeakAuth || g.Kind == syntax.GoalAuthenticates && g.Weakly:
				w["wrequest"][id.Name], w["witness"][id.Name] = g, g
			case g.Kind == syntax.GoalAuth || g.Kind == syntax.GoalAuthenticates:
				w["request"][id.Name], w["witness"][id.Name] = g, g
			}
		}
	}
	return w
}

func goalOf(kind string) string {
	switch kind {
	case "secret":
		return "secrecy_of"
	case "wrequest":
		return "weak_authentication_on"
	}
	return "authentication_on"
}

func example(kind, id string) string {
	switch kind {
	case "secret":
		return "secret(M," + id + ",{A,B})"
	case "witness":
		return "witness(A,B," + id + ",M)"
	}
	return kind + "(B,A," + id + ",M)"
}
