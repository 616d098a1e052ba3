package deduce

import (
	"slices"

	"hornet/trace/ground"
)

// table is a map from messages, sorted by them.
type table[V any] struct {
	keys   []*ground.Term
	values []V
}

// get returns the value of t, and whether there is one.
func (m *table[V]) get(t *ground.Term) (v V, ok bool) {
	if i, ok := slices.BinarySearchFunc(m.keys, t, ground.Compare); ok {
		return m.values[i], true
	}
	return v, false
}

// put gives t a value.
func (m *table[V]) put(t *ground.Term, v V) {
	i, ok := slices.BinarySearchFunc(m.keys, t, ground.Compare)
	if ok {
		m.values[i] = v
		return
	}
	m.keys, m.values = slices.Insert(m.keys, i, t), slices.Insert(m.values, i, v)
}

// remove takes t out.
func (m *table[V]) remove(t *ground.Term) {
	if i, ok := slices.BinarySearchFunc(m.keys, t, ground.Compare); ok {
		m.keys, m.values = slices.Delete(m.keys, i, i+1), slices.Delete(m.values, i, i+1)
	}
}
