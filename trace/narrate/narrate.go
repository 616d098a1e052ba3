// Package narrate tells an attack in the model's own names: who sends what to
// whom, how the intruder made each message, who believes what, and why the goal
// is violated. It returns data; formats and pictures print it.
//
// The messages are numbered as in the literature: every message on the wire has
// one number, once when it is sent and once more when the intruder delivers it.
// "i(alice)" is the intruder in the part of alice.
package narrate

import (
	"errors"
	"sync"

	"hornet/diag"
	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/ground"
	"hornet/trace/honest"
	"hornet/trace/replay"
)

// Story is an attack told.
type Story struct {
	Goal     protocol.Goal
	Cast     []Part
	Lines    []Line
	Beliefs  []Belief
	Why      []Remark // why the goal is violated, one sentence each
	Patterns []Pattern
}

// Part is a role instance that takes part.
type Part struct {
	Instance int    // index in Model.Instances
	Name     string // "alice(2)": the role and, with several sessions, the session's number
	Who      string // "role alice, played by a, in session(a,i)"
}

// Line is a message on the wire.
type Line struct {
	Number   int  // from 1
	Step     int  // from 0
	Index    int  // in the step's Received or Sent
	Received bool // by an honest role; else sent by one
	From, To string
	Message  string
	Note     string         // how the intruder made it, or what it begins; "" when there is nothing to say
	Refs     []int          // numbers of the messages that the intruder made it from, ascending
	Range    diag.Range     // of the receive or send in the model
	Expr     *protocol.Expr // the message, as in the run

	term *ground.Term // the same
}

// Belief is what an honest role holds true after a message.
type Belief struct {
	After    int // the number of the line; 0 before all
	Step     int
	Instance int
	Remark
}

// Remark is a sentence with the place in the model that it is about.
type Remark struct {
	Text  string
	Range diag.Range // not valid when there is no such place
}

// Tell narrates the run r, which must violate a goal of m. The error is that of
// replay: an attack that is none is not told.
func Tell(m *protocol.Model, opt replay.Options, r *trace.Run) (*Story, error) {
	if r.Violation == nil {
		return nil, errors.New("the run violates nothing")
	}
	start, err := ground.New(m, opt)
	if err != nil {
		return nil, err
	}
	rec, err := replay.Follow(start, r)
	if err != nil {
		return nil, err
	}
	return Record(rec, func() []honest.Result { return honest.Sessions(start) }), nil
}

// Record narrates an attack that replay has accepted. It may ask once what becomes
// of the honest sessions of the model.
func Record(rec *replay.Record, sessions func() []honest.Result) *Story {
	r, m := rec.Run(), rec.After(0).Model
	t := &teller{model: m, opt: rec.After(0).Options, run: r, rec: rec, names: NewNames(m, r), story: &Story{Goal: m.Goals[r.Violation.Goal]},
		sent: map[[2]int]int{}, received: map[[2]int]int{}, madeUp: map[string]bool{}, honest: sync.OnceValue(sessions)}
	lines := 0
	for n := range r.Steps {
		lines += len(r.Steps[n].Received) + len(r.Steps[n].Sent)
	}
	t.story.Lines = make([]Line, 0, lines)
	t.cast()
	for n := range r.Steps {
		t.step(n)
	}
	t.why()
	t.patterns()
	return t.story
}

// teller writes a story.
type teller struct {
	model          *protocol.Model
	opt            replay.Options
	run            *trace.Run
	rec            *replay.Record
	names          *Names
	story          *Story
	sent, received map[[2]int]int  // line numbers by step and index
	madeUp         map[string]bool // the values that it has been said the intruder made up
	delivered      []delivery
	honest         func() []honest.Result
}

func (t *teller) cast() {
	seen := map[int]bool{}
	for i := range t.run.Steps {
		if in := t.run.Steps[i].Instance; !seen[in] {
			seen[in] = true
			t.story.Cast = append(t.story.Cast, Part{in, t.names.Instance(in), t.names.About(in)})
		}
	}
}

// transition returns the transition that step n fires.
func (t *teller) transition(n int) *protocol.Transition {
	s := &t.run.Steps[n]
	return &t.model.Roles[t.model.Instances[s.Instance].Role].Transitions[s.Transition]
}

// step adds the lines and beliefs of step n.
func (t *teller) step(n int) {
	s, tr := &t.run.Steps[n], t.transition(n)
	who := t.names.Instance(s.Instance)
	only := true // start is all it waits for
	for i, e := range s.Received {
		if isStart(e) {
			continue
		}
		only = false
		note, refs := t.how(s.Recipes[i])
		line := t.add(Line{Step: n, Index: i, Received: true, From: asIntruder(Sender(t.model, s.Instance, tr.Receives[i].Message)), To: who,
			Note: protocol.Intruder + " " + note, Refs: refs, Range: tr.Receives[i].Range, Expr: e})
		t.received[[2]int{n, i}] = line
	}
	for i, e := range s.Sent {
		note := ""
		if only && i == 0 && t.first(n) {
			note = t.opening(s.Instance)
		}
		line := t.add(Line{Step: n, Index: i, From: who, To: asIntruder(Receiver(t.model, s.Instance, tr.Sends[i].Message)),
			Note: note, Range: tr.Sends[i].Range, Expr: e})
		t.sent[[2]int{n, i}] = line
	}
	for _, f := range t.rec.After(n + 1).Facts() {
		if text := t.belief(&f); f.Step == n && text != "" {
			t.story.Beliefs = append(t.story.Beliefs, Belief{len(t.story.Lines), n, s.Instance, Remark{text, tr.Emits[f.Emit].Range}})
		}
	}
}

func (t *teller) add(l Line) int {
	l.Number = len(t.story.Lines) + 1
	l.Message = t.names.Message(l.Expr)
	if v, err := t.last().Term(l.Expr); err == nil { // replay read it before
		l.term = v
	}
	t.story.Lines = append(t.story.Lines, l)
	return l.Number
}

// first reports whether step n is the first of its instance.
func (t *teller) first(n int) bool {
	for i := range n {
		if t.run.Steps[i].Instance == t.run.Steps[n].Instance {
			return false
		}
	}
	return true
}

func isStart(e *protocol.Expr) bool { return e.Op == protocol.Const && e.Name == protocol.Start }

// asIntruder names the other end of a message as the intruder plays it.
func asIntruder(p Partner, ok bool) string {
	if !ok || p.Intruder {
		return protocol.Intruder
	}
	return protocol.Intruder + "(" + p.Role + ")"
}
