package naive

import (
	"encoding/binary"
	"sort"
	"strings"

	"hornet/protocol"
	"hornet/term"
)

// state is a concrete state of a model.
type state struct {
	slots [][]*msg // of each instance
	made  []int    // how many steps of each instance made values: names these
	facts []fact   // sorted by key, all different
	sets  [][]*msg // of each set of the model: elements, sorted
	know  *knowledge
	opens map[term.Kind]int

	depth  int
	parent *state
	how    func() string // renders the step that led here
}

// fact is a fact that holds. Of requests it also says which instance made them,
// since two requests are a replay only when two instances made them.
type fact struct {
	kind     protocol.FactKind
	name, id string
	args     []*msg
	instance int // -1 unless a request or wrequest
	key      string
}

func (f *fact) setKey() {
	var b strings.Builder
	b.WriteString(f.name + "/" + f.id + "/")
	b.Write(binary.AppendUvarint(nil, uint64(f.kind)))
	b.Write(binary.AppendVarint(nil, int64(f.instance)))
	writeIDs(&b, f.args)
	f.key = b.String()
}

// writeIDs writes numbers that identify ms.
func writeIDs(b *strings.Builder, ms []*msg) {
	for _, m := range ms {
		if m == nil {
			b.WriteByte(1)
			continue
		}
		b.Write(binary.AppendUvarint(nil, uint64(m.id)+2))
	}
	b.WriteByte(0)
}

// key is equal for two states exactly when they are the same state, up to what
// the intruder learnt redundantly.
func (s *state) key() string {
	var b strings.Builder
	for i, vs := range s.slots {
		b.WriteByte(byte(s.made[i]))
		writeIDs(&b, vs)
	}
	for _, f := range s.facts {
		b.WriteString(f.key)
	}
	b.WriteByte(0)
	for _, es := range s.sets {
		writeIDs(&b, es)
	}
	b.WriteString(s.know.key())
	return b.String()
}

// run returns the steps that led to s.
func (s *state) run() []string {
	var out []string
	for ; s.parent != nil; s = s.parent {
		out = append(out, s.how())
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

func addFact(fs []fact, f fact) []fact {
	i := sort.Search(len(fs), func(i int) bool { return fs[i].key >= f.key })
	if i < len(fs) && fs[i].key == f.key {
		return fs
	}
	return append(append(append([]fact{}, fs[:i]...), f), fs[i:]...)
}

func removeFact(fs []fact, f fact) []fact {
	var out []fact
	for _, g := range fs {
		if g.key != f.key {
			out = append(out, g)
		}
	}
	return out
}

func addElem(es []*msg, e *msg) []*msg {
	for _, x := range es {
		if x == e {
			return es
		}
	}
	out := append(append([]*msg{}, es...), e)
	sortByID(out)
	return out
}

func removeElem(es []*msg, e *msg) []*msg {
	var out []*msg
	for _, x := range es {
		if x != e {
			out = append(out, x)
		}
	}
	return out
}

// initial returns the state in which the model starts.
func (x *explorer) initial() *state {
	s := &state{opens: map[term.Kind]int{}}
	for i := range x.m.Instances {
		s.slots = append(s.slots, x.evalAll(x.m.Instances[i].Values, nil, nil))
		s.made = append(s.made, 0)
	}
	for i := range x.m.Sets {
		var es []*msg
		for _, e := range x.evalAll(x.m.Sets[i].Elems, nil, nil) {
			es = addElem(es, e)
		}
		s.sets = append(s.sets, es)
	}
	for i := range x.m.Facts {
		s.facts = addFact(s.facts, x.fact(&x.m.Facts[i], -1, nil, nil))
	}
	s.know = x.t.learn(nil, x.evalAll(x.m.Knowledge, nil, nil)...)
	return s
}

func (x *explorer) evalAll(es []*protocol.Expr, slots, vars []*msg) []*msg {
	out := make([]*msg, len(es))
	for i, e := range es {
		out[i] = x.t.eval(e, slots, vars)
	}
	return out
}

func (x *explorer) fact(f *protocol.Fact, instance int, slots, vars []*msg) fact {
	out := fact{kind: f.Kind, name: f.Name, id: f.ID, args: x.evalAll(f.Args, slots, vars), instance: -1}
	if f.Kind == protocol.Request || f.Kind == protocol.WRequest {
		out.instance = instance
	}
	out.setKey()
	return out
}

// set returns the index of the set that m refers to, -1 when it is no set.
func (x *explorer) set(m *msg) int {
	if m != nil && m.op == protocol.Const {
		if i, ok := x.sets[m.name]; ok {
			return i
		}
	}
	return -1
}

// fits reports whether a variable or slot of type t may hold m: basic types take
// only atoms of exactly that type, all other types take every message.
func (x *explorer) fits(m *msg, t *term.Type) bool {
	if x.opt.Untyped || t == nil || !t.IsBasic() {
		return true
	}
	return m.atom() && m.typ != nil && m.typ.Kind == t.Kind
}
