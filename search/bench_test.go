package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hornet/hlpsl"
	"hornet/hlpsl/syntax"
	"hornet/internal/gen"
	"hornet/intruder"
	"hornet/models"
	"hornet/search"
	"hornet/term"
	"hornet/term/unify"
	"hornet/trace"
)

func text(b *testing.B, name string) []byte {
	m, err := models.Find(name)
	if err != nil {
		b.Fatal(err)
	}
	return m.Text
}

// BenchmarkParse reads a model of the usual size.
func BenchmarkParse(b *testing.B) {
	src := text(b, "kerberos")
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		syntax.Parse("kerberos", src)
	}
}

// BenchmarkUnify solves an equation of each theory.
func BenchmarkUnify(b *testing.B) {
	st := term.NewStore()
	u := &unify.Subst{Store: st}
	u.Reset(nil)
	atom := func(i int) term.Term { return st.Const(fmt.Sprint("n", i), term.Sort(term.Text)) }
	variable := func(sort term.Sort) term.Term { return u.NewVar(unify.Info{Sort: sort, Birth: unify.Unborn}) }
	pattern, message := variable(0), atom(0)
	var vs, ns []term.Term
	for i := range 8 {
		pattern = st.Make2(term.Scrypt, st.Make2(term.Pair, atom(i), variable(0)), pattern)
		message = st.Make2(term.Scrypt, st.Make2(term.Pair, atom(i), atom(i+1)), message)
		if i < 4 {
			vs, ns = append(vs, variable(term.Sort(term.Text))), append(ns, atom(i))
		}
	}
	base := atom(9)
	for _, c := range []struct {
		name string
		l, r term.Term
		n    int
	}{
		{"free", pattern, message, 1},
		{"xor", st.Sum(vs...), st.Sum(ns...), 24},
		{"exp", st.Power(base, slices.Clone(vs)), st.Power(base, slices.Clone(ns)), 24},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				u.Unify(c.l, c.r, func() bool { n++; return true })
				if n != c.n {
					b.Fatalf("%d unifiers, want %d", n, c.n)
				}
			}
		})
	}
}

// BenchmarkDerive analyses a chain of ciphertexts, the key of each in the next,
// and derives what the last one holds; with sums, a chain of sums.
func BenchmarkDerive(b *testing.B) {
	const n = 12
	for _, op := range []term.Op{term.Scrypt, term.Xor} {
		b.Run(map[term.Op]string{term.Scrypt: "cipher", term.Xor: "xor"}[op], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				st := term.NewStore()
				atom := func(i int) term.Term { return st.Const(fmt.Sprint("k", i), term.Sort(term.Text)) }
				d := intruder.NewDeriver(st, nil)
				for i := n - 1; i >= 0; i-- {
					d.Add(st.Make(op, atom(i), atom(i+1)), &trace.Recipe{Op: trace.Known, Index: i})
				}
				d.Add(atom(0), &trace.Recipe{Op: trace.Known, Index: n})
				if d.Derive(atom(n)) == nil {
					b.Fatal("not derived")
				}
			}
		})
	}
}

// BenchmarkSuccessor explores a fixed number of states of a model that has more,
// and reports the time for one.
func BenchmarkSuccessor(b *testing.B) {
	m := load(b, "nsl 5", []byte(gen.NSL(5)))
	states := 0
	b.ReportAllocs()
	for b.Loop() {
		states += run(b, m, search.Options{MaxStates: 5000, Disable: search.PartialOrder}).States
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(states), "ns/state")
}

// BenchmarkWholeCheck goes from the text to the verdicts.
func BenchmarkWholeCheck(b *testing.B) {
	for _, name := range []string{"nspk", "kerberos", "tls12-rsa-mutual", "paper-enhanced-executable"} {
		src := text(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run(b, hlpsl.Load(name, src).Model, search.Options{})
			}
		})
	}
}

// BenchmarkFamilies shows how the cost grows with the size.
func BenchmarkFamilies(b *testing.B) {
	for _, args := range []string{"nsl 2", "nsl 3", "nsl 4", "nspk 2", "nspk 3", "xor 1", "xor 2", "xor 3", "xor 4", "xor 5", "xor 6", "xor 7", "xor 8",
		"dh 1", "dh 2", "dh 3", "dh 4", "dh 5", "dh 6", "dh 7", "dh 8", "tls 1", "tls 2", "tls 3",
		"ike-aggressive ab,ai 1", "ike-aggressive ab,ai 2", "ike-main ab 2"} {
		b.Run(strings.ReplaceAll(args, " ", "-"), func(b *testing.B) {
			m := family(b, args)
			states := 0
			b.ReportAllocs()
			for b.Loop() {
				states = run(b, m, search.Options{MaxStates: 20000}).States
			}
			b.ReportMetric(float64(states), "states")
		})
	}
}
