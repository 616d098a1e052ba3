package search_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"hornet/hlpsl"
	"hornet/internal/gen"
	"hornet/models"
	"hornet/protocol"
	"hornet/search"
	"hornet/trace/replay"
)

func load(t testing.TB, name string, text []byte) *protocol.Model {
	t.Helper()
	u := hlpsl.Load(name, text)
	if u.Model == nil {
		t.Fatalf("%s: %v", name, u.Diags)
	}
	return u.Model
}

func library(t testing.TB) []models.Model {
	t.Helper()
	list, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func family(t testing.TB, args string) *protocol.Model {
	t.Helper()
	text, err := gen.Text(strings.Fields(args))
	if err != nil {
		t.Fatal(err)
	}
	return load(t, args, []byte(text))
}

func run(t testing.TB, m *protocol.Model, o search.Options) *search.Result {
	t.Helper()
	r, err := search.Run(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// verdicts writes the answers as letters: s, a with the number of steps, or u.
func verdicts(r *search.Result) string {
	var out []string
	for _, g := range r.Goals {
		switch g.Verdict {
		case search.Safe:
			out = append(out, "s")
		case search.Attack:
			out = append(out, fmt.Sprint("a", len(g.Attack.Steps)))
		default:
			out = append(out, "u")
		}
	}
	return strings.Join(out, " ")
}

// families are the generated models of which the counters are pinned too.
var families = []string{"nsl 2", "nsl 3", "nsl 4", "nspk 3", "xor 1", "xor 2", "xor 8", "dh 1", "dh 2", "dh 8", "tls 2", "tls 3",
	"ike-aggressive ab,ai 1", "ike-aggressive ab,ai 2", "ike-main ab 2"}

// The counters do not depend on the machine: a change of the engine that costs
// or saves states shows as a difference of testdata/nodes.golden. UPDATE=1 writes
// it anew.
func TestNodes(t *testing.T) {
	const file, limit = "testdata/nodes.golden", 20000
	var b bytes.Buffer
	b.WriteString("# visited states, states probed before, depth, and for each goal s(afe), a(ttack) with its steps, or u(ndecided)\n")
	line := func(name string, m *protocol.Model) {
		start := time.Now()
		r := run(t, m, search.Options{MaxStates: limit})
		fmt.Fprintf(&b, "%-36s %6d %5d %3d  %s\n", name, r.States, r.Probed, r.Depth, verdicts(r))
		if r.States > limit+limit/4 {
			t.Errorf("%s: %d states, limit %d", name, r.States, limit)
		}
		for _, g := range r.Goals {
			if g.Attack != nil {
				if err := replay.Check(m, replay.Options{}, g.Attack); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		if d := time.Since(start); testing.Verbose() && d > 300*time.Millisecond {
			t.Log(name, d)
		}
	}
	for _, m := range library(t) {
		line(m.File, load(t, m.File, m.Text))
	}
	for _, f := range families {
		line(f, family(t, f))
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	old := strings.Split(string(want), "\n")
	for i, l := range strings.Split(b.String(), "\n") {
		if i >= len(old) || l != old[i] {
			o := "nothing"
			if i < len(old) {
				o = old[i]
			}
			t.Errorf("got  %s\nwant %s", l, o)
		}
	}
	if n := strings.Count(b.String(), "\n"); n+1 != len(old) {
		t.Errorf("%d lines, want %d", n, len(old)-1)
	}
}

// Every so many models of the library: a sample that all groups share in.
func sample(t *testing.T, step int) map[string]*protocol.Model {
	out := map[string]*protocol.Model{}
	for i, m := range library(t) {
		if i%step == 0 {
			out[m.File] = load(t, m.File, m.Text)
		}
	}
	return out
}

// The number of workers changes nothing, attacks and counters included, even where
// a limit of states ends the search.
func TestJobs(t *testing.T) {
	ms := sample(t, 9)
	for _, f := range []string{"nsl 4", "nsl 6", "nspk 3", "xor 2", "ike-aggressive ab,ai 2"} {
		ms[f] = family(t, f)
	}
	cut := 0
	for name, m := range ms {
		one, two := run(t, m, search.Options{MaxStates: 1000}), run(t, m, search.Options{MaxStates: 1000, Jobs: 3})
		if !reflect.DeepEqual(one, two) {
			t.Errorf("%s: one worker %d states, %s; three %d states, %s", name, one.States, verdicts(one), two.States, verdicts(two))
		}
		if one.Cause == search.MaxStates {
			cut++
		}
	}
	if cut == 0 {
		t.Error("no search was ended by the limit")
	}
}

// Each reduction can be left out, and all of them, without changing an answer.
func TestReductions(t *testing.T) {
	const limit = 800
	whole := 0
	for name, m := range sample(t, 8) {
		want := run(t, m, search.Options{MaxStates: limit})
		for _, d := range []search.Reductions{search.PartialOrder, search.Symmetry, search.Eager, search.Leaf, search.SelfLoop, search.Relevance, search.Subsumption, search.Flow, search.AllReductions} {
			got := run(t, m, search.Options{MaxStates: limit, Disable: d})
			for i := range got.Goals {
				a, b := want.Goals[i], got.Goals[i]
				switch {
				case a.Verdict == search.Undecided || b.Verdict == search.Undecided:
				case a.Verdict != b.Verdict:
					t.Errorf("%s without reductions %b: goal %d is %v, else %v", name, d, i, b.Verdict, a.Verdict)
				default:
					whole++
				}
			}
			if d == search.PartialOrder && got.Complete && want.Complete && got.States < want.States/2 && got.States > 200 {
				t.Errorf("%s: %d states without the partial-order reduction, %d with it", name, got.States, want.States)
			}
		}
	}
	if whole < 100 {
		t.Errorf("only %d answers compared", whole)
	}
}

// A search that is cut short says so and has no opinion but on attacks.
func TestLimits(t *testing.T) {
	nsl := family(t, "nsl 4")
	full := run(t, nsl, search.Options{})
	if !full.Complete || full.Cause != search.None || full.CompleteDepth < full.Depth || full.Frontier != 0 {
		t.Fatalf("complete %v, cause %v, depth %d of %d, %d left", full.Complete, full.Cause, full.CompleteDepth, full.Depth, full.Frontier)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	late, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Second))
	defer cancel()
	for _, c := range []struct {
		name  string
		ctx   context.Context
		opt   search.Options
		cause search.Cause
	}{
		{"states", context.Background(), search.Options{MaxStates: 50}, search.MaxStates},
		{"depth", context.Background(), search.Options{MaxDepth: 2}, search.MaxDepth},
		{"memory", context.Background(), search.Options{MaxMemory: 1}, search.MaxMemory},
		{"time", late, search.Options{}, search.Timeout},
		{"interrupt", ended, search.Options{}, search.Interrupted},
		{"time, two workers", late, search.Options{Jobs: 2}, search.Timeout},
	} {
		m := nsl
		if c.cause == search.MaxMemory {
			m = family(t, "nsl 6") // memory is looked at now and then
		}
		r, err := search.Run(c.ctx, m, c.opt)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if r.Complete || r.Cause != c.cause || r.Frontier == 0 {
			t.Errorf("%s: complete %v, cause %q, %d left; want cause %q", c.name, r.Complete, r.Cause, r.Frontier, c.cause)
		}
		for i, g := range r.Goals {
			if g.Verdict != search.Undecided || g.Cause != c.cause {
				t.Errorf("%s: goal %d is %v because of %q", c.name, i, g.Verdict, g.Cause)
			}
		}
		if c.cause == search.MaxDepth && r.CompleteDepth != 2 {
			t.Errorf("%s: complete to depth %d, want 2", c.name, r.CompleteDepth)
		}
		if r.CompleteDepth > r.Depth || c.cause == search.Timeout && r.CompleteDepth > 1 {
			t.Errorf("%s: complete to depth %d of %d", c.name, r.CompleteDepth, r.Depth)
		}
	}
}

// A limit of depth that is too small for an attack misses it and says so; one
// that is not does not.
func TestDepthOfAttack(t *testing.T) {
	m := family(t, "nspk 2")
	full := run(t, m, search.Options{})
	shortest := 1 << 30
	for _, g := range full.Goals {
		if g.Attack != nil {
			shortest = min(shortest, len(g.Attack.Steps))
		}
	}
	for depth := 1; depth <= shortest; depth++ {
		r := run(t, m, search.Options{MaxDepth: depth})
		for i, g := range r.Goals {
			if g.Verdict == search.Safe {
				t.Errorf("depth %d: goal %d is safe", depth, i)
			}
			if g.Verdict == search.Attack && full.Goals[i].Verdict != search.Attack {
				t.Errorf("depth %d: an attack on goal %d that the whole search does not find", depth, i)
			}
			if a := full.Goals[i].Attack; a != nil && len(a.Steps) <= r.CompleteDepth && g.Verdict != search.Attack {
				t.Errorf("depth %d: complete to %d, but the attack of %d steps on goal %d is not found", depth, r.CompleteDepth, len(a.Steps), i)
			}
		}
	}
}

// The first attack ends a search that is asked for no more; goals that are not
// asked for are undecided.
func TestFirstAttack(t *testing.T) {
	m := family(t, "nspk 2")
	r := run(t, m, search.Options{FirstAttack: true})
	if !strings.Contains(verdicts(r), "a") {
		t.Errorf("no attack: %s", verdicts(r))
	}
	for i := range m.Goals {
		r := run(t, m, search.Options{Goals: []int{i}})
		want := run(t, m, search.Options{}).Goals[i]
		for j, g := range r.Goals {
			if j == i && g.Verdict != want.Verdict || j != i && g.Verdict == search.Safe {
				t.Errorf("asked for goal %d: goal %d is %v", i, j, g.Verdict)
			}
		}
	}
}

// A model that cannot be expressed has no verdicts.
func TestUnsupported(t *testing.T) {
	m := *family(t, "nsl 2")
	m.Unsupported = append(m.Unsupported, protocol.Unsupported{What: "a test"})
	r := run(t, &m, search.Options{})
	if r.Cause != search.Unsupported || r.Detail != "a test" || strings.Trim(verdicts(r), "u ") != "" {
		t.Errorf("%v %q %s", r.Cause, r.Detail, verdicts(r))
	}
}

// The models of the paper have the verdicts that their headers state.
func TestPaper(t *testing.T) {
	n := 0
	for _, m := range library(t) {
		if !strings.HasPrefix(m.Name, "paper-") {
			continue
		}
		n++
		model := load(t, m.File, m.Text)
		for _, o := range []search.Options{{}, {Disable: search.PartialOrder}, {Jobs: 2}} {
			r := run(t, model, o)
			attack := false
			for _, g := range r.Goals {
				attack = attack || g.Verdict == search.Attack
			}
			if attack != m.Attack() || r.Cause != search.None {
				t.Errorf("%s: attack %v, want %v; cause %q", m.Name, attack, m.Attack(), r.Cause)
			}
		}
	}
	if n < 3 {
		t.Errorf("%d models of the paper", n)
	}
}

// cancelled holds a role that begins with a witness in which its nonce cancels: it
// is about k, which somebody else may have asked for before.
const cancelled = `
role starter(A:agent, K:text, S,R:channel(dy)) played_by A def=
  local State:nat, N:text
  init State:=0
  transition
  1. State=0 /\ R(start) =|> State':=1 /\ N':=new() /\ S(N') /\ witness(A,A,auth,WITNESS)
end role
role asker(A:agent, K:text, S,R:channel(dy)) played_by A def=
  local State:nat
  init State:=0
  transition
  1. State=0 /\ R(K) =|> State':=1 /\ request(A,A,auth,K)
end role
role environment() def=
  local S,R:channel(dy)
  const a:agent, k:text, auth:protocol_id
  intruder_knowledge={a,k}
  composition starter(a,k,S,R) /\ asker(a,k,S,R)
end role
goal
  authentication_on auth
end goal
environment()
`

// TestCancelledWitness: a witness about a value that is not new after all is no
// step to be taken at once, for it hides attacks in which it comes later.
func TestCancelledWitness(t *testing.T) {
	for _, witness := range []string{"xor(xor(N',K),N')", "xor(N',xor(K,N'))", "xor(xor(xor(N',h(N')),K),xor(N',h(N')))", "exp(exp(K,N'),inv(N'))", "K"} {
		u := hlpsl.Load("cancelled", []byte(strings.NewReplacer("WITNESS", strings.ReplaceAll(witness, "h(N')", "{N'}_K")).Replace(cancelled)))
		if u.Model == nil {
			t.Fatal(u.Diags)
		}
		r, err := search.Run(context.Background(), u.Model, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if g := r.Goals[0]; g.Verdict != search.Attack || len(g.Attack.Steps) != 1 {
			t.Errorf("%s: %v", witness, g.Verdict)
		}
	}
}

// twoHalves holds roles that send one half each of what the last one waits for, and
// one that sends both. All of them begin of themselves.
const twoHalves = `
role half(A:agent, X,Y:text, K:symmetric_key, S,R:channel(dy)) played_by A def=
  local State:nat
  init State:=0
  transition
  1. State=0 /\ R(start) =|> State':=1 /\ S({X.Y}_K)
end role
role whole(A:agent, X,Y:text, K,L:symmetric_key, S,R:channel(dy)) played_by A def=
  local State:nat
  init State:=0
  transition
  1. State=0 /\ R(start) =|> State':=1 /\ S({X.Y}_K.{Y.X}_L)
end role
role last(A,B:agent, K,L:symmetric_key, S,R:channel(dy)) played_by A def=
  local State:nat, X,Y:text
  init State:=0
  transition
  1. State=0 /\ R({X'.Y'}_K.{Y'.X'}_L) =|> State':=1 /\ request(A,B,auth,X')
end role
role environment() def=
  local S,R:channel(dy)
  const a,b:agent, k,l:symmetric_key, x1,y1,x2,y2,x3,y3:text, auth:protocol_id
  intruder_knowledge={a,b}
  composition half(b,x1,y1,k,S,R) /\ half(b,y1,x1,l,S,R) /\ half(b,x2,y2,k,S,R) /\ half(b,y2,x2,l,S,R)
    /\ whole(b,x3,y3,k,l,S,R) /\ last(a,b,k,l,S,R)
end role
goal
  authentication_on auth
end goal
environment()
`

// TestShortestAlong: of attacks with one macro-step the one with the fewest steps
// taken along is shown, be it not among the first that are met.
func TestShortestAlong(t *testing.T) {
	u := hlpsl.Load("halves", []byte(twoHalves))
	if u.Model == nil {
		t.Fatal(u.Diags)
	}
	for _, opt := range []search.Options{{}, {FirstAttack: true}, {Disable: search.Eager}} {
		r := run(t, u.Model, opt)
		if g := r.Goals[0]; g.Verdict != search.Attack || len(g.Attack.Steps) != 2 {
			t.Errorf("%+v: %v, %v", opt, g.Verdict, g.Attack)
		}
		if opt.Disable == 0 && r.Confirmed == 0 {
			t.Error("the first attacks are shortest: the test says nothing")
		}
	}
}
