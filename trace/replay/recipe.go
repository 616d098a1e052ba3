package replay

import (
	"slices"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// recipe returns the message that r makes from what the intruder knows now: the
// outputs of all steps replayed so far. What could be made once is made for good:
// knowledge only grows.
func (c *checker) recipe(r *trace.Recipe) *ground.Term {
	if r == nil || c.Err != nil {
		return c.Fail("a recipe is missing")
	}
	if t, begun := c.made[r]; t != nil {
		return t
	} else if begun {
		return c.Fail("a recipe needs its own result")
	}
	c.made[r] = nil
	args := make([]*ground.Term, len(r.Args))
	for i, a := range r.Args {
		args[i] = c.recipe(a)
	}
	if n, fixed := arity[r.Op]; fixed && n != len(args) {
		return c.Fail("the derivation %s of %d parts", r.Op, len(args))
	}
	c.made[r] = c.apply(r, args)
	return c.made[r]
}

// arity is the number of arguments of the heads that have a fixed one.
var arity = map[trace.RecipeOp]int{trace.Known: 0, trace.Output: 0, trace.Made: 0, trace.First: 1, trace.Second: 1,
	trace.Open: 2, trace.OpenSign: 2, trace.Raise: 2, trace.Root: 2}

// apply does the last step of r on the messages args. The intruder makes up atoms
// of every type; under strong types a value of compound type must be composed. A
// ciphertext opens with the key itself if it is symmetric, else with its inverse.
// Raising to its inverse takes an exponent away.
func (c *checker) apply(r *trace.Recipe, args []*ground.Term) *ground.Term {
	switch r.Op {
	case trace.Known:
		if r.Index < 0 || r.Index >= len(c.Knowledge) {
			return c.Fail("the intruder does not know %d messages at the start", r.Index+1)
		}
		return c.Knowledge[r.Index]
	case trace.Output:
		if r.Step < 0 || r.Step >= c.Steps() || r.Index < 0 || r.Index >= len(c.Output(r.Step)) {
			return c.Fail("step %d has not happened yet, or does not send %d messages", r.Step+1, r.Index+1)
		}
		return c.Output(r.Step)[r.Index]
	case trace.Made:
		if e := r.Value; e == nil || e.Op != protocol.Open || e.Type == nil || c.Options.StrongTypes && e.Type.Kind > term.Enum {
			return c.Fail("the intruder can make up open values only, and under strong types none of a compound type")
		}
		return c.Term(r.Value)
	case trace.Compose:
		if r.Cons == protocol.Inv {
			return c.Fail("the intruder cannot apply the constructor %s", r.Cons)
		}
		return c.Make(r.Cons, args...)
	case trace.First, trace.Second:
		if args[0].Op != protocol.Pair {
			return c.Fail("%s is no pair", args[0])
		}
		return args[0].Args[r.Op-trace.First]
	case trace.Open, trace.OpenSign:
		if args[0].Op != protocol.Scrypt && args[0].Op != protocol.Crypt {
			return c.Fail("%s is not encrypted", args[0])
		}
		needed := args[0].Args[0]
		if args[0].Op == protocol.Crypt {
			needed = c.Make(protocol.Inv, needed)
		}
		if !needed.Equal(args[1]) {
			return c.Fail("%s opens with %s, not with %s", args[0], needed, args[1])
		}
		return args[0].Args[1]
	case trace.Sum:
		return c.Make(protocol.Xor, args...)
	case trace.Raise:
		return c.Make(protocol.Exp, args...)
	case trace.Root:
		if args[0].Op != protocol.Exp || !slices.ContainsFunc(args[0].Args[1:], args[1].Equal) {
			return c.Fail("%s is no exponent of %s", args[1], args[0])
		}
		return c.Make(protocol.Exp, args[0], c.Make(protocol.Inv, args[1]))
	}
	return c.Fail("there is no derivation %s", r.Op)
}
