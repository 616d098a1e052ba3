package render

import (
	"fmt"
	"strings"
	"testing"

	"hornet/diag"
	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// model builds a protocol.Model from a few lines, so that the tests of this
// package need no front end.
type model struct {
	t     testing.TB
	m     *protocol.Model
	types map[string]*term.Type // of constants
	line  int
}

var typeNames = map[string]*term.Type{"agent": term.TAgent, "text": term.TText, "nat": term.TNat, "pk": term.TPublicKey,
	"sk": term.TSymmetricKey, "hash": term.THashFunc, "message": term.TMessage}

// newModel declares constants: "a,b:agent ka:pk".
func newModel(t testing.TB, name, consts string) *model {
	b := &model{t: t, m: &protocol.Model{Name: name}, types: map[string]*term.Type{}}
	for _, group := range strings.Fields(consts) {
		names, typ, _ := strings.Cut(group, ":")
		for _, n := range strings.Split(names, ",") {
			b.types[n] = typeNames[typ]
		}
	}
	return b
}

func (b *model) know(items ...string) {
	for _, s := range items {
		b.m.Knowledge = append(b.m.Knowledge, b.parse(s, nil, nil))
	}
}

// role declares a role; slots are "A,B:agent State:nat", the first is the player.
func (b *model) role(name, slots string) {
	r := protocol.Role{Name: name, Range: b.next()}
	for _, group := range strings.Fields(slots) {
		names, typ, _ := strings.Cut(group, ":")
		for _, n := range strings.Split(names, ",") {
			r.Slots = append(r.Slots, protocol.SlotDecl{Name: n, Type: typeNames[typ], Formal: typ != "nat"})
		}
	}
	b.m.Roles = append(b.m.Roles, r)
}

func (b *model) next() diag.Range {
	b.line++
	p := diag.Pos{Line: b.line, Col: 3}
	return diag.Range{Start: p, End: p}
}

// rule adds a transition to the last role, written as "state recv ; recv =>
// state send ; send ; event". A receive starts with "?", a send with "!", a
// membership "in e S". New variables are listed in fresh; primed variables are
// stored.
func (b *model) rule(label, lhs, rhs, fresh string) {
	role := &b.m.Roles[len(b.m.Roles)-1]
	t := protocol.Transition{Label: label, Range: b.next(), Spontaneous: true}
	vars := func(name string) int {
		for i, v := range t.Vars {
			if v.Name == name {
				return i
			}
		}
		v := protocol.VarDecl{Name: name, Type: term.TText}
		for i, s := range role.Slots {
			if s.Name == name {
				v.Type = s.Type
				t.Updates = append(t.Updates, protocol.Update{Slot: i, Value: protocol.V(len(t.Vars))})
			}
		}
		for _, f := range strings.Fields(fresh) {
			if f == name {
				v.Kind = protocol.New
			}
		}
		t.Vars = append(t.Vars, v)
		return len(t.Vars) - 1
	}
	slot := func(name string) int {
		for i, s := range role.Slots {
			if s.Name == name {
				return i
			}
		}
		return -1
	}
	env := func(name string, primed bool) *protocol.Expr {
		if primed {
			return protocol.V(vars(name))
		}
		if i := slot(name); i >= 0 {
			return protocol.S(i)
		}
		return nil
	}
	typeOf := func(e *protocol.Expr) *term.Type {
		switch e.Op {
		case protocol.Slot:
			return role.Slots[e.Index].Type
		case protocol.Var:
			return t.Vars[e.Index].Type
		}
		return e.Type
	}
	for _, part := range split(lhs) {
		switch {
		case strings.HasPrefix(part, "?"):
			t.Spontaneous = false
			t.Receives = append(t.Receives, protocol.Receive{Channel: "RCV", Message: b.parse(part[1:], env, typeOf), Range: t.Range})
		default:
			t.Guards = append(t.Guards, protocol.Guard{Rel: protocol.Eq, Left: protocol.S(slot("State")), Right: protocol.C(part, term.TNat), Range: t.Range})
		}
	}
	for _, part := range split(rhs) {
		switch name, args, ok := strings.Cut(part, "("); {
		case strings.HasPrefix(part, "!"):
			t.Sends = append(t.Sends, protocol.Send{Channel: "SND", Message: b.parse(part[1:], env, typeOf), Range: t.Range})
		case ok:
			f := protocol.Fact{Name: name, Range: t.Range}
			for k := protocol.Secret; k <= protocol.WRequest; k++ {
				if k.String() == name {
					f.Kind = k
				}
			}
			list := strings.Split(strings.TrimSuffix(args, ")"), ",")
			for i, a := range list {
				if f.Kind == protocol.Secret && i == 1 || f.Kind > protocol.Secret && i == 2 {
					f.ID = a
				} else {
					f.Args = append(f.Args, b.parse(a, env, typeOf))
				}
			}
			t.Emits = append(t.Emits, f)
		default:
			t.Updates = append(t.Updates, protocol.Update{Slot: slot("State"), Value: protocol.C(part, term.TNat)})
		}
	}
	role.Transitions = append(role.Transitions, t)
}

func split(s string) []string {
	var parts []string
	for _, p := range strings.Split(s, ";") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// session adds a session; dropped are the roles the intruder plays.
func (b *model) session(number int, args string, dropped ...string) {
	s := protocol.Session{Name: "session", Number: number, Honest: len(dropped) == 0, Dropped: dropped, Range: b.next()}
	for _, a := range strings.Split(args, ",") {
		s.Args = append(s.Args, b.parse(a, nil, nil))
	}
	b.m.Sessions = append(b.m.Sessions, s)
}

// instance adds an instance to the last session: values are of the formals, then
// of State; other locals hold dummies.
func (b *model) instance(role string, number, shown int, values string) {
	for i := range b.m.Roles {
		if b.m.Roles[i].Name != role {
			continue
		}
		in := protocol.Instance{Role: i, Number: number, Shown: shown, Session: len(b.m.Sessions) - 1}
		list := strings.Split(values, ",")
		for j, d := range b.m.Roles[i].Slots {
			v := protocol.C(map[term.Kind]string{term.Message: "dummy_msg", term.Nat: "dummy_nat"}[d.Type.Kind], d.Type)
			if v.Name == "" {
				v.Name = "dummy_nonce"
			}
			if j < len(list) {
				v = b.parse(list[j], nil, nil)
			}
			in.Values = append(in.Values, v)
		}
		b.m.Instances = append(b.m.Instances, in)
		return
	}
	b.t.Fatalf("no role %s", role)
}

func (b *model) goal(kind protocol.GoalKind, id string) {
	b.m.Goals = append(b.m.Goals, protocol.Goal{Kind: kind, ID: id, Range: b.next()})
}

// runner builds a run of a model step by step.
type runner struct {
	*model
	s   *state
	run *trace.Run
}

func (b *model) start() *runner { return &runner{b, newState(b.m), &trace.Run{}} }

// fire adds a step: values is "Nb=Nb(2) X=x1" for the variables that are not
// fresh.
func (r *runner) fire(instance, transition int, values string, recipes ...*trace.Recipe) *runner {
	role := &r.m.Roles[r.m.Instances[instance].Role]
	t := &role.Transitions[transition]
	st := trace.Step{Instance: instance, Transition: transition, Recipes: recipes}
	given := map[string]*protocol.Expr{}
	for _, v := range strings.Fields(values) {
		name, text, _ := strings.Cut(v, "=")
		given[name] = r.parse(text, nil, nil)
	}
	for _, v := range t.Vars {
		if v.Kind == protocol.New {
			st.Values = append(st.Values, &protocol.Expr{Op: protocol.Fresh, Name: v.Name, Index: len(r.run.Steps) + 1, Type: v.Type})
		} else if e := given[v.Name]; e != nil {
			st.Values = append(st.Values, e)
		} else {
			r.t.Fatalf("no value for %s", v.Name)
		}
	}
	for _, x := range t.Receives {
		st.Received = append(st.Received, substitute(x.Message, r.s.slots[instance], st.Values))
	}
	for _, x := range t.Sends {
		st.Sent = append(st.Sent, substitute(x.Message, r.s.slots[instance], st.Values))
	}
	r.s.step(&st)
	r.run.Steps = append(r.run.Steps, st)
	return r
}

// violate says that the n-th event of the last step violates a goal.
func (r *runner) violate(goal int, kind trace.ViolationKind, step, emit int, recipe *trace.Recipe) *trace.Run {
	event := func(step, emit int) *trace.Event {
		st := &r.run.Steps[step]
		s := newState(r.m)
		for i := range step {
			s.step(&r.run.Steps[i])
		}
		return &trace.Event{Step: step, Emit: emit, Args: s.step(st)[emit].args}
	}
	r.run.Violation = &trace.Violation{Goal: goal, Kind: kind, Event: event(step, emit), Recipe: recipe}
	return r.run
}

// Recipes.
func (b *model) known(s string) *trace.Recipe {
	e := b.parse(s, nil, nil)
	for i, k := range b.m.Knowledge {
		if k.Equal(e) {
			return &trace.Recipe{Op: trace.Known, Index: i}
		}
	}
	b.t.Fatalf("the intruder does not know %s", s)
	return nil
}
func out(step, index int) *trace.Recipe {
	return &trace.Recipe{Op: trace.Output, Step: step, Index: index}
}
func mk(e *protocol.Expr) *trace.Recipe { return &trace.Recipe{Op: trace.Made, Value: e} }
func open(c, k *trace.Recipe) *trace.Recipe {
	return &trace.Recipe{Op: trace.Open, Args: []*trace.Recipe{c, k}}
}
func first(r *trace.Recipe) *trace.Recipe {
	return &trace.Recipe{Op: trace.First, Args: []*trace.Recipe{r}}
}
func second(r *trace.Recipe) *trace.Recipe {
	return &trace.Recipe{Op: trace.Second, Args: []*trace.Recipe{r}}
}
func compose(op protocol.Op, args ...*trace.Recipe) *trace.Recipe {
	return &trace.Recipe{Op: trace.Compose, Cons: op, Args: args}
}

// parse reads a message: env resolves names that begin with an upper-case
// letter, primed or not.
func (b *model) parse(s string, env func(string, bool) *protocol.Expr, typeOf func(*protocol.Expr) *term.Type) *protocol.Expr {
	p := &messageParser{model: b, rest: s, env: env, typeOf: typeOf}
	e := p.message()
	if p.rest != "" {
		b.t.Fatalf("cannot read %q: %q left", s, p.rest)
	}
	return e
}

type messageParser struct {
	*model
	rest   string
	env    func(string, bool) *protocol.Expr
	typeOf func(*protocol.Expr) *term.Type
}

func (p *messageParser) eat(c string) bool {
	if strings.HasPrefix(p.rest, c) {
		p.rest = p.rest[len(c):]
		return true
	}
	return false
}

func (p *messageParser) message() *protocol.Expr {
	e := p.simple()
	if p.eat(".") {
		return protocol.E(protocol.Pair, e, p.message())
	}
	return e
}

func (p *messageParser) simple() *protocol.Expr {
	if p.eat("(") {
		e := p.message()
		p.eat(")")
		return e
	}
	if p.eat("{") {
		body := p.message()
		p.eat("}_")
		key := p.simple()
		op := protocol.Scrypt
		typ := key.Type
		if p.typeOf != nil {
			typ = p.typeOf(key)
		}
		if key.Op == protocol.Inv || typ != nil && typ.Kind == term.PublicKey {
			op = protocol.Crypt
		}
		return protocol.E(op, key, body)
	}
	n := strings.IndexAny(p.rest, ".,(){}'")
	if n < 0 {
		n = len(p.rest)
	}
	name := p.rest[:n]
	p.rest = p.rest[n:]
	if p.eat("'") {
		return p.env(name, true)
	}
	if p.rest != "" && p.rest[0] == '(' {
		var index int
		if _, err := fmt.Sscanf(p.rest, "(%d)", &index); err == nil && name[0] <= 'Z' {
			p.rest = p.rest[strings.Index(p.rest, ")")+1:]
			return &protocol.Expr{Op: protocol.Fresh, Name: name, Index: index, Type: term.TText}
		}
		p.eat("(")
		args := []*protocol.Expr{p.message()}
		for p.eat(",") {
			args = append(args, p.message())
		}
		p.eat(")")
		switch name {
		case "inv":
			return protocol.E(protocol.Inv, args...)
		case "exp":
			return protocol.E(protocol.Exp, args...)
		case "xor":
			return protocol.E(protocol.Xor, args...)
		}
		return protocol.E(protocol.Apply, p.leaf(name), args[0])
	}
	return p.leaf(name)
}

func (p *messageParser) leaf(name string) *protocol.Expr {
	var index int
	if n, _ := fmt.Sscanf(name, "x%d", &index); n == 1 && p.types[name] == nil {
		return &protocol.Expr{Op: protocol.Open, Index: index, Type: term.TText}
	}
	if p.env != nil {
		if e := p.env(name, false); e != nil {
			return e
		}
	}
	t := p.types[name]
	if t == nil {
		t = term.TText
		if name == protocol.Start {
			t = term.TMessage
		} else if name != "" && name[0] <= '9' {
			t = term.TNat
		}
	}
	return protocol.C(name, t)
}
