package intruder

// scratch lends slices of constraints. Derivations are left in the opposite order
// in which they are entered, and a search makes more of them than the collector
// should have to do with: what one has taken is free again once it sets top to
// what it was.
type scratch struct {
	chunks [][]Constraint
	top    top
}

// top is how far the chunks are taken.
type top struct{ chunk, used int }

// take returns an empty slice with room for n constraints.
func (s *scratch) take(n int) []Constraint {
	const size = 64
	for {
		if s.top.chunk == len(s.chunks) {
			s.chunks = append(s.chunks, make([]Constraint, max(n, size)))
		}
		c := s.chunks[s.top.chunk]
		if at := s.top.used; at+n <= len(c) {
			s.top.used += n
			return c[at : at : at+n]
		}
		s.top = top{s.top.chunk + 1, 0}
	}
}
