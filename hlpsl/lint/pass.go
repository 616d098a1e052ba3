package lint

import (
	"hornet/diag"
	"hornet/hlpsl"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/protocol"
)

// pass is what the checks share: the unit, views of it that several of them
// need, and the list they add to.
type pass struct {
	file  *syntax.File
	info  *check.Info
	model *protocol.Model
	out   diag.List

	flows []*flow // of every basic role that is reached from the main call
	facts []*fact // of those roles' transitions
	abs   *world  // nil until asked for
}

func newPass(u *hlpsl.Unit) *pass {
	p := &pass{file: u.File, info: u.Info, model: u.Model}
	for _, r := range u.Info.Roles {
		if !r.Composed() && r.Called {
			p.flows = append(p.flows, newFlow(r))
		}
	}
	p.facts = collectFacts(p)
	return p
}

func (p *pass) warn(code diag.Code, r diag.Range, format string, args ...any) *diag.Diagnostic {
	return p.out.Add(code, diag.Warning, r, format, args...)
}

func (p *pass) hint(code diag.Code, r diag.Range, format string, args ...any) *diag.Diagnostic {
	return p.out.Add(code, diag.Hint, r, format, args...)
}

// reported tells whether a diagnostic of this code starts inside r.
func (p *pass) reported(code diag.Code, r diag.Range) bool {
	for _, d := range p.out {
		if d.Code == code && r.Start.Offset <= d.Range.Start.Offset && d.Range.Start.Offset < r.End.Offset {
			return true
		}
	}
	return false
}
