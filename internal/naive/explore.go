package naive

import (
	"context"
	"sort"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// Options bound an exploration. A zero bound is none.
type Options struct {
	MaxStates int
	MaxDepth  int // fired transitions of a run
	Untyped   bool

	// Opens is how many different values of one type the intruder makes up; 0
	// means as many as can matter, if that is known, and otherwise 2.
	Opens int
}

// Result is what an exploration found.
type Result struct {
	// Attacks holds, for each goal of the model, the steps of a shortest attack
	// that was found; nil where none was.
	Attacks [][]string

	// Fired tells, for each instance and each transition of its role, whether it
	// fired.
	Fired [][]bool

	// Exact is set when the exploration was exhaustive and the universe that it
	// took values from is as good as all messages: the attacks are all there are,
	// and shortest.
	Exact bool

	Complete    bool   // every state over the universe within MaxDepth was visited, and no run is longer
	Unsupported string // a construct of the model that the explorer does not know; nothing else holds then
	States      int
	Depth       int // of the deepest state
}

// Lengths returns the lengths of the attacks, -1 where there is none.
func (r *Result) Lengths() []int {
	out := make([]int, len(r.Attacks))
	for i, a := range r.Attacks {
		out[i] = len(a)
		if a == nil {
			out[i] = -1
		}
	}
	return out
}

// explorer holds what stays the same during one exploration.
type explorer struct {
	m     *protocol.Model
	opt   Options
	t     *table
	sets  map[string]int // by name: index in Model.Sets
	kinds []term.Kind    // the types of which the intruder makes values
	needs map[term.Kind]int

	intruder    *msg
	learnt      map[string]*knowledge // by what was known and what was sent
	capped      bool                  // a value was not made up because of Options.Opens
	ambiguous   bool                  // a value was guessed that nothing determines
	unsupported string
}

// Explore visits the states of m breadth-first.
func Explore(ctx context.Context, m *protocol.Model, opt Options) *Result {
	x := &explorer{m: m, opt: opt, t: newTable(), sets: map[string]int{}, learnt: map[string]*knowledge{}}
	x.intruder = x.t.constant(protocol.Intruder, term.TAgent)
	for i := range m.Sets {
		x.sets[m.Sets[i].Name] = i
	}
	x.kinds, x.needs = x.universe()

	r := &Result{Attacks: make([][]string, len(m.Goals)), Complete: true}
	for i := range m.Instances {
		r.Fired = append(r.Fired, make([]bool, len(m.Roles[m.Instances[i].Role].Transitions)))
	}
	visited := map[string]bool{}
	var frontier []*state
	visit := func(s *state) {
		k := s.key()
		if visited[k] {
			return
		}
		visited[k] = true
		r.Depth = s.depth
		for i := range m.Goals {
			if r.Attacks[i] == nil && x.violated(s, &m.Goals[i]) {
				r.Attacks[i] = append([]string{}, s.run()...)
			}
		}
		frontier = append(frontier, s)
	}
	visit(x.initial())
	for head := 0; head < len(frontier); head++ {
		s := frontier[head]
		frontier[head] = nil
		if opt.MaxDepth > 0 && s.depth >= opt.MaxDepth || opt.MaxStates > 0 && len(frontier) >= opt.MaxStates || ctx.Err() != nil {
			// What lies beyond was not seen, if anything does.
			r.Complete = false
			continue
		}
		x.successors(s, func(i, j int, next *state) {
			r.Fired[i][j] = true
			visit(next)
		})
	}
	r.States = len(frontier)
	r.Unsupported = x.unsupported
	r.Exact = r.Complete && r.Unsupported == "" && len(m.Unsupported) == 0 && x.exactUniverse()
	return r
}

// learn is table.learn, remembered.
func (x *explorer) learn(k *knowledge, ms []*msg) *knowledge {
	var b strings.Builder
	writeIDs(&b, ms)
	key := k.key() + b.String()
	n := x.learnt[key]
	if n == nil {
		n = x.t.learn(k, ms...)
		x.learnt[key] = n
	}
	return n
}

// universe returns the basic types of which some variable takes values, and text,
// with the number of values of each that the intruder may have to make up. The
// number is -1 when it is not known.
//
// Any attack that uses more can be changed into one that uses these: let a map
// leave the values that occur in the violating request alone and send all other
// made-up values of a type to one of them. It keeps derivations, matches and
// equations. The witnesses that differ from the request still do, because the
// arguments of both are atoms. Disequalities are kept when one side is a constant;
// other negative conditions may not be, and then the number is not known.
func (x *explorer) universe() ([]term.Kind, map[term.Kind]int) {
	needs := map[term.Kind]int{term.Text: 1}
	known := true
	for i := range x.m.Roles {
		r := &x.m.Roles[i]
		constant := unchanging(r)
		for j := range r.Transitions {
			tr := &r.Transitions[j]
			for _, v := range tr.Vars {
				if v.Kind == protocol.Bound && v.Type.IsBasic() && needs[v.Type.Kind] == 0 {
					needs[v.Type.Kind] = 1
				}
			}
			for _, g := range tr.Guards {
				switch g.Rel {
				case protocol.Eq:
				case protocol.NotEq:
					known = known && (constant(g.Left) || constant(g.Right))
				default:
					known = false
				}
			}
		}
	}
	most := map[term.Kind]int{}
	for i := range x.m.Roles {
		r := &x.m.Roles[i]
		constant := unchanging(r)
		for j := range r.Transitions {
			tr := &r.Transitions[j]
			for _, f := range tr.Emits {
				if f.Kind == protocol.User {
					known = false
				}
				if f.Kind == protocol.User || f.Kind == protocol.Secret {
					continue
				}
				count := map[term.Kind]int{}
				for _, a := range f.Args {
					t := leafType(a, r, tr)
					switch {
					case constant(a):
					case t == nil || !t.IsBasic():
						known = false
					default:
						count[t.Kind]++
					}
				}
				for k, n := range count {
					if f.Kind != protocol.Witness && n > most[k] {
						most[k] = n
					}
				}
			}
		}
	}
	var kinds []term.Kind
	for k := range needs {
		needs[k] += most[k]
		if !known {
			needs[k] = -1
		}
		kinds = append(kinds, k)
	}
	sort.Slice(kinds, func(i, j int) bool { return kinds[i] < kinds[j] })
	return kinds, needs
}

// unchanging returns a function that tells whether an expression is a constant or
// a slot that no transition of r updates.
func unchanging(r *protocol.Role) func(*protocol.Expr) bool {
	updated := map[int]bool{}
	for j := range r.Transitions {
		for _, u := range r.Transitions[j].Updates {
			updated[u.Slot] = true
		}
	}
	return func(e *protocol.Expr) bool {
		return e.Op == protocol.Const || e.Op == protocol.Slot && !updated[e.Index]
	}
}

// leafType returns the type of a variable or slot, nil for anything else.
func leafType(e *protocol.Expr, r *protocol.Role, tr *protocol.Transition) *term.Type {
	switch e.Op {
	case protocol.Slot:
		return r.Slots[e.Index].Type
	case protocol.Var:
		return tr.Vars[e.Index].Type
	}
	return nil
}

// limit returns how many values of type k the intruder may make up.
func (x *explorer) limit(k term.Kind) int {
	switch {
	case x.opt.Opens > 0:
		return x.opt.Opens
	case x.needs[k] > 0:
		return x.needs[k]
	}
	return 2
}

// exactUniverse reports whether the universe was as good as all messages: the
// model is typed, every value that comes from outside is an atom, so that the
// subterms of the knowledge hold all of them that the intruder did not make, and
// he could make as many as matter.
func (x *explorer) exactUniverse() bool {
	if x.opt.Untyped || x.ambiguous {
		return false
	}
	for i := range x.m.Instances {
		for _, tr := range x.m.Roles[x.m.Instances[i].Role].Transitions {
			for _, v := range tr.Vars {
				if v.Kind == protocol.Bound && !v.Type.IsBasic() {
					return false
				}
			}
		}
	}
	if !x.capped {
		return true
	}
	for _, k := range x.kinds {
		if x.needs[k] < 0 || x.limit(k) < x.needs[k] {
			return false
		}
	}
	return true
}
