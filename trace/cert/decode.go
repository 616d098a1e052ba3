package cert

import (
	"errors"
	"fmt"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// Run returns the run that the certificate holds, for replay and for renderers.
// Any Certificate is safe to give: the error says which entry is malformed.
// Whether the run is one of the model is for Check to say.
func (c *Certificate) Run() (*trace.Run, error) {
	if len(c.Messages) > MaxEntries || len(c.Recipes) > MaxEntries || len(c.Steps) > MaxEntries {
		return nil, fmt.Errorf("a table has more than %d entries", MaxEntries)
	}
	d := &decoder{cert: c}
	d.readMessages()
	d.readRecipes()
	run := &trace.Run{Steps: make([]trace.Step, len(c.Steps))}
	for i := range c.Steps {
		s := &c.Steps[i]
		step := trace.Step{Instance: s.Instance, Transition: s.Transition}
		step.Values = d.list(s.Values, true)
		step.Received, step.Sent = d.list(s.Received, false), d.list(s.Sent, false)
		for _, r := range s.Recipes {
			step.Recipes = append(step.Recipes, d.recipe(r))
		}
		run.Steps[i] = step
	}
	if c.Violation != nil {
		run.Violation = d.violation(c.Violation)
	}
	if d.err != nil {
		return nil, d.err
	}
	return run, nil
}

// decoder reads the tables and keeps the first error.
type decoder struct {
	cert     *Certificate
	messages []*protocol.Expr
	recipes  []*trace.Recipe
	err      error
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(format, args...)
	}
}

// weight is the depth of an entry and its number of nodes as a tree.
type weight struct{ depth, size int }

// weigh returns the weight of entry i from those of its arguments; it reports
// an error when an argument is not an earlier entry or a bound is passed.
func weigh(weights []weight, args []int, maxSize int) (weight, error) {
	w := weight{1, 1}
	for _, a := range args {
		if a < 0 || a >= len(weights) {
			return w, fmt.Errorf("refers to %d, which is no earlier entry", a)
		}
		w.depth = max(w.depth, 1+weights[a].depth)
		if w.size += weights[a].size; w.size > maxSize || w.depth > MaxDepth {
			return w, errors.New("is too large")
		}
	}
	return w, nil
}

func (d *decoder) readMessages() {
	var weights []weight
	for i := range d.cert.Messages {
		m := &d.cert.Messages[i]
		w, err := weigh(weights, m.Args, ground.MaxSize)
		op, ok := messageOp(m.Op)
		x := &protocol.Expr{Op: op, Name: m.Name}
		switch {
		case err != nil:
			d.fail("message %d %w", i, err)
			return
		case !ok:
			d.fail("message %d has the unknown head %q", i, m.Op)
			return
		case op == protocol.Fresh:
			x.Index = m.Step
		case op == protocol.Open:
			x.Index = m.Number
		}
		leaf := op == protocol.Const || op == protocol.Fresh || op == protocol.Open
		if leaf != (m.Type != nil) || leaf && len(m.Args) > 0 || !arityFits(op, len(m.Args)) {
			d.fail("message %d has a type or a number of parts that its head does not have", i)
			return
		}
		if leaf {
			if x.Type, err = decodeType(m.Type, 0); err != nil {
				d.fail("message %d: %w", i, err)
				return
			}
		}
		for _, a := range m.Args {
			x.Args = append(x.Args, d.messages[a])
		}
		d.messages, weights = append(d.messages, x), append(weights, w)
	}
}

// messageOp returns the ground head that goes by a name.
func messageOp(name string) (protocol.Op, bool) {
	for op := protocol.Const; op <= protocol.Xor; op++ {
		if op.String() == name && op != protocol.Slot && op != protocol.Var {
			return op, true
		}
	}
	return 0, false
}

