package honest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hornet/hlpsl"
	"hornet/models"
	model "hornet/protocol"
	"hornet/trace/ground"
	"hornet/trace/honest"
)

// protocol writes a model of two roles with one session of a and b and one of a
// and i. The steps are the transitions of alice and of bob.
func protocol(alice, bob string) string {
	role := func(name, player, steps string) string {
		return fmt.Sprintf(`role %s(A,B:agent, Ka,Kb:public_key, K:symmetric_key, S,R:channel(dy))
played_by %s def=
  local State:nat, Na,Nb:text, X:message
  init State:=0
  transition
%s
end role
`, name, player, steps)
	}
	return role("alice", "A", alice) + role("bob", "B", bob) + `role session(A,B:agent, Ka,Kb:public_key, K:symmetric_key) def=
  local S1,R1,S2,R2:channel(dy)
  composition alice(A,B,Ka,Kb,K,S1,R1) /\ bob(A,B,Ka,Kb,K,S2,R2)
end role
role environment() def=
  const a,b:agent, ka,kb,ki:public_key, kab,kai:symmetric_key
  intruder_knowledge={a,b,ka,kb,ki,inv(ki),kai}
  composition session(a,b,ka,kb,kab) /\ session(a,i,ka,ki,kai)
end role
goal
  secrecy_of x
end goal
environment()
`
}

const hello = "1. State=0 /\\ R(start) =|> State':=1 /\\ Na':=new() /\\ S({Na'.A}_Kb)\n"

