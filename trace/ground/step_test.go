package ground

import (
	"strings"
	"testing"

	"hornet/protocol"
	"hornet/term"
)

// The model of these tests has one role with the slots Me, X, Y, S and one
// transition, which each test fills.
func model(tr protocol.Transition) *protocol.Model {
	set := &term.Type{Kind: term.Set, Args: []*term.Type{term.TText}}
	c := protocol.C
	me, a, b := c("me", term.TAgent), c("a", term.TText), c("b", term.TText)
	values := []*protocol.Expr{me, a, b, c("set1", set)}
	return &protocol.Model{
		Roles: []protocol.Role{{Name: "role", Slots: []protocol.SlotDecl{{Name: "Me", Type: term.TAgent}, {Name: "X", Type: term.TText},
			{Name: "Y", Type: term.TText}, {Name: "S", Type: set}}, Transitions: []protocol.Transition{tr}}},
		Instances: []protocol.Instance{{Values: values}, {Values: values}},
		Sets:      []protocol.Set{{Name: "set1", Type: set, Elems: []*protocol.Expr{a, protocol.E(protocol.Pair, a, b)}}},
		Facts: []protocol.Fact{
			{Kind: protocol.User, Name: "seen", Args: []*protocol.Expr{a}},
			{Kind: protocol.User, Name: "seen", Args: []*protocol.Expr{protocol.E(protocol.Pair, a, b)}},
			{Kind: protocol.User, Name: "seen", Args: []*protocol.Expr{protocol.E(protocol.Pair, a, protocol.E(protocol.Pair, me, b))}},
			{Kind: protocol.User, Name: "twice", Args: []*protocol.Expr{protocol.E(protocol.Pair, a, a)}},
		},
		Constants: []*protocol.Expr{me, a, b, c("n", term.TText), c("1", term.TNat), c("2", term.TNat), c("10", term.TNat), c("010", term.TNat)},
	}
}

