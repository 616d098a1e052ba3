package replay_test

import (
	"testing"

	"hornet/trace/internal/sample"
	"hornet/trace/replay"
)

// TestAttacks replays the known attacks.
func TestAttacks(t *testing.T) {
	for _, c := range sample.All() {
		if err := replay.Check(c.Model, c.Opt, c.Run); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}
