// Package search explores everything that the instances of a model can do in the
// presence of the intruder.
//
// States are symbolic: messages that the intruder chose hold variables, which
// the constraints of package intruder leave open as long as their value does not
// matter. The search goes level by level, so that attacks are found shortest
// first. A level is the number of macro-steps of a run: a step that waits for a
// message or makes a choice, with the steps that follow of themselves (reduce.go).
// Workers share a level and their results are put together in the order of the
// level, so that nothing observable depends on their number.
package search

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"hornet/goals"
	"hornet/internal/deep"
	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// Run explores m breadth-first and answers every goal. It returns an error only
// for a model that no front end should make, or when an attack that it found
// cannot be walked again; a search cut short is a Result.
func Run(ctx context.Context, m *protocol.Model, opt Options) (*Result, error) {
	if len(m.Unsupported) > 0 {
		return &Result{Goals: undecided(m, Unsupported), Cause: Unsupported, Detail: m.Unsupported[0].What, Events: make([]int, len(m.Goals)), Fired: unfired(m)}, nil
	}
	p, err := newProgram(m, opt)
	if err != nil {
		return nil, err
	}
	var r *Result
	deep.Stack(func() {
		if r, err = portfolio(ctx, p, opt); err == nil {
			err = shorten(ctx, p, opt, r)
		}
		if err == nil && opt.FirstAttack {
			r.keepShortest()
		}
	})
	return r, err
}

func undecided(m *protocol.Model, c Cause) []GoalResult {
	out := make([]GoalResult, len(m.Goals))
	for i := range out {
		out[i].Cause = c
	}
	return out
}

func unfired(m *protocol.Model) [][]int {
	var out [][]int
	for _, in := range m.Instances {
		out = append(out, make([]int, len(m.Roles[in.Role].Transitions)))
	}
	return out
}

// explorer is a running search.
type explorer struct {
	*program
	ctx     context.Context
	workers []*worker
	root    *state // before any step; what attacks are extracted from
	walks   map[*node]walked
	best    []*trace.Run
	since   []int // macro-steps of the first attack met on each goal
	given   bool  // best is given, and only shorter attacks are wanted

	still   []bool // goals that nothing can violate
	idle    bool   // that is all goals asked for
	budget  int    // states after which to pause, 0: none
	paused  []pause
	already int // states visited with other orderings

	frontier []*state
	level    int
	longest  int // the last level with states
	visited  int
	states   atomic.Int64 // for Progress, as depth and front
	depth    atomic.Int64
	front    atomic.Int64
	open     atomic.Int64
	stop     atomic.Int32 // a Cause
	memory   sync.Mutex   // of full
	measured atomic.Int64 // when it was last asked, in nanoseconds
}

// pause tells how far a search was when it paused.
type pause struct {
	level   int
	waiting int // states left to look at
}

// run explores; it returns nil when the budget is spent, and can then be called
// again with another.
func (e *explorer) run() (*Result, error) {
	if e.root == nil {
		if err := e.begin(); err != nil {
			return nil, err
		}
	}
	stopProgress := e.progress()
	defer stopProgress()
	complete := -1
	for len(e.frontier) > 0 && !e.settled() {
		if e.budget > 0 && e.visited+len(e.frontier) > e.budget {
			e.paused = append(e.paused, pause{e.level, len(e.frontier)})
			return nil, nil
		}
		if e.idle && e.visited > coverageBudget {
			complete = e.level
			break
		}
		if e.opt.MaxDepth > 0 && e.level >= e.opt.MaxDepth {
			e.stop.CompareAndSwap(0, int32(MaxDepth))
			complete = e.level
			break
		}
		e.depth.Store(int64(e.level))
		e.open.Store(e.unanswered())
		e.front.Store(int64(len(e.frontier)))
		next, hits := e.expand(e.frontier)
		if err := e.record(hits, e.level+2); err != nil {
			return nil, err
		}
		if e.stop.Load() != 0 {
			complete = e.level
			break
		}
		e.level++
		e.sawRelays()
		e.frontier = next
	}
	return e.result(e.frontier, complete), nil
}

