package intruder

import "hornet/term"

// index finds items by their term. It is built for a slice of items, and again
// when another one takes its place or this one grows.
type index struct {
	items []Item
	table []entry // open addressing; a power of two
	open  []int   // the positions of items that hold variables
	sums  []int   // the positions of sums
}

type entry struct {
	t    term.Term
	from uint16
}

// lookup returns the index of the present items.
func (s *Solver) lookup() *index {
	ix := &s.index
	if len(ix.table) == 0 || len(ix.items) != len(s.Items) || len(s.Items) > 0 && &ix.items[0] != &s.Items[0] {
		ix.build(s.Store, s.Items)
	}
	return ix
}

func (ix *index) build(st *term.Store, items []Item) {
	ix.items, ix.open, ix.sums = items, ix.open[:0], ix.sums[:0]
	size := 16
	for size < 2*len(items) {
		size *= 2
	}
	if size > len(ix.table) {
		ix.table = make([]entry, size)
	} else {
		clear(ix.table)
	}
	for i := range items {
		it := &items[i]
		if e := ix.slot(it.T); e.t == 0 {
			*e = entry{it.T, it.From}
		} else {
			e.from = min(e.from, it.From)
		}
		if it.open {
			ix.open = append(ix.open, i)
		}
		if it.op == term.Xor {
			ix.sums = append(ix.sums, i)
		}
	}
}

// slot returns the entry of t, or the free one where it would be.
func (ix *index) slot(t term.Term) *entry {
	mask := len(ix.table) - 1
	for i := int(uint32(t)*0x9e3779b1>>8) & mask; ; i = (i + 1) & mask {
		if e := &ix.table[i]; e.t == t || e.t == 0 {
			return e
		}
	}
}
