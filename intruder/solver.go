// Package intruder decides what a Dolev-Yao intruder can derive, lazily.
//
// What the intruder knows is a growing sequence of messages; a prefix of it is
// named by its number (0 is the initial knowledge). A Constraint from(T,p) says
// that T must be derivable from prefix p. Constraints are solved by three rules,
// compose, unify and analyse, and never for a variable: a variable stays open
// and only its birth, the smallest prefix that it must be derivable from, is
// recorded. A solved store is therefore one number for each variable, and such a
// store is satisfiable whatever finitely many disequalities stand beside it, for
// the intruder can make arbitrarily many different messages of every type
// (Basin, Mödersheim, Viganò, "OFMC: a symbolic model checker for security
// protocols", IJIS 2005; Rusinowitch and Turuani, "Protocol insecurity with a
// finite number of sessions is NP-complete", TCS 2003).
package intruder

import (
	"hornet/term"
	"hornet/term/unify"
)

// Forever is the end of the interval of an item that is not closed.
const Forever = 1<<16 - 1

// Item is an analysed message that the intruder knows. Items are neither pairs
// nor variables. An item may be unified with goals at prefixes in [From,Until):
// once it can be composed from others it is closed.
type Item struct {
	T           term.Term
	From, Until uint16
	State       ItemState

	op   term.Op // the head of T
	open bool    // T holds a variable
}

// SetTerm makes t the message of an item.
func (s *Solver) SetTerm(it *Item, t term.Term) {
	it.T, it.op, it.open = t, s.Op(t), !s.Ground(t)
	s.index.items = nil // it may hold the item
}

// ItemState tells how far the analysis of an item has come.
type ItemState uint8

const (
	Plain  ItemState = iota // nothing to analyse
	Shut                    // a ciphertext, power or sum that may give something up
	Opened                  // a ciphertext whose content is known
)

// Constraint is from(T,P): T must be derivable from prefix P.
type Constraint struct {
	T term.Term
	P uint16

	seen  uint64 // the version under which it was found not to be derivable
	alone bool   // by composition or as an item, not by adding up
	used  uint64 // the sums, by their number, that the derivation has added
	up    *ancestor
}

// ancestor is a goal that a derivation by sums is on the way to. No shortest
// derivation of a message passes through the same message again.
type ancestor struct {
	t  term.Term
	up *ancestor
}

// Diseq says that not all its pairs are equal, for all values of its universal
// variables.
type Diseq [][2]term.Term

// Solver solves constraints over a substitution and a knowledge. It belongs to
// one goroutine.
type Solver struct {
	unify.Subst
	Items  []Item
	Diseqs []Diseq

	// Sums is set when sums occur in the model.
	Sums bool

	// Exponents says what may be an exponent where the model writes one, nil:
	// anything. What else the intruder raises to might as well be a value that he
	// makes up.
	Exponents *Exponents

	// Flows says what variables with flows may have to be; nil: anything.
	Flows *Flows

	index    index     // of Items
	scratch  scratch   // for goals
	exclude  term.Term // an item that the running analysis must not use
	cache    [4]closed // the last closures, in turn
	turn     int
	closures [32]closedBefore // by a hash of their messages
	buffer   []term.Term      // for sameClosure
	born     []bool
	dividing int // how many divisions are nested
	work     int // choices since the last Reset
	patience int // see refused
}

// NewSolver returns a solver over a store.
func NewSolver(s *term.Store) *Solver {
	return &Solver{Subst: unify.Subst{Store: s}, patience: patience}
}

// Solve calls k under each solution of the constraints, until k returns false;
// it takes its bindings back, and returns false when k did. Solutions may repeat.
func (s *Solver) Solve(goals []Constraint, k func() bool) bool {
	top := s.scratch.top
	goOn := s.solve(append(s.scratch.take(len(goals)+2), goals...), k)
	s.scratch.top = top
	return goOn
}

