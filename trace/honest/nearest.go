package honest

import (
	"fmt"
	"slices"
	"strings"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace/ground"
)

// neverThere is why a step is not taken that asks for a state of the role.
const neverThere = "the role is never in the state that it asks for"

// stuck says where the run ends for the members that have not finished.
func (x *explorer) stuck(n *node) []Stuck {
	var first, then []Stuck
	for _, i := range x.members {
		if x.finished(n, i) {
			continue
		}
		var waits []int
		for t, f := range n.fired[i] {
			if f == 0 && x.enabled(n, i, t) {
				waits = append(waits, t)
			}
		}
		if t := x.orphan(n, i); t >= 0 && waits == nil {
			first = append(first, Stuck{Instance: i, Transition: t, Receive: -1, After: Step{-1, -1}, Why: neverThere})
		} else if waits == nil { // it took no step, and is in no state for one
			first = append(first, Stuck{Instance: i, Receive: -1, After: Step{-1, -1}, Why: "its conditions do not hold at the start"})
		}
		for _, t := range waits {
			s := x.waits(n, i, t)
			if s.After.Instance < 0 {
				first = append(first, s)
			} else {
				then = append(then, s)
			}
		}
	}
	for _, s := range then {
		listed := func(o Stuck) bool { return o.Instance == s.After.Instance }
		if !slices.ContainsFunc(first, listed) && !slices.ContainsFunc(then, listed) {
			// It came to an end before the step that others wait for.
			first = append(first, Stuck{Instance: s.After.Instance, Transition: s.After.Transition, Receive: -1, After: Step{-1, -1},
				Why: neverThere})
		}
	}
	return append(first, then...)
}

// waits describes a transition that does not fire.
func (x *explorer) waits(n *node, instance, t int) Stuck {
	s := Stuck{Instance: instance, Transition: t, Receive: -1, After: Step{-1, -1}}
	role := x.role(n, instance)
	tr := &role.Transitions[t]
	slots := n.state.Slots(instance)
	if f := n.state.Frozen(instance); f >= 0 {
		d := &role.Slots[f]
		s.Why = fmt.Sprintf("%s holds %s, which is no %s: the role is frozen", d.Name, show(slots[f]), d.Type)
		return s
	}
	s.Why = "its conditions do not hold together"
	best := -1.0
	for i := range tr.Receives {
		p := tr.Receives[i].Message
		if isStart(p) {
			continue
		}
		var near *Nearest
		score, met := 0.0, false
		for k := range n.sent {
			m := &n.sent[k]
			if m.from.Instance == instance {
				continue
			}
			c := &comparison{state: n.state, opt: x.opt, instance: instance, role: role, tr: tr, slots: slots, bound: make([]*ground.Term, len(tr.Vars))}
			same := c.compare(p, m.term)
			if c.want == nil {
				met = true
				break
			}
			same /= float64(max(c.size(p), count(m.term)))
			if same > score && (same > 0.2 || p.Op == m.term.Op && p.Op != protocol.Pair) {
				near, score = c.nearest(m), same
			}
		}
		// Of several receives the one that nothing meets is to blame.
		if !met && (s.Receive < 0 || score > best) {
			s.Receive, s.Nearest, best = i, near, score
			s.Why, s.Waits = "", p.Format(slotNames(role), varNames(tr))
		}
	}
	if s.Receive >= 0 {
		s.After = x.after(n, instance, tr.Receives[s.Receive].Message, tr)
	}
	return s
}

// after looks for a send of a step not taken that resembles what is waited for.
func (x *explorer) after(n *node, instance int, p *protocol.Expr, tr *protocol.Transition) Step {
	to := side{x.role(n, instance), tr, n.state.Slots(instance)}
	for _, i := range x.all {
		if i == instance {
			continue
		}
		for t, f := range n.fired[i] {
			if f > 0 {
				continue
			}
			o := &x.role(n, i).Transitions[t]
			for _, snd := range o.Sends {
				if alike(to, p, side{x.role(n, i), o, n.state.Slots(i)}, snd.Message) {
					return Step{i, t}
				}
			}
		}
	}
	return Step{-1, -1}
}

// side is where a pattern stands.
type side struct {
	role  *protocol.Role
	tr    *protocol.Transition
	slots []*ground.Term
}

// typ returns the type of a leaf.
func (s side) typ(e *protocol.Expr) *term.Type {
	switch {
	case e.Op == protocol.Const:
		return e.Type
	case e.Op == protocol.Slot:
		return s.role.Slots[e.Index].Type
	case e.Op == protocol.Var:
		return s.tr.Vars[e.Index].Type
	}
	return nil
}

// parameter returns the value of a parameter of the role, which no step changes.
func (s side) parameter(e *protocol.Expr) *ground.Term {
	if e.Op == protocol.Slot && s.role.Slots[e.Index].Formal {
		return s.slots[e.Index]
	}
	return nil
}

// alike reports whether two patterns have the same shape: constants, parameters
// and the types of variables agree.
func alike(a side, p *protocol.Expr, b side, q *protocol.Expr) bool {
	leafA, leafB := p.Op <= protocol.Var, q.Op <= protocol.Var
	switch {
	case leafA && leafB:
		if v, w := a.parameter(p), b.parameter(q); v != nil && w != nil {
			return v.Equal(w)
		}
		if p.Op == protocol.Const && q.Op == protocol.Const {
			return p.Name == q.Name
		}
		s, t := a.typ(p), b.typ(q)
		return s == nil || t == nil || !s.IsBasic() || !t.IsBasic() || s.Kind == t.Kind
	case leafA:
		t := a.typ(p)
		return t == nil || !t.IsBasic()
	case leafB:
		t := b.typ(q)
		return t == nil || !t.IsBasic()
	case p.Op == protocol.Xor || p.Op == protocol.Exp:
		return p.Op == q.Op
	}
	if p.Op != q.Op || len(p.Args) != len(q.Args) {
		return false
	}
	for i := range p.Args {
		if !alike(a, p.Args[i], b, q.Args[i]) {
			return false
		}
	}
	return true
}

