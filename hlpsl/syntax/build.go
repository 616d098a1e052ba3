package syntax

import (
	"github.com/alecthomas/participle/v2/lexer"

	"hornet/diag"
)

// This file turns what the grammar matched into the tree of ast.go.

// identsOf returns the names in a captured list, without its separators.
func identsOf(ts []lexer.Token) []Ident {
	ids := make([]Ident, 0, (len(ts)+1)/2)
	for i := 0; i < len(ts); i += 2 {
		ids = append(ids, identOf(&ts[i]))
	}
	return ids
}

// spanOf returns the range that the tokens cover.
func spanOf(ts []lexer.Token) diag.Range { return rangeOf(&ts[0]).To(rangeOf(&ts[len(ts)-1])) }

func groupsOf(gs []*varsRule) []VarGroup {
	out := make([]VarGroup, len(gs))
	for i, g := range gs {
		out[i] = g.VarGroup
	}
	return out
}

func (p *parser) header(r *Role, h *headerRule) {
	last := len(h.Tokens) - 1
	r.Name = identOf(&h.Tokens[1])
	r.Formals = groupsOf(h.Formals)
	r.Def = rangeOf(&h.Tokens[last])
	if tok(h.Tokens[last-2].Type) == kPlayedBy {
		id := identOf(&h.Tokens[last-1])
		r.Player = &id
	}
}

func (r *transitionRule) transition() *Transition {
	t := &Transition{
		Label: identOf(&r.Tokens[0]), Range: spanOf(r.Tokens),
		Left: make([]Literal, len(r.Left)), Right: make([]Action, len(r.Actions)),
	}
	for i := range r.Tokens {
		if k := tok(r.Tokens[i].Type); k == pArrow || k == pNow {
			t.Arrow, t.Immediate = rangeOf(&r.Tokens[i]), k == pNow
			break
		}
	}
	for i, l := range r.Left {
		t.Left[i] = l.Literal
	}
	for i, a := range r.Actions {
		t.Right[i] = a.Action
	}
	return t
}

// goal returns a goal; the text of a formula is kept as it was written.
func (p *parser) goal(r *goalRule) *Goal {
	g := &Goal{Range: spanOf(r.Tokens)}
	switch tok(r.Tokens[0].Type) {
	case pAlways:
		g.Kind, g.Text = GoalLTL, string(p.text[g.Range.Start.Offset:g.Range.End.Offset])
	case kSecrecyOf:
		g.Kind, g.IDs = GoalSecrecy, identsOf(r.Tokens[1:])
	case kAuthOn:
		g.Kind, g.IDs = GoalAuth, identsOf(r.Tokens[1:])
	case kWeakAuthOn:
		g.Kind, g.IDs = GoalWeakAuth, identsOf(r.Tokens[1:])
	default: // A [weakly] authenticates B on id
		last := len(r.Tokens) - 1
		g.Kind, g.Weakly = GoalAuthenticates, tok(r.Tokens[1].Type) == kWeakly
		g.Roles = []Ident{identOf(&r.Tokens[0]), identOf(&r.Tokens[last-2])}
		g.IDs = []Ident{identOf(&r.Tokens[last])}
	}
	return g
}
