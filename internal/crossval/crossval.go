// Package crossval holds the engine against the oracles of internal/naive and
// against itself, on the protocols of internal/gen.
//
// What must hold, for every protocol:
//
//   - an attack that the naive explorer finds exists, so the search must find one
//     that is not longer;
//   - an attack that the search finds must satisfy the replay checker;
//   - when the naive universe is exact, the verdicts, the lengths of the attacks and
//     the transitions that can fire are equal;
//   - leaving out reductions and adding workers changes no verdict and no length;
//   - a search that is cut short denies no attack;
//   - more knowledge, more sessions and no types never turn an attack into none;
//     renaming, reordering and splitting change nothing.
//
// A search that was cut short has no opinion, and is counted.
package crossval

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hornet/internal/naive"
	"hornet/protocol"
	"hornet/search"
	"hornet/trace/minimise"
	"hornet/trace/replay"
)

// Bounds keep a comparison short.
type Bounds struct {
	NaiveStates  int
	SearchStates int
	Time         time.Duration // for each exploration
}

// Comparison is what came of comparing on one model.
type Comparison struct {
	Wrong []string // what must not be, one sentence each; empty: all is well

	Naive *naive.Result
	Base  *outcome
}

func (c *Comparison) wrong(format string, args ...any) {
	c.Wrong = append(c.Wrong, fmt.Sprintf(format, args...))
}

// reductions by name, for reports.
var reductions = []struct {
	name string
	bit  search.Reductions
}{
	{"partial order", search.PartialOrder}, {"symmetry", search.Symmetry}, {"eager", search.Eager}, {"leaf", search.Leaf},
	{"self loop", search.SelfLoop}, {"relevance", search.Relevance}, {"subsumption", search.Subsumption},
	{"flow", search.Flow}, {"all", search.AllReductions},
}

// outcome is the result of a search with the lengths of its attacks.
type outcome struct {
	*search.Result

	// Steps holds, for each goal, the number of steps of the attack after
	// minimising; none or undecided.
	Steps []int
}

const (
	none      = -1
	undecided = -2
)