// begin makes what a search needs, and its first state.
func (e *explorer) begin() error {
	jobs := max(1, e.opt.Jobs)
	if e.opt.StrongTypes {
		jobs = 1 // meets of compound types are interned while searching
	}
	if !e.given {
		e.best = make([]*trace.Run, len(e.goals))
	}
	e.idle = len(e.goals) > 0
	e.since = make([]int, len(e.goals))
	for g := range e.goals {
		e.still = append(e.still, e.opt.Disable&Relevance == 0 && e.unviolable(g))
		e.idle = e.idle && (e.still[g] || !e.opt.wants(g))
	}
	for len(e.workers) < jobs {
		w := e.newWorker()
		w.s.Stop = func() bool { return e.stopped(255) }
		w.late = func() bool { return e.ctx.Err() != nil }
		e.workers = append(e.workers, w)
	}
	var hits []found
	e.frontier, hits = e.initial(e.workers[0])
	return e.record(hits, 1)
}

// initial builds the state before the first choice: the intruder has analysed
// his initial knowledge and what the self-loops tell him, and every eager step
// has been taken.
func (e *explorer) initial(w *worker) ([]*state, []found) {
	st := &state{node: &node{}, stirred: true}
	for _, in := range e.insts {
		st.places = append(st.places, place{last: -1})
		st.slots = append(st.slots, in.values...)
	}
	if e.cyclic {
		st.fired = make([]uint8, e.steps)
	}
	for _, s := range e.m.Sets {
		for _, x := range s.Elems {
			st.sets = append(st.sets, goals.Member{Set: e.st.Const(s.Name, 0), Elem: e.ground(x)})
		}
	}
	for i := range e.m.Facts {
		pat := e.fact(&e.m.Facts[i])
		f := w.fact(&pat, nil)
		f.Emit = int16(i)
		st.facts = append(st.facts, f)
	}
	w.load(st)
	for i := len(e.m.Knowledge) - 1; i >= 0; i-- {
		w.s.Learn([]term.Term{e.ground(e.m.Knowledge[i])}, 0, func() bool {
			w.s.Items = slices.Clone(w.s.Items)
			st.items = w.s.Items
			return true
		})
		w.s.Items = st.items
	}
	st = w.saturate(st)
	w.findRelays(st)
	e.taken = make([]bool, e.steps)
	e.start = st.places
	e.root = st
	e.visited++
	w.hits = nil
	w.violations(st, 0)
	for again := true; again && e.opt.Disable&Eager == 0; {
		again = false
		for ii := range e.insts {
			if ti := w.eagerStep(st, ii); ti >= 0 {
				from := len(st.facts)
				w.fire(st, ii, ti, true, 0, 0, func(c *state) { st = c })
				w.count(ii, ti)
				w.violations(st, from)
				again = true
			}
		}
	}
	e.start = st.places
	e.states.Store(int64(e.already + e.visited))
	w.discard(st)
	return []*state{st}, w.hits
}

// eagerStep returns the eager transition that an instance can take in st, -1 if
// there is none.
func (w *worker) eagerStep(st *state, ii int) int {
	in := &w.insts[ii]
	if in.frozen || w.relays[ii] {
		return -1
	}
	for ti := range w.roles[in.role].trans {
		t := &w.roles[in.role].trans[ti]
		if !t.eager {
			continue
		}
		ok := true
		for _, c := range t.control {
			ok = ok && st.slots[in.base+c.slot] == c.value
		}
		if ok {
			return ti
		}
	}
	return -1
}

// outcome is what a state led to.
type outcome struct {
	next []*state
	hits []found
}

// few states are done before another worker has a stack.
const few = 64

// expand explores one level.
func (e *explorer) expand(frontier []*state) (next []*state, hits []found) {
	outs := make([]outcome, len(frontier))
	for from := 0; from < len(frontier) && e.stop.Load() == 0; {
		if e.opt.MaxStates > 0 && int(e.states.Load()) >= e.opt.MaxStates {
			e.stop.CompareAndSwap(0, int32(MaxStates))
			break
		}
		to := from + e.share(len(frontier)-from)
		e.expandAll(frontier[from:to], outs[from:to])
		from = to
	}
	n := 0
	for _, o := range outs {
		n += len(o.next)
	}
	next = make([]*state, 0, n)
	for _, o := range outs {
		next = append(next, o.next...)
		hits = append(hits, o.hits...)
	}
	next = uncovered(e.workers, next)
	if len(next) > 0 {
		e.longest = e.level + 1
	}
	e.visited += len(next)
	next = slices.DeleteFunc(next, func(s *state) bool { return s.ends })
	return next, hits
}

