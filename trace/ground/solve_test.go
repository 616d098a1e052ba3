package ground

import (
	"strings"
	"testing"

	"hornet/protocol"
	"hornet/term"
)

func TestSolutions(t *testing.T) {
	vars := func(names string) (vs []protocol.VarDecl) {
		for _, n := range strings.Fields(names) {
			v := protocol.VarDecl{Name: strings.TrimPrefix(n, "+"), Type: term.TText}
			if n[0] == '+' {
				v.Kind = protocol.New
			}
			vs = append(vs, v)
		}
		return vs
	}
	rcv := func(e *protocol.Expr) []protocol.Receive { return []protocol.Receive{{Message: e}} }
	in := func(e *protocol.Expr) []protocol.Membership { return []protocol.Membership{{Elem: e, Set: s}} }
	seen := func(e *protocol.Expr) []protocol.Fact {
		return []protocol.Fact{{Name: "seen", Args: []*protocol.Expr{e}}}
	}
	for _, tt := range []struct {
		name     string
		tr       protocol.Transition
		received *protocol.Expr
		want     string
	}{
		{"receive", protocol.Transition{Vars: vars("V +N"), Receives: rcv(two(v0, y))}, two(x, y), "a N(1)"},
		{"no match", protocol.Transition{Vars: vars("V"), Receives: rcv(two(v0, y))}, two(y, x), ""},
		{"membership", protocol.Transition{Vars: vars("V"), In: in(v0)}, nil, "a"},
		{"membership of a pair", protocol.Transition{Vars: vars("V W"), In: in(two(v0, v1))}, nil, "a b"},
		{"membership after a receive", protocol.Transition{Vars: vars("V W"), Receives: rcv(v1), In: in(two(v0, v1))}, x, ""},
		{"fact", protocol.Transition{Vars: vars("V"), Consumes: seen(two(x, v0))}, nil, "b"},
		{"membership and fact", protocol.Transition{Vars: vars("V W"), In: in(v0), Consumes: seen(two(v0, v1))}, nil, "a b"},
		{"equation", protocol.Transition{Vars: vars("V"), Guards: []protocol.Guard{{Rel: protocol.Eq, Left: two(v0, y), Right: two(x, y)}}}, nil, "a"},
		{"equation the other way", protocol.Transition{Vars: vars("V"), Guards: []protocol.Guard{{Rel: protocol.Eq, Left: y, Right: v0}}}, nil, "b"},
		{"false equation", protocol.Transition{Guards: []protocol.Guard{{Rel: protocol.Eq, Left: y, Right: x}}}, nil, ""},
		{"nothing binds it", protocol.Transition{Vars: vars("V"), Guards: []protocol.Guard{{Rel: protocol.NotEq, Left: y, Right: v0}}}, nil, "?"},
	} {
		st, err := New(model(tt.tr), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var received []*Term
		if tt.received != nil {
			r := Reader{State: st, slots: st.slots[0]}
			received = append(received, r.Term(tt.received))
		}
		var got []string
		complete := st.Solutions(0, 0, received, func(values []*Term) bool {
			var words []string
			open := false
			for _, v := range values {
				if v == nil {
					words, open = append(words, "?"), true
				} else {
					words = append(words, v.String())
				}
			}
			if _, _, err := st.Step(0, 0, values); (err != nil) != open {
				t.Errorf("%s: Step says %v", tt.name, err)
			}
			got = append(got, strings.Join(words, " "))
			return true
		})
		if s := strings.Join(got, "|"); s != tt.want || !complete {
			t.Errorf("%s: got %q, want %q, complete %v", tt.name, s, tt.want, complete)
		}
	}
}

// TestSolutionsStop stops after the first of two.
func TestSolutionsStop(t *testing.T) {
	tr := protocol.Transition{Vars: []protocol.VarDecl{{Name: "V", Type: term.TMessage}}, In: []protocol.Membership{{Elem: v0, Set: s}}}
	st, err := New(model(tr), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for stop, want := range map[bool]int{true: 1, false: 2} {
		n := 0
		complete := st.Solutions(0, 0, nil, func([]*Term) bool { n++; return !stop })
		if n != want || complete == stop {
			t.Errorf("stop %v: %d solutions, complete %v", stop, n, complete)
		}
	}
}
