package term

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// tree is a message as one may write it, in no normal form.
type tree struct {
	op   Op // of a leaf Atom, Fresh or Var; index says which. None is zero
	idx  int
	args []tree
}

// build makes the term of a tree. Leaves are made by their number, so that two
// stores with the same symbols agree on what a leaf is.
func build(s *Store, t tree) Term {
	switch t.op {
	case None:
		return s.Zero()
	case Atom:
		return s.Const(string(rune('a'+t.idx)), Sort(Text))
	case Var:
		return s.Variable(t.idx)
	case Fresh:
		return s.FreshValue(1, t.idx, t.idx+1)
	}
	args := make([]Term, len(t.args))
	for i, a := range t.args {
		args[i] = build(s, a)
	}
	return s.Make(t.op, args...)
}

// newStore returns a store that has the symbols of trees, in their order, so
// that Compare, which reads numbers of symbols, is the same in all of them.
func newStore() *Store {
	s := NewStore()
	for i := range 4 {
		s.Const(string(rune('a'+i)), Sort(Text))
	}
	return s
}

// show prints a term without looking at its number.
func show(s *Store, t Term) string {
	switch s.Op(t) {
	case Var, Atom:
		return fmt.Sprint(s.Op(t), s.Index(t))
	case Fresh:
		i, o := s.Maker(t)
		return fmt.Sprint("fresh", s.Index(t), i, o)
	}
	var args []string
	for _, a := range s.Args(t) {
		args = append(args, show(s, a))
	}
	return fmt.Sprintf("%d(%s)", s.Op(t), strings.Join(args, ","))
}

// trees generates trees of at most a depth.
func trees(depth int) *rapid.Generator[tree] {
	return rapid.Custom(func(t *rapid.T) tree {
		if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
			op := rapid.SampledFrom([]Op{Atom, Atom, Var, Fresh, None}).Draw(t, "kind")
			return tree{op: op, idx: rapid.IntRange(0, 3).Draw(t, "index")}
		}
		op := rapid.SampledFrom([]Op{Pair, Crypt, Scrypt, Inv, Apply, Exp, Xor, Exp, Xor}).Draw(t, "op")
		n := 2
		switch op {
		case Inv:
			n = 1
		case Exp, Xor:
			n = rapid.IntRange(2, 5).Draw(t, "n")
		}
		out := tree{op: op}
		for range n {
			out.args = append(out.args, trees(depth-1).Draw(t, "arg"))
		}
		return out
	})
}

// variant rewrites a tree by the equations, at random, into one that is equal.
func variant(t *rapid.T, x tree) tree {
	out := tree{op: x.op, idx: x.idx}
	for _, a := range x.args {
		out.args = append(out.args, variant(t, a))
	}
	choose := func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }
	switch x.op {
	case Xor:
		out.args = rapid.Permutation(out.args).Draw(t, "order")
		if choose(2) == 0 { // nest
			i := 1 + choose(len(out.args)-1)
			tail := tree{op: Xor, args: slices.Clone(out.args[i:])}
			out.args = append(slices.Clone(out.args[:i]), tail)
		}
		if choose(3) == 0 { // add what cancels
			u := trees(1).Draw(t, "cancelled")
			out.args = append(out.args, u)
			out.args = append([]tree{u}, out.args...)
		}
	case Exp:
		exps := rapid.Permutation(out.args[1:]).Draw(t, "order")
		if choose(3) == 0 {
			e := trees(1).Draw(t, "cancelled")
			exps = append([]tree{e, {op: Inv, args: []tree{e}}}, exps...)
			exps = rapid.Permutation(exps).Draw(t, "order")
		}
		out.args = append(out.args[:1:1], exps...)
		if len(exps) > 1 && choose(2) == 0 { // nest
			i := 2 + choose(len(exps)-1)
			out.args = append([]tree{{op: Exp, args: slices.Clone(out.args[:i])}}, out.args[i:]...)
		}
	case Inv:
		if choose(3) == 0 {
			out = tree{op: Inv, args: []tree{{op: Inv, args: []tree{out}}}}
		}
	}
	return out
}

