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
	got   bool // an shAny that was received, in clear or not

	// The last network that it was put on, and the last one that was asked for
	// it, with what of that it was compared with; they are made one after the other.
	on, asked *network
	looked    looked
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
	untyped bool // the types of variables on the left do not matter

	// supply, when set, holds every composed part of what the roles and the
	// initial knowledge put into messages. A received variable then takes no
	// composed message of another form: among honest agents it must have come
	// from somewhere.
	supply []*shape
}

const (
	maxDepth   = 40
	maxSupply  = 3 // received variables looked through, one inside the other
	supplyStep = 10
)

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
		if a.cell.any && (m.untyped || m.fits(a.cell.typ, b)) && m.supplied(b, depth) {
			return true
		}
		for _, x := range a.cell.alts {
			if m.meet(x, b, depth+1) {
				return true
			}
		}
		return false
	}
	if b.op == shCell {
		if b.cell.any && m.fits(b.cell.typ, a) && m.supplied(a, depth) {
			return true
		}
		for _, x := range b.cell.alts {
			if m.meet(a, x, depth+1) {
				return true
			}
		}
		return false
	}
	if a.op == shAny {
		return (m.untyped || m.fits(a.typ, b)) && (!a.got || m.supplied(b, depth))
	}
	if b.op == shAny {
		return m.fits(b.typ, a) && (!b.got || m.supplied(a, depth))
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
	if a.con == protocol.Exp {
		return m.powers(a, b, depth)
	}
	for i := range a.args {
		if !m.meet(a.args[i], b.args[i], depth+1) {
			return false
		}
	}
	return true
}

// supplied reports whether a composed message may have come into being at all.
func (m *matcher) supplied(s *shape, depth int) bool {
	if m.supply == nil || s.op != shNode || loose(s) || depth > maxSupply*supplyStep {
		return true
	}
	for _, u := range m.supply {
		if u == s || u.con == s.con && len(u.args) == len(s.args) && m.meet(u, s, depth+supplyStep) {
			return true
		}
	}
	return false
}

// powers compares two towers of exponents, which commute. A base or an exponent
// that may itself be a power makes the comparison vague; then they match.
func (m *matcher) powers(a, b *shape, depth int) bool {
	x, xs := powerOf(a)
	y, ys := powerOf(b)
	for _, s := range append([]*shape{x, y}, append(xs, ys...)...) {
		if s.op == shAny || s.op == shCell || loose(s) {
			return true
		}
	}
	if len(xs) != len(ys) || !m.meet(x, y, depth+1) {
		return false
	}
	return m.permutes(xs, ys, depth)
}

// permutes reports whether the exponents match one to one in some order.
func (m *matcher) permutes(xs, ys []*shape, depth int) bool {
	if len(xs) == 0 {
		return true
	}
	for i, y := range ys {
		if m.meet(xs[0], y, depth+1) {
			rest := append(append([]*shape(nil), ys[:i]...), ys[i+1:]...)
			if m.permutes(xs[1:], rest, depth+1) {
				return true
			}
		}
	}
	return false
}

// powerOf returns the base and the exponents of a tower.
func powerOf(s *shape) (base *shape, exps []*shape) {
	for s.op == shNode && s.con == protocol.Exp {
		exps = append(exps, s.args[1])
		s = s.args[0]
	}
	return s, exps
}

// fits reports whether some message of the shape is of the type.
func (m *matcher) fits(t *term.Type, s *shape) bool {
	if !atomic(t) {
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
