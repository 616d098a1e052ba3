package compile

import (
	"sort"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
	"hornet/term"
)

// rule is the state of the translation of one transition.
type rule struct {
	*compiler
	*template
	role   *protocol.Role
	tables map[string]bool // variables that never change
	text   *syntax.Transition
	out    protocol.Transition

	subst  map[string]syntax.Expr    // X' = e on the left
	bound  map[string]int            // variables that the left side binds
	local  map[string]int            // variables of facts and iknows on the left
	univ   map[string]int            // variables of negative conditions only
	assign map[string]*syntax.Action // the first X' := e
	value  map[string]*protocol.Expr // new values on the right side, once computed
	later  map[string]int            // new values that have been read before they were computed
	busy   map[string]bool           // left definitions being read
	cycles int                       // how often one of them was met again
	defs   map[definition]*protocol.Expr
	sets   map[*syntax.SetLit]*protocol.Expr
	fresh  map[string]int  // fresh values
	onLeft map[string]bool // variables with a prime somewhere on the left side
}

// side tells how a primed variable is read.
type side uint8

const (
	binding  side = iota // left: bind it
	negative             // left, in a negation: it is universal unless bound elsewhere
	factual              // left, in a fact or iknows: local unless bound elsewhere
	right                // the new value
)

func (b *rule) compile() protocol.Transition {
	b.out = protocol.Transition{Label: b.text.Label.Name, Range: b.text.Range}
	b.subst, b.assign = map[string]syntax.Expr{}, map[string]*syntax.Action{}
	b.bound, b.local, b.univ, b.fresh = map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	b.onLeft = primedOn(b.text.Left)
	b.value, b.busy, b.later = map[string]*protocol.Expr{}, map[string]bool{}, map[string]int{}
	b.sets, b.defs = map[*syntax.SetLit]*protocol.Expr{}, map[definition]*protocol.Expr{}
	b.left()
	b.right()
	if !b.full {
		b.updates()
	}
	return b.out
}

// variable adds a variable to the transition.
func (b *rule) variable(name string, kind protocol.VarKind, at diag.Range) int {
	t := term.TMessage
	if v := b.template.role.Var(name); v != nil {
		t = v.Type
	}
	b.out.Vars = append(b.out.Vars, protocol.VarDecl{Name: name, Type: t, Kind: kind, Range: at})
	return len(b.out.Vars) - 1
}

// in returns the index of name in m, where it enters a new variable if need be.
func (b *rule) in(m map[string]int, name string, kind protocol.VarKind, at diag.Range) *protocol.Expr {
	i, ok := m[name]
	if !ok {
		i = b.variable(name, kind, at)
		m[name] = i
	}
	return protocol.V(i)
}

// primed reads X' on one side of the transition.
func (b *rule) primed(v *syntax.Var, s side) *protocol.Expr {
	name := v.Name
	if e, ok := b.subst[name]; ok {
		if !b.busy[name] {
			return b.defined(name, e, s)
		}
		b.cycles++
	}
	if s == right {
		return b.newValue(name, v.Range)
	}
	if i, ok := b.bound[name]; ok {
		return protocol.V(i)
	}
	switch s {
	case negative:
		if i, ok := b.local[name]; ok {
			return protocol.V(i)
		}
		return b.in(b.univ, name, protocol.Universal, v.Range)
	case factual:
		return b.in(b.local, name, protocol.Bound, v.Range)
	}
	return b.in(b.bound, name, protocol.Bound, v.Range)
}

// defined reads X' where X' = e on the left side: it is e.
func (b *rule) defined(name string, e syntax.Expr, s side) *protocol.Expr {
	key := definition{name, s}
	if x := b.defs[key]; x != nil {
		return x
	}
	before := b.cycles
	b.busy[name] = true
	x := b.expr(e, s)
	delete(b.busy, name)
	if !b.fits(x, e.Pos()) {
		x = b.constant(protocol.Intruder)
	}
	if b.cycles == before {
		b.defs[key] = x
	}
	return x
}

// definition is a variable that the left side defines, read on one side.
type definition struct {
	name string
	side side
}

// expr translates e as it is read on one side of the transition.
func (b *rule) expr(e syntax.Expr, s side) *protocol.Expr {
	switch e := e.(type) {
	case *syntax.Paren:
		return b.expr(e.X, s)
	case *syntax.Var:
		if e.Primed {
			return b.primed(e, s)
		}
		return b.old(e.Name)
	case *syntax.Const:
		return b.constant(e.Name)
	case *syntax.Nat:
		return b.natural(e.Text)
	case *syntax.Pair:
		return protocol.E(protocol.Pair, b.expr(e.L, s), b.expr(e.R, s))
	case *syntax.Encrypt:
		body := b.expr(e.Body, s)
		return protocol.E(cryptOp(b.info.Asymmetric(b.template.role, e.Key)), b.expr(e.Key, s), body)
	case *syntax.Inv:
		return protocol.E(protocol.Inv, b.expr(e.X, s))
	case *syntax.Exp:
		return b.tower(b.exprs(e.Args, s))
	case *syntax.Xor:
		return sum(b.exprs(e.Args, s))
	case *syntax.Apply:
		return b.application(e, s)
	case *syntax.SetLit:
		elems := b.exprs(e.Elems, s)
		set := b.sets[e]
		if set == nil {
			set = b.hiddenSet(b.role, b.literalType(e), e.Range)
		}
		for i, x := range elems {
			b.out.Adds = append(b.out.Adds, protocol.SetOp{Elem: x, Set: set, Range: e.Elems[i].Pos()})
		}
		return set
	case *syntax.Cons:
		elem, set := b.expr(e.Elem, s), b.expr(e.Set, s)
		b.out.Adds = append(b.out.Adds, protocol.SetOp{Elem: elem, Set: set, Range: e.Range})
		return set
	case *syntax.Delete:
		elem, set := b.expr(e.Elem, s), b.expr(e.Set, s)
		b.out.Deletes = append(b.out.Deletes, protocol.SetOp{Elem: elem, Set: set, Range: e.Range})
		return set
	}
	return b.dummy(term.TMessage)
}

