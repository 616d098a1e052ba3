package deduce

import (
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
func (k *Knowledge) sum(t *ground.Term, goals map[ground.Key]bool) *trace.Recipe {
	if k.depth >= maxNesting {
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
	if t.Op != protocol.Xor && len(rows) == 0 {
		return nil
	}
	rest := row{parts: parts(t), uses: map[*trace.Recipe]bool{}}
	easy := map[ground.Key]*trace.Recipe{}
	for _, r := range append(rows, rest) {
		for key, part := range r.parts {
			if _, ok := easy[key]; ok || part.Equal(t) {
				continue
			}
			easy[key] = k.make(part, goals)
		}
	}
	for _, r := range append(rows, rest) {
		for key := range r.parts {
			if x := easy[key]; x != nil {
				delete(r.parts, key)
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
	if len(rest.parts) > 0 {
		return nil
	}
	return &trace.Recipe{Op: trace.Sum, Args: rest.recipes(k, easy, t)}
}

// row is a sum of unknown parts and the recipes whose sum it is, up to those
// parts.
type row struct {
	parts map[ground.Key]*ground.Term
	uses  map[*trace.Recipe]bool
}

func parts(t *ground.Term) map[ground.Key]*ground.Term {
	m := map[ground.Key]*ground.Term{}
	if t.Op != protocol.Xor {
		m[t.Key()] = t
		return m
	}
	for _, a := range t.Args {
		m[a.Key()] = a
	}
	return m
}

func (r row) toggle(x *trace.Recipe) {
	if r.uses[x] {
		delete(r.uses, x)
	} else {
		r.uses[x] = true
	}
}

// first returns the least part, so that the elimination does not depend on the
// order of a map.
func (r row) first() (ground.Key, bool) {
	var least ground.Key
	found := false
	for key := range r.parts {
		if !found || string(key[:]) < string(least[:]) {
			least, found = key, true
		}
	}
	return least, found
}

// reduce adds s to r when r holds the part pivot.
func (r row) reduce(s row, pivot ground.Key) {
	if r.parts[pivot] == nil {
		return
	}
	for key, part := range s.parts {
		if r.parts[key] != nil {
			delete(r.parts, key)
		} else {
			r.parts[key] = part
		}
	}
	for x := range s.uses {
		r.toggle(x)
	}
}

// recipes returns the recipes of r in a fixed order: the known sums as they were
// learnt, then the summands of those and of the goal.
func (r row) recipes(k *Knowledge, easy map[ground.Key]*trace.Recipe, goal *ground.Term) []*trace.Recipe {
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
			take(easy[a.Key()])
		}
	}
	for _, a := range goal.Args {
		take(easy[a.Key()])
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
			if _, ok := k.index[a.Key()]; !ok {
				if r := k.make(a, map[ground.Key]bool{}); r != nil {
					k.Learn(a, r)
				}
			}
		}
	}
}
