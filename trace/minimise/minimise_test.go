package minimise_test

import (
	"testing"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
	"hornet/trace/internal/sample"
	"hornet/trace/minimise"
	"hornet/trace/replay"
)

// TestMinimal leaves the samples alone: but one, none has a step to spare. In
// the xor sample bob can go: any mask that the intruder makes up does.
func TestMinimal(t *testing.T) {
	for _, c := range sample.All() {
		if c.Name == "xor" {
			got := minimise.Run(c.Model, c.Opt, c.Run)
			if err := replay.Check(c.Model, c.Opt, got); err != nil || len(got.Steps) != 2 {
				t.Errorf("%s: %d steps instead of 2: %v", c.Name, len(got.Steps), err)
			}
			continue
		}
		got := minimise.Run(c.Model, c.Opt, c.Run)
		if err := replay.Check(c.Model, c.Opt, got); err != nil || len(got.Steps) != len(c.Run.Steps) {
			t.Errorf("%s: %d steps instead of %d: %v", c.Name, len(got.Steps), len(c.Run.Steps), err)
		}
	}
}

// TestTidy: open values are numbered as they appear, and sums are written in one
// order, whatever the run says.
func TestTidy(t *testing.T) {
	c := sample.Xor()
	numbers, n := map[int]bool{}, 0
	got := minimise.Run(c.Model, c.Opt, c.Run)
	for _, s := range got.Steps {
		for _, es := range [][]*protocol.Expr{s.Received, s.Sent, s.Values} {
			for _, e := range es {
				e.Walk(func(x *protocol.Expr) bool {
					if x.Op == protocol.Open && !numbers[x.Index] {
						numbers[x.Index] = true
						if n++; x.Index != n {
							t.Errorf("open value %d is numbered %d", n, x.Index)
						}
					}
					if x.Op == protocol.Xor && x.Args[0].Op > x.Args[1].Op {
						t.Errorf("%s is not in order", x)
					}
					return true
				})
			}
		}
	}
	if n == 0 {
		t.Errorf("no open value in %v", got.Steps)
	}
}

func fresh(name string, step int) *protocol.Expr {
	return &protocol.Expr{Op: protocol.Fresh, Name: name, Index: step, Type: term.TText}
}

// lowePadded is Lowe's attack in which alice also starts her session with b,
// first of all, so that every number in the run has to change.
func lowePadded() sample.Case {
	c := sample.Lowe()
	shift := func(e *protocol.Expr) *protocol.Expr {
		var f func(*protocol.Expr) *protocol.Expr
		f = func(e *protocol.Expr) *protocol.Expr {
			out := *e
			if e.Op == protocol.Fresh {
				out.Index++
			}
			out.Args = nil
			for _, a := range e.Args {
				out.Args = append(out.Args, f(a))
			}
			return &out
		}
		return f(e)
	}
	seen := map[*trace.Recipe]bool{}
	var renumber func(r *trace.Recipe)
	renumber = func(r *trace.Recipe) {
		if seen[r] {
			return
		}
		seen[r] = true
		if r.Op == trace.Output {
			r.Step++
		}
		for _, a := range r.Args {
			renumber(a)
		}
	}
	for i := range c.Run.Steps {
		s := &c.Run.Steps[i]
		for _, es := range [][]*protocol.Expr{s.Values, s.Received, s.Sent} {
			for j := range es {
				es[j] = shift(es[j])
			}
		}
		for _, r := range s.Recipes {
			renumber(r)
		}
	}
	v := c.Run.Violation
	v.Event.Step++
	v.Event.Args[0] = shift(v.Event.Args[0])
	renumber(v.Recipe)
	kb, a := protocol.C("kb", term.TPublicKey), protocol.C("a", term.TAgent)
	idle := trace.Step{Instance: 0, Transition: 0, Values: []*protocol.Expr{fresh("Na", 1)},
		Recipes: []*trace.Recipe{{Op: trace.Known, Index: 0}}, Received: []*protocol.Expr{protocol.C("start", term.TMessage)},
		Sent: []*protocol.Expr{protocol.E(protocol.Crypt, kb, protocol.E(protocol.Pair, fresh("Na", 1), a))}}
	c.Run.Steps = append([]trace.Step{idle}, c.Run.Steps...)
	return c
}

