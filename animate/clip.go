package animate

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds on the length of texts, in characters: a name of a model may have any.
const (
	maxLabel = 160
	maxFull  = 4000
)

// clean replaces what would not be shown as it stands: control characters, and
// those that turn the direction of what follows (cf. Boucher, Anderson, Trojan
// Source, USENIX Security 2023).
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

// clip returns s, cleaned and cut off after max characters.
func clip(s string, max int) string {
	s = clean(s)
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
