package sample

import (
	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// two builds a model of the roles alice(A,B,K) and bob(B,A,K) in n sessions
// (a,b). Both get the slots A B K:sk State:nat M:message Set:set after their
// player, and start in the states 0 and 1.
func two(name string, n int, ta, tb []protocol.Transition, goals ...protocol.Goal) *protocol.Model {
	a, b, k, st := ag("a"), ag("b"), sk("k"), typ("set")
	m := &protocol.Model{
		Name: name,
		Roles: []protocol.Role{
			role("alice", 1, 3, "A:agent B:agent K:sk State:nat M:message Set:set", ta...),
			role("bob", 50, 3, "B:agent A:agent K:sk State:nat M:message Set:set", tb...),
		},
		//                         0      1     2  3  4        5
		Knowledge: []*protocol.Expr{start, intr, a, b, tx("g"), tx("zero")},
		Sets:      []protocol.Set{{Name: "set_ab", Type: st, Elems: []*protocol.Expr{a, b}}},
		Goals:     goals,
		Constants: []*protocol.Expr{a, b, k, tx("g"), tx("zero")},
	}
	for i := range n {
		m.Sessions = append(m.Sessions, protocol.Session{Name: "session", Number: 2 + 3*i, Args: []*protocol.Expr{a, b, k}, Honest: true})
		for r, agents := range [][]*protocol.Expr{{a, b}, {b, a}} {
			m.Instances = append(m.Instances, protocol.Instance{Role: r, Number: 3 + 3*i + r, Shown: 3 + 3*i, Session: i,
				Values: []*protocol.Expr{agents[0], agents[1], k, nt([]string{"0", "1"}[r]), protocol.C("dummy_msg", term.TMessage), protocol.C("set_ab", st)}})
		}
	}
	return m
}

// The slots of both roles of two.
const slotPlayer, slotOther, slotK, slotState, slotM, slotSet = 0, 1, 2, 3, 4, 5

// sends is a first transition: in state 0, on start, make +X and send m.
func sends(x string, m *protocol.Expr, emits ...protocol.Fact) protocol.Transition {
	return protocol.Transition{
		Vars: vars(11, x), Receives: rcv(11, start), Guards: []protocol.Guard{state(slotState, "0")},
		Updates: []protocol.Update{set(slotState, "2"), store(slotM, 0)}, Emits: emits, Sends: snd(12, m),
	}
}

// Replay is the smallest replay: {M}_K accepted by bob in two sessions.
func Replay() Case {
	S, V := protocol.S, protocol.V
	m := two("replay.hlpsl", 2,
		[]protocol.Transition{sends("+M:text", scrypt(S(slotK), V(0)), fact(protocol.Witness, 13, "m", S(slotPlayer), S(slotOther), V(0)))},
		[]protocol.Transition{{
			Vars: vars(61, "M:text"), Receives: rcv(61, scrypt(S(slotK), V(0))), Guards: []protocol.Guard{state(slotState, "1")},
			Updates: []protocol.Update{set(slotState, "3"), store(slotM, 0)},
			Emits:   []protocol.Fact{fact(protocol.Request, 63, "m", S(slotPlayer), S(slotOther), V(0))},
		}},
		protocol.Goal{Kind: protocol.Authentication, ID: "m", Range: at(101)})
	v := fresh("M", 1, term.TText)
	return play(Case{Name: "replay", Model: m, Run: &trace.Run{
		Steps: []trace.Step{
			{Instance: 0, Transition: 0, Values: []*protocol.Expr{v}, Recipes: []*trace.Recipe{known(0)}},
			{Instance: 1, Transition: 0, Values: []*protocol.Expr{v}, Recipes: []*trace.Recipe{output(0, 0)}},
			{Instance: 3, Transition: 0, Values: []*protocol.Expr{v}, Recipes: []*trace.Recipe{output(0, 0)}},
		},
		Violation: &trace.Violation{Goal: 0, Kind: trace.Replayed, Event: &trace.Event{Step: 2, Emit: 0}, Other: &trace.Event{Step: 1, Emit: 0}},
	}})
}

// DiffieHellman is the unauthenticated key exchange: the intruder gives each
// side a half key of his own and reads what bob sends under the agreed one.
func DiffieHellman() Case {
	S, V, g := protocol.S, protocol.V, tx("g")
	m := two("dh.hlpsl", 1,
		[]protocol.Transition{sends("+X:text", exp(g, V(0)))},
		[]protocol.Transition{{
			Vars: vars(61, "G:message +Y:text +Sec:text"), Receives: rcv(61, V(0)), Guards: []protocol.Guard{state(slotState, "1")},
			Updates: []protocol.Update{set(slotState, "3"), store(slotM, 0)},
			Emits:   []protocol.Fact{fact(protocol.Secret, 63, "sec", V(2), S(slotSet))},
			Sends:   snd(62, pair(exp(g, V(1)), scrypt(exp(V(0), V(1)), V(2)))),
		}},
		protocol.Goal{Kind: protocol.Secrecy, ID: "sec", Range: at(101)})
	z := open(1, term.TText)
	half := compose(protocol.Exp, known(4), made(z))
	key := recipe(trace.Raise, recipe(trace.First, output(0, 0)), half.Args[1])
	return play(Case{Name: "dh", Model: m, Run: &trace.Run{
		Steps: []trace.Step{{Instance: 1, Transition: 0, Values: []*protocol.Expr{exp(g, z), fresh("Y", 1, term.TText), fresh("Sec", 1, term.TText)}, Recipes: []*trace.Recipe{half}}},
		Violation: &trace.Violation{Goal: 0, Kind: trace.Leak, Event: &trace.Event{Step: 0, Emit: 0},
			Recipe: recipe(trace.Open, recipe(trace.Second, output(0, 0)), key)},
	}})
}

// Xor is the three-pass scheme with exclusive or: the three messages that pass
// by add up to the secret.
func Xor() Case {
	S, V := protocol.S, protocol.V
	m := two("xor.hlpsl", 1,
		[]protocol.Transition{
			{
				Vars: vars(11, "+Sec:text +Ma:text"), Receives: rcv(11, start), Guards: []protocol.Guard{state(slotState, "0")},
				Updates: []protocol.Update{set(slotState, "2"), store(slotM, 1)},
				Emits:   []protocol.Fact{fact(protocol.Secret, 13, "sec", V(0), S(slotSet))},
				Sends:   snd(12, xor(V(0), V(1))),
			},
			{
				Vars: vars(21, "T:message"), Receives: rcv(21, V(0)), Guards: []protocol.Guard{state(slotState, "2")},
				Updates: []protocol.Update{set(slotState, "4")},
				Sends:   snd(22, xor(V(0), S(slotM))),
			},
		},
		[]protocol.Transition{{
			Vars: vars(61, "T:message +Mb:text"), Receives: rcv(61, V(0)), Guards: []protocol.Guard{state(slotState, "1")},
			Updates: []protocol.Update{set(slotState, "3"), store(slotM, 1)},
			Sends:   snd(62, xor(V(0), V(1))),
		}},
		protocol.Goal{Kind: protocol.Secrecy, ID: "sec", Range: at(101)})
	sec, ma, mb := fresh("Sec", 1, term.TText), fresh("Ma", 1, term.TText), fresh("Mb", 2, term.TText)
	return play(Case{Name: "xor", Model: m, Run: &trace.Run{
		Steps: []trace.Step{
			{Instance: 0, Transition: 0, Values: []*protocol.Expr{sec, ma}, Recipes: []*trace.Recipe{known(0)}},
			{Instance: 1, Transition: 0, Values: []*protocol.Expr{xor(sec, ma), mb}, Recipes: []*trace.Recipe{output(0, 0)}},
			{Instance: 0, Transition: 1, Values: []*protocol.Expr{xor(sec, ma, mb)}, Recipes: []*trace.Recipe{output(1, 0)}},
		},
		Violation: &trace.Violation{Goal: 0, Kind: trace.Leak, Event: &trace.Event{Step: 0, Emit: 0},
			Recipe: recipe(trace.Sum, output(0, 0), output(1, 0), output(2, 0))},
	}})
}

// Clear sends its secret as it is.
func Clear() Case {
	S, V := protocol.S, protocol.V
	m := two("clear.hlpsl", 1,
		[]protocol.Transition{sends("+M:text", pair(S(slotPlayer), V(0)), fact(protocol.Secret, 13, "m", V(0), S(slotSet)))}, nil,
		protocol.Goal{Kind: protocol.Secrecy, ID: "m", Range: at(101)})
	return play(Case{Name: "clear", Model: m, Run: &trace.Run{
		Steps: []trace.Step{{Instance: 0, Transition: 0, Values: []*protocol.Expr{fresh("M", 1, term.TText)}, Recipes: []*trace.Recipe{known(0)}}},
		Violation: &trace.Violation{Goal: 0, Kind: trace.Leak, Event: &trace.Event{Step: 0, Emit: 0},
			Recipe: recipe(trace.Second, output(0, 0))},
	}})
}

// Confusion lets bob take an agent's name for a number when types are ignored.
func Confusion() Case {
	S, V := protocol.S, protocol.V
	m := two("confusion.hlpsl", 1,
		[]protocol.Transition{sends("+M:text", scrypt(S(slotK), pair(S(slotPlayer), V(0))), fact(protocol.Witness, 13, "m", S(slotPlayer), S(slotOther), V(0)))},
		[]protocol.Transition{{
			Vars: vars(61, "M:text Rest:text"), Receives: rcv(61, scrypt(S(slotK), pair(V(0), V(1)))), Guards: []protocol.Guard{state(slotState, "1")},
			Updates: []protocol.Update{set(slotState, "3"), store(slotM, 0)},
			Emits:   []protocol.Fact{fact(protocol.WRequest, 63, "m", S(slotPlayer), S(slotOther), V(0))},
		}},
		protocol.Goal{Kind: protocol.WeakAuthentication, ID: "m", Range: at(101)})
	c := Case{Name: "confusion", Model: m, Run: &trace.Run{
		Steps: []trace.Step{
			{Instance: 0, Transition: 0, Values: []*protocol.Expr{fresh("M", 1, term.TText)}, Recipes: []*trace.Recipe{known(0)}},
			{Instance: 1, Transition: 0, Values: []*protocol.Expr{ag("a"), fresh("M", 1, term.TText)}, Recipes: []*trace.Recipe{output(0, 0)}},
		},
		Violation: &trace.Violation{Goal: 0, Kind: trace.Unmatched, Event: &trace.Event{Step: 1, Emit: 0}},
	}}
	c.Opt.Untyped = true
	return play(c)
}

// Reflection gives alice's challenge back to her as the answer.
func Reflection() Case {
	S, V := protocol.S, protocol.V
	m := two("reflection.hlpsl", 1,
		[]protocol.Transition{
			sends("+M:text", scrypt(S(slotK), V(0))),
			{
				Receives: rcv(21, scrypt(S(slotK), S(slotM))), Guards: []protocol.Guard{state(slotState, "2")},
				Updates: []protocol.Update{set(slotState, "4")},
				Emits:   []protocol.Fact{fact(protocol.WRequest, 23, "m", S(slotPlayer), S(slotOther), S(slotM))},
			},
		},
		[]protocol.Transition{{
			Vars: vars(61, "M:text"), Receives: rcv(61, scrypt(S(slotK), V(0))), Guards: []protocol.Guard{state(slotState, "1")},
			Updates: []protocol.Update{set(slotState, "3"), store(slotM, 0)},
			Emits:   []protocol.Fact{fact(protocol.Witness, 63, "m", S(slotPlayer), S(slotOther), V(0))},
			Sends:   snd(62, scrypt(S(slotK), V(0))),
		}},
		protocol.Goal{Kind: protocol.WeakAuthentication, ID: "m", Range: at(101)})
	return play(Case{Name: "reflection", Model: m, Run: &trace.Run{
		Steps: []trace.Step{
			{Instance: 0, Transition: 0, Values: []*protocol.Expr{fresh("M", 1, term.TText)}, Recipes: []*trace.Recipe{known(0)}},
			{Instance: 0, Transition: 1, Recipes: []*trace.Recipe{output(0, 0)}},
		},
		Violation: &trace.Violation{Goal: 0, Kind: trace.Unmatched, Event: &trace.Event{Step: 1, Emit: 0}},
	}})
}
