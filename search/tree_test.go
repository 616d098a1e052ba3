package search_test

import (
	"context"
	"reflect"
	"testing"

	"hornet/hlpsl"
	"hornet/search"
	"hornet/trace"
)

// size counts the states of a tree, and its ends of each kind.
func size(t *trace.Tree) (n int, ends [3]int) {
	n = 1
	if len(t.Next) == 0 {
		ends[t.End]++
	}
	for _, c := range t.Next {
		m, e := size(c)
		n += m
		for i := range e {
			ends[i] += e[i]
		}
	}
	return n, ends
}

func violated(t *trace.Tree, goals map[int]bool) {
	for _, g := range t.Violates {
		goals[g] = true
	}
	for _, c := range t.Next {
		violated(c, goals)
	}
}

// A tree without a bound holds the states that a search visits, and its marks
// the verdicts.
func TestTree(t *testing.T) {
	n := 0
	for _, m := range library(t) {
		model := hlpsl.Load(m.File, m.Text).Model
		r := run(t, model, search.Options{})
		if r.States > 300 || r.Probed > 0 || r.Cause == search.Unsupported {
			continue // another order of steps, or too many
		}
		tree, err := search.Tree(context.Background(), model, search.Options{}, 99, 1000)
		if err != nil {
			t.Fatalf("%s: %v", m.File, err)
		}
		states, ends := size(tree)
		if r.Complete && states != r.States {
			t.Errorf("%s: the tree holds %d states, the search visited %d", m.File, states, r.States)
		}
		if ends[trace.Bound] != 0 && states < 1000 {
			t.Errorf("%s: %d states are cut", m.File, ends[trace.Bound])
		}
		goals := map[int]bool{}
		violated(tree, goals)
		for g := range r.Goals {
			if attack := r.Goals[g].Verdict == search.Attack; states < 1000 && attack != goals[g] {
				t.Errorf("%s: %s: attack %v, in the tree %v", m.File, model.Goals[g].Name(), attack, goals[g])
			}
		}
		n++
	}
	if n < 20 {
		t.Errorf("only %d models are small enough", n)
	}
}

// The bounds cut where they say, and the tree is the same each time.
func TestTreeBounds(t *testing.T) {
	m := family(t, "nspk 2")
	grow := func(depth, limit int) *trace.Tree {
		tree, err := search.Tree(context.Background(), m, search.Options{}, depth, limit)
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	if n, ends := size(grow(0, 100)); n != 1 || ends != [3]int{trace.Bound: 1} {
		t.Errorf("depth 0: %d states, ends %v", n, ends)
	}
	three := grow(3, 1000)
	all, _ := size(three)
	for _, limit := range []int{1, 5, 10} {
		n, ends := size(grow(3, limit))
		if n < limit || n >= all || ends[trace.Bound] == 0 {
			t.Errorf("limit %d: %d states of %d, ends %v", limit, n, all, ends)
		}
	}
	if !reflect.DeepEqual(three, grow(3, 1000)) {
		t.Error("two trees differ")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	tree, err := search.Tree(ctx, m, search.Options{}, 3, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if n, ends := size(tree); n != 1 || ends[trace.Bound] != 1 {
		t.Errorf("cancelled: %d states, ends %v", n, ends)
	}
	// Leaving reductions out gives more, not less.
	wide, err := search.Tree(context.Background(), m, search.Options{Disable: search.AllReductions}, 3, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := size(wide); n <= all {
		t.Errorf("%d states without reductions, %d with", n, all)
	}
}
