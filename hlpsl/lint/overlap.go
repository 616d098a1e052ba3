package lint

import (
	"strings"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
)

// stateOverlap reports H0405: two steps of a role with the same left side but
// for the names of the variables they bind. Whenever one can be taken, so can
// the other.
func stateOverlap(p *pass) {
	for _, f := range p.flows {
		seen := map[string]*step{}
		for _, s := range f.steps {
			key := p.leftKey(f, s)
			first, dup := seen[key]
			if !dup {
				seen[key] = s
				continue
			}
			d := p.hint(diag.StateOverlap, s.t.Range.To(s.t.Arrow), "steps %s and %s of %s have the same left side: either may be taken", first.t.Label.Name, s.t.Label.Name, f.role.Name)
			d.Help = "give them different states, or conditions that exclude each other"
			d.Related = append(d.Related, diag.Related{Range: first.t.Range.To(first.t.Arrow), Message: "the other step"})
		}
	}
}

// leftKey writes the left side of a step with its bound variables numbered, so
// that two sides are the same text when they take the same steps.
func (p *pass) leftKey(f *flow, s *step) string {
	names := map[string]int{}
	var parts []string
	for _, l := range s.t.Left {
		var b strings.Builder
		b.WriteString(string('0' + rune(l.Kind)))
		if l.Neg {
			b.WriteByte('!')
		}
		args := l.Args
		if l.Atom != nil {
			args = l.Atom.Args
			if l.Atom.Chan {
				// All channels are the intruder's.
				b.WriteString("RCV")
				if l.Atom.Start {
					b.WriteString("start")
				}
			} else {
				b.WriteString(l.Atom.Name.Name)
			}
		}
		for _, e := range args {
			b.WriteByte(',')
			p.writeKey(&b, f, e, names)
		}
		parts = append(parts, b.String())
	}
	return strings.Join(parts, "&")
}

func (p *pass) writeKey(b *strings.Builder, f *flow, e syntax.Expr, names map[string]int) {
	list := func(head string, es ...syntax.Expr) {
		b.WriteString(head + "(")
		for _, e := range es {
			p.writeKey(b, f, e, names)
			b.WriteByte(',')
		}
		b.WriteByte(')')
	}
	switch e := check.Unparen(e).(type) {
	case *syntax.Var:
		if !e.Primed {
			b.WriteString(e.Name)
			return
		}
		n, ok := names[e.Name]
		if !ok {
			n = len(names)
			names[e.Name] = n
			if v := f.role.Var(e.Name); v != nil {
				b.WriteString(v.Type.String())
			}
		}
		b.WriteString("'" + string('0'+rune(n)))
	case *syntax.Const:
		b.WriteString(e.Name)
	case *syntax.Nat:
		b.WriteString(e.Text)
	case *syntax.Pair:
		list(".", e.L, e.R)
	case *syntax.Encrypt:
		list("crypt", e.Key, e.Body)
	case *syntax.Inv:
		list("inv", e.X)
	case *syntax.Apply:
		list(e.Fn.Name, e.Args...)
	case *syntax.SetLit:
		list("{}", e.Elems...)
	case *syntax.Cons:
		list("cons", e.Elem, e.Set)
	case *syntax.Delete:
		list("delete", e.Elem, e.Set)
	case *syntax.Exp:
		list("exp", e.Args...)
	case *syntax.Xor:
		list("xor", e.Args...)
	}
}
