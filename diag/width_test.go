package diag

import "testing"

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "na": 2, "Zoë": 3, "a→b…": 4, "A ≤ B": 5, "漢字": 4, "e\u0301": 1, "🙂": 2, "\ufffd": 1, "\xff": 1,
	} {
		if got := Width(s); got != want {
			t.Errorf("%q takes %d columns, want %d", s, got, want)
		}
	}
}
