package diag

import (
	"testing"

	"pgregory.net/rapid"
)

// TestNarrow holds what is taken for one column to what the library says of it,
// alone and between others.
func TestNarrow(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		if narrow(r) && condition().RuneWidth(r) != 1 {
			t.Errorf("%U has %d columns", r, condition().RuneWidth(r))
		}
	}
	for _, r := range "aä·→…–’≤\ufffd" {
		if !narrow(r) {
			t.Errorf("%c is left to the library", r)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + rapid.StringOf(rapid.RuneFrom([]rune("a→…·\ufffdé\u0301漢\u200d🙂"))).Draw(t, "t")
		if got, want := Width(s), condition().StringWidth(s); got != want {
			t.Fatalf("%q: %d columns, the library says %d", s, got, want)
		}
	})
}