func TestDropsIdleInstance(t *testing.T) {
	c := lowePadded()
	if err := replay.Check(c.Model, c.Opt, c.Run); err != nil {
		t.Fatalf("the padded attack is none: %v", err)
	}
	got := minimise.Run(c.Model, c.Opt, c.Run)
	if len(got.Steps) != 3 || messages(got) != 5 {
		t.Errorf("%d steps and %d messages, want 3 and 5", len(got.Steps), messages(got))
	}
	if err := replay.Check(c.Model, c.Opt, got); err != nil {
		t.Error(err)
	}
	if err := replay.Check(c.Model, c.Opt, c.Run); err != nil {
		t.Errorf("the original was changed: %v", err)
	}
	if s := got.Steps[1].Sent[0].String(); s != "{Na(1).Nb(2)}_ka" {
		t.Errorf("bob sends %s", s)
	}
}

// TestMakesUp drops an honest step although its output is used, because the
// intruder can make up a message of the same kind.
func TestMakesUp(t *testing.T) {
	c := sample.DiffieHellman()
	g, x := protocol.C("g", term.TText), fresh("X", 1)
	half := protocol.E(protocol.Exp, g, x)
	z := &protocol.Expr{Op: protocol.Open, Index: 1, Type: term.TText}
	// alice starts; bob gets exp(exp(g,X),z), which needs her half key.
	both := protocol.E(protocol.Exp, half, z)
	y, sec := fresh("Y", 2), fresh("Sec", 2)
	made := &trace.Recipe{Op: trace.Made, Value: z}
	run := &trace.Run{Steps: []trace.Step{
		{Instance: 0, Transition: 0, Values: []*protocol.Expr{x}, Recipes: []*trace.Recipe{{Op: trace.Known, Index: 0}},
			Received: []*protocol.Expr{protocol.C("start", term.TMessage)}, Sent: []*protocol.Expr{half}},
		{Instance: 1, Transition: 0, Values: []*protocol.Expr{both, y, sec},
			Recipes:  []*trace.Recipe{{Op: trace.Raise, Args: []*trace.Recipe{{Op: trace.Output}, made}}},
			Received: []*protocol.Expr{both},
			Sent:     []*protocol.Expr{protocol.E(protocol.Pair, protocol.E(protocol.Exp, g, y), protocol.E(protocol.Scrypt, protocol.E(protocol.Exp, both, y), sec))}},
	}}
	// The intruder does not know X and cannot compute the key, so the run is no
	// attack, and Run must give it back as it is.
	run.Violation = &trace.Violation{Event: &trace.Event{Step: 1, Args: []*protocol.Expr{sec, protocol.C("set_ab", term.TMessage)}},
		Recipe: &trace.Recipe{Op: trace.Second, Args: []*trace.Recipe{{Op: trace.Output, Step: 1}}}}
	if got := minimise.Run(c.Model, c.Opt, run); got != run {
		t.Error("a run that is no attack was changed")
	}
	// In the replay model alice's value may be the intruder's own when he knows
	// the key.
	d := sample.Replay()
	d.Model.Knowledge = append(d.Model.Knowledge, protocol.C("k", term.TSymmetricKey))
	got := minimise.Run(d.Model, d.Opt, d.Run)
	if len(got.Steps) != 2 {
		t.Fatalf("%d steps, want 2: both bobs", len(got.Steps))
	}
	if err := replay.Check(d.Model, d.Opt, got); err != nil {
		t.Error(err)
	}
	if s := got.Steps[0].Received[0].String(); s != "{x1}_k" {
		t.Errorf("bob receives %s", s)
	}
	if _, err := ground.New(d.Model, d.Opt); err != nil {
		t.Error(err)
	}
}

// messages counts the messages of a run: those sent by a step, and those received
// other than start.
func messages(r *trace.Run) int {
	n := 0
	for i := range r.Steps {
		n += len(r.Steps[i].Sent)
		for _, e := range r.Steps[i].Received {
			if e.Op != protocol.Const || e.Name != protocol.Start {
				n++
			}
		}
	}
	return n
}