// solve owns goals. The caller gives back what it takes of scratch.
func (s *Solver) solve(goals []Constraint, k func() bool) bool {
	if s.Tick() {
		return false
	}
	// What needs no choice first: variables, what is derivable without binding
	// anything, pairs, and atoms that are not known.
	m := s.Mark()
	pick := -1
	for i, late := 0, false; i < len(goals) || late; i++ {
		if i == len(goals) { // a birth may have made derivable what was kept before it
			goals, i, pick, late = goals[:pick+1], 0, -1, false
		}
		g := &goals[i]
		if g.seen == s.Version() {
			pick++
			goals[pick], goals[i] = goals[i], goals[pick]
			continue
		}
		g.T = s.Head(g.T)
		if s.Op(g.T) == term.Var {
			v := s.Index(g.T)
			p := s.since(v, g.P)
			late = late || pick >= 0 && s.Vars[v].Birth > p
			s.SetBirth(v, p)
			continue
		}
		if s.Derivable(g.T, g.P) {
			continue
		}
		if s.Op(g.T) == term.Pair {
			l, r := s.part(*g, 0), s.part(*g, 1)
			if len(goals)+2 > cap(goals) {
				goals = append(s.scratch.take(2*len(goals)+8), goals...)
			}
			goals = append(goals, l, r)
			continue
		}
		if args := s.Args(g.T); s.Op(g.T) == term.Exp && args[0] == s.One() { // a product: all its factors
			for _, e := range args[1:] {
				goals = append(goals, Constraint{T: e, P: g.P, up: g.up})
			}
			continue
		}
		if s.hopeless(*g) {
			s.Undo(m)
			return true
		}
		g.seen = s.Version()
		if s.again(goals[:pick+1], *g) {
			continue
		}
		// Keep it for a choice: it moves to the front part.
		pick++
		goals[pick], goals[i] = goals[i], goals[pick]
	}
	goals = goals[:pick+1]
	goOn := true
	if len(goals) == 0 {
		goOn = k()
	} else {
		goOn = s.choose(goals, k)
	}
	s.Undo(m)
	return goOn
}

// since returns the smallest prefix that offers as many values for variable v as
// prefix p does. Values of a basic type are atoms: only those known count, of the
// variable's flow, and what the intruder makes up he could make up at any time.
// Others are made of what its flow may have in it.
func (s *Solver) since(v int, p uint16) uint16 {
	if s.Vars[v].Product {
		return s.sinceExponent(p)
	}
	sort, flow := s.Vars[v].Sort, s.Vars[v].Flow
	var parts *Values
	if !sort.IsBasic() {
		parts = s.Flows.values(flow)
	}
	if s.Sums || !sort.IsBasic() && parts == nil {
		return p
	}
	last := uint16(0)
	for i := range s.Items {
		it := &s.Items[i]
		if it.From <= last || it.From > p {
			continue
		}
		if parts != nil && parts.has(s.Store, it) || parts == nil && s.SortOf(it.T) == sort && s.flows(flow, it.T) {
			last = it.From
		}
	}
	return last
}

// flows reports whether an atom may be what a variable of a flow has to be.
func (s *Solver) flows(flow uint16, atom term.Term) bool {
	return flow == 0 || s.Flows == nil || s.Op(atom) != term.Fresh || s.Flows.Of[s.Index(atom)] == flow
}

// again reports whether g is among the goals already, for that prefix or an
// earlier one; when it was there for a later one, or asks for less, it takes that place.
func (s *Solver) again(goals []Constraint, g Constraint) bool {
	for i := range goals {
		if goals[i].T == g.T {
			if g.P < goals[i].P || g.P == goals[i].P && g.alone {
				goals[i] = g
			}
			return true
		}
	}
	return false
}

// hopeless reports whether a goal that is not derivable as it stands can have no
// solution. In the free theory that is an atom, for items are no variables and
// atoms are not composed. Powers change nothing in that: what they give
// up is an item. With sums it is a ground goal that no variable of the
// knowledge can help, and one that is on the way to itself.
func (s *Solver) hopeless(g Constraint) bool {
	if !s.Sums || g.alone {
		if op := s.Op(g.T); op == term.Atom || op == term.Fresh {
			return true
		}
	}
	if !s.Sums {
		return false
	}
	if s.Ground(g.T) && !s.anyOpen() {
		return true
	}
	for a := g.up; a != nil; a = a.up {
		if s.Same(a.t, g.T) {
			return true
		}
	}
	return false
}

