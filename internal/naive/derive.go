package naive

import (
	"strings"

	"hornet/protocol"
)

// Derivable reports whether a Dolev-Yao intruder who knows the messages known
// can make the message target. All are ground.
//
// He projects pairs; opens {m}_k with k when it is symmetric, with inv(k) when it
// is asymmetric, where inv(inv(k)) = k lets him open what was signed with
// inv(k) with k; builds pairs, ciphertexts and function values from parts that he
// can make, the function included, but no inv; raises a message to exponents that
// he can make, and takes an exponent e away when he can make e or inv(e); adds
// messages by exclusive or. Open values are his own, and so is the neutral
// element. Everything else, agent names and naturals included, he has to learn.
func Derivable(known []*protocol.Expr, target *protocol.Expr) bool {
	t := newTable()
	ms := make([]*msg, len(known))
	for i, e := range known {
		ms[i] = t.eval(e, nil, nil)
	}
	return t.learn(nil, ms...).can(t.eval(target, nil, nil))
}

// Equal reports whether two ground messages are equal modulo the equations.
func Equal(a, b *protocol.Expr) bool {
	t := newTable()
	return t.eval(a, nil, nil) == t.eval(b, nil, nil)
}

// Normal returns the normal form of a ground message.
func Normal(e *protocol.Expr) *protocol.Expr { return newTable().eval(e, nil, nil).expr() }

// knowledge is what the intruder has learnt, saturated.
type knowledge struct {
	t    *table
	subs []*msg        // the subterms of everything learnt, by id
	in   map[*msg]bool // the keys are subs; true: derivable
	memo map[*msg]bool // answers of can for messages that are no subterm
	name string        // see key
}

// key is equal for two pieces of knowledge from which the same can be derived.
func (k *knowledge) key() string {
	if k.name == "" {
		var b strings.Builder
		writeIDs(&b, k.derivable())
		k.name = b.String()
	}
	return k.name
}

// derivable returns the subterms that are derivable.
func (k *knowledge) derivable() []*msg {
	var out []*msg
	for _, m := range k.subs {
		if k.in[m] {
			out = append(out, m)
		}
	}
	return out
}

// learn returns k with more messages. It saturates: a subterm becomes derivable
// when one rule makes it from subterms that are. By locality nothing derivable
// is missed: a shortest derivation of a subterm passes through subterms only,
// once summing is one rule for any number of summands and raising one for any
// number of exponents.
func (t *table) learn(k *knowledge, ms ...*msg) *knowledge {
	n := &knowledge{t: t, in: map[*msg]bool{}, memo: map[*msg]bool{}}
	if k != nil {
		for m, d := range k.in {
			n.in[m] = d
		}
	}
	for _, m := range ms {
		n.addSubterms(m)
		n.in[m] = true
	}
	for m := range n.in {
		n.subs = append(n.subs, m)
	}
	sortByID(n.subs)
	for changed := true; changed; {
		changed = n.analyse()
		for _, m := range n.subs {
			if !n.in[m] && n.oneStep(m, n.derived) {
				n.in[m] = true
				changed = true
			}
		}
	}
	return n
}

func (k *knowledge) addSubterms(m *msg) {
	if _, seen := k.in[m]; seen {
		return
	}
	k.in[m] = false
	for _, a := range m.args {
		k.addSubterms(a)
	}
}

// derived reports whether m is among the derivable subterms.
func (k *knowledge) derived(m *msg) bool { return k.in[m] }

// analyse takes apart what is derivable, once over, and reports whether that gave
// anything new.
func (k *knowledge) analyse() bool {
	changed := false
	gain := func(m *msg) {
		if !k.in[m] {
			k.in[m] = true
			changed = true
		}
	}
	for _, m := range k.subs {
		if !k.in[m] {
			continue
		}
		switch m.op {
		case protocol.Pair:
			gain(m.args[0])
			gain(m.args[1])
		case protocol.Scrypt:
			if k.in[m.args[0]] {
				gain(m.args[1])
			}
		case protocol.Crypt:
			// inv(key) is no subterm when nothing that was ever sent holds it:
			// then nobody can make it, for there is no rule that makes an inv.
			if k.in[k.t.apply(protocol.Inv, m.args[0])] {
				gain(m.args[1])
			}
		}
	}
	return changed
}

