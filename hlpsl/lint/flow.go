package lint

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
)

// place says where in a transition a variable occurs.
type place uint8

const (
	inReceive place = iota
	inGuard         // equations, inequations, memberships and facts of a left side
	inValue         // the right side of an update
	inSend
	inFact // witness and the like on a right side
)

// use is one occurrence of a variable in a transition.
type use struct {
	name   string
	primed bool
	rng    diag.Range
	place  place
}

// flow is what the text of a basic role says about the order of its transitions
// and about when its variables get their values.
type flow struct {
	role    *check.Role
	steps   []*step
	stored  map[string]bool // variables that some step stores; nil until asked for
	control []string        // the variables that left sides compare with constants: State and its kind

	before [][]bool // before[i][j]: step j may be taken before step i is; nil: not known
}

// maxOrder is the number of steps up to which their order is worked out.
const maxOrder = 300

// mayPrecede reports whether step j may be taken before step i.
func (f *flow) mayPrecede(i, j int) bool { return f.before == nil || f.before[i][j] }

// step is a transition with its uses of variables.
type step struct {
	t     *syntax.Transition
	uses  []use             // in the order of the text
	binds map[string]bool   // X' gets a value on the left side
	sets  map[string]bool   // X' gets a value on the right side by an update
	fresh map[string]bool   // … by new()
	made  map[string]bool   // X' stands on the right side
	lost  map[string]bool   // X' stands only after a comma, where it is dropped
	from  map[string]string // V=c on the left side
	to    map[string]string // V':=c on the right side
}

// stores reports whether the step leaves a value of its own in the variable. A
// prime that nothing binds makes a fresh value, so it counts.
func (s *step) stores(name string) bool {
	return s.binds[name] || s.sets[name] || s.made[name]
}

// assigns is stores without primes that nothing binds.
func (s *step) assigns(name string) bool { return s.binds[name] || s.sets[name] }

func newFlow(r *check.Role) *flow {
	f := &flow{role: r}
	seen := map[string]bool{}
	for _, t := range r.Decl.Transitions {
		s := newStep(t)
		f.steps = append(f.steps, s)
		for _, l := range t.Left {
			if v, _, ok := stateTest(l); ok && !seen[v] {
				seen[v] = true
				f.control = append(f.control, v)
			}
		}
	}
	f.order()
	return f
}

func newStep(t *syntax.Transition) *step {
	s := &step{t: t, binds: map[string]bool{}, sets: map[string]bool{}, fresh: map[string]bool{},
		made: map[string]bool{}, lost: map[string]bool{}, from: map[string]string{}, to: map[string]string{}}
	for _, l := range t.Left {
		switch {
		case l.Kind == syntax.LitAtom && l.Atom != nil:
			pl := inGuard
			args := l.Atom.Args
			if l.Atom.Chan {
				pl = inReceive
				args = s.heard(args)
			}
			for _, e := range args {
				s.collect(e, pl, l.Atom.Chan && !l.Neg)
			}
		default:
			if v, c, ok := stateTest(l); ok {
				s.from[v] = c
			}
			for i, e := range l.Args {
				binds := !l.Neg && (l.Kind == syntax.LitEq || l.Kind == syntax.LitIn && i == 0)
				s.collect(e, inGuard, binds)
			}
		}
	}
	for _, a := range t.Right {
		switch {
		case a.Var.Name != "":
			s.sets[a.Var.Name] = true
			if a.New {
				s.fresh[a.Var.Name] = true
			}
			if c, ok := constant(a.Value); ok {
				s.to[a.Var.Name] = c
			}
			s.collect(a.Value, inValue, false)
		case a.Atom != nil && a.Atom.Chan:
			for _, e := range s.heard(a.Atom.Args) {
				s.collect(e, inSend, false)
			}
		case a.Atom != nil:
			for _, e := range a.Atom.Args {
				s.collect(e, inFact, false)
			}
		}
	}
	return s
}

