package narrate

import (
	"fmt"
	"slices"

	"hornet/diag"
	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/ground"
)

// text returns a ground message in the reader's names.
func (t *teller) text(v *ground.Term) string { return t.names.Message(v.Expr()) }

// opening says with whom an instance starts.
func (t *teller) opening(instance int) string {
	role := t.model.Roles[t.model.Instances[instance].Role].Name
	var with []string
	for _, e := range others(t.model, instance) {
		with = append(with, e.String())
	}
	if len(with) == 0 {
		return role + " starts a session"
	}
	return role + " starts a session with " + list(with)
}

// belief says what a fact means for the instance that emits it; "" for facts
// that goals do not speak of.
func (t *teller) belief(f *ground.Fact) string {
	if f.Instance < 0 {
		return ""
	}
	who := t.names.Instance(f.Instance)
	switch {
	case f.Kind == protocol.Secret && len(f.Args) == 2:
		return fmt.Sprintf("%s holds %s secret %s", who, t.text(f.Args[0]), t.among(f))
	case f.Kind == protocol.Witness && len(f.Args) == 3:
		return fmt.Sprintf("%s, as %s, means %s for %s (%s)", who, t.text(f.Args[0]), t.text(f.Args[2]), t.text(f.Args[1]), f.ID)
	case (f.Kind == protocol.Request || f.Kind == protocol.WRequest) && len(f.Args) == 3:
		return fmt.Sprintf("%s believes that %s agreed with %s on %s (%s)", who, t.text(f.Args[1]), t.text(f.Args[0]), t.text(f.Args[2]), f.ID)
	}
	return ""
}

// among names those who may know a secret.
func (t *teller) among(f *ground.Fact) string {
	elems := t.last().Elements(f.Args[1])
	if len(elems) == 0 {
		return "from everybody"
	}
	var words []string
	for _, e := range elems {
		words = append(words, t.text(e))
	}
	slices.Sort(words)
	if len(words) == 1 {
		return "for " + words[0]
	}
	return "between " + list(words)
}

func (t *teller) last() *ground.State { return t.rec.After(len(t.run.Steps)) }

// fact finds the fact of an event in the last state.
func (t *teller) fact(e *trace.Event) *ground.Fact {
	for i, f := range t.last().Facts() {
		if f.Step == e.Step && f.Emit == e.Emit {
			return &t.last().Facts()[i]
		}
	}
	return nil
}

// place returns where the model emits a fact.
func (t *teller) place(f *ground.Fact) diag.Range {
	switch {
	case f.Step >= 0:
		return t.transition(f.Step).Emits[f.Emit].Range
	case f.Emit < len(t.model.Facts):
		return t.model.Facts[f.Emit].Range
	}
	return diag.Range{}
}

// why says in a few sentences why the goal is violated.
func (t *teller) why() {
	v := t.run.Violation
	f := t.fact(v.Event)
	if f == nil {
		return // replay found it: this cannot happen
	}
	say := func(r diag.Range, format string, args ...any) {
		t.story.Why = append(t.story.Why, Remark{fmt.Sprintf(format, args...), r})
	}
	who := "the model"
	if f.Instance >= 0 {
		who = t.names.Instance(f.Instance)
	}
	switch v.Kind {
	case trace.Leak:
		say(t.place(f), "%s holds %s secret %s", who, t.text(f.Args[0]), t.among(f))
		how, _ := t.how(v.Recipe)
		if n := t.sentAs(v.Recipe); n > 0 {
			how = fmt.Sprintf("reads it in %d", n)
		}
		say(diag.Range{}, "i derives it: %s", how)
	case trace.Unmatched:
		say(t.place(f), "%s believes that %s agreed with %s on %s", who, t.text(f.Args[1]), t.text(f.Args[0]), t.text(f.Args[2]))
		near, difference := t.nearest(f)
		if near == nil {
			say(diag.Range{}, "%s never did: there is no witness with the id %s", t.text(f.Args[1]), f.ID)
			break
		}
		by := "the model"
		if near.Instance >= 0 {
			by = t.names.Instance(near.Instance)
		}
		say(t.place(near), "the nearest witness is that of %s, which %s", by, difference)
	case trace.Replayed:
		g := t.fact(v.Other)
		say(t.place(f), "%s takes %s from %s as new", who, t.text(f.Args[2]), t.text(f.Args[1]))
		say(t.place(g), "%s has taken the same value before", t.names.Instance(g.Instance))
	}
}

// nearest returns the witness for the request's id that differs from it in the
// fewest arguments, the latest of those, and says how it differs.
func (t *teller) nearest(request *ground.Fact) (*ground.Fact, string) {
	want := []*ground.Term{request.Args[1], request.Args[0], request.Args[2]}
	var best *ground.Fact
	var most int
	facts := t.last().Facts()
	for i := range facts {
		f := &facts[i]
		if f.Kind != protocol.Witness || f.ID != request.ID || len(f.Args) != len(want) {
			continue
		}
		same := 0
		for j := range want {
			if f.Args[j].Equal(want[j]) {
				same++
			}
		}
		if best == nil || same >= most {
			best, most = f, same
		}
	}
	if best == nil {
		return nil, ""
	}
	is, not := [3]string{}, [3]string{} // by whom, for whom, about what
	for j := range want {
		is[j], not[j] = t.text(best.Args[j]), t.text(want[j])
	}
	var words []string
	switch by, to := is[0] != not[0], is[1] != not[1]; {
	case by && to:
		words = append(words, fmt.Sprintf("is by %s for %s, not by %s for %s", is[0], is[1], not[0], not[1]))
	case by:
		words = append(words, fmt.Sprintf("is by %s, not by %s", is[0], not[0]))
	case to:
		words = append(words, fmt.Sprintf("is for %s, not for %s", is[1], not[1]))
	}
	if is[2] != not[2] {
		words = append(words, fmt.Sprintf("is about %s, not about %s", is[2], not[2]))
	}
	return best, list(words)
}
