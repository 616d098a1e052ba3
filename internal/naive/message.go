package naive

import (
	"sort"
	"strconv"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// msg is a ground message in normal form. A table holds one msg for each
// message, so that equality modulo the equations is equality of pointers.
//
// An Exp has its base first, which is no Exp, and then its exponents, a sorted
// multiset of at least one in which no exponent stands beside its inverse. An
// Xor has no Xor among its args, at least two or none of them (none is the
// neutral element), sorted and all different.
type msg struct {
	op    protocol.Op
	name  string
	index int
	typ   *term.Type // of the atoms Const, Fresh and Open
	args  []*msg
	id    int // place in the table
}

// table makes messages. It is not safe for concurrent use.
type table struct {
	byKey map[string]*msg
	all   []*msg
}

func newTable() *table { return &table{byKey: map[string]*msg{}} }

func (t *table) intern(m msg) *msg {
	var b strings.Builder
	b.WriteByte(byte('A' + m.op))
	switch m.op {
	case protocol.Const:
		b.WriteString(m.name) // two constants are the same exactly when their names are
	case protocol.Fresh:
		b.WriteString(m.name)
		b.WriteByte('/')
		b.WriteString(strconv.Itoa(m.index))
	case protocol.Open:
		b.WriteString(strconv.Itoa(int(m.typ.Kind)))
		b.WriteByte('/')
		b.WriteString(strconv.Itoa(m.index))
	}
	for _, a := range m.args {
		b.WriteByte(',')
		b.WriteString(strconv.Itoa(a.id))
	}
	key := b.String()
	if old := t.byKey[key]; old != nil {
		return old
	}
	n := &m
	n.id = len(t.all)
	t.all = append(t.all, n)
	t.byKey[key] = n
	return n
}

// atom reports whether m is a leaf.
func (m *msg) atom() bool { return len(m.args) == 0 && m.op != protocol.Xor }

// zero is the neutral element of exclusive or.
func (t *table) zero() *msg { return t.intern(msg{op: protocol.Xor}) }

func (t *table) constant(name string, typ *term.Type) *msg {
	return t.intern(msg{op: protocol.Const, name: name, typ: typ})
}

func (t *table) fresh(name string, index int, typ *term.Type) *msg {
	return t.intern(msg{op: protocol.Fresh, name: name, index: index, typ: typ})
}

func (t *table) open(index int, typ *term.Type) *msg {
	return t.intern(msg{op: protocol.Open, index: index, typ: typ})
}

// apply returns the normal form of op applied to messages in normal form.
func (t *table) apply(op protocol.Op, args ...*msg) *msg {
	switch op {
	case protocol.Inv:
		if args[0].op == protocol.Inv { // inv(inv(k)) = k
			return args[0].args[0]
		}
	case protocol.Exp:
		m := args[0]
		for _, e := range args[1:] {
			m = t.raise(m, e)
		}
		return m
	case protocol.Xor:
		return t.sum(args)
	}
	return t.intern(msg{op: op, args: args})
}

// power splits m into its base and its exponents: none unless m is an Exp.
func (m *msg) power() (base *msg, exponents []*msg) {
	if m.op == protocol.Exp {
		return m.args[0], m.args[1:]
	}
	return m, nil
}

// raise returns exp(m,e): e joins the exponents of m, unless its inverse is
// there, and then that one goes.
func (t *table) raise(m, e *msg) *msg {
	base, es := m.power()
	inverse := t.apply(protocol.Inv, e)
	out := []*msg{base}
	cancelled := false
	for _, x := range es {
		if x == inverse && !cancelled {
			cancelled = true
			continue
		}
		out = append(out, x)
	}
	if !cancelled {
		out = append(out, e)
	}
	if len(out) == 1 {
		return base
	}
	sortByID(out[1:])
	return t.intern(msg{op: protocol.Exp, args: out})
}

// summands returns the aliens that m is the sum of: m alone unless it is an Xor.
func (m *msg) summands() []*msg {
	if m.op == protocol.Xor {
		return m.args
	}
	return []*msg{m}
}

// sum returns the exclusive or of messages: an alien stays when it occurs an odd
// number of times.
func (t *table) sum(ms []*msg) *msg {
	odd := map[*msg]bool{}
	for _, m := range ms {
		for _, a := range m.summands() {
			odd[a] = !odd[a]
		}
	}
	var out []*msg
	for a, in := range odd {
		if in {
			out = append(out, a)
		}
	}
	if len(out) == 1 {
		return out[0]
	}
	sortByID(out)
	return t.intern(msg{op: protocol.Xor, args: out})
}

func sortByID(ms []*msg) { sort.Slice(ms, func(i, j int) bool { return ms[i].id < ms[j].id }) }

// expr returns m as a tree, exponentiation as a tower.
func (m *msg) expr() *protocol.Expr {
	args := make([]*protocol.Expr, len(m.args))
	for i, a := range m.args {
		args[i] = a.expr()
	}
	if m.op == protocol.Exp {
		e := args[0]
		for _, x := range args[1:] {
			e = protocol.E(protocol.Exp, e, x)
		}
		return e
	}
	e := &protocol.Expr{Op: m.op, Name: m.name, Index: m.index, Type: m.typ}
	if len(args) > 0 {
		e.Args = args
	}
	return e
}

func (m *msg) String() string { return m.expr().String() }

// eval returns the value of e where slots and variables have the values given,
// or nil when one that e needs has none.
func (t *table) eval(e *protocol.Expr, slots, vars []*msg) *msg {
	switch e.Op {
	case protocol.Const:
		return t.constant(e.Name, e.Type)
	case protocol.Fresh:
		return t.fresh(e.Name, e.Index, e.Type)
	case protocol.Open:
		return t.open(e.Index, e.Type)
	case protocol.Slot:
		return slots[e.Index]
	case protocol.Var:
		return vars[e.Index]
	}
	args := make([]*msg, len(e.Args))
	for i, a := range e.Args {
		if args[i] = t.eval(a, slots, vars); args[i] == nil {
			return nil
		}
	}
	return t.apply(e.Op, args...)
}