// Normal forms do not depend on how and in which order a message is written, nor
// on what the store holds.
func TestNormalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := trees(3).Draw(t, "x")
		y := variant(t, x)
		s := newStore()
		if a, b := build(s, x), build(s, y); a != b {
			t.Fatalf("%s\n%s", show(s, a), show(s, b))
		}
		u := newStore()
		build(u, trees(3).Draw(t, "junk"))
		if a, b := show(u, build(u, y)), show(s, build(s, x)); a != b {
			t.Fatalf("another store: %s, %s", a, b)
		}
	})
}

// Terms keep the invariants of normal forms that Op's comments state.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newStore()
		var walk func(Term) (vars uint64, alg bool)
		walk = func(x Term) (vars uint64, alg bool) {
			args := s.Args(x)
			for _, a := range args {
				v, al := walk(a)
				vars, alg = vars|v, alg || al
			}
			switch s.Op(x) {
			case Var:
				vars = 1 << s.Index(x)
			case Inv:
				alg = alg || vars != 0
				if s.Op(args[0]) == Inv {
					t.Fatal("inv(inv)")
				}
			case Exp:
				alg = true
				if s.Op(args[0]) == Exp || len(args) < 2 || !slices.IsSortedFunc(args[1:], s.Compare) {
					t.Fatalf("exp not normal: %s", show(s, x))
				}
				for _, e := range args[1:] {
					if slices.Contains(args[1:], s.Inverse(e)) {
						t.Fatalf("inverses left: %s", show(s, x))
					}
				}
			case Xor:
				alg = true
				if len(args) < 2 || !slices.IsSortedFunc(args, s.Compare) || slices.Contains(args, s.Zero()) {
					t.Fatalf("xor not normal: %s", show(s, x))
				}
				for i, a := range args {
					if s.Op(a) == Xor || i > 0 && args[i-1] == a {
						t.Fatalf("xor not flat: %s", show(s, x))
					}
				}
			}
			if s.Mask(x) != vars || s.Ground(x) != (vars == 0) || s.Algebraic(x) != alg {
				t.Fatalf("%s: mask %b, ground %v, algebraic %v; want mask %b, algebraic %v", show(s, x), s.Mask(x), s.Ground(x), s.Algebraic(x), vars, alg)
			}
			return vars, alg
		}
		walk(build(s, trees(4).Draw(t, "x")))
	})
}

// Compare is a total order that other stores agree with, whatever they made
// before.
func TestCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ts := rapid.SliceOfN(trees(2), 3, 3).Draw(t, "terms")
		s, u := newStore(), newStore()
		a, b := make([]Term, 3), make([]Term, 3)
		for i := range ts {
			a[i] = build(s, ts[i])
			b[2-i] = build(u, ts[2-i])
		}
		sign := func(n int) int { return min(1, max(-1, n)) }
		for i := range ts {
			for j := range ts {
				c := sign(s.Compare(a[i], a[j]))
				if d := sign(u.Compare(b[i], b[j])); c != d {
					t.Fatalf("Compare %d, in another store %d", c, d)
				}
				if c != -sign(s.Compare(a[j], a[i])) || (c == 0) != (a[i] == a[j]) {
					t.Fatalf("no order: %d", c)
				}
				for k := range ts {
					if c <= 0 && s.Compare(a[j], a[k]) <= 0 && s.Compare(a[i], a[k]) > 0 {
						t.Fatal("not transitive")
					}
				}
			}
		}
	})
}

