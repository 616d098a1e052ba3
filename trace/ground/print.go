package ground

import (
	"cmp"
	"fmt"
	"slices"

	"hornet/protocol"
)

// Term returns the ground message e, as Reader.Term does.
func (s *State) Term(e *protocol.Expr) (*Term, error) {
	r := Reader{State: s}
	return r.Term(e), r.Err
}

// Make returns the normal form of op(args...), as Reader.Make does.
func (o Options) Make(op protocol.Op, args ...*Term) (*Term, error) {
	r := Reader{State: &State{Options: o}}
	return r.Make(op, args...), r.Err
}

// Expr returns t as a tree of the model's kind, exponents as a tower. Summands
// and exponents stand in the order of their names.
func (t *Term) Expr() *protocol.Expr {
	if t.IsAtom() {
		return &protocol.Expr{Op: t.Op, Name: t.Name, Index: t.Index, Type: t.Type}
	}
	args := make([]*protocol.Expr, len(t.Args))
	for i, a := range t.Args {
		args[i] = a.Expr()
	}
	switch t.Op {
	case protocol.Xor:
		slices.SortStableFunc(args, byName)
	case protocol.Exp:
		slices.SortStableFunc(args[1:], byName)
		e := args[0]
		for _, x := range args[1:] {
			e = protocol.E(protocol.Exp, e, x)
		}
		return e
	}
	return protocol.E(t.Op, args...)
}

// byName orders messages as people like it: simple ones first, by name.
func byName(a, b *protocol.Expr) int {
	if c := cmp.Or(cmp.Compare(a.Op, b.Op), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Index, b.Index), cmp.Compare(len(a.Args), len(b.Args))); c != 0 {
		return c
	}
	return slices.CompareFunc(a.Args, b.Args, byName)
}

// String returns t in the notation of protocol.Expr, cut off when it is long.
func (t *Term) String() string {
	if t.size > 500 {
		return fmt.Sprintf("a message of %d parts", t.size)
	}
	return t.Expr().String()
}
