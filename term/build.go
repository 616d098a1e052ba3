package term

import (
	"slices"
)

// Const returns the constant name. Constants are the same when their names are;
// the sort of the first call counts. Not for concurrent use.
func (s *Store) Const(name string, sort Sort) Term {
	i, ok := s.symbols[name]
	if !ok {
		i = uint32(len(s.syms))
		s.symbols[name] = i
		s.syms = append(s.syms, Symbol{name, sort})
	}
	return s.intern(node{op: Atom, n: uint16(s.syms[i].Sort), ab: [2]Term{Term(i), 0}}, nil)
}

// NewSymbol returns a symbol for fresh values of the given name. Not for
// concurrent use.
func (s *Store) NewSymbol(name string, sort Sort) int {
	s.syms = append(s.syms, Symbol{name, sort})
	return len(s.syms) - 1
}

// Symbols returns the number of symbols.
func (s *Store) Symbols() int { return len(s.syms) }

// FreshValue returns the fresh value that is named by its symbol, by the
// instance that makes it and by how often that instance moved before. Naming it
// so, and not by a counter, gives independent steps the same names in both
// orders.
func (s *Store) FreshValue(symbol, instance, occurrence int) Term {
	b := Term(instance)<<12 | Term(occurrence)&0xfff
	return s.intern(node{op: Fresh, n: uint16(s.syms[symbol].Sort), ab: [2]Term{Term(symbol), b}}, nil)
}

// Variable returns the variable with an index.
func (s *Store) Variable(index int) Term {
	return s.intern(node{op: Var, ab: [2]Term{Term(index), 0}}, nil)
}

// Make returns the normal form of op applied to args.
func (s *Store) Make(op Op, args ...Term) Term {
	switch op {
	case Inv:
		return s.Inverse(args[0])
	case Exp:
		if args[0] == s.one {
			return s.Product(args[1:])
		}
		t := args[0]
		for _, e := range args[1:] {
			t = s.Raise(t, e)
		}
		return t
	case Xor:
		return s.Sum(args...)
	}
	return s.Make2(op, args[0], args[1])
}

// Make2 returns the normal form of Pair, Crypt, Scrypt or Apply.
func (s *Store) Make2(op Op, a, b Term) Term {
	if op == Pair && s.Assoc {
		if nd := s.node(a); nd.op == Pair {
			return s.Make2(Pair, nd.ab[0], s.Make2(Pair, nd.ab[1], b))
		}
	}
	return s.intern(node{op: op, n: 2, ab: [2]Term{a, b}}, nil)
}

// Inverse returns inv(t), which is k when t is inv(k).
func (s *Store) Inverse(t Term) Term {
	nd := s.node(t)
	switch {
	case nd.op == Inv:
		return nd.ab[0]
	case t == s.one:
		return t
	}
	return s.intern(node{op: Inv, n: 1, ab: [2]Term{t, 0}}, nil)
}

// Product returns the product of exponents: One, one of them, or a power of One,
// which is no message and only a value of variables for products. To raise to a
// product is to raise to each of its factors.
func (s *Store) Product(exps []Term) Term {
	t := s.zero // stands for any base
	for _, e := range exps {
		t = s.Raise(t, e)
	}
	switch f := s.Args(t); len(f) {
	case 0:
		return s.one
	case 2:
		return f[1]
	default:
		return s.Power(s.one, slices.Clone(f[1:]))
	}
}

// factors returns the exponents of which e is the product.
func (s *Store) factors(e Term) []Term {
	if s.Op(e) == Exp {
		if a := s.Args(e); a[0] == s.one {
			return a[1:]
		}
	}
	return nil
}

// Raise returns the normal form of exp(t,e).
func (s *Store) Raise(t, e Term) Term {
	if e == s.one {
		return t
	}
	if fs := s.factors(e); fs != nil {
		for _, f := range fs {
			t = s.Raise(t, f)
		}
		return t
	}
	base, exps := t, []Term(nil)
	if s.Op(t) == Exp {
		a := s.Args(t)
		base, exps = a[0], a[1:]
	}
	inv := s.Inverse(e)
	for i, x := range exps {
		if x == inv {
			return s.Power(base, slices.Delete(slices.Clone(exps), i, i+1))
		}
	}
	return s.Power(base, append(slices.Clone(exps), e))
}

// Power returns base raised to every one of exps, in which no inverses meet and
// whose base is no Exp.
func (s *Store) Power(base Term, exps []Term) Term {
	if len(exps) == 0 {
		return base
	}
	slices.SortFunc(exps, s.Compare)
	if len(exps) == 1 {
		return s.intern(node{op: Exp, n: 2, ab: [2]Term{base, exps[0]}}, nil)
	}
	args := append([]Term{base}, exps...)
	return s.intern(node{op: Exp, n: uint16(len(args))}, args)
}

// Sum returns the normal form of the exclusive or of args.
func (s *Store) Sum(args ...Term) Term {
	return s.SumOf(s.Factors(nil, args...))
}

// Factors appends the summands of args to dst, sorted and with equal pairs
// cancelled; the neutral element has none.
func (s *Store) Factors(dst []Term, args ...Term) []Term {
	from := len(dst)
	for _, t := range args {
		switch {
		case t == s.zero:
		case s.Op(t) == Xor:
			dst = append(dst, s.Args(t)...)
		default:
			dst = append(dst, t)
		}
	}
	f := dst[from:]
	slices.SortFunc(f, s.Compare)
	out := f[:0]
	for _, t := range f {
		if n := len(out); n > 0 && out[n-1] == t {
			out = out[:n-1]
		} else {
			out = append(out, t)
		}
	}
	return dst[:from+len(out)]
}

// SumOf returns the sum of factors that Factors made.
func (s *Store) SumOf(f []Term) Term {
	switch len(f) {
	case 0:
		return s.zero
	case 1:
		return f[0]
	case 2:
		return s.intern(node{op: Xor, n: 2, ab: [2]Term{f[0], f[1]}}, nil)
	}
	return s.intern(node{op: Xor, n: uint16(len(f))}, f)
}

// Compare is a total order on terms that depends on their structure only, not
// on the order in which they were made. It compares symbols by their number,
// which the order of the model's text gives.
func (s *Store) Compare(t, u Term) int {
	if t == u {
		return 0
	}
	a, b := s.node(t), s.node(u)
	switch {
	case a.op != b.op:
		return int(a.op) - int(b.op)
	case a.op <= Fresh:
		if a.ab[0] != b.ab[0] {
			return cmp(a.ab[0], b.ab[0])
		}
		return cmp(a.ab[1], b.ab[1])
	case a.n != b.n:
		return cmp(Term(a.n), Term(b.n))
	}
	x, y := s.Args(t), s.Args(u)
	for i := range x {
		if c := s.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return 0
}

func cmp(a, b Term) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Compound returns the sort of a compound type, for unification that honours
// its structure. Not for concurrent use.
func (s *Store) Compound(t *Type) Sort {
	for i, u := range s.types {
		if u.Equal(t) {
			return firstCompound + Sort(i)
		}
	}
	s.types = append(s.types, t)
	return firstCompound + Sort(len(s.types)-1)
}

// CompoundType returns the type of a sort made by Compound, nil for others.
func (s *Store) CompoundType(sort Sort) *Type {
	if sort < firstCompound {
		return nil
	}
	return s.types[sort-firstCompound]
}

// IsBasic reports whether only atoms of exactly this sort inhabit it.
func (sort Sort) IsBasic() bool { return sort >= Sort(Agent) && sort <= Sort(Bool) }
