package syntax

import (
	"bytes"
	"strings"

	"hornet/diag"
)

// Format prints a file in the canonical layout: two blanks a level, colons of a
// declaration list aligned, one condition or action a line behind its /\, the
// arrow on a line of its own. Comments stay where they are: before what they
// precede, or behind what stands before them on their line. What follows the
// main call stays as it is. The file must have parsed without errors.
//
// Parse gives back an Equal file, and formatting that changes nothing.
func Format(f *File) []byte {
	p := &layout{comments: f.Comments}
	for _, r := range f.Roles {
		p.role(r)
	}
	if g := f.Goals; g != nil {
		p.goals(g)
	}
	if f.Main != nil {
		p.blank()
		p.item(f.Main.Range, "", callText(f.Main), 2)
	}
	if r := f.Ignored; r != nil {
		p.blank()
		p.before(r.Start, 0)
		p.raw(f.Text[r.Start.Offset:r.End.Offset], *r)
	}
	p.before(diag.Pos{Offset: len(f.Text) + 1}, 0)
	p.flush()
	return p.out
}

// width is the column that lines should not pass.
const width = 100

// layout prints items, pieces of text that begin a line, with the comments
// between them.
type layout struct {
	out       []byte
	comments  []Comment // not yet printed
	line      string    // the line, or the item of several lines, being built
	started   bool      // line is in use
	commented bool      // a comment ends it
	spaced    bool      // an empty line comes before the next one
	lastLine  int       // where the last item ended in the source
	lastAny   int       // where the last item or comment ended in the source
}

// blank asks for an empty line before the next one.
func (p *layout) blank() { p.spaced = true }

// flush writes the line.
func (p *layout) flush() {
	if p.started {
		p.out = append(p.out, strings.TrimRight(p.line, " \t")...)
		p.out = append(p.out, '\n')
	}
	p.line, p.started, p.commented = "", false, false
}

// open begins a line.
func (p *layout) open(s string) {
	p.flush()
	if p.spaced && len(p.out) > 0 {
		p.out = append(p.out, '\n')
	}
	p.line, p.started, p.spaced = s, true, false
}

// before prints the comments that stand before pos.
func (p *layout) before(pos diag.Pos, indent int) {
	own := false
	for len(p.comments) > 0 && p.comments[0].Range.Start.Offset < pos.Offset {
		c := p.comments[0]
		p.comments = p.comments[1:]
		at := c.Range.Start.Line
		if p.started && !p.commented && at == p.lastLine {
			p.trail(c)
			continue
		}
		if at > p.lastAny+1 {
			p.spaced = true
		}
		p.open(spaces(indent) + c.Text)
		p.commented, p.lastAny, own = true, at, true
	}
	if own && pos.Line > p.lastAny+1 {
		p.spaced = true
	}
}

// trail puts a comment at the end of the line.
func (p *layout) trail(c Comment) {
	p.line += "  " + c.Text
	p.commented = true
}

// item prints text, which stands at r in the source, on a line of its own
// behind prefix. Long lines are broken, the further ones indented by cont.
func (p *layout) item(r diag.Range, prefix, text string, cont int) {
	p.before(r.Start, len(prefix)-len(strings.TrimLeft(prefix, " ")))
	p.open(fill(prefix, text, cont))
	p.lastLine, p.lastAny = r.End.Line, r.End.Line
	if len(p.comments) > 0 && p.comments[0].Range.Start.Offset < r.End.Offset {
		p.trail(p.comments[0])
		p.comments = p.comments[1:]
	}
}

// raw prints text as it is, comments included.
func (p *layout) raw(text []byte, r diag.Range) {
	p.open(string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))))
	p.lastLine, p.lastAny = r.End.Line, r.End.Line
	for len(p.comments) > 0 && p.comments[0].Range.Start.Offset < r.End.Offset {
		p.comments = p.comments[1:]
	}
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// fill puts text behind prefix and breaks it behind dots and commas where it
// would pass the width.
func fill(prefix, text string, cont int) string {
	if len(prefix)+len(text) <= width {
		return prefix + text
	}
	var b strings.Builder
	b.WriteString(prefix)
	col, start := len(prefix), 0 // of what is not yet written
	cut := 0                     // behind the last place to break
	for i := 0; i < len(text); i++ {
		if col+i-start >= width && cut > start {
			b.WriteString(strings.TrimRight(text[start:cut], " "))
			b.WriteString("\n" + spaces(cont))
			for cut < len(text) && text[cut] == ' ' {
				cut++
			}
			start, col = cut, cont
			i = max(i, start)
		}
		if i < len(text) && (text[i] == '.' || text[i] == ',') {
			cut = i + 1
		}
	}
	b.WriteString(text[start:])
	return b.String()
}

