package crossval

import (
	"context"
	"strings"
	"testing"

	"hornet/internal/gen"
	"hornet/search"
)

// TestLaws checks the metamorphic laws on random protocols, three of them on each
// in turn, and that dropping the types loses no attack.
func TestLaws(t *testing.T) {
	built(t)
	from, to := seeds(t, 400)
	each(from, to, func(seed uint64) {
		p := gen.FromSeed(seed)
		m := p.Model()
		c := &Comparison{}
		c.Base = c.run(context.Background(), "search", m, search.Options{}, small)
		if c.Base == nil {
			return // TestRandom reports it
		}
		c.Wrong = nil
		for k := uint64(0); k < 3; k++ {
			l := laws[(seed+k*3)%uint64(len(laws))]
			if n := l.change(m); n != nil {
				c.law(m, l.name, l.monotone, c.run(context.Background(), l.name, n, search.Options{}, small))
			}
		}
		c.law(m, "untyped", true, c.run(context.Background(), "untyped", m, search.Options{Untyped: true}, small))
		if len(c.Wrong) > 0 {
			t.Errorf("seed %d:\n  %s", seed, strings.Join(c.Wrong, "\n  "))
		}
	})
}
