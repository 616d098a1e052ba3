package lint

import (
	"hornet/diag"
)

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
