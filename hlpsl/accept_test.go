package hlpsl_test

import (
	"strings"
	"testing"

	"hornet/hlpsl"
)

const base = `role alice(A,B:agent, K:symmetric_key, H:hash_func, SND,RCV:channel(dy))
played_by A def=
  local State:nat, Na,Nb:text, M:message, S:agent set
  init State:=0
  transition
  1. State=0 /\ RCV(start) =|> State':=1 /\ Na':=new() /\ SND({Na'}_K)
end role
role session(A,B:agent, K:symmetric_key, H:hash_func) def=
  local SC,RC:channel(dy)
  composition alice(A,B,K,H,SC,RC) /\ alice(B,A,K,H,SC,RC)
end role
role environment() def=
  const a,b:agent, k:symmetric_key, h:hash_func, id:protocol_id
  intruder_knowledge={a,b}
  composition session(a,b,k,h)
end role
goal
  secrecy_of id
end goal
environment()
`

// TestAcceptance checks single edits of one text against what the reference
// translator does with them.
func TestAcceptance(t *testing.T) {
	for _, x := range []struct {
		old, new string
		accept   bool
	}{
		{"", "", true},
		// lexis and structure
		{"def=", "def =", false},
		{"State:=0", "State:=0\f", false},
		{"{Na'}_K", "{Na '} _ K", true},
		{"Na,Nb:text", "Na,Nb:text;", false},
		{"1. State=0", "a. State=0", true},
		{"1. State=0", "1.1. State=0", true},
		{"environment()\n", "environment()\n garbage § ’", true},
		{"environment()\n", "session(a,b,k,h)\n", true},
		{"environment()\n", "alice(a,b,k,h,k,k)\n", false},
		{"environment()\n", "nobody()\n", false},
		{"environment()\n", "", false},
		{"secrecy_of id", "", false},
		{"secrecy_of id", "secrecy_of id other", false},
		{"secrecy_of id", "[] (witness(A,B,id,N) => <-> request(A,B,id,N))", true},
		// transitions
		{"RCV(start) =|>", "RCV(M) --|>", true},
		{"RCV(start) =|>", "RCV(M') --|>", false},
		{"RCV(start) =|>", "RCV(start) --|>", false},
		{"RCV(start) =|>", "Na=Nb --|>", true},
		{"RCV(start) =|>", "=|>", false},
		{"RCV(start)", "Na=Nb", true},
		{"RCV(start)", "RCV(start) /\\ /\\ Na=Nb", false},
		{"RCV(start)", "(RCV(M'))", false},
		{"RCV(start)", "(Na=Nb) /\\ RCV(start)", true},
		{"RCV(start)", "not(Na=Nb)", true},
		{"RCV(start)", "not(Na=Nb /\\ Na=M)", false},
		{"RCV(start)", "RCV(Na,Nb')", true},
		{"RCV(start)", "RCV((Na,Nb'))", false},
		{"RCV(start)", "RCV({Na,Nb'}_K)", false},
		{"RCV(start)", "RCV({Na})", false},
		{"RCV(start)", "RCV(start.Na)", false},
		{"RCV(start)", "in(A,S)", true},
		{"RCV(start)", "Na <= Nb", true},
		{"Na':=new()", "Na:=new()", false},
		{"Na':=new()", "Na'=Nb", false},
		{"Na':=new()", "a':=Nb", false},
		{"Na':=new()", "Na':=H(Na)", true},
		{"Na':=new()", "Na':=A.B", true},
		{"Na':=new()", "Na':=xor(Na,Nb,M)", true},
		{"Na':=new()", "S':={A,B}", true},
		{"Na':=new()", "S':={A,Na}", false},
		{"Na':=new()", "S':=cons(A,S)", true},
		{"Na':=new()", "S':=cons(M,S)", false},
		{"Na':=new()", "S':=cons(A,M)", false},
		{"{Na'}_K", "{Na'}_H(A)", true},
		{"{Na'}_K", "{{Na'}_{A}}_K", false},
		{"{Na'}_K", "{Na'}_k", false},
		{"{Na'}_K", "{Na'}_inv(k)", true},
		{"{Na'}_K", "{Na'}_i", true},
		{"{Na'}_K", "{Na'}_3", true},
		{"{Na'}_K", "H'(A)", false},
		{"SND({Na'}_K)", "secret(Na',id,{A,B})", true},
		{"SND({Na'}_K)", "request(A,B,Nb)", true},
		{"SND({Na'}_K)", "anything(A,B,Nb)", true},
		{"SND({Na'}_K)", "SND(Nc)", false},
		{"SND({Na'}_K)", "SND(nc)", true},
		// names and types
		{"Na,Nb:text", "Na,Nb:key", false},
		{"Na,Nb:text", "Na,Nb:text, Na:text", false},
		{"Na,Nb:text", "Na,Nb:text, A:agent", false},
		{"Na,Nb:text", "Na,Nb:text, SC:text", false},
		{"M:message", "M:message, SC:channel(dy)", true},
		{"local SC", "local M:text, SC", false},
		{"local SC", "local Na:message, SC", true},
		{"local SC", "local MGoal:text, SC", true},
		{"local SC", "local ASGoal:text, SC", false},
		{"local SC", "local ASGoal:message, SC", false},
		{"local SC", "local SID:text, SC", true}, // reserved with an authentication goal only
		{"State:=0", "State:=0 /\\ Na:=H(A)", true},
		{"State:=0", "State:=0 /\\ Na:=H", true},
		{"State:=0", "State:=0 /\\ Na:=A", false},
		{"State:=0", "State:=0 /\\ Na:=unknown", true},
		{"State:=0", "State:=0 /\\ M:=S", true},
		{"State:=0", "State:=0 /\\ S:={}", true},
		{"State:=0", "State:=0 /\\ S:={A.B}", false},
		{"State:=0", "State:=0 /\\ iknows(K)", true},
		{"played_by A", "played_by K", false},
		{"session(a,b,k,h)\nend", "session(a,b,k)\nend", false},
		{"session(a,b,k,h)\nend", "session(a,b,h,h)\nend", true},
		{"session(a,b,k,h)\nend", "session(a,b,h(k),h)\nend", true},
		{"session(a,b,k,h)\nend", "session(a,b,k,h(k))\nend", false},
		{"session(a,b,k,h)\nend", "session(a,b,inv(k),h)\nend", false},
		{"session(a,b,k,h)\nend", "session(a,b,xor(k,k),h)\nend", false},
		{"session(a,b,k,h)\nend", "session(a,b,1,h)\nend", false},
		{"session(a,b,k,h)\nend", "session(a,x,y,z)\nend", true},
		{"session(a,b,k,h)\nend", "session(a,i,k,h)\nend", true},
		{"session(a,b,k,h)\nend", "session(a,X,k,h)\nend", false},
		{"session(a,b,k,h)\nend", "session(a,b,k,h) ; session(b,a,k,h)\nend", true},
		{"const a,b:agent", "const a,b,i:agent", true},
		{"const a,b:agent", "const i:text, a,b:agent", false},
		{"const a,b:agent", "const a,b:agent, a:agent", true},
		{"const a,b:agent", "const a,b:agent, a:text", false},
		{"={a,b}", "={a,b,inv(k),{a}_k,h(a),1,a.b}", true},
		{"={a,b}", "={a,xor(a,b)}", false},
		{"={a,b}", "={a,exp(a,b)}", false},
		{"={a,b}", "={a,k(b)}", false},
		{"={a,b}", "={a,X}", false},
		{"secrecy_of id", "alice authenticates alice on id", true},
		{"secrecy_of id", "alice weakly authenticates session on id", false},
	} {
		text := base
		if x.old != "" {
			text = strings.Replace(base, x.old, x.new, 1)
			if text == base {
				t.Errorf("%q does not occur", x.old)
			}
		}
		u := hlpsl.Load("x", []byte(text))
		if got := u.Diags.Errors() == 0; got != x.accept {
			t.Errorf("%q for %q: accepted %v, want %v: %v", x.new, x.old, got, x.accept, u.Diags.Err())
		}
	}
}
