package compile_test

import (
	"strconv"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// This file writes a compiled model in the terms of the IF.

// ifExpr returns e with slots and variables named by the functions.
func ifExpr(e *protocol.Expr, slot, variable func(int) string) *ifTerm {
	args := make([]*ifTerm, len(e.Args))
	for i, a := range e.Args {
		args[i] = ifExpr(a, slot, variable)
	}
	switch e.Op {
	case protocol.Const:
		return &ifTerm{head: e.Name}
	case protocol.Slot:
		return &ifTerm{head: slot(e.Index)}
	case protocol.Var:
		return &ifTerm{head: variable(e.Index)}
	}
	return &ifTerm{head: e.Op.String(), args: args}
}

func groundTerm(e *protocol.Expr) *ifTerm { return ifExpr(e, nil, nil) }

// stateOrder returns the slots in the order of the translator's state facts:
// the player, the other parameters, the locals, the sets of literals.
func stateOrder(r *protocol.Role) []int {
	order := []int{r.Player}
	for i, s := range r.Slots {
		if i != r.Player && s.Type.Kind != term.Channel {
			order = append(order, i)
		}
	}
	return order
}

func ifInstance(m *protocol.Model, in *protocol.Instance) *ifTerm {
	r := &m.Roles[in.Role]
	t := &ifTerm{head: "state_" + r.Name}
	for _, i := range stateOrder(r) {
		t.args = append(t.args, groundTerm(in.Values[i]))
	}
	t.args = append(t.args, &ifTerm{head: strconv.Itoa(in.Number)})
	return t
}

// ifStep writes a transition as the rule that the translator would write, with
// its equations still to be solved.
func ifStep(r *protocol.Role, t *protocol.Transition) ifRule {
	slot := func(i int) string { return "Slot_" + strconv.Itoa(i) + "_" + r.Slots[i].Name }
	variable := func(i int) string { return "Var_" + strconv.Itoa(i) + "_" + t.Vars[i].Name }
	conv := func(e *protocol.Expr) *ifTerm { return ifExpr(e, slot, variable) }
	fn := func(head string, args ...*ifTerm) *ifTerm { return &ifTerm{head: head, args: args} }
	sid := &ifTerm{head: "SID"}
	fact := func(f *protocol.Fact) *ifTerm {
		x := &ifTerm{head: f.Name}
		for _, a := range f.Args {
			x.args = append(x.args, conv(a))
		}
		if f.Kind != protocol.User {
			place := 2
			if f.Kind == protocol.Secret {
				place = 1
			}
			rest := append([]*ifTerm{{head: f.ID}}, x.args[place:]...)
			x.args = append(x.args[:place:place], rest...)
		}
		if f.Kind == protocol.Request || f.Kind == protocol.WRequest {
			x.args = append(x.args, sid)
		}
		return x
	}
	out := ifRule{name: r.Name + " " + t.Label}
	left, right := fn("state_"+r.Name), fn("state_"+r.Name)
	for _, i := range stateOrder(r) {
		left.args = append(left.args, &ifTerm{head: slot(i)})
		v := &ifTerm{head: slot(i)}
		for _, u := range t.Updates {
			if u.Slot == i {
				v = conv(u.Value)
			}
		}
		right.args = append(right.args, v)
	}
	left.args, right.args = append(left.args, sid), append(right.args, sid)
	out.left, out.right = []*ifTerm{left}, []*ifTerm{right}
	for _, x := range t.Receives {
		out.left = append(out.left, fn("iknows", conv(x.Message)))
	}
	gone := map[string]bool{}
	for _, x := range t.Deletes {
		gone[fn("contains", conv(x.Elem), conv(x.Set)).String()] = true
	}
	for _, x := range t.In {
		c := fn("contains", conv(x.Elem), conv(x.Set))
		out.left = append(out.left, c)
		if !gone[c.String()] {
			out.right = append(out.right, c)
		}
	}
	for i := range t.Consumes {
		out.left = append(out.left, fact(&t.Consumes[i]))
	}
	for _, g := range t.Guards {
		switch g.Rel {
		case protocol.Eq:
			out.conds = append(out.conds, fn("equal", conv(g.Left), conv(g.Right)))
		case protocol.NotEq:
			out.neg = append(out.neg, fn("equal", conv(g.Left), conv(g.Right)))
		case protocol.LessEq:
			out.conds = append(out.conds, fn("leq", conv(g.Left), conv(g.Right)))
		case protocol.NotLess:
			out.neg = append(out.neg, fn("leq", conv(g.Left), conv(g.Right)))
		case protocol.NotIn:
			out.neg = append(out.neg, fn("contains", conv(g.Left), conv(g.Right)))
		case protocol.Absent:
			out.neg = append(out.neg, fact(g.Fact))
		}
	}
	for _, x := range t.Sends {
		out.right = append(out.right, fn("iknows", conv(x.Message)))
	}
	for i := range t.Emits {
		out.right = append(out.right, fact(&t.Emits[i]))
	}
	for _, x := range t.Adds {
		out.right = append(out.right, fn("contains", conv(x.Elem), conv(x.Set)))
	}
	for i, v := range t.Vars {
		if v.Kind == protocol.New {
			out.exists = append(out.exists, variable(i))
		}
	}
	return out
}

func isIFVar(t *ifTerm) bool {
	return len(t.args) == 0 && t.head[0] >= 'A' && t.head[0] <= 'Z'
}

// subst is an idempotent-on-apply triangular substitution.
type subst map[string]*ifTerm

func (s subst) apply(t *ifTerm) *ifTerm {
	if isIFVar(t) {
		if u := s[t.head]; u != nil {
			return s.apply(u)
		}
		return t
	}
	if len(t.args) == 0 {
		return t
	}
	u := &ifTerm{head: t.head, args: make([]*ifTerm, len(t.args))}
	for i, a := range t.args {
		u.args[i] = s.apply(a)
	}
	return u
}

func (s subst) unify(a, b *ifTerm) bool {
	a, b = s.apply(a), s.apply(b)
	switch {
	case a.String() == b.String():
		return true
	case isIFVar(a):
		if strings.Contains(b.String()+",", a.head+",") && len(b.args) > 0 && occurs(a.head, b) {
			return false
		}
		s[a.head] = b
		return true
	case isIFVar(b):
		return s.unify(b, a)
	case a.head != b.head || len(a.args) != len(b.args):
		return false
	}
	for i := range a.args {
		if !s.unify(a.args[i], b.args[i]) {
			return false
		}
	}
	return true
}

func occurs(v string, t *ifTerm) bool {
	if t.head == v && len(t.args) == 0 {
		return true
	}
	for _, a := range t.args {
		if occurs(v, a) {
			return true
		}
	}
	return false
}

// flat returns t with nested sums written as one, so that xor(a,xor(b,c)) and
// xor(a,b,c) are the same.
func flat(t *ifTerm) *ifTerm {
	u := &ifTerm{head: t.head}
	if t.head == "xor" && len(t.args) == 1 {
		return flat(t.args[0])
	}
	if t.head == "exp" && len(t.args) == 1 {
		return &ifTerm{head: "apply", args: []*ifTerm{{head: "exp"}, flat(t.args[0])}}
	}
	for _, a := range t.args {
		a = flat(a)
		if t.head == "xor" && a.head == "xor" {
			u.args = append(u.args, a.args...)
		} else {
			u.args = append(u.args, a)
		}
	}
	return u
}

// normal solves the equations of a rule, removes what says nothing and
// repetitions. ok is false when the equations have no solution.
func (r ifRule) normal() (ifRule, bool) {
	s := subst{}
	out := ifRule{name: r.name, exists: r.exists}
	for _, c := range r.conds {
		if c.head == "equal" {
			if !s.unify(flat(c.args[0]), flat(c.args[1])) {
				return r, false
			}
		}
	}
	set := func(ts []*ifTerm, start bool) (list []*ifTerm) {
		seen := map[string]bool{}
		for _, t := range ts {
			t = s.apply(flat(t))
			if k := t.String(); !seen[k] && !(start && k == "iknows(start)") && t.head != "equal"+"!" {
				seen[k] = true
				list = append(list, t)
			}
		}
		return list
	}
	for _, c := range r.conds {
		if c.head != "equal" {
			out.conds = append(out.conds, s.apply(flat(c)))
		}
	}
	out.left, out.neg, out.right = set(r.left, true), set(r.neg, false), set(r.right, false)
	out.exists = out.unbound()
	return out, true
}

// unbound returns the variables of the right side that the left side does not
// have: those that the rule makes, and those that the translator left without
// value, which the tools take for new ones too.
func (r ifRule) unbound() []string {
	left := map[string]bool{}
	var visit func(t *ifTerm, f func(string))
	visit = func(t *ifTerm, f func(string)) {
		if isIFVar(t) {
			f(t.head)
		}
		for _, a := range t.args {
			visit(a, f)
		}
	}
	for _, t := range r.left {
		visit(t, func(v string) { left[v] = true })
	}
	var names []string
	for _, t := range r.right {
		visit(t, func(v string) {
			if !left[v] {
				left[v] = true
				names = append(names, v)
			}
		})
	}
	return names
}

// matcher finds a renaming of variables that makes two rules equal.
type matcher struct {
	to, from     map[string]string
	fresh, other map[string]bool
}

func (m *matcher) term(a, b *ifTerm, undo *[]string) bool {
	if len(a.args) != len(b.args) {
		return false
	}
	if len(a.args) > 0 {
		if a.head != b.head && "id"+a.head != b.head {
			return false
		}
		for i := range a.args {
			if !m.term(a.args[i], b.args[i], undo) {
				return false
			}
		}
		return true
	}
	if isIFVar(a) != isIFVar(b) {
		return false
	}
	if !isIFVar(a) {
		return a.head == b.head || "id"+a.head == b.head
	}
	x, okx := m.to[a.head]
	y, oky := m.from[b.head]
	if okx || oky {
		return okx && oky && x == b.head && y == a.head
	}
	m.to[a.head], m.from[b.head] = b.head, a.head
	*undo = append(*undo, a.head)
	return true
}

func (m *matcher) undo(names []string) {
	for _, n := range names {
		delete(m.from, m.to[n])
		delete(m.to, n)
	}
}

// facts matches as with a permutation of bs, then calls next.
func (m *matcher) facts(as, bs []*ifTerm, next func() bool) bool {
	if len(as) != len(bs) {
		return false
	}
	if len(as) == 0 {
		return next()
	}
	for j, b := range bs {
		var undo []string
		if m.term(as[0], b, &undo) {
			rest := append(append([]*ifTerm{}, bs[:j]...), bs[j+1:]...)
			if m.facts(as[1:], rest, next) {
				return true
			}
		}
		m.undo(undo)
	}
	return false
}

// sameRule reports whether two normal rules are equal up to renaming.
func sameRule(a, b ifRule) bool {
	m := &matcher{to: map[string]string{}, from: map[string]string{}}
	return m.facts(a.left, b.left, func() bool {
		return m.facts(a.right, b.right, func() bool {
			return m.facts(a.conds, b.conds, func() bool {
				return m.facts(a.neg, b.neg, func() bool {
					want := map[string]bool{}
					for _, v := range b.exists {
						want[v] = true
					}
					n := 0
					for _, v := range a.exists {
						if w, ok := m.to[v]; ok {
							if !want[w] {
								return false
							}
							n++
						}
					}
					for v := range want {
						if _, ok := m.from[v]; ok {
							n--
						}
					}
					return n == 0
				})
			})
		})
	})
}

func (r ifRule) String() string {
	s := r.name
	for _, t := range r.left {
		s += "\n    " + t.String()
	}
	for _, t := range r.conds {
		s += "\n    & " + t.String()
	}
	for _, t := range r.neg {
		s += "\n    & not " + t.String()
	}
	s += "\n  => " + strings.Join(r.exists, ",")
	for _, t := range r.right {
		s += "\n    " + t.String()
	}
	return s
}
