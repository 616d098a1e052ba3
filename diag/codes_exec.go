package diag

// Executability and implementability: H05xx.
const ()

// execDocs documents the codes of this file, in the order of their numbers.
func execDocs() []Doc {
	return []Doc{}
}