// share returns how many of the n states to be done the workers do before the
// limit of states is looked at. That is when all have done what they took, so
// that the search ends with the same states whatever their number; and the nearer
// the limit, the sooner.
func (e *explorer) share(n int) int {
	if e.opt.MaxStates == 0 {
		return n
	}
	return max(1, min(n, (e.opt.MaxStates-int(e.states.Load()))/16))
}

// expandAll explores states of one level.
func (e *explorer) expandAll(states []*state, outs []outcome) {
	var at atomic.Int64
	work := func(w *worker) {
		for n := 0; ; n++ {
			i := int(at.Add(1)) - 1
			if i >= len(states) || e.stopped(n) {
				return
			}
			out := w.expand(states[i])
			if w.s.Stopped {
				return
			}
			outs[i], states[i] = out, nil // the state's body may go
			e.states.Add(int64(len(out.next)))
		}
	}
	if len(e.workers) == 1 || len(states) < few {
		work(e.workers[0])
		return
	}
	var wg sync.WaitGroup
	for _, w := range e.workers {
		wg.Add(1)
		go func() { defer wg.Done(); deep.Stack(func() { work(w) }) }()
	}
	wg.Wait()
}

// stopped reports whether the search must end, and notes why.
func (e *explorer) stopped(n int) bool {
	if e.stop.Load() != 0 {
		return true
	}
	select {
	case <-e.ctx.Done():
		c := Interrupted
		if errors.Is(e.ctx.Err(), context.DeadlineExceeded) {
			c = Timeout
		}
		e.stop.CompareAndSwap(0, int32(c))
		return true
	default:
	}
	if e.opt.MaxMemory > 0 && n%256 == 255 && e.measureDue() && e.full() {
		e.stop.CompareAndSwap(0, int32(MaxMemory))
		return true
	}
	return false
}

// measureDue reports whether it is time to measure the memory again: that stops
// all workers.
func (e *explorer) measureDue() bool {
	const every = 10 * time.Millisecond
	now, last := time.Now().UnixNano(), e.measured.Load()
	return now-last >= int64(every) && e.measured.CompareAndSwap(last, now)
}

// full reports whether more than the memory allowed is in use. What is garbage is
// given back first, unless less than a fifth of it was.
func (e *explorer) full() bool {
	e.memory.Lock()
	defer e.memory.Unlock()
	if inUse() <= e.opt.MaxMemory {
		return false
	}
	debug.FreeOSMemory()
	return inUse() > e.opt.MaxMemory/5*4
}

// inUse returns the bytes that the process has of the system.
func inUse() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	const text = 12 << 20 // the program itself
	return int64(m.Sys-m.HeapReleased) + text
}

// expand explores one state.
func (w *worker) expand(st *state) outcome {
	w.hits = nil
	w.watchRelays(st)
	var next []*state
	for ii := range w.insts {
		if w.relays[ii] || !w.turn(st, ii) {
			continue
		}
		for ti := range w.roles[w.insts[ii].role].trans {
			if !w.enabled(st, ii, ti) {
				continue
			}
			t := &w.roles[w.insts[ii].role].trans[ti]
			w.batch = w.batch[:0]
			w.fire(st, ii, ti, false, st.prefix, st.prefix+1, w.onStep)
			for _, c := range w.batch {
				w.count(ii, ti)
				w.violations(c, t.unchecked(c))
				c.ends = w.barren(c, ii, t)
				w.discard(c)
				next = w.settle(c, ii, st.prefix+1, next)
			}
		}
	}
	if w.opt.Disable&Subsumption == 0 {
		for _, c := range next {
			c.key = w.fingerprint(c)
		}
	}
	return outcome{next, w.hits}
}

// collect adds to w.batch a successor of the state that is expanded.
func (w *worker) collect(c *state) {
	f := &w.firing
	if c.idle(f.st) {
		w.count(f.ii, f.ti)
		return
	}
	if w.opt.Disable&Subsumption == 0 && slices.ContainsFunc(w.batch, c.same) {
		return
	}
	w.batch = append(w.batch, c)
}

