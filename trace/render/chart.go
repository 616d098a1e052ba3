package render

import (
	"fmt"
	"strings"

	"hornet/diag"
	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/narrate"
)

// Chart is a message sequence chart of a run: the instances that take part and
// the intruder as lifelines, and what happens as rows in the order of time. The
// renderers draw it; a report lists it.
type Chart struct {
	Title     string
	Model     string // name of the model
	Lifelines []Lifeline
	Rows      []Row
	Folds     []Fold // in the order of their first use
	Attack    bool
	Goal      string // the violated goal, for example "secrecy_of na"; "" when there is none
	Why       string // why the goal is violated, one sentence
	Patterns  []string
	Messages  int // rows that are messages
}

// Lifeline is a participant.
type Lifeline struct {
	Name     string // alice(1)
	Sub      string // who plays it
	About    string // in full
	Intruder bool
	Instance int // index in Model.Instances; -1 for the intruder
}

// RowKind is what a row shows.
type RowKind uint8

// The kinds of rows.
const (
	Message RowKind = iota // an arrow From -> To
	Event                  // something that From does: a goal event, or a step without message
	Learn                  // what the intruder (From) learns
	Verdict                // the violation; the last row of an attack
)

// Row is one line of a chart.
type Row struct {
	Kind   RowKind
	Step   int // index in Run.Steps; -1 for a Verdict
	Number int // of a Message, from 1
	From   int // index in Chart.Lifelines
	To     int // of a Message

	// Of a message to or from the intruder: the role in whose name he sends it,
	// or for whom it was meant. Empty when he is himself, or it is not known.
	As string

	Text string // folded to Options.Width
	Full string
	Note string // narration
	Fact protocol.FactKind
	// Range is the place in the model.
	Range diag.Range
}

// Notes is the narration of a run as a chart shows it. All of it may be missing.
// The keys are the index of a step and that of a message in its Received or Sent.
type Notes struct {
	Received map[[2]int]string // how the intruder comes to send it
	Sent     map[[2]int]string // what the honest agent does
	Why      string            // why the goal is violated
	Patterns []string          // kinds of attack that this one is an instance of
}

// Narration returns the notes that tell a story.
func Narration(s *narrate.Story) Notes {
	if s == nil {
		return Notes{}
	}
	n := Notes{Received: map[[2]int]string{}, Sent: map[[2]int]string{}}
	for _, l := range s.Lines {
		if at := [2]int{l.Step, l.Index}; l.Received {
			n.Received[at] = l.Note
		} else {
			n.Sent[at] = l.Note
		}
	}
	var why []string
	for _, w := range s.Why {
		why = append(why, w.Text)
	}
	n.Why = strings.Join(why, "; ")
	for _, p := range s.Patterns {
		n.Patterns = append(n.Patterns, p.Name+": "+p.Detail)
	}
	return n
}

// Options are about the contents of a chart.
type Options struct {
	Width int // columns of a message; 0 chooses by the number of lifelines
	Notes Notes

	// Relayed draws every message as passing through the intruder, also those of
	// a run without violation that he only forwards.
	Relayed bool
}

// builder makes a chart.
type builder struct {
	*Chart
	m     *protocol.Model
	run   *trace.Run
	opt   Options
	names *narrate.Names
	fold  *folder
	state *state
	know  *knowledge
	line  map[int]int    // lifeline by instance; the intruder is -1
	pair  map[[3]int]int // direct messages, see pairs
}

// NewChart returns the chart of a run. It fails when the run does not fit m.
func NewChart(m *protocol.Model, run *trace.Run, opt Options) (*Chart, error) {
	if err := check(m, run); err != nil {
		return nil, err
	}
	b := &builder{Chart: &Chart{Model: m.Name, Attack: run.Violation != nil, Patterns: opt.Notes.Patterns}, m: m, run: run, opt: opt,
		names: narrate.NewNames(m, run), state: newState(m), know: newKnowledge(m), line: map[int]int{}, pair: map[[3]int]int{}}
	b.pairs()
	b.lifelines()
	if opt.Width <= 0 {
		opt.Width = labelWidth(len(b.Lifelines))
	}
	b.fold = newFolder(opt.Width)
	for i := range run.Steps {
		b.step(i)
	}
	b.verdict()
	b.Title = "A run of " + m.Name
	if b.Attack {
		b.Title = "Attack on " + b.Goal
	}
	b.Folds = b.fold.legend(b.Rows)
	return b.Chart, nil
}

