package runner

import (
	"context"
	"strings"
	"testing"

	"hornet/diag"
	"hornet/protocol"
	"hornet/report"
	"hornet/search"
	"hornet/term"
	"hornet/trace"
)

// toy is a model of one honest session with two instances of one transition.
func toy() *protocol.Model {
	a := protocol.C("a", term.TAgent)
	role := protocol.Role{Name: "alice", Slots: []protocol.SlotDecl{{Name: "A", Type: term.TAgent}},
		Transitions: []protocol.Transition{{Label: "1", Range: diag.Range{Start: diag.Pos{Line: 7, Col: 1}}}}}
	return &protocol.Model{
		Roles: []protocol.Role{role}, Sessions: []protocol.Session{{Name: "session", Honest: true}, {Name: "session"}},
		Instances: []protocol.Instance{{Values: []*protocol.Expr{a}}, {Values: []*protocol.Expr{a}, Session: 1}},
		Goals:     []protocol.Goal{{Kind: protocol.Secrecy, ID: "k"}, {Kind: protocol.Authentication, ID: "m"}},
	}
}

func TestWeigh(t *testing.T) {
	const S, U, A = search.Safe, search.Undecided, search.Attack
	for _, c := range []struct {
		name     string
		goals    [2]search.Verdict
		events   []int
		fired    [][]int
		complete bool
		cause    search.Cause
		want     string
		reason   string
	}{
		{"all is well", [2]search.Verdict{S, S}, []int{1, 1}, [][]int{{1}, {1}}, true, 0, "ok ok", ""},
		{"an event is missing", [2]search.Verdict{S, S}, []int{1, 0}, [][]int{{1}, {1}}, true, 0, "ok vacuous", "no run reaches request(…,m,…)"},
		{"an honest role is stuck", [2]search.Verdict{S, S}, []int{1, 1}, [][]int{{0}, {1}}, true, 0, "not executable not executable", "alice(a) never fires transition 1 (line 7)"},
		{"vacuous says more than stuck", [2]search.Verdict{S, S}, []int{0, 1}, [][]int{{0}, {1}}, true, 0, "vacuous not executable", ""},
		{"a role beside the intruder is stuck", [2]search.Verdict{S, S}, []int{1, 1}, [][]int{{1}, {0}}, true, 0, "ok ok", ""},
		{"an attack outweighs all that", [2]search.Verdict{A, S}, []int{1, 1}, [][]int{{0}, {1}}, true, 0, "attack not executable", ""},
		{"cut short", [2]search.Verdict{U, U}, []int{0, 0}, [][]int{{0}, {0}}, false, search.Timeout, "undecided undecided", "the time limit was reached; no attack in 5 steps or fewer"},
	} {
		r := &search.Result{Events: c.events, Fired: c.fired, Complete: c.complete, Cause: c.cause, CompleteDepth: 5}
		for _, v := range c.goals {
			r.Goals = append(r.Goals, search.GoalResult{Verdict: v})
		}
		f := &report.File{}
		index := weigh(f, newGrounds(toy(), search.Options{}), search.Options{}, r)
		if len(index) != 2 || index[1] != 1 {
			t.Fatalf("%s: index %v", c.name, index)
		}
		if got := f.Goals[0].Status.String() + " " + f.Goals[1].Status.String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if c.reason != "" && f.Goals[1].Reason != c.reason {
			t.Errorf("%s: reason %q, want %q", c.name, f.Goals[1].Reason, c.reason)
		}
	}
}

func TestWeighChosenGoals(t *testing.T) {
	m := toy()
	m.Goals = append(m.Goals, protocol.Goal{Kind: protocol.Temporal})
	r := &search.Result{Goals: []search.GoalResult{{}, {Cause: search.Settled}, {}}, Events: make([]int, 3)}
	f := &report.File{}
	index := weigh(f, newGrounds(m, search.Options{}), search.Options{Goals: []int{1, 2}, FirstAttack: true}, r)
	if len(index) != 2 || index[0] != 1 || index[1] != 2 {
		t.Fatalf("index %v", index)
	}
	if f.Goals[0].Reason != "the search stopped at the first attack" || f.Goals[1].Reason != "temporal formulas are not supported" {
		t.Errorf("reasons %q, %q", f.Goals[0].Reason, f.Goals[1].Reason)
	}
}

// TestRefusal proposes an attack that is none: nothing of it may be shown.
func TestRefusal(t *testing.T) {
	m := toy()
	run := &trace.Run{Violation: &trace.Violation{Kind: trace.Unmatched, Goal: 1, Event: &trace.Event{}}}
	f := &report.File{Name: "m", Hash: strings.Repeat("0", 64), Goals: []report.Goal{{Kind: "authentication_on", ID: "m", Status: report.Attacked}}}
	r := &search.Result{Goals: []search.GoalResult{{}, {Verdict: search.Attack, Attack: run}}}
	err := evidence(f, newGrounds(m, search.Options{}), r, []int{1})
	if err == nil {
		t.Fatal("an attack without steps is accepted")
	}
	refuse(f, Options{}, err)
	if f.ExitCode() != report.ExitInternal || len(f.Goals) != 0 || len(f.Attacks) != 0 || !strings.Contains(f.Failure.Message, "authentication_on_m") {
		t.Errorf("%+v", f)
	}
	if !strings.Contains(string(f.Failure.Details), `"schema": "hornet-fault/1"`) || !strings.Contains(string(f.Failure.Details), `"Violation"`) {
		t.Errorf("the bundle lacks the run: %s", f.Failure.Details)
	}
	if err := evidence(f, newGrounds(m, search.Options{}), &search.Result{}, nil); err != nil {
		t.Error(err)
	}
}

func TestCheckBadText(t *testing.T) {
	for _, text := range []string{"", "role", "\xff\xfe", strings.Repeat("(", 10000)} {
		f := Check(context.Background(), "m", []byte(text), Options{})
		if f.ExitCode() != report.ExitModel || f.Diagnostics.Errors() == 0 {
			t.Errorf("%.10q: exit code %d, %v", text, f.ExitCode(), f.Diagnostics)
		}
	}
}

func TestMatchGoal(t *testing.T) {
	g := protocol.Goal{Kind: protocol.Secrecy, ID: "na"}
	for name, want := range map[string]bool{"na": true, "secrecy_of na": true, "secrecy_of_na": true, " secrecy_of   na": true, "nb": false, "secrecy_of": false, "authentication_on na": false, "": false} {
		if MatchGoal(name, g) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}
