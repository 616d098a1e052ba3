package replay_test

import (
	"errors"
	"strings"
	"testing"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/internal/sample"
	"hornet/trace/replay"
)

func TestRefusals(t *testing.T) {
	text := func(n string) *protocol.Expr { return protocol.C(n, term.TText) }
	na := func(step int) *protocol.Expr {
		return &protocol.Expr{Op: protocol.Fresh, Name: "Na", Index: step, Type: term.TText}
	}
	known := func(i int) *trace.Recipe { return &trace.Recipe{Op: trace.Known, Index: i} }
	op := func(o trace.RecipeOp, args ...*trace.Recipe) *trace.Recipe { return &trace.Recipe{Op: o, Args: args} }
	cons := func(c protocol.Op, args ...*trace.Recipe) *trace.Recipe {
		return &trace.Recipe{Op: trace.Compose, Cons: c, Args: args}
	}
	made := func(typ *term.Type) *trace.Recipe {
		return &trace.Recipe{Op: trace.Made, Value: &protocol.Expr{Op: protocol.Open, Index: 1, Type: typ}}
	}
	for _, tt := range []struct {
		name   string
		sample func() sample.Case
		step   int // that is refused
		want   string
		change func(c *sample.Case)
	}{
		// The steps.
		{"no such instance", sample.Lowe, 0, "no instance 9", func(c *sample.Case) { c.Run.Steps[0].Instance = 9 }},
		{"negative instance", sample.Lowe, 0, "no instance -1", func(c *sample.Case) { c.Run.Steps[0].Instance = -1 }},
		{"no such transition", sample.Lowe, 0, "no transition 5", func(c *sample.Case) { c.Run.Steps[0].Transition = 5 }},
		{"out of order", sample.Lowe, 0, "guard", func(c *sample.Case) {
			c.Run.Steps[0].Transition, c.Run.Steps[0].Values = 1, []*protocol.Expr{text("dummy_nonce")}
		}},
		{"twice", sample.Lowe, 1, "guard", func(c *sample.Case) {
			s := c.Run.Steps[0]
			s.Values = []*protocol.Expr{na(2)}
			c.Run.Steps = append([]trace.Step{c.Run.Steps[0], s}, c.Run.Steps[1:]...)
		}},
		{"a value is missing", sample.Lowe, 1, "has no value", func(c *sample.Case) { c.Run.Steps[1].Values[0] = nil }},
		{"values are missing", sample.Lowe, 1, "0 values for 2 variables", func(c *sample.Case) { c.Run.Steps[1].Values = nil }},
		{"a value too many", sample.Lowe, 1, "3 values for 2 variables", func(c *sample.Case) {
			c.Run.Steps[1].Values = append(c.Run.Steps[1].Values, na(1))
		}},
		{"a value that is no message", sample.Lowe, 1, "have no var", func(c *sample.Case) { c.Run.Steps[1].Values[0] = protocol.V(0) }},
		{"a constant of another model", sample.Lowe, 1, "have no const c", func(c *sample.Case) { c.Run.Steps[1].Values[0] = text("c") }},
		{"a value of another type", sample.Lowe, 1, "which has the type text", func(c *sample.Case) {
			c.Run.Steps[1].Values[0] = protocol.C("a", term.TAgent)
		}},
		{"a constant under a false type", sample.Lowe, 1, "which has the type text", func(c *sample.Case) {
			c.Run.Steps[1].Values[0] = text("a")
		}},
		{"a fresh value under a false type", sample.Lowe, 1, "which has the type text", func(c *sample.Case) {
			c.Model.Roles[0].Transitions[0].Vars[0].Type = term.TSymmetricKey
			c.Model.Roles[0].Slots[5].Type = term.TMessage
		}},
		{"a fresh value that is not", sample.Lowe, 0, "is Na(1), not dummy_nonce", func(c *sample.Case) { c.Run.Steps[0].Values[0] = text("dummy_nonce") }},
		{"a fresh value of another step", sample.Lowe, 0, "have no fresh Na(2)", func(c *sample.Case) { c.Run.Steps[0].Values[0] = na(2) }},
		{"a fresh value before its step", sample.Lowe, 1, "Na has no value", func(c *sample.Case) { c.Run.Steps[1].Values[0] = na(3) }},
		{"another received message", sample.Lowe, 1, "the received messages", func(c *sample.Case) { c.Run.Steps[1].Received[0] = na(1) }},
		{"another sent message", sample.Lowe, 1, "the sent messages", func(c *sample.Case) { c.Run.Steps[1].Sent[0] = na(1) }},
		{"a sent message is missing", sample.Lowe, 1, "messages are 1, not 0", func(c *sample.Case) { c.Run.Steps[1].Sent = nil }},
		{"a frozen role", sample.Lowe, 2, "frozen", func(c *sample.Case) {
			c.Model.Roles[0].Transitions[0].Updates[1].Value = protocol.C("a", term.TAgent)
		}},

		// The recipes.
		{"no recipe", sample.Lowe, 1, "0 recipes for 1", func(c *sample.Case) { c.Run.Steps[1].Recipes = nil }},
		{"an empty recipe", sample.Lowe, 1, "recipe is missing", func(c *sample.Case) { c.Run.Steps[1].Recipes[0] = nil }},
		{"a recipe of another message", sample.Lowe, 1, "but its recipe makes", func(c *sample.Case) {
			c.Run.Steps[1].Recipes[0] = &trace.Recipe{Op: trace.Output}
		}},
		{"an output of this step", sample.Lowe, 1, "not happened yet", func(c *sample.Case) {
			c.Run.Steps[1].Recipes[0] = &trace.Recipe{Op: trace.Output, Step: 1}
		}},
		{"an output of a later step", sample.Lowe, 1, "not happened yet", func(c *sample.Case) {
			c.Run.Steps[1].Recipes[0] = &trace.Recipe{Op: trace.Output, Step: 2}
		}},
		{"an output of no step", sample.Lowe, 1, "not happened yet", func(c *sample.Case) {
			c.Run.Steps[1].Recipes[0] = &trace.Recipe{Op: trace.Output, Step: -1}
		}},
		{"an output too many", sample.Lowe, 1, "does not send 2", func(c *sample.Case) {
			c.Run.Steps[1].Recipes[0] = &trace.Recipe{Op: trace.Output, Index: 1}
		}},
		{"unknown knowledge", sample.Lowe, 0, "does not know", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = known(99) }},
		{"negative knowledge", sample.Lowe, 0, "does not know", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = known(-1) }},
		{"a made-up constant", sample.Lowe, 0, "open values only", func(c *sample.Case) {
			c.Run.Steps[0].Recipes[0] = &trace.Recipe{Op: trace.Made, Value: protocol.C("start", term.TMessage)}
		}},
		{"a made-up fresh value", sample.Lowe, 1, "open values only", func(c *sample.Case) {
			c.Run.Steps[1].Recipes[0].Args[1] = cons(protocol.Pair, &trace.Recipe{Op: trace.Made, Value: na(1)}, known(2))
		}},
		{"nothing made up", sample.Lowe, 0, "open values only", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = op(trace.Made) }},
		{"a value of compound type", sample.Lowe, 0, "compound type", func(c *sample.Case) {
			c.Opt.StrongTypes = true
			c.Run.Steps[0].Recipes[0] = made(&term.Type{Kind: term.HashType, Args: []*term.Type{term.TText}})
		}},
		{"an open value of another type", sample.DiffieHellman, 0, "but its recipe makes", func(c *sample.Case) {
			c.Run.Steps[0].Recipes[0].Args[1] = made(term.TNat)
		}},
		{"a private key from the public one", sample.Lowe, 0, "cannot apply", func(c *sample.Case) {
			c.Run.Steps[0].Recipes[0] = cons(protocol.Inv, known(4))
		}},
		{"a constant composed", sample.Lowe, 0, "is no message", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = cons(protocol.Const) }},
		{"an unknown head", sample.Lowe, 0, "derivation", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = op(77) }},
		{"a pair of one", sample.Lowe, 0, "1 parts", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = cons(protocol.Pair, known(0)) }},
		{"a projection of two", sample.Lowe, 0, "2 parts", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = op(trace.First, known(0), known(1)) }},
		{"half an atom", sample.Lowe, 0, "is no pair", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = op(trace.Second, known(0)) }},
		{"opening an atom", sample.Lowe, 0, "not encrypted", func(c *sample.Case) { c.Run.Steps[0].Recipes[0] = op(trace.Open, known(0), known(1)) }},
		{"opening with the public key", sample.Lowe, 1, "opens with inv(ki), not with ki", func(c *sample.Case) {
			c.Run.Steps[1].Recipes[0].Args[1].Args[1] = known(6)
		}},
		{"opening with another private key", sample.Lowe, 1, "opens with inv(ka), not with inv(ki)", func(c *sample.Case) {
			c.Run.Steps[1].Recipes[0] = op(trace.Open, cons(protocol.Crypt, known(4), known(0)), known(7))
		}},
		{"opening symmetrically with another key", sample.Lowe, 0, "opens with ka, not with kb", func(c *sample.Case) {
			c.Run.Steps[0].Recipes[0] = op(trace.Open, cons(protocol.Scrypt, known(4), known(0)), known(5))
		}},
		{"a logarithm", sample.DiffieHellman, 0, "is no exponent", func(c *sample.Case) {
			c.Run.Steps[0].Recipes[0] = op(trace.Root, cons(protocol.Exp, known(4), known(5)), known(4))
		}},
		{"a recipe of itself", sample.Lowe, 0, "its own result", func(c *sample.Case) {
			r := op(trace.First)
			r.Args = []*trace.Recipe{r}
			c.Run.Steps[0].Recipes[0] = r
		}},
		{"a message without end", sample.Lowe, 0, "more than 65536 parts", func(c *sample.Case) {
			r := known(0)
			for range 60 {
				r = cons(protocol.Pair, r, r)
			}
			c.Run.Steps[0].Recipes[0] = r
		}},

		// The violation.
		{"no violation", sample.Lowe, 3, "violates anything", func(c *sample.Case) { c.Run.Violation = nil }},
		{"no such goal", sample.Lowe, 3, "which goal", func(c *sample.Case) { c.Run.Violation.Goal = 2 }},
		{"another goal", sample.Lowe, 3, "is about nb", func(c *sample.Case) { c.Run.Violation.Goal = 1 }},
		{"no event", sample.Lowe, 3, "event is missing", func(c *sample.Case) { c.Run.Violation.Event = nil }},
		{"another event", sample.Lowe, 3, "is about bob_alice_nb", func(c *sample.Case) { c.Run.Violation.Event.Step = 2 }},
		{"an event that never was", sample.Lowe, 3, "does not hold", func(c *sample.Case) { c.Run.Violation.Event.Emit = 1 }},
		{"other words", sample.Lowe, 3, "number 1 is", func(c *sample.Case) { c.Run.Violation.Event.Args[0] = na(1) }},
		{"another kind", sample.Lowe, 3, "kind 1", func(c *sample.Case) { c.Run.Violation.Kind = trace.Unmatched }},
		{"an unknown kind", sample.Lowe, 3, "kind 9", func(c *sample.Case) { c.Run.Violation.Kind = 9 }},
		{"the secret is not made", sample.Lowe, 3, "but its recipe makes", func(c *sample.Case) { c.Run.Violation.Recipe = known(2) }},
		{"the secret has no recipe", sample.Lowe, 3, "recipe is missing", func(c *sample.Case) { c.Run.Violation.Recipe = nil }},
		{"the secret is the intruder's too", sample.Lowe, 3, "for the intruder too", func(c *sample.Case) {
			c.Model.Sets[0].Elems = append(c.Model.Sets[0].Elems, protocol.C(protocol.Intruder, term.TAgent))
		}},
		{"the secret is for nobody in particular", sample.Lowe, 3, "has 1 parts", func(c *sample.Case) {
			f := &c.Model.Roles[1].Transitions[0].Emits[0]
			f.Args, c.Run.Violation.Event.Args = f.Args[:1], c.Run.Violation.Event.Args[:1]
		}},
		{"there is a witness", sample.LoweAgreement, 4, "has a witness: fact 1 of step 3", func(c *sample.Case) {
			c.Model.Roles[0].Transitions[1].Emits[0].Args[1] = protocol.C("b", term.TAgent)
		}},
		{"a witness for another goal is none", sample.LoweAgreement, -2, "", func(c *sample.Case) {
			e := &c.Model.Roles[0].Transitions[1].Emits[0]
			e.Args[1], e.ID = protocol.C("b", term.TAgent), "other"
		}},
		{"a witness from the start", sample.LoweAgreement, 4, "has a witness", func(c *sample.Case) {
			emit := &c.Model.Roles[1].Transitions[1].Emits[0]
			emit.Args[2] = protocol.C("ka", term.TPublicKey)
			c.Run.Violation.Event.Args[2] = emit.Args[2]
			a, b := protocol.C("a", term.TAgent), protocol.C("b", term.TAgent)
			c.Model.Facts = []protocol.Fact{{Kind: protocol.Witness, Name: "witness", ID: emit.ID, Args: []*protocol.Expr{a, b, emit.Args[2]}}}
		}},
		{"the request relies on the intruder", sample.LoweAgreement, 4, "on the intruder himself", func(c *sample.Case) {
			i := protocol.C(protocol.Intruder, term.TAgent)
			c.Model.Roles[1].Transitions[1].Emits[0].Args[1], c.Run.Violation.Event.Args[1] = i, i
		}},
		{"the intruder may rely on others", sample.LoweAgreement, -2, "", func(c *sample.Case) {
			i := protocol.C(protocol.Intruder, term.TAgent)
			c.Model.Roles[1].Transitions[1].Emits[0].Args[0], c.Run.Violation.Event.Args[0] = i, i
			c.Model.Roles[0].Transitions[1].Emits = nil // alice's witness is for i
		}},
		{"the request names no agent", sample.LoweAgreement, 4, "is no agent", func(c *sample.Case) {
			k := protocol.C("ka", term.TPublicKey)
			c.Model.Roles[1].Transitions[1].Emits[0].Args[1], c.Run.Violation.Event.Args[1] = k, k
		}},
		{"a weak goal wants a weak request", sample.LoweAgreement, 4, "does not violate", func(c *sample.Case) {
			c.Model.Goals[1].Kind = protocol.WeakAuthentication
		}},
		{"the same request twice", sample.Replay, 3, "one instance", func(c *sample.Case) { c.Run.Violation.Other = c.Run.Violation.Event }},
		{"no second request", sample.Replay, 3, "event is missing", func(c *sample.Case) { c.Run.Violation.Other = nil }},
		{"weak agreement may be replayed", sample.Replay, 3, "does not violate", func(c *sample.Case) {
			c.Model.Goals[0].Kind = protocol.WeakAuthentication
			for i := range c.Model.Roles[1].Transitions[0].Emits {
				c.Model.Roles[1].Transitions[0].Emits[i].Kind = protocol.WRequest
			}
		}},

		// The model and the theory.
		{"an unsupported model", sample.Lowe, -1, "a negated receive", func(c *sample.Case) {
			c.Model.Unsupported = []protocol.Unsupported{{What: "a negated receive"}}
		}},
		{"a model that is not ground", sample.Lowe, -1, "have no slot s0", func(c *sample.Case) { c.Model.Instances[0].Values[0] = protocol.S(0) }},
		{"typed", sample.Confusion, 1, "which has the type text", func(c *sample.Case) { c.Opt.Untyped = false }},
	} {
		c := tt.sample()
		tt.change(&c)
		err := replay.Check(c.Model, c.Opt, c.Run)
		if tt.step == -2 {
			if err != nil {
				t.Errorf("%s: refused: %v", tt.name, err)
			}
			continue
		}
		var r *replay.Refusal
		if !errors.As(err, &r) || r.Step != tt.step || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want step %d, %q", tt.name, err, tt.step, tt.want)
		}
	}
}