func (p *layout) role(r *Role) {
	p.blank()
	head := "role " + r.Name.Name + "("
	if len(r.Formals) == 0 {
		p.item(r.Name.Range, "", head+")", 2)
	} else {
		p.groups(head, r.Formals, ")")
	}
	if r.Player != nil {
		p.item(r.Player.Range, "", "played_by "+r.Player.Name, 2)
	}
	p.item(r.Def, "", "def=", 2)
	if len(r.Locals) > 0 {
		p.blank()
		p.groups("  local ", r.Locals, "")
	}
	if n := len(r.Owns); n > 0 {
		p.blank()
		p.item(r.Owns[0].Range.To(r.Owns[n-1].Range), "  owns ", names(r.Owns), 7)
	}
	if len(r.Consts) > 0 {
		p.blank()
		p.groups("  const ", r.Consts, "")
	}
	if len(r.Inits) > 0 {
		p.blank()
		for i := range r.Inits {
			prefix := "       /\\ "
			switch {
			case i == 0 && len(r.Inits) == 1:
				prefix = "  init "
			case i == 0:
				prefix = "  init    "
			}
			p.item(r.Inits[i].Range, prefix, initText(&r.Inits[i]), 12)
		}
	}
	if len(r.AcceptAll) > 0 {
		p.blank()
		for i := range r.AcceptAll {
			prefix := "  accept    "
			if i > 0 {
				prefix = "         /\\ "
			}
			p.item(r.AcceptAll[i].Range, prefix, literalText(&r.AcceptAll[i]), 14)
		}
	}
	if k := r.Knowledge; k != nil {
		p.blank()
		p.item(k.Range, "  ", "intruder_knowledge = {"+join(k.Terms, ", ")+"}", 24)
	}
	p.blank()
	if r.Composed {
		p.item(r.Body, "  ", "composition", 0)
		if r.Composition != nil {
			p.composition(r.Composition, "    ", 4, "")
		}
	} else {
		p.item(r.Body, "  ", "transition", 0)
		p.transitions(r.Transitions)
	}
	p.before(r.Range.End, 2)
	p.blank()
	p.open("end role")
	p.lastLine, p.lastAny = r.Range.End.Line, r.Range.End.Line
}

// groups prints declarations behind head, their colons aligned.
func (p *layout) groups(head string, gs []VarGroup, tail string) {
	const widest = 40
	col := 0
	for _, g := range gs {
		if n := len(names(g.Names)); n <= widest {
			col = max(col, n)
		}
	}
	for i, g := range gs {
		ns := names(g.Names)
		text := ns + spaces(col-len(ns)) + " : " + typeText(g.Type)
		if i < len(gs)-1 {
			text += ","
		} else {
			text += tail
		}
		prefix := head
		if i > 0 {
			prefix = spaces(len(head))
		}
		p.item(g.Names[0].Range.To(g.Type.Range), prefix, text, len(head))
	}
}

func (p *layout) transitions(ts []*Transition) {
	label := 0
	for _, t := range ts {
		label = max(label, len(t.Label.Name))
	}
	for _, t := range ts {
		p.blank()
		col := 4 + label + 2
		for i := range t.Left {
			l := &t.Left[i]
			r, prefix := l.Range, spaces(col)+`/\ `
			if i == 0 {
				r.Start = t.Label.Range.Start
				prefix = "    " + t.Label.Name + "." + spaces(label-len(t.Label.Name)) + "    "
			}
			p.item(r, prefix, literalText(l), col+5)
		}
		arrow := "=|>"
		if t.Immediate {
			arrow = "--|>"
		}
		p.item(t.Arrow, spaces(col), arrow, 0)
		for i := range t.Right {
			prefix := spaces(col) + `/\ `
			if i == 0 {
				prefix = spaces(col + 3)
			}
			p.item(t.Right[i].Range, prefix, actionText(&t.Right[i]), col+5)
		}
	}
}

// composition prints c: its first line behind prefix, the others from column
// col on, tail behind the last.
func (p *layout) composition(c *Composition, prefix string, col int, tail string) {
	switch c.Op {
	case "call":
		p.item(c.Call.Range, prefix, callText(c.Call)+tail, col+4)
	case "()":
		p.composition(c.Parts[0], prefix+"(", col+1, ")"+tail)
	case "forall":
		vars := make([]string, len(c.Vars))
		for i, v := range c.Vars {
			vars[i] = v.Name
		}
		r := c.Range
		r.End = c.Set.Pos().End
		p.item(r, prefix, `/\_{in(`+strings.Join(vars, ".")+","+exprText(c.Set)+")}", col+4)
		p.composition(c.Parts[0], spaces(col+2), col+2, tail)
	default:
		op := c.Op + spaces(3-len(c.Op))
		for i, part := range c.Parts {
			first, t := spaces(col)+op, ""
			if i == 0 {
				first = prefix + "   "
			}
			if i == len(c.Parts)-1 {
				t = tail
			}
			p.composition(part, first, col+3, t)
		}
	}
}

func (p *layout) goals(g *GoalSection) {
	p.blank()
	r := g.Range
	r.End = diag.Pos{Offset: r.Start.Offset + 4, Line: r.Start.Line, Col: r.Start.Col + 4}
	p.item(r, "", "goal", 0)
	for _, goal := range g.Goals {
		if goal.Kind == GoalLTL {
			p.before(goal.Range.Start, 2)
			p.raw([]byte("  "+goal.Text), goal.Range)
			continue
		}
		p.item(goal.Range, "  ", goalText(goal), 4)
	}
	p.before(g.Range.End, 2)
	p.spaced = false
	p.open("end goal")
	p.lastLine, p.lastAny = g.Range.End.Line, g.Range.End.Line
}
