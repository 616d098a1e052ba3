package crossval

import (
	"context"
	"fmt"
	"testing"
)

// TestFacts: facts that left sides speak of are a set, of which steps take away
// what they ask for: the witness of another's request too. And instances of one
// role, equal or not, in the order that they like.
func TestFacts(t *testing.T) {
	const leak = "N':=new() /\\ SND(N') /\\ secret(N',n,{A})"
	for _, c := range []struct {
		name     string
		one, two string // transitions of the roles
		roles    string
		goal     string
		want     string
		init     string
	}{
		{"said twice, there once", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C)",
			"1. State=0 /\\ left(C) /\\ RCV(i) =|> State':=1 2. State=1 /\\ left(C) /\\ RCV(i) =|> State':=2 /\\ " + leak,
			"one(a,c,d,k,S,R) /\\ one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "secrecy_of n", "[4]", ""},
		{"said twice before it is taken", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C) 2. State=1 /\\ RCV(i) =|> State':=2 /\\ left(C) /\\ SND(K)",
			"1. State=0 /\\ left(C) /\\ RCV(K) =|> State':=1 2. State=1 /\\ left(C) /\\ RCV(i) =|> State':=2 /\\ " + leak,
			"one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "secrecy_of n", "[-1]", ""},
		{"of a value that he chooses, twice", "1. State=0 /\\ RCV(X') =|> State':=1 /\\ left(X') 2. State=1 /\\ RCV(X') =|> State':=2 /\\ left(X') /\\ SND(K)",
			"1. State=0 /\\ left(C) /\\ RCV(K) =|> State':=1 2. State=1 /\\ left(C) /\\ RCV(i) =|> State':=2 /\\ " + leak,
			"one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "secrecy_of n", "[-1]", ""},
		{"of two values that he chooses", "1. State=0 /\\ RCV(X') =|> State':=1 /\\ left(X') 2. State=1 /\\ RCV(X') =|> State':=2 /\\ left(X') /\\ SND(K)",
			"1. State=0 /\\ left(C) /\\ RCV(K) =|> State':=1 2. State=1 /\\ left(D) /\\ RCV(i) =|> State':=2 /\\ " + leak,
			"one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "secrecy_of n", "[4]", ""},
		{"asked for twice at once", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C)",
			"1. State=0 /\\ left(C) /\\ left(D) /\\ RCV(i) =|> State':=1 /\\ " + leak,
			"one(a,c,d,k,S,R) /\\ two(a,c,c,k,S,R)", "secrecy_of n", "[2]", ""},
		{"there and not there", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C)",
			"1. State=0 /\\ left(C) /\\ not(left(C)) /\\ RCV(i) =|> State':=1 /\\ " + leak,
			"one(a,c,d,k,S,R) /\\ two(a,c,c,k,S,R)", "secrecy_of n", "[-1]", ""},
		{"a request for a fact", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C)",
			"1. State=0 /\\ left(C) /\\ RCV(i) =|> State':=1 /\\ wrequest(A,A,n,C)",
			"one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "weak_authentication_on n", "[2]", ""},
		{"a witness taken away", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C) /\\ witness(A,A,n,C) 2. State=2 /\\ RCV(i) =|> State':=3",
			"1. State=0 /\\ left(C) /\\ RCV(i) =|> State':=1 /\\ wrequest(A,A,n,C) 2. State=1 /\\ witness(A,A,n,C) /\\ RCV(i) =|> State':=2",
			"one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "weak_authentication_on n", "[3]", ""},
		{"a witness of two taken away", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C) /\\ witness(A,A,n,C) 2. State=1 /\\ RCV(i) =|> State':=2 /\\ witness(A,A,n,D)",
			"1. State=0 /\\ left(C) /\\ RCV(i) =|> State':=1 /\\ wrequest(A,A,n,C) 2. State=1 /\\ witness(A,A,n,D) /\\ RCV(i) =|> State':=2",
			"one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "weak_authentication_on n", "[-1]", ""},
		{"twins of whom only one can", "1. State=0 /\\ left(C) /\\ RCV(i) =|> State':=1",
			"1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C) 2. State=2 /\\ RCV(i) =|> State':=3 /\\ " + leak,
			"one(a,c,d,k,S,R) /\\ one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "secrecy_of n", "[-1]", ""},
		{"no twins", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ left(C)",
			"1. State=0 /\\ left(D) /\\ not(left(C)) /\\ RCV(i) =|> State':=1 /\\ " + leak,
			"one(a,c,d,k,S,R) /\\ one(a,d,c,k,S,R) /\\ two(a,c,d,k,S,R)", "secrecy_of n", "[2]", ""},
		{"a request made twice", "1. State=0 /\\ RCV(i) =|> State':=1 /\\ SND(K) /\\ witness(A,A,n,C)",
			"1. State=0 /\\ RCV(K) =|> State':=1 /\\ request(A,A,n,C)",
			"one(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R) /\\ two(a,c,d,k,S,R)", "authentication_on n", "[3]", ""},
		{"a request from the start", "1. State=0 /\\ RCV(i) =|> State':=1", "1. State=0 /\\ RCV(i) =|> State':=1",
			"one(a,c,d,k,S,R)", "weak_authentication_on n", "[0]", "init wrequest(a,a,n,c)\n"},
	} {
		text := ""
		for i, trs := range []string{c.one, c.two} {
			text += fmt.Sprintf(`
role %s (A:agent, C,D:text, K:symmetric_key, SND,RCV:channel(dy))
played_by A def=
local State:nat, N,X:text
init State:=0
transition
%s
end role
`, []string{"one", "two"}[i], trs)
		}
		m := load(t, c.name, text+fmt.Sprintf(`
role environment ()
def=
local S,R:channel(dy)
const a:agent, c,d:text, k:symmetric_key, n:protocol_id
%sintruder_knowledge = {i,c,d}
composition %s
end role
goal %s end goal
environment()
`, c.init, c.roles, c.goal))
		cmp := CompareAll(context.Background(), m, small)
		if len(cmp.Wrong) > 0 {
			t.Errorf("%s: %v", c.name, cmp.Wrong)
		}
		if got := fmt.Sprint(cmp.Naive.Lengths()); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
