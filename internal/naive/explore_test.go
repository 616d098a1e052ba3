package naive

import (
	"context"
	"fmt"
	"testing"

	"hornet/protocol"
	"hornet/term"
)

var (
	ci     = protocol.C("i", term.TAgent)
	start  = protocol.C("start", term.TMessage)
	ctext  = &term.Type{Kind: term.Set, Args: []*term.Type{term.TText}}
	cset   = protocol.C("set", ctext)
	nat    = func(n int) *protocol.Expr { return protocol.C(fmt.Sprint(n), term.TNat) }
	v0, v1 = protocol.V(0), protocol.V(1)
	slotA  = protocol.S(0) // a
	slotN  = protocol.S(2) // a text, x at the start
	slotZ  = protocol.S(3) // a message, m at the start
	slotS  = protocol.S(4) // the set, {y} at the start
)

// model has n instances of one role that goes through the transitions one after
// the other; its slots are A, State and those above.
func model(n int, trs ...protocol.Transition) *protocol.Model {
	for i := range trs {
		trs[i].Guards = append([]protocol.Guard{{Rel: protocol.Eq, Left: protocol.S(1), Right: nat(i)}}, trs[i].Guards...)
		trs[i].Updates = append(append([]protocol.Update{}, trs[i].Updates...), protocol.Update{Slot: 1, Value: nat(i + 1)})
	}
	m := &protocol.Model{
		Roles: []protocol.Role{{Name: "r", Slots: []protocol.SlotDecl{{Name: "A", Type: term.TAgent}, {Name: "State", Type: term.TNat},
			{Name: "N", Type: term.TText}, {Name: "Z", Type: term.TMessage}, {Name: "S", Type: ctext}}, Transitions: trs}},
		Sets:      []protocol.Set{{Name: "set", Type: ctext, Elems: []*protocol.Expr{cy}}},
		Knowledge: []*protocol.Expr{start, ci},
	}
	for i := 0; i < n; i++ {
		m.Instances = append(m.Instances, protocol.Instance{Values: []*protocol.Expr{ca, nat(0), cx, cm, cset}})
	}
	return m
}

func receive(ms ...*protocol.Expr) []protocol.Receive {
	var out []protocol.Receive
	for _, m := range ms {
		out = append(out, protocol.Receive{Message: m})
	}
	return out
}

func send(ms ...*protocol.Expr) []protocol.Send {
	var out []protocol.Send
	for _, m := range ms {
		out = append(out, protocol.Send{Message: m})
	}
	return out
}

func bound(ts ...*term.Type) []protocol.VarDecl {
	var out []protocol.VarDecl
	for i, t := range ts {
		out = append(out, protocol.VarDecl{Name: fmt.Sprintf("V%d", i), Type: t})
	}
	return out
}

func explore(m *protocol.Model, opt Options) *Result {
	return Explore(context.Background(), m, opt)
}

