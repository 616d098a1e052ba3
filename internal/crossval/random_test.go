package crossval

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hornet/internal/gen"
	"hornet/protocol"
	"hornet/search"
)

// built skips the test while the search has no engine.
func built(t *testing.T) {
	t.Helper()
	m := gen.FromSeed(1).Model()
	r, err := search.Run(context.Background(), m, search.Options{MaxStates: 10})
	if err == nil && r.Cause == search.Unsupported && r.Detail == "not built yet" {
		t.Skip("the search is not built yet")
	}
}

// seeds returns the range of seeds to test: HORNET_SEEDS, as "n" or "from-to", or
// the number given; a tenth of it in short mode.
func seeds(t *testing.T, n uint64) (from, to uint64) {
	t.Helper()
	if testing.Short() {
		n /= 10
	}
	s := os.Getenv("HORNET_SEEDS")
	if s == "" {
		return 1, n
	}
	lo, hi, both := strings.Cut(s, "-")
	from, err1 := strconv.ParseUint(lo, 10, 64)
	to = from
	var err2 error
	if both {
		to, err2 = strconv.ParseUint(hi, 10, 64)
	} else {
		from = 1
	}
	if err1 != nil || err2 != nil {
		t.Fatalf("HORNET_SEEDS=%s: want a number or two with - between", s)
	}
	return from, to
}

var small = Bounds{NaiveStates: 1000, SearchStates: 4000, Time: 5 * time.Second}

// each calls f for every seed, several at a time. It stops early when the
// comparisons take too long for the time that tests have.
func each(from, to uint64, f func(seed uint64)) {
	var next atomic.Uint64
	next.Store(from)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				seed := next.Add(1) - 1
				if seed > to {
					return
				}
				f(seed)
			}
		})
	}
	wg.Wait()
}

// generated is what package gen makes.
type generated interface {
	Model() *protocol.Model
	HLPSL() string
}

// drawn returns the protocol of a seed of one of the kinds that there are: plain
// ones, hard ones, soups, which are about the intruder, crowds, which are about the
// order of steps, and keepers, which are about values of any type.
func drawn(kind string, seed uint64) generated {
	switch kind {
	case "hard":
		return gen.HardFromSeed(seed)
	case "soup":
		return gen.SoupFromSeed(seed)
	case "crowd":
		return gen.CrowdFromSeed(seed)
	case "keeper":
		return gen.KeeperFromSeed(seed)
	}
	return gen.FromSeed(seed)
}

// The comparisons on random protocols.
func TestRandom(t *testing.T) { testRandom(t, 900, "random") }
func TestHard(t *testing.T)   { testRandom(t, 400, "hard") }
func TestSoup(t *testing.T)   { testRandom(t, 1000, "soup") }
func TestCrowd(t *testing.T)  { testRandom(t, 1000, "crowd") }

func testRandom(t *testing.T, n uint64, kind string) {
	built(t)
	from, to := seeds(t, n)
	var mu sync.Mutex
	var exact, attacked, unsure, goals int
	each(from, to, func(seed uint64) {
		p := drawn(kind, seed)
		m := p.Model()
		c := Compare(context.Background(), m, small, seed)
		mu.Lock()
		defer mu.Unlock()
		goals += len(m.Goals)
		if c.Base != nil {
			for _, n := range c.Base.Steps {
				if n == undecided {
					unsure++
				}
			}
		}
		if c.Naive != nil {
			if c.Naive.Exact {
				exact++
			}
			for _, l := range c.Naive.Lengths() {
				if l >= 0 {
					attacked++
				}
			}
		}
		if len(c.Wrong) > 0 {
			t.Errorf("seed %d:\n  %s", seed, strings.Join(c.Wrong, "\n  "))
			if testing.Verbose() {
				t.Log(p.HLPSL())
			}
		}
	})
	t.Logf("%d protocols, %d goals, %d attacked, %d protocols with an exact universe, %d goals undecided", to-from+1, goals, attacked, exact, unsure)
	if n := int(to - from + 1); n >= 100 && (exact < n/3 || attacked < goals/4 || unsure > goals/20) {
		t.Error("the comparison says little")
	}
}
