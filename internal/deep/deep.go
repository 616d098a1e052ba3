// Package deep keeps the Go runtime from growing a stack again and again.
package deep

// Stack calls f on a stack that is large and stays so. A goroutine begins with a
// few KiB, which are doubled, and all frames moved, whenever a call does not fit:
// half a dozen times for the parser alone. And the collector halves a stack of
// which little is in use; solving constraints goes deep and comes back for every
// step, and growing it again took a fifth of a long search. Pages that nobody
// touches cost nothing.
//
//go:noinline
func Stack(f func()) {
	if f == nil { // never: the frame is made all the same, and nobody writes to it
		var pad [128 << 10]byte
		touch(&pad)
	}
	f()
}

//go:noinline
func touch(*[128 << 10]byte) {}
