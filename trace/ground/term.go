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
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"hornet/protocol"
	"hornet/term"
)

// MaxSize bounds the number of nodes of a message as a tree. Reader.Make refuses
// larger ones: the messages of a protocol have a few dozen, and a hostile
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
	Type  *term.Type // of Const, Fresh and Open; nil elsewhere
	Args  []*Term

	key  Key
	size int
}

// Key returns the identity of t.
func (t *Term) Key() Key { return t.key }

// Equal reports whether t and u are the same message.
func (t *Term) Equal(u *Term) bool { return t.key == u.key }

// IsAtom reports whether t is a constant, a fresh value or an open one.
func (t *Term) IsAtom() bool { return t.Type != nil }

// IsIntruder reports whether t is the intruder's name.
func (t *Term) IsIntruder() bool { return t.Op == protocol.Const && t.Name == protocol.Intruder }

// atom returns the leaf op(name, index) of type typ. Constants and fresh values
// are told apart by name and number alone; open values by number and type, so
// that no value has two types.
func atom(op protocol.Op, name string, index int, typ *term.Type) *Term {
	t := &Term{Op: op, Name: name, Index: index, Type: cmp.Or(typ, term.TMessage), size: 1}
	if op == protocol.Open {
		name = t.Type.String()
	}
	t.key = sha256.Sum256(fmt.Appendf(nil, "%d %d %s", op, index, name))
	return t
}

// node returns op(args...) as it stands.
func node(op protocol.Op, args ...*Term) *Term {
	t := &Term{Op: op, Args: args, size: 1}
	text := []byte{0xff, byte(op)} // an atom's begins with a digit
	for _, a := range args {
		t.size += a.size
		text = append(text, a.key[:]...)
	}
	t.key = sha256.Sum256(text)
	return t
}

// normal returns the normal form of op(args...), nil when there is no such
// message: op is no constructor, or has another number of parts.
func (o Options) normal(op protocol.Op, args []*Term) *Term {
	switch n := len(args); {
	case op == protocol.Xor:
		return sum(args)
	case op == protocol.Inv && n == 1 && args[0].Op == protocol.Inv:
		return args[0].Args[0]
	case op == protocol.Exp && n == 2:
		return raise(args[0], args[1])
	case op == protocol.Pair && n == 2 && o.Assoc && args[0].Op == protocol.Pair:
		left := args[0].Args
		return node(op, left[0], o.normal(op, []*Term{left[1], args[1]}))
	case op == protocol.Inv && n == 1,
		n == 2 && (op == protocol.Pair || op == protocol.Crypt || op == protocol.Scrypt || op == protocol.Apply):
		return node(op, args...)
	}
	return nil
}

// sum returns the exclusive or of args, none of them meaning the neutral element.
func sum(args []*Term) *Term {
	odd := map[Key]*Term{} // the summands that occur an odd number of times
	for _, a := range args {
		summands := a.Args
		if a.Op != protocol.Xor {
			summands = []*Term{a}
		}
		for _, p := range summands {
			if odd[p.key] == nil {
				odd[p.key] = p
			} else {
				delete(odd, p.key)
			}
		}
	}
	parts := slices.SortedFunc(maps.Values(odd), compare)
	if len(parts) == 1 {
		return parts[0]
	}
	return node(protocol.Xor, parts...)
}

// raise returns base raised to the exponent e, which an exponent that is its
// inverse cancels.
func raise(base, e *Term) *Term {
	args := []*Term{base}
	if base.Op == protocol.Exp {
		args = slices.Clone(base.Args)
	}
	if i := slices.IndexFunc(args[1:], e.inverts); i >= 0 {
		args = slices.Delete(args, i+1, i+2)
	} else {
		args = append(args, e)
	}
	if len(args) == 1 {
		return args[0]
	}
	slices.SortFunc(args[1:], compare)
	return node(protocol.Exp, args...)
}

// inverts reports whether one of t and u is the inverse of the other.
func (t *Term) inverts(u *Term) bool {
	return t.Op == protocol.Inv && t.Args[0].Equal(u) || u.Op == protocol.Inv && u.Args[0].Equal(t)
}

// compare is a total order of messages.
func compare(a, b *Term) int { return bytes.Compare(a.key[:], b.key[:]) }
