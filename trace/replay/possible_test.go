package replay_test

import (
	"errors"
	"testing"

	"hornet/trace"
	"hornet/trace/internal/sample"
	"hornet/trace/replay"
)

// TestPossible takes every beginning of an attack for what it is, a run: possible,
// and no attack. A run that is none stays refused.
func TestPossible(t *testing.T) {
	for _, c := range sample.All() {
		for n := range len(c.Run.Steps) + 1 {
			r := &trace.Run{Steps: c.Run.Steps[:n]}
			if err := replay.Possible(c.Model, c.Opt, r); err != nil {
				t.Errorf("%s: the first %d steps: %v", c.Name, n, err)
			}
			if replay.Check(c.Model, c.Opt, r) == nil {
				t.Errorf("%s: the first %d steps are taken for an attack", c.Name, n)
			}
		}
		if len(c.Run.Steps) < 2 {
			continue
		}
		var refused *replay.Refusal
		if err := replay.Possible(c.Model, c.Opt, &trace.Run{Steps: c.Run.Steps[1:]}); !errors.As(err, &refused) {
			t.Errorf("%s without its first step: %v", c.Name, err)
		}
	}
}