// run searches m and checks its attacks by replay, as found and minimised. It
// returns nil when there is nothing to compare with.
func (c *Comparison) run(ctx context.Context, what string, m *protocol.Model, opt search.Options, b Bounds) (out *outcome) {
	defer func() {
		if p := recover(); p != nil {
			c.wrong("%s: panic: %v", what, p)
			out = nil
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, b.Time)
	defer cancel()
	opt.MaxStates = b.SearchStates
	r, err := search.Run(ctx, m, opt)
	if err != nil {
		c.wrong("%s: %v", what, err)
		return nil
	}
	out = &outcome{Result: r}
	for i, g := range r.Goals {
		n := none
		switch g.Verdict {
		case search.Undecided:
			n = undecided
		case search.Attack:
			ro := replay.Options{Untyped: opt.Untyped, StrongTypes: opt.StrongTypes, Assoc: opt.Assoc}
			if err := replay.Check(m, ro, g.Attack); err != nil {
				c.wrong("%s: %s: replay refuses the attack: %v", what, m.Goals[i].Name(), err)
			}
			short := minimise.Run(m, ro, g.Attack)
			if err := replay.Check(m, ro, short); err != nil {
				c.wrong("%s: %s: replay refuses the minimised attack: %v", what, m.Goals[i].Name(), err)
			}
			n = len(short.Steps)
		}
		out.Steps = append(out.Steps, n)
	}
	return out
}

// A plan says which of the comparisons are done that not all can always be.
type plan struct {
	without                []int // reductions to leave out, one at a time
	untyped, strong, assoc bool
	cut                    []int // after how many states to cut the search short
}

// Compare compares the search of m with itself and with the naive explorer; the
// seed says which of the comparisons are done that take turns.
func Compare(ctx context.Context, m *protocol.Model, b Bounds, seed uint64) *Comparison {
	return compare(ctx, m, b, plan{
		without: []int{int(seed) % (len(reductions) - 1)},
		untyped: seed%2 == 0, strong: seed%5 == 3, assoc: seed%5 == 4,
		cut: []int{1 + int(seed%8)},
	})
}

// CompareAll does all comparisons.
func CompareAll(ctx context.Context, m *protocol.Model, b Bounds) *Comparison {
	p := plan{untyped: true, strong: true, assoc: true}
	for i := range len(reductions) - 1 {
		p.without = append(p.without, i)
		p.cut = append(p.cut, i+1)
	}
	return compare(ctx, m, b, p)
}

func compare(ctx context.Context, m *protocol.Model, b Bounds, p plan) *Comparison {
	c := &Comparison{}
	c.Base = c.run(ctx, "search", m, search.Options{}, b)
	if c.Base == nil {
		return c
	}
	two := c.run(ctx, "two workers", m, search.Options{Jobs: 2}, b)
	c.same(m, "two workers", two)
	late := two != nil && (two.Cause == search.Timeout || c.Base.Cause == search.Timeout)
	if two != nil && !late && fmt.Sprint(two.Steps) != fmt.Sprint(c.Base.Steps) {
		c.wrong("two workers: attacks of %v steps, with one %v", two.Steps, c.Base.Steps)
	}
	for _, i := range p.without {
		one := reductions[i]
		c.same(m, "without "+one.name, c.run(ctx, "without "+one.name, m, search.Options{Disable: one.bit}, b))
	}
	plain := c.run(ctx, "without reductions", m, search.Options{Disable: search.AllReductions}, b)
	c.same(m, "without reductions", plain)
	if p.untyped {
		c.agree(m, "untyped: ", c.run(ctx, "untyped", m, search.Options{Untyped: true}, b), explore(ctx, m, true, b))
	}
	if p.strong { // no compound types occur: nothing changes
		c.same(m, "strong types", c.run(ctx, "strong types", m, search.Options{StrongTypes: true}, b))
	}
	if p.assoc { // what changes the oracle does not know, but attacks must replay
		c.run(ctx, "associative pairs", m, search.Options{Assoc: true}, b)
	}
	c.Naive = explore(ctx, m, false, b)
	c.agree(m, "", c.Base, c.Naive)
	c.agree(m, "without reductions: ", plain, c.Naive)
	for _, n := range p.cut {
		b.SearchStates = n
		c.cut(m, c.run(ctx, "cut short", m, search.Options{}, b), c.Naive)
	}
	return c
}

// cut checks that a search that was cut short does not deny an attack.
func (c *Comparison) cut(m *protocol.Model, r *outcome, n *naive.Result) {
	if r == nil || n.Unsupported != "" {
		return
	}
	for i, l := range n.Lengths() {
		if l >= 0 && r.Steps[i] == none && !r.Loops {
			c.wrong("%s: safe after %d states, but there is an attack of %d steps", m.Goals[i].Name(), r.States, l)
		}
	}
}

func explore(ctx context.Context, m *protocol.Model, untyped bool, b Bounds) *naive.Result {
	ctx, cancel := context.WithTimeout(ctx, b.Time)
	defer cancel()
	return naive.Explore(ctx, m, naive.Options{MaxStates: b.NaiveStates, Untyped: untyped})
}

// same compares a search with the first one.
func (c *Comparison) same(m *protocol.Model, what string, r *outcome) {
	if r == nil {
		return
	}
	for i := range m.Goals {
		x, y := c.Base.Steps[i], r.Steps[i]
		switch {
		case x == y || x == undecided || y == undecided:
		default:
			c.wrong("%s: %s: attack of %d steps (-1: none), with the usual search %d", m.Goals[i].Name(), what, y, x)
		}
	}
	if c.Base.Complete && r.Complete {
		if x, y := fired(c.Base.Fired), fired(r.Fired); x != y {
			c.wrong("%s: other transitions can fire: %s, with the usual search %s", what, y, x)
		}
	}
}

func fired(counts [][]int) string {
	var b strings.Builder
	for _, ns := range counts {
		for _, n := range ns {
			if n > 0 {
				b.WriteByte('+')
			} else {
				b.WriteByte('0')
			}
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// agree compares a search with the naive explorer.
func (c *Comparison) agree(m *protocol.Model, what string, r *outcome, n *naive.Result) {
	if r == nil || n.Unsupported != "" {
		return
	}
	for i, l := range n.Lengths() {
		x, goal := r.Steps[i], what+m.Goals[i].Name()
		switch {
		case x == undecided:
		case x == none && r.Loops: // as far as three turns of each loop tell
		case l >= 0 && x == none:
			c.wrong("%s: safe, but the naive explorer attacks:\n    %s", goal, strings.Join(n.Attacks[i], "\n    "))
		case l >= 0 && x > l:
			c.wrong("%s: attack of %d steps, but the naive explorer has one of %d:\n    %s", goal, x, l, strings.Join(n.Attacks[i], "\n    "))
		case n.Exact && l < 0 && x >= 0:
			c.wrong("%s: attack of %d steps, but there is none", goal, x)
		case n.Exact && x < l:
			c.wrong("%s: attack of %d steps, but the shortest has %d", goal, x, l)
		}
	}
	if !r.Complete || r.Loops {
		return
	}
	for i, fs := range n.Fired {
		for j, f := range fs {
			switch count := r.Fired[i][j]; {
			case f && count == 0:
				c.wrong("%sinstance %d never fires transition %d, but it can", what, i, j)
			case n.Exact && !f && count > 0:
				c.wrong("%sinstance %d fires transition %d, but it cannot", what, i, j)
			}
		}
	}
}

// law compares with the search of a changed model.
func (c *Comparison) law(m *protocol.Model, name string, monotone bool, r *outcome) {
	if r == nil {
		return
	}
	for i := range m.Goals {
		x, y := c.Base.Steps[i], r.Steps[i]
		switch {
		case x == undecided || y == undecided:
		case x >= 0 && y == none:
			c.wrong("%s: %s: attack of %d steps is lost", m.Goals[i].Name(), name, x)
		case x >= 0 && y > x:
			c.wrong("%s: %s: attack of %d steps, before %d", m.Goals[i].Name(), name, y, x)
		case !monotone && x != y:
			c.wrong("%s: %s: attack of %d steps (-1: none), before %d", m.Goals[i].Name(), name, y, x)
		}
	}
}
