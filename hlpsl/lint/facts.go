package lint

import (
	"strings"

	"hornet/diag"
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

// arity gives the number of arguments of each predicate of goals, and where its
// goal's id stands.
var arity = map[string]struct{ n, id int }{
	"witness":  {4, 2},
	"request":  {4, 2},
	"wrequest": {4, 2},
	"secret":   {3, 1},
}

func collectFacts(p *pass) []*fact {
	var fs []*fact
	for _, f := range p.flows {
		for _, s := range f.steps {
			for _, a := range s.t.Right {
				if a.Atom == nil || a.Atom.Chan {
					continue
				}
				ar, ok := arity[a.Atom.Name.Name]
				if !ok {
					continue
				}
				x := &fact{role: f.role, step: s.t, atom: a.Atom, kind: a.Atom.Name.Name}
				if len(a.Atom.Args) > ar.id {
					x.id, _ = constant(a.Atom.Args[ar.id])
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

// goalWithoutFact reports H0601, a goal that nothing in the roles speaks of, and
// H0602, a fact that no goal asks for: the translator drops it.
func goalWithoutFact(p *pass) {
	w := wanted(p)
	have := map[string]map[string]*fact{"witness": {}, "request": {}, "wrequest": {}, "secret": {}}
	for _, f := range p.facts {
		if f.id != "" && have[f.kind][f.id] == nil {
			have[f.kind][f.id] = f
		}
	}
	if p.file.Goals != nil {
		for _, g := range p.file.Goals.Goals {
			for _, id := range g.IDs {
				goalFacts(p, w, g, id, have)
			}
		}
	}
	if p.file.Goals == nil && p.file.LateGoal == nil {
		return // H0614 says it all
	}
	for _, f := range p.facts {
		if f.id == "" || w[f.kind][f.id] != nil {
			continue
		}
		if p.file.LateGoal != nil || len(f.atom.Args) != arity[f.kind].n {
			continue
		}
		d := p.warn(diag.FactWithoutGoal, f.atom.Range, "no goal asks for %s of %s: the fact is dropped", f.kind, f.id)
		for _, other := range []string{"request", "wrequest", "secret"} {
			if g := w[other][f.id]; g != nil && f.kind != "witness" {
				d.Message = "the goal on " + f.id + " is about " + other + ", not " + f.kind + ": the fact is dropped"
				d.Help = "write " + other + ", or ask for " + goalOf(f.kind) + " " + f.id
				d.Related = append(d.Related, diag.Related{Range: g.Range, Message: "the goal"})
				break
			}
		}
		if d.Help == "" {
			d.Help = "add " + goalOf(f.kind) + " " + f.id + " to the goal section"
			var ids []string
			for _, id := range sortedKeys(w[f.kind]) {
				if have[f.kind][id] == nil {
					ids = append(ids, id)
				}
			}
			if s := diag.DidYouMean(f.id, ids); s != "" {
				d.Help = s
			}
		}
	}
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

func goalFacts(p *pass, w map[string]map[string]*syntax.Goal, g *syntax.Goal, id syntax.Ident, have map[string]map[string]*fact) {
	var need []string
	switch {
	case g.Kind == syntax.GoalSecrecy:
		need = []string{"secret"}
	case g.Kind == syntax.GoalWeakAuth || g.Kind == syntax.GoalAuthenticates && g.Weakly:
		need = []string{"wrequest", "witness"}
	case g.Kind == syntax.GoalAuth || g.Kind == syntax.GoalAuthenticates:
		need = []string{"request", "witness"}
	default:
		return
	}
	none := true
	for _, k := range need {
		none = none && have[k][id.Name] == nil
	}
	switch {
	case none:
		d := p.warn(diag.GoalWithoutFact, id.Range, "no role says %s of %s: the goal checks nothing", strings.Join(need, " or "), id.Name)
		var ids []string
		for _, k := range need {
			for _, other := range sortedKeys(have[k]) {
				if w[k][other] == nil {
					ids = append(ids, other)
				}
			}
		}
		if d.Help = diag.DidYouMean(id.Name, ids); d.Help == "" {
			d.Help = "add " + example(need[0], id.Name) + " to a role"
		}
	case len(need) == 2 && have[need[0]][id.Name] == nil:
		other := have["witness"][id.Name]
		d := p.warn(diag.WitnessNoRequest, other.atom.Range, "nobody relies on this witness: there is no %s of %s, so the goal checks nothing", need[0], id.Name)
		d.Help = "add " + example(need[0], id.Name) + " where the partner has made sure"
		d.Related = append(d.Related, diag.Related{Range: id.Range, Message: "the goal"})
	case len(need) == 2 && have["witness"][id.Name] == nil:
		other := have[need[0]][id.Name]
		d := p.warn(diag.RequestNoWitness, other.atom.Range, "no role says witness of %s: every run in which this %s happens is an attack", id.Name, need[0])
		d.Help = "add " + example("witness", id.Name) + " where the partner commits to the value"
		d.Related = append(d.Related, diag.Related{Range: id.Range, Message: "the goal"})
	}
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

// misspelledFact reports H0603: a fact of the model's own that no left side ever
// asks for and whose name is nearly that of a goal's fact.
func misspelledFact(p *pass) {
	used := map[string]bool{}
	for _, f := range p.flows {
		for _, s := range f.steps {
			for _, l := range s.t.Left {
				if l.Atom != nil && !l.Atom.Chan {
					used[l.Atom.Name.Name] = true
				}
			}
		}
	}
	for _, f := range p.flows {
		for _, s := range f.steps {
			for _, a := range s.t.Right {
				if a.Atom == nil || a.Atom.Chan {
					continue
				}
				name := a.Atom.Name.Name
				if _, known := arity[name]; known || name == "iknows" || used[name] {
					continue
				}
				if s := diag.Suggest(name, []string{"witness", "request", "wrequest", "secret", "iknows"}); len(s) > 0 {
					p.warn(diag.MisspelledFact, a.Atom.Name.Range, "%s is no fact that a goal knows, and no step waits for it", name).
						Help = "did you mean " + s[0] + "?"
				}
			}
		}
	}
}

// factArguments reports H0604, a goal's fact with a wrong number of arguments.
func factArguments(p *pass) {
	for _, f := range p.facts {
		ar := arity[f.kind]
		if len(f.atom.Args) == ar.n {
			continue
		}
		p.warn(diag.FactArguments, f.atom.Range, "%s takes %d arguments, here are %d: no goal can count it", f.kind, ar.n, len(f.atom.Args)).
			Help = "write " + example(f.kind, "id")
	}
}

// secretShape reports H0609 and H0610: secret({X},…) makes a secret of the set
// and secret(…,B) allows nobody.
func secretShape(p *pass) {
	for _, f := range p.facts {
		if f.kind != "secret" || len(f.atom.Args) != 3 {
			continue
		}
		if set, ok := check.Unparen(f.atom.Args[0]).(*syntax.SetLit); ok {
			d := p.warn(diag.SecretOfSet, set.Range, "the secret is the set %s itself, which nobody ever sends: the goal checks nothing", p.text(set))
			if len(set.Elems) == 1 {
				d.Help = "write " + p.text(set.Elems[0]) + " without braces"
			} else {
				d.Help = "write one secret(…) for each element"
			}
		}
		last := check.Unparen(f.atom.Args[2])
		switch e := last.(type) {
		case *syntax.SetLit:
			if len(e.Elems) > 0 {
				continue
			}
			p.warn(diag.SecretNotShared, e.Range, "nobody may know this secret: with the intruder as an honest partner that is an attack").
				Help = "name those who share it, {A,B} for example"
		case *syntax.Pair, *syntax.Const:
			shared(p, last)
		case *syntax.Var:
			if v := f.role.Var(e.Name); v != nil && v.Type.String() == "agent" {
				shared(p, last)
			}
		}
	}
}

func shared(p *pass, e syntax.Expr) {
	elems := strings.ReplaceAll(p.text(e), ".", ",")
	p.warn(diag.SecretNotShared, e.Pos(), "%s is no set: the intruder is never counted as one who may know the secret", p.text(e)).
		Help = "write {" + elems + "}"
}

// noGoals reports H0614 and H0615.
func noGoals(p *pass) {
	if p.file.LateGoal != nil {
		p.warn(diag.GoalAfterMain, *p.file.LateGoal, "the goal section stands after the main call and is ignored: nothing is checked").
			Help = "move it before the main call"
		return
	}
	if p.file.Goals == nil || len(p.file.Goals.Goals) == 0 {
		r := diag.Range{File: p.file.Name}
		if p.file.Main != nil {
			r = p.file.Main.Range
		}
		p.warn(diag.NoGoals, r, "the model has no goal section: there is nothing to check").
			Help = "add goal … end goal before the main call"
	}
}
