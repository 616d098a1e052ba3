// Package lint finds the faults of a model that the language allows: what its
// author hardly meant, what can never happen, what no implementation could do,
// and goals that check nothing.
//
// Of some 14,000 models that users submitted to AVISPA's web tool, a quarter of
// those reported SAFE could not run at all. The checks are drawn from those
// faults. Each is one file with one function; its documentation is data in
// package diag. All are static: they look at the text (package syntax), at its
// names (package check) or at the compiled model (package protocol), never at
// reachable states, and stop at a fixed amount of work, so that linting costs a
// few milliseconds whatever the model.
//
// A check would rather miss a fault than blame a sound model: where it must
// guess at run-time values it takes the guess under which the model is right.
package lint

import (
	"hornet/diag"
	"hornet/hlpsl"
)

// checks lists every check, in the order of the codes.
var checks = [...]func(*pass){
	readOld,
	primedNotAssigned,
	stateStays,
	stateOverlap,
	droppedArgument,
	labelSwallows,
	frozenRole,
	roleNotUsed,
	hashNotKnown,
	agentNotKnown,
	noPrivateKey,
	noIntruderSession,
	executability,
	stateNeverSet,
	factNeverSaid,
	implementability,
	goalWithoutFact,
	misspelledFact,
	factArguments,
	pairFacts,
	secretShape,
	constantReplay,
	lateWitness,
	secretInClear,
	noGoals,
}

// All returns the diagnostics of the unit and its smells together, with the
// suppression comments obeyed in both, in the order of the text. It is what a
// user should see.
func All(u *hlpsl.Unit) diag.List {
	l, ss := lint(u)
	own, _ := diag.Suppress(u.Diags, ss)
	l = append(append(diag.List{}, own...), l...)
	l.Sort()
	return l
}

// lint returns the smells of a unit, its suppression comments obeyed, with the
// faults of those comments, and the comments. A unit with errors has no smells:
// they would be hardly more than echoes of the errors.
func lint(u *hlpsl.Unit) (diag.List, []diag.Suppression) {
	if u.File == nil || u.Info == nil || u.Model == nil || u.Diags.Errors() > 0 {
		return nil, nil
	}
	p := newPass(u)
	for _, c := range checks {
		c(p)
	}
	ss, faults := suppressions(u.File)
	// A suppression of what the unit itself reports is used, too.
	rest, unused := diag.Suppress(append(p.out, u.Diags...), ss)
	mine := map[*diag.Diagnostic]bool{}
	for _, d := range p.out {
		mine[d] = true
	}
	var l diag.List
	for _, d := range rest {
		if mine[d] {
			l = append(l, d)
		}
	}
	l = append(l, faults...)
	for _, s := range unused {
		l.Add(diag.IgnoreUnused, diag.Hint, s.Range, "there is no %s to ignore on line %d", s.Code, s.Line).
			Help = "delete the comment"
	}
	l.Sort()
	return l, ss
}
