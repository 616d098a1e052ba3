package cert

import (
	"fmt"
	"strconv"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// New returns the certificate of the run r of the model m, which was compiled
// from text. It fails when r refers to what m does not have; it does not replay.
func New(text []byte, m *protocol.Model, opt replay.Options, r *trace.Run) (*Certificate, error) {
	types := m.Types()
	c, err := encode(text, m, opt, r, func(c *protocol.Expr) *term.Type { return types[c.Name] })
	if err != nil {
		return nil, err
	}
	c.Seal()
	return c, nil
}

// Record returns the certificate of a run that replay has accepted, without its
// digest.
func Record(text []byte, rec *replay.Record) (*Certificate, error) {
	start := rec.After(0)
	return encode(text, start.Model, start.Options, rec.Run(), func(c *protocol.Expr) *term.Type {
		if t, err := start.Term(c); err == nil {
			return t.Type
		}
		return nil
	})
}

// encode returns the certificate without its digest.
func encode(text []byte, m *protocol.Model, opt replay.Options, r *trace.Run, typ func(*protocol.Expr) *term.Type) (*Certificate, error) {
	e := &encoder{
		model: m, run: r, typ: typ,
		messages: map[string]int{}, recipes: map[string]int{}, done: map[*trace.Recipe]int{},
		cert: &Certificate{Format: Format, Version: Version, Model: Model{m.Name, Hash(text)}, Options: opt, Messages: make([]Message, 0, 32), Recipes: make([]Recipe, 0, 16)},
	}
	e.cert.Steps = make([]Step, len(r.Steps))
	for i := range r.Steps {
		e.cert.Steps[i] = e.step(&r.Steps[i])
	}
	if r.Violation != nil {
		e.cert.Violation = e.violation(r.Violation)
	}
	return e.cert, e.err
}

// encoder fills the tables. Entries that read the same are one entry.
type encoder struct {
	model    *protocol.Model
	run      *trace.Run
	typ      func(constant *protocol.Expr) *term.Type
	messages map[string]int // by what is written, without the text for people
	recipes  map[string]int
	done     map[*trace.Recipe]int // -1 while it is being written
	cert     *Certificate
	err      error
}

func (e *encoder) fail(format string, args ...any) int {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
	return 0
}

func (e *encoder) step(s *trace.Step) Step {
	var out Step
	if s.Instance < 0 || s.Instance >= len(e.model.Instances) {
		e.fail("the model has no instance %d", s.Instance)
		return out
	}
	role := &e.model.Roles[e.model.Instances[s.Instance].Role]
	if s.Transition < 0 || s.Transition >= len(role.Transitions) {
		e.fail("role %s has no transition %d", role.Name, s.Transition)
		return out
	}
	out = Step{Instance: s.Instance, Role: role.Name, Transition: s.Transition, Label: role.Transitions[s.Transition].Label}
	out.Values, out.Received, out.Sent = e.list(s.Values, true), e.list(s.Received, false), e.list(s.Sent, false)
	out.Recipes = make([]int, len(s.Recipes))
	for i, r := range s.Recipes {
		out.Recipes[i] = e.recipe(r)
	}
	return out
}

// list writes messages; where holes are allowed, -1 stands for a missing one.
func (e *encoder) list(es []*protocol.Expr, holes bool) []int {
	out := make([]int, len(es))
	for i, x := range es {
		if out[i] = -1; x != nil {
			out[i] = e.message(x)
		} else if !holes {
			e.fail("a message is missing")
		}
	}
	return out
}

func (e *encoder) message(x *protocol.Expr) int {
	if x == nil || x.Op == protocol.Slot || x.Op == protocol.Var {
		return e.fail("a message of the run is not ground")
	}
	if len(e.cert.Messages) >= MaxEntries {
		return e.fail("the run has more than %d messages", MaxEntries)
	}
	m := Message{Op: x.Op.String()}
	switch x.Op {
	case protocol.Const:
		m.Name, m.Type = x.Name, encodeType(e.typ(x))
	case protocol.Fresh:
		m.Name, m.Step, m.Type = x.Name, x.Index, encodeType(e.freshType(x))
	case protocol.Open:
		m.Number, m.Type = x.Index, encodeType(x.Type)
	default:
		m.Args = make([]int, len(x.Args))
		for i, a := range x.Args {
			m.Args[i] = e.message(a)
		}
	}
	key := entryKey(m.Op, m.Name, m.Type, append([]int{m.Step, m.Number}, m.Args...))
	if i, ok := e.messages[key]; ok {
		return i
	}
	if m.Type == nil && shorter(x, 100) {
		m.Text = x.String()
	}
	e.cert.Messages = append(e.cert.Messages, m)
	e.messages[key] = len(e.cert.Messages) - 1
	return len(e.cert.Messages) - 1
}

// entryKey names what makes an entry different from others.
func entryKey(op, name string, t *Type, numbers []int) string {
	b := append(append(append(make([]byte, 0, 64), op...), 0), name...)
	for _, n := range numbers {
		b = strconv.AppendInt(append(b, 0), int64(n), 10)
	}
	if t != nil {
		b = append(append(b, 0), document(t)...)
	}
	return string(b)
}

// shorter reports whether x has fewer than n nodes.
func shorter(x *protocol.Expr, n int) bool {
	x.Walk(func(*protocol.Expr) bool { n--; return n > 0 })
	return n > 0
}

// freshType returns the type of a fresh value, which is that of the variable
// that its step made it for.
func (e *encoder) freshType(x *protocol.Expr) *term.Type {
	if x.Index < 1 || x.Index > len(e.run.Steps) {
		return x.Type
	}
	s := &e.run.Steps[x.Index-1]
	if s.Instance < 0 || s.Instance >= len(e.model.Instances) {
		return x.Type
	}
	role := &e.model.Roles[e.model.Instances[s.Instance].Role]
	if s.Transition < 0 || s.Transition >= len(role.Transitions) {
		return x.Type
	}
	for _, v := range role.Transitions[s.Transition].Vars {
		if v.Name == x.Name && v.Kind == protocol.New {
			return new(ground.State).Fresh(&v).Type
		}
	}
	return x.Type
}

func (e *encoder) recipe(r *trace.Recipe) int {
	if r == nil {
		return e.fail("a recipe is missing")
	}
	if i, ok := e.done[r]; ok {
		if i < 0 {
			return e.fail("a recipe needs its own result")
		}
		return i
	}
	e.done[r] = -1
	out := Recipe{Op: r.Op.String()}
	value := -1
	switch r.Op {
	case trace.Known:
		out.Index = r.Index
	case trace.Output:
		out.Step, out.Index = r.Step, r.Index
	case trace.Made:
		value = e.message(r.Value)
		out.Value = &value
	case trace.Compose:
		out.Cons = r.Cons.String()
	}
	if len(r.Args) > 0 {
		out.Args = make([]int, len(r.Args))
	}
	for i, a := range r.Args {
		out.Args[i] = e.recipe(a)
	}
	key := entryKey(out.Op, out.Cons, nil, append([]int{out.Index, out.Step, value}, out.Args...))
	i, ok := e.recipes[key]
	if !ok {
		i = len(e.cert.Recipes)
		e.cert.Recipes = append(e.cert.Recipes, out)
		e.recipes[key] = i
	}
	e.done[r] = i
	return i
}

func (e *encoder) violation(v *trace.Violation) *Violation {
	if v.Goal < 0 || v.Goal >= len(e.model.Goals) {
		e.fail("the model has no goal %d", v.Goal)
		return nil
	}
	out := &Violation{Goal: v.Goal, Name: e.model.Goals[v.Goal].Name(), Kind: v.Kind.String(), Event: e.event(v.Event), Other: e.event(v.Other)}
	if v.Recipe != nil {
		i := e.recipe(v.Recipe)
		out.Recipe = &i
	}
	return out
}

func (e *encoder) event(v *trace.Event) *Event {
	if v == nil {
		return nil
	}
	return &Event{Step: v.Step, Emit: v.Emit, Args: e.list(v.Args, false)}
}

func encodeType(t *term.Type) *Type {
	if t == nil {
		t = term.TMessage
	}
	out := &Type{Kind: t.Kind.String(), Names: t.Names}
	for _, a := range t.Args {
		out.Args = append(out.Args, encodeType(a))
	}
	return out
}
