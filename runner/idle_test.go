package runner

import (
	"context"
	"fmt"
	"testing"

	"hornet/report"
)

// TestSecretSets: a secret that is a set asks nothing, one that is its element
// does.
func TestSecretSets(t *testing.T) {
	const model = `role alice(A,B:agent, K:symmetric_key, S:text set, Snd,Rcv:channel(dy))
played_by A
def=
  local State:nat, Na:text
  init State:=0
  transition
    1. State=0 /\ Rcv(start) =|> State':=1 /\ Na':=new() /\ Snd({Na'}_K) /\ %s
end role
role environment()
def=
  local Snd,Rcv:channel(dy), S:text set
  const a,b:agent, k:symmetric_key, na:protocol_id
  init S := {}
  intruder_knowledge = {a,b}
  composition alice(a,b,k,S,Snd,Rcv)
end role
goal
  secrecy_of na
end goal
environment()
`
	for facts, want := range map[string]report.Status{
		"secret({Na'},na,{A,B})":                          report.Vacuous,
		"secret(S,na,{A,B})":                              report.Vacuous,
		"secret(Na',na,{A,B})":                            report.OK,
		"secret({Na'},na,{A,B}) /\\ secret(Na',na,{A,B})": report.OK,
		"secret({Na'},na,{A,B}) /\\ secret({A},other,{})": report.Vacuous,
		"secret({Na'}_K,na,{A,B}) /\\ secret(S,na,{A,B})": report.Attacked,
	} {
		f := Check(context.Background(), "m.hlpsl", fmt.Appendf(nil, model, facts), Options{})
		if len(f.Goals) != 1 || f.Goals[0].Status != want {
			t.Errorf("%s: %+v, want %v", facts, f.Goals, want)
		}
	}
}
