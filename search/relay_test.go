package search_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"hornet/hlpsl"
	"hornet/models"
	"hornet/search"
)

// relays holds roles that pass messages on, in pieces, or once they have heard what
// is said late, and one that also answers with what the intruder does not know.
const relays = `
role sender(A,B:agent, K:symmetric_key, S,R:channel(dy)) played_by A def=
  local State:nat, N:text
  init State:=0
  transition
  1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(A.{B.N'}_K) /\ secret(N',n,{A,B}) /\ witness(A,B,n1,N')
  2. State=1 /\ R(B.A) =|> State':=2 /\ S(late)
end role

role relay(A,B,C:agent, S,R:channel(dy)) played_by C def=
  local State:nat, X:message
  init State:=0
  transition
  1. State=0 /\ R(A.X') =|> State':=1 /\ S(X'.A)
  2. State=1 /\ R(X) =|> State':=2 /\ S(C.X)
  3. State=2 /\ R(B.A.nobody.C) =|> State':=3 /\ S(C.A)
end role

role patient(A,C:agent, S,R:channel(dy)) played_by C def=
  local State:nat, X:message
  init State:=0
  transition
  1. State=0 /\ R(A.X') =|> State':=1 /\ S(X'.A)
  2. State=1 /\ R(late.X) =|> State':=2 /\ S(C.X)
end role

role receiver(A,B:agent, K:symmetric_key, S,R:channel(dy)) played_by B def=
  local State:nat, N:text
  init State:=0
  transition
  1. State=0 /\ R({B.N'}_K.A) =|> State':=1 /\ request(B,A,n1,N')
end role

role environment() def=
  local SA,RA,SB,RB,SC,RC,SD,RD:channel(dy)
  const a,b,c:agent, k:symmetric_key, n,n1:protocol_id, nobody,late:text
  intruder_knowledge={a,b,c}
  composition sender(a,b,k,SA,RA) /\ relay(a,b,c,SC,RC) /\ patient(a,c,SD,RD) /\ receiver(a,b,k,SB,RB)
end role

goal
  secrecy_of n
  authentication_on n1
end goal
environment()
`