// TestFires: which transitions of a single instance fire.
func TestFires(t *testing.T) {
	go1 := protocol.Transition{Receives: receive(start)}
	guard := func(r protocol.Relation, l, rt *protocol.Expr) []protocol.Guard {
		return []protocol.Guard{{Rel: r, Left: l, Right: rt}}
	}
	user := func(m *protocol.Expr) protocol.Fact {
		return protocol.Fact{Name: "p", Args: []*protocol.Expr{m}}
	}
	universal := bound(term.TText)
	universal[0].Kind = protocol.Universal
	fresh := bound(term.TMessage)
	fresh[0].Kind = protocol.New
	for _, c := range []struct {
		name string
		want string // of the fired transitions, one digit each
		trs  []protocol.Transition
	}{
		{"a message he cannot make", "0", []protocol.Transition{{Receives: receive(slotA)}}},
		{"a message that was sent", "11", []protocol.Transition{{Receives: receive(start), Sends: send(slotA)}, {Receives: receive(slotA)}}},
		{"not before it was", "0", []protocol.Transition{{Receives: receive(slotA), Sends: send(slotA)}}},
		{"two messages", "0", []protocol.Transition{{Receives: receive(start, slotA)}}},
		{"a repeated variable", "110", []protocol.Transition{
			{Receives: receive(pair(v0, v0)), Vars: bound(term.TText)},
			{Receives: receive(pair(v0, v1)), Vars: bound(term.TText, term.TText), Guards: guard(protocol.NotEq, v0, v1)},
			{Receives: receive(pair(v0, v0)), Vars: bound(term.TText), Guards: guard(protocol.NotEq, v0, v0)}}},
		{"the stored value", "10", []protocol.Transition{
			{Receives: receive(v0), Vars: bound(term.TText), Sends: send(scrypt(slotN, v0))},
			{Receives: receive(pair(slotN, v0)), Vars: bound(term.TText)}}},
		{"updates are simultaneous", "111", []protocol.Transition{
			{Receives: receive(start), Updates: []protocol.Update{{Slot: 2, Value: cy}, {Slot: 3, Value: slotN}}},
			{Receives: receive(start), Guards: guard(protocol.Eq, slotZ, cx)},
			{Receives: receive(start), Guards: guard(protocol.Eq, slotN, cy)}}},
		{"sends read the old slots", "110", []protocol.Transition{
			{Receives: receive(start), Updates: []protocol.Update{{Slot: 2, Value: cy}}, Sends: send(slotN)},
			{Receives: receive(cx)}, {Receives: receive(cy)}}},
		{"a value of another type freezes", "10", []protocol.Transition{
			{Receives: receive(start), Updates: []protocol.Update{{Slot: 2, Value: hash(cm)}}}, go1}},
		{"but not in a message slot", "11", []protocol.Transition{
			{Receives: receive(start), Updates: []protocol.Update{{Slot: 3, Value: hash(cm)}}}, go1}},
		{"a text takes no agent", "0", []protocol.Transition{{Receives: receive(pair(v0, ci)), Vars: bound(term.TText), Guards: guard(protocol.Eq, v0, ci)}}},
		{"a new message is a text", "11", []protocol.Transition{
			{Receives: receive(start), Vars: fresh, Sends: send(v0)},
			{Receives: receive(v0), Vars: bound(term.TText), Guards: guard(protocol.NotEq, v0, cy)}}},
		{"an element", "11", []protocol.Transition{
			{Receives: receive(start), Vars: bound(term.TText), In: []protocol.Membership{{Elem: v0, Set: slotS}}, Sends: send(v0)},
			{Receives: receive(cy)}}},
		{"an element of the right type", "0", []protocol.Transition{
			{Receives: receive(start), Vars: bound(term.TAgent), In: []protocol.Membership{{Elem: v0, Set: slotS}}}}},
		{"added, absent, removed", "1110", []protocol.Transition{
			{Receives: receive(start), Adds: []protocol.SetOp{{Elem: cx, Set: slotS}}, Guards: guard(protocol.NotIn, cx, slotS)},
			{Receives: receive(start), In: []protocol.Membership{{Elem: cx, Set: slotS}}, Deletes: []protocol.SetOp{{Elem: cx, Set: slotS}, {Elem: cm, Set: slotS}}},
			{Receives: receive(start), Guards: guard(protocol.NotIn, cx, slotS), Deletes: []protocol.SetOp{{Elem: cy, Set: slotS}}, Adds: []protocol.SetOp{{Elem: cy, Set: slotS}}},
			{Receives: receive(start), Vars: universal, Guards: guard(protocol.NotIn, v0, slotS)}}},
		{"a fact is consumed once", "110", []protocol.Transition{
			{Receives: receive(start), Emits: []protocol.Fact{user(cx)}},
			{Receives: receive(start), Vars: bound(term.TText), Consumes: []protocol.Fact{user(v0)}, Sends: send(v0)},
			{Receives: receive(start), Vars: bound(term.TText), Consumes: []protocol.Fact{user(v0)}}}},
		{"an absent fact", "110", []protocol.Transition{
			{Receives: receive(start), Emits: []protocol.Fact{user(cx)}},
			{Receives: receive(start), Guards: []protocol.Guard{{Rel: protocol.Absent, Fact: &protocol.Fact{Name: "p", Args: []*protocol.Expr{cy}}}}},
			{Receives: receive(start), Vars: universal, Guards: []protocol.Guard{{Rel: protocol.Absent, Fact: &protocol.Fact{Name: "p", Args: []*protocol.Expr{v0}}}}}}},
		{"naturals", "110", []protocol.Transition{
			{Receives: receive(start), Guards: guard(protocol.LessEq, nat(2), nat(10))},
			{Receives: receive(start), Guards: guard(protocol.NotLess, nat(10), nat(2))},
			{Receives: receive(start), Guards: guard(protocol.LessEq, nat(10), nat(2))}}},
		{"for no value", "0", []protocol.Transition{
			{Receives: receive(start), Vars: universal, Guards: guard(protocol.NotEq, hash(v0), hash(slotN))}}},
		{"for no value of its type", "1", []protocol.Transition{
			{Receives: receive(start), Vars: universal, Guards: guard(protocol.NotEq, hash(v0), hash(slotA))}}},
		{"a sum solved for its unknown", "11", []protocol.Transition{
			{Receives: receive(start), Sends: send(xor(slotN, slotZ))},
			{Receives: receive(xor(v0, slotZ)), Vars: bound(term.TText), Guards: guard(protocol.Eq, v0, cx)}}},
		{"a power solved for its base", "11", []protocol.Transition{
			{Receives: receive(start), Sends: send(scrypt(slotN, exp(cg, cy)), slotN)},
			{Receives: receive(scrypt(slotN, exp(v0, cy))), Vars: bound(term.TMessage), Guards: guard(protocol.Eq, v0, cg)}}},
	} {
		r := explore(model(1, c.trs...), Options{})
		got := ""
		for _, f := range r.Fired[0] {
			if f {
				got += "1"
			} else {
				got += "0"
			}
		}
		if got != c.want || !r.Complete || r.Unsupported != "" {
			t.Errorf("%s: fired %s, want %s; complete %v %s", c.name, got, c.want, r.Complete, r.Unsupported)
		}
	}
}

