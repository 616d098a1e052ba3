package crossval

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// TestCases keeps, in the small, what random protocols once found wrong: one role
// that sends and receives, and the length of the attack on the secret N, -1 where
// there is none.
func TestCases(t *testing.T) {
	built(t)
	for _, c := range []struct {
		name        string
		transitions string // separated by ;
		known       string
		want        string
	}{
		{"a signature shows what it signs", "RCV(start) =|> N':=new() /\\ SND({N'}_inv(P)) /\\ secret(N',n,{A})", "i,p", "[1]"},
		{"to whom has the key", "RCV(start) =|> N':=new() /\\ SND({N'}_inv(P)) /\\ secret(N',n,{A})", "i", "[-1]"},
		{"a signature stays a signature", "RCV(start) =|> N':=new() /\\ SND({A}_inv(P).{N'}_K) /\\ secret(N',n,{A}) ; RCV({A}_inv(P)) =|> SND(K)", "a,i,p", "[2]"},
		{"and cannot be made", "RCV(start) =|> N':=new() /\\ SND({N'}_K) /\\ secret(N',n,{A}) ; RCV({A}_inv(P)) =|> SND(K)", "a,i,p", "[-1]"},
		{"a ciphertext freed from a sum", "RCV(start) =|> N':=new() /\\ SND(xor(A,{N'}_K)) /\\ secret(N',n,{A})", "a,i,k", "[1]"},
		{"not freed", "RCV(start) =|> N':=new() /\\ SND(xor(A,{N'}_K)) /\\ secret(N',n,{A})", "i,k", "[-1]"},
		{"freed from his own value", "RCV(X') =|> N':=new() /\\ SND(xor(X',{N'}_K)) /\\ secret(N',n,{A})", "i,k", "[1]"},
		{"freed from what he chose under a key", "RCV({X'}_K) =|> N':=new() /\\ SND(xor(X',{N'}_K)) /\\ secret(N',n,{A})", "i,k", "[1]"},
		{"freed, opened later", "RCV(start) =|> N':=new() /\\ SND(xor(A,{N'}_K)) /\\ secret(N',n,{A}) ; RCV(A) =|> SND(K)", "a,i", "[2]"},
		{"opened, freed later", "RCV(start) =|> N':=new() /\\ SND(xor(A,{N'}_K)) /\\ secret(N',n,{A}) ; RCV(i) =|> SND(A)", "i,k", "[2]"},
		{"freed from two sums", "RCV(start) =|> N':=new() /\\ SND(xor(A,{N'}_K).xor(A,c)) /\\ secret(N',n,{A})", "i,k,c", "[1]"},
		{"a pair freed from a sum", "RCV(start) =|> N':=new() /\\ SND(xor(A,A.N')) /\\ secret(N',n,{A})", "a,i", "[1]"},
		{"a sum with its own power", "RCV(start) =|> N':=new() /\\ SND(xor(N',exp(N',c))) /\\ secret(N',n,{A})", "i,c", "[-1]"},
		{"a power with its own sum", "RCV(start) =|> N':=new() /\\ SND(xor(N',exp(N',c)).exp(N',c)) /\\ secret(N',n,{A})", "i,c", "[1]"},
		{"a value that cancels", "RCV(xor(B,X')) =|> N':=new() /\\ SND(N') /\\ secret(N',n,{A})", "i", "[1]"},
		{"another does not", "RCV(xor(K,X')) =|> N':=new() /\\ SND(N') /\\ secret(N',n,{A})", "i", "[-1]"},
		{"the neutral element", "RCV(start) =|> N':=new() /\\ SND({xor(A,A)}_K) /\\ secret(N',n,{A}) ; RCV({xor(c,c)}_K) =|> SND(N)", "i", "[2]"},
		{"an exponent taken away", "RCV(start) =|> N':=new() /\\ X':=new() /\\ SND(exp(exp(N',c),X').X') /\\ secret(N',n,{A})", "i,c", "[1]"},
		{"a power raised to what he was given", "RCV(start) =|> N':=new() /\\ SND(exp(c,N').{c}_K) ; RCV(exp(exp(c,N),{X'}_K)) =|> M':=new() /\\ SND(M') /\\ secret(M',n,{A})", "i,c", "[2]"},
		{"a power that he raised, and must not be another", "RCV(start) =|> N':=new() /\\ SND(exp(c,N')) ; G' /= c /\\ RCV(G'.exp(G',N)) =|> M':=new() /\\ SND(M') /\\ secret(M',n,{A})", "i,c", "[2]"},
		{"a power that he raised, and is asked for later", "RCV(start) =|> N':=new() /\\ SND(exp(c,N')) ; RCV(G'.exp(G',N)) =|> SND(A) ; G = exp(c,c) /\\ RCV(A) =|> M':=new() /\\ SND(M') /\\ secret(M',n,{A})", "i,c", "[3]"},
		{"a power that he cannot raise", "RCV(start) =|> N':=new() /\\ SND(exp(c,N')) ; RCV(G'.exp(G',N)) =|> SND(A) ; G = exp(c,exp(c,N)) /\\ RCV({A}_K) =|> M':=new() /\\ SND(M') /\\ secret(M',n,{A})", "i,c", "[-1]"},
		{"opened if he chose c", "RCV(start) =|> M':=new() /\\ SND(H(M'.c)) ; RCV(X') =|> N':=new() /\\ SND({N'}_H(M.X')) /\\ secret(N',n,{A})", "i,c", "[2]"},
		{"not his to choose", "RCV(start) =|> M':=new() /\\ SND(H(M'.c)) ; RCV(X') =|> N':=new() /\\ SND({N'}_H(M.X')) /\\ secret(N',n,{A})", "i", "[-1]"},
		{"opened later if he chose c", "RCV(start) =|> M':=new() /\\ SND(M') ; RCV(X') =|> N':=new() /\\ SND({N'}_H(M.K.X')) /\\ secret(N',n,{A}) ; RCV(A) =|> SND(H(M.K.c))", "a,i,c", "[3]"},
		{"opened if he chose otherwise", "RCV(start) =|> M':=new() /\\ SND(H(M'.c)) ; RCV(X') =|> SND({A}_H(M.X')) ; X /= c /\\ RCV(i) =|> N':=new() /\\ SND(N') /\\ secret(N',n,{A})", "i,c", "[3]"},
		{"both choices in one run", "RCV(start) =|> M':=new() /\\ SND(H(M'.c)) ; RCV(X'.Y') =|> SND({A}_H(M.X').{K}_H(M.Y')) ; Y /= X /\\ RCV(A) =|> N':=new() /\\ SND({N'}_K) /\\ secret(N',n,{A})", "i,c", "[-1]"},
		{"a choice that opens, with another", "RCV(start) =|> M':=new() /\\ SND(H(M'.c)) ; RCV(X'.Y') =|> SND({A}_H(M.X').{K}_H(M.Y')) ; Y /= X /\\ RCV(c) =|> N':=new() /\\ SND({N'}_K) /\\ secret(N',n,{A})", "i,c", "[3]"},
		{"a value of another type freezes", "RCV(start) =|> N':=new() /\\ X':=H(A) /\\ SND(A) /\\ secret(N',n,{A}) ; RCV(A) =|> SND(N)", "i", "[-1]"},
		{"a step without effect", "RCV(start) =|> N':=new() /\\ SND(A) /\\ secret(N',n,{A}) ; RCV(A) =|> SND(A)", "i", "[-1]"},
	} {
		var steps []string
		for k, tr := range strings.Split(c.transitions, ";") {
			event, acts, _ := strings.Cut(tr, "=|>")
			next := fmt.Sprintf("State':=%d /\\", k+1)
			if c.name == "a step without effect" && k > 0 {
				next = ""
			}
			steps = append(steps, fmt.Sprintf("%d. State=%d /\\ %s =|> %s %s", k+1, k, event, next, acts))
		}
		m := load(t, c.name, fmt.Sprintf(`
role alice (A:agent, B:text, K:symmetric_key, P:public_key, H:hash_func, SND,RCV:channel(dy))
played_by A def=
local State:nat, M,N,X,Y:text, G:message
init State:=0
transition
%s
end role
role environment ()
def=
local S,R:channel(dy)
const a:agent, b,c:text, k:symmetric_key, p:public_key, h:hash_func, n:protocol_id
intruder_knowledge = {%s}
composition alice(a,b,k,p,h,S,R)
end role
goal secrecy_of n end goal
environment()
`, strings.Join(steps, "\n"), c.known))
		cmp := CompareAll(context.Background(), m, small)
		if len(cmp.Wrong) > 0 {
			t.Errorf("%s:\n  %s", c.name, strings.Join(cmp.Wrong, "\n  "))
		}
		if cmp.Base != nil && fmt.Sprint(cmp.Base.Steps) != c.want {
			t.Errorf("%s: the search says %v, want %s", c.name, cmp.Base.Steps, c.want)
		}
		if strings.HasPrefix(c.name, "a power that he raised") { // no value that the naive explorer tries; it must not be sure then
			if cmp.Naive.Exact {
				t.Errorf("%s: the naive explorer is sure of %v", c.name, cmp.Naive.Lengths())
			}
			continue
		}
		if fmt.Sprint(cmp.Naive.Lengths()) != c.want {
			t.Errorf("%s: the naive explorer says %v, want %s", c.name, cmp.Naive.Lengths(), c.want)
		}
		for i, fs := range cmp.Naive.Fired {
			for j, f := range fs {
				if !f && c.want != "[-1]" {
					t.Errorf("%s: instance %d does not fire %d", c.name, i, j)
				}
			}
		}
	}
}
