package render

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

func avispa(t *testing.T, m *protocol.Model, run *trace.Run) []string {
	t.Helper()
	var b bytes.Buffer
	if err := AvispaTrace(&b, m, run); err != nil {
		t.Fatal(err)
	}
	return strings.Split(b.String(), "\n")
}

// The eight lines that the issue of the paper's baseline asks for.
func TestAvispaBaseline(t *testing.T) {
	f := baseline(t)
	want := []string{
		"i -> (a,6): start",
		"(a,6) -> i: Rand1(1).session1",
		"i -> (b,3): x246.session1",
		"(b,3) -> i: {Rand2(2).session2}_inv(pks).ParaS(2).done.Crequest(2)",
		"i -> (a,6): {x259.session2.x260}_inv(pki).done.x261",
		"(a,6) -> i: ParaC(3).{x}_inv(pkc).{Rand3(3)}_pki",
		"i -> (b,3): x274.{x}_inv(pkc).{x275}_pks",
		"(b,3) -> i: {dummy_nonce}_pkc",
		"", "",
		"% Reached State:",
		"% ",
		"% witness(b,a,na_nb1,x246)",
		"% witness(a,i,na_nb2,Rand3(3))",
		"% request(b,a,na_nb2,x275,3)",
		"% state_client(a,b,pkc,pks,0,dummy_nonce,dummy_nonce,dummy_nonce,dummy_nonce,dummy_nonce,dummy_nonce,3)",
		"% state_server(b,a,pkc,pks,5,x246,Rand2(2),x275,ParaS(2),x274,Crequest(2),3)",
		"% state_client(a,i,pkc,pki,4,Rand1(1),x259,Rand3(3),x260,ParaC(3),x261,6)",
		"",
	}
	got := avispa(t, f.m, f.run)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if g := AvispaGoal(f.m, f.run.Violation); g != "authentication_on_na_nb2" {
		t.Errorf("goal %s", g)
	}
	readme, err := os.ReadFile("../../../shared/paper/README.md")
	if err != nil {
		t.Skip("the paper's trace is not here")
	}
	for _, line := range want[:8] {
		if !strings.Contains(string(readme), line+"\n") {
			t.Errorf("the paper's trace has no line %s", line)
		}
	}
}

// A leaked secret is shown twice; a replay has a goal name of its own; a step
// that sends nothing prints its receive only.
func TestAvispaViolations(t *testing.T) {
	f := leak(t)
	got := avispa(t, f.m, f.run)
	if got[6] != "i -> (i,17): Nb(2)" || got[7] != got[6] || got[8] != "" {
		t.Errorf("leak: %q", got[:9])
	}
	f = replayed(t)
	got = avispa(t, f.m, f.run)
	want := []string{"i -> (a,3): start", "(a,3) -> i: a.{Order(1).h(Order(1).b)}_kab",
		"i -> (b,3): a.{Order(1).h(Order(1).b)}_kab", "i -> (b,6): a.{Order(1).h(Order(1).b)}_kab", ""}
	for i, w := range want {
		if got[i] != w {
			t.Errorf("replay, line %d: %s", i, got[i])
		}
	}
	if g := AvispaGoal(f.m, f.run.Violation); g != "replay_protection_on_order" {
		t.Errorf("goal %s", g)
	}
}

// Several messages of one step share a line; sets, facts of the model's own and
// removed elements show in the reached state; a spontaneous step has no receive.
func TestAvispaSeveral(t *testing.T) {
	b := newModel(t, "m", "a,b:agent k:sk")
	b.know("start", "i")
	b.role("sender", "A:agent K:sk S:message State:nat N,M:text")
	b.rule("1", "0", "1; !N'; !{N'.M'}_K; mine(N',A)", "N M")
	b.rule("2", "1; ?N; ?M.A", "2", "")
	tr := b.m.Roles[0].Transitions
	tr[0].Adds = []protocol.SetOp{{Elem: protocol.V(0), Set: protocol.S(2)}, {Elem: protocol.S(0), Set: protocol.S(2)}}
	tr[1].Deletes = []protocol.SetOp{{Elem: protocol.S(0), Set: protocol.S(2)}}
	tr[1].Consumes = []protocol.Fact{{Name: "mine", Args: []*protocol.Expr{protocol.S(4), protocol.S(0)}}}
	b.m.Roles[0].Slots = append(b.m.Roles[0].Slots, protocol.SlotDecl{Name: "SND", Type: term.TChannel})
	b.m.Sets = []protocol.Set{{Name: "set_1", Elems: []*protocol.Expr{protocol.C("b", term.TAgent)}}}
	b.session(2, "a")
	b.instance("sender", 3, 3, "a,k,set_1,0")
	r := b.start()
	r.fire(0, 0, "").fire(0, 1, "", out(0, 0), out(0, 0))
	want := `(a,3) -> i: N(1),{N(1).M(1)}_k
i -> (a,3): N(1),M(1).a


% Reached State:
% 
% contains(b,set_1)
% contains(N(1),set_1)
% state_sender(a,k,set_1,2,N(1),M(1),3)
`
	if got := strings.Join(avispa(t, b.m, r.run), "\n"); got != want {
		t.Errorf("got\n%s", got)
	}
}

// The notation of messages is OFMC's.
func TestNotation(t *testing.T) {
	b := newModel(t, "m", "a,b:agent ka:pk h:hash k:sk")
	for _, s := range []string{
		"a.b.Na(1)", "(a.b).Na(1)", "((a.b).a).b", "{Na(1).a}_ka", "{x1}_inv(ka)", "{a}_(h(a.b))", "{a}_(exp(exp(g,X(1)),Y(2)))",
		"{a}_(a.b)", "{a}_({b}_k)", "h((a.b).a)", "{a}_Na(1)", "{{a}_k.b}_inv(h(a))", "xor(a,b,h(b))", "inv(ka).x12",
	} {
		if got := b.parse(s, nil, nil).String(); got != s {
			t.Errorf("%s is printed as %s", s, got)
		}
	}
}

type fullDisk struct{}

var errFull = errors.New("disk full")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// A run that does not fit its model is refused, and a failing writer reported.
func TestRefused(t *testing.T) {
	f := lowe(t)
	bad := map[string]func(*trace.Run){
		"instance":   func(r *trace.Run) { r.Steps[1].Instance = 7 },
		"transition": func(r *trace.Run) { r.Steps[1].Transition = -1 },
		"values":     func(r *trace.Run) { r.Steps[1].Values = nil },
		"received":   func(r *trace.Run) { r.Steps[1].Received = nil },
		"goal":       func(r *trace.Run) { r.Violation.Goal = 9 },
	}
	for name, spoil := range bad {
		run := loweRun(t)
		spoil(run)
		var b bytes.Buffer
		if err := AvispaTrace(&b, f.m, run); err == nil || b.Len() > 0 {
			t.Errorf("%s: not refused", name)
		}
	}
	if err := AvispaTrace(&bytes.Buffer{}, nil, f.run); err == nil {
		t.Error("no model: not refused")
	}
	if err := AvispaTrace(fullDisk{}, f.m, f.run); !errors.Is(err, errFull) {
		t.Errorf("the writer's error is lost: %v", err)
	}
}
