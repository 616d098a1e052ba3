package naive

import (
	"fmt"
	"strconv"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// successors calls yield with every state that one step of s leads to, some of
// them more than once.
func (x *explorer) successors(s *state, yield func(instance, transition int, next *state)) {
	for i := range x.m.Instances {
		role := &x.m.Roles[x.m.Instances[i].Role]
		if x.frozen(role, s.slots[i]) {
			continue
		}
		for j := range role.Transitions {
			x.fire(s, i, j, func(next *state) { yield(i, j, next) })
		}
	}
}

// frozen reports whether a stored value has not the basic type of its slot.
func (x *explorer) frozen(role *protocol.Role, slots []*msg) bool {
	for k, d := range role.Slots {
		if !x.fits(slots[k], d.Type) {
			return true
		}
	}
	return false
}

// fire calls yield with the state after each way to fire transition j of
// instance i.
func (x *explorer) fire(s *state, i, j int, yield func(*state)) {
	tr := &x.m.Roles[x.m.Instances[i].Role].Transitions[j]
	b := &binder{x: x, know: s.know, slots: s.slots[i], decls: tr.Vars, vars: make([]*msg, len(tr.Vars)), opens: map[term.Kind]int{}}
	for k, n := range s.opens {
		b.opens[k] = n
	}
	// The state numbers of the role decide most cases at once.
	for k := range tr.Guards {
		g := &tr.Guards[k]
		if g.Rel == protocol.Eq {
			if l, r := b.value(g.Left), b.value(g.Right); l != nil && r != nil && l != r {
				return
			}
		}
	}
	var conds []condition
	for k := range tr.Receives {
		conds = append(conds, condition{pattern: tr.Receives[k].Message})
	}
	seen := map[string]bool{}
	b.solve(conds, func() {
		x.members(b, s, tr, 0, func() {
			x.consume(b, s, tr, i, 0, func() {
				x.guards(b, s, tr, 0, func() {
					var key strings.Builder
					writeIDs(&key, b.vars)
					if seen[key.String()] {
						return
					}
					seen[key.String()] = true
					yield(x.effect(b, s, i, j))
				})
			})
		})
	})
}

// members binds from the memberships from k on.
func (x *explorer) members(b *binder, s *state, tr *protocol.Transition, k int, next func()) {
	if k == len(tr.In) {
		next()
		return
	}
	n := x.set(b.value(tr.In[k].Set))
	if n < 0 {
		return // nothing is in what is no set
	}
	for _, e := range s.sets[n] {
		b.solve([]condition{{tr.In[k].Elem, e}}, func() { x.members(b, s, tr, k+1, next) })
	}
}

// consume binds from the facts to be consumed from k on.
func (x *explorer) consume(b *binder, s *state, tr *protocol.Transition, instance, k int, next func()) {
	if k == len(tr.Consumes) {
		next()
		return
	}
	for _, f := range s.facts {
		if conds := sameFact(&tr.Consumes[k], f, instance); conds != nil {
			b.solve(conds, func() { x.consume(b, s, tr, instance, k+1, next) })
		}
	}
}

// sameFact returns what it asks that the pattern p be the fact f, nil when it
// cannot be. A request is only the instance's own.
func sameFact(p *protocol.Fact, f fact, instance int) []condition {
	if p.Kind != f.kind || p.Name != f.name || p.ID != f.id || len(p.Args) != len(f.args) || f.instance >= 0 && f.instance != instance {
		return nil
	}
	conds := make([]condition, 0, len(f.args)+1)
	for i, a := range p.Args {
		conds = append(conds, condition{a, f.args[i]})
	}
	return conds
}

// guards goes through the guards from k on. An equation may bind a variable that
// nothing has bound; a disequality whose variable nothing has bound is about some
// value that differs.
func (x *explorer) guards(b *binder, s *state, tr *protocol.Transition, k int, next func()) {
	if k == len(tr.Guards) {
		next()
		return
	}
	g := &tr.Guards[k]
	then := func() { x.guards(b, s, tr, k+1, next) }
	switch g.Rel {
	case protocol.Eq:
		l, r := b.value(g.Left), b.value(g.Right)
		switch {
		case l == nil && r == nil:
			x.unsupported = "an equation between two unknowns"
		case l == nil:
			b.solve([]condition{{g.Left, r}}, then)
		case r == nil:
			b.solve([]condition{{g.Right, l}}, then)
		case l == r:
			then()
		}
	case protocol.NotEq:
		l, r := b.value(g.Left), b.value(g.Right)
		switch {
		case l != nil && r != nil:
			if l != r {
				then()
			}
		case l == nil && r == nil:
			x.unsupported = "a disequality between two unknowns"
		case x.existential(b, g.Left) || x.existential(b, g.Right):
			then() // some other value always exists
		case l == nil && !b.possible(g.Left, r), r == nil && !b.possible(g.Right, l):
			then()
		}
	case protocol.LessEq, protocol.NotLess:
		l, ok1 := natural(b.value(g.Left))
		r, ok2 := natural(b.value(g.Right))
		if ok1 && ok2 && (l <= r) == (g.Rel == protocol.LessEq) {
			then()
		}
	case protocol.NotIn:
		n := x.set(b.value(g.Right))
		if n >= 0 {
			for _, e := range s.sets[n] {
				if b.possible(g.Left, e) {
					return
				}
			}
		}
		then()
	case protocol.Absent:
		for _, f := range s.facts {
			if conds := sameFact(g.Fact, f, f.instance); conds != nil {
				found := false
				b.solve(conds, func() { found = true })
				if found {
					return
				}
			}
		}
		then()
	}
}

// possible reports whether values for the variables of p without value make it m.
func (b *binder) possible(p *protocol.Expr, m *msg) bool {
	found := false
	b.solve([]condition{{p, m}}, func() { found = true })
	return found
}

// existential reports whether e is a variable that nothing bound and that is not
// universally quantified.
func (x *explorer) existential(b *binder, e *protocol.Expr) bool {
	return e.Op == protocol.Var && b.vars[e.Index] == nil && b.decls[e.Index].Kind == protocol.Bound
}

func natural(m *msg) (int, bool) {
	if m == nil || m.op != protocol.Const {
		return 0, false
	}
	n, err := strconv.Atoi(m.name)
	return n, err == nil
}

// effect returns the state after transition j of instance i fired in s with the
// variables that b holds.
func (x *explorer) effect(b *binder, s *state, i, j int) *state {
	role := &x.m.Roles[x.m.Instances[i].Role]
	tr := &role.Transitions[j]
	vars := append([]*msg{}, b.vars...)
	old := s.slots[i]
	n := &state{depth: s.depth + 1, parent: s, facts: s.facts, know: s.know, opens: map[term.Kind]int{}}
	for k, c := range b.opens {
		n.opens[k] = c
	}
	n.slots = append([][]*msg{}, s.slots...)
	n.made = append([]int{}, s.made...)
	n.sets = append([][]*msg{}, s.sets...)
	for k := range tr.Consumes {
		n.facts = removeFact(n.facts, x.fact(&tr.Consumes[k], i, old, vars))
	}
	for k, d := range tr.Vars {
		if d.Kind == protocol.New {
			n.made[i] = s.made[i] + 1
			t := d.Type
			if !t.IsBasic() {
				t = term.TText // a new message is a text
			}
			vars[k] = x.t.fresh(d.Name, i*1000+s.made[i], t)
		}
	}
	slots := append([]*msg{}, old...)
	for _, u := range tr.Updates {
		slots[u.Slot] = x.t.eval(u.Value, old, vars)
	}
	n.slots[i] = slots
	for _, d := range tr.Deletes {
		if k := x.set(x.t.eval(d.Set, old, vars)); k >= 0 {
			n.sets[k] = removeElem(n.sets[k], x.t.eval(d.Elem, old, vars))
		}
	}
	for _, a := range tr.Adds {
		if k := x.set(x.t.eval(a.Set, old, vars)); k >= 0 {
			n.sets[k] = addElem(n.sets[k], x.t.eval(a.Elem, old, vars))
		}
	}
	for k := range tr.Emits {
		n.facts = addFact(n.facts, x.fact(&tr.Emits[k], i, old, vars))
	}
	var sent []*msg
	for k := range tr.Sends {
		if m := x.t.eval(tr.Sends[k].Message, old, vars); !n.know.can(m) {
			sent = append(sent, m)
		}
	}
	if len(sent) > 0 {
		n.know = x.learn(n.know, sent)
	}
	n.how = func() string { return x.describe(i, tr, old, vars) }
	return n
}

// describe renders a step.
func (x *explorer) describe(i int, tr *protocol.Transition, slots, vars []*msg) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s#%d.%s", x.m.Roles[x.m.Instances[i].Role].Name, i, tr.Label)
	for _, r := range tr.Receives {
		fmt.Fprintf(&b, "  <- %s", x.t.eval(r.Message, slots, vars))
	}
	for _, r := range tr.Sends {
		fmt.Fprintf(&b, "  -> %s", x.t.eval(r.Message, slots, vars))
	}
	return b.String()
}
