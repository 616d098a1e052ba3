package search_test

import (
	"context"
	"reflect"
	"slices"
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
		if _, err := search.Tree(context.Background(), model, search.Options{}, 2, 50); err != nil {
			t.Errorf("%s: %v", m.File, err)
		}
		r := run(t, model, search.Options{})
		if r.States > 300 || r.Probed > 0 || r.Cause == search.Unsupported {
			continue // another order of steps, or too many
		}
		tree, err := search.Tree(context.Background(), model, search.Options{}, 99, 1000)
		if err != nil {
			t.Fatalf("%s: %v", m.File, err)
		}
		states, ends := size(tree)
		// A search goes on without the goals that it has found attacks on, and can
		// then leave more out.
		attacked := slices.ContainsFunc(r.Goals, func(g search.GoalResult) bool { return g.Attack != nil })
		if r.Complete && (states < r.States || states > r.States && !attacked) {
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

// served is a role beside a server whose answers the search tells the intruder
// at the start.
const served = `role alice(A,B:agent, Ks:public_key, Snd,Rcv:channel(dy))
played_by A def=
  local State:nat, Kb:public_key, Na:text
  init State := 0
  transition
    1. State=0 /\ Rcv(start) =|> State':=1 /\ Snd(B)
    2. State=1 /\ Rcv({B.Kb'}_inv(Ks)) =|> State':=2 /\ Na':=new() /\ Snd({Na'}_Kb') /\ secret(Na',na,{A,B})
end role
role server(S:agent, Ks:public_key, Keys:(agent.public_key) set, Snd,Rcv:channel(dy))
played_by S def=
  local State:nat, B:agent, Kb:public_key
  init State := 0
  transition
    1. State=0 /\ Rcv(B') /\ in(B'.Kb',Keys) =|> State':=0 /\ Snd({B'.Kb'}_inv(Ks))
end role
role environment() def=
  local Keys:(agent.public_key) set, S1,R1,S2,R2:channel(dy)
  const a,b,s:agent, ks,ka,kb:public_key, na:protocol_id
  init Keys := {a.ka,b.kb}
  intruder_knowledge = {a,b,s,ks}
  composition server(s,ks,Keys,S2,R2) /\ alice(a,b,ks,S1,R1)
end role
goal
  secrecy_of na
end goal
environment()
`

func TestTreeOfServer(t *testing.T) {
	m := load(t, "served", []byte(served))
	tree, err := search.Tree(context.Background(), m, search.Options{}, 3, 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Steps) != 1 || len(tree.Next) != 1 || len(tree.Next[0].Steps) != 1 || tree.Next[0].Steps[0].Received[0].String() != "{b.kb}_inv(ks)" {
		t.Errorf("%+v", tree)
	}
}
