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

func (p *parser) header(r *Role, h *headerRule) {
	last := len(h.Tokens) - 1
	r.Name = identOf(&h.Tokens[1])
	r.Formals = h.Formals.list
	r.Def = rangeOf(&h.Tokens[last])
	if tok(h.Tokens[last-2].Type) == kPlayedBy {
		id := identOf(&h.Tokens[last-1])
		r.Player = &id
	}
}

func (r *transitionRule) transition() *Transition {
	t := &Transition{
		Label: identOf(&r.Tokens[0]), Range: spanOf(r.Tokens), Left: r.Left.list, Right: r.Actions.list,
	}
	for i := range r.Tokens {
		if k := tok(r.Tokens[i].Type); k == pArrow || k == pNow {
			t.Arrow, t.Immediate = rangeOf(&r.Tokens[i]), k == pNow
			break
		}
	}
	return t
}
