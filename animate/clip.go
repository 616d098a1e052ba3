package animate

import (
	"fmt"
	"unicode/utf8"
)

// Bounds on the length of texts, in characters: a name of a model may have any.
const (
	maxLabel = 160
	maxFull  = 4000
)

// clip returns s, cut off after max characters.
func clip(s string, max int) string {
	if len(s) <= max {
		return s
	}
	n := 0
	for i := range s {
		if n++; n > max {
			return fmt.Sprintf("%s… (%d characters)", s[:i], utf8.RuneCountInString(s))
		}
	}
	return s
}
