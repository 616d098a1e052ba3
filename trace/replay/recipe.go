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
	t := c.apply(r, args)
	if c.Err == nil {
		c.made[r] = t
	}
	return t
}

// arity is the number of arguments of the heads that have a fixed one.
var arity = map[trace.RecipeOp]int{trace.Known: 0, trace.Output: 0, trace.Made: 0, trace.First: 1, trace.Second: 1,
	trace.Open: 2, trace.OpenSign: 2, trace.Raise: 2, trace.Root: 2}

// apply does the last step of r on the messages args.
func (c *checker) apply(r *trace.Recipe, args []*ground.Term) *ground.Term {
	switch r.Op {
	case trace.Known:
		if r.Index < 0 || r.Index >= len(c.knowledge) {
			return c.Fail("the intruder does not know %d messages at the start", r.Index+1)
		}
		return c.knowledge[r.Index]
	case trace.Output:
		if r.Step < 0 || r.Step >= c.Steps() {
			return c.Fail("the recipe uses an output of step %d, which has not happened yet", r.Step+1)
		}
		if sent := c.Output(r.Step); r.Index >= 0 && r.Index < len(sent) {
			return sent[r.Index]
		}
		return c.Fail("step %d does not send %d messages", r.Step+1, r.Index+1)
	case trace.Made:
		return c.makeUp(r.Value)
	case trace.Compose:
		switch r.Cons {
		case protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply, protocol.Exp, protocol.Xor:
			return c.Make(r.Cons, args...)
		}
		return c.Fail("the intruder cannot apply the constructor %s", r.Cons)
	case trace.First, trace.Second:
		if args[0].Op != protocol.Pair {
			return c.Fail("%s is no pair", args[0])
		}
		return args[0].Args[r.Op-trace.First]
	case trace.Open, trace.OpenSign:
		return c.open(args[0], args[1])
	case trace.Sum:
		return c.Make(protocol.Xor, args...)
	case trace.Raise:
		return c.Make(protocol.Exp, args...)
	case trace.Root:
		return c.root(args[0], args[1])
	}
	return c.Fail("there is no derivation %s", r.Op)
}

// makeUp returns an open value. The intruder makes atoms of every type; under
// strong types one of compound type must be composed.
func (c *checker) makeUp(e *protocol.Expr) *ground.Term {
	switch {
	case e == nil || e.Op != protocol.Open || e.Type == nil:
		return c.Fail("the intruder can make up open values only")
	case c.opt.StrongTypes && e.Type.Kind > term.Enum:
		return c.Fail("the intruder cannot make up a value of the compound type %s", e.Type)
	}
	return c.Term(e)
}

// open returns what the ciphertext holds: key is the key itself if it is
// symmetric, else its inverse.
func (c *checker) open(ciphertext, key *ground.Term) *ground.Term {
	if ciphertext.Op != protocol.Scrypt && ciphertext.Op != protocol.Crypt {
		return c.Fail("%s is not encrypted", ciphertext)
	}
	needed := ciphertext.Args[0]
	if ciphertext.Op == protocol.Crypt {
		needed = c.Make(protocol.Inv, needed)
	}
	if !needed.Equal(key) {
		return c.Fail("%s opens with %s, not with %s", ciphertext, needed, key)
	}
	return ciphertext.Args[1]
}

// root takes an exponent of power away: raising to its inverse cancels it.
func (c *checker) root(power, exponent *ground.Term) *ground.Term {
	if power.Op != protocol.Exp || !slices.ContainsFunc(power.Args[1:], exponent.Equal) {
		return c.Fail("%s is no exponent of %s", exponent, power)
	}
	return c.Make(protocol.Exp, power, c.Make(protocol.Inv, exponent))
}
