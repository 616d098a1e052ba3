package intruder

import "hornet/term"

// Flows says what the variables of flows need to be (docs/theory.md, "Flows"):
// whatever else they might be could as well be a value that the intruder makes up.
type Flows struct {
	Of     []uint16  // the flows of fresh values, by symbol
	Values []*Values // by flow, of what variables of any type are made; nil: of anything
}

// values returns what a variable of any type is made of, if it is of a flow: nil
// for anything.
func (f *Flows) values(flow uint16) *Values {
	if f == nil || flow == 0 {
		return nil
	}
	return f.Values[flow]
}

// Values are messages by their heads, and all constants.
type Values struct {
	Symbols []bool // fresh values and functions, by symbol
	Ops     uint16 // a bit for each other operator
}

// Add adds the messages with a head: an operator and, of an application, the
// function.
func (v *Values) Add(s *term.Store, op term.Op, fn term.Term) {
	if op == term.Apply {
		v.Symbols[s.Index(fn)] = true
	} else {
		v.Ops |= 1 << op
	}
}

// has reports whether an item is among the values.
func (v *Values) has(s *term.Store, it *Item) bool {
	switch it.op {
	case term.Atom:
		return true
	case term.Fresh:
		return v.Symbols[s.Index(it.T)]
	case term.Apply:
		fn := s.Arg(it.T, 0)
		return s.Op(fn) != term.Atom || v.Symbols[s.Index(fn)]
	}
	return v.Ops>>it.op&1 == 1
}
