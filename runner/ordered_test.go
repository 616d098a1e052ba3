package runner

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// TestOrdered wants every result, in order, whatever the number of workers, and
// no worker far ahead of the slowest.
func TestOrdered(t *testing.T) {
	for _, jobs := range []int{0, 1, 2, 7, 500} {
		const n = 300
		var ahead, done atomic.Int64
		next := 0
		err := Ordered(n, jobs, func(i int) int {
			if i == 3 {
				time.Sleep(5 * time.Millisecond)
			}
			if a := int64(i) - done.Load(); a > ahead.Load() {
				ahead.Store(a)
			}
			return i * i
		}, func(i, v int) error {
			if i != next || v != i*i {
				t.Fatalf("%d jobs: result %d is %d, want number %d", jobs, i, v, next)
			}
			next++
			done.Add(1)
			return nil
		})
		if err != nil || next != n {
			t.Errorf("%d jobs: %d results, %v", jobs, next, err)
		}
		if limit := int64(max(1, min(jobs, n))*(window+1) + 1); ahead.Load() > limit {
			t.Errorf("%d jobs: a worker was %d ahead, more than %d", jobs, ahead.Load(), limit)
		}
	}
	if err := Ordered(0, 3, func(int) int { return 0 }, func(int, int) error { return errors.New("called") }); err != nil {
		t.Error(err)
	}
}

func TestOrderedStops(t *testing.T) {
	for _, jobs := range []int{1, 4} {
		var started atomic.Int64
		stop := errors.New("enough")
		err := Ordered(100000, jobs, func(i int) int { started.Add(1); return i }, func(i, _ int) error {
			if i == 10 {
				return stop
			}
			return nil
		})
		if err != stop || started.Load() > int64(11+jobs*(window+1)) {
			t.Errorf("%d jobs: %v after %d calls", jobs, err, started.Load())
		}
	}
}
