package render

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
	"text/template"
)

// Page is the content of an HTML report on one model.
type Page struct {
	Name   string // of the model
	Facts  []Pair // what the verdicts hold for: sessions, typing, depth, …
	Goals  []PageGoal
	Charts []*Chart
	Source []byte   // the text of the model; may be missing
	Notes  []string // diagnostics and remarks, one a line
}

// Pair is a name with a value.
type Pair struct{ Name, Value string }

// PageGoal is the verdict on a goal.
type PageGoal struct {
	Name   string
	Status string // as the report words it: "no attack", "ATTACK", "vacuous", …
	Tone   Tone
	Reason string
	Line   int // in the source; 0 when not known
	Chart  int // number of its chart in Charts, from 1; 0 when there is none
}

// Tone is how a verdict is coloured; the status says the same in words.
type Tone string

// The tones.
const (
	Good    Tone = "good"
	Bad     Tone = "bad"
	Unclear Tone = "unclear"
)

// HTML writes the page as one file without scripts and without anything to be
// loaded: verdicts, each chart with its steps as a table, and the model with an
// anchor on every line, to which verdicts and steps link.
func HTML(w io.Writer, p *Page) error {
	data := struct {
		*Page
		Style    string
		Sections []pageSection
		Lines    []sourceLine
	}{p, pageCSS() + chartCSS(), nil, sourceLines(p)}
	for i, c := range p.Charts {
		data.Sections = append(data.Sections, newSection(c, i+1, len(p.Source) > 0))
	}
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return err
	}
	return t.Execute(w, data)
}

// The template says of every text that it is to be escaped (html), for it is a
// text/template: html/template, which would do so by itself, costs every process
// a hundredth of the time of a small check when it starts.
//
//go:embed page.html
var pageTemplate string

// pageSection is a chart with the table of its steps.
type pageSection struct {
	*Chart
	ID      int
	Heads   string // the names of the lifelines, which stay in view
	Picture string
	Steps   []pageStep
}

// pageStep is a message with what follows from it.
type pageStep struct {
	Number         int // 0: something that happens before any message
	From, To, Text string
	FromI, ToI     bool
	Note           string
	Events, Learnt []string
	Line           int
}

// maxCell bounds a message in the table, in columns.
const maxCell = 4000

func newSection(c *Chart, id int, linked bool) pageSection {
	s := pageSection{Chart: c, ID: id}
	anchor := ""
	if linked {
		anchor = "#L"
	}
	heads := &drawing{layout: newLayout(c, 0)}
	heads.open(heads.width, 0, headH, false)
	heads.rect("bg", 0, 0, heads.width, headH, 0)
	heads.heads()
	heads.b.WriteString("</svg>")
	body := &drawing{layout: heads.layout}
	body.open(body.width, headH, body.height-headH, false)
	body.rect("bg", 0, headH, body.width, body.height-headH, 0)
	body.chart(anchor, false)
	body.b.WriteString("</svg>")
	s.Heads, s.Picture = heads.b.String(), body.b.String()
	s.Steps = pageSteps(c)
	return s
}

// pageSteps gathers the rows of a chart by message. What happens stands with the
// message of the same step before it, else with the one after it.
func pageSteps(c *Chart) []pageStep {
	var steps []pageStep
	last := -2 // the model step of the last entry
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Kind == Verdict {
			continue
		}
		if last != r.Step || r.Kind == Message && steps[len(steps)-1].Number > 0 {
			steps = append(steps, pageStep{From: c.Lifelines[r.From].Name})
			last = r.Step
		}
		at := &steps[len(steps)-1]
		at.Line = r.Range.Start.Line
		switch r.Kind {
		case Message:
			at.From, at.To = c.ends(r)
			at.FromI, at.ToI = c.Lifelines[r.From].Intruder, c.Lifelines[r.To].Intruder
			at.Number, at.Text, at.Note = r.Number, elide(r.Full, maxCell), r.Note
		case Learn:
			at.Learnt = append(at.Learnt, elide(strings.TrimPrefix(r.Full, "learns "), maxCell))
		default:
			at.Events = append(at.Events, elide(r.Full, maxCell))
		}
	}
	return steps
}

