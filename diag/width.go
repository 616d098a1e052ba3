package diag

import (
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Width returns how many columns s takes on a terminal. The environment's locale
// does not count: the same report must look the same everywhere.
func Width(s string) int {
	n := 0
	for _, r := range s {
		if !narrow(r) {
			return condition().StringWidth(s)
		}
		n++
	}
	return n
}

// runeWidth returns how many columns r takes for itself.
func runeWidth(r rune) int {
	if narrow(r) {
		return 1
	}
	return condition().RuneWidth(r)
}

func condition() *runewidth.Condition { return &runewidth.Condition{StrictEmojiNeutral: true} }

// narrow reports whether r takes one column and joins no neighbour: what models
// are made of, and the signs that reports use. The library makes a table of two
// megabytes for the first character above U+0300, which takes longer than to
// search a small model.
func narrow(r rune) bool {
	return r >= ' ' && r < 0x7f || // ASCII
		r > 0xa0 && r <= 0xff && r != 0xad && r != 0xa9 && r != 0xae || // Latin-1 but for the soft hyphen, © and ®
		r >= 0x2010 && r <= 0x2026 || // dashes, quotes, the ellipsis
		r == 0x2192 || // →
		r >= 0x2200 && r <= 0x22ff || // mathematics
		r == utf8.RuneError // what broken conversions leave in models
}
