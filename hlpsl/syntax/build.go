package syntax

import "github.com/alecthomas/participle/v2/lexer"

// This file turns what the grammar matched into the tree of ast.go.

// identsOf returns the names in a captured list, without its separators.
func identsOf(ts []lexer.Token) []Ident {
	ids := make([]Ident, 0, (len(ts)+1)/2)
	for i := 0; i < len(ts); i += 2 {
		ids = append(ids, identOf(&ts[i]))
	}
	return ids
}

func groupsOf(gs []*varsRule) []VarGroup {
	out := make([]VarGroup, len(gs))
	for i, g := range gs {
		out[i] = VarGroup{Names: identsOf(g.Names), Type: &g.Type.Type}
	}
	return out
}

func (p *parser) header(r *Role, h *headerRule) {
	r.Name = identOf(&h.Name)
	r.Formals = groupsOf(h.Formals)
	r.Def = rangeOf(&h.Def)
	if h.Player != nil {
		id := identOf(h.Player)
		r.Player = &id
	}
}

func (f *factRule) atom() *Atom {
	return &Atom{Name: identOf(&f.Name), Args: f.Args, Range: rangeOf(&f.Name).To(rangeOf(&f.End))}
}

func initsOf(rs []*initRule) []Init {
	out := make([]Init, len(rs))
	for i, r := range rs {
		if r.Var != nil {
			out[i] = Init{Var: identOf(r.Var), Value: r.Value, Range: rangeOf(r.Var).To(r.Value.Pos())}
			continue
		}
		a := r.Fact.atom()
		out[i] = Init{Fact: a, Range: a.Range}
	}
	return out
}

func (r *transitionRule) transition() *Transition {
	t := &Transition{
		Label: identOf(&r.Label),
		Arrow: rangeOf(&r.Arrow), Immediate: r.Arrow.Value == "--|>",
		Left: make([]Literal, len(r.Left)), Right: make([]Action, len(r.Actions)),
	}
	for i, l := range r.Left {
		t.Left[i] = l.Literal
	}
	for i, a := range r.Actions {
		t.Right[i] = a.Action
	}
	t.Range = t.Label.Range.To(t.Right[len(t.Right)-1].Range)
	return t
}

func (r *callRule) call() *Call {
	return &Call{Name: identOf(&r.Name), Args: r.Args, Range: rangeOf(&r.Name).To(rangeOf(&r.End))}
}

func (r *compRule) tree() *Composition {
	switch {
	case r.Inner != nil:
		return group(r.Open, r.Inner, r.Close)
	case r.Forall != nil:
		body := r.Forall.Body.tree()
		return &Composition{
			Op: "forall", Parts: []*Composition{body}, Vars: identsOf(r.Forall.Vars), Set: r.Forall.Set,
			Range: rangeOf(&r.Forall.Start).To(body.Range),
		}
	}
	call := r.Call.call()
	first := &Composition{Op: "call", Call: call, Range: call.Range}
	op, rest := "/\\", r.And
	if len(r.Semi) > 0 {
		op, rest = ";", r.Semi
	}
	if len(rest) == 0 {
		return first
	}
	c := &Composition{Op: op, Parts: []*Composition{first}}
	for _, part := range rest {
		c.Parts = append(c.Parts, part.tree())
	}
	c.Range = first.Range.To(c.Parts[len(c.Parts)-1].Range)
	return c
}

func (r *partRule) tree() *Composition {
	if r.Inner != nil {
		return group(r.Open, r.Inner, r.Close)
	}
	call := r.Call.call()
	return &Composition{Op: "call", Call: call, Range: call.Range}
}

func group(open *lexer.Token, inner *compRule, closing *lexer.Token) *Composition {
	return &Composition{Op: "()", Parts: []*Composition{inner.tree()}, Range: rangeOf(open).To(rangeOf(closing))}
}

// goal returns a goal; the text of a formula is kept as it was written.
func (p *parser) goal(r *goalRule) *Goal {
	switch {
	case r.LTL != nil:
		rng := r.LTL.rng
		return &Goal{Kind: GoalLTL, Text: string(p.text[rng.Start.Offset:rng.End.Offset]), Range: rng}
	case r.Kind == nil:
		ids := []Ident{identOf(r.On)}
		return &Goal{
			Kind: GoalAuthenticates, Roles: []Ident{identOf(r.First), identOf(r.Second)}, IDs: ids,
			Weakly: r.Weakly != nil, Range: rangeOf(r.First).To(ids[0].Range),
		}
	}
	g := &Goal{Kind: goalKind(r.Kind.Value), IDs: identsOf(r.IDs)}
	g.Range = rangeOf(r.Kind).To(g.IDs[len(g.IDs)-1].Range)
	return g
}

func goalKind(keyword string) GoalKind {
	switch keyword {
	case "secrecy_of":
		return GoalSecrecy
	case "authentication_on":
		return GoalAuth
	}
	return GoalWeakAuth
}