// describe writes a result in one line for each stuck step.
func describe(u *hlpsl.Unit, r honest.Result) string {
	if r.Finishes {
		return "finishes"
	}
	var b strings.Builder
	if !r.Known {
		b.WriteString("unknown\n")
	}
	for _, s := range r.Stuck {
		role := u.Model.Roles[u.Model.Instances[s.Instance].Role]
		fmt.Fprintf(&b, "%s %s", role.Name, role.Transitions[s.Transition].Label)
		switch {
		case s.Why != "":
			b.WriteString(" why " + s.Why)
		case s.After.Instance >= 0:
			o := u.Model.Roles[u.Model.Instances[s.After.Instance].Role]
			b.WriteString(" after " + o.Name + " " + o.Transitions[s.After.Transition].Label)
		case s.Nearest == nil:
			b.WriteString(" waits " + s.Waits)
		default:
			n := s.Nearest
			fmt.Fprintf(&b, " waits %s got %s: %s for %s", s.Waits, n.Message, n.Got, n.Want)
			if n.Why != "" {
				b.WriteString(", " + n.Why)
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}

func sessions(t *testing.T, m *model.Model, opt ground.Options) []honest.Result {
	t.Helper()
	start, err := ground.New(m, opt)
	if err != nil {
		t.Fatal(err)
	}
	return honest.Sessions(start)
}

func TestSessions(t *testing.T) {
	for _, c := range []struct {
		name, alice, bob string
		opt              ground.Options
		want             string
	}{
		{"three messages",
			hello + "2. State=1 /\\ R({Na.Nb'}_Ka) =|> State':=2 /\\ S({Nb'}_Kb)",
			"1. State=0 /\\ R({Na'.A}_Kb) =|> State':=1 /\\ Nb':=new() /\\ S({Na'.Nb'}_Ka)\n2. State=1 /\\ R({Nb}_Kb) =|> State':=2",
			ground.Options{}, "finishes"},
		{"an answer without the nonce",
			hello + "2. State=1 /\\ R({Na.Nb'}_Ka) =|> State':=2",
			"1. State=0 /\\ R({Na'.A}_Kb) =|> State':=1 /\\ Nb':=new() /\\ S({Nb'}_Ka)",
			ground.Options{}, "alice 2 waits {Na.Nb'}_Ka got {Nb}_ka: Nb for Na.Nb'"},
		{"the wrong name",
			hello,
			"1. State=0 /\\ R({Na'.B}_Kb) =|> State':=1",
			ground.Options{}, "bob 1 waits {Na'.B}_Kb got {Na.a}_kb: a for B, B is b"},
		{"a type",
			"1. State=0 /\\ R(start) =|> State':=1 /\\ Na':=new() /\\ S({{Na'}_K}_Kb)",
			"1. State=0 /\\ R({Na'}_Kb) =|> State':=1",
			ground.Options{}, "bob 1 waits {Na'}_Kb got {{Na}_kab}_kb: {Na}_kab for Na', Na is a variable of type text"},
		{"a type that does not matter",
			"1. State=0 /\\ R(start) =|> State':=1 /\\ Na':=new() /\\ S({{Na'}_K}_Kb)",
			"1. State=0 /\\ R({Na'}_Kb) =|> State':=1",
			ground.Options{Untyped: true}, "finishes"},
		{"a variable without value",
			hello + "2. State=1 /\\ R({Nb.A}_Ka) =|> State':=2",
			"1. State=0 /\\ R({Na'.A}_Kb) =|> State':=1 /\\ Nb':=new() /\\ S({Nb'.A}_Ka)",
			ground.Options{}, "alice 2 waits {Nb.A}_Ka got {Nb.a}_ka: Nb for Nb, Nb has no value yet"},
		{"one thing in two places",
			"1. State=0 /\\ R(start) =|> State':=1 /\\ Na':=new() /\\ Nb':=new() /\\ S(Na'.Nb')",
			"1. State=0 /\\ R(Na'.Na') =|> State':=1",
			ground.Options{}, "bob 1 waits Na'.Na' got Na.Nb: Nb for Na', Na' is Na before"},
		{"a cause before its effect",
			hello + "2. State=1 /\\ R({Nb'}_K) =|> State':=2",
			"1. State=0 /\\ R({A.Na'}_Kb) =|> State':=1 /\\ Nb':=new() /\\ S({Nb'}_K)",
			ground.Options{}, "bob 1 waits {A.Na'}_Kb got {Na.a}_kb: Na for A, A is a\nalice 2 after bob 1"},
		{"both wait",
			"1. State=0 /\\ R({Nb'}_K) =|> State':=1 /\\ S({A}_K)",
			"1. State=0 /\\ R({A}_K) =|> State':=1 /\\ Nb':=new() /\\ S({Nb'}_K)",
			ground.Options{}, "alice 1 after bob 1\nbob 1 after alice 1"},
		{"nobody sends anything like it",
			hello,
			"1. State=0 /\\ R({Na'}_K) =|> State':=1",
			ground.Options{}, "bob 1 waits {Na'}_K"},
		{"its own message is none",
			"1. State=0 /\\ R(start) =|> State':=1 /\\ S({A}_K)\n2. State=1 /\\ R({A}_K) =|> State':=2",
			"1. State=0 /\\ R({A}_K) =|> State':=1",
			ground.Options{}, "alice 2 waits {A}_K"},
		{"frozen",
			hello + "2. State=1 /\\ R(start) =|> State':=2 /\\ Na':={A}_K\n3. State=2 /\\ R(start) =|> State':=3",
			"1. State=0 /\\ R({Na'.A}_Kb) =|> State':=1",
			ground.Options{}, "alice 3 why Na holds {a}_kab, which is no text: the role is frozen"},
		{"idle in a loop",
			hello,
			"1. State=0 /\\ R({Na'.A}_Kb) =|> State':=0 /\\ S(Na')\n2. State=0 /\\ R({B.B}_Kb) =|> State':=0",
			ground.Options{}, "finishes"},
		{"the choice of a message matters",
			"1. State=0 /\\ R(start) =|> State':=1 /\\ Na':=new() /\\ Nb':=new() /\\ S(Na') /\\ S(Nb')\n2. State=1 /\\ R({Na}_K) =|> State':=2",
			"1. State=0 /\\ R(Na') =|> State':=1 /\\ S({Na'}_K)",
			ground.Options{}, "finishes"},
		{"two receives in one step",
			"1. State=0 /\\ R(start) =|> State':=1 /\\ Na':=new() /\\ S({Na'}_K) /\\ S({A}_K)",
			"1. State=0 /\\ R({Na'}_K) /\\ R({A}_K) =|> State':=1",
			ground.Options{}, "finishes"},
		{"a condition that fails",
			hello,
			"1. State=0 /\\ R({Na'.A}_Kb) /\\ A=B =|> State':=1",
			ground.Options{}, "bob 1 why its conditions do not hold at the start"},
		{"a state that no step sets",
			hello + "2. State=2 /\\ R({Nb'.A}_Ka) =|> State':=3 /\\ S({Nb'}_Kb)",
			"1. State=0 /\\ R({Na'.A}_Kb) =|> State':=1 /\\ Nb':=new() /\\ S({Nb'.A}_Ka)\n2. State=1 /\\ R({Nb}_Kb) =|> State':=2",
			ground.Options{}, "alice 2 why the role is never in the state that it asks for\nbob 2 after alice 2"},
		{"a gap between the states",
			hello + "2. State=4 /\\ R(Nb') =|> State':=5",
			"1. State=0 /\\ R({Na'.A}_Kb) =|> State':=1 /\\ S(Na')",
			ground.Options{}, "alice 2 why the role is never in the state that it asks for"},
		{"receives that do not agree",
			"1. State=0 /\\ R(start) =|> State':=1 /\\ Na':=new() /\\ Nb':=new() /\\ S({Na'}_K) /\\ S(Nb')",
			"1. State=0 /\\ R({Na'}_K) /\\ R(Na') =|> State':=1",
			ground.Options{}, "bob 1 why its conditions do not hold together"},
	} {
		u := hlpsl.Load("m.hlpsl", []byte(protocol(c.alice, c.bob)))
		if u.Model == nil {
			t.Fatalf("%s: %v", c.name, u.Diags)
		}
		rs := sessions(t, u.Model, c.opt)
		if len(rs) != 1 || rs[0].Session != 0 || rs[0].Name != "session(a,b,ka,kb,kab)" {
			t.Fatalf("%s: %+v", c.name, rs)
		}
		if got := describe(u, rs[0]); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestLibrary wants of every model of the library that its honest sessions can
// finish, except where the model is there to show the contrary; and that the
// answer costs next to nothing.
func TestLibrary(t *testing.T) {
	stuck := map[string]bool{"paper-baseline-trace": true}
	all, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	var total time.Duration
	for _, m := range all {
		u := hlpsl.Load(m.Name, m.Text)
		if u.Model == nil {
			t.Fatalf("%s: %v", m.Name, u.Diags)
		}
		start := time.Now()
		rs := sessions(t, u.Model, ground.Options{})
		total += time.Since(start)
		for _, r := range rs {
			seen++
			if r.Finishes == stuck[m.Name] || !r.Known {
				t.Errorf("%s: %s: %s", m.Name, r.Name, describe(u, r))
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d sessions", seen)
	}
	t.Logf("%d sessions, %v each", seen, total/time.Duration(seen))
}

// TestDeterministic wants the same answer twice.
func TestDeterministic(t *testing.T) {
	text := []byte(protocol(hello+"2. State=1 /\\ R({Na.Nb'}_Ka) =|> State':=2", "1. State=0 /\\ R({Na'.A}_Kb) =|> State':=1 /\\ S({Na'}_Ka) /\\ S({A}_Ka)"))
	u := hlpsl.Load("m.hlpsl", text)
	first := fmt.Sprint(describe(u, sessions(t, u.Model, ground.Options{})[0]))
	for range 5 {
		if again := fmt.Sprint(describe(u, sessions(t, u.Model, ground.Options{})[0])); again != first {
			t.Fatalf("%s\nthen\n%s", first, again)
		}
	}
}
