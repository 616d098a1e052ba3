package intruder

import (
	"testing"

	"hornet/term"
	"hornet/term/unify"
)

// TestScratch wants what is taken to be nobody else's until it is given back, and
// then to be lent again without asking the collector.
func TestScratch(t *testing.T) {
	var s scratch
	mark := func(c []Constraint, n int) []Constraint {
		for range n {
			c = append(c, Constraint{P: uint16(n)})
		}
		return c
	}
	var all [][]Constraint
	for _, n := range []int{3, 60, 5, 200, 1, 64} {
		c := s.take(n)
		if len(c) != 0 || cap(c) != n {
			t.Fatalf("asked for %d, got %d of %d", n, len(c), cap(c))
		}
		all = append(all, mark(c, n))
	}
	for _, c := range all {
		for _, x := range c {
			if int(x.P) != len(c) {
				t.Fatalf("a slice of %d holds what was written to one of %d", len(c), x.P)
			}
		}
	}
	if n := testing.AllocsPerRun(10, func() {
		s.top = top{}
		for range 4 {
			mark(s.take(60), 60)
		}
	}); n > 0 {
		t.Errorf("%.0f allocations for what was there", n)
	}
}

// TestGoalsApart solves two goals with two ways each: what one way did to the goals
// must not be seen by the next.
func TestGoalsApart(t *testing.T) {
	st := term.NewStore()
	s := NewSolver(st)
	text := func(n string) term.Term { return st.Const(n, term.Sort(term.Text)) }
	k, l := text("k"), text("l")
	s.Reset(nil)
	x := s.NewVar(unify.Info{Birth: unify.Unborn})
	y := s.NewVar(unify.Info{Birth: unify.Unborn})
	s.Learn([]term.Term{st.Make2(term.Scrypt, k, text("m")), st.Make2(term.Scrypt, k, text("n")), st.Make2(term.Scrypt, l, text("m")), st.Make2(term.Scrypt, l, text("n"))}, 0, func() bool {
		found := map[[2]term.Term]int{}
		s.Solve([]Constraint{{T: st.Make2(term.Scrypt, k, x)}, {T: st.Make2(term.Scrypt, l, y)}}, func() bool {
			found[[2]term.Term{s.Apply(x), s.Apply(y)}]++
			return true
		})
		for _, a := range []string{"m", "n"} {
			for _, b := range []string{"m", "n"} {
				if c := found[[2]term.Term{text(a), text(b)}]; c != 1 {
					t.Errorf("x=%s y=%s was found %d times", a, b, c)
				}
			}
		}
		if len(found) != 4 {
			t.Errorf("%d solutions, not 4", len(found))
		}
		return true
	})
}