// labelWidth returns the columns for messages in a chart of n lifelines, so that
// many lifelines still fit on a page.
func labelWidth(n int) int {
	switch {
	case n <= 3:
		return 56
	case n <= 5:
		return 44
	case n <= 8:
		return 36
	}
	return 28
}

// lifelines puts the instances in the order of their first step, the intruder in
// the middle: every message is his, and so arrows are short. Where no message is
// drawn as his, he is left out.
func (b *builder) lifelines() {
	var order []int
	for i := range b.run.Steps {
		if in := b.run.Steps[i].Instance; !contains(order, in) {
			order = append(order, in)
		}
	}
	if b.intruded() {
		middle := (len(order) + 1) / 2
		order = append(order[:middle:middle], append([]int{-1}, order[middle:]...)...)
	}
	for at, in := range order {
		l := Lifeline{Name: protocol.Intruder, Sub: "intruder", About: "the intruder: every message passes through him", Intruder: true, Instance: in}
		if in >= 0 {
			l = Lifeline{Name: b.names.Instance(in), Sub: b.m.Player(in).String(), About: b.names.About(in), Instance: in}
		}
		b.line[in] = at
		b.Lifelines = append(b.Lifelines, l)
	}
}

// intruded reports whether some message is drawn as passing through the intruder.
func (b *builder) intruded() bool {
	if b.Attack || b.opt.Relayed || len(b.run.Steps) == 0 {
		return true
	}
	for i := range b.run.Steps {
		st := &b.run.Steps[i]
		for j, e := range st.Received {
			if _, direct := b.pair[[3]int{1, i, j}]; !direct && !isStart(e) {
				return true
			}
		}
		for j := range st.Sent {
			if _, direct := b.pair[[3]int{0, i, j}]; !direct {
				return true
			}
		}
	}
	return false
}

func isStart(e *protocol.Expr) bool { return e.Op == protocol.Const && e.Name == protocol.Start }

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// pairs finds the messages of a run without violation that reach the instance
// they were meant for unchanged. They are drawn without the intruder between,
// at the time of sending, provided that the receiver does nothing until then.
func (b *builder) pairs() {
	if b.Attack || b.opt.Relayed {
		return
	}
	used := map[[2]int]bool{}
	for r := range b.run.Steps {
		st := &b.run.Steps[r]
		last := -1 // the receiver's step before
		for s := 0; s < r; s++ {
			if b.run.Steps[s].Instance == st.Instance {
				last = s
			}
		}
		for j, e := range st.Received {
			for s := r - 1; s > last; s-- {
				found := false
				for k, sent := range b.run.Steps[s].Sent {
					if sent.Equal(e) && !used[[2]int{s, k}] && b.meant(s, k, st.Instance) {
						used[[2]int{s, k}], found = true, true
						b.pair[[3]int{0, s, k}], b.pair[[3]int{1, r, j}] = st.Instance, s
						break
					}
				}
				if found {
					break
				}
			}
		}
	}
}

// meant reports whether output k of step s may be for the instance.
func (b *builder) meant(s, k, instance int) bool {
	from := b.run.Steps[s].Instance
	if from == instance {
		return false
	}
	p, ok := narrate.Receiver(b.m, from, b.state.transition(&b.run.Steps[s]).Sends[k].Message)
	return !ok || !p.Intruder && p.Role == b.m.Roles[b.m.Instances[instance].Role].Name
}

