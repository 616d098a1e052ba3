package diag

// Goals: H06xx.
const ()

// goalDocs documents the codes of this file, in the order of their numbers.
func goalDocs() []Doc {
	return []Doc{}
}
