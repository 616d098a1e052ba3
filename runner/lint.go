package runner

import (
	"hornet/diag"
	"hornet/hlpsl"
	"hornet/hlpsl/lint"
)

// diagnose returns what there is to say about a text as such: its errors, or its
// smells as well when it has none, with the suppression comments obeyed.
func diagnose(u *hlpsl.Unit, withLint bool) diag.List {
	if !withLint || u.Model == nil {
		return u.Diags
	}
	return lint.All(u)
}
