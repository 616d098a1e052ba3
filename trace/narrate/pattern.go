package narrate

import (
	"fmt"
	"slices"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
	"hornet/trace/ground"
)

// Pattern is a known kind of attack that an attack is an instance of.
type Pattern struct {
	Name   string // one of the constants
	Detail string // what shows it, one clause
	Line   int    // the number of the message that shows it; 0 for the whole
}

// The kinds of attack that are recognised. Each has a condition that a run
// meets or not; none is a matter of taste. For the notions see Clark, Jacob, A
// Survey of Authentication Protocol Literature, 1997, and Abadi, Needham, Prudent
// Engineering Practice for Cryptographic Protocols, IEEE TSE 22(1), 1996.
const (
	// InClear: the secret stands in a sent message under no key at all.
	InClear = "secret sent in clear"
	// ReplayAttack: two instances accepted the same request, or the same message
	// was delivered unchanged to two instances of one role.
	ReplayAttack = "replay"
	// ReflectionAttack: an agent is given back, unchanged, what he himself sent:
	// by the same instance, or in another session.
	ReflectionAttack = "reflection"
	// TypeFlaw: a variable took from the network a value that does not have its
	// declared type, compound types included; or one of another kind than when
	// nobody attacks.
	TypeFlaw = "type flaw"
	// MiddleAttack: two instances of different agents each received something
	// that the intruder made from the other's messages; between partners of one
	// session neither was merely passed on.
	MiddleAttack = "man in the middle"
	// MissingIdentity: a protected message was passed on unchanged to somebody who
	// does not deal with its sender, and does not name its sender.
	MissingIdentity = "missing identity"
)

func (t *teller) patterns() {
	t.delivered = t.deliveries()
	for _, find := range []func() []Pattern{t.inClear, t.middle, t.missing, t.replayed, t.reflected, t.typeFlaws} {
		t.story.Patterns = append(t.story.Patterns, find()...)
	}
}

// inClear looks at a recipe of projections only.
func (t *teller) inClear() []Pattern {
	v := t.run.Violation
	if v.Kind != trace.Leak {
		return nil
	}
	r := v.Recipe
	for r.Op == trace.First || r.Op == trace.Second {
		r = r.Args[0]
	}
	if r.Op != trace.Output {
		return nil
	}
	n := t.sent[[2]int{r.Step, r.Index}]
	return []Pattern{{InClear, fmt.Sprintf("message %d carries %s under no key", n, t.names.Message(v.Event.Args[0])), n}}
}

// delivery is a message that the intruder delivered.
type delivery struct {
	line, step, index int
	to                int           // instance
	recipe            *trace.Recipe // how he made it
	from              map[int]bool  // the instances whose messages he made it from
}

// deliveries returns the delivered messages in order, without start.
func (t *teller) deliveries() []delivery {
	out := make([]delivery, 0, len(t.received))
	done := map[*trace.Recipe]bool{}
	for n := range t.run.Steps {
		s := &t.run.Steps[n]
		for i, r := range s.Recipes {
			if line := t.received[[2]int{n, i}]; line > 0 {
				d := delivery{line, n, i, s.Instance, r, map[int]bool{}}
				clear(done)
				t.sources(r, d.from, done)
				out = append(out, d)
			}
		}
	}
	return out
}

// sources collects the instances whose outputs a recipe uses.
func (t *teller) sources(r *trace.Recipe, into map[int]bool, done map[*trace.Recipe]bool) {
	if done[r] {
		return
	}
	done[r] = true
	if r.Op == trace.Output {
		into[t.run.Steps[r.Step].Instance] = true
	}
	for _, a := range r.Args {
		t.sources(a, into, done)
	}
}

// passedOn returns the line of an honest role's message that d is, unchanged:
// the whole, or all its parts anew when some of them are that role's.
func (t *teller) passedOn(d delivery) (*Line, bool) {
	n := t.sentAs(d.recipe)
	if n == 0 || !d.from[t.run.Steps[t.story.Lines[n-1].Step].Instance] {
		return nil, false
	}
	return &t.story.Lines[n-1], true
}

// sender returns the instance that sent a line.
func (t *teller) sender(l *Line) int { return t.run.Steps[l.Step].Instance }

// partners reports whether two instances are meant to talk to each other.
func (t *teller) partners(a, b int) bool {
	return a != b && t.model.Instances[a].Session == t.model.Instances[b].Session
}

func (t *teller) middle() []Pattern {
	for _, d := range t.delivered {
		for _, e := range t.delivered {
			x, y := d.to, e.to
			if x >= y && !(x > y && d.line < e.line) || !d.from[y] || !e.from[x] || t.model.Player(x).Equal(t.model.Player(y)) {
				continue
			}
			_, plain := t.passedOn(d)
			_, plain2 := t.passedOn(e)
			if t.partners(x, y) && (plain || plain2) {
				continue
			}
			return []Pattern{{MiddleAttack, fmt.Sprintf("i stands between %s and %s", t.names.Instance(min(x, y)), t.names.Instance(max(x, y))), 0}}
		}
	}
	return nil
}

