package deduce

import (
	"slices"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/ground"
)

// maxNesting bounds sums that need sums for their summands. What a summand needs
// is laid bare by analysis as a rule, so that one level does.
const maxNesting = 2

// sum makes t, a sum or a summand, by adding up known sums and what else can be
// made. Every known sum is a vector over its summands in GF(2). Summands that
// can be made without sums do not matter; t can be made exactly if what remains
// of it is in the span of what remains of the known sums.
func (k *Knowledge) sum(t *ground.Term) *trace.Recipe {
	if k.depth >= maxNesting || t.Op != protocol.Xor && !k.summand(t) {
		return nil
	}
	k.depth++
	defer func() { k.depth-- }()
	var rows []row
	for _, it := range k.items {
		if it.term.Op == protocol.Xor {
			rows = append(rows, row{parts: parts(it.term), uses: map[*trace.Recipe]bool{it.recipe: true}})
		}
	}
	rest := row{parts: parts(t), uses: map[*trace.Recipe]bool{}}
	easy := &table[*trace.Recipe]{}
	for _, r := range append(rows, rest) {
		for _, part := range r.parts.keys {
			if _, ok := easy.get(part); !ok && !part.Equal(t) {
				easy.put(part, k.make(part))
			}
		}
	}
	for _, r := range append(rows, rest) {
		for _, part := range slices.Clone(r.parts.keys) {
			if x, _ := easy.get(part); x != nil {
				r.parts.remove(part)
				r.toggle(x)
			}
		}
	}
	// Forward elimination: each row, once reduced, takes its first summand out of
	// all later ones and of the goal.
	for i := range rows {
		pivot, ok := rows[i].first()
		if !ok {
			continue
		}
		for j := i + 1; j < len(rows); j++ {
			rows[j].reduce(rows[i], pivot)
		}
		rest.reduce(rows[i], pivot)
	}
	if len(rest.parts.keys) > 0 {
		return nil
	}
	return &trace.Recipe{Op: trace.Sum, Args: rest.recipes(k, easy, t)}
}

// row is a sum of unknown parts and the recipes whose sum it is, up to those
// parts.
type row struct {
	parts *table[struct{}]
	uses  map[*trace.Recipe]bool
}

func parts(t *ground.Term) *table[struct{}] {
	list := t.Args // sorted
	if t.Op != protocol.Xor {
		list = []*ground.Term{t}
	}
	return &table[struct{}]{slices.Clone(list), make([]struct{}, len(list))}
}

// summand reports whether a known sum has the summand t. No other sums lay t bare.
func (k *Knowledge) summand(t *ground.Term) bool {
	return k.sums > 0 && slices.ContainsFunc(k.items, func(it item) bool {
		return it.term.Op == protocol.Xor && slices.ContainsFunc(it.term.Args, t.Equal)
	})
}

func (r row) toggle(x *trace.Recipe) {
	if r.uses[x] {
		delete(r.uses, x)
	} else {
		r.uses[x] = true
	}
}

// first returns the least part, if there is one.
func (r row) first() (*ground.Term, bool) {
	if len(r.parts.keys) == 0 {
		return nil, false
	}
	return r.parts.keys[0], true
}

// reduce adds s to r when r holds the part pivot.
func (r row) reduce(s row, pivot *ground.Term) {
	if _, ok := r.parts.get(pivot); !ok {
		return
	}
	for _, part := range s.parts.keys {
		if _, ok := r.parts.get(part); ok {
			r.parts.remove(part)
		} else {
			r.parts.put(part, struct{}{})
		}
	}
	for x := range s.uses {
		r.toggle(x)
	}
}

// recipes returns the recipes of r in a fixed order: the known sums as they were
// learnt, then the summands of those and of the goal.
func (r row) recipes(k *Knowledge, easy *table[*trace.Recipe], goal *ground.Term) []*trace.Recipe {
	out := []*trace.Recipe{}
	take := func(x *trace.Recipe) {
		if x != nil && r.uses[x] {
			out = append(out, x)
			delete(r.uses, x)
		}
	}
	for _, it := range k.items {
		take(it.recipe)
	}
	for _, it := range k.items {
		for _, a := range it.term.Args {
			x, _ := easy.get(a)
			take(x)
		}
	}
	for _, a := range goal.Args {
		x, _ := easy.get(a)
		take(x)
	}
	return out
}

// cancel learns every summand of a known sum that the known sums lay bare, so
// that it is analysed in turn.
func (k *Knowledge) cancel() {
	for i := 0; i < len(k.items); i++ {
		if k.items[i].term.Op != protocol.Xor {
			continue
		}
		for _, a := range k.items[i].term.Args {
			if !k.knows(a) {
				if r := k.make(a); r != nil {
					k.Learn(a, r)
				}
			}
		}
	}
}
