package diag

// syntaxDocs documents the codes of codes_syntax.go, in the order of their
// numbers.
func syntaxDocs() []Doc {
	return []Doc{}
}
