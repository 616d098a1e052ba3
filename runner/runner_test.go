package runner

import (
	"errors"
	"strings"
	"testing"
)

// TestOnce: what is done once comes to all who ask, and so does its panic, with
// the place where it happened.
func TestOnce(t *testing.T) {
	calls := 0
	three := once(func() int { calls++; return 3 })
	if three() != 3 || three() != 3 || calls != 1 {
		t.Errorf("%d calls", calls)
	}
	broken := once(func() int { return breaks(nil) })
	for range 2 {
		func() {
			defer func() {
				err, _ := recover().(error)
				var c *crash
				if !errors.As(err, &c) || !strings.Contains(c.stack, "breaks") || strings.Count(c.Error(), "fault") != 1 {
					t.Errorf("%v", err)
				}
			}()
			broken()
		}()
	}
}

//go:noinline
func breaks(p *int) int { return *p }
