package runner

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hornet/diag"
	"hornet/report"
	"hornet/search"
)

// TestVacuity prints how many of the models that the old tools call SAFE say
// nothing: the tables of docs/vacuity.md. It takes some minutes, so it only looks
// at a few unless HORNET_VACUITY names a file to write all rows to.
func TestVacuity(t *testing.T) {
	corpus := filepath.Join("..", "..", "shared", "corpus")
	text, err := os.ReadFile(filepath.Join(corpus, "verdicts.tsv"))
	if err != nil {
		t.Skip("the corpus is not here")
	}
	out, every := os.Getenv("HORNET_VACUITY"), 40
	if out != "" {
		every = 1
	}
	var rows strings.Builder
	counts, reasons := map[string]int{}, map[string]int{}
	n, goals, vacuous, empty := 0, 0, 0, 0
	for _, line := range strings.Split(string(text), "\n") {
		c := strings.Split(line, "\t")
		if len(c) < 3 || c[1] != "web" || c[2] != "SAFE" {
			continue
		}
		if n++; n%every != 0 {
			continue
		}
		model, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(c[0])))
		if err != nil {
			t.Fatal(err)
		}
		f := Check(context.Background(), c[0], model, Options{Timeout: 2 * time.Second, Search: search.Options{MaxStates: 50000, MaxMemory: 1 << 30}})
		if f.Failure != nil {
			t.Errorf("%s: %s", c[0], f.Failure.Message)
			continue
		}
		worst, reason := classify(f)
		if worst == "vacuous" {
			v := f.Count(report.Vacuous)
			if goals, vacuous = goals+len(f.Goals), vacuous+v; v == len(f.Goals) {
				empty++
			}
		}
		counts[worst]++
		reasons[worst+": "+reason]++
		why := ""
		for i := range f.Goals {
			why += " | " + f.Goals[i].Status.String() + " " + f.Goals[i].Reason
		}
		for _, nt := range f.Notes {
			why += " | " + nt.Text
		}
		fmt.Fprintf(&rows, "%s\t%s\t%s\t%s\n", c[0], worst, reason, strings.ReplaceAll(why, "\n", " "))
	}
	for _, m := range []map[string]int{counts, reasons} {
		for _, k := range sorted(m) {
			t.Logf("%5d %s", m[k], k)
		}
	}
	t.Logf("%d goals of %d vacuous in the vacuous models, %d models have no other goal", vacuous, goals, empty)
	if out != "" {
		if err := os.WriteFile(out, []byte(rows.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func sorted(m map[string]int) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	for i := range ks {
		for j := i; j > 0 && m[ks[j]] > m[ks[j-1]]; j-- {
			ks[j], ks[j-1] = ks[j-1], ks[j]
		}
	}
	return ks
}

// classify puts a model under what its verdicts are worth, and why.
func classify(f *report.File) (class, reason string) {
	switch {
	case len(f.Goals) == 0:
		return "nothing to check", ""
	case f.Count(report.Attacked) > 0:
		return "attack", ""
	}
	helped, dead := false, ""
	for i := range f.Honest {
		s := &f.Honest[i]
		if s.String() == "" {
			continue
		}
		if helped = helped || s.Helped; !s.Helped && dead == "" {
			dead = kind(&s.Stuck[0])
		}
	}
	vacuous, stuck, open := f.Count(report.Vacuous), f.Count(report.NotExecutable), f.Count(report.Undecided)
	switch {
	case open > 0:
		return "undecided", f.Bounds.CauseCode
	case stuck > 0 && dead != "":
		return "not executable", dead
	case stuck > 0 && slices.ContainsFunc(f.Diagnostics, func(d *diag.Diagnostic) bool { return d.Code == diag.StateNeverSet }):
		return "not executable", "a state that no step sets"
	case stuck > 0:
		return "not executable", "another step that cannot fire"
	case vacuous > 0 && dead != "":
		return "vacuous", "stuck as well: " + dead
	case vacuous > 0:
		for i := range f.Goals {
			if strings.Contains(f.Goals[i].Reason, "set itself") {
				return "vacuous", "the secret is a set"
			}
		}
		if deadTransition(f) != "" {
			return "vacuous", "the fact is in a step that never fires"
		}
		return "vacuous", "no step states the fact"
	case dead != "":
		return "ok", "no honest run: " + dead
	case helped:
		return "ok", "an honest run needs the intruder's help"
	case len(f.Honest) == 0:
		return "ok", "no all-honest session"
	}
	return "ok", ""
}

// kind says in a few words why a step does not fire.
func kind(s *report.Stuck) string {
	n := s.Nearest
	switch {
	case s.After != "":
		return "the roles wait for one another"
	case s.Waits == "" && strings.Contains(s.Reason, "frozen"):
		return "a value of another type froze the role"
	case strings.Contains(s.Reason, "never in the state"):
		return "a state that no step sets"
	case s.Waits == "":
		return "conditions that never hold together"
	case n == nil:
		return "nothing like it is sent"
	case strings.Contains(n.Why, "type"):
		return "the type of a variable"
	case strings.Contains(n.Why, "has no value yet"):
		return "a variable read before it is set"
	case strings.Contains(n.Got, "dummy_"):
		return "a variable sent before it is set"
	case n.Why != "":
		return "another value in the same place"
	}
	return "another form of message"
}

// TestLoopsCut: what three turns of a loop reach is reached; what four would reach
// is not called unreachable without saying that three were looked at.
func TestLoopsCut(t *testing.T) {
	const text = `
role turner(A:agent, K:symmetric_key, H:hash_func, S,R:channel(dy)) played_by A def=
  local State:nat, N:message
  init State:=0
  transition
  1. State=0 /\ R({N'}_K) =|> S({H(N')}_K)
end role
role waiter(A:agent, K:symmetric_key, H:hash_func, S,R:channel(dy)) played_by A def=
  local State:nat, M:text
  init State:=0
  transition
  1. State=0 /\ R({TURNS}_K) =|> State':=1 /\ M':=new() /\ S({M'}_K) /\ secret(M',n,{A})
end role
role environment() def=
  local S,R:channel(dy)
  const a:agent, k:symmetric_key, h:hash_func, zero:text, n:protocol_id
  intruder_knowledge={a,h,zero,{zero}_k}
  composition turner(a,k,h,S,R) /\ waiter(a,k,h,S,R)
end role
goal
  secrecy_of n
end goal
environment()
`
	for turns, want := range map[string]report.Goal{
		"H(H(H(zero)))":    {Status: report.OK},
		"H(H(H(H(zero))))": {Status: report.Vacuous, Reason: "no run reaches secret(…,n,…), loops cut at 3"},
	} {
		f := Check(context.Background(), "loops", []byte(strings.Replace(text, "TURNS", turns, 1)), Options{})
		if len(f.Goals) != 1 || f.Goals[0].Status != want.Status || f.Goals[0].Reason != want.Reason || !f.Bounds.LoopsCut {
			t.Errorf("%s: %+v", turns, f.Goals)
		}
	}
}
