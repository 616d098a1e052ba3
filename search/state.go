package search

import (
	"slices"

	"hornet/goals"
	"hornet/intruder"
	"hornet/protocol"
	"hornet/term"
	"hornet/term/unify"
)

// state is a symbolic state. It is immutable once frozen; slices may be shared
// with its parent. All its terms are in normal form and hold no bound variable.
type state struct {
	slots   []term.Term // of all instances
	places  []place     // of all instances
	fired   []uint8     // how often each transition of each instance fired; nil without loops
	facts   []goals.Fact
	sets    []goals.Member
	items   []intruder.Item
	prefix  uint16 // of the knowledge
	vars    []unify.Info
	diseqs  []intruder.Diseq
	dfroms  []dfrom
	hist    []histStep
	accs    []access    // of the steps in hist, in their order
	key     fingerprint // of cover.go
	draws   []uint16    // for cover.go: how many messages each variable may draw on; nil until asked for
	ends    bool        // nothing that follows can matter (leaf rule)
	stirred bool        // its macro-step told the intruder something, or changed a set

	node  *node
	track []term.Term // only while an attack is extracted
}

// place is how far an instance has come.
type place struct {
	last  int16 // the transition that it fired last, -1: none
	moves uint8 // how often it moved, at most 255
}

// node is a state's place in the search tree. It outlives the state, for the
// trace.
type node struct {
	parent *node
	inst   int16
	trans  int16
	branch int32 // which of the successors by this transition
	depth  int16 // fired transitions
	along  uint8 // of program.along among them
	eager  bool
}

// dfrom is D-from(T, p): T must not be derivable from prefix p, for the step that
// received it would otherwise have come earlier (constraint differentiation).
type dfrom struct {
	msgs []term.Term
	p    uint16
}

// histStep is a step of the run as later steps compare themselves with it.
type histStep struct {
	rank int32
	inst int16
	accs int16  // how many accesses it made
	p    uint16 // the prefix before it
}

// mode is how a step uses an element of a set.
type mode uint8

const (
	reads   mode = iota // it must be there
	misses              // it must not be there
	inserts             // it is put there
	removes             // it is taken away
)

type access struct {
	set, elem term.Term
	mode      mode
}

// conflicts reports whether two accesses do not commute, when they touch the
// same element.
func (m mode) conflicts(n mode) bool {
	if m > n {
		m, n = n, m
	}
	switch m {
	case reads:
		return n == removes || n == inserts
	case misses:
		return n == inserts || n == removes
	case inserts:
		return n == removes
	}
	return false
}

// worker explores states with solvers of its own.
type worker struct {
	*program
	s    *intruder.Solver
	vars []term.Term // of the transition being fired

	fired  [][]int // result counters
	events []int
	cut    bool // not all that a relay can do was looked at
	loop   bool // the bound on loops
	track  bool // record messages, to extract an attack

	late func() bool // the time is over, and nobody will look at the next level

	firing  firing // the one that fire works on
	batch   []*state
	hits    []found
	suspect found    // that violations looks at
	counts  []uint16 // of draw
	met     []bool

	// Continuations, made once: what is made for every step is garbage for every
	// step.
	onReceived func() bool
	onChanged  func([]goals.Member)
	onLearnt   func() bool
	onHit      func() bool
	onStep     func(*state)
}

func (p *program) newWorker() *worker {
	w := &worker{program: p, s: intruder.NewSolver(p.st), events: make([]int, len(p.goals))}
	w.s.Sums, w.s.Exponents, w.s.Divides = p.sums, p.powers, p.divide
	if p.opt.Disable&Flow == 0 {
		w.s.Flows = p.flows
	}
	for _, in := range p.insts {
		w.fired = append(w.fired, make([]int, len(p.roles[in.role].trans)))
	}
	w.onReceived, w.onChanged, w.onLearnt = w.received, w.changed, w.learnt
	w.onHit = func() bool { w.hits = append(w.hits, w.suspect); return false }
	w.onStep = w.collect
	return w
}

// load makes st the solver's state.
func (w *worker) load(st *state) {
	w.s.Reset(st.vars)
	w.s.Items = st.items
	w.s.Diseqs = st.diseqs[:len(st.diseqs):len(st.diseqs)] // others share it
}

// eval instantiates a pattern with the slots of an instance and the variables of
// the transition.
func (w *worker) eval(e *pattern, slots []term.Term) term.Term {
	switch e.op {
	case protocol.Const:
		return e.t
	case protocol.Slot:
		return slots[e.index]
	case protocol.Var:
		return w.vars[e.index]
	}
	if len(e.args) == 2 {
		a, b := w.eval(e.args[0], slots), w.eval(e.args[1], slots)
		if op := termOp(e.op); op != term.Exp && op != term.Xor {
			return w.st.Make2(op, a, b)
		}
		return w.st.Make(termOp(e.op), a, b)
	}
	args := make([]term.Term, len(e.args))
	for i, a := range e.args {
		args[i] = w.eval(a, slots)
	}
	return w.st.Make(termOp(e.op), args...)
}

