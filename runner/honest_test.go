package runner

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hornet/hlpsl"
	"hornet/models"
	"hornet/report"
	"hornet/search"
)

// written returns f in a format.
func written(t *testing.T, format string, f *report.File) string {
	t.Helper()
	var b strings.Builder
	f.DropTiming()
	w, err := report.NewWriter(format, &b, report.Style{})
	if err == nil {
		err = w.File(f)
	}
	if err == nil {
		err = w.End(&report.Summary{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// paper returns a model of the paper that the project began with: our own where
// the library has it, else the reconstruction beside the project.
func paper(t *testing.T, file string) []byte {
	t.Helper()
	if m, err := models.Find(file); err == nil {
		return m.Text
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "shared", "paper", file))
	if err != nil {
		t.Skip("the paper's models are not here")
	}
	return text
}

// TestBaseline wants both things said about the paper's baseline: the attack with
// its trace, and that a and b could never have run it, with the two messages that
// do not fit.
func TestBaseline(t *testing.T) {
	for _, file := range []string{"paper-baseline-trace", "baseline.hlpsl"} {
		t.Run(file, func(t *testing.T) {
			f := Check(context.Background(), file, paper(t, file), Options{})
			if len(f.Goals) != 2 || f.Goals[0].Status != report.NotExecutable || f.Goals[1].Status != report.Attacked || len(f.Attacks) != 1 {
				t.Fatalf("%+v", f.Goals)
			}
			if len(f.Honest) != 1 {
				t.Fatalf("%+v", f.Honest)
			}
			s := f.Honest[0]
			if s.Finishes || !s.Known || s.Helped || s.Name != "session(a,b,pkc,pks)" || len(s.Stuck) != 2 || s.Stuck[0].Nearest == nil {
				t.Fatalf("%+v", s)
			}
			k, n := s.Stuck[0], s.Stuck[0].Nearest
			if k.Role != "alice(a)" || !strings.HasPrefix(k.Waits, "{Rand2'.session2.ParaS'}_inv(") || n.Message != "{Rand2.session2}_inv(pks).ParaS.done.Crequest" || n.Want != "session2.ParaS'" || n.Got != "session2" {
				t.Errorf("%+v %+v", k, n)
			}
			if s.Stuck[1].Role != "bob(b)" || !strings.HasPrefix(s.Stuck[1].After, "alice(a), step ") {
				t.Errorf("what follows is not told from the cause: %+v", s.Stuck[1])
			}
			for format, wants := range map[string][]string{
				"text": {"ATTACK          authentication_on na_nb2", "No honest run of session(a,b,pkc,pks) can finish:\n  alice(a) waits in step ", k.Waits + "\n", n.Message + "\n",
					"the first difference: session2 instead of session2.ParaS'", "Attack on authentication_on na_nb2, 7 messages:"},
				"json":     {`"want": "session2.ParaS'"`, `"got": "session2"`},
				"markdown": {"no honest run of session(a,b,pkc,pks) can finish: alice(a)"},
				"avispa":   {"UNSAFE", "no honest run of session(a,b,pkc,pks) can finish: alice(a)"},
			} {
				got := written(t, format, f)
				for _, w := range wants {
					if !strings.Contains(got, w) {
						t.Errorf("%s lacks %q:\n%s", format, w, got)
					}
				}
			}
		})
	}
}

// TestEnhanced wants the warning that nobody can build the paper's enhanced
// protocol next to its clean verdict.
func TestEnhanced(t *testing.T) {
	for _, file := range []string{"paper-enhanced-printed", "enhanced.hlpsl"} {
		t.Run(file, func(t *testing.T) {
			f := Check(context.Background(), file, paper(t, file), Options{})
			if f.Count(report.OK) != 4 || len(f.Honest) == 0 || !f.Honest[0].Finishes {
				t.Fatalf("%+v\n%+v", f.Goals, f.Honest)
			}
			if len(f.Notes) != 1 || !strings.HasPrefix(f.Notes[0].Text, "not implementable (H0504): no program can do the receive on line ") {
				t.Errorf("%+v", f.Notes)
			}
			for format, want := range map[string]string{"text": "\nNote: not implementable (H0504)", "markdown": "not implementable (H0504)", "avispa": "  not implementable (H0504)", "json": "not implementable (H0504)"} {
				if got := written(t, format, f); !strings.Contains(got, want) {
					t.Errorf("%s lacks %q:\n%s", format, want, got)
				}
			}
			if got := written(t, "avispa", f); !strings.Contains(got, "SUMMARY\n  SAFE\n") {
				t.Error(got)
			}
		})
	}
}

// small writes a model of one message between a and b.
func small(alice, bob, goal string) []byte {
	return []byte(`role alice(A,B:agent, K:symmetric_key, S,R:channel(dy))
played_by A def=
  local State:nat, N:text
  init State:=0
  transition
  1. State=0 /\ R(start) =|> State':=1 /\ N':=new() ` + alice + `
end role
role bob(A,B:agent, K:symmetric_key, S,R:channel(dy))
played_by B def=
  local State:nat, N:text
  init State:=0
  transition
  1. State=0 /\ ` + bob + ` =|> State':=1
end role
role session(A,B:agent, K:symmetric_key) def=
  local S1,R1,S2,R2:channel(dy)
  composition alice(A,B,K,S1,R1) /\ bob(A,B,K,S2,R2)
end role
role environment() def=
  const a,b:agent, kab,kai:symmetric_key, n:protocol_id
  intruder_knowledge={a,b,kai}
  composition session(a,b,kab) /\ session(a,i,kai)
end role
goal
  ` + goal + `
end goal
environment()
`)
}

func TestNoAttackIsNotEnough(t *testing.T) {
	for _, c := range []struct {
		name, alice, bob, goal string
		status                 report.Status
		reason, note           string
	}{
		{"ok", `/\ S({N'}_K) /\ secret(N',n,{A,B})`, `R({N'}_K)`, "secrecy_of n", report.OK, "", ""},
		{"the secret is a set", `/\ S({N'}_K) /\ secret({N'},n,{A,B})`, `R({N'}_K)`, "secrecy_of n", report.Vacuous, "the secret is a set itself, and sets are never sent", ""},
		{"no fact", `/\ S({N'}_K)`, `R({N'}_K)`, "secrecy_of n", report.Vacuous, "no run reaches secret(…,n,…)", ""},
		{"nothing fits", `/\ S({N'.A}_K) /\ secret(N',n,{A,B})`, `R({A.N'}_K)`, "secrecy_of n", report.NotExecutable, "bob(b) never fires transition 1 (line 13)",
			"no honest run of session(a,b,kab) can finish: bob(b) is stuck before step 1 (line 13): it waits for {A.N'}_K, and the nearest message is {N.a}_kab, which has N instead of A (A is a)"},
		{"the intruder helps", `/\ S(N'.A) /\ secret({N'}_K,n,{A,B})`, `R(A.N')`, "secrecy_of n", report.OK, "",
			"no honest run of session(a,b,kab) can finish unless the intruder helps: bob(b) is stuck before step 1 (line 13): it waits for A.N', and the nearest message is N.a, which has N instead of A (A is a)"},
	} {
		f := Check(context.Background(), "m", small(c.alice, c.bob, c.goal), Options{})
		if len(f.Goals) != 1 || f.Goals[0].Status != c.status || f.Goals[0].Reason != c.reason {
			t.Errorf("%s: %+v %v", c.name, f.Goals, f.Diagnostics)
			continue
		}
		note := ""
		if len(f.Notes) > 0 {
			note = f.Notes[0].Text
		}
		if note != c.note {
			t.Errorf("%s: note %q", c.name, note)
		}
		av := written(t, "avispa", f)
		if !strings.Contains(av, "SUMMARY\n  SAFE\n") || !strings.Contains(av, c.reason) || !strings.Contains(av, c.note) {
			t.Errorf("%s:\n%s", c.name, av)
		}
		if c.note != "" && c.status == report.NotExecutable {
			if fi := f.Coverage[1].Transitions[0]; !strings.HasPrefix(fi.Reason, "it waits for ") {
				t.Errorf("%s: the transition's reason is %q", c.name, fi.Reason)
			}
		}
	}
}

// TestSearchSeesHonestRuns compares two engines that share nothing: what an honest
// run of the concrete interpreter fires, a complete search must have fired.
func TestSearchSeesHonestRuns(t *testing.T) {
	list, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	for _, m := range list {
		if testing.Short() && steps > 100 {
			break
		}
		n, err := unseen(m.Name, m.Text)
		if err != nil {
			t.Error(err)
		}
		steps += n
	}
	files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "corpus", "web", "*7.hlpsl"))
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n, err := unseen(filepath.Base(name), text)
		if err != nil {
			t.Error(err)
		}
		steps += n
	}
	if steps < 100 {
		t.Errorf("only %d steps compared", steps)
	}
}

// unseen returns an error when the honest runs of a model fire a step that a
// complete search of it does not, and the number of steps compared.
func unseen(name string, text []byte) (int, error) {
	u := hlpsl.Load(name, text)
	if u.Model == nil {
		return 0, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	r, err := search.Run(ctx, u.Model, search.Options{})
	if err != nil || !r.Complete {
		return 0, err
	}
	n := 0
	for _, h := range newGrounds(u.Model, search.Options{}).sessions {
		for _, s := range h.Run {
			if n++; r.Fired[s.Instance][s.Transition] == 0 {
				return n, fmt.Errorf("%s: the search never fires step %s of %s, which %s can", name, transition(u.Model, s).Label, roleName(u.Model, s.Instance), h.Name)
			}
		}
	}
	return n, nil
}
