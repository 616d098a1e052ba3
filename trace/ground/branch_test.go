package ground

import (
	"fmt"
	"strings"
	"testing"

	"hornet/protocol"
	"hornet/term"
)

// snapshot is all that a state shows.
func snapshot(s *State) string {
	var b strings.Builder
	for i := range s.Model.Instances {
		fmt.Fprintln(&b, s.Slots(i))
	}
	for _, f := range s.Facts() {
		fmt.Fprintln(&b, f.Name, f.Args, f.Instance, f.Step, f.Emit)
	}
	for _, c := range s.Model.Sets {
		name, _ := s.Term(protocol.C(c.Name, nil))
		fmt.Fprintln(&b, name, s.Elements(name))
	}
	for n := range s.Steps() {
		v, err := s.Term(&protocol.Expr{Op: protocol.Fresh, Name: "N", Index: n + 1})
		fmt.Fprintln(&b, s.Output(n), v, err)
	}
	_, err := s.Term(&protocol.Expr{Op: protocol.Fresh, Name: "N", Index: s.Steps() + 1})
	fmt.Fprintln(&b, err)
	return b.String()
}

// TestBranches goes on from every state in two ways: what a state shares with
// those that follow from it must not change with them.
func TestBranches(t *testing.T) {
	seen := func(e *protocol.Expr) protocol.Fact { return protocol.Fact{Name: "seen", Args: []*protocol.Expr{e}} }
	tr := protocol.Transition{
		Vars:     []protocol.VarDecl{{Name: "N", Type: term.TText, Kind: protocol.New}},
		Updates:  []protocol.Update{{Slot: 1, Value: v0}, {Slot: 2, Value: x}},
		Consumes: []protocol.Fact{seen(lit("a"))},
		Emits:    []protocol.Fact{seen(lit("a")), seen(v0), seen(two(x, v0))},
		Deletes:  []protocol.SetOp{{Elem: x, Set: s}},
		Adds:     []protocol.SetOp{{Elem: v0, Set: s}, {Elem: y, Set: s}},
		Sends:    []protocol.Send{{Message: two(v0, x)}},
	}
	start, err := New(model(tr), Options{})
	if err != nil {
		t.Fatal(err)
	}
	type seenAs struct {
		state *State
		text  string
	}
	all := []seenAs{{start, snapshot(start)}}
	for level := []*State{start}; level[0].Steps() < 6; {
		var next []*State
		for _, s := range level {
			for instance := range 2 {
				u, _, err := s.Step(instance, 0, []*Term{nil})
				if err != nil {
					t.Fatal(err)
				}
				next, all = append(next, u), append(all, seenAs{u, snapshot(u)})
			}
		}
		level = next
	}
	different := map[string]bool{}
	for _, c := range all {
		different[c.text] = true
		if now := snapshot(c.state); now != c.text {
			t.Fatalf("a state was\n%sand became\n%s", c.text, now)
		}
	}
	if len(different) != len(all) {
		t.Errorf("%d states look like %d: the test has gone blind", len(all), len(different))
	}
}
