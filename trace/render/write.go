package render

import (
	"fmt"
	"io"
	"strings"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/narrate"
)

// Input is what there is to draw.
type Input struct {
	Model   *protocol.Model
	Run     *trace.Run
	Story   *narrate.Story // nil: without narration
	Relayed bool           // see Options.Relayed

	// For html: the name of the model (default: its own), its text, and how the
	// goals stand. All of it may be missing.
	Name   string
	Source []byte
	Goals  []PageGoal
}

// Formats returns the names of the formats that Write knows, in alphabetical
// order.
func Formats() []string {
	return []string{"avispa", "dot", "html", "latex", "mermaid", "svg", "text"}
}

// Chart returns the chart of the run.
func (in *Input) Chart() (*Chart, error) {
	return NewChart(in.Model, in.Run, Options{Notes: Narration(in.Story), Relayed: in.Relayed})
}

// Write writes the run in one of the Formats: dot is the graph of causes, all
// others but avispa are charts.
func Write(w io.Writer, format string, in *Input) error {
	switch format {
	case "avispa":
		return AvispaTrace(w, in.Model, in.Run)
	case "dot":
		return Causal(w, in.Model, in.Run)
	}
	draw := map[string]func(io.Writer, *Chart) error{
		"latex":   LaTeX,
		"mermaid": Mermaid,
		"svg":     SVG,
		"text":    Text,
		"html": func(w io.Writer, c *Chart) error {
			name := in.Name
			if name == "" {
				name = in.Model.Name
			}
			return HTML(w, &Page{Name: name, Charts: []*Chart{c}, Source: in.Source, Goals: in.Goals})
		},
	}[format]
	if draw == nil {
		return fmt.Errorf("no picture has the format %q; there are %s", format, strings.Join(Formats(), ", "))
	}
	c, err := in.Chart()
	if err != nil {
		return err
	}
	return draw(w, c)
}
