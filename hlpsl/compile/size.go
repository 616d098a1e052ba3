package compile

import (
	"hornet/diag"
	"hornet/protocol"
)

// MaxSize is the largest number of symbols that a term of the model may have,
// written out as a tree. Arguments that are passed on twice at each level of a
// composition, or new values that speak of each other, grow as powers of two.
const MaxSize = 100000

// sizes measures terms. Shared parts are measured once.
type sizes map[*protocol.Expr]int

// of returns the number of symbols of e, or a number above MaxSize.
func (m sizes) of(e *protocol.Expr) int {
	if len(e.Args) == 0 {
		return 1
	}
	if n, ok := m[e]; ok {
		return n
	}
	n := 1
	for _, a := range e.Args {
		if n += m.of(a); n > MaxSize {
			n = MaxSize + 1
			break
		}
	}
	m[e] = n
	return n
}

// fits reports an error when e is too large. Nothing may walk over e before.
func (c *compiler) fits(e *protocol.Expr, at diag.Range) bool {
	if c.sizes.of(e) <= MaxSize {
		return true
	}
	if !c.full {
		c.full = true
		c.list.Add(diag.TermTooLarge, diag.Error, at, "this term has more than %d symbols when it is written out", MaxSize).
			Help = "a value that is used twice at each step doubles each time"
	}
	return false
}