// Equations, one by one.
func TestEquations(t *testing.T) {
	s := NewStore()
	text := func(n string) Term { return s.Const(n, Sort(Text)) }
	a, b, c, d, g := text("a"), text("b"), text("c"), text("d"), text("g")
	v := s.Variable(0)
	exp := func(ts ...Term) Term { return s.Make(Exp, ts...) }
	pair := func(x, y Term) Term { return s.Make(Pair, x, y) }
	for _, x := range []struct {
		name      string
		got, want Term
	}{
		{"hash-consing", pair(a, b), pair(a, b)},
		{"inverse of an inverse", s.Inverse(s.Inverse(a)), a},
		{"inverse of a variable's inverse", s.Inverse(s.Inverse(v)), v},
		{"xor with itself", s.Sum(a, a), s.Zero()},
		{"xor with zero", s.Sum(a, s.Zero()), a},
		{"xor of nothing", s.Sum(), s.Zero()},
		{"xor of zeros", s.Sum(s.Zero(), s.Zero()), s.Zero()},
		{"xor commutes", s.Sum(a, b), s.Sum(b, a)},
		{"xor is associative", s.Sum(a, s.Sum(b, c)), s.Sum(s.Sum(a, b), c)},
		{"xor, three of a kind", s.Sum(a, a, a), a},
		{"xor cancels inside", s.Sum(s.Sum(a, b), s.Sum(b, c)), s.Sum(a, c)},
		{"xor with many", s.Sum(a, b, c, d, v), s.Sum(v, d, c, b, a)},
		{"xor of two sums", s.Sum(s.Sum(a, b, c, d), s.Sum(a, b, c)), d},
		{"exp commutes", exp(exp(g, a), b), exp(exp(g, b), a)},
		{"exp of three", exp(g, a, b, c), exp(exp(exp(g, c), a), b)},
		{"exp cancels", exp(exp(g, a), s.Inverse(a)), g},
		{"exp cancels the other way", exp(exp(g, s.Inverse(a)), a), g},
		{"exp cancels in a tower", exp(g, a, b, s.Inverse(a)), exp(g, b)},
		{"exp keeps repeated exponents", exp(exp(g, a, a), s.Inverse(a)), exp(g, a)},
	} {
		if x.got != x.want {
			t.Errorf("%s: %s, want %s", x.name, show(s, x.got), show(s, x.want))
		}
	}
	for _, x := range []struct {
		name string
		x, y Term
	}{
		{"pairs are ordered", pair(a, b), pair(b, a)},
		{"pairs are free", pair(a, pair(b, c)), pair(pair(a, b), c)},
		{"ciphers differ", s.Make(Crypt, a, b), s.Make(Scrypt, a, b)},
		{"base and exponent", exp(a, b), exp(b, a)},
		{"twice is not once", exp(g, a, a), exp(g, a)},
		{"fresh values by instance", s.FreshValue(1, 0, 0), s.FreshValue(1, 1, 0)},
		{"fresh values by occurrence", s.FreshValue(1, 0, 0), s.FreshValue(1, 0, 1)},
		{"constants by name", a, b},
	} {
		if x.x == x.y {
			t.Errorf("%s: both are %s", x.name, show(s, x.x))
		}
	}
	if inst, occ := s.Maker(s.FreshValue(1, 7, 9)); inst != 7 || occ != 9 {
		t.Errorf("Maker: %d %d", inst, occ)
	}
	if s.Const("a", Sort(Agent)) != a || s.SortOf(a) != Sort(Text) {
		t.Error("a constant is its name; its first sort counts")
	}
}

// With Assoc pairs nest to the right.
func TestAssoc(t *testing.T) {
	s := NewStore()
	s.Assoc = true
	a, b, c, d := s.Const("a", 0), s.Const("b", 0), s.Const("c", 0), s.Const("d", 0)
	x := s.Make2(Pair, s.Make2(Pair, a, b), s.Make2(Pair, c, d))
	y := s.Make2(Pair, s.Make2(Pair, s.Make2(Pair, a, b), c), d)
	z := s.Make2(Pair, a, s.Make2(Pair, b, s.Make2(Pair, c, d)))
	if x != y || y != z {
		t.Errorf("%s %s %s", show(s, x), show(s, y), show(s, z))
	}
	if s.Algebraic(x) || !s.Algebraic(s.Make2(Pair, s.Variable(0), a)) {
		t.Error("only tuples with variables need the theory")
	}
}

