package render

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Sizes of a drawn chart, in CSS pixels.
const (
	margin   = 24
	gutter   = 30 // numbers of messages
	headH    = 42
	labelH   = 15 // a line of a message's label
	tagH     = 22
	tagRowH  = 32
	noteW    = 270
	lineH    = 17
	minGap   = 104
	maxHead  = 22   // columns of a lifeline's name
	maxNote  = 320  // columns of a narration; the whole is in the row's title
	maxWhy   = 1200 // columns of the reason of a violation
	repeat   = 18   // rows after which the names of the lifelines stand again
	repeatH  = 26
	monoSize = 12.5
	textSize = 12.5
)

// layout says where everything of a chart is drawn.
type layout struct {
	*Chart
	x      []float64 // centres of the lifelines
	headW  []float64
	rows   []place
	names  []float64 // where the names of the lifelines are repeated
	top    float64   // of the heads
	left   float64   // of the chart proper: everything but the numbers
	right  float64
	notesX float64 // 0: there are no notes
	bottom float64 // end of the lifelines
	legend float64 // top of the legend
	width  float64
	height float64
}

// place is where a row is drawn.
type place struct {
	y, h  float64
	arrow float64  // of a Message: the height of its arrow
	label []string // of a Message: above the arrow, in one line or two
	notes []string // wrapped
	note  float64  // base line of the first of them
}

// newLayout places everything; header is the height of what stands above the
// lifelines.
func newLayout(c *Chart, header float64) *layout {
	l := &layout{Chart: c, top: header}
	l.columns()
	l.vertical()
	return l
}

// columns places the lifelines so that every label fits between its ends, and
// every tag on the page.
func (l *layout) columns() {
	n := len(l.Lifelines)
	for _, line := range l.Lifelines {
		l.headW = append(l.headW, max(64, boldWidth(elide(line.Name, maxHead)), textWidth(elide(line.Sub, maxHead)))+24)
	}
	gap := make([]float64, max(0, n-1))
	least := float64(minGap)
	if n <= 4 {
		least = 170
	}
	for k := range gap {
		gap[k] = max(least, (l.headW[k]+l.headW[k+1])/2+18)
	}
	// Short spans first: what they need, longer ones have already.
	order := make([]*Row, 0, len(l.Rows))
	for i := range l.Rows {
		if l.Rows[i].Kind == Message {
			order = append(order, &l.Rows[i])
		}
	}
	span := func(r *Row) (int, int) { return min(r.From, r.To), max(r.From, r.To) }
	slices.SortStableFunc(order, func(r, s *Row) int {
		a, b := span(r)
		c, d := span(s)
		return (b - a) - (d - c)
	})
	for _, r := range order {
		a, b := span(r)
		need, have := l.room(r, monoWidth(r.Text)), 0.0
		if short := splitLabel(r.Text, wrapWidth(n)); len(short) > 1 {
			need = l.room(r, widest(short))
		}
		for k := a; k < b; k++ {
			have += gap[k]
		}
		for k := a; k < b && need > have; k++ {
			gap[k] += (need - have) / float64(b-a)
		}
	}
	l.left = margin + gutter
	x := l.left
	if n > 0 {
		x += l.edge(0)
	}
	for k := range n {
		l.x = append(l.x, x)
		if k < len(gap) {
			x += gap[k]
		}
	}
	l.right = l.left + 320
	if n > 0 {
		l.right = max(l.right, l.x[n-1]+l.edge(n-1))
	}
	for i := range l.Rows {
		if r := &l.Rows[i]; r.Kind == Event || r.Kind == Learn {
			l.right = max(l.right, l.left+tagWidth(r.Text))
		}
	}
	l.width = l.right + margin
	for i := range l.Rows {
		if l.Rows[i].Note != "" && l.Rows[i].Kind != Verdict {
			l.notesX = l.right + 28
			l.width = l.notesX + noteW + margin
			break
		}
	}
}

// room returns the length of an arrow that has place for a label of width w.
func (l *layout) room(r *Row, w float64) float64 { return w + 36 + pillWidth(l.pill(r))/2 }

// wrapWidth returns the columns beyond which a label takes two lines in a chart of
// n lifelines, unless its arrow is long.
func wrapWidth(n int) int { return labelWidth(n) * 6 / 10 }

// splitLabel breaks a message of more than n columns into two lines of about the
// same length, after a dot or a comma if one is near.
func splitLabel(s string, n int) []string {
	w := width(s)
	if w <= n {
		return []string{s}
	}
	at, best := 0, math.Inf(1)
	left, depth := 0, 0
	for i, r := range s {
		left += width(string(r))
		off := math.Abs(float64(2*left - w))
		switch r {
		case '{', '(':
			depth++
		case '}', ')':
			depth--
		}
		switch r {
		case '.', ',':
		case '(', '_', '{':
			off += float64(w) * 0.2
		default:
			off += float64(w)
		}
		off += float64(min(depth, 4)*w) * 0.12 // better between parts than within one
		if end := i + utf8.RuneLen(r); off < best && end < len(s) {
			at, best = end, off
		}
	}
	if at == 0 {
		return []string{s}
	}
	return []string{s[:at], s[at:]}
}

// widest returns the width of the longest line.
func widest(lines []string) float64 {
	w := 0.0
	for _, s := range lines {
		w = max(w, monoWidth(s))
	}
	return w
}

// edge returns half the width of what is centred on lifeline i.
func (l *layout) edge(i int) float64 {
	w := l.headW[i]
	for j := range l.Rows {
		if r := &l.Rows[j]; (r.Kind == Event || r.Kind == Learn) && r.From == i {
			w = max(w, tagWidth(r.Text))
		}
	}
	return w / 2
}

