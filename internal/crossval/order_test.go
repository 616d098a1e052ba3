package crossval

import (
	"context"
	"fmt"
	"testing"
)

// TestOrder: two roles of which one must go first, though no message tells: by a
// set, by a state of its own, by a witness or a fact that must not be there yet,
// by a server that changes. Whatever the order in which a reduction prefers to see
// steps, both orders are tried, because the roles are given in both.
func TestOrder(t *testing.T) {
	built(t)
	const leak = "N':=new() /\\ SND(N') /\\ secret(N',n,{A})"
	for _, c := range []struct {
		name          string
		first, second string // transitions of the roles
		goal          string
		want          string
	}{
		{"what one adds the other needs", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=cons(D,T)",
			"1. State=0 /\\ RCV(i) /\\ in(D,T) =|> State':=1 /\\ " + leak, "secrecy_of n", "[2]"},
		{"what one removes the other must not find", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=delete(C,T)",
			"1. State=0 /\\ RCV(i) /\\ not(in(C,T)) =|> State':=1 /\\ " + leak, "secrecy_of n", "[2]"},
		{"what one adds the other must not find", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=cons(D,T)",
			"1. State=0 /\\ RCV(i) /\\ not(in(D,T)) =|> State':=1 /\\ " + leak, "secrecy_of n", "[1]"},
		{"what one removes the other needs", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=delete(C,T)",
			"1. State=0 /\\ RCV(i) /\\ in(C,T) =|> State':=1 /\\ " + leak, "secrecy_of n", "[1]"},
		{"first absent, then there", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=cons(D,T)",
			"1. State=0 /\\ RCV(i) /\\ not(in(D,T)) =|> State':=1 2. State=1 /\\ RCV(i) /\\ in(D,T) =|> State':=2 /\\ " + leak, "secrecy_of n", "[3]"},
		{"a witness in time and not", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ witness(A,A,n,C)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ wrequest(A,A,n,C)", "weak_authentication_on n", "[1]"},
		{"a witness that must come first", "1. State=0 /\\ RCV(start) =|> State':=1 /\\ witness(A,A,n,C) /\\ SND(D)",
			"1. State=0 /\\ RCV(D) =|> State':=1 /\\ wrequest(A,A,n,C)", "weak_authentication_on n", "[-1]"},
		{"two messages, one of them early", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D)",
			"1. State=0 /\\ RCV(i.C) /\\ RCV(D) =|> State':=1 /\\ " + leak, "secrecy_of n", "[2]"},
		{"there and back", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D) 2. State=1 /\\ RCV(K) =|> State':=2 /\\ " + leak,
			"1. State=0 /\\ RCV(D) =|> State':=1 /\\ SND(K)", "secrecy_of n", "[3]"},
		{"a mute step, then the leak", "1. State=0 /\\ RCV(i) =|> State':=1 2. State=1 /\\ RCV(i) =|> State':=2 /\\ " + leak,
			"1. State=0 /\\ RCV(i) =|> State':=1", "secrecy_of n", "[2]"},
		{"a witness that waits for nothing", "1. State=0 /\\ RCV(start) =|> State':=1 /\\ witness(A,A,n,C)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ wrequest(A,A,n,C)", "weak_authentication_on n", "[1]"},
		{"a step that waits for nothing, or another", "1. State=0 /\\ RCV(start) =|> State':=1 2. State=0 /\\ RCV(i) =|> State':=2 /\\ " + leak,
			"1. State=0 /\\ RCV(i) =|> State':=1", "secrecy_of n", "[1]"},
		{"two messages, one of them early as it turns out", "1. State=0 /\\ RCV(N') /\\ RCV(D) =|> State':=1 /\\ SND(A) 2. State=1 /\\ N=C /\\ RCV(i) =|> State':=2 /\\ " + leak,
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D)", "secrecy_of n", "[3]"},
		{"two values, one of them early as it turns out", "1. State=0 /\\ RCV(N') /\\ RCV(X') =|> State':=1 /\\ SND(A) 2. State=1 /\\ N=C /\\ X=D /\\ RCV(i) =|> State':=2 /\\ SND(K) /\\ secret(K,n,{A})",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D)", "secrecy_of n", "[3]"},
		{"two values, the other of them early", "1. State=0 /\\ RCV(N') /\\ RCV(X') =|> State':=1 /\\ SND(A) 2. State=1 /\\ N=D /\\ X=C /\\ RCV(i) =|> State':=2 /\\ SND(K) /\\ secret(K,n,{A})",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D)", "secrecy_of n", "[3]"},
		{"removed, then added", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=cons(D,T)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=delete(D,T) 2. State=1 /\\ RCV(i) /\\ in(D,T) =|> State':=2 /\\ " + leak, "secrecy_of n", "[3]"},
		{"added, then removed", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=delete(D,T)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=cons(D,T) 2. State=1 /\\ RCV(i) /\\ not(in(D,T)) =|> State':=2 /\\ " + leak, "secrecy_of n", "[3]"},
		{"what he chose is removed, if it is that", "1. State=0 /\\ RCV(N') =|> State':=1 /\\ T':=cons(N',T) /\\ SND(K)",
			"1. State=0 /\\ RCV(K) =|> State':=1 /\\ T':=delete(C,T) 2. State=1 /\\ RCV(i) /\\ in(C,T) =|> State':=2 /\\ " + leak, "secrecy_of n", "[-1]"},
		{"a step that stays where it is and tells", "1. State=0 /\\ RCV(i) =|> SND(D)",
			"1. State=0 /\\ RCV(D) =|> State':=1 /\\ " + leak, "secrecy_of n", "[2]"},
		{"a step that stays where it is and adds", "1. State=0 /\\ RCV(i) =|> T':=cons(D,T)",
			"1. State=0 /\\ RCV(i) /\\ in(D,T) =|> State':=1 /\\ " + leak, "secrecy_of n", "[2]"},
		{"a step that stays where it is and exchanges", "1. State=0 /\\ RCV(i) =|> T':=cons(D,delete(C,T))",
			"1. State=0 /\\ RCV(i) /\\ in(D,T) =|> State':=1 /\\ " + leak, "secrecy_of n", "[2]"},
		{"a step that waits for nothing but a set", "1. State=0 /\\ RCV(D) =|> State':=1 /\\ T':=cons(D,T)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D) 2. State=1 /\\ RCV(start) /\\ in(D,T) =|> State':=2 /\\ " + leak, "secrecy_of n", "[3]"},
		{"a step that waits for nothing and removes", "1. State=0 /\\ RCV(D) /\\ in(C,T) =|> State':=1 /\\ " + leak,
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D) 2. State=1 /\\ RCV(start) =|> State':=2 /\\ T':=delete(C,T)", "secrecy_of n", "[2]"},
		{"a step that waits for nothing and adds", "1. State=0 /\\ RCV(D) /\\ not(in(D,T)) =|> State':=1 /\\ " + leak,
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D) 2. State=1 /\\ RCV(start) =|> State':=2 /\\ T':=cons(D,T)", "secrecy_of n", "[2]"},
		{"a step that waits for nothing and leaves a fact", "1. State=0 /\\ RCV(D) /\\ not(left(C)) =|> State':=1 /\\ " + leak,
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D) 2. State=1 /\\ RCV(start) =|> State':=2 /\\ left(C)", "secrecy_of n", "[2]"},
		{"a fact that must not be there yet", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C)",
			"1. State=0 /\\ RCV(i) /\\ not(left(C)) =|> State':=1 2. State=1 /\\ left(C) /\\ RCV(i) =|> State':=2 /\\ " + leak, "secrecy_of n", "[3]"},
		{"a server that answers", "1. State=0 /\\ RCV(X') /\\ in(X',U) =|> SND({X'}_K)",
			"1. State=0 /\\ RCV({C}_K) =|> State':=1 /\\ " + leak, "secrecy_of n", "[2]"},
		{"a server that answers for whom it must not", "1. State=0 /\\ RCV(X') /\\ in(X',U) =|> SND({X'}_K)",
			"1. State=0 /\\ RCV({D}_K) =|> State':=1 /\\ " + leak, "secrecy_of n", "[-1]"},
		{"a server that remembers", "1. State=0 /\\ RCV(X') /\\ in(X',T) =|> U':=delete(D,U) /\\ SND({X'}_K)",
			"1. State=0 /\\ RCV(i) /\\ not(in(D,U)) =|> State':=1 /\\ " + leak, "secrecy_of n", "[2]"},
		{"a server whose clients change", "1. State=0 /\\ RCV(i) /\\ in(X',T) =|> SND({X'}_K)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ T':=cons(D,T) 2. State=1 /\\ RCV({D}_K) =|> State':=2 /\\ " + leak, "secrecy_of n", "[3]"},
		{"a server that must be told", "1. State=0 /\\ RCV(X') /\\ in(X',U) =|> SND({X'}_K)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(D) 2. State=1 /\\ RCV({D}_K) =|> State':=2 /\\ " + leak, "secrecy_of n", "[3]"},
		{"a server that does something else, too", "1. State=0 /\\ RCV(X') /\\ in(X',T) =|> SND({X'.N}_K) 2. State=0 /\\ RCV(i) =|> N':=D",
			"1. State=0 /\\ RCV({C.D}_K) =|> State':=1 /\\ " + leak, "secrecy_of n", "[3]"},
		{"a server that is one answer late", "1. State=0 /\\ RCV(X') /\\ in(X',T) =|> SND({X}_K)",
			"1. State=0 /\\ RCV({C}_K) =|> State':=1 /\\ " + leak, "secrecy_of n", "[3]"},
		{"what is told is not needed", "1. State=0 /\\ RCV(xor(Y',K,C)) =|> State':=1 /\\ " + leak,
			"1. State=0 /\\ RCV(start) =|> State':=1 /\\ SND(K)", "secrecy_of n", "[1]"},
		{"a set is told", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(T)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ secret(T,n,{A})", "secrecy_of n", "[2]"},
		{"a set is not told", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(U)",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ secret(T,n,{A})", "secrecy_of n", "[-1]"},
	} {
		for swap := 0; swap < 2; swap++ {
			names := []string{"one", "two"}
			trs := []string{c.first, c.second}
			if swap == 1 {
				trs[0], trs[1] = trs[1], trs[0]
			}
			text := ""
			for r := range names {
				text += fmt.Sprintf(`
role %s (A:agent, C,D:text, K:symmetric_key, T,U:text set, SND,RCV:channel(dy))
played_by A def=
local State:nat, N,X:text, Y:symmetric_key
init State:=0
transition
%s
end role
`, names[r], trs[r])
			}
			m := load(t, c.name, text+fmt.Sprintf(`
role environment ()
def=
local S,R:channel(dy), T,U:text set
const a:agent, c,d:text, k:symmetric_key, n:protocol_id
init T:={c} /\ U:={c,d}
intruder_knowledge = {i,c}
composition one(a,c,d,k,T,U,S,R) /\ two(a,c,d,k,T,U,S,R)
end role
goal %s end goal
environment()
`, c.goal))
			cmp := CompareAll(context.Background(), m, small)
			if len(cmp.Wrong) > 0 {
				t.Errorf("%s: %v", c.name, cmp.Wrong)
			}
			if got := fmt.Sprint(cmp.Naive.Lengths()); got != c.want {
				t.Errorf("%s: %v, want %v", c.name, got, c.want)
			}
		}
	}
}