// oneStep reports whether one composition, one raising or one summing makes m
// from messages that have, and from derivable subterms.
func (k *knowledge) oneStep(m *msg, have func(*msg) bool) bool {
	switch m.op {
	case protocol.Open:
		return true
	case protocol.Pair, protocol.Crypt, protocol.Scrypt, protocol.Apply:
		all := true
		for _, a := range m.args {
			all = all && have(a)
		}
		if all {
			return true
		}
	}
	return k.byRaising(m, have) || k.bySumming(m, have)
}

// byRaising looks for a message with the base of m from which m is reached by
// adding exponents that he has and taking away exponents that he has, or whose
// inverses he has.
func (k *knowledge) byRaising(m *msg, have func(*msg) bool) bool {
	base, want := m.power()
	try := func(from []*msg) bool {
		for _, e := range minus(want, from) {
			if !have(e) {
				return false
			}
		}
		for _, e := range minus(from, want) {
			if !have(e) && !have(k.t.apply(protocol.Inv, e)) {
				return false
			}
		}
		return true
	}
	if m.op == protocol.Exp && have(base) && try(nil) {
		return true
	}
	for _, d := range k.subs {
		if d.op == protocol.Exp && d.args[0] == base && d != m && k.in[d] && try(d.args[1:]) {
			return true
		}
	}
	return false
}

// minus returns the multiset a without the elements of b.
func minus(a, b []*msg) []*msg {
	left := map[*msg]int{}
	for _, x := range b {
		left[x]++
	}
	var out []*msg
	for _, x := range a {
		if left[x] > 0 {
			left[x]--
		} else {
			out = append(out, x)
		}
	}
	return out
}

// bySumming decides by Gaussian elimination over GF(2) whether m is a sum of
// messages that he has: all derivable subterms, as vectors over their aliens,
// and those aliens of m that he has.
func (k *knowledge) bySumming(m *msg, have func(*msg) bool) bool {
	var span basis
	sums := m.op == protocol.Xor
	for _, d := range k.subs {
		if k.in[d] {
			sums = sums || d.op == protocol.Xor
		}
	}
	if !sums {
		return false
	}
	for _, d := range k.subs {
		if k.in[d] {
			span.add(d.summands())
		}
	}
	if m.op == protocol.Xor {
		for _, a := range m.args {
			if have(a) {
				span.add([]*msg{a})
			}
		}
	}
	return len(span.reduce(m.summands())) == 0
}

// basis is a basis of a space over GF(2) whose vectors are sets of aliens, each
// with the alien that only it has among those before it: its pivot.
type basis []vector

type vector struct {
	pivot *msg
	of    map[*msg]bool
}

// reduce returns the vector v minus its part in the space.
func (b basis) reduce(v []*msg) map[*msg]bool {
	rest := map[*msg]bool{}
	for _, a := range v {
		rest[a] = true
	}
	for _, row := range b {
		if rest[row.pivot] {
			for a := range row.of {
				if rest[a] {
					delete(rest, a)
				} else {
					rest[a] = true
				}
			}
		}
	}
	return rest
}

// add puts v into the space.
func (b *basis) add(v []*msg) {
	rest := b.reduce(v)
	var pivot *msg
	for a := range rest {
		if pivot == nil || a.id < pivot.id {
			pivot = a
		}
	}
	if pivot != nil {
		*b = append(*b, vector{pivot, rest})
	}
}

// can reports whether the intruder can make m. What is a subterm of his knowledge
// has been decided by saturation; anything else he can only build, in one step
// from messages that he can make.
func (k *knowledge) can(m *msg) bool {
	if d, sub := k.in[m]; sub {
		return d
	}
	if d, done := k.memo[m]; done {
		return d
	}
	d := k.oneStep(m, k.can)
	k.memo[m] = d
	return d
}
