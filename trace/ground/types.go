package ground

import (
	"slices"

	"hornet/protocol"
	"hornet/term"
)

// Options is the theory and the typing discipline. The zero Options are the
// typed model with free pairs.
type Options struct {
	Untyped     bool `json:"untyped,omitempty"`     // variables take any message
	StrongTypes bool `json:"strongTypes,omitempty"` // compound types are honoured, not read as message
	Assoc       bool `json:"assoc,omitempty"`       // pairing is associative
}

// heads are the constructors of compound types.
var heads = map[term.Kind]protocol.Op{term.PairType: protocol.Pair, term.CryptType: protocol.Crypt,
	term.ScryptType: protocol.Scrypt, term.InvType: protocol.Inv, term.HashType: protocol.Apply}

// Fits reports whether v may be the value of a variable of type t: a basic type
// takes only atoms of exactly that type; any other type takes everything, or
// with StrongTypes what has its structure. An atom whose own type is compound,
// such as a dummy, has that structure. Labels, enumerations, functions and
// channels are read as message in any case.
func (o Options) Fits(v *Term, t *term.Type) bool {
	switch {
	case o.Untyped:
		return true
	case t.IsBasic():
		return v.IsAtom() && v.Type.Kind == t.Kind
	case !o.StrongTypes || v.IsAtom() && v.Type.Equal(t):
		return true
	case t.Kind == term.Set:
		return v.IsAtom() && v.Type.Kind == term.Set
	}
	head, compound := heads[t.Kind]
	// Of h(m) only m is described.
	return !compound || v.Op == head && slices.EqualFunc(v.Args[len(v.Args)-len(t.Args):], t.Args, o.Fits)
}

// Frozen returns the first slot whose value does not have the basic type that
// the slot is declared with, or -1. Such an instance fires no transition any
// more (semantics of the AVISPA translator's types).
func (s *State) Frozen(instance int) int {
	for i, v := range s.slots[instance] {
		if t := s.role(instance).Slots[i].Type; t.IsBasic() && !s.Options.Fits(v, t) {
			return i
		}
	}
	return -1
}
