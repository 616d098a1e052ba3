package crossval

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"hornet/search"
)

// TestFlows: births that count only what is of a variable's flow change no verdict
// and no length where variables are of any type, neither with the other reductions
// nor alone; and the naive explorer has no shorter attack.
func TestFlows(t *testing.T) {
	built(t)
	from, to := seeds(t, 1200)
	var matter atomic.Int64
	each(from, to, func(seed uint64) {
		m := drawn("keeper", seed).Model()
		untyped := seed%4 == 0
		for _, without := range []search.Reductions{0, search.AllReductions &^ search.Flow} {
			c := &Comparison{}
			c.Base = c.run(context.Background(), "without flows", m, search.Options{Untyped: untyped, Disable: without | search.Flow}, small)
			if c.Base != nil {
				r := c.run(context.Background(), "with flows", m, search.Options{Untyped: untyped, Disable: without}, small)
				c.same(m, "with flows", r)
				if r != nil {
					c.agree(m, "with flows: ", r, explore(context.Background(), m, untyped, small))
				}
				if r != nil && r.States != c.Base.States {
					matter.Add(1)
				}
			}
			if len(c.Wrong) > 0 {
				t.Errorf("seed %d, reductions left out %b:\n  %s", seed, without, strings.Join(c.Wrong, "\n  "))
			}
		}
	})
	n := int64(to - from + 1)
	t.Logf("%d protocols, %d searches in which flows matter", n, matter.Load())
	if n >= 100 && matter.Load() < n/20 {
		t.Error("the comparison says little")
	}
}
