package search_test

import (
	"testing"

	"hornet/search"
	"hornet/trace/replay"
)

// An agreement fails only when the intruder raises alice's half key once more:
// with her own, bob relies on what she means.
const raised = `
role alice (A,B:agent, K:symmetric_key, G:text, SND,RCV:channel(dy))
played_by A def=
local State:nat, X:text, M:message
init State:=0
transition
1. State=0 /\ RCV({M'}_K) =|> State':=1 /\ X':=new() /\ SND(exp(M',X').exp(G,X')) /\ witness(A,B,half,exp(G,X'))
end role
role bob (A,B:agent, K:symmetric_key, G:text, SND,RCV:channel(dy))
played_by B def=
local State:nat, Y,N:text, M:message
init State:=0
transition
1. State=0 /\ RCV(start) =|> State':=1 /\ Y':=new() /\ SND({exp(G,Y')}_K)
2. State=1 /\ RCV(M'.{N'}_exp(M',Y)) =|> State':=2 /\ request(B,A,half,M')
end role
role environment ()
def=
local S1,R1,S2,R2:channel(dy)
const a,b:agent, k:symmetric_key, g:text, half:protocol_id
intruder_knowledge = {a,b,g}
composition alice(a,b,k,g,S1,R1) /\ bob(a,b,k,g,S2,R2)
end role
goal authentication_on half end goal
environment()
`

func TestRaised(t *testing.T) {
	m := load(t, "raised", []byte(raised))
	r := run(t, m, search.Options{})
	if g := r.Goals[0]; g.Verdict != search.Attack {
		t.Fatalf("%s (%s), want an attack", g.Verdict, g.Cause)
	} else if err := replay.Check(m, replay.Options{}, g.Attack); err != nil {
		t.Error(err)
	}
}
