package replay

import (
	"errors"
	"fmt"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// recipe returns the message that r makes from what the intruder knows now: the
// outputs of all steps replayed so far.
func (c *checker) recipe(r *trace.Recipe) (*ground.Term, error) {
	if r == nil {
		return nil, errors.New("it is missing")
	}
	if t, ok := c.made[r]; ok {
		if t == nil {
			return nil, errors.New("it needs its own result")
		}
		return t, nil // knowledge only grows: what could be made still can
	}
	c.made[r] = nil
	args := make([]*ground.Term, len(r.Args))
	for i, a := range r.Args {
		t, err := c.recipe(a)
		if err != nil {
			return nil, err
		}
		args[i] = t
	}
	t, err := c.apply(r, args)
	c.made[r] = t
	return t, err
}

// apply does the last step of r on the messages args.
func (c *checker) apply(r *trace.Recipe, args []*ground.Term) (*ground.Term, error) {
	if n := arity(r.Op); n >= 0 && n != len(args) {
		return nil, fmt.Errorf("derivation %d of %d parts", r.Op, len(args))
	}
	switch r.Op {
	case trace.Known:
		if r.Index < 0 || r.Index >= len(c.knowledge) {
			return nil, fmt.Errorf("the intruder does not know %d messages at the start", r.Index+1)
		}
		return c.knowledge[r.Index], nil
	case trace.Output:
		if r.Step < 0 || r.Step >= c.state.Steps() {
			return nil, fmt.Errorf("it uses an output of step %d, which has not happened yet", r.Step+1)
		}
		sent := c.state.Output(r.Step)
		if r.Index < 0 || r.Index >= len(sent) {
			return nil, fmt.Errorf("step %d does not send %d messages", r.Step+1, r.Index+1)
		}
		return sent[r.Index], nil
	case trace.Made:
		return c.makeUp(r.Value)
	case trace.Compose:
		switch r.Cons {
		case protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply, protocol.Exp, protocol.Xor:
			return c.opt.Make(r.Cons, args...)
		}
		return nil, fmt.Errorf("the intruder cannot apply constructor %d", r.Cons)
	case trace.First, trace.Second:
		if args[0].Op != protocol.Pair {
			return nil, fmt.Errorf("%s is no pair", args[0])
		}
		return args[0].Args[r.Op-trace.First], nil
	case trace.Open, trace.OpenSign:
		return c.open(args[0], args[1])
	case trace.Sum:
		return c.opt.Make(protocol.Xor, args...)
	case trace.Raise:
		return ground.Raise(args[0], args[1])
	case trace.Root:
		return ground.Root(args[0], args[1])
	}
	return nil, fmt.Errorf("there is no derivation %d", r.Op)
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

// makeUp returns an open value. The intruder makes atoms of every type; under
// strong types one of compound type must be composed.
func (c *checker) makeUp(e *protocol.Expr) (*ground.Term, error) {
	if e == nil || e.Op != protocol.Open || e.Type == nil {
		return nil, errors.New("the intruder can make up open values only")
	}
	if c.opt.StrongTypes && e.Type.Kind > term.Enum {
		return nil, fmt.Errorf("the intruder cannot make up a value of the compound type %s", e.Type)
	}
	return c.state.Term(e)
}

// open returns what the ciphertext holds: key is the key itself if it is
// symmetric, else its inverse.
func (c *checker) open(ciphertext, key *ground.Term) (*ground.Term, error) {
	var needed *ground.Term
	switch ciphertext.Op {
	case protocol.Scrypt:
		needed = ciphertext.Args[0]
	case protocol.Crypt:
		inverse, err := c.opt.Make(protocol.Inv, ciphertext.Args[0])
		if err != nil {
			return nil, err
		}
		needed = inverse
	default:
		return nil, fmt.Errorf("%s is not encrypted", ciphertext)
	}
	if !needed.Equal(key) {
		return nil, fmt.Errorf("%s opens with %s, not with %s", ciphertext, needed, key)
	}
	return ciphertext.Args[1], nil
}