// comparison finds the first part in which a message is not what a pattern asks
// for.
type comparison struct {
	state    *ground.State
	opt      ground.Options
	instance int
	role     *protocol.Role
	tr       *protocol.Transition
	slots    []*ground.Term
	bound    []*ground.Term

	want *protocol.Expr
	got  *ground.Term
	why  string
}

// compare returns the number of nodes that p and t have in common.
func (c *comparison) compare(p *protocol.Expr, t *ground.Term) float64 {
	switch p.Op {
	case protocol.Const:
		if t.Op == protocol.Const && t.Name == p.Name {
			return 1
		}
		return c.differ(p, t, "")
	case protocol.Slot:
		v := c.slots[p.Index]
		if v.Equal(t) {
			return float64(count(t))
		}
		d := &c.role.Slots[p.Index]
		switch {
		case v.Op == protocol.Const && strings.HasPrefix(v.Name, "dummy_"):
			return c.differ(p, t, d.Name+" has no value yet")
		case show(v) == show(t):
			return c.differ(p, t, d.Name+" holds another "+show(v))
		case show(v) == d.Name:
			return c.differ(p, t, d.Name+" is what "+c.role.Name+" made itself")
		}
		return c.differ(p, t, d.Name+" is "+show(v))
	case protocol.Var:
		d := &c.tr.Vars[p.Index]
		switch b := c.bound[p.Index]; {
		case b != nil && !b.Equal(t):
			return c.differ(p, t, d.Name+"' is "+show(b)+" before")
		case b == nil && d.Kind == protocol.New:
			return c.differ(p, t, d.Name+"' is made only in this step")
		case b == nil && !c.opt.Fits(t, d.Type):
			return c.differ(p, t, fmt.Sprintf("%s is a variable of type %s", d.Name, d.Type))
		}
		c.bound[p.Index] = t
		return float64(count(t))
	case protocol.Exp, protocol.Xor, protocol.Inv:
		return c.algebra(p, t)
	}
	if p.Op != t.Op || len(p.Args) != len(t.Args) {
		return c.differ(p, t, "")
	}
	// A body is shown before its key.
	order := []int{0, 1}
	if p.Op == protocol.Crypt || p.Op == protocol.Scrypt {
		order = []int{1, 0}
	}
	same := 1.0
	for _, i := range order {
		same += c.compare(p.Args[i], t.Args[i])
	}
	return same
}

// algebra compares what equations can turn into something else: it asks the
// interpreter and looks no deeper when that says no, but for private keys.
func (c *comparison) algebra(p *protocol.Expr, t *ground.Term) float64 {
	if p.Op == protocol.Inv && t.Op == protocol.Inv {
		return 1 + c.compare(p.Args[0], t.Args[0])
	}
	matched := false
	complete := c.state.Match(c.instance, c.tr, []*protocol.Expr{p}, []*ground.Term{t}, c.bound, func(v []*ground.Term) bool {
		c.bound, matched = v, true
		return false
	})
	if matched || !complete {
		return float64(count(t))
	}
	c.differ(p, t, "")
	if p.Op == t.Op {
		return 1
	}
	return 0
}

func (c *comparison) differ(p *protocol.Expr, t *ground.Term, why string) float64 {
	if c.want == nil {
		c.want, c.got, c.why = p, t, why
	}
	return 0
}

// nearest writes the comparison down.
func (c *comparison) nearest(m *sent) *Nearest {
	return &Nearest{From: m.from, Send: m.send, Message: show(m.term), Want: c.want.Format(slotNames(c.role), varNames(c.tr)), Got: show(c.got), Why: c.why}
}

// slotNames and varNames name slots and variables as the role does.
func slotNames(r *protocol.Role) func(int) string {
	return func(i int) string { return r.Slots[i].Name }
}

func varNames(t *protocol.Transition) func(int) string {
	return func(i int) string {
		if t.Vars[i].Kind == protocol.Universal {
			return t.Vars[i].Name
		}
		return t.Vars[i].Name + "'"
	}
}

// show writes a message without the numbers of fresh values, when their names
// are enough to tell them apart.
func show(t *ground.Term) string {
	steps := map[string]int{}
	clash := false
	e := t.Expr()
	e.Walk(func(x *protocol.Expr) bool {
		if x.Op == protocol.Fresh {
			if s, ok := steps[x.Name]; ok && s != x.Index {
				clash = true
			}
			steps[x.Name] = x.Index
		}
		return true
	})
	if clash {
		return e.String()
	}
	return plain(e).String()
}

func plain(e *protocol.Expr) *protocol.Expr {
	if e.Op == protocol.Fresh {
		return protocol.C(e.Name, e.Type)
	}
	c := *e
	c.Args = slices.Clone(e.Args)
	for i, a := range c.Args {
		c.Args[i] = plain(a)
	}
	return &c
}

// size returns the number of nodes of a pattern with the values of slots in it.
func (c *comparison) size(e *protocol.Expr) int {
	n := 0
	e.Walk(func(x *protocol.Expr) bool {
		if n++; x.Op == protocol.Slot {
			n += count(c.slots[x.Index]) - 1
		}
		return true
	})
	return n
}

// count returns the number of nodes of a message.
func count(t *ground.Term) int {
	n := 1
	for _, a := range t.Args {
		n += count(a)
	}
	return n
}
