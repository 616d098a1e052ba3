package gate

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hornet/report"
	"hornet/runner"
	"hornet/trace/render"
)

// Pictures returns the names of the formats that draw: attacks, but for automata
// and tree, which show the model. They go to files only: into one, or into a
// directory with one file for each attack or model.
func Pictures() []string {
	return []string{"svg", "html", "dot", "mermaid", "latex", Automata, Tree}
}

// The pictures of a model.
const (
	Automata = "automata" // its roles, with what never fires
	Tree     = "tree"     // the beginning of the search
)

// TreeDepth is how many levels of a search are drawn when nobody says it.
const TreeDepth = 3

// pictureExt gives the file name extension of a picture.
var pictureExt = map[string]string{"svg": ".svg", "html": ".html", "dot": ".dot", "mermaid": ".mmd", "latex": ".tex", Automata: ".dot", Tree: ".dot"}

// isPicture reports whether format draws something.
func isPicture(format string) bool { return slices.Contains(Pictures(), format) }

// Draw writes one attack in a picture format, or as text or in the AVISPA format.
func Draw(w io.Writer, format string, e *runner.Evidence) error {
	run, err := e.Run()
	if err != nil {
		return err
	}
	in := &render.Input{Model: e.Model, Run: run, Name: e.Name, Source: e.Text}
	if in.Story, err = e.Story(); err != nil {
		return err
	}
	return render.Write(w, format, in)
}

// DrawModel writes a picture of the model that f reports on: Automata, or the
// first levels of the Tree of a search with the given options.
func DrawModel(ctx context.Context, w io.Writer, format string, f *report.File, opt runner.Options, depth int) error {
	m, err := runner.Model(f)
	if err != nil {
		return err
	}
	if format == Automata {
		return render.Automata(w, m, runner.Coverage(m, f))
	}
	t, err := runner.Tree(ctx, m, opt, depth)
	if err != nil {
		return err
	}
	return render.Tree(w, m, t)
}

// pictureWriter draws what a run found: everything into a directory, or the first
// (for html: all attacks of the first model with one) into a file.
type pictureWriter struct {
	format string
	dir    string // "" when there is one file
	w      io.Writer
	drawn  bool

	// Of the file that comes next, for Tree.
	ctx context.Context
	opt runner.Options
}

// File draws what there is to draw of f.
func (p *pictureWriter) File(f *report.File) error {
	if p.dir == "" && p.drawn {
		return nil
	}
	if p.format == Automata || p.format == Tree {
		if !f.Searched() || f.Failure != nil {
			return nil
		}
		return p.put(f, p.format, func(w io.Writer) error { return DrawModel(p.ctx, w, p.format, f, p.opt, TreeDepth) })
	}
	all, err := runner.Evidences(f)
	if err != nil {
		return err
	}
	for i := range all {
		err := p.put(f, fmt.Sprintf("%d-%s", i+1, f.Attacks[i].Violated), func(w io.Writer) error {
			if p.dir == "" && p.format == "html" {
				return page(w, f, all)
			}
			return Draw(w, p.format, &all[i])
		})
		if err != nil || p.dir == "" {
			return err
		}
	}
	return nil
}

// put draws into the one file, or into a file of its own in the directory, whose
// name tells the model and what.
func (p *pictureWriter) put(f *report.File, what string, draw func(io.Writer) error) error {
	if p.dir == "" {
		p.drawn = true
		return draw(p.w)
	}
	base := strings.TrimSuffix(filepath.Base(f.Name), Ext)
	name := safeName(base) + "-" + safeName(what) + pictureExt[p.format]
	if dir := filepath.Dir(filepath.FromSlash(f.Name)); dir != "." && filepath.IsLocal(dir) {
		name = filepath.Join(dir, name)
	}
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return &OutputError{path, err}
	}
	return Create(path, draw)
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
		story, err := all[i].Story()
		if err != nil {
			return err
		}
		c, err := (&render.Input{Model: all[i].Model, Run: run, Story: story}).Chart()
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