func fire(t *testing.T, tr protocol.Transition, values ...*Term) (*State, *Effect, error) {
	t.Helper()
	s, err := New(model(tr), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s.Step(0, 0, values)
}

var (
	me, x, y, s = protocol.S(0), protocol.S(1), protocol.S(2), protocol.S(3)
	v0, v1      = protocol.V(0), protocol.V(1)
)

func lit(name string) *protocol.Expr         { return protocol.C(name, nil) }
func two(l, r *protocol.Expr) *protocol.Expr { return protocol.E(protocol.Pair, l, r) }

func TestGuards(t *testing.T) {
	vars := func(kinds ...protocol.VarKind) (vs []protocol.VarDecl) {
		for _, k := range kinds {
			vs = append(vs, protocol.VarDecl{Name: "V", Type: term.TText, Kind: k})
		}
		return vs
	}
	u := protocol.Universal
	seen := func(args ...*protocol.Expr) *protocol.Fact { return &protocol.Fact{Name: "seen", Args: args} }
	xor := func(l, r *protocol.Expr) *protocol.Expr { return protocol.E(protocol.Xor, l, r) }
	for _, tt := range []struct {
		name string
		vars []protocol.VarDecl
		g    protocol.Guard
		want string // "" holds, else part of the error
	}{
		{"equal", nil, protocol.Guard{Rel: protocol.Eq, Left: x, Right: lit("a")}, ""},
		{"not equal", nil, protocol.Guard{Rel: protocol.Eq, Left: x, Right: y}, "does not hold"},
		{"equal modulo xor", nil, protocol.Guard{Rel: protocol.Eq, Left: xor(x, y), Right: xor(y, x)}, ""},
		{"different", nil, protocol.Guard{Rel: protocol.NotEq, Left: x, Right: y}, ""},
		{"not different", nil, protocol.Guard{Rel: protocol.NotEq, Left: x, Right: lit("a")}, "does not hold"},
		{"different for no value of a universal variable", vars(u), protocol.Guard{Rel: protocol.NotEq, Left: x, Right: two(x, v0)}, "have no var"},
		{"universal twice, different", vars(u), protocol.Guard{Rel: protocol.Absent, Fact: seen(two(v0, v0))}, ""},
		{"universal twice, same", vars(u), protocol.Guard{Rel: protocol.Absent, Fact: &protocol.Fact{Name: "twice", Args: []*protocol.Expr{two(v0, v0)}}}, "does not hold"},
		{"universals of other values", vars(u, u), protocol.Guard{Rel: protocol.NotIn, Left: two(v0, v1), Right: s}, "does not hold"},
		{"universal of another type", vars(u), protocol.Guard{Rel: protocol.Absent, Fact: seen(two(x, two(v0, y)))}, ""},
		{"universal in a sum", vars(u), protocol.Guard{Rel: protocol.NotIn, Left: xor(v0, x), Right: s}, "have no var"},
		{"2 <= 10", nil, protocol.Guard{Rel: protocol.LessEq, Left: lit("2"), Right: lit("10")}, ""},
		{"10 <= 10", nil, protocol.Guard{Rel: protocol.LessEq, Left: lit("10"), Right: lit("10")}, ""},
		{"10 <= 2", nil, protocol.Guard{Rel: protocol.LessEq, Left: lit("10"), Right: lit("2")}, "does not hold"},
		{"10 > 2", nil, protocol.Guard{Rel: protocol.NotLess, Left: lit("10"), Right: lit("2")}, ""},
		{"2 > 2", nil, protocol.Guard{Rel: protocol.NotLess, Left: lit("2"), Right: lit("2")}, "does not hold"},
		{"a <= 2", nil, protocol.Guard{Rel: protocol.LessEq, Left: x, Right: lit("2")}, "does not hold"},
		{"a > 2", nil, protocol.Guard{Rel: protocol.NotLess, Left: x, Right: lit("2")}, "does not hold"},
		{"not in", nil, protocol.Guard{Rel: protocol.NotIn, Left: y, Right: s}, ""},
		{"in", nil, protocol.Guard{Rel: protocol.NotIn, Left: x, Right: s}, "does not hold"},
		{"nothing like it in", vars(u), protocol.Guard{Rel: protocol.NotIn, Left: two(y, v0), Right: s}, ""},
		{"something like it in", vars(u), protocol.Guard{Rel: protocol.NotIn, Left: two(x, v0), Right: s}, "does not hold"},
		{"in no set at all", vars(u), protocol.Guard{Rel: protocol.NotIn, Left: v0, Right: x}, ""},
		{"absent", nil, protocol.Guard{Rel: protocol.Absent, Fact: seen(y)}, ""},
		{"present", nil, protocol.Guard{Rel: protocol.Absent, Fact: seen(x)}, "does not hold"},
		{"absent for all", vars(u), protocol.Guard{Rel: protocol.Absent, Fact: seen(two(y, v0))}, ""},
		{"present for some", vars(u), protocol.Guard{Rel: protocol.Absent, Fact: seen(two(x, v0))}, "does not hold"},
		{"absent with more parts", vars(u), protocol.Guard{Rel: protocol.Absent, Fact: seen(x, v0)}, ""},
		{"absent by another name", nil, protocol.Guard{Rel: protocol.Absent, Fact: &protocol.Fact{Name: "heard", Args: []*protocol.Expr{x}}}, ""},
		{"no fact", nil, protocol.Guard{Rel: protocol.Absent}, "does not hold"},
		{"no relation", nil, protocol.Guard{Rel: 99, Left: x, Right: x}, "does not hold"},
	} {
		_, _, err := fire(t, protocol.Transition{Vars: tt.vars, Guards: []protocol.Guard{tt.g}}, make([]*Term, len(tt.vars))...)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}

// TestSimultaneous swaps two slots, and sends both old and new values.
func TestSimultaneous(t *testing.T) {
	next, eff, err := fire(t, protocol.Transition{
		Vars:    []protocol.VarDecl{{Name: "N", Type: term.TMessage, Kind: protocol.New}},
		Updates: []protocol.Update{{Slot: 1, Value: y}, {Slot: 2, Value: x}, {Slot: 1, Value: me}},
		Sends:   []protocol.Send{{Message: two(x, v0)}},
	}, atom(protocol.Fresh, "N", 1, term.TText))
	if err != nil {
		t.Fatal(err)
	}
	if got := next.Slots(0)[1].String() + next.Slots(0)[2].String(); got != "ba" {
		t.Errorf("the slots hold %s", got)
	}
	if got := next.Slots(1)[1].String(); got != "a" {
		t.Errorf("the other instance holds %s", got)
	}
	if got := eff.Sent[0].String(); got != "a.N(1)" || next.Output(0)[0] != eff.Sent[0] {
		t.Errorf("sent %s", got)
	}
	fresh, err := next.Term(&protocol.Expr{Op: protocol.Fresh, Name: "N", Index: 1, Type: term.TAgent})
	if err != nil || fresh.Type != term.TText {
		t.Errorf("a fresh message has the type %v, want text: %v", fresh.Type, err)
	}
}

// TestSets deletes and adds at once; the state before stays as it was.
func TestSets(t *testing.T) {
	op := func(e *protocol.Expr) protocol.SetOp { return protocol.SetOp{Elem: e, Set: s} }
	tr := protocol.Transition{
		Deletes: []protocol.SetOp{op(x), op(lit("n"))},
		Adds:    []protocol.SetOp{op(y), op(y), op(two(x, y))},
	}
	before, err := New(model(tr), Options{})
	if err != nil {
		t.Fatal(err)
	}
	next, _, err := before.Step(0, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	show := func(st *State) (out string) {
		for _, e := range st.Elements(st.Slots(0)[3]) {
			out += e.String() + " "
		}
		return out
	}
	if got := show(next); got != "b a.b " {
		t.Errorf("the set holds %s", got)
	}
	if got := show(before); got != "a a.b " {
		t.Errorf("the set held %s", got)
	}
	in := func(e *protocol.Expr) error {
		_, _, err := fire(t, protocol.Transition{In: []protocol.Membership{{Elem: e, Set: s}}})
		return err
	}
	if in(x) != nil || in(two(x, y)) != nil || in(y) == nil || in(two(y, x)) == nil {
		t.Error("membership")
	}
}

// TestConsume takes facts away, of requests the instance's own only.
func TestConsume(t *testing.T) {
	request := protocol.Fact{Kind: protocol.Request, Name: "request", ID: "id", Args: []*protocol.Expr{me, me, x}}
	tr := protocol.Transition{
		Consumes: []protocol.Fact{{Name: "seen", Args: []*protocol.Expr{x}}},
		Emits:    []protocol.Fact{request, {Kind: protocol.Witness, Name: "witness", ID: "id", Args: []*protocol.Expr{me, me, x}}},
	}
	m := model(tr)
	m.Roles[0].Transitions = append(m.Roles[0].Transitions, protocol.Transition{Consumes: []protocol.Fact{request}},
		protocol.Transition{Consumes: []protocol.Fact{tr.Emits[1]}})
	begin, err := New(m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	one, _, err := begin.Step(0, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(one.Facts()) != 5 || len(begin.Facts()) != 4 {
		t.Errorf("%d facts after %d", len(one.Facts()), len(begin.Facts()))
	}
	if f := one.Facts()[4]; f.Step != 0 || f.Emit != 1 || f.Instance != 0 {
		t.Errorf("the witness is %+v", f)
	}
	if _, _, err := one.Step(0, 0, nil); err == nil {
		t.Error("a fact was consumed twice")
	}
	if _, _, err := one.Step(1, 1, nil); err == nil {
		t.Error("the request of another instance was consumed")
	}
	if _, _, err := one.Step(1, 2, nil); err != nil {
		t.Errorf("the witness of another instance: %v", err)
	}
	if two, _, err := one.Step(0, 1, nil); err != nil || len(two.Facts()) != 4 {
		t.Errorf("the own request: %v", err)
	}
}

// TestFrozen stores a value of another type and expects that nothing fires any
// more, unless types are dropped.
func TestFrozen(t *testing.T) {
	for _, o := range []Options{{}, {StrongTypes: true}, {Untyped: true}} {
		begin, err := New(model(protocol.Transition{Updates: []protocol.Update{{Slot: 1, Value: two(x, y)}}}), o)
		if err != nil {
			t.Fatal(err)
		}
		one, _, err := begin.Step(0, 0, nil)
		if err != nil {
			t.Fatalf("%+v: the step that freezes must happen: %v", o, err)
		}
		want := 1
		if o.Untyped {
			want = -1
		}
		if got := one.Frozen(0); got != want {
			t.Errorf("%+v: frozen by slot %d, want %d", o, got, want)
		}
		if _, _, err := one.Step(0, 0, nil); (err == nil) != o.Untyped {
			t.Errorf("%+v: %v", o, err)
		}
		if _, _, err := one.Step(1, 0, nil); err != nil {
			t.Errorf("%+v: the other instance: %v", o, err)
		}
	}
}

func TestMatch(t *testing.T) {
	e, xor, exp := protocol.E, protocol.Xor, protocol.Exp
	tx := func(names ...string) (vs []protocol.VarDecl) {
		for range names {
			vs = append(vs, protocol.VarDecl{Name: "V", Type: term.TText})
		}
		return vs
	}
	any2 := []protocol.VarDecl{{Name: "V", Type: term.TMessage}, {Name: "W", Type: term.TMessage}}
	inv := func(k *protocol.Expr) *protocol.Expr { return e(protocol.Inv, k) }
	for _, tt := range []struct {
		name     string
		opt      Options
		vars     []protocol.VarDecl
		pattern  *protocol.Expr
		message  *protocol.Expr
		want     string
		complete bool
	}{
		{"variable", Options{}, tx("V"), v0, x, "a", true},
		{"variable of another type", Options{}, tx("V"), v0, me, "", true},
		{"untyped variable", Options{Untyped: true}, tx("V"), v0, me, "me", true},
		{"pair", Options{}, tx("V", "W"), two(v0, v1), two(y, x), "b a", true},
		{"slot inside", Options{}, tx("V"), two(x, v0), two(x, y), "b", true},
		{"another slot inside", Options{}, tx("V"), two(y, v0), two(x, y), "", true},
		{"twice the same", Options{}, tx("V"), two(v0, v0), two(x, x), "a", true},
		{"twice different", Options{}, tx("V"), two(v0, v0), two(x, y), "", true},
		{"under a key", Options{}, tx("V"), e(protocol.Scrypt, x, v0), e(protocol.Scrypt, x, y), "b", true},
		{"under another key", Options{}, tx("V"), e(protocol.Scrypt, y, v0), e(protocol.Scrypt, x, y), "", true},
		{"another head", Options{}, tx("V"), e(protocol.Scrypt, x, v0), e(protocol.Crypt, x, y), "", true},
		{"inverse", Options{}, any2[:1], inv(v0), x, "inv(a)", true},
		{"inverse of an inverse", Options{}, tx("V"), inv(v0), inv(x), "a", true},
		{"sum", Options{}, tx("V"), e(xor, v0, x), e(xor, x, y), "b", true},
		{"sum that absorbs", Options{}, any2[:1], e(xor, v0, x), y, "xor(a,b)", true},
		{"sum of two unknowns", Options{}, any2, e(xor, v0, v1), x, "", false},
		{"sum made known by a later part", Options{}, tx("V", "W"), two(e(xor, v0, v1), v1), two(e(xor, x, y), x), "b a", true},
		{"exponent", Options{}, tx("V"), e(exp, x, v0), e(exp, x, y), "b", true},
		{"exponent of another base", Options{}, tx("V"), e(exp, y, v0), e(exp, x, y), "", true},
		{"exponent on a power", Options{}, tx("V"), e(exp, e(exp, x, y), v0), e(exp, e(exp, x, lit("n")), y), "n", true},
		{"exponent that cancels", Options{}, any2[:1], e(exp, e(exp, x, y), v0), x, "inv(b)", true},
		{"no exponent is missing", Options{}, any2[:1], e(exp, x, v0), x, "", true},
		{"base", Options{}, any2[:1], e(exp, v0, y), e(exp, e(exp, x, y), lit("n")), "exp(a,n)", true},
		{"base and exponent", Options{}, any2, e(exp, v0, v1), e(exp, x, y), "", false},
		{"free pairs", Options{}, any2, two(v0, v1), two(x, two(y, x)), "a b.a", true},
		{"associative pairs", Options{Assoc: true}, any2, two(v0, v1), two(x, two(y, x)), "a b.a|a.b a", true},
		{"associative pairs, typed", Options{Assoc: true}, tx("V", "W"), two(v0, v1), two(x, two(y, x)), "", true},
	} {
		tr := protocol.Transition{Vars: tt.vars}
		st, err := New(model(tr), tt.opt)
		if err != nil {
			t.Fatal(err)
		}
		r := Reader{State: st, slots: st.slots[0]}
		message := r.Term(tt.message)
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		var got []string
		complete := st.Match(0, &tr, []*protocol.Expr{tt.pattern}, []*Term{message}, make([]*Term, len(tt.vars)), func(vs []*Term) bool {
			var words []string
			for _, v := range vs {
				words = append(words, v.String())
			}
			got = append(got, strings.Join(words, " "))
			return true
		})
		if s := strings.Join(got, "|"); s != tt.want || complete != tt.complete {
			t.Errorf("%s: got %q, complete %v; want %q, %v", tt.name, s, complete, tt.want, tt.complete)
		}
	}
}