// arityFits reports whether a message with the head op may have n parts, so that
// renderers can rely on it.
func arityFits(op protocol.Op, n int) bool {
	switch op {
	case protocol.Const, protocol.Fresh, protocol.Open:
		return n == 0
	case protocol.Inv:
		return n == 1
	case protocol.Xor:
		return true
	}
	return n == 2
}

func (d *decoder) readRecipes() {
	var weights []weight
	for i := range d.cert.Recipes {
		r := &d.cert.Recipes[i]
		w, err := weigh(weights, r.Args, MaxTree)
		if err != nil {
			d.fail("recipe %d %w", i, err)
			return
		}
		x := &trace.Recipe{Index: r.Index, Step: r.Step}
		known := false
		for op := trace.Known; op <= trace.Root; op++ {
			if op.String() == r.Op {
				x.Op, known = op, true
			}
		}
		if !known {
			d.fail("recipe %d has the unknown head %q", i, r.Op)
			return
		}
		if x.Op == trace.Compose {
			if x.Cons, known = messageOp(r.Cons); !known {
				d.fail("recipe %d has the unknown constructor %q", i, r.Cons)
				return
			}
		}
		if x.Op == trace.Made {
			if r.Value == nil {
				d.fail("recipe %d has no value", i)
				return
			}
			x.Value = d.message(*r.Value)
		}
		for _, a := range r.Args {
			x.Args = append(x.Args, d.recipes[a])
		}
		d.recipes, weights = append(d.recipes, x), append(weights, w)
	}
}

func (d *decoder) message(i int) *protocol.Expr {
	if i < 0 || i >= len(d.messages) {
		d.fail("there is no message %d", i)
		return nil
	}
	return d.messages[i]
}

func (d *decoder) recipe(i int) *trace.Recipe {
	if i < 0 || i >= len(d.recipes) {
		d.fail("there is no recipe %d", i)
		return nil
	}
	return d.recipes[i]
}

func (d *decoder) list(is []int, holes bool) []*protocol.Expr {
	var out []*protocol.Expr
	for _, i := range is {
		if holes && i == -1 {
			out = append(out, nil)
		} else {
			out = append(out, d.message(i))
		}
	}
	return out
}

func (d *decoder) violation(v *Violation) *trace.Violation {
	out := &trace.Violation{Goal: v.Goal, Event: d.event(v.Event), Other: d.event(v.Other)}
	known := false
	for k := trace.Leak; k <= trace.Replayed; k++ {
		if k.String() == v.Kind {
			out.Kind, known = k, true
		}
	}
	if !known {
		d.fail("the violation is of the unknown kind %q", v.Kind)
	}
	if v.Recipe != nil {
		out.Recipe = d.recipe(*v.Recipe)
	}
	return out
}

func (d *decoder) event(e *Event) *trace.Event {
	if e == nil {
		return nil
	}
	return &trace.Event{Step: e.Step, Emit: e.Emit, Args: d.list(e.Args, false)}
}

// typeArity returns the number of parts of a type.
func typeArity(k term.Kind) int {
	switch k {
	case term.Set, term.InvType, term.HashType:
		return 1
	case term.PairType, term.CryptType, term.ScryptType, term.FuncType:
		return 2
	}
	return 0
}

func decodeType(t *Type, depth int) (*term.Type, error) {
	if t == nil || depth > MaxDepth {
		return nil, errors.New("a type is missing or too deep")
	}
	for k := term.Message; k <= term.FuncType; k++ {
		if k.String() != t.Kind {
			continue
		}
		out := &term.Type{Kind: k, Names: t.Names}
		if len(t.Args) != typeArity(k) {
			return nil, fmt.Errorf("the type %s has %d parts", k, len(t.Args))
		}
		for _, a := range t.Args {
			u, err := decodeType(a, depth+1)
			if err != nil {
				return nil, err
			}
			out.Args = append(out.Args, u)
		}
		return out, nil
	}
	return nil, fmt.Errorf("%q is no kind of type", t.Kind)
}
