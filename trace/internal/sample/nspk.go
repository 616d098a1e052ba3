package sample

import (
	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// nspk is the Needham–Schroeder public-key protocol (CACM 21(12), 1978) without
// the key server, for the sessions (a,b) and (a,i).
func nspk() *protocol.Model {
	S, V, eq := protocol.S, protocol.V, protocol.Witness
	const A, B, Ka, Kb, State, Na, Nb, Set = 0, 1, 2, 3, 4, 5, 6, 7
	alice := role("alice", 1, 4, "A:agent B:agent Ka:pk Kb:pk State:nat Na:text Nb:text Set:set",
		protocol.Transition{
			Vars: vars(11, "+Na:text"), Receives: rcv(11, start), Guards: []protocol.Guard{state(State, "0")},
			Updates: []protocol.Update{set(State, "2"), store(Na, 0)},
			Sends:   snd(12, crypt(S(Kb), pair(V(0), S(A)))),
		},
		protocol.Transition{
			Vars: vars(21, "Nb:text"), Receives: rcv(21, crypt(S(Ka), pair(S(Na), V(0)))), Guards: []protocol.Guard{state(State, "2")},
			Updates: []protocol.Update{set(State, "4"), store(Nb, 0)},
			Emits:   []protocol.Fact{fact(eq, 23, "bob_alice_nb", S(A), S(B), V(0))},
			Sends:   snd(22, crypt(S(Kb), V(0))),
		})
	// In bob the player is B, so the first two slots trade places.
	bob := role("bob", 50, 4, "B:agent A:agent Ka:pk Kb:pk State:nat Na:text Nb:text Set:set",
		protocol.Transition{
			Vars: vars(61, "Na:text +Nb:text"), Receives: rcv(61, crypt(S(Kb), pair(V(0), S(1)))), Guards: []protocol.Guard{state(State, "1")},
			Updates: []protocol.Update{set(State, "3"), store(Na, 0), store(Nb, 1)},
			Emits:   []protocol.Fact{fact(protocol.Secret, 63, "nb", V(1), S(Set))},
			Sends:   snd(62, crypt(S(Ka), pair(V(0), V(1)))),
		},
		protocol.Transition{
			Receives: rcv(71, crypt(S(Kb), S(Nb))), Guards: []protocol.Guard{state(State, "3")},
			Updates: []protocol.Update{set(State, "5")},
			Emits:   []protocol.Fact{fact(protocol.Request, 73, "bob_alice_nb", S(0), S(1), S(Nb))},
		})
	a, b, ka, kb, ki := ag("a"), ag("b"), pk("ka"), pk("kb"), pk("ki")
	dummy, st := tx("dummy_nonce"), typ("set")
	ab := protocol.C("set_ab", st)
	return &protocol.Model{
		Name:  "nspk.hlpsl",
		Roles: []protocol.Role{alice, bob},
		Instances: []protocol.Instance{
			{Role: 0, Number: 3, Shown: 3, Session: 0, Values: []*protocol.Expr{a, b, ka, kb, nt("0"), dummy, dummy, protocol.C("dummy_set", st)}},
			{Role: 1, Number: 4, Shown: 3, Session: 0, Values: []*protocol.Expr{b, a, ka, kb, nt("1"), dummy, dummy, ab}},
			{Role: 0, Number: 6, Shown: 6, Session: 1, Values: []*protocol.Expr{a, intr, ka, ki, nt("0"), dummy, dummy, protocol.C("dummy_set", st)}},
		},
		Sessions: []protocol.Session{
			{Name: "session", Number: 2, Args: []*protocol.Expr{a, b, ka, kb}, Honest: true},
			{Name: "session", Number: 5, Args: []*protocol.Expr{a, intr, ka, ki}, Dropped: []string{"bob"}},
		},
		//                         0      1     2  3  4   5   6   7
		Knowledge: []*protocol.Expr{start, intr, a, b, ka, kb, ki, inv(ki)},
		Sets:      []protocol.Set{{Name: "set_ab", Type: st, Elems: []*protocol.Expr{a, b}}},
		Goals:     []protocol.Goal{{Kind: protocol.Secrecy, ID: "nb", Range: at(101)}, {Kind: protocol.Authentication, ID: "bob_alice_nb", Range: at(102)}},
		Constants: []*protocol.Expr{a, b, ka, kb, ki},
	}
}

// Lowe is the attack of G. Lowe, IPL 56(3), 1995, on the secrecy of nb.
func Lowe() Case {
	na, nb := fresh("Na", 1, term.TText), fresh("Nb", 2, term.TText)
	inside := recipe(trace.Open, output(0, 0), known(7)) // Na.a
	return play(Case{Name: "lowe", Model: nspk(), Run: &trace.Run{
		Steps: []trace.Step{
			{Instance: 2, Transition: 0, Values: []*protocol.Expr{na}, Recipes: []*trace.Recipe{known(0)}},
			{Instance: 1, Transition: 0, Values: []*protocol.Expr{na, nb}, Recipes: []*trace.Recipe{compose(protocol.Crypt, known(5), inside)}},
			{Instance: 2, Transition: 1, Values: []*protocol.Expr{nb}, Recipes: []*trace.Recipe{output(1, 0)}},
		},
		Violation: &trace.Violation{Goal: 0, Kind: trace.Leak, Event: &trace.Event{Step: 1, Emit: 0},
			Recipe: recipe(trace.Open, output(2, 0), known(7))},
	}})
}

// LoweAgreement is the same attack carried on until bob relies on alice.
func LoweAgreement() Case {
	c := Lowe()
	c.Name = "lowe-agreement"
	nb := recipe(trace.Open, output(2, 0), known(7))
	c.Run.Steps = append(c.Run.Steps, trace.Step{Instance: 1, Transition: 1, Recipes: []*trace.Recipe{compose(protocol.Crypt, known(5), nb)}})
	c.Run.Violation = &trace.Violation{Goal: 1, Kind: trace.Unmatched, Event: &trace.Event{Step: 3, Emit: 0}}
	return play(c)
}
