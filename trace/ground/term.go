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
	"slices"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// MaxSize bounds the number of nodes of a message as a tree. Reader.Make refuses
// larger ones: the messages of a protocol have a few dozen, and a hostile
// certificate must not be able to ask for exponential work.
const MaxSize = 1 << 16

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

	size int // the number of nodes
}

// Equal reports whether t and u are the same message: they are modulo the
// equations when their normal forms are.
func (t *Term) Equal(u *Term) bool { return Compare(t, u) == 0 }

// IsAtom reports whether t is a constant, a fresh value or an open one.
func (t *Term) IsAtom() bool { return t.Type != nil }

// IsIntruder reports whether t is the intruder's name.
func (t *Term) IsIntruder() bool { return t.Op == protocol.Const && t.Name == protocol.Intruder }

// atom returns the leaf op(name, index) of type typ.
func atom(op protocol.Op, name string, index int, typ *term.Type) *Term {
	return &Term{Op: op, Name: name, Index: index, Type: cmp.Or(typ, term.TMessage), size: 1}
}

// node returns op(args...) as it stands.
func node(op protocol.Op, args ...*Term) *Term {
	t := &Term{Op: op, Args: args, size: 1}
	for _, a := range args {
		t.size += a.size
	}
	return t
}

// inverse returns inv(t).
func inverse(t *Term) *Term {
	if t.Op == protocol.Inv {
		return t.Args[0]
	}
	return node(protocol.Inv, t)
}

// toggle takes the message cancels out of a sorted list or, if it is not there,
// puts t in. It changes the list.
func toggle(list []*Term, t, cancels *Term) []*Term {
	if i, found := slices.BinarySearchFunc(list, cancels, Compare); found {
		return slices.Delete(list, i, i+1)
	}
	i, _ := slices.BinarySearchFunc(list, t, Compare)
	return slices.Insert(list, i, t)
}

// sum returns the exclusive or of args, none of them meaning the neutral element.
func sum(args []*Term) *Term {
	var parts []*Term
	for _, a := range args {
		summands := a.Args
		if a.Op != protocol.Xor {
			summands = []*Term{a}
		}
		for _, p := range summands {
			parts = toggle(parts, p, p)
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return node(protocol.Xor, parts...)
}

// raise returns base raised to the exponent e, which an exponent that is its
// inverse cancels.
func raise(base, e *Term) *Term {
	var exponents []*Term
	if base.Op == protocol.Exp {
		base, exponents = base.Args[0], slices.Clone(base.Args[1:])
	}
	if exponents = toggle(exponents, e, inverse(e)); len(exponents) == 0 {
		return base
	}
	return node(protocol.Exp, append([]*Term{base}, exponents...)...)
}

// Compare is a total order of messages, small ones first. Constants and fresh
// values are told apart by name and number alone; open values by number and type,
// so that no value has two types.
func Compare(a, b *Term) int {
	if a == b {
		return 0
	}
	switch c := cmp.Or(a.size-b.size, cmp.Compare(a.Op, b.Op), cmp.Compare(a.Index, b.Index), strings.Compare(a.Name, b.Name)); {
	case c != 0:
		return c
	case a.Op == protocol.Open:
		return strings.Compare(a.Type.String(), b.Type.String())
	}
	return slices.CompareFunc(a.Args, b.Args, Compare)
}
