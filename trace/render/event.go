package render

import (
	"fmt"
	"strings"

	"hornet/protocol"
	"hornet/trace"
)

// event says what a fact means, in a few words: "witness bob_na: Na for b". With
// a folder the words are short enough for a chart.
func (b *builder) event(f fact, fold *folder) string {
	show := func(i int) string {
		e := b.names.Show(f.args[i])
		if fold == nil {
			return e.String()
		}
		short := *fold
		short.max = max(8, fold.max/2)
		s := short.label(e)
		fold.folds = short.folds
		return s
	}
	var s string
	switch {
	case f.Kind == protocol.Secret && len(f.args) == 2:
		s = fmt.Sprintf("secret %s: %s between %s", f.ID, show(0), b.elements(f.args[1]))
	case f.Kind == protocol.Witness && len(f.args) == 3:
		s = fmt.Sprintf("witness %s: %s for %s", f.ID, show(2), show(1))
	case (f.Kind == protocol.Request || f.Kind == protocol.WRequest) && len(f.args) == 3:
		s = fmt.Sprintf("%s %s: %s from %s", f.Kind, f.ID, show(2), show(1))
	default:
		text := make([]string, len(f.args))
		for i := range f.args {
			text[i] = show(i)
		}
		s = f.Name + "(" + strings.Join(text, ", ") + ")"
	}
	if fold != nil {
		return elide(s, fold.max+12)
	}
	return s
}

// elements lists the agents of a set; what is no set is shown itself.
func (b *builder) elements(e *protocol.Expr) string {
	for _, s := range b.state.sets {
		if e.Op == protocol.Const && s.name == e.Name {
			if len(s.elems) == 0 {
				return "nobody"
			}
			text := make([]string, len(s.elems))
			for i, x := range s.elems {
				text[i] = b.names.Message(x)
			}
			return strings.Join(text, ", ")
		}
	}
	return strings.ReplaceAll(b.names.Message(e), ".", ", ")
}

// verdict adds the row that says what the attack violates, and why.
func (b *builder) verdict() {
	v := b.run.Violation
	if v == nil {
		return
	}
	g := b.m.Goals[v.Goal]
	b.Goal = g.Kind.String() + " " + g.ID
	b.Why = b.opt.Notes.Why
	if b.Why == "" {
		b.Why = b.reason(v)
	}
	text := "Attack on " + b.Goal
	if v.Kind == trace.Replayed {
		text += " (replay)"
	}
	b.Rows = append(b.Rows, Row{Kind: Verdict, Step: -1, From: b.line[-1], Text: text, Full: text + ": " + b.Why, Note: b.Why, Range: g.Range})
}

// reason states the violation when the narration does not.
func (b *builder) reason(v *trace.Violation) string {
	if v.Event == nil {
		return "the goal is violated"
	}
	arg := func(i int) string {
		if i < len(v.Event.Args) {
			return elide(b.names.Message(v.Event.Args[i]), 60)
		}
		return "?"
	}
	who := func(e *trace.Event) string {
		if e != nil && e.Step >= 0 && e.Step < len(b.run.Steps) {
			return b.names.Instance(b.run.Steps[e.Step].Instance)
		}
		return "the model"
	}
	switch v.Kind {
	case trace.Leak:
		between := "?"
		if len(v.Event.Args) > 1 {
			between = b.elements(v.Event.Args[1])
		}
		return fmt.Sprintf("i knows %s, which %s holds secret between %s", arg(0), who(v.Event), between)
	case trace.Replayed:
		return fmt.Sprintf("%s and %s both accept %s from %s: one of them was deceived", who(v.Other), who(v.Event), arg(2), arg(1))
	}
	return fmt.Sprintf("%s relies on %s for %s, but %s never meant it for %s", who(v.Event), arg(1), arg(2), arg(1), arg(0))
}