// TestGoals: what violates a goal, after how many steps.
func TestGoals(t *testing.T) {
	fact := func(k protocol.FactKind, args ...*protocol.Expr) protocol.Fact {
		return protocol.Fact{Kind: k, Name: k.String(), ID: "id", Args: args}
	}
	witness, request := protocol.Witness, protocol.Request
	got := func(fs ...protocol.Fact) protocol.Transition {
		return protocol.Transition{Receives: receive(v0), Vars: bound(term.TText), Emits: fs}
	}
	add := func(tr protocol.Transition, e *protocol.Expr) protocol.Transition {
		tr.Adds = append(tr.Adds, protocol.SetOp{Elem: e, Set: slotS})
		return tr
	}
	say := func(m *protocol.Expr, fs ...protocol.Fact) protocol.Transition {
		return protocol.Transition{Receives: receive(start), Emits: fs, Sends: send(m)}
	}
	for _, c := range []struct {
		name string
		kind protocol.GoalKind
		n    int // instances
		want int // steps
		trs  []protocol.Transition
	}{
		{"a leak", protocol.Secrecy, 1, 1, []protocol.Transition{say(slotN, fact(protocol.Secret, slotN, slotS))}},
		{"no leak", protocol.Secrecy, 1, -1, []protocol.Transition{say(scrypt(ck, slotN), fact(protocol.Secret, slotN, slotS))}},
		{"told before it is secret", protocol.Secrecy, 1, 2, []protocol.Transition{say(slotN), say(ca, fact(protocol.Secret, slotN, slotS))}},
		{"meant for him", protocol.Secrecy, 1, -1, []protocol.Transition{add(say(slotN, fact(protocol.Secret, slotN, slotS)), ci)}},
		{"in no set", protocol.Secrecy, 1, 1, []protocol.Transition{say(slotN, fact(protocol.Secret, slotN, ci))}},
		{"his own value", protocol.Secrecy, 1, 1, []protocol.Transition{got(fact(protocol.Secret, v0, slotS))}},
		{"the set itself", protocol.Secrecy, 1, -1, []protocol.Transition{say(slotN, fact(protocol.Secret, slotS, slotS))}},
		{"no witness", protocol.Authentication, 1, 1, []protocol.Transition{got(fact(request, cb, slotA, v0))}},
		{"a witness in the same step", protocol.Authentication, 1, -1, []protocol.Transition{got(fact(request, cb, slotA, v0), fact(witness, slotA, cb, v0))}},
		{"a witness too late", protocol.Authentication, 1, 1, []protocol.Transition{got(fact(request, cb, slotA, cx)), say(ca, fact(witness, slotA, cb, cx))}},
		{"a witness before", protocol.Authentication, 1, -1, []protocol.Transition{say(slotN, fact(witness, slotA, cb, slotN)),
			{Receives: receive(slotN), Emits: []protocol.Fact{fact(request, cb, slotA, slotN)}}}},
		{"another value", protocol.Authentication, 1, 2, []protocol.Transition{say(slotN, fact(witness, slotA, cb, slotN)), got(fact(request, cb, slotA, v0))}},
		{"relying on the intruder", protocol.Authentication, 1, -1, []protocol.Transition{got(fact(request, cb, ci, v0))}},
		{"a text is no agent", protocol.Authentication, 1, -1, []protocol.Transition{got(fact(request, cb, v0, cm))}},
		{"replay", protocol.Authentication, 2, 2, []protocol.Transition{got(fact(request, cb, slotA, cm), fact(witness, slotA, cb, cm))}},
		{"twice in one instance", protocol.Authentication, 1, -1, []protocol.Transition{
			got(fact(request, cb, slotA, cm), fact(witness, slotA, cb, cm)), got(fact(request, cb, slotA, cm))}},
		{"weak: no replay", protocol.WeakAuthentication, 2, -1, []protocol.Transition{got(fact(protocol.WRequest, cb, slotA, cm), fact(witness, slotA, cb, cm))}},
		{"weak: no witness", protocol.WeakAuthentication, 2, 1, []protocol.Transition{got(fact(protocol.WRequest, cb, slotA, cm))}},
		{"request is not for weak", protocol.WeakAuthentication, 1, -1, []protocol.Transition{got(fact(request, cb, slotA, cm))}},
	} {
		m := model(c.n, c.trs...)
		m.Goals = []protocol.Goal{{Kind: c.kind, ID: "id"}}
		r := explore(m, Options{})
		if got := r.Lengths()[0]; got != c.want || !r.Exact {
			t.Errorf("%s: %d, want %d, exact %v\n%v", c.name, got, c.want, r.Exact, r.Attacks)
		}
	}
}

