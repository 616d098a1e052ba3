package unify

import "hornet/term"

// meet returns the sort of the messages that have both sorts.
func (u *Subst) meet(a, b term.Sort) (term.Sort, bool) {
	switch {
	case a == b || b == 0:
		return a, true
	case a == 0:
		return b, true
	}
	x, y := u.CompoundType(a), u.CompoundType(b)
	if x == nil || y == nil {
		return 0, false
	}
	t, ok := meetTypes(x, y)
	if !ok {
		return 0, false
	}
	return u.Compound(t), true
}

func meetTypes(x, y *term.Type) (*term.Type, bool) {
	switch {
	case x.Equal(y) || y.Kind == term.Message:
		return x, true
	case x.Kind == term.Message:
		return y, true
	case x.Kind != y.Kind || len(x.Args) != len(y.Args) || len(x.Args) == 0:
		return nil, false
	}
	t := &term.Type{Kind: x.Kind}
	for i := range x.Args {
		a, ok := meetTypes(x.Args[i], y.Args[i])
		if !ok {
			return nil, false
		}
		t.Args = append(t.Args, a)
	}
	return t, true
}

// SortOfType returns the sort of variables of type t. Without strong typing a
// compound type, and one that has no atoms of its own, means Message, as OFMC
// reads it.
func SortOfType(s *term.Store, t *term.Type, strong bool) term.Sort {
	switch {
	case t.IsBasic():
		return term.Sort(t.Kind)
	case strong && t.Kind >= term.PairType && t.Kind <= term.HashType:
		return s.Compound(t)
	}
	return 0
}

// fits checks t, which is no variable, against a compound sort, and narrows the
// variables in it.
func (u *Subst) fits(t term.Term, sort term.Sort) bool {
	ty := u.CompoundType(sort)
	return ty != nil && u.fitsType(t, ty)
}

func (u *Subst) fitsType(t term.Term, ty *term.Type) bool {
	t = u.Head(t)
	if ty.Kind == term.Message || ty.Kind == term.ProtocolID || ty.Kind == term.Enum {
		return true
	}
	if u.Op(t) == term.Var || ty.IsBasic() {
		return u.Narrow(t, SortOfType(u.Store, ty, true))
	}
	var op term.Op
	switch ty.Kind {
	case term.PairType:
		op = term.Pair
	case term.CryptType:
		op = term.Crypt
	case term.ScryptType:
		op = term.Scrypt
	case term.InvType:
		op = term.Inv
	case term.HashType:
		return u.Op(t) == term.Apply && u.fitsType(u.Arg(t, 1), ty.Args[0])
	default:
		return u.SortOf(t) == term.Sort(ty.Kind)
	}
	if u.Op(t) != op {
		return false
	}
	for i, a := range u.Args(t) {
		if !u.fitsType(a, ty.Args[i]) {
			return false
		}
	}
	return true
}