// heard returns the argument of a channel that counts, the first, and notes the
// primed variables of the others.
func (s *step) heard(args []syntax.Expr) []syntax.Expr {
	if len(args) < 2 {
		return args
	}
	for _, e := range args[1:] {
		walk(e, func(e syntax.Expr) {
			if v, ok := e.(*syntax.Var); ok && v.Primed {
				s.lost[v.Name] = true
			}
		})
	}
	return args[:1]
}

func (s *step) collect(e syntax.Expr, pl place, binds bool) {
	walk(e, func(e syntax.Expr) {
		switch e := e.(type) {
		case *syntax.Var:
			s.uses = append(s.uses, use{e.Name, e.Primed, e.Range, pl})
			if binds && e.Primed {
				s.binds[e.Name] = true
			}
			if pl >= inValue && e.Primed {
				s.made[e.Name] = true
			}
		case *syntax.Apply:
			if e.IsVar {
				s.uses = append(s.uses, use{e.Fn.Name, false, e.Fn.Range, pl})
			}
		}
	})
}

// order computes which step may come before which from the values of the control
// variables; where it cannot tell it says yes.
func (f *flow) order() {
	n := len(f.steps)
	if n > maxOrder {
		return
	}
	next := make([][]int, n)
	for i, s := range f.steps {
		for j, t := range f.steps {
			if f.follows(s, t) {
				next[i] = append(next[i], j)
			}
		}
	}
	f.before = make([][]bool, n)
	for i := range f.before {
		f.before[i] = make([]bool, n)
	}
	for j := range f.steps {
		todo := append([]int(nil), next[j]...)
		for len(todo) > 0 {
			i := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if !f.before[i][j] {
				f.before[i][j] = true
				todo = append(todo, next[i]...)
			}
		}
	}
}

// follows reports whether t may be taken right after s.
func (f *flow) follows(s, t *step) bool {
	for _, v := range f.control {
		want, ok := t.from[v]
		if !ok {
			continue
		}
		have, known := s.to[v]
		if !known && !s.assigns(v) {
			have, known = s.from[v]
		}
		if known && have != want {
			return false
		}
	}
	return true
}

// storedBefore reports whether some step that may come before step i stores a
// value in the variable.
func (f *flow) storedBefore(i int, name string) bool {
	if f.before == nil {
		return f.stores(name)
	}
	for j, s := range f.steps {
		if f.mayPrecede(i, j) && s.stores(name) {
			return true
		}
	}
	return false
}

// reachable reports whether step i may be the first one or come after another.
// A step in a state that nothing leads to is H0502; what it reads is no matter.
func (f *flow) reachable(i int) bool {
	for j := range f.steps {
		if f.mayPrecede(i, j) && j != i {
			return true
		}
	}
	for v, want := range f.steps[i].from {
		x := f.role.Var(v)
		if x == nil || x.Init == nil {
			continue
		}
		if have, ok := constant(x.Init.Value); ok && have != want {
			return false
		}
	}
	return true
}

// stateTest reads a literal V=c with an unprimed variable and a constant.
func stateTest(l syntax.Literal) (v, c string, ok bool) {
	if l.Kind != syntax.LitEq || l.Neg || len(l.Args) != 2 {
		return "", "", false
	}
	a, b := check.Unparen(l.Args[0]), check.Unparen(l.Args[1])
	if _, isVar := a.(*syntax.Var); !isVar {
		a, b = b, a
	}
	x, isVar := a.(*syntax.Var)
	c, isConst := constant(b)
	if !isVar || x.Primed || !isConst {
		return "", "", false
	}
	return x.Name, c, true
}

// constant reads a constant or natural.
func constant(e syntax.Expr) (string, bool) {
	if e == nil {
		return "", false
	}
	switch e := check.Unparen(e).(type) {
	case *syntax.Const:
		return e.Name, true
	case *syntax.Nat:
		return e.Text, true
	}
	return "", false
}
