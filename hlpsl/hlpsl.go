// Package hlpsl reads HLPSL, the high-level protocol specification language of
// AVISPA and SPAN: it parses a text, resolves its names, checks its types and
// compiles it to a protocol.Model.
package hlpsl

import (
	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/compile"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
)

// Unit is a specification and everything the front end found out about it.
type Unit struct {
	File  *syntax.File
	Info  *check.Info     // nil when the text has syntax errors
	Model *protocol.Model // nil when there are errors
	Diags diag.List       // of all passes, sorted
}

// Load reads the specification text, which name is shown for in diagnostics.
// Each pass runs only when the one before it reported no error, so that one
// mistake is reported once.
func Load(name string, text []byte) *Unit {
	u := &Unit{}
	u.File, u.Diags = syntax.Parse(name, text)
	if u.Diags.Errors() == 0 {
		var l diag.List
		u.Info, l = check.Check(u.File)
		u.Diags = append(u.Diags, l...)
	}
	if u.Diags.Errors() == 0 {
		m, l := compile.Compile(u.File, u.Info)
		u.Diags = append(u.Diags, l...)
		if l.Errors() == 0 {
			u.Model = m
		}
	}
	u.Diags.Sort()
	return u
}
