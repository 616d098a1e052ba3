package lint

import (
	"strings"

	"hornet/diag"
	"hornet/hlpsl/syntax"
)

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
		if n, _, _ := arity(f.kind); p.file.LateGoal != nil || len(f.atom.Args) != n {
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