// sourceLine is a line of the model.
type sourceLine struct {
	Number int
	Text   string
	Marked bool // a step of some chart is there
}

// maxSource bounds the length of a source line on the page.
const maxSource = 2000

func sourceLines(p *Page) []sourceLine {
	if len(p.Source) == 0 {
		return nil
	}
	marked := map[int]bool{}
	for _, c := range p.Charts {
		for i := range c.Rows {
			marked[c.Rows[i].Range.Start.Line] = true
		}
	}
	text := strings.TrimSuffix(strings.ReplaceAll(string(p.Source), "\r\n", "\n"), "\n")
	var lines []sourceLine
	for i, s := range strings.Split(text, "\n") {
		if len(s) > maxSource {
			s = strings.ToValidUTF8(s[:maxSource], "") + fmt.Sprintf("… (%d bytes)", len(s))
		}
		lines = append(lines, sourceLine{i + 1, s, marked[i+1]})
	}
	return lines
}

// pageCSS returns the style of the page around the charts.
func pageCSS() string {
	return themed(strings.NewReplacer("SANS", sansFonts, "MONO", monoFonts).Replace(`
*{box-sizing:border-box}
html{background:@bg;color:@ink;scroll-padding-top:1rem}
body{margin:0 auto;max-width:76rem;padding:2.2rem 1.5rem 4rem;font:15px/1.55 SANS}
h1{font-size:1.65rem;line-height:1.25;margin:0 0 .3rem;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2.8rem 0 .7rem;overflow-wrap:anywhere}
a{color:@evtext}
p{margin:.4rem 0}
.sub,.facts,th,caption{color:@muted}
.facts{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;margin:.4rem 0 1.4rem;padding:0;list-style:none}
.facts b{color:@ink;font-weight:600}
code,.src,td.m{font-family:MONO;font-size:.86em}
table{border-collapse:collapse;width:100%;margin:.6rem 0 1rem}
th{text-align:left;font-weight:600;font-size:.82rem;padding:.35rem .7rem;border-bottom:1px solid @headline}
td{padding:.45rem .7rem;border-bottom:1px solid @headfill;vertical-align:top;overflow-wrap:anywhere}
td.n{color:@muted;text-align:right;width:3rem;font-variant-numeric:tabular-nums}
td.w{white-space:nowrap}
td.m{min-width:14rem}
.tone{font-weight:650;white-space:nowrap}
.good{color:@green}
.bad,span.i{color:@red}
.unclear{color:@amber}
span.i{font-weight:600}
span.ev{display:inline-block;background:@evfill;color:@evtext;border:1px solid @evline;border-radius:5px;padding:0 .5em;margin:.1rem .2rem .1rem 0;font-size:.86em}
div.kn{color:@red;font-style:italic;font-size:.9em}
.why{border-left:4px solid @red;background:@redfill;padding:.6rem .9rem;border-radius:4px;margin:.6rem 0 1rem}
.frame{overflow:auto;max-height:88vh;border:1px solid @headline;border-radius:8px;padding:0}
.frame svg{display:block}
.heads{position:sticky;top:0;background:@bg;padding-top:12px;width:max-content;min-width:100%}
.src{display:block;background:@code;border:1px solid @headline;border-radius:8px;padding:.7rem 0;overflow:auto;line-height:1.5;tab-size:4;margin:0;list-style:none}
.src li{display:flex;min-width:max-content;padding-right:1rem}
.src a{flex:none;width:4.2rem;padding-right:1rem;text-align:right;color:@muted;text-decoration:none;user-select:none}
.src span{white-space:pre}
.src .mark{background:@evfill}
.src li:target{background:@mark}
`)) + `@media print{body{max-width:none;padding:0;font-size:10.5pt}
.frame{max-height:none;overflow:visible;border:none}
.frame svg{max-width:100%;height:auto}
.heads{position:static}
tr,.why{break-inside:avoid}
}
`
}