// step adds the rows of step i: what it receives, what happens, what it sends,
// and what that teaches the intruder.
func (b *builder) step(i int) {
	st := &b.run.Steps[i]
	t := b.state.transition(st)
	me, intruder := b.line[st.Instance], b.line[-1]
	before := len(b.Rows)
	emitted := b.state.step(st)

	for j, e := range st.Received {
		if _, direct := b.pair[[3]int{1, i, j}]; direct || isStart(e) {
			continue
		}
		row := Row{Step: i, From: intruder, To: me, Note: b.opt.Notes.Received[[2]int{i, j}], Range: or(t.Receives[j].Range, t.Range)}
		if p, ok := narrate.Sender(b.m, st.Instance, t.Receives[j].Message); ok && !p.Intruder {
			row.As = p.Role
		}
		b.message(row, e)
	}
	for j := range emitted {
		f := emitted[j]
		b.Rows = append(b.Rows, Row{Kind: Event, Step: i, From: me, Text: b.event(f, b.fold), Full: b.event(f, nil), Fact: f.Kind, Range: or(f.Range, t.Range)})
	}
	for j, e := range st.Sent {
		row := Row{Step: i, From: me, To: intruder, Note: b.opt.Notes.Sent[[2]int{i, j}], Range: or(t.Sends[j].Range, t.Range)}
		if to, direct := b.pair[[3]int{0, i, j}]; direct {
			row.To = b.line[to]
			b.message(row, e)
			b.know.learn(e)
			continue
		}
		if p, ok := narrate.Receiver(b.m, st.Instance, t.Sends[j].Message); ok && !p.Intruder {
			row.As = p.Role
		}
		b.message(row, e)
		b.learn(i, e)
	}
	if len(b.Rows) == before {
		b.Rows = append(b.Rows, Row{Kind: Event, Step: i, From: me, Text: elide("takes step "+t.Label, b.fold.max), Full: "takes step " + t.Label, Range: t.Range})
	}
}

func (b *builder) message(row Row, e *protocol.Expr) {
	b.Messages++
	shown := b.names.Show(e)
	row.Number, row.Text, row.Full = b.Messages, b.fold.label(shown), shown.String()
	b.Rows = append(b.Rows, row)
}

// learn adds the row that says what the message that was just sent taught. It
// names what cannot be taken apart any further; its full text names every part.
func (b *builder) learn(step int, e *protocol.Expr) {
	var atoms, all []string
	for _, l := range b.know.learn(e) {
		shown := b.names.Show(l.e)
		full := shown.String()
		if l.key != nil {
			full += " (opened with " + b.names.Message(openingKey(l.key)) + ")"
		}
		all = append(all, full)
		if l.e.Op != protocol.Crypt && l.e.Op != protocol.Scrypt && !l.e.Equal(e) {
			atoms = append(atoms, b.fold.label(shown))
		}
	}
	if len(atoms) == 0 {
		return
	}
	b.Rows = append(b.Rows, Row{Kind: Learn, Step: step, From: b.line[-1], Text: "learns " + enumerate(atoms, b.fold.max), Full: "learns " + strings.Join(all, ", "),
		Range: b.state.transition(&b.run.Steps[step]).Range})
}

// enumerate lists as many items as fit in max columns, at least one, and says
// how many more there are.
func enumerate(items []string, max int) string {
	s := elide(items[0], max)
	for i, item := range items[1:] {
		more := fmt.Sprintf(" and %d more", len(items)-1-i)
		if width(s)+2+width(item)+width(more) > max {
			return s + more
		}
		s += ", " + item
	}
	return s
}

// openingKey returns the key as it is used: inv(inv(k)) is k.
func openingKey(k *protocol.Expr) *protocol.Expr {
	if k.Op == protocol.Inv && k.Args[0].Op == protocol.Inv {
		return k.Args[0].Args[0]
	}
	return k
}

// or returns r, or s when r is no place.
func or(r, s diag.Range) diag.Range {
	if !r.IsValid() {
		return s
	}
	return r
}
