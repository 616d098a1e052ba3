package search_test

import (
	"strings"
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

// An agent takes one of his exponents out of what he receives, which the intruder
// has raised to it in advance, or had bob raise; or of what is no power at all.
const takenBack = `
role alice (A,B:agent, K:symmetric_key, G:text, SND,RCV:channel(dy))
played_by A def=
local State:nat, X,Z,N:text, M,W:message
init State:=0
transition
1. State=0 /\ RCV(start) =|> State':=1 /\ X':=new() /\ Z':=new() /\ SND({exp(G,X')}_K.exp(G,Z'))
2. State=1 /\ RCV(M'.{exp(exp(M',inv(X)),Z).N'}_K) =|> State':=2
3. State=2 /\ RCV(exp(W',inv(X))) =|> State':=3 /\ SND(W')
end role
role bob (A,B:agent, K:symmetric_key, G:text, SND,RCV:channel(dy))
played_by B def=
local State:nat, Y,N:text, M,V:message
init State:=0
transition
1. State=0 /\ RCV({M'}_K.V') =|> State':=1 /\ Y':=new() /\ N':=new() /\ SND(exp(M',Y').{exp(V',Y').N'}_K)
end role
role environment ()
def=
local S1,R1,S2,R2:channel(dy)
const a,b:agent, k:symmetric_key, g:text
intruder_knowledge = {a,b,g}
composition alice(a,b,k,g,S1,R1) /\ bob(a,b,k,g,S2,R2)
end role
goal secrecy_of s end goal
environment()
`

func TestTakenBack(t *testing.T) {
	m := load(t, "taken back", []byte(takenBack))
	for _, disable := range []search.Reductions{0, search.AllReductions} {
		r := run(t, m, search.Options{Disable: disable})
		for ti, n := range r.Fired[0] {
			if n == 0 && r.Complete {
				t.Errorf("without %b: alice is said never to fire transition %d", disable, ti+1)
			}
		}
	}
}

// Two exponents of one power cancel when the intruder makes them the same. Where he
// cannot take them away himself, nobody looks what is left.
func TestCancelled(t *testing.T) {
	const model = `
role alice (A:agent, F:hash_func, G:text, SND,RCV:channel(dy))
played_by A def=
local State:nat, X,Y,N:text
init State:=0
transition
STEP
end role
role environment ()
def=
local S,R:channel(dy)
const a:agent, f:hash_func, g:text, n:protocol_id
intruder_knowledge = {a,g}
composition alice(a,f,g,S,R)
end role
goal secrecy_of n end goal
environment()
`
	for _, c := range []struct {
		step string
		want search.Verdict
	}{
		{`1. State=0 /\ RCV(X'.Y'.exp(exp(G,X'),inv(Y'))) =|> State':=1 /\ N':=new() /\ SND(N') /\ secret(N',n,{A})`, search.Attack},
		{`1. State=0 /\ RCV(X'.Y') =|> State':=1 /\ N':=new() /\ SND(exp(exp(N',X'),inv(Y'))) /\ secret(N',n,{A})`, search.Attack},
		{`1. State=0 /\ RCV(X'.Y') =|> State':=1 /\ N':=new() /\ SND(exp(exp(N',F(X')),inv(F(Y')))) /\ secret(N',n,{A})`, search.Undecided},
		{`1. State=0 /\ RCV(X') =|> State':=1 /\ N':=new() /\ SND(exp(exp(N',F(X')),inv(F(A)))) /\ secret(N',n,{A})`, search.Safe},
	} {
		r := run(t, load(t, "cancelled", []byte(strings.Replace(model, "STEP", c.step, 1))), search.Options{})
		if g := r.Goals[0]; g.Verdict != c.want && (c.want != search.Undecided || r.Cause != search.Width) {
			t.Errorf("%s: %s (%s), want %s", c.step, g.Verdict, g.Cause, c.want)
		}
	}
}

// A base is the inverse power of what it is raised to, when the model writes such
// powers: received, then compared or sent on, in one step.
func TestDivided(t *testing.T) {
	const model = `
role one (A:agent, K:symmetric_key, P,G:text, SND,RCV:channel(dy))
played_by A def=
local State:nat
init State:=0
transition
1. State=0 /\ RCV(start) =|> State':=1 /\ SND({exp(G,inv(P))}_K.{G}_K)
end role
role two (A:agent, K:symmetric_key, P,G:text, SND,RCV:channel(dy))
played_by A def=
local State:nat, W:message, N:text
init State:=0
transition
1. State=0 /\ LEFT =|> State':=1 /\ N':=new() /\ SND(N') /\ secret(N',n,{A})
end role
role environment ()
def=
local S,R:channel(dy)
const a:agent, k:symmetric_key, p,g:text, n:protocol_id
intruder_knowledge = {a,g}
composition one(a,k,p,g,S,R) /\ two(a,k,p,g,S,R)
end role
goal secrecy_of n end goal
environment()
`
	for _, left := range []string{`RCV({W'}_K) /\ exp(W',P)=G`, `RCV({W'}_K.{exp(W',P)}_K)`} {
		m := load(t, "divided", []byte(strings.Replace(model, "LEFT", left, 1)))
		if g := run(t, m, search.Options{}).Goals[0]; g.Verdict != search.Attack {
			t.Errorf("%s: %s (%s), want an attack", left, g.Verdict, g.Cause)
		} else if err := replay.Check(m, replay.Options{}, g.Attack); err != nil {
			t.Errorf("%s: %v", left, err)
		}
	}
}

// What cancels in what a step receives may be anything that the intruder has.
func TestVanished(t *testing.T) {
	for _, message := range []string{"exp(exp(G,X'),inv(X'))", "xor(G,xor(X',X'))"} {
		m := load(t, "vanished", []byte(`
role one (A:agent, G:text, SND,RCV:channel(dy))
played_by A def=
local State:nat, X,N:text
init State:=0
transition
1. State=0 /\ RCV(`+message+`) =|> State':=1 /\ SND(X') /\ secret(X',n,{A})
end role
role environment ()
def=
local S,R:channel(dy)
const a:agent, g:text, n:protocol_id
intruder_knowledge = {a,g}
composition one(a,g,S,R)
end role
goal secrecy_of n end goal
environment()
`))
		if g := run(t, m, search.Options{MaxStates: 100}).Goals[0]; g.Verdict != search.Attack {
			t.Errorf("%s: %s (%s), want an attack", message, g.Verdict, g.Cause)
		} else if err := replay.Check(m, replay.Options{}, g.Attack); err != nil {
			t.Errorf("%s: %v", message, err)
		}
	}
}

// A value that is compared with itself over something taken back is another one.
func TestTakenBackFromItself(t *testing.T) {
	m := load(t, "itself", []byte(strings.Replace(strings.Replace(takenBack, "3. State=2", "3. State=3", 1), `2. State=1 /\ RCV(M'.{exp(exp(M',inv(X)),Z).N'}_K) =|> State':=2`,
		`2. State=1 /\ RCV(M') =|> State':=2 /\ SND({exp(M',inv(X))}_K)
4. State=2 /\ RCV({M}_K) =|> State':=4 /\ secret(X,s,{A})`, 1)))
	if r := run(t, m, search.Options{}); !r.Complete || r.Fired[0][3] > 0 {
		t.Errorf("complete: %t, fired: %v", r.Complete, r.Fired)
	}
}
