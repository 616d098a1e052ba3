// Package ground interprets a protocol.Model on ground messages, one step at a
// time, when told which transition fires and with which values.
//
// It is what the replay checker trusts and what the animator runs on. It shares
// no code with the search: messages are plain immutable trees in a normal form
// of this package's own, conditions are evaluated, and nothing is ever solved
// for. The one place that looks for values is Match, a one-sided matcher that
// negative conditions and the animator need.
//
// # The algebra
//
// Messages are equal modulo (Basin, Mödersheim, Viganò, IJIS 4(3), 2005, and the
// prelude of the AVISPA intermediate format)
//
//	inv(inv(k)) = k
//	exp(exp(g,x),y) = exp(exp(g,y),x)      exp(exp(g,x),inv(x)) = g
//	xor(x,y) = xor(y,x)   xor is associative   xor(x,x) = 0   xor(x,0) = x
//	(x.y).z = x.(y.z)                      only with Options.Assoc
//
// The rules, read from left to right with exponents and summands sorted, are
// convergent, so that a normal form decides equality.
package ground

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"hornet/protocol"
	"hornet/term"
)

// MaxSize bounds the number of nodes of a message as a tree. Larger ones are
// refused: the messages of a protocol have a few dozen, and a hostile
// certificate must not be able to ask for exponential work.
const MaxSize = 1 << 16

// Key identifies a message modulo the equations: equal messages have equal keys
// and, SHA-256 having no known collision, only those do.
type Key [sha256.Size]byte

// Term is a ground message in normal form; it is never changed. The heads are
// those of protocol.Expr without Slot and Var. In normal form
//
//   - Exp has a base that is no Exp, then one or more sorted exponents, of which
//     no two cancel each other;
//   - Xor has sorted, different arguments that are no Xor: none for the neutral
//     element, else two or more;
//   - with associative pairs the left part of a Pair is no Pair.
type Term struct {
	Op    protocol.Op
	Name  string     // of Const and Fresh
	Index int        // of Fresh (the step, from 1) and Open
	Type  *term.Type // of Const, Fresh and Open; never nil there
	Args  []*Term

	key  Key
	size int
}

// Key returns the identity of t.
func (t *Term) Key() Key { return t.key }

// Equal reports whether t and u are the same message.
func (t *Term) Equal(u *Term) bool { return t == u || t.key == u.key }

// IsAtom reports whether t is a constant, a fresh value or an open one.
func (t *Term) IsAtom() bool {
	return t.Op == protocol.Const || t.Op == protocol.Fresh || t.Op == protocol.Open
}

// IsIntruder reports whether t is the intruder's name.
func (t *Term) IsIntruder() bool { return t.Op == protocol.Const && t.Name == protocol.Intruder }

// atom returns the leaf op(name, index) of type typ. Constants are told apart by
// name alone; open values by number and type, so that no value has two types.
func atom(op protocol.Op, name string, index int, typ *term.Type) *Term {
	if typ == nil {
		typ = term.TMessage
	}
	t := &Term{Op: op, Name: name, Index: index, Type: typ, size: 1}
	id := name
	if op == protocol.Open {
		id = typ.String()
	}
	t.key = sha256.Sum256(fmt.Appendf(nil, "%d %d %s", op, index, id))
	return t
}

// node returns op(args...) as it stands.
func node(op protocol.Op, args ...*Term) (*Term, error) {
	t := &Term{Op: op, Args: args, size: 1}
	b := binary.BigEndian.AppendUint64([]byte{0xff, byte(op)}, uint64(len(args)))
	for _, a := range args {
		t.size += a.size
		b = append(b, a.key[:]...)
	}
	if t.size > MaxSize {
		return nil, fmt.Errorf("a message of more than %d parts", MaxSize)
	}
	t.key = sha256.Sum256(b)
	return t, nil
}

// Make returns the normal form of op(args...). The error says that op is no
// constructor, that the number of arguments is wrong, or that the message would
// be too large.
func (o Options) Make(op protocol.Op, args ...*Term) (*Term, error) {
	switch n := len(args); {
	case op == protocol.Xor:
		return sum(args)
	case op == protocol.Inv && n == 1:
		if args[0].Op == protocol.Inv {
			return args[0].Args[0], nil
		}
		return node(op, args...)
	case op == protocol.Exp && n >= 2:
		return raise(args[0], args[1:])
	case op == protocol.Pair && n == 2 && o.Assoc && args[0].Op == protocol.Pair:
		right, err := o.Make(op, args[0].Args[1], args[1])
		if err != nil {
			return nil, err
		}
		return node(op, args[0].Args[0], right)
	case n == 2 && (op == protocol.Pair || op == protocol.Crypt || op == protocol.Scrypt || op == protocol.Apply):
		return node(op, args...)
	}
	return nil, fmt.Errorf("no message is a %s of %d parts", opName(op), len(args))
}

// opName is op.String for heads that may come from a damaged certificate.
func opName(op protocol.Op) string {
	if op > protocol.Xor {
		return fmt.Sprintf("head %d", op)
	}
	return op.String()
}

// sum returns the exclusive or of args, none of them meaning the neutral element.
func sum(args []*Term) (*Term, error) {
	var parts []*Term
	for _, a := range args {
		if a.Op != protocol.Xor {
			parts = append(parts, a)
		} else {
			parts = append(parts, a.Args...)
		}
	}
	slices.SortFunc(parts, compare)
	out := parts[:0]
	for _, p := range parts {
		if n := len(out); n > 0 && out[n-1].Equal(p) {
			out = out[:n-1] // equal ones are neighbours: each pair goes
		} else {
			out = append(out, p)
		}
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return node(protocol.Xor, out...)
}

// raise returns base raised to each of the exponents.
func raise(base *Term, exponents []*Term) (*Term, error) {
	var all []*Term
	if base.Op == protocol.Exp {
		base, all = base.Args[0], slices.Clone(base.Args[1:])
	}
	for _, e := range exponents {
		inverse, err := Options{}.Make(protocol.Inv, e)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, inverse.Equal); i >= 0 {
			all = slices.Delete(all, i, i+1)
		} else {
			all = append(all, e)
		}
	}
	if len(all) == 0 {
		return base, nil
	}
	slices.SortFunc(all, compare)
	return node(protocol.Exp, append([]*Term{base}, all...)...)
}

// Raise returns base raised to exponent.
func Raise(base, exponent *Term) (*Term, error) { return raise(base, []*Term{exponent}) }

// Root returns t with one exponent e taken away; it fails when e is none.
func Root(t, e *Term) (*Term, error) {
	if t.Op != protocol.Exp || !slices.ContainsFunc(t.Args[1:], e.Equal) {
		return nil, fmt.Errorf("%s is no exponent of %s", e, t)
	}
	inverse, err := Options{}.Make(protocol.Inv, e)
	if err != nil {
		return nil, err
	}
	return raise(t, []*Term{inverse})
}

// compare is a total order that does not depend on the order of construction:
// by head, name, number, then arguments.
func compare(a, b *Term) int {
	if a.Equal(b) {
		return 0
	}
	if c := cmp.Or(cmp.Compare(a.Op, b.Op), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Index, b.Index), cmp.Compare(len(a.Args), len(b.Args))); c != 0 {
		return c
	}
	for i := range a.Args {
		if c := compare(a.Args[i], b.Args[i]); c != 0 {
			return c
		}
	}
	return slices.Compare(a.key[:], b.key[:])
}