// TestExact: when the explorer admits that it may have missed something.
func TestExact(t *testing.T) {
	differ := protocol.Transition{Receives: receive(v0, v1), Vars: bound(term.TText, term.TText), Guards: []protocol.Guard{{Rel: protocol.NotEq, Left: v0, Right: v1}}}
	for _, c := range []struct {
		name     string
		m        *protocol.Model
		opt      Options
		complete bool
		exact    bool
	}{
		{"atoms", model(2, protocol.Transition{Receives: receive(v0), Vars: bound(term.TText)}), Options{}, true, true},
		{"a message", model(1, protocol.Transition{Receives: receive(v0), Vars: bound(term.TMessage)}), Options{}, true, false},
		{"untyped", model(1, protocol.Transition{Receives: receive(v0), Vars: bound(term.TText)}), Options{Untyped: true}, true, false},
		{"depth", model(2, protocol.Transition{Receives: receive(v0), Vars: bound(term.TText)}), Options{MaxDepth: 1}, false, false},
		{"states", model(2, protocol.Transition{Receives: receive(v0), Vars: bound(term.TText)}), Options{MaxStates: 2}, false, false},
		{"two values that differ", model(1, differ), Options{}, true, true},
		{"how many differ is not known", model(1, differ, differ), Options{}, true, false},
		{"as many as there can be", model(1, differ), Options{Opens: 3}, true, true},
		{"one is too few", model(1, differ), Options{Opens: 1}, true, false},
	} {
		r := explore(c.m, c.opt)
		if r.Complete != c.complete || r.Exact != c.exact {
			t.Errorf("%s: complete %v, exact %v, want %v, %v", c.name, r.Complete, r.Exact, c.complete, c.exact)
		}
	}
}
