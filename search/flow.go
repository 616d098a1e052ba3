package search

import (
	"slices"

	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// This file finds out which values can matter to which variables, before the
// search. Two variables of a protocol that nothing ever compares may as well have
// different types; then a nonce of one type is no value for a variable of the
// other, and when the intruder learns it no variable of the other is born anew.
// And a variable of any type that nobody looks into may as well stand for a
// constant, whatever ciphertexts the intruder learns.
//
// The parts of all messages that the roles write down are nodes, and those that
// a run may have to be equal are one node, with their arguments: what is stored in
// a slot and the slot; the sides of an equation; facts with one name; elements of
// sets; all powers and what is in them; and any two encryptions, hashes or private
// keys that unify, when variables of basic types stand for atoms and all others
// for anything. A flow is a node that is left. Pairs, and what is sent in the
// clear, make nothing equal: the intruder takes them apart and puts them together
// as he likes.
//
// A run to a violation needs, at a place of a flow, no fresh value that was not
// made in the flow, and no pair, encryption, hash or private key that is no
// instance of a part written in the flow: where there is one, replace it by a
// constant of the intruder's own, another one for each message and each flow.
// What is compared is of one flow and stays equal or different; what the intruder
// does not open is changed alike where it comes from and where it goes; and what
// was not replaced he still knows, since who made it made it in that flow
// (docs/theory.md, "Flows"). So births of variables look at fewer values; what
// variables may be bound to is not restricted, and nothing is found that is no run.

// flows are the nodes, as a union-find forest.
type flows struct {
	*program
	slots   [][]*part   // of the roles
	vars    [][][]*part // of their transitions
	element *part       // of any set
	power   *part       // all that is raised, raises or is a power
	facts   []*part     // for each name of facts, the agents in them and what they say

	parent []int
	forms  map[int][]*part    // of the nodes that are roots
	locked []*part            // encryptions, hashes and private keys
	kept   map[term.Term]bool // messages without variables and fresh values, with all their parts
	raises bool               // there are powers
	never  bool               // something is written that this analysis does not read
}

// part is a part of a message as a role writes it.
type part struct {
	node int
	op   term.Op   // None for variables, slots and constants
	fn   term.Term // of Apply
	sort term.Sort // when op is None: a basic sort, or 0 for anything
	args []*part
}

// findFlows gives the variables of transitions and the symbols of fresh values the
// numbers of their flows, from 1; 0 means any.
func (p *program) findFlows() {
	raises := p.m.Uses(protocol.Exp)
	if p.opt.Assoc || p.sums || p.usesFacts || p.sendsSets() || p.opt.StrongTypes && raises ||
		slices.ContainsFunc(p.m.Goals, func(g protocol.Goal) bool { return g.Kind == protocol.Temporal }) {
		return
	}
	f := &flows{program: p, forms: map[int][]*part{}, kept: map[term.Term]bool{}, raises: raises}
	if f.read(); f.never {
		return
	}
	for i, a := range f.locked {
		for _, b := range f.locked[:i] {
			if a.unifies(b) {
				f.union(a, b)
			}
		}
	}
	out := &intruder.Flows{Of: make([]uint16, p.st.Symbols()), Values: make([]*intruder.Values, len(f.parent)+1)}
	var wild []uint16
	for ri := range p.roles {
		for ti := range p.roles[ri].trans {
			vs := p.roles[ri].trans[ti].vars
			for vi := range vs {
				flow := uint16(f.find(f.vars[ri][ti][vi].node) + 1)
				if vs[vi].kind == protocol.New {
					out.Of[vs[vi].symbol] = flow
					continue
				}
				vs[vi].flow = flow
				if !vs[vi].sort.IsBasic() {
					wild = append(wild, flow)
				}
			}
		}
	}
	for _, flow := range wild {
		if out.Values[flow] == nil && !p.opt.StrongTypes { // a constant is of no compound type
			out.Values[flow] = f.values(flow, out.Of)
		}
	}
	p.flows = out
}

// values returns the heads of what a variable of any type may have to be made of,
// when it is of a flow; of holds the flows of fresh values by symbol.
func (f *flows) values(flow uint16, of []uint16) *intruder.Values {
	out := &intruder.Values{Symbols: make([]bool, f.st.Symbols())}
	inside := map[int]bool{}
	for todo := []int{int(flow) - 1}; len(todo) > 0; {
		n := f.find(todo[len(todo)-1])
		todo = todo[:len(todo)-1]
		if inside[n] {
			continue
		}
		inside[n] = true
		if n == f.find(f.power.node) {
			out.Add(f.st, term.Exp, 0)
			out.Add(f.st, term.Inv, 0)
		}
		for _, x := range f.forms[n] {
			out.Add(f.st, x.op, x.fn)
			for _, a := range x.args {
				todo = append(todo, a.node)
			}
		}
	}
	for symbol, made := range of {
		out.Symbols[symbol] = out.Symbols[symbol] || made != 0 && inside[int(made)-1]
	}
	for t := range f.kept {
		var fn term.Term
		if f.st.Op(t) == term.Apply {
			fn = f.st.Arg(t, 0)
		}
		out.Add(f.st, f.st.Op(t), fn)
	}
	return out
}

// read makes a part of all that the instances write, and one node of what they
// compare themselves.
func (f *flows) read() {
	for ri := range f.roles {
		r := &f.roles[ri]
		f.slots = append(f.slots, f.leaves(len(r.sorts), func(s int) term.Sort { return r.sorts[s] }))
		var vars [][]*part
		for ti := range r.trans {
			vs := r.trans[ti].vars
			vars = append(vars, f.leaves(len(vs), func(v int) term.Sort { return vs[v].sort }))
		}
		f.vars = append(f.vars, vars)
	}
	f.element, f.power = f.leaf(0), f.leaf(0)
	f.m.Exprs(func(e *protocol.Expr) {
		if !e.Uses(protocol.Slot) && !e.Uses(protocol.Var) {
			f.keep(f.ground(e))
		}
	})
	seen := make([][][]term.Term, len(f.roles))
	for _, in := range f.insts {
		// What can be a function. Instances write the same as others of their role
		// with the same functions.
		r := &f.roles[in.role]
		fns := slices.Clone(in.values)
		for s := range fns {
			if k := term.Kind(f.st.SortOf(fns[s])); k != term.HashFunc && k != term.FuncType || r.stores(s) {
				fns[s] = 0
			}
		}
		if !slices.ContainsFunc(seen[in.role], func(x []term.Term) bool { return slices.Equal(x, fns) }) {
			seen[in.role] = append(seen[in.role], fns)
			for ti := range r.trans {
				(&written{f, f.slots[in.role], f.vars[in.role][ti], fns}).transition(&r.trans[ti])
			}
		}
	}
}

func (f *flows) leaves(n int, sort func(int) term.Sort) []*part {
	out := make([]*part, n)
	for i := range out {
		out[i] = f.leaf(sort(i))
	}
	return out
}

func (f *flows) leaf(sort term.Sort) *part {
	if !sort.IsBasic() {
		sort = 0
	}
	f.parent = append(f.parent, len(f.parent))
	f.never = f.never || len(f.parent) >= unify.Unborn
	return &part{node: len(f.parent) - 1, sort: sort}
}

func (f *flows) find(n int) int {
	for f.parent[n] != n {
		f.parent[n] = f.parent[f.parent[n]]
		n = f.parent[n]
	}
	return n
}

// keep remembers a message without variables and fresh values, and its parts.
func (f *flows) keep(t term.Term) {
	op := f.st.Op(t)
	if op == term.Atom || f.kept[t] {
		return
	}
	f.kept[t] = true
	for _, a := range f.st.Args(t) {
		f.keep(a)
	}
}

// union makes two nodes one, and with them the arguments of their forms.
func (f *flows) union(a, b *part) {
	for todo := [][2]*part{{a, b}}; len(todo) > 0; {
		x, y := f.find(todo[len(todo)-1][0].node), f.find(todo[len(todo)-1][1].node)
		todo = todo[:len(todo)-1]
		if x == y {
			continue
		}
		f.parent[y] = x
		for _, form := range f.forms[y] {
			i := slices.IndexFunc(f.forms[x], func(g *part) bool { return g.op == form.op && g.fn == form.fn })
			if i < 0 {
				f.forms[x] = append(f.forms[x], form)
				continue
			}
			for k, arg := range form.args {
				todo = append(todo, [2]*part{f.forms[x][i].args[k], arg})
			}
		}
		delete(f.forms, y)
	}
}

// unifies reports whether two parts may be the same message.
func (a *part) unifies(b *part) bool {
	switch {
	case a.op == term.None && b.op == term.None:
		return a.sort == b.sort || a.sort == 0 || b.sort == 0
	case a.op == term.None:
		return a.sort == 0
	case b.op == term.None:
		return b.sort == 0
	case a.op != b.op || a.fn != b.fn:
		return false
	}
	for i := range a.args {
		if !a.args[i].unifies(b.args[i]) {
			return false
		}
	}
	return true
}

// written reads what one transition of an instance writes.
type written struct {
	*flows
	slots, vars []*part
	fns         []term.Term // what slots hold that may be functions, for ever
}

func (w *written) transition(t *transition) {
	for _, m := range slices.Concat(t.receives, t.sends) {
		w.part(m)
	}
	for _, x := range t.eq {
		w.union(w.part(x.a), w.part(x.b))
	}
	for _, x := range t.notEq {
		w.part(x.a)
		w.part(x.b)
	}
	for _, x := range slices.Concat(t.in, t.notIn, t.adds, t.deletes) {
		w.union(w.element, w.part(x.a))
	}
	for _, u := range t.updates {
		w.union(w.slots[u.slot], w.part(u.value))
	}
	for _, e := range t.emits {
		for len(w.facts) <= 2*int(e.id)+1 {
			w.facts = append(w.facts, w.leaf(0))
		}
		for i, arg := range e.args {
			// Requests are compared with witnesses, whoever says them to whom.
			if x := w.part(arg); e.kind != protocol.Secret {
				w.union(w.facts[2*int(e.id)+min(i, 2)/2], x)
			}
		}
	}
	w.never = w.never || len(t.less)+len(t.notLess) > 0
}

func (w *written) part(e *pattern) *part {
	switch e.op {
	case protocol.Const:
		return w.constant(e.t)
	case protocol.Slot:
		return w.slots[e.index]
	case protocol.Var:
		return w.vars[e.index]
	case protocol.Apply:
		fn := e.args[0].t
		if e.args[0].op == protocol.Slot {
			fn = w.fns[e.args[0].index]
		}
		w.never = w.never || fn == 0
		return w.form(term.Apply, fn, w.part(e.args[1]))
	case protocol.Inv:
		return w.inverse(w.part(e.args[0]))
	case protocol.Pair, protocol.Crypt, protocol.Scrypt:
		left, right := w.part(e.args[0]), w.part(e.args[1])
		if e.op == protocol.Crypt {
			w.inverse(left) // opens it
		}
		return w.form(termOp(e.op), 0, left, right)
	case protocol.Exp:
		x := w.leaf(0)
		w.union(w.power, x)
		for _, a := range e.args {
			w.union(w.power, w.part(a))
		}
		return x
	}
	w.never = true
	return w.leaf(0)
}

// inverse returns the other half of a pair of keys. The inverse of a variable of
// any type may be anything, as inv(inv(k)) is k. An inverse cancels a key among
// exponents, so keys that have one are of the flow of powers where there are any.
func (w *written) inverse(x *part) *part {
	if x.op == term.Inv {
		return x.args[0]
	}
	w.never = w.never || x.op == term.None && x.sort == 0
	if w.raises {
		w.union(w.power, x)
	}
	return w.form(term.Inv, 0, x)
}

// form returns a part with arguments.
func (w *written) form(op term.Op, fn term.Term, args ...*part) *part {
	x := w.leaf(0)
	x.op, x.fn, x.args = op, fn, args
	w.forms[x.node] = []*part{x}
	if op != term.Pair {
		w.locked = append(w.locked, x)
	}
	return x
}

// constant returns a part without variables. It has no form: whatever is equal to
// it holds no fresh value.
func (w *written) constant(t term.Term) *part {
	op, args := w.st.Op(t), w.st.Args(t)
	x := w.leaf(w.st.SortOf(t))
	w.keep(t)
	if op == term.Atom || op == term.Exp {
		return x
	}
	x.op = op
	if op == term.Apply {
		x.fn, args = args[0], args[1:]
	}
	for _, a := range args {
		x.args = append(x.args, w.constant(a))
	}
	return x
}