func (t *teller) missing() []Pattern {
	for _, d := range t.delivered {
		l, ok := t.passedOn(d)
		if !ok || t.partners(t.sender(l), d.to) {
			continue
		}
		sender := t.model.Player(t.sender(l))
		knows := sender.Equal(t.model.Player(d.to))
		for _, e := range others(t.model, d.to) {
			knows = knows || e.Equal(sender)
		}
		m := t.run.Steps[d.step].Received[d.index]
		protected := m.Uses(protocol.Crypt) || m.Uses(protocol.Scrypt) || m.Uses(protocol.Apply)
		named := false
		m.Walk(func(e *protocol.Expr) bool { named = named || e.Equal(sender); return true })
		if !knows && protected && !named {
			return []Pattern{{MissingIdentity, fmt.Sprintf("message %d does not name %s, who made it, and %s takes it as coming from %s",
				d.line, sender, t.names.Instance(d.to), t.expected(d)), d.line}}
		}
	}
	return nil
}

// expected names those from whom the receiver expects messages.
func (t *teller) expected(d delivery) string {
	var words []string
	for _, e := range others(t.model, d.to) {
		words = append(words, e.String())
	}
	if len(words) == 0 {
		return "somebody else"
	}
	return list(words)
}

func (t *teller) replayed() []Pattern {
	if v := t.run.Violation; v.Kind == trace.Replayed {
		f, g := t.fact(v.Event), t.fact(v.Other)
		return []Pattern{{ReplayAttack, fmt.Sprintf("%s and %s both accept %s", t.names.Instance(g.Instance), t.names.Instance(f.Instance), t.text(f.Args[2])), 0}}
	}
	first := map[int]delivery{} // by the message that was passed on
	for _, d := range t.delivered {
		l, ok := t.passedOn(d)
		if !ok {
			continue
		}
		e, ok := first[l.Number]
		if !ok {
			first[l.Number] = d
		} else if e.to != d.to && t.model.Instances[e.to].Role == t.model.Instances[d.to].Role {
			return []Pattern{{ReplayAttack, fmt.Sprintf("message %d is delivered again as %d", e.line, d.line), d.line}}
		}
	}
	return nil
}

func (t *teller) reflected() []Pattern {
	for _, d := range t.delivered {
		l, ok := t.passedOn(d)
		if !ok {
			continue
		}
		if from, who := t.sender(l), t.model.Player(d.to); !t.partners(from, d.to) && t.model.Player(from).Equal(who) {
			return []Pattern{{ReflectionAttack, fmt.Sprintf("%s, as %s, is given back in message %d what %s sent in message %d as %s",
				who, t.names.Instance(d.to), d.line, who, l.Number, t.names.Instance(from)), d.line}}
		}
	}
	return nil
}

// typeFlaws compares the values of the variables that receives bind with their
// declared types, and with what they hold when nobody attacks.
func (t *teller) typeFlaws() []Pattern {
	strict := ground.Options{StrongTypes: true, Assoc: t.opt.Assoc}
	for _, d := range t.delivered {
		s, tr := &t.run.Steps[d.step], t.transition(d.step)
		var found []Pattern
		tr.Receives[d.index].Message.Walk(func(e *protocol.Expr) bool {
			if e.Op != protocol.Var || len(found) > 0 {
				return true
			}
			v, err := t.last().Term(s.Values[e.Index])
			decl := tr.Vars[e.Index]
			if err != nil {
				return true
			}
			is := ""
			if v.Op != protocol.Open && !strict.Fits(v, decl.Type) {
				is = "has the type " + decl.Type.String()
			} else if u := t.usual(t.model.Instances[d.to].Role, decl.Name); u != nil {
				is = confused(v, u)
			}
			if is != "" {
				found = []Pattern{{TypeFlaw, fmt.Sprintf("%s takes %s for %s, which %s", t.names.Instance(d.to), t.text(v), decl.Name, is), d.line}}
			}
			return true
		})
		if found != nil {
			return found
		}
	}
	return nil
}

// confused says of what kind the variable is that holds u when nobody attacks,
// when v is of another: an atom of another type, or composed where u is an atom, or
// the reverse.
func confused(v, u *ground.Term) string {
	algebra := func(t *ground.Term) bool { return t.Op == protocol.Exp || t.Op == protocol.Xor }
	switch {
	case v.Op == protocol.Open && (v.Type.Kind == term.Message || !u.IsAtom()):
		return "" // it may stand for anything
	case algebra(v) || algebra(u):
		return "" // sums and powers are of the kind of their parts
	case v.IsAtom() && !u.IsAtom():
		return "is composed when nobody attacks"
	case u.IsAtom() && !v.IsAtom():
		return "is a single value when nobody attacks"
	case v.IsAtom() && v.Type.IsBasic() && u.Type.IsBasic() && v.Type.Kind != u.Type.Kind:
		return "is of type " + u.Type.String() + " when nobody attacks"
	}
	return ""
}

// usual returns what a variable of a role holds at the end of a session of honest
// agents that nobody attacks; nil when no such session finishes.
func (t *teller) usual(role int, name string) *ground.Term {
	for _, r := range t.honest() {
		for i := range t.model.Instances {
			in := &t.model.Instances[i]
			if !r.Finishes || in.Session != r.Session || in.Role != role {
				continue
			}
			slot := slices.IndexFunc(t.model.Roles[role].Slots, func(d protocol.SlotDecl) bool { return d.Name == name })
			if slot >= 0 {
				return r.End.Slots(i)[slot]
			}
		}
	}
	return nil
}
