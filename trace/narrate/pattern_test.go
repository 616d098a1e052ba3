package narrate_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"hornet/hlpsl"
	"hornet/protocol"
	"hornet/search"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/internal/sample"
	"hornet/trace/narrate"
	"hornet/trace/replay"
)

func patterns(s *narrate.Story) string {
	var names []string
	for _, p := range s.Patterns {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// TestPatterns names the attacks on models of the library as the literature
// does, and gives no name where it gives none of these.
func TestPatterns(t *testing.T) {
	for _, tt := range []struct{ model, goal, want string }{
		{"nspk", "secrecy_of_nb", "man in the middle, missing identity"},
		{"nspk", "authentication_on_alice_nb", "man in the middle, missing identity"},
		{"andrew-ban", "authentication_on_new_key", "reflection"},
		{"denning-sacco", "authentication_on_fresh_key", "replay"},
		{"wide-mouthed-frog", "authentication_on_fresh_key", "replay"},
		{"otway-rees", "secrecy_of_kab", "type flaw"},
		{"neumann-stubblebine", "secrecy_of_kab", "type flaw"},
		{"woo-lam-pi3", "authentication_on_alice", "reflection, type flaw"},
		{"diffie-hellman", "secrecy_of_m", ""}, // one side suffices
		{"ssh-first-contact", "secrecy_of_password", ""},
	} {
		file := "../../models/classic/" + tt.model + ".hlpsl"
		text, err := os.ReadFile(file)
		if err != nil {
			t.Logf("%s is not there any more: %v", file, err)
			continue
		}
		u := hlpsl.Load(file, text)
		if u.Model == nil {
			t.Errorf("%s: %v", file, u.Diags)
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		res, err := search.Run(ctx, u.Model, search.Options{})
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for g, goal := range res.Goals {
			if u.Model.Goals[g].Name() != tt.goal || goal.Attack == nil {
				continue
			}
			found = true
			s, err := narrate.Tell(u.Model, replay.Options{}, goal.Attack)
			if err != nil {
				t.Errorf("%s: %v", tt.model, err)
			} else if got := patterns(s); got != tt.want {
				t.Errorf("%s, %s: got %q, want %q\n%s", tt.model, tt.goal, got, tt.want, print(s))
			}
		}
		if !found {
			t.Errorf("%s: no attack on %s", tt.model, tt.goal)
		}
	}
}

// TestNotMissing gives message 4 of Lowe's attack the name of its sender: then
// alice would be told, and what remains is another attack without that name.
func TestNotMissing(t *testing.T) {
	c := sample.Lowe()
	b := protocol.C("b", term.TAgent)
	// bob names himself; alice, in this model, ignores whom.
	with := func(e *protocol.Expr, name *protocol.Expr) *protocol.Expr {
		return protocol.E(protocol.Crypt, e.Args[0], protocol.E(protocol.Pair, e.Args[1].Args[0], protocol.E(protocol.Pair, e.Args[1].Args[1], name)))
	}
	alice, bob := &c.Model.Roles[0].Transitions[1], &c.Model.Roles[1].Transitions[0]
	alice.Vars = append(alice.Vars, protocol.VarDecl{Name: "Whom", Type: term.TAgent})
	alice.Receives[0].Message = with(alice.Receives[0].Message, protocol.V(1))
	bob.Sends[0].Message = with(bob.Sends[0].Message, protocol.S(0))
	c.Run.Steps[2].Values = append(c.Run.Steps[2].Values, b)
	c.Run.Steps[1].Sent[0] = with(c.Run.Steps[1].Sent[0], b)
	c.Run.Steps[2].Received[0] = with(c.Run.Steps[2].Received[0], b)
	s, err := narrate.Tell(c.Model, c.Opt, c.Run)
	if err != nil {
		t.Fatal(err)
	}
	if got := patterns(s); got != "man in the middle" {
		t.Errorf("got %q", got)
	}
}

// TestNoStory does not tell an attack that is none.
func TestNoStory(t *testing.T) {
	c := sample.Clear()
	c.Run.Violation.Recipe = &trace.Recipe{Op: trace.Known}
	if s, err := narrate.Tell(c.Model, c.Opt, c.Run); err == nil {
		t.Errorf("told:\n%s", print(s))
	}
}
