package diag

import "strings"

// base is a small sound model from which most of the examples differ in one
// line: a message with a nonce under a shared key.
const base = `role alice(A,B:agent, K:symmetric_key, SND,RCV:channel(dy))
played_by A def=
  local State:nat, Na:text
  init State:=0
  transition
  1. State=0 /\ RCV(start) =|>
     State':=1 /\ Na':=new() /\ SND({A.B.Na'}_K)
     /\ secret(Na',sec_na,{A,B}) /\ witness(A,B,na,Na')
end role

role bob(A,B:agent, K:symmetric_key, SND,RCV:channel(dy))
played_by B def=
  local State:nat, Na:text
  init State:=0
  transition
  1. State=0 /\ RCV({A.B.Na'}_K) =|>
     State':=1 /\ wrequest(B,A,na,Na')
end role

role session(A,B:agent, K:symmetric_key) def=
  local S,R:channel(dy)
  composition alice(A,B,K,S,R) /\ bob(A,B,K,S,R)
end role

role environment() def=
  const a,b:agent, kab,kai,kib:symmetric_key, sec_na,na:protocol_id
  intruder_knowledge={a,b,kai,kib}
  composition session(a,b,kab) /\ session(a,i,kai) /\ session(i,b,kib)
end role

goal
  secrecy_of sec_na
  weak_authentication_on na
end goal

environment()
`

// edit is text with each of the pairs of old and new strings replaced, in
// turn and everywhere.
func edit(text string, pairs ...string) Example {
	return func() string {
		s := text
		for i := 0; i+1 < len(pairs); i += 2 {
			s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
		}
		return s
	}
}

// answered is base with an answer under the same key, for faults that need a
// second step.
const answered = `role alice(A,B:agent, K:symmetric_key, SND,RCV:channel(dy))
played_by A def=
  local State:nat, Na,Nb:text
  init State:=0
  transition
  1. State=0 /\ RCV(start) =|>
     State':=1 /\ Na':=new() /\ SND({A.B.Na'}_K) /\ secret(Na',sec_na,{A,B})
  2. State=1 /\ RCV({B.Na.Nb'}_K) =|>
     State':=2 /\ SND({Nb'}_K)
end role

role bob(A,B:agent, K:symmetric_key, SND,RCV:channel(dy))
played_by B def=
  local State:nat, Na,Nb:text
  init State:=0
  transition
  1. State=0 /\ RCV({A.B.Na'}_K) =|>
     State':=1 /\ Nb':=new() /\ SND({B.Na'.Nb'}_K)
  2. State=1 /\ RCV({Nb}_K) =|>
     State':=2
end role

role session(A,B:agent, K:symmetric_key) def=
  local S,R:channel(dy)
  composition alice(A,B,K,S,R) /\ bob(A,B,K,S,R)
end role

role environment() def=
  const a,b:agent, kab,kai,kib:symmetric_key, sec_na:protocol_id
  intruder_knowledge={a,b,kai,kib}
  composition session(a,b,kab) /\ session(a,i,kai) /\ session(i,b,kib)
end role

goal
  secrecy_of sec_na
end goal

environment()
`

// hashed is base with an answer that only whoever knows Na can make.
const hashed = `role alice(A,B:agent, K:symmetric_key, H:hash_func, SND,RCV:channel(dy))
played_by A def=
  local State:nat, Na:text
  init State:=0
  transition
  1. State=0 /\ RCV(start) =|>
     State':=1 /\ Na':=new() /\ SND({A.B.Na'}_K) /\ secret(Na',sec_na,{A,B})
  2. State=1 /\ RCV(H(B.Na)) =|>
     State':=2
end role

role bob(A,B:agent, K:symmetric_key, H:hash_func, SND,RCV:channel(dy))
played_by B def=
  local State:nat, Na:text, Answer:message
  init State:=0
  transition
  1. State=0 /\ RCV({A.B.Na'}_K) =|>
     State':=1 /\ Answer':=H(B.Na') /\ SND(Answer')
  2. State=1 /\ RCV(start) =|>
     State':=2
end role

role session(A,B:agent, K:symmetric_key, H:hash_func) def=
  local S,R:channel(dy)
  composition alice(A,B,K,H,S,R) /\ bob(A,B,K,H,S,R)
end role

role environment() def=
  const a,b:agent, kab,kai,kib:symmetric_key, h:hash_func, sec_na:protocol_id
  intruder_knowledge={a,b,kai,kib,h}
  composition session(a,b,kab,h) /\ session(a,i,kai,h) /\ session(i,b,kib,h)
end role

goal
  secrecy_of sec_na
end goal

environment()
`

// signed is a signed message, for faults about key pairs.
const signed = `role alice(A,B:agent, Ka:public_key, SND,RCV:channel(dy))
played_by A def=
  local State:nat, Na:text
  init State:=0
  transition
  1. State=0 /\ RCV(start) =|>
     State':=1 /\ Na':=new() /\ SND({B.Na'}_inv(Ka)) /\ witness(A,B,na,Na')
end role

role bob(A,B:agent, Ka:public_key, SND,RCV:channel(dy))
played_by B def=
  local State:nat, Na:text
  init State:=0
  transition
  1. State=0 /\ RCV({B.Na'}_inv(Ka)) =|>
     State':=1 /\ wrequest(B,A,na,Na')
end role

role session(A,B:agent, Ka:public_key) def=
  local S,R:channel(dy)
  composition alice(A,B,Ka,S,R) /\ bob(A,B,Ka,S,R)
end role

role environment() def=
  const a,b:agent, ka,ki:public_key, na:protocol_id
  intruder_knowledge={a,b,ka,ki,inv(ki)}
  composition session(a,b,ka) /\ session(i,b,ki)
end role

goal
  weak_authentication_on na
end goal

environment()
`