// TestBusyRelay: a relay that takes its steps in thousands of orders is looked at
// as far as a bound, and the result says that this was not all.
func TestBusyRelay(t *testing.T) {
	const step = "2. State=1 /\\ R(late.X) =|> State':=2 /\\ S(C.X)"
	var names, steps, first strings.Builder
	for i := range 7 {
		fmt.Fprintf(&names, ", F%d", i)
		fmt.Fprintf(&first, " /\\ F%d':=0", i)
		fmt.Fprintf(&steps, "  %d. State=1 /\\ F%d=0 /\\ R(A.X) =|> F%d':=1 /\\ S(X.A)\n", i+2, i, i)
	}
	steps.WriteString("  9. State=1")
	for i := range 7 {
		fmt.Fprintf(&steps, " /\\ F%d=1", i)
	}
	steps.WriteString(" /\\ R(late.X) =|> State':=2 /\\ S(C.X)")
	text := strings.NewReplacer(step, steps.String(), "State:nat, X:message\n  init State:=0\n  transition\n  1. State=0 /\\ R(A.X') =|> State':=1",
		"State"+names.String()+":nat, X:message\n  init State:=0\n  transition\n  1. State=0 /\\ R(A.X') =|> State':=1"+first.String()).Replace(relays)
	u := hlpsl.Load("busy", []byte(text))
	if u.Model == nil {
		t.Fatal(u.Diags)
	}
	r, err := search.Run(context.Background(), u.Model, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Complete || r.Cause != search.Width {
		t.Errorf("complete: %v, %v", r.Complete, r.Cause)
	}
}

// TestRelays: instances that pass messages on are not searched, and their
// coverage is that of a search that does not leave them out.
func TestRelays(t *testing.T) {
	for _, name := range []string{"relays", "eap-tunnel-bound"} {
		text := []byte(relays)
		if name != "relays" {
			m, err := models.Find(name)
			if err != nil {
				t.Fatal(err)
			}
			text = m.Text
		}
		u := hlpsl.Load(name, text)
		if u.Model == nil {
			t.Fatal(u.Diags)
		}
		with, err := search.Run(context.Background(), u.Model, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		without, err := search.Run(context.Background(), u.Model, search.Options{Disable: search.Relevance})
		if err != nil {
			t.Fatal(err)
		}
		if with.States >= without.States {
			t.Errorf("%s: %d states, %d with the relays", name, with.States, without.States)
		}
		for g := range with.Goals {
			if x, y := with.Goals[g].Verdict, without.Goals[g].Verdict; x != y {
				t.Errorf("%s: goal %d is %v, with the relays %v", name, g, x, y)
			}
		}
		dead := 0
		for ii := range with.Fired {
			for ti, n := range with.Fired[ii] {
				if (n > 0) != (without.Fired[ii][ti] > 0) {
					t.Errorf("%s: transition %d of instance %d fired %d times, with the relays %d", name, ti, ii, n, without.Fired[ii][ti])
				}
				if n == 0 {
					dead++
				}
			}
		}
		if name == "relays" && dead != 1 { // nobody knows nobody
			t.Errorf("%d transitions never fired, want 1", dead)
		}
	}
}

// TestPassing: what an instance passes on it may have had before, in every run;
// what it tells of its own is no relay's, and an attack may need it.
func TestPassing(t *testing.T) {
	const model = `
role sender(A:agent, Pin,Key:symmetric_key, S,R:channel(dy)) played_by A def=
  local State:nat, N:text
  const zero:text
  init State:=0
  transition
  1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S({N'}_Pin.{N'}_Key.zero) /\ secret(N',n,{A})
end role

role middle(A:agent, S,R:channel(dy)) played_by A def=
  local State:nat, X,Y:message
  const pin,key:symmetric_key, zero,one:text
  init State:=0
  transition
  STEPS
end role

role environment() def=
  local SA,RA,SB,RB:channel(dy)
  const a:agent, pin,key:symmetric_key, n:protocol_id, zero,one:text
  intruder_knowledge={a,one}
  composition sender(a,pin,key,SA,RA) /\ middle(a,SB,RB)
end role

goal
  secrecy_of n
end goal
environment()
`
	for _, c := range []struct {
		name, steps string
		cut, attack bool
	}{
		{"a constant heard before", `
			1. State=0 /\ R(zero) =|> State':=1
			2. State=1 /\ R(A) =|> State':=2
			3. State=2 /\ R(A) =|> State':=3 /\ S(zero.one)`, true, false},
		{"a constant heard on one of two ways", `
			1. State=0 /\ R(pin.one) =|> State':=1
			2. State=0 /\ R(A) =|> State':=1
			3. State=1 /\ R(A) =|> State':=2 /\ S(pin)`, false, true},
		{"a constant heard later", `
			1. State=0 /\ R(A) =|> State':=1 /\ S(pin)
			2. State=1 /\ R(pin) =|> State':=2`, false, true},
		{"a constant heard within what cannot be opened", `
			1. State=0 /\ R({pin}_pin) =|> State':=1
			2. State=0 /\ R({X'}_key) =|> State':=1 /\ S(X')
			3. State=1 /\ R(A) =|> State':=2 /\ S(one)`, false, true},
		{"a value kept", `
			1. State=0 /\ R(X'.one) =|> State':=1 /\ Y':=X'.A
			2. State=1 /\ R(A) =|> State':=2 /\ X':=Y
			3. State=2 /\ R(A) =|> State':=3 /\ S(X)`, true, false},
		{"a value kept, sometimes one of its own", `
			1. State=0 /\ R(X'.one) =|> State':=1
			2. State=0 /\ R(one) =|> State':=1 /\ X':=pin
			3. State=1 /\ R(A) =|> State':=2 /\ S(X)`, false, true},
		{"a value kept by way of one of its own", `
			1. State=0 /\ R(X'.one) =|> State':=1 /\ Y':=pin
			2. State=1 /\ R(one) =|> State':=2 /\ X':=Y
			3. State=2 /\ R(A) =|> State':=3 /\ S(X)`, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := hlpsl.Load(c.name, []byte(strings.Replace(model, "STEPS", c.steps, 1)))
			if u.Model == nil {
				t.Fatal(u.Diags)
			}
			with, err := search.Run(context.Background(), u.Model, search.Options{Disable: search.AllReductions &^ search.Relevance})
			if err != nil {
				t.Fatal(err)
			}
			without, err := search.Run(context.Background(), u.Model, search.Options{Disable: search.AllReductions})
			if err != nil {
				t.Fatal(err)
			}
			if cut := with.States < without.States; cut != c.cut {
				t.Errorf("%d states, %d with the relays: cut: %v", with.States, without.States, cut)
			}
			for _, r := range []*search.Result{with, without} {
				if attack := r.Goals[0].Attack != nil; attack != c.attack {
					t.Errorf("attack: %v", attack)
				}
			}
			for ti, n := range with.Fired[1] {
				if (n > 0) != (without.Fired[1][ti] > 0) {
					t.Errorf("step %d is taken %d times, with the relays %d", ti+1, n, without.Fired[1][ti])
				}
			}
		})
	}
}