// freeze applies the solver's bindings to what child inherits from st. The
// caller has set slots and facts, and what else the step changed. own says that
// the solver's items are a slice of their own, which nobody will change any more.
func (w *worker) freeze(child, st *state, own bool) {
	s := w.s
	child.sets = w.applySets(child.sets)
	child.items = w.applyItems(s.Items, own)
	child.diseqs = w.applyDiseqs(s.Diseqs)
	child.dfroms = w.applyDfroms(child.dfroms)
	child.accs = w.applyAccesses(child.accs)
	child.track = w.applyAll(child.track)
	n := len(s.Vars)
	for n > len(st.vars) && s.IsBound(n-1) {
		n--
	}
	child.vars = slices.Clone(s.Vars[:n])
	for v := range child.vars {
		child.vars[v].Flow = 0
	}
}

// applyAll returns ts with the bindings carried out: ts itself when they change
// nothing.
func (w *worker) applyAll(ts []term.Term) []term.Term {
	for i, t := range ts {
		if u := w.s.Apply(t); u != t {
			out := slices.Clone(ts)
			for j := i; j < len(ts); j++ {
				out[j] = w.s.Apply(ts[j])
			}
			return out
		}
	}
	return ts
}

func (w *worker) applyFacts(fs []goals.Fact) []goals.Fact {
	var out []goals.Fact
	for i, f := range fs {
		if g := w.applyFact(f); g != f {
			if out == nil {
				out = slices.Clone(fs)
			}
			out[i] = g
		}
	}
	if out == nil {
		return fs
	}
	return out
}

func (w *worker) applyFact(f goals.Fact) goals.Fact {
	if f.A != 0 {
		f.A = w.s.Apply(f.A)
	}
	if f.B != 0 {
		f.B = w.s.Apply(f.B)
	}
	f.M = w.s.Apply(f.M)
	return f
}

func (w *worker) applySets(ms []goals.Member) []goals.Member {
	var out []goals.Member
	for i, m := range ms {
		n := goals.Member{Set: w.s.Apply(m.Set), Elem: w.s.Apply(m.Elem)}
		if n != m {
			if out == nil {
				out = slices.Clone(ms)
			}
			out[i] = n
		}
	}
	if out == nil {
		return ms
	}
	// Bindings may have made elements equal: sets hold each once.
	uniq := out[:0]
	for _, m := range out {
		if !slices.Contains(uniq, m) {
			uniq = append(uniq, m)
		}
	}
	return uniq
}

func (w *worker) applyItems(items []intruder.Item, own bool) []intruder.Item {
	for i := range items {
		if t := w.s.Apply(items[i].T); t != items[i].T {
			if !own {
				items, own = slices.Clone(items), true
			}
			w.s.SetTerm(&items[i], t)
		}
	}
	return items
}

func (w *worker) applyDiseqs(ds []intruder.Diseq) []intruder.Diseq {
	if len(ds) == 0 {
		return nil
	}
	out := make([]intruder.Diseq, len(ds))
	for i, d := range ds {
		out[i] = d
		for j, p := range d {
			q := [2]term.Term{w.s.Apply(p[0]), w.s.Apply(p[1])}
			if q != p {
				if &out[i][0] == &d[0] {
					out[i] = slices.Clone(d)
				}
				out[i][j] = q
			}
		}
	}
	return out
}

func (w *worker) applyDfroms(ds []dfrom) []dfrom {
	if len(ds) == 0 {
		return nil
	}
	out := make([]dfrom, 0, len(ds))
	for _, d := range ds {
		msgs := w.applyAll(d.msgs)
		if !slices.ContainsFunc(msgs, func(m term.Term) bool { return w.s.Never(m, d.p) }) { // else it is met for good
			out = append(out, dfrom{msgs, d.p})
		}
	}
	return out
}

func (w *worker) applyAccesses(as []access) []access {
	var out []access
	for i, a := range as {
		b := access{w.s.Apply(a.set), w.s.Apply(a.elem), a.mode}
		if a != b {
			if out == nil {
				out = slices.Clone(as)
			}
			out[i] = b
		}
	}
	if out == nil {
		return as
	}
	return out
}

// same reports whether two successors of one state by one transition are the
// same state: such siblings come from different derivations of one message.
func (a *state) same(b *state) bool {
	return a.prefix == b.prefix && slices.Equal(a.slots, b.slots) && slices.Equal(a.facts, b.facts) && slices.Equal(a.sets, b.sets) &&
		slices.Equal(a.items, b.items) && slices.Equal(a.vars, b.vars) && slices.EqualFunc(a.diseqs, b.diseqs, func(x, y intruder.Diseq) bool { return slices.Equal(x, y) }) &&
		slices.EqualFunc(a.dfroms, b.dfroms, func(x, y dfrom) bool { return x.p == y.p && slices.Equal(x.msgs, y.msgs) }) && slices.Equal(a.accs, b.accs)
}
