package diag

// Smells: H04xx.
const ()

// lintDocs documents the codes of this file, in the order of their numbers.
func lintDocs() []Doc {
	return []Doc{}
}