// settle takes the eager steps that follow a step of instance ii, and appends
// the states in which none is left.
func (w *worker) settle(st *state, ii int, q uint16, next []*state) []*state {
	ti := -1
	if w.opt.Disable&Eager == 0 {
		ti = w.eagerStep(st, ii)
	}
	if ti < 0 {
		return append(next, st)
	}
	var batch []*state
	w.fire(st, ii, ti, true, q-1, q, func(c *state) { batch = append(batch, c) })
	for _, c := range batch {
		w.count(ii, ti)
		w.violations(c, w.roles[w.insts[ii].role].trans[ti].unchecked(c))
		w.discard(c)
		next = w.settle(c, ii, q, next)
	}
	return next
}

// idle reports whether a step changed nothing: every run through c is one
// through its parent.
func (c *state) idle(st *state) bool {
	return c.prefix == st.prefix && len(c.facts) == len(st.facts) && len(c.sets) == len(st.sets) && slices.Equal(c.slots, st.slots) &&
		slices.EqualFunc(c.facts, st.facts, func(a, b goals.Fact) bool { return a == b }) && slices.Equal(c.sets, st.sets)
}

// count notes that a transition fired.
func (w *worker) count(ii, ti int) {
	w.fired[ii][ti]++
	for _, f := range w.roles[w.insts[ii].role].trans[ti].emits {
		for _, g := range w.facts[factKey{f.kind, f.id}] {
			w.events[g]++
		}
	}
}

// settled reports whether there is nothing left to look for.
func (e *explorer) settled() bool {
	if e.opt.FirstAttack && slices.Contains(e.closed, true) {
		return true
	}
	for g := range e.goals {
		if e.opt.wants(g) && !e.closed[g] {
			return false
		}
	}
	return len(e.goals) > 0
}

// unanswered counts the goals on which no attack is known.
func (e *explorer) unanswered() (n int64) {
	for g, b := range e.best {
		if b == nil && !e.still[g] && e.opt.wants(g) {
			n++
		}
	}
	return n
}

// record extracts the attacks found on a level and keeps the shortest for each
// goal, which is closed then: those to come have at least next macro-steps. That
// they may have fewer transitions all the same is for shorten.
func (e *explorer) record(hits []found, next int) error {
	// Candidates of one level differ little: of the paths with the fewest
	// transitions hardly ever another than the first gives a shorter attack.
	const most = 2
	tried := make([]int, len(e.goals))
	slices.SortStableFunc(hits, func(a, b found) int { return cmp.Compare(a.node.depth, b.node.depth) })
	for _, h := range hits {
		best := e.best[h.goal]
		if tried[h.goal]++; tried[h.goal] > most || best != nil && len(best.Steps) < next {
			continue
		}
		w := e.workers[0]
		// An attack found just before the time ran out is still shown.
		stop, end := w.s.Stop, time.Now().Add(time.Second)
		w.s.Stopped, w.s.Stop = false, func() bool { return time.Now().After(end) }
		run, err := e.extract(h)
		w.s.Stop = stop
		if w.s.Stopped {
			return nil // out of time: what could not be shown was not found
		}
		if err != nil {
			return err
		}
		if best == nil {
			e.since[h.goal] = next - 1
		}
		if best == nil || shorter(run, best) {
			e.best[h.goal] = run
		}
	}
	for g, b := range e.best {
		e.closed[g] = e.closed[g] || b != nil && (!e.given || next >= len(b.Steps))
	}
	return nil
}

// shorter orders runs by fired transitions, then by messages.
func shorter(a, b *trace.Run) bool {
	if len(a.Steps) != len(b.Steps) {
		return len(a.Steps) < len(b.Steps)
	}
	return messages(a) < messages(b)
}

func messages(r *trace.Run) int {
	n := 0
	for _, s := range r.Steps {
		n += min(1, len(s.Received)) + min(1, len(s.Sent))
	}
	return n
}

// progress lets Options.Progress be called until the function that it returns is
// called. What is over within a tenth of a second starts no goroutine for it.
func (e *explorer) progress() func() {
	if e.opt.Progress == nil {
		return func() {}
	}
	const every = 100 * time.Millisecond
	var mu sync.Mutex
	var t *time.Timer
	over := false
	tell := func() {
		mu.Lock()
		defer mu.Unlock()
		if !over {
			e.opt.Progress(Progress{Depth: int(e.depth.Load()), States: int(e.states.Load()), Frontier: int(e.front.Load()), Goals: len(e.goals), Open: int(e.open.Load())})
			t.Reset(every)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	t = time.AfterFunc(every, tell)
	return func() {
		mu.Lock()
		defer mu.Unlock()
		over = true
		t.Stop()
	}
}