// Never reports whether t cannot be derived from prefix p whatever the variables
// stand for, as far as a glance tells.
func (s *Solver) Never(t term.Term, p uint16) bool {
	if s.Sums {
		return false
	}
	t = s.Head(t)
	switch op := s.Op(t); op {
	case term.Atom, term.Fresh:
		return !s.known(t, op, p)
	case term.Pair:
		return s.Never(s.Arg(t, 0), p) || s.Never(s.Arg(t, 1), p)
	case term.Crypt, term.Scrypt, term.Apply:
		if !s.Never(s.Arg(t, 0), p) && !s.Never(s.Arg(t, 1), p) {
			return false
		}
		for i := range s.Items {
			it := &s.Items[i]
			if it.From <= p && it.op == op && (it.T == t || !s.Ground(t) || !s.Ground(it.T)) {
				return false
			}
		}
		return true
	}
	return false
}

// choose branches on the goal with the fewest ways.
func (s *Solver) choose(goals []Constraint, k func() bool) bool {
	best, ways := s.fewest(goals)
	if ways == 0 || s.Sums && s.refused(goals) {
		return true
	}
	g := goals[best]
	op, ground := s.Op(g.T), s.Ground(g.T)
	raise := op == term.Exp && s.mayBePower(s.Args(g.T)[0]) // chooseExp does it all
	top := s.scratch.top
	defer func() { s.scratch.top = top }()
	for i := range s.Items {
		if raise {
			break
		}
		it := &s.Items[i]
		if it.From > g.P || g.P >= it.Until || it.T == s.exclude || ground && !it.open || !s.mayMeet(op, g.T, it.op) {
			continue
		}
		m := s.Mark()
		item := it.T
		if op == term.Exp {
			item = s.divided(i, g.P)
		}
		ok, plain := s.TryFree(g.T, item)
		goOn := true
		switch {
		case !plain:
			goOn = s.unifyGoal(g.T, item, s.others(goals, best), k)
		case ok:
			goOn = s.solve(s.reopen(m, s.others(goals, best)), k)
		}
		s.scratch.top = top
		s.Undo(m)
		if !goOn {
			return false
		}
	}
	switch op {
	case term.Crypt, term.Scrypt, term.Apply, term.Pair:
		if !s.solve(append(s.others(goals, best), s.part(g, 0), s.part(g, 1)), k) {
			return false
		}
	case term.Exp:
		if !s.chooseExp(g, s.others(goals, best), k) {
			return false
		}
	}
	s.scratch.top = top
	if s.Sums && op != term.Pair && !g.alone {
		rest := s.others(goals, best)
		return s.chooseSum(g, rest[:len(rest):len(rest)], k)
	}
	return true
}

// others returns the goals but one, in a slice of their own with room for more.
func (s *Solver) others(goals []Constraint, one int) []Constraint {
	return append(append(s.scratch.take(len(goals)+3), goals[:one]...), goals[one+1:]...)
}

// part returns the goal for argument i of a composed goal.
func (s *Solver) part(g Constraint, i int) Constraint {
	return Constraint{T: s.Arg(g.T, i), P: g.P, up: g.up}
}

// mayMeet is a quick filter before unification of a goal with an item.
func (s *Solver) mayMeet(op term.Op, goal term.Term, iop term.Op) bool {
	if op == term.Inv && !s.Ground(goal) {
		return iop == term.Inv || s.Op(s.Head(s.Arg(goal, 0))) == term.Var
	}
	if iop != op {
		return false
	}
	return op != term.Xor // sums are chooseSum's
}

// unifyGoal solves rest after identifying a goal with an item, and re-opens the
// goals of the variables that this binds.
func (s *Solver) unifyGoal(goal, item term.Term, rest []Constraint, k func() bool) bool {
	m := s.Mark()
	return s.Unify(goal, item, func() bool {
		top := s.scratch.top
		goOn := s.solve(s.reopen(m, append(s.scratch.take(len(rest)+3), rest...)), k)
		s.scratch.top = top
		return goOn
	})
}

// reopen appends to rest the constraints of the variables that were bound since
// m: a variable that stood for anything derivable from its birth stands for a
// term that must be so.
func (s *Solver) reopen(m unify.Mark, rest []Constraint) []Constraint {
	out := rest
	s.Bound(m, func(v int, t term.Term) {
		if b := s.Vars[v].Birth; b != unify.Unborn && s.Op(s.Head(t)) != term.Var {
			out = append(out, Constraint{T: t, P: b})
		}
	})
	return out
}

