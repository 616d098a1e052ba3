package animate

import (
	"hornet/protocol"
	"hornet/trace/render"
)

// Chart is a chart as the page draws it: that of package render, but with all
// instances as lifelines, in the same places from the start to the end.
type Chart struct {
	Lifelines []Lifeline `json:"lifelines"`
	Rows      []Row      `json:"rows"`
	Folds     []Fold     `json:"folds"`
	Title     string     `json:"title"`
	Why       string     `json:"why,omitempty"`
	Patterns  []string   `json:"patterns,omitempty"`
}

// Lifeline is a role instance, or the intruder: then Instance is -1.
type Lifeline struct {
	Instance int    `json:"instance"`
	Name     string `json:"name"`
	Sub      string `json:"sub"`
	About    string `json:"about"`
	Used     bool   `json:"used"`
}

// Row is what happens, see render.Row.
type Row struct {
	Kind   string `json:"kind"` // message, event, learn or verdict
	Step   int    `json:"step"` // from 0; -1 for the verdict
	Number int    `json:"number,omitempty"`
	From   int    `json:"from"`
	To     int    `json:"to"`
	As     string `json:"as,omitempty"`
	Text   string `json:"text"`
	Full   string `json:"full"`
	Note   string `json:"note,omitempty"`
	Fact   string `json:"fact,omitempty"`
	Line   int    `json:"line,omitempty"`
}

// Fold is an abbreviation.
type Fold struct {
	Name string `json:"name"`
	Text string `json:"text"` // by the names of others, where that is shorter
	Full string `json:"full"`
}

// chart returns the chart of the run so far. A stage of an attack shows what has
// happened of the whole attack, with its narration.
func (s *Session) chart() (*Chart, error) {
	m := s.now()
	run, notes, until := s.Run(), render.Notes{}, len(m.steps)
	if m.attack != nil {
		run, notes = m.attack.Run, render.Narration(m.attack.Story)
	} else {
		notes = render.Narration(s.tell(run))
	}
	width := 52
	if len(s.model.Instances) > 4 {
		width = 38
	}
	c, err := render.NewChart(s.model, run, render.Options{Width: width, Notes: notes, Relayed: s.intruded()})
	if err != nil {
		return nil, err
	}
	out := &Chart{Title: clip(c.Title, maxLabel), Rows: []Row{}, Folds: []Fold{}}
	place := s.lifelines(out)
	to := make([]int, len(c.Lifelines))
	for i, l := range c.Lifelines {
		to[i] = place[l.Instance]
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Step >= until || r.Kind == render.Verdict && until < len(run.Steps) {
			continue
		}
		row := Row{Kind: [...]string{"message", "event", "learn", "verdict"}[r.Kind], Step: r.Step, Number: r.Number, From: to[r.From],
			As: clip(r.As, 60), Text: clean(r.Text), Full: clip(r.Full, maxFull), Note: clip(r.Note, maxFull), Fact: r.Fact.String(), Line: r.Range.Start.Line}
		if r.Kind == render.Message {
			row.To = to[r.To]
			out.Lifelines[row.To].Used = true
		}
		if r.Kind == render.Verdict {
			out.Why, out.Patterns = clip(c.Why, maxFull), c.Patterns
		}
		out.Lifelines[row.From].Used = true
		out.Rows = append(out.Rows, row)
	}
	for _, f := range c.Folds {
		out.Folds = append(out.Folds, Fold{f.Name, clip(f.Text, maxFull), clip(f.Full, maxFull)})
	}
	return out, nil
}

// lifelines puts all instances in the order of the model, and the intruder in the
// middle; it returns the place of each instance, and of the intruder as -1.
func (s *Session) lifelines(c *Chart) map[int]int {
	place := map[int]int{}
	add := func(l Lifeline) {
		place[l.Instance] = len(c.Lifelines)
		c.Lifelines = append(c.Lifelines, l)
	}
	n := len(s.model.Instances)
	for i := range n {
		if i == (n+1)/2 {
			add(Lifeline{Instance: -1, Name: protocol.Intruder, Sub: "intruder", About: "the intruder: every message passes through him"})
		}
		add(Lifeline{Instance: i, Name: clip(s.Names().Instance(i), 60), Sub: clip(s.model.Player(i).String(), 60), About: clip(s.Names().About(i), maxLabel)})
	}
	if n < 2 {
		add(Lifeline{Instance: -1, Name: protocol.Intruder, Sub: "intruder", About: "the intruder: every message passes through him"})
	}
	return place
}
