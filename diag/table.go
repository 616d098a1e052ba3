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
	Bad      Example
	Good     Example
}

// Example is a model of the documentation. It is put together only when somebody
// asks for it: all of them are a third of a megabyte.
type Example func() string

// Text returns the model; of a Doc without example it is empty.
func (e Example) Text() string {
	if e == nil {
		return ""
	}
	return e()
}

// text is an example that is there as it is.
func text(s string) Example { return func() string { return s } }

// Table returns the documentation of every code, in the order of the codes.
// The caller may change the slice.
func Table() []Doc {
	t := make([]Doc, 0, 160)
	for _, docs := range chapters() {
		t = append(t, docs()...)
	}
	return t
}

// chapters returns what makes the table.
func chapters() [6]func() []Doc {
	return [...]func() []Doc{syntaxDocs, nameDocs, translateDocs, lintDocs, execDocs, goalDocs}
}

// Lookup returns the documentation of code c.
func Lookup(c Code) (Doc, bool) {
	for _, docs := range chapters() {
		for _, d := range docs() {
			if d.Code == c {
				return d, true
			}
		}
	}
	return Doc{}, false
}
