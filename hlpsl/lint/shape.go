package lint

import (
	"hornet/protocol"
	"hornet/term"
)

// shape is a set of messages: a tree over constants, fresh values of known
// origin, values of which only the type is known, and the stored values of
// instances. It stands for everything that an expression of the model may be at
// run time, and for more rather than for less.
type shape struct {
	op   shapeOp
	con  protocol.Op // of shNode
	name string      // of shConst and shFresh: two are equal exactly when op and name are
	typ  *term.Type  // of shConst, shFresh and shAny
	cell *cell       // of shCell
	args []*shape    // of shNode

	// relay marks an shAny that came in clear: who sends it on adds nothing to
	// what the network already had.
	relay bool
}

// walk calls f on s and its parts, outside in; it does not look into cells.
func (s *shape) walk(f func(*shape)) {
	f(s)
	for _, a := range s.args {
		a.walk(f)
	}
}

type shapeOp uint8

const (
	shConst shapeOp = iota
	shFresh         // a value made by one transition of one instance
	shAny           // any value of the type
	shCell          // what a slot of an instance may hold
	shNode          // con(args)
)

// cell is a slot of an instance that changes: it holds its initial value or what
// one of the updates stores.
type cell struct {
	typ  *term.Type
	alts []*shape
	any  bool // one of the alternatives is any value of the slot's type
	open bool // … and it did not come in clear
}

// atomic reports whether only atoms of the type are in it: compound types are
// read as message, as OFMC does.
func atomic(t *term.Type) bool { return t != nil && t.IsBasic() }

// matcher decides whether two shapes have a message in common, with a budget for
// the steps it takes; when that is used up everything matches, so that nothing
// is blamed.
type matcher struct {
	steps   int
	untyped bool // types do not matter
}

const maxDepth = 40

func (m *matcher) match(a, b *shape) bool { return m.meet(a, b, 0) }

func (m *matcher) meet(a, b *shape, depth int) bool {
	if m.steps <= 0 || depth > maxDepth {
		return true
	}
	m.steps--
	if a == b {
		return true
	}
	// Cells first: they stand for whatever they may hold.
	if a.op == shCell {
		return m.cell(a.cell, b, depth)
	}
	if b.op == shCell {
		return m.cell(b.cell, a, depth)
	}
	if a.op == shAny {
		return m.fits(a.typ, b)
	}
	if b.op == shAny {
		return m.fits(b.typ, a)
	}
	if loose(a) || loose(b) {
		// Equations may turn sums and powers into anything.
		return true
	}
	if a.op != b.op {
		return false
	}
	if a.op != shNode {
		return a.name == b.name
	}
	if a.con != b.con || len(a.args) != len(b.args) {
		return false
	}
	for i := range a.args {
		if !m.meet(a.args[i], b.args[i], depth+1) {
			return false
		}
	}
	return true
}

func (m *matcher) cell(c *cell, s *shape, depth int) bool {
	if c.any && m.fits(c.typ, s) {
		return true
	}
	for _, a := range c.alts {
		if m.meet(a, s, depth+1) {
			return true
		}
	}
	return false
}

// fits reports whether some message of the shape is of the type.
func (m *matcher) fits(t *term.Type, s *shape) bool {
	if m.untyped || !atomic(t) {
		return true
	}
	switch s.op {
	case shConst, shFresh, shAny:
		return !atomic(s.typ) && s.op == shAny || s.typ != nil && s.typ.Kind == t.Kind ||
			s.op == shFresh && t.Kind == term.Text && (s.typ == nil || s.typ.Kind == term.Message)
	case shCell:
		if s.cell.any && (!atomic(s.cell.typ) || s.cell.typ.Kind == t.Kind) {
			return true
		}
		for _, a := range s.cell.alts {
			if a.op != shCell && m.fits(t, a) {
				return true
			}
			if a.op == shCell {
				return true // a chain of cells: no closer look
			}
		}
		return false
	}
	// exp(..) and xor(..) may come down to an atom only where something cancels.
	return loose(s)
}

// loose reports whether the equations may make the node equal to something of
// another form: a sum always, a power only when an exponent is an inverse.
func loose(s *shape) bool {
	if s.op != shNode {
		return false
	}
	switch s.con {
	case protocol.Xor:
		return true
	case protocol.Exp:
		return invertedExponent(s)
	}
	return false
}

func invertedExponent(s *shape) bool {
	for s.op == shNode && s.con == protocol.Exp {
		x := s.args[1]
		if x.op == shNode && x.con == protocol.Inv || x.op == shAny && !atomic(x.typ) || x.op == shCell {
			return true
		}
		s = s.args[0]
	}
	return s.op == shAny || s.op == shCell
}
