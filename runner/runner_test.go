package runner

import (
	"errors"
	"strings"
	"testing"
)

// TestBeside: what is done aside comes back to who waits, and so does its panic,
// with the place where it happened.
func TestBeside(t *testing.T) {
	if got := beside(func() int { return 3 })(); got != 3 {
		t.Errorf("got %d", got)
	}
	wait := beside(func() int { return breaks(nil) })
	defer func() {
		err, _ := recover().(error)
		var c *crash
		if !errors.As(err, &c) || !strings.Contains(c.stack, "breaks") || strings.Count(c.Error(), "fault") != 1 {
			t.Errorf("%v", err)
		}
	}()
	wait()
}

//go:noinline
func breaks(p *int) int { return *p }
