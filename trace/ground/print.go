package ground

import (
	"fmt"

	"hornet/protocol"
)

// Expr returns t as a tree of the model's kind, exponents as a tower.
func (t *Term) Expr() *protocol.Expr {
	if t.IsAtom() {
		return &protocol.Expr{Op: t.Op, Name: t.Name, Index: t.Index, Type: t.Type}
	}
	args := make([]*protocol.Expr, len(t.Args))
	for i, a := range t.Args {
		args[i] = a.Expr()
	}
	if t.Op != protocol.Exp {
		return protocol.E(t.Op, args...)
	}
	e := args[0]
	for _, x := range args[1:] {
		e = protocol.E(protocol.Exp, e, x)
	}
	return e
}

// String returns t in the notation of protocol.Expr, cut off when it is long.
func (t *Term) String() string {
	if t.size > 500 {
		return fmt.Sprintf("a message of %d parts", t.size)
	}
	return t.Expr().String()
}