// Derivable reports whether t can be derived from prefix p without binding
// anything: whatever its variables stand for. It is sound, and complete for
// ground terms.
func (s *Solver) Derivable(t term.Term, p uint16) bool {
	t = s.Head(t)
	op := s.Op(t)
	switch op {
	case term.Var:
		return s.Vars[s.Index(t)].Birth <= p
	case term.Pair:
		return s.Derivable(s.Arg(t, 0), p) && s.Derivable(s.Arg(t, 1), p)
	}
	return s.derivableAlone(t, op, p) || s.Sums && s.derivableSum(t, p)
}

// derivableAlone is Derivable for a head that is no variable and no pair,
// without adding up sums.
func (s *Solver) derivableAlone(t term.Term, op term.Op, p uint16) bool {
	if s.known(t, op, p) {
		return true
	}
	switch op {
	case term.Crypt, term.Scrypt, term.Apply:
		return s.Derivable(s.Arg(t, 0), p) && s.Derivable(s.Arg(t, 1), p)
	case term.Exp:
		return s.derivableExp(t, p)
	}
	return false
}

// known reports whether t is an item at prefix p.
func (s *Solver) known(t term.Term, op term.Op, p uint16) bool {
	if op == term.Atom && (t == s.Zero() || t == s.One()) {
		return true
	}
	ix := s.lookup()
	touched := s.Touched(t)
	u := s.Apply(t)
	if e := ix.slot(u); e.t == u && e.from <= p && u != s.exclude {
		return true
	}
	for _, i := range ix.open {
		it := &ix.items[i]
		if it.From <= p && it.T != s.exclude && (touched || s.Touched(it.T)) && it.op == op && s.Apply(it.T) == u {
			return true
		}
	}
	return false
}

// Consistent reports whether every disequality can still hold, and leaves out
// those that hold for good.
func (s *Solver) Consistent() bool {
	keep := s.Diseqs[:0:0]
	for i, d := range s.Diseqs {
		switch s.check(d) {
		case violated:
			return false
		case open:
			if keep != nil {
				keep = append(keep, d)
			}
		case holds:
			if keep == nil {
				keep = append(make([]Diseq, 0, len(s.Diseqs)), s.Diseqs[:i]...)
			}
		}
	}
	if keep != nil {
		s.Diseqs = keep
	}
	return true
}

type status uint8

const (
	open status = iota
	holds
	violated
)

// check tells what is known of d under the bindings: it holds for good when its
// pairs have no unifier; it is violated when they have one that binds universal
// variables only.
func (s *Solver) check(d Diseq) status {
	m := s.Mark()
	defer s.Undo(m)
	for i, p := range d {
		ok, plain := s.TryFree(p[0], p[1])
		if !plain { // from here on there may be several unifiers
			st := holds
			s.unifyPairs(d[i:], func() bool {
				if st = open; s.universalOnly(m) {
					st = violated
				}
				return st == open
			})
			return st
		}
		if !ok {
			return holds
		}
	}
	if s.universalOnly(m) {
		return violated
	}
	return open
}

// universalOnly reports whether what was bound since m are universal variables,
// those that are born to what can be derived then, and no other variable lost values.
func (s *Solver) universalOnly(m unify.Mark) bool {
	if !s.Changed(m) {
		return true
	}
	only := true
	s.Bound(m, func(v int, t term.Term) {
		b := s.Vars[v].Birth
		only = only && s.Vars[v].Univ && (b == unify.Unborn || s.Derivable(t, b))
	})
	return only && !s.Narrowed(m)
}

func (s *Solver) unifyPairs(d Diseq, k func() bool) bool {
	if len(d) == 0 {
		return k()
	}
	return s.Unify(d[0][0], d[0][1], func() bool { return s.unifyPairs(d[1:], k) })
}

// AddDiseq adds a disequality. Whoever adds one takes it away again by setting
// Diseqs to what it was, last in, first out.
func (s *Solver) AddDiseq(d Diseq) { s.Diseqs = append(s.Diseqs, d) }

// Reopened calls k under each solution of the constraints of the variables that
// the caller bound since m.
func (s *Solver) Reopened(m unify.Mark, k func() bool) bool {
	goals := s.reopen(m, nil)
	if len(goals) == 0 {
		return k()
	}
	return s.solve(goals, k)
}
