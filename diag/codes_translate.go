package diag

// Translation faults, that is the reference translator's warnings and what it or hornet does not support: H03xx.
const ()

// translateDocs documents the codes of this file, in the order of their numbers.
func translateDocs() []Doc {
	return []Doc{}
}
