package render

import (
	"fmt"
	"testing"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// box is what something drawn covers.
type box struct {
	what           string
	x0, y0, x1, y1 float64
}

func (a box) overlaps(b box) bool {
	const touch = 0.5
	return a.x0 < b.x1-touch && b.x0 < a.x1-touch && a.y0 < b.y1-touch && b.y0 < a.y1-touch
}

// boxes returns everything with text that a layout draws.
func boxes(l *layout) []box {
	var out []box
	add := func(what string, x0, y0, w, h float64) { out = append(out, box{what, x0, y0, x0 + w, y0 + h}) }
	for i, line := range l.Lifelines {
		add("head "+line.Name, l.x[i]-l.headW[i]/2, l.top, l.headW[i], headH)
	}
	for _, y := range l.names {
		add("names", l.left, y+4, l.right-l.left, repeatH-6)
	}
	for i := range l.Rows {
		r, p := &l.Rows[i], &l.rows[i]
		name := fmt.Sprintf("row %d %s", i, elide(r.Text, 20))
		switch r.Kind {
		case Message:
			y := p.arrow
			half := pillWidth(l.pill(r)) / 2
			if l.Lifelines[r.From].Intruder == l.Lifelines[r.To].Intruder {
				half = 0
			}
			pill := l.x[r.To]
			if l.Lifelines[r.From].Intruder {
				pill = l.x[r.From]
			}
			for k, s := range p.label {
				w := monoWidth(s)
				add("label of "+name, l.labelAt(r, p)-w/2, y-20-float64(len(p.label)-1-k)*labelH, w, 15)
			}
			add("number of "+name, margin, y-8, gutter-12, 16)
			if half > 0 {
				add("pill of "+name, pill-half, y-9, 2*half, 18)
			}
			for k, s := range p.notes {
				add("note of "+name, l.notesX, p.note-12+float64(k)*lineH, textWidth(s), 15)
			}
		case Event, Learn:
			w := tagWidth(r.Text)
			add("tag of "+name, max(l.left, min(l.x[r.From]-w/2, l.right-w)), p.y+5, w, tagH)
		case Verdict:
			add("verdict", margin, p.y, l.width-2*margin, p.h)
		}
	}
	y := l.legend + 18
	for _, f := range l.Folds {
		for _, s := range l.wrapFold(f) {
			y += lineH
			add("legend "+f.Name, margin+40, y-12, monoWidth(s), 15)
		}
		y += 4
	}
	return out
}

// large is a chart of 60 steps and 12 lifelines with messages of all lengths.
func large(t testing.TB) *Chart {
	m := &protocol.Model{Name: "large.hlpsl"}
	run := &trace.Run{}
	atom := func(i int) *protocol.Expr { return protocol.C(fmt.Sprintf("value%d", i), term.TText) }
	for i := range 11 {
		r := protocol.Role{Name: fmt.Sprintf("participant%d", i), Slots: []protocol.SlotDecl{{Name: "A", Type: term.TAgent}}}
		for k := range 6 {
			msg := atom(i)
			for j := range 3 * k {
				msg = protocol.E(protocol.Pair, atom(j), msg)
			}
			r.Transitions = append(r.Transitions, protocol.Transition{Label: fmt.Sprint(k),
				Receives: []protocol.Receive{{Message: atom(i)}},
				Sends:    []protocol.Send{{Message: protocol.E(protocol.Scrypt, atom(k), msg)}},
				Emits:    []protocol.Fact{{Kind: protocol.Witness, Name: "witness", ID: "label", Args: []*protocol.Expr{atom(1), atom(2), msg}}}})
		}
		m.Roles = append(m.Roles, r)
		m.Instances = append(m.Instances, protocol.Instance{Role: i, Session: i / 2, Values: []*protocol.Expr{protocol.C("agent", term.TAgent)}})
	}
	for range 6 {
		m.Sessions = append(m.Sessions, protocol.Session{Name: "session"})
	}
	notes := Notes{Received: map[[2]int]string{}, Sent: map[[2]int]string{}}
	for i := range 60 {
		t := &m.Roles[i%11].Transitions[i/11]
		run.Steps = append(run.Steps, trace.Step{Instance: i % 11, Transition: i / 11,
			Received: []*protocol.Expr{t.Receives[0].Message}, Sent: []*protocol.Expr{t.Sends[0].Message}})
		notes.Received[[2]int{i, 0}] = fmt.Sprintf("i opens %d with a key he has got in message %d, and closes it again with the key that the receiver waits for", i, i/2)
	}
	c, err := NewChart(m, run, Options{Notes: notes})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Nothing covers anything else, and nothing leaves the page.
func TestNoOverlap(t *testing.T) {
	charts := map[string]*Chart{"large": large(t), "hostile": hostileChart(t)}
	for _, f := range fixtures(t) {
		for _, n := range []Notes{{}, Narration(story(t, f))} {
			c, err := NewChart(f.m, f.run, Options{Notes: n})
			if err != nil {
				t.Fatal(err)
			}
			charts[f.name+fmt.Sprint(n.Why != "")] = c
		}
	}
	for name, c := range charts {
		l := newLayout(c, 74)
		all := boxes(l)
		for i, a := range all {
			if a.x0 < margin-1 || a.x1 > l.width-margin+1 || a.y0 < 0 || a.y1 > l.height {
				t.Errorf("%s: %v leaves the page of %v by %v", name, a, l.width, l.height)
			}
			for _, b := range all[:i] {
				if a.overlaps(b) {
					t.Errorf("%s: %v covers %v", name, a, b)
				}
			}
		}
	}
}

// A chart of 60 steps and 12 lifelines stays readable: all lifelines and events
// are there, their names return, and the page is no wider than it must be.
func TestLarge(t *testing.T) {
	c := large(t)
	l := newLayout(c, 74)
	if len(c.Lifelines) != 12 || c.Messages != 120 {
		t.Fatalf("%d lifelines, %d messages", len(c.Lifelines), c.Messages)
	}
	if l.width > 2500 {
		t.Errorf("%v wide", l.width)
	}
	last := l.top
	for _, y := range append(l.names, l.bottom) {
		if y-last > 1700 {
			t.Errorf("%v pixels without names", y-last)
		}
		last = y
	}
	for i := range c.Rows {
		if w := width(c.Rows[i].Text); c.Rows[i].Kind == Message && w > labelWidth(12) {
			t.Errorf("a label of %d columns", w)
		}
	}
}

func TestWrap(t *testing.T) {
	count := func(s string) float64 { return float64(len(s)) }
	for _, c := range []struct {
		s    string
		n    float64
		want string
	}{
		{"", 5, "[]"}, {"a b c", 5, "[a b c]"}, {"aa bb cc", 5, "[aa bb cc]"}, {"abcdefgh ij", 3, "[abc def gh ij]"}, {"é", 1, "[é]"},
	} {
		if got := fmt.Sprint(wrap(c.s, c.n, count)); got != c.want {
			t.Errorf("wrap(%q, %v) = %v", c.s, c.n, got)
		}
	}
	if got := fmt.Sprintf("%q", wrap("aa bb cc", 5, count)); got != `["aa bb" "cc"]` {
		t.Errorf("wrapped to %s", got)
	}
}
