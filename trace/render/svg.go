package render

import (
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// SVG draws the chart as a picture that needs nothing else: text stays text, the
// whole of every shortened message is in its title, colours follow the reader's
// light or dark theme, and line styles say the same as colours do, for print.
func SVG(w io.Writer, c *Chart) error {
	d := &drawing{layout: newLayout(c, 74)}
	d.open(d.width, 0, d.height, true)
	d.rect("bg", 0, 0, d.width, d.height, 0)
	d.text("ct", margin, 34, elide(c.Title, int((d.width-2*margin)/11)), "")
	d.text("cs", margin, 55, elide(c.subtitle(), int((d.width-2*margin)/8)), "")
	d.chart("", true)
	d.b.WriteString("</svg>\n")
	_, err := io.WriteString(w, d.b.String())
	return err
}

// subtitle says what the chart is of.
func (c *Chart) subtitle() string {
	s := fmt.Sprintf("%d messages", c.Messages)
	if c.Messages == 1 {
		s = "1 message"
	}
	if c.Model != "" {
		s = c.Model + " · " + s
	}
	return s
}

// describe is the chart in a sentence or two, for those who cannot see it.
func (c *Chart) describe() string {
	var names []string
	for _, l := range c.Lifelines {
		names = append(names, l.Name)
	}
	s := "Message sequence chart with the participants " + strings.Join(names, ", ") + ": " + c.subtitle() + "."
	if c.Attack {
		s += " It violates " + c.Goal + ": " + c.Why + "."
	}
	return s
}

// drawing writes a layout as SVG.
type drawing struct {
	*layout
	b strings.Builder
}

// open starts the picture of the stretch from y to y+h.
func (d *drawing) open(w, y, h float64, alone bool) {
	size := fmt.Sprintf(`width="%s" height="%s" viewBox="0 %s %s %s"`, px(w), px(h), px(y), px(w), px(h))
	if alone {
		fmt.Fprintf(&d.b, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"hornet\" %s role=\"graphics-document\" aria-label=\"%s\">\n", size, esc(d.Title))
		fmt.Fprintf(&d.b, "<title>%s</title>\n<desc>%s</desc>\n<style>%s</style>\n", esc(d.Title), esc(d.describe()), chartCSS())
		return
	}
	fmt.Fprintf(&d.b, "<svg class=\"hornet\" %s role=\"graphics-document\" aria-label=\"%s\">\n", size, esc(d.Title))
}

// chart draws lifelines, rows and legend. With an anchor each row links to the
// line of the model, anchor + line number.
func (d *drawing) chart(anchor string, heads bool) {
	first := d.top
	if heads {
		first += headH
	}
	for i, l := range d.Lifelines {
		d.line(class("life", l.Intruder), d.x[i], first, d.x[i], d.bottom)
	}
	if heads {
		d.heads()
	}
	for _, y := range d.layout.names {
		for i, l := range d.Lifelines {
			d.text(class("rep", l.Intruder), d.x[i], y+17, elide(l.Name, maxHead), "middle")
		}
	}
	for i := range d.Rows {
		d.row(&d.Rows[i], &d.rows[i], anchor)
	}
	d.drawLegend()
}

func (d *drawing) heads() {
	for i, l := range d.Lifelines {
		w := d.headW[i]
		fmt.Fprintf(&d.b, "<g><title>%s</title>", esc(l.About))
		d.rect(class("head", l.Intruder), d.x[i]-w/2, d.top, w, headH, 6)
		d.text(class("hn", l.Intruder), d.x[i], d.top+18, elide(l.Name, maxHead), "middle")
		d.text("hs", d.x[i], d.top+34, elide(l.Sub, maxHead), "middle")
		d.b.WriteString("</g>\n")
	}
}

func (d *drawing) row(r *Row, p *place, anchor string) {
	link := anchor != "" && r.Range.IsValid()
	if link {
		fmt.Fprintf(&d.b, `<a href="%s%d">`, esc(anchor), r.Range.Start.Line)
	}
	fmt.Fprintf(&d.b, "<g><title>%s</title>", esc(d.tooltip(r)))
	switch r.Kind {
	case Message:
		d.message(r, p)
	case Event:
		d.tag("ev", r, p)
	case Learn:
		d.tag("kn", r, p)
	case Verdict:
		d.rect("vb", margin, p.y, d.width-2*margin, p.h, 6)
		d.rect("vm", margin, p.y, 5, p.h, 2)
		d.text("vt", margin+20, p.y+25, elide(r.Text, int((d.width-2*margin)/10)), "")
		for i, s := range p.notes {
			d.text("vn", margin+20, p.y+46+float64(i)*lineH, s, "")
		}
	}
	d.b.WriteString("</g>")
	if link {
		d.b.WriteString("</a>")
	}
	d.b.WriteByte('\n')
}

// tooltip is the whole content of a row.
func (d *drawing) tooltip(r *Row) string {
	s := r.Full
	if r.Kind == Message {
		from, to := d.ends(r)
		s = fmt.Sprintf("%d. %s → %s: %s", r.Number, from, to, r.Full)
		if r.Note != "" {
			s += "\n" + r.Note
		}
	} else if r.Kind != Verdict {
		s = d.Lifelines[r.From].Name + ": " + s
	}
	if r.Range.IsValid() {
		s += fmt.Sprintf("\nline %d", r.Range.Start.Line)
	}
	return s
}

// ends names both ends of a message: i(alice) is the intruder in alice's name.
func (c *Chart) ends(r *Row) (string, string) {
	name := func(i int) string {
		if l := &c.Lifelines[i]; !l.Intruder || r.As == "" {
			return l.Name
		}
		return "i(" + r.As + ")"
	}
	return name(r.From), name(r.To)
}

// message draws an arrow with its label in the free stretch between the ends.
func (d *drawing) message(r *Row, p *place) {
	y := p.arrow
	from, to := d.x[r.From], d.x[r.To]
	intruder := d.Lifelines[r.From].Intruder
	pill := d.pill(r)
	half := pillWidth(pill) / 2
	if intruder {
		from += math.Copysign(half, to-from)
	} else if d.Lifelines[r.To].Intruder {
		to -= math.Copysign(half, to-from)
	}
	back := math.Copysign(8, to-from)
	d.text("no", margin+gutter-12, y+4, strconv.Itoa(r.Number), "end")
	d.line(class("msg", intruder), from, y, to-back, y)
	fmt.Fprintf(&d.b, `<path class="%s" d="M%s %sl%s -4.5v9z"/>`, class("tip", intruder), px(to), px(y), px(-back*1.15))
	if pill != "" {
		at := d.x[r.To]
		if intruder {
			at = d.x[r.From]
		}
		d.rect("pill", at-half, y-9, 2*half, 18, 9)
		d.text("pt", at, y+4, pill, "middle")
	}
	for i, s := range p.label {
		d.text(class("ms", intruder), d.labelAt(r, p), y-8-float64(len(p.label)-1-i)*labelH, s, "middle")
	}
	for i, s := range p.notes {
		d.text("nt", d.notesX, p.note+float64(i)*lineH, s, "")
	}
}

// tag draws a box on a lifeline, moved so that it stays on the page.
func (d *drawing) tag(class string, r *Row, p *place) {
	w := tagWidth(r.Text)
	x := max(d.left, min(d.x[r.From]-w/2, d.right-w))
	d.rect(class, x, p.y+5, w, tagH, 5)
	d.text(class+"t", x+w/2, p.y+20, r.Text, "middle")
}

func (d *drawing) drawLegend() {
	if len(d.Folds) == 0 {
		return
	}
	y := d.legend + 12
	d.text("lh", margin, y, "Abbreviations", "")
	y += 6
	for _, f := range d.Folds {
		fmt.Fprintf(&d.b, "<g><title>%s</title>", esc(f.Name+" = "+f.Full))
		d.text("ln", margin, y+lineH, f.Name, "")
		for _, s := range d.wrapFold(f) {
			y += lineH
			d.text("lt", margin+40, y, s, "")
		}
		d.b.WriteString("</g>\n")
		y += 4
	}
}

func (d *drawing) text(class string, x, y float64, s, anchor string) {
	if anchor != "" {
		anchor = ` text-anchor="` + anchor + `"`
	}
	fmt.Fprintf(&d.b, `<text class="%s" x="%s" y="%s"%s>%s</text>`, class, px(x), px(y), anchor, esc(s))
}

func (d *drawing) rect(class string, x, y, w, h, r float64) {
	fmt.Fprintf(&d.b, `<rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="%s"/>`, class, px(x), px(y), px(w), px(h), px(r))
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(&d.b, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, px(x1), px(y1), px(x2), px(y2))
}

// class returns the class for an honest agent's or the intruder's part.
func class(name string, intruder bool) string {
	if intruder {
		return name + " i"
	}
	return name
}

// px writes a length with at most one decimal.
func px(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// esc escapes text for XML and HTML; characters that XML does not allow go, and
// those that turn the direction of the text after them.
func esc(s string) string {
	s = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return html.EscapeString(s)
}
