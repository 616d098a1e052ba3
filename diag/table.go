package diag

// Doc is the documentation of a code: what "hornet explain", the page
// docs/diagnostics.md and the rules of a SARIF report are made from.
//
// Bad is a whole HLPSL model that triggers the code and no other error; Good is
// the same model mended: it does not trigger the code. Keep both as small as
// they can be. A test holds every code to it.
type Doc struct {
	Code     Code
	Severity Severity // how grave it is where nothing says otherwise
	Title    string   // a phrase without final stop: "a variable is not declared"
	Why      string   // why it matters and what to do, in a few sentences
	Bad      string
	Good     string
}

// Table returns the documentation of every code, in the order of the codes.
// The caller may change the slice.
func Table() []Doc {
	var t []Doc
	for _, docs := range []func() []Doc{syntaxDocs, nameDocs, translateDocs, lintDocs, execDocs, goalDocs} {
		t = append(t, docs()...)
	}
	return t
}

// Lookup returns the documentation of code c.
func Lookup(c Code) (Doc, bool) {
	for _, d := range Table() {
		if d.Code == c {
			return d, true
		}
	}
	return Doc{}, false
}