// Wide sums cross the chunks of the argument arena, and many terms those of the
// node arena.
func TestChunks(t *testing.T) {
	s := NewStore()
	var leaves, sums []Term
	for i := range 300 {
		leaves = append(leaves, s.FreshValue(0, i, 0))
		sums = append(sums, s.Sum(leaves...))
	}
	for i := range sums {
		if got := s.Factors(nil, sums[i]); len(got) != i+1 || s.Sum(leaves[:i+1]...) != sums[i] {
			t.Fatalf("sum of %d: %d summands", i+1, len(got))
		}
	}
	for i := range leaves {
		for j := range leaves {
			p := s.Make2(Pair, leaves[i], leaves[j])
			if a := s.Args(p); a[0] != leaves[i] || a[1] != leaves[j] {
				t.Fatal("a pair lost its parts")
			}
		}
	}
}

// Several goroutines that intern the same terms get the same numbers.
func TestConcurrent(t *testing.T) {
	s, alone := NewStore(), NewStore()
	const workers, n = 4, 3000
	make1 := func(s *Store, i int) Term {
		x, y, z := s.FreshValue(0, i, 0), s.FreshValue(0, i/2, 1), s.Variable(i%70)
		return s.Make(Pair, s.Sum(x, y, z), s.Make(Exp, x, y, z, x))
	}
	got := make([][]Term, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range n {
				got[w] = append(got[w], make1(s, (i+w*n/workers)%n)) // each starts elsewhere
			}
		})
	}
	for i := range n {
		make1(alone, i)
	}
	wg.Wait()
	for w := range workers {
		for i := range n {
			if a, b := got[0][i], got[w][(i-w*n/workers+n)%n]; a != b {
				t.Fatalf("worker %d has another term for %s", w, show(s, a))
			}
		}
	}
	if s.Len() != alone.Len() {
		t.Errorf("%d terms, %d when one goroutine makes them", s.Len(), alone.Len())
	}
}

// Compound types are interned too.
func TestCompound(t *testing.T) {
	s := NewStore()
	p := &Type{Kind: PairType, Args: []*Type{TAgent, TText}}
	q := &Type{Kind: PairType, Args: []*Type{TAgent, TText}}
	r := &Type{Kind: PairType, Args: []*Type{TText, TAgent}}
	if s.Compound(p) != s.Compound(q) || s.Compound(p) == s.Compound(r) || !s.CompoundType(s.Compound(r)).Equal(r) {
		t.Error("Compound confuses types")
	}
	if s.CompoundType(Sort(Text)) != nil || s.Compound(p).IsBasic() || !Sort(Text).IsBasic() || Sort(Message).IsBasic() {
		t.Error("basic and compound sorts are confused")
	}
}

// TypeString: types print in HLPSL notation.
func TestTypeString(t *testing.T) {
	for _, c := range []struct {
		t    *Type
		want string
	}{
		{TAgent, "agent"},
		{&Type{Kind: Set, Args: []*Type{TText}}, "text set"},
		{&Type{Kind: Set, Args: []*Type{{Kind: PairType, Args: []*Type{TAgent, TText}}}}, "(agent.text) set"},
		{&Type{Kind: PairType, Args: []*Type{{Kind: PairType, Args: []*Type{TAgent, TText}}, TNat}}, "(agent.text).nat"},
		{&Type{Kind: CryptType, Args: []*Type{TPublicKey, TText}}, "{text}_public_key"},
		{&Type{Kind: InvType, Args: []*Type{TPublicKey}}, "inv(public_key)"},
		{&Type{Kind: HashType, Args: []*Type{TText}}, "hash(text)"},
		{&Type{Kind: FuncType, Args: []*Type{TAgent, TPublicKey}}, "agent->public_key"},
		{&Type{Kind: Enum, Names: []string{"x", "y"}}, "{x,y}"},
		{&Type{Kind: Channel}, "channel(dy)"},
	} {
		if got := c.t.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
		if !c.t.Equal(c.t) || c.t.Equal(TBool) {
			t.Errorf("Equal is wrong about %s", c.want)
		}
	}
}
