package naive

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hornet/protocol"
	"hornet/term"
)

// TestSolveEnumerates compares the binder with plain enumeration: every assignment
// of values from the universe for which the message is derivable, no other.
func TestSolveEnumerates(t *testing.T) {
	ops := []protocol.Op{protocol.Pair, protocol.Scrypt, protocol.Crypt, protocol.Apply, protocol.Inv, protocol.Xor, protocol.Exp}
	decls := []protocol.VarDecl{{Name: "X", Type: term.TText}, {Name: "Y", Type: term.TText}, {Name: "K", Type: term.TSymmetricKey}}
	rapid.Check(t, func(t *rapid.T) {
		var draw func(depth int, leaves []*protocol.Expr) *protocol.Expr
		draw = func(depth int, leaves []*protocol.Expr) *protocol.Expr {
			n := rapid.IntRange(0, len(leaves)+len(ops)*depth-1).Draw(t, "head")
			if n < len(leaves) {
				return leaves[n]
			}
			op := ops[(n-len(leaves))%len(ops)]
			if op == protocol.Inv {
				return inv(draw(depth-1, leaves))
			}
			return e(op, draw(depth-1, leaves), draw(depth-1, leaves))
		}
		ground := []*protocol.Expr{cx, cy, ck, ch, cm}
		x := &explorer{t: newTable(), m: model(1), opt: Options{Opens: 1}, sets: map[string]int{}, kinds: []term.Kind{term.Text, term.SymmetricKey}}
		var known []*msg
		for n := rapid.IntRange(1, 4).Draw(t, "known"); n > 0; n-- {
			known = append(known, x.t.eval(draw(2, ground), nil, nil))
		}
		pattern := draw(3, append([]*protocol.Expr{protocol.V(0), protocol.V(1), protocol.V(2)}, ground...))
		b := &binder{x: x, know: x.t.learn(nil, known...), decls: decls, vars: make([]*msg, 3), opens: map[term.Kind]int{}}

		var used []int
		pattern.Walk(func(e *protocol.Expr) bool {
			if e.Op == protocol.Var && !slices.Contains(used, e.Index) {
				used = append(used, e.Index)
			}
			return true
		})
		universe := make([][]*msg, 3)
		for v := range universe {
			universe[v] = b.candidates(decls[v].Type)
			for _, m := range b.mentioned(condition{pattern: pattern}) { // those that cancel
				if x.fits(m, decls[v].Type) && !slices.Contains(universe[v], m) {
					universe[v] = append(universe[v], m)
				}
			}
		}
		collect := func(into map[string]bool) { into[fmt.Sprint(b.vars)] = true }
		want := map[string]bool{}
		var all func(int)
		all = func(k int) {
			if k == len(used) {
				if b.know.can(b.value(pattern)) {
					collect(want)
				}
				return
			}
			for _, m := range universe[used[k]] {
				b.vars[used[k]] = m
				all(k + 1)
			}
			b.vars[used[k]] = nil
		}
		all(0)
		got := map[string]bool{}
		b.solve([]condition{{pattern: pattern}}, func() { collect(got) })
		for s := range want {
			if !got[s] {
				t.Errorf("%v |- %v: %s is missing", known, pattern, s)
			}
		}
		for s := range got {
			if !want[s] {
				t.Errorf("%v |- %v: %s is wrong", known, pattern, s)
			}
		}
	})
}
