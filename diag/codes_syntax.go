package diag

// Lexis and syntax: H01xx.
const ()

// syntaxDocs documents the codes of this file, in the order of their numbers.
func syntaxDocs() []Doc {
	return []Doc{}
}