// TestReplayedDiffers gives the two requests different values.
func TestReplayedDiffers(t *testing.T) {
	c := sample.Replay()
	m := func(step int) *protocol.Expr {
		return &protocol.Expr{Op: protocol.Fresh, Name: "M", Index: step, Type: term.TText}
	}
	k := protocol.C("k", term.TSymmetricKey)
	closed := func(step int) *protocol.Expr { return protocol.E(protocol.Scrypt, k, m(step)) }
	start := protocol.C("start", term.TMessage)
	out := func(step int) []*trace.Recipe { return []*trace.Recipe{{Op: trace.Output, Step: step}} }
	c.Run.Steps = []trace.Step{
		{Instance: 0, Values: []*protocol.Expr{m(1)}, Recipes: []*trace.Recipe{{Op: trace.Known}}, Received: []*protocol.Expr{start}, Sent: []*protocol.Expr{closed(1)}},
		{Instance: 1, Values: []*protocol.Expr{m(1)}, Recipes: out(0), Received: []*protocol.Expr{closed(1)}},
		{Instance: 2, Values: []*protocol.Expr{m(3)}, Recipes: []*trace.Recipe{{Op: trace.Known}}, Received: []*protocol.Expr{start}, Sent: []*protocol.Expr{closed(3)}},
		{Instance: 3, Values: []*protocol.Expr{m(3)}, Recipes: out(2), Received: []*protocol.Expr{closed(3)}},
	}
	a, b := protocol.C("a", term.TAgent), protocol.C("b", term.TAgent)
	c.Run.Violation.Other = &trace.Event{Step: 1, Args: []*protocol.Expr{b, a, m(1)}}
	c.Run.Violation.Event = &trace.Event{Step: 3, Args: []*protocol.Expr{b, a, m(3)}}
	err := replay.Check(c.Model, c.Opt, c.Run)
	if err == nil || !strings.Contains(err.Error(), "the two requests differ") {
		t.Errorf("got %v", err)
	}
	// The honest run up to the first request violates nothing.
	c.Run.Steps = c.Run.Steps[:2]
	c.Run.Violation = &trace.Violation{Kind: trace.Unmatched, Event: c.Run.Violation.Other}
	err = replay.Check(c.Model, c.Opt, c.Run)
	if err == nil || !strings.Contains(err.Error(), "has a witness") {
		t.Errorf("got %v", err)
	}
}
