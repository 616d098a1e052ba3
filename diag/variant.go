package diag

import "strings"

// example is the model that the examples of the name and translation codes are
// made from: one role that sends a secret.
const example = `role alice(A,B:agent, K:symmetric_key, SND,RCV:channel(dy))
played_by A
def=
  local State:nat, Na:text
  init State:=0
  transition
  1. State=0 /\ RCV(start) =|>
     State':=1 /\ Na':=new() /\ SND({Na'}_K)
     /\ secret(Na',sec_na,{A,B})
end role

role environment()
def=
  local SA,RA:channel(dy)
  const a,b:agent, k:symmetric_key, sec_na:protocol_id
  intruder_knowledge={a,b}
  composition alice(a,b,k,SA,RA)
end role

goal
  secrecy_of sec_na
end goal

environment()
`

// variant returns the example with edits: each odd argument is replaced by the
// one after it.
func variant(edits ...string) Example {
	return func() string { return strings.NewReplacer(edits...).Replace(example) }
}