func (b *rule) exprs(es []syntax.Expr, s side) []*protocol.Expr {
	xs := make([]*protocol.Expr, len(es))
	for i, e := range es {
		xs[i] = b.expr(e, s)
	}
	return xs
}

// old reads X: the slot.
func (b *rule) old(name string) *protocol.Expr {
	if i, ok := b.slot[name]; ok {
		return protocol.S(i)
	}
	return b.dummy(term.TChannel)
}

// literalType returns the type of a set literal, as far as its first element
// shows it.
func (b *rule) literalType(e *syntax.SetLit) *term.Type {
	for _, x := range e.Elems {
		if v, ok := check.Unparen(x).(*syntax.Var); ok {
			if d := b.template.role.Var(v.Name); d != nil {
				return setType(d.Type)
			}
		}
	}
	return setType(nil)
}

// application translates F(args). A formal of function type may have been given
// a set of pairs; then F(args) is a value of the instance, kept in a hidden slot.
func (b *rule) application(e *syntax.Apply, s side) *protocol.Expr {
	if !e.IsVar {
		return protocol.E(protocol.Apply, b.constant(e.Fn.Name), tuple(b.exprs(e.Args, s)))
	}
	v := b.template.role.Var(e.Fn.Name)
	if v == nil || v.Type.Kind != term.FuncType || !b.info.Tabulated(v) {
		return protocol.E(protocol.Apply, b.old(e.Fn.Name), tuple(b.exprs(e.Args, s)))
	}
	fixed := b.tables[e.Fn.Name]
	check.Walk(e, func(x syntax.Expr) {
		if v, ok := x.(*syntax.Var); ok && !b.tables[v.Name] {
			fixed = false
		}
	})
	if !fixed {
		b.unsupported(e.Range, "a function given as a set of pairs and applied to a value that is not known from the start")
		return protocol.E(protocol.Apply, b.old(e.Fn.Name), tuple(b.exprs(e.Args, s)))
	}
	for i, h := range b.hidden {
		if h.apply != nil && sameText(h.apply, e) {
			return protocol.S(len(b.role.Slots) - len(b.hidden) + i)
		}
	}
	b.hidden = append(b.hidden, hidden{apply: e})
	b.role.Slots = append(b.role.Slots, protocol.SlotDecl{Name: e.Fn.Name + "()", Type: term.TMessage, Range: e.Range, Hidden: true})
	return protocol.S(len(b.role.Slots) - 1)
}

// sameText reports whether two applications read the same variables and
// constants in the same order; that is enough for one value.
func sameText(a, b *syntax.Apply) bool {
	if a.Fn.Name != b.Fn.Name || len(a.Args) != 1 || len(b.Args) != 1 {
		return false
	}
	switch x := check.Unparen(a.Args[0]).(type) {
	case *syntax.Var:
		y, ok := check.Unparen(b.Args[0]).(*syntax.Var)
		return ok && x.Name == y.Name
	case *syntax.Const:
		y, ok := check.Unparen(b.Args[0]).(*syntax.Const)
		return ok && x.Name == y.Name
	}
	return false
}

// updates stores the new value of every variable that has one. A primed variable
// that nothing binds is stored too, but not when it occurs on the left side where
// it binds nothing: after a comma that drops it, in a negation, in a fact.
func (b *rule) updates() {
	stored := map[string]diag.Range{}
	for i, v := range b.out.Vars {
		if j, ok := b.bound[v.Name]; ok && i == j {
			stored[v.Name] = v.Range
		}
	}
	for name, i := range b.fresh {
		if !b.onLeft[name] {
			stored[name] = b.out.Vars[i].Range
		}
	}
	for name, a := range b.assign {
		stored[name] = a.Range
	}
	for name, e := range b.subst {
		stored[name] = e.Pos()
	}
	names := make([]string, 0, len(stored))
	for name := range stored {
		if _, ok := b.slot[name]; ok {
			names = append(names, name)
		}
	}
	sort.Slice(names, func(i, j int) bool { return b.slot[names[i]] < b.slot[names[j]] })
	for _, name := range names {
		slot := b.slot[name]
		e := b.primed(&syntax.Var{Name: name, Primed: true, Range: stored[name]}, right)
		if e.Op != protocol.Slot || e.Index != slot {
			b.out.Updates = append(b.out.Updates, protocol.Update{Slot: slot, Value: e, Range: stored[name]})
		}
	}
}
