package replay

import (
	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// recipe returns the message that r makes from what the intruder knows now: the
// outputs of all steps replayed so far. What could be made once is made for good:
// knowledge only grows.
func (c *checker) recipe(r *trace.Recipe) *ground.Term {
	if r == nil || c.err != nil {
		return c.fail("a recipe is missing")
	}
	if t, ok := c.made[r]; t != nil {
		return t
	} else if ok {
		return c.fail("a recipe needs its own result")
	}
	c.made[r] = nil
	args := make([]*ground.Term, len(r.Args))
	for i, a := range r.Args {
		args[i] = c.recipe(a)
	}
	if c.err == nil {
		c.made[r] = c.apply(r, args)
	}
	return c.made[r]
}

// arity returns the number of arguments of a head; -1 stands for any.
func arity(op trace.RecipeOp) int {
	switch op {
	case trace.Known, trace.Output, trace.Made:
		return 0
	case trace.First, trace.Second:
		return 1
	case trace.Compose, trace.Sum:
		return -1
	}
	return 2
}

// apply does the last step of r on the messages args.
func (c *checker) apply(r *trace.Recipe, args []*ground.Term) *ground.Term {
	if n := arity(r.Op); n >= 0 && n != len(args) {
		return c.fail("derivation %d of %d parts", r.Op, len(args))
	}
	switch r.Op {
	case trace.Known:
		if r.Index < 0 || r.Index >= len(c.knowledge) {
			return c.fail("the intruder does not know %d messages at the start", r.Index+1)
		}
		return c.knowledge[r.Index]
	case trace.Output:
		if r.Step < 0 || r.Step >= c.state.Steps() {
			return c.fail("the recipe uses an output of step %d, which has not happened yet", r.Step+1)
		}
		if sent := c.state.Output(r.Step); r.Index >= 0 && r.Index < len(sent) {
			return sent[r.Index]
		}
		return c.fail("step %d does not send %d messages", r.Step+1, r.Index+1)
	case trace.Made:
		return c.makeUp(r.Value)
	case trace.Compose:
		switch r.Cons {
		case protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply, protocol.Exp, protocol.Xor:
			return c.may(c.opt.Make(r.Cons, args...))
		}
		return c.fail("the intruder cannot apply constructor %d", r.Cons)
	case trace.First, trace.Second:
		if args[0].Op != protocol.Pair {
			return c.fail("%s is no pair", args[0])
		}
		return args[0].Args[r.Op-trace.First]
	case trace.Open, trace.OpenSign:
		return c.open(args[0], args[1])
	case trace.Sum:
		return c.may(c.opt.Make(protocol.Xor, args...))
	case trace.Raise:
		return c.may(ground.Raise(args[0], args[1]))
	case trace.Root:
		return c.may(ground.Root(args[0], args[1]))
	}
	return c.fail("there is no derivation %d", r.Op)
}

// makeUp returns an open value. The intruder makes atoms of every type; under
// strong types one of compound type must be composed.
func (c *checker) makeUp(e *protocol.Expr) *ground.Term {
	switch {
	case e == nil || e.Op != protocol.Open || e.Type == nil:
		return c.fail("the intruder can make up open values only")
	case c.opt.StrongTypes && e.Type.Kind > term.Enum:
		return c.fail("the intruder cannot make up a value of the compound type %s", e.Type)
	}
	return c.may(c.state.Term(e))
}

// open returns what the ciphertext holds: key is the key itself if it is
// symmetric, else its inverse.
func (c *checker) open(ciphertext, key *ground.Term) *ground.Term {
	if ciphertext.Op != protocol.Scrypt && ciphertext.Op != protocol.Crypt {
		return c.fail("%s is not encrypted", ciphertext)
	}
	needed := ciphertext.Args[0]
	if ciphertext.Op == protocol.Crypt {
		needed = c.may(c.opt.Make(protocol.Inv, needed))
	}
	if !needed.Equal(key) {
		return c.fail("%s opens with %s, not with %s", ciphertext, needed, key)
	}
	return ciphertext.Args[1]
}
