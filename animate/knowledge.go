package animate

import (
	"fmt"
	"strings"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/deduce"
	"hornet/trace/ground"
)

// Item is something that the intruder knows, and why.
type Item struct {
	Number int // from 1, in the order in which he learnt it
	Term   *ground.Term
	Why    string
	Refs   []int // the items that it comes from
	Step   int   // the step after which he knew it, from 0; -1 from the start
}

// knowledge returns what the intruder knows now.
func (s *Session) knowledge() *deduce.Knowledge {
	m := s.now()
	if m.know == nil {
		m.know = s.learn(m, len(m.steps))
	}
	return m.know
}

// learn returns what the intruder knows after the first n steps of m.
func (s *Session) learn(m *moment, n int) *deduce.Knowledge {
	k := deduce.New(s.opt)
	for i, e := range s.model.Knowledge {
		if t, err := m.state.Term(e); err == nil {
			k.Learn(t, &trace.Recipe{Op: trace.Known, Index: i})
		}
	}
	k.Items()
	for step := range n {
		for i, t := range m.state.Output(step) {
			k.Learn(t, &trace.Recipe{Op: trace.Output, Step: step, Index: i})
		}
		k.Items()
	}
	return k
}

// Knowledge returns what the intruder knows, taken apart as far as he can, in
// the order in which he learnt it. He can compose whatever else these make.
func (s *Session) Knowledge() []Item {
	m := s.now()
	if m.items != nil {
		return m.items
	}
	k, number := s.knowledge(), s.numbers()
	terms := k.Items()
	items := make([]Item, len(terms))
	for i, t := range terms {
		r := k.Derive(t)
		w := &why{Session: s, number: number}
		items[i] = Item{Number: i + 1, Term: t, Why: w.reason(r), Step: latest(r, map[*trace.Recipe]int{})}
		items[i].Refs = w.refs
	}
	m.items = items
	return items
}

// numbers returns the number of the item that a recipe makes.
func (s *Session) numbers() map[*trace.Recipe]int {
	number := map[*trace.Recipe]int{}
	for i, t := range s.knowledge().Items() {
		number[s.knowledge().Derive(t)] = i + 1
	}
	return number
}

// latest returns the last step whose output r uses, -1 for none.
func latest(r *trace.Recipe, seen map[*trace.Recipe]int) int {
	if n, ok := seen[r]; ok {
		return n
	}
	n := -1
	if r.Op == trace.Output {
		n = r.Step
	}
	seen[r] = n
	for _, a := range r.Args {
		n = max(n, latest(a, seen))
	}
	seen[r] = n
	return n
}

// why says in a phrase how a recipe makes what it makes, in terms of items.
type why struct {
	*Session
	number map[*trace.Recipe]int
	refs   []int
}

// name returns "#3" for an item and says how other parts are made.
func (w *why) name(r *trace.Recipe) string {
	if n := w.number[r]; n > 0 {
		w.refs = append(w.refs, n)
		return fmt.Sprintf("#%d", n)
	}
	return w.reason(r)
}

func (w *why) names(rs []*trace.Recipe) string {
	var words []string
	for _, r := range rs {
		words = append(words, w.name(r))
	}
	return strings.Join(words, ", ")
}

// reason says how the last step of r is done.
func (w *why) reason(r *trace.Recipe) string {
	switch r.Op {
	case trace.Known:
		return "known from the start"
	case trace.Output:
		return fmt.Sprintf("sent by %s in step %d", w.Names().Instance(w.now().steps[r.Step].Instance), r.Step+1)
	case trace.Made:
		return "made up"
	case trace.First:
		return "left part of " + w.name(r.Args[0])
	case trace.Second:
		return "right part of " + w.name(r.Args[0])
	case trace.Open:
		return fmt.Sprintf("in %s, opened with %s", w.name(r.Args[0]), w.name(r.Args[1]))
	case trace.OpenSign:
		return fmt.Sprintf("signed in %s, read with %s", w.name(r.Args[0]), w.name(r.Args[1]))
	case trace.Sum:
		return "the sum of " + w.names(r.Args)
	case trace.Raise:
		return fmt.Sprintf("%s raised to %s", w.name(r.Args[0]), w.name(r.Args[1]))
	case trace.Root:
		return fmt.Sprintf("%s without the exponent %s", w.name(r.Args[0]), w.name(r.Args[1]))
	}
	switch r.Cons {
	case protocol.Pair:
		return "the pair of " + w.names(r.Args)
	case protocol.Crypt, protocol.Scrypt:
		return fmt.Sprintf("%s closed with %s", w.name(r.Args[1]), w.name(r.Args[0]))
	case protocol.Apply:
		return fmt.Sprintf("%s applied to %s", w.name(r.Args[0]), w.names(r.Args[1:]))
	}
	return r.Cons.String() + " of " + w.names(r.Args)
}