// vertical places the rows.
func (l *layout) vertical() {
	y := l.top + headH + 10
	since := 0
	for i := range l.Rows {
		r := &l.Rows[i]
		if since++; since > repeat && r.Kind == Message {
			l.names = append(l.names, y)
			y, since = y+repeatH, 1
		}
		p := place{y: y}
		switch r.Kind {
		case Message:
			p.label = []string{r.Text}
			if l.room(r, monoWidth(r.Text)) > math.Abs(l.x[r.To]-l.x[r.From])+0.5 {
				p.label = splitLabel(r.Text, wrapWidth(len(l.Lifelines)))
			}
			above := 30 + float64(len(p.label)-1)*labelH
			p.h = above + 14
			p.arrow = y + above
			if l.notesX > 0 && r.Note != "" {
				// The narration stands beside the arrow, half above and half below it.
				p.notes = wrap(elide(r.Note, maxNote), noteW, textWidth)
				half := float64(len(p.notes)-1) * lineH / 2
				p.arrow = max(p.arrow, y+half+18)
				p.h = max(p.arrow-y+14, p.arrow-y+half+10)
				p.note = p.arrow + 4 - half
			}
		case Verdict:
			y += 10
			p.y = y
			p.notes = wrap(elide(r.Note, maxWhy), l.width-2*margin-32, textWidth)
			p.h = float64(len(p.notes))*lineH + 46
		default:
			p.h = tagRowH
		}
		if r.Kind == Verdict {
			l.bottom = y - 10
		}
		l.rows = append(l.rows, p)
		y += p.h
	}
	if l.bottom == 0 {
		l.bottom = y + 8
		y = l.bottom
	}
	y += 18
	l.legend = y
	for _, f := range l.Folds {
		y += float64(len(l.wrapFold(f)))*lineH + 4
	}
	if len(l.Folds) > 0 {
		y += 30
	}
	l.height = y
}

// maxFold bounds the text of one entry of the legend, in columns; the whole text
// is in its title.
const maxFold = 900

// wrapFold breaks a legend entry into lines.
func (l *layout) wrapFold(f Fold) []string {
	return breakMono(elide(f.Text, maxFold), int((l.width-2*margin-44)/monoWidth("m")))
}

// breakMono breaks a message into lines of at most n columns, after a dot or a
// comma where there is one.
func breakMono(s string, n int) []string {
	var lines []string
	for width(s) > n {
		head := displaywidth.TruncateString(s, n, "")
		if head == "" {
			break
		}
		if i := strings.LastIndexAny(head, ".,"); i > len(head)/2 {
			head = head[:i+1]
		}
		lines, s = append(lines, head), s[len(head):]
	}
	return append(lines, s)
}

// labelAt returns the centre of a message's label: the middle of the free stretch
// of the arrow or, on a long arrow, a place near the honest end, where one looks
// for what an agent sends and receives.
func (l *layout) labelAt(r *Row, p *place) float64 {
	from, to := l.x[r.From], l.x[r.To]
	half := pillWidth(l.pill(r)) / 2
	honest, other := from, to
	if l.Lifelines[r.From].Intruder {
		honest, other = to, from
	}
	side := math.Copysign(1, other-honest)
	free := math.Abs(other-honest) - half
	w := widest(p.label)
	if free > w+160 && max(r.From, r.To)-min(r.From, r.To) > 1 {
		return honest + side*(w/2+18)
	}
	return honest + side*free/2
}

// pill is what the intruder's end of a message says: i, or i in another's name.
func (l *layout) pill(r *Row) string {
	if !l.Lifelines[r.From].Intruder && !l.Lifelines[r.To].Intruder {
		return ""
	}
	if r.As == "" {
		return "i"
	}
	return "i(" + elide(r.As, maxHead) + ")"
}

// The widths of text, in pixels. A renderer does not know the reader's fonts:
// all are generous.

func monoWidth(s string) float64 { return float64(width(s)) * monoSize * 0.615 }
func textWidth(s string) float64 { return proportional(s, textSize) }
func boldWidth(s string) float64 { return proportional(s, textSize+0.5) * 1.08 }
func pillWidth(s string) float64 {
	if s == "" {
		return 0
	}
	return proportional(s, 11) + 16
}
func tagWidth(s string) float64 { return proportional(s, 11.5) + 22 }

// proportional measures s in a sans-serif font of the given size.
func proportional(s string, size float64) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case displaywidth.Rune(r) == 2:
			w += 1.05
		case strings.ContainsRune("mwMW@%—", r):
			w += 0.92
		case strings.ContainsRune("iljI.,:;'|! ", r):
			w += 0.33
		case unicode.IsUpper(r):
			w += 0.70
		case displaywidth.Rune(r) == 0:
		default:
			w += 0.585
		}
	}
	return w * size
}

// wrap breaks s at blanks into lines of at most w pixels; a word that is longer
// is broken.
func wrap(s string, w float64, measure func(string) float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		for measure(word) > w {
			head := fitting(word, w, measure)
			if i := strings.LastIndexAny(word[:head], ".,"); i > head/2 {
				head = i + 1
			}
			if line != "" {
				lines, line = append(lines, line), ""
			}
			lines, word = append(lines, word[:head]), word[head:]
		}
		switch {
		case line == "":
			line = word
		case measure(line+" "+word) <= w:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fitting returns the length of the longest beginning of s that is at most w
// wide, one character at least.
func fitting(s string, w float64, measure func(string) float64) int {
	end := 0
	for i := range s {
		if i > 0 && measure(s[:i]) > w {
			break
		}
		if end = i; i > 4096 {
			break
		}
	}
	if end == 0 {
		_, end = utf8.DecodeRuneInString(s)
	}
	return end
}
