package diag

// Names and types: H02xx.
const ()

// nameDocs documents the codes of this file, in the order of their numbers.
func nameDocs() []Doc {
	return []Doc{}
}
