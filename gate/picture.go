package gate

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"hornet/report"
	"hornet/runner"
	"hornet/trace/render"
)

// Pictures returns the names of the formats that draw attacks. They go to files
// only: into one, or into a directory with one file for each attack.
func Pictures() []string { return []string{"svg", "html", "dot", "mermaid", "latex"} }

// pictureExt gives the file name extension of a picture.
var pictureExt = map[string]string{"svg": ".svg", "html": ".html", "dot": ".dot", "mermaid": ".mmd", "latex": ".tex", "text": ".txt", "avispa": ".txt"}

// isPicture reports whether format draws attacks.
func isPicture(format string) bool {
	for _, p := range Pictures() {
		if p == format {
			return true
		}
	}
	return false
}

// Draw writes one attack in a picture format, or as text or in the AVISPA format.
func Draw(w io.Writer, format string, e *runner.Evidence) error {
	run, err := e.Run()
	if err != nil {
		return err
	}
	switch format {
	case "avispa":
		return render.AvispaTrace(w, e.Model, run)
	case "dot":
		return render.Causal(w, e.Model, run)
	}
	notes, err := runner.Notes(e)
	if err != nil {
		return err
	}
	c, err := render.NewChart(e.Model, run, render.Options{Notes: *notes})
	if err != nil {
		return err
	}
	switch format {
	case "svg":
		return render.SVG(w, c)
	case "html":
		return render.HTML(w, &render.Page{Name: e.Name, Charts: []*render.Chart{c}, Source: e.Text})
	case "mermaid":
		return render.Mermaid(w, c)
	case "latex":
		return render.LaTeX(w, c)
	case "text":
		return render.Text(w, c, render.TextOptions{})
	}
	return fmt.Errorf("unknown picture format %q", format)
}

// pictureWriter draws the attacks of a run: all of them into a directory, or the
// first (for html: all of the first model with one) into a file.
type pictureWriter struct {
	format string
	dir    string // "" when there is one file
	w      io.Writer
	drawn  bool
}

// File draws the attacks of f.
func (p *pictureWriter) File(f *report.File) error {
	if len(f.Attacks) == 0 || p.dir == "" && p.drawn {
		return nil
	}
	all, err := runner.Evidences(f)
	if err != nil {
		return err
	}
	if p.dir == "" {
		p.drawn = true
		if p.format == "html" {
			return page(p.w, f, all)
		}
		return Draw(p.w, p.format, &all[0])
	}
	for i := range all {
		if err := p.one(f, i, &all[i]); err != nil {
			return err
		}
	}
	return nil
}

// one draws attack i of f into a file of its own.
func (p *pictureWriter) one(f *report.File, i int, e *runner.Evidence) error {
	base := strings.TrimSuffix(filepath.Base(f.Name), Ext)
	name := fmt.Sprintf("%s-%d-%s%s", safeName(base), i+1, safeName(f.Attacks[i].Violated), pictureExt[p.format])
	if dir := filepath.Dir(filepath.FromSlash(f.Name)); dir != "." && filepath.IsLocal(dir) {
		name = filepath.Join(dir, name)
	}
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	s, err := open(Output{Format: p.format, Path: path})
	if err != nil {
		return err
	}
	defer s.drop()
	s.Writer.(*pictureWriter).drawn = true
	if err := s.check(Draw(s.buf, p.format, e)); err != nil {
		return err
	}
	return s.place()
}

// End has nothing to add.
func (p *pictureWriter) End(*report.Summary) error { return nil }

// safeName keeps of a name what every file system takes.
func safeName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' || r == '.' {
			return r
		}
		return '-'
	}, s)
}

// page writes the HTML report on a model: verdicts, all attacks, the text.
func page(w io.Writer, f *report.File, all []runner.Evidence) error {
	p := &render.Page{Name: f.Name, Source: f.Text, Facts: []render.Pair{
		{Name: "sessions", Value: fmt.Sprint(f.Bounds.Sessions)}, {Name: "typing", Value: f.Bounds.Typing}, {Name: "theory", Value: f.Bounds.Theory},
		{Name: "search", Value: f.Bounds.String()}, {Name: "states", Value: fmt.Sprint(f.Stats.States)},
	}}
	for i := range f.Goals {
		g := &f.Goals[i]
		tone := render.Unclear
		switch g.Status {
		case report.OK:
			tone = render.Good
		case report.Attacked:
			tone = render.Bad
		}
		p.Goals = append(p.Goals, render.PageGoal{Name: g.Name(), Status: g.Status.Label(), Tone: tone, Reason: g.Reason, Line: g.Range.Start.Line, Chart: g.Attack})
	}
	for _, d := range f.Diagnostics {
		p.Notes = append(p.Notes, d.Error())
	}
	for i := range all {
		run, err := all[i].Run()
		if err != nil {
			return err
		}
		notes, err := runner.Notes(&all[i])
		if err != nil {
			return err
		}
		c, err := render.NewChart(all[i].Model, run, render.Options{Notes: *notes})
		if err != nil {
			return err
		}
		p.Charts = append(p.Charts, c)
	}
	return render.HTML(w, p)
}

// bufferSize is that of an output's buffer.
const bufferSize = 32 << 10

func newBuffer(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, bufferSize) }
