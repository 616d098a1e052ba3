package search_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"hornet/hlpsl"
	"hornet/search"
)

// TestFlow: an attack that needs a fresh value where it was not made is found,
// however the model comes to compare it with what is there.
func TestFlow(t *testing.T) {
	const model = `
role one(A:agent, K,L:symmetric_key, Q:message, F,G:hash_func, S,R:channel(dy)) played_by A def=
  local State:nat, N,M,X,Y:text, W:message, P,O:public_key, V:text set
  const g:text, m:symmetric_key
  init State:=0 /\ V:={}
  transition
  ONE
end role

role two(A:agent, K,L:symmetric_key, Q:message, F,G:hash_func, S,R:channel(dy)) played_by A def=
  local State:nat, N,M,X,Y:text, W:message, P,O:public_key, V:text set
  const g:text, m:symmetric_key
  init State:=0 /\ V:={}
  transition
  TWO
end role

role environment() def=
  local SA,RA,SB,RB:channel(dy)
  const a:agent, g:text, k,l,m:symmetric_key, f,h:hash_func, n,n1:protocol_id
  intruder_knowledge={a,f,h,g}
  composition one(a,k,l,VALUE,f,h,SA,RA) /\ two(a,k,l,VALUE,f,h,SB,RB)
end role

goal
  secrecy_of n
  authentication_on n1
end goal
environment()
`
	// In most, two gives its secret away when it was made to take the nonce of one
	// for its own variable X.
	const leak = `State':=2 /\ M':=new() /\ S(M') /\ secret(M',n,{A})`
	const wild = `
			1. State=0 /\ R(W') =|> State':=1
			2. State=1 /\ R({W}_K) =|> ` + leak
	sends := func(message string) string {
		return `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ P':=new() /\ S(` + message + `)`
	}
	for _, c := range []struct{ name, one, two string }{
		{"one encryption in two roles", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{N'}_K)`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({X}_K) =|> ` + leak},
		{"one hash in two roles, in a value of any type", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{F(N')}_K)`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({W'}_K) /\ W'=F(X) =|> ` + leak},
		{"a value of any type stored and taken apart", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{A.N'}_K)`, `
			1. State=0 /\ R(X'.{W'}_K) =|> State':=1 /\ S({W'}_L)
			2. State=1 /\ R({A.X}_L) =|> ` + leak},
		{"the key of an encryption", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{A}_(F(K.N')))`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({A}_(F(K.X))) =|> ` + leak},
		{"a key that opens", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.F(K.N'))`, `
			1. State=0 /\ R(X') =|> State':=2 /\ M':=new() /\ S({M'}_(F(K.X'))) /\ secret(M',n,{A})`},
		{"an equation", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{N'}_K)`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({Y'}_K) /\ X=Y' =|> ` + leak},
		{"an equation of messages", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{N'}_K)`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({Y'}_K) /\ A.X=A.Y' =|> ` + leak},
		{"a slot between", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{N'}_K)`, `
			1. State=0 /\ R(Y') =|> State':=1 /\ X':=Y'
			2. State=1 /\ R({X}_K) =|> ` + leak},
		{"a value of any type, an atom elsewhere", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{N'}_K)`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({W'}_K) /\ X=W' =|> ` + leak},
		{"a value of any type, a pair elsewhere", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{A.N'}_K)`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({W'}_K) /\ A.X=W' =|> ` + leak},
		{"a set between", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{N'}_K)`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({Y'}_K) =|> State':=3 /\ V':=cons(Y',V)
			3. State=3 /\ R(A) /\ in(X,V) =|> ` + leak},
		{"a replay between requests of two roles", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N') /\ witness(A,A,n1,N') /\ request(A,A,n1,N')`, `
			1. State=0 /\ R(X') =|> State':=1 /\ witness(A,A,n1,X') /\ request(A,A,n1,X')`},
		{"an exponent", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{exp(g,N')}_K)`, `
			1. State=0 /\ R(X') =|> State':=1
			2. State=1 /\ R({exp(g,X)}_K) =|> ` + leak},
		{"an exponent stored before", `
			1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N'.{exp(g,A.N')}_K)`, `
			1. State=0 /\ R(X') =|> State':=1 /\ W':=A.X'
			2. State=1 /\ R({exp(g,W)}_K) =|> ` + leak},
		{"a private key", `
			1. State=0 /\ R(start) =|> State':=1 /\ P':=new() /\ S(P'.inv(P'))`, `
			1. State=0 /\ R(P') =|> State':=2 /\ M':=new() /\ S({M'}_P') /\ secret(M',n,{A})`},
		{"a nonce for a value of any type", sends("N'.{N'}_K"), wild},
		{"a hash for a value of any type", sends("F(N').{F(N')}_K"), wild},
		{"an encryption for a value of any type", sends("{N'}_L.{{N'}_L}_K"), wild},
		{"a public encryption for a value of any type", sends("{N'}_P'.{{N'}_P'}_K"), wild},
		{"a private key for a value of any type", sends("inv(P').{inv(P')}_K"), wild},
		{"a power for a value of any type", sends("exp(g,N').{exp(g,N')}_K"), wild},
		{"an encryption in a pair for a value of any type", sends("{N'}_L.{A.{N'}_L}_K"), wild},
		{"the key of a value of any type", sends("F(N').{{A}_(F(N'))}_K"), wild},
		{"a hash, stored, for a value of any type", sends("F(N').{A.N'}_K"), `
			1. State=0 /\ R(W') =|> State':=1
			2. State=1 /\ R({A.X'}_K) /\ W=F(X') =|> ` + leak},
		{"an exponent of any type", sends("N'.{exp(g,N')}_K"), `
			1. State=0 /\ R(W') =|> State':=1
			2. State=1 /\ R({exp(g,W)}_K) =|> ` + leak},
		{"a base of any type", sends("F(N').{exp(F(N'),g)}_K"), `
			1. State=0 /\ R(W') =|> State':=1
			2. State=1 /\ R({exp(W,g)}_K) =|> ` + leak},
		{"a constant for a value of any type", sends("L.{L}_K"), wild},
		{"a constant message for a value of any type", sends("Q.{Q}_K"), wild},
		{"a constant message of a role for a value of any type", sends("{g}_m.{{g}_m}_K"), wild},
		{"an exponent and its inverse", `
			1. State=0 /\ R(start) =|> State':=1 /\ P':=new() /\ S(P')
			2. State=1 /\ R({g.P}_K) =|> ` + leak, `
			1. State=0 /\ R(P'.O') =|> State':=1 /\ S({exp(exp(g,P'),inv(O')).P'}_K)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			value := "a"
			if strings.Contains(c.one, "Q") {
				value = "a.{a}_m"
			}
			for _, roles := range [][2]string{{c.one, c.two}, {c.two, c.one}} {
				u := hlpsl.Load(c.name, []byte(strings.NewReplacer("ONE", roles[0], "TWO", roles[1], "VALUE", value).Replace(model)))
				if u.Model == nil {
					t.Fatal(u.Diags)
				}
				for _, d := range []search.Reductions{0, search.Flow, search.AllReductions &^ search.Flow, search.AllReductions} {
					for _, untyped := range []bool{false, true} {
						r, err := search.Run(context.Background(), u.Model, search.Options{Disable: d, Untyped: untyped})
						if err != nil {
							t.Fatal(err)
						}
						if !slices.ContainsFunc(r.Goals, func(g search.GoalResult) bool { return g.Attack != nil }) {
							t.Errorf("no attack without reductions %b, untyped %t", d, untyped)
						}
					}
				}
			}
		})
	}
}
