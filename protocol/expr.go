package protocol

import (
	"strconv"
	"strings"

	"hornet/term"
)

// Op is the head of an expression.
type Op uint8

// The heads. The first five are leaves of patterns; Const, Fresh and Open are
// the only leaves of a ground message.
const (
	Const  Op = iota // a constant of the model, the intruder's name and dummies included: Name, Type
	Slot             // the value that the instance's slot Index holds before the step
	Var              // the transition's variable Index (see Transition.Vars)
	Fresh            // ground only: the value Name that step Index of a run made; Type is its type
	Open             // ground only: a value of type Type that the intruder made up, number Index
	Pair             // Args[0] . Args[1]
	Crypt            // {Args[1]}_Args[0], asymmetric: opened with inv(Args[0])
	Scrypt           // {Args[1]}_Args[0], symmetric: opened with Args[0]
	Inv              // inv(Args[0]), the private half of a key
	Apply            // Args[0](Args[1]): a one-way function
	Exp              // Args[0] raised to Args[1]; towers are exp(exp(g,x),y)
	Xor              // exclusive or of two or more Args
	numOps = int(Xor) + 1
)

var opNames = [numOps]string{"const", "slot", "var", "fresh", "open", "pair", "crypt", "scrypt", "inv", "apply", "exp", "xor"}

// String returns the name of the head as certificates write it.
func (o Op) String() string {
	if int(o) >= numOps {
		return "head " + strconv.Itoa(int(o)) // of a damaged certificate
	}
	return opNames[o]
}

// Expr is a message or a pattern of one: a tree over constants, the slots of an
// instance and the variables of a transition. Two constants are the same
// exactly when their names are; a model gives every dummy and every set a name
// of its own. An Expr is immutable once built.
type Expr struct {
	Op    Op
	Name  string     // of Const and Fresh
	Index int        // of Slot, Var, Fresh (the step, from 1) and Open
	Type  *term.Type // of Const, Fresh and Open
	Args  []*Expr
}

// C returns the constant name of type t.
func C(name string, t *term.Type) *Expr { return &Expr{Op: Const, Name: name, Type: t} }

// S returns slot i, V variable i.
func S(i int) *Expr { return &Expr{Op: Slot, Index: i} }

// V returns variable i of the transition.
func V(i int) *Expr { return &Expr{Op: Var, Index: i} }

// E returns the composed expression op(args...).
func E(op Op, args ...*Expr) *Expr { return &Expr{Op: op, Args: args} }

// Equal reports whether e and f are the same tree. It knows no equations.
func (e *Expr) Equal(f *Expr) bool {
	if e == f {
		return true
	}
	if e == nil || f == nil || e.Op != f.Op || e.Name != f.Name || e.Index != f.Index || len(e.Args) != len(f.Args) {
		return false
	}
	for i := range e.Args {
		if !e.Args[i].Equal(f.Args[i]) {
			return false
		}
	}
	return true
}

// Walk calls f on e and, as long as f returns true, on its parts, outside in.
func (e *Expr) Walk(f func(*Expr) bool) {
	if e == nil || !f(e) {
		return
	}
	for _, a := range e.Args {
		a.Walk(f)
	}
}

// Uses reports whether op occurs in e.
func (e *Expr) Uses(op Op) bool {
	found := false
	e.Walk(func(x *Expr) bool { found = found || x.Op == op; return !found })
	return found
}

// String returns e in the notation of the AVISPA output format: a dot for
// pairs, {m}_k, f(m), Name(step) for fresh values, xN for open ones.
func (e *Expr) String() string {
	var b strings.Builder
	e.write(&b, nil)
	return b.String()
}

// Format is String with slots and variables shown by the names that the
// functions give; a nil function leaves the default "s1", "v1".
func (e *Expr) Format(slot, variable func(i int) string) string {
	var b strings.Builder
	e.write(&b, &namer{slot, variable})
	return b.String()
}

type namer struct{ slot, variable func(i int) string }

func (e *Expr) write(b *strings.Builder, n *namer) {
	list := func(args []*Expr) {
		b.WriteByte('(')
		for i, a := range args {
			if i > 0 {
				b.WriteByte(',')
			}
			a.write(b, n)
		}
		b.WriteByte(')')
	}
	switch e.Op {
	case Const:
		b.WriteString(e.Name)
	case Slot:
		if n != nil && n.slot != nil {
			b.WriteString(n.slot(e.Index))
		} else {
			b.WriteString("s" + strconv.Itoa(e.Index))
		}
	case Var:
		if n != nil && n.variable != nil {
			b.WriteString(n.variable(e.Index))
		} else {
			b.WriteString("v" + strconv.Itoa(e.Index))
		}
	case Fresh:
		b.WriteString(e.Name + "(" + strconv.Itoa(e.Index) + ")")
	case Open:
		b.WriteString("x" + strconv.Itoa(e.Index))
	case Pair:
		if e.Args[0].Op == Pair {
			b.WriteByte('(')
			e.Args[0].write(b, n)
			b.WriteByte(')')
		} else {
			e.Args[0].write(b, n)
		}
		b.WriteByte('.')
		e.Args[1].write(b, n)
	case Crypt, Scrypt:
		b.WriteByte('{')
		e.Args[1].write(b, n)
		b.WriteString("}_")
		// As OFMC prints them, composed keys stand in parentheses, except inv(k).
		if key := e.Args[0]; len(key.Args) > 0 && key.Op != Inv {
			b.WriteByte('(')
			key.write(b, n)
			b.WriteByte(')')
		} else {
			key.write(b, n)
		}
	case Apply:
		e.Args[0].write(b, n)
		list(e.Args[1:])
	default:
		b.WriteString(e.Op.String())
		list(e.Args)
	}
}
