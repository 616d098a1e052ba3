package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hornet/gate"
	"hornet/report"
	"hornet/runner"
	"hornet/trace/render"
)

// renderFlags are the flags of render.
type renderFlags struct {
	theoryFlags
	kind, to, out string
	attack, depth int
	timeout       time.Duration
	noReduction   []string
}

// kinds gives what can be drawn, and in which forms; the first is the usual one.
func kinds() [][]string {
	chart := slices.DeleteFunc(render.Formats(), func(f string) bool { return f == "svg" || f == "dot" })
	return [][]string{append([]string{"chart", "svg"}, chart...), {"causal", "dot"}, {gate.Automata, "dot"}, {gate.Tree, "dot"}}
}

// render draws an attack of a saved run or of a model, or a model.
func (a *app) render() *cobra.Command {
	var o renderFlags
	c := &cobra.Command{
		Use:   "render RUN.json|MODEL [MODEL]",
		Short: "Draw an attack, the roles of a model, or its search",
		Long: `render draws what --kind says:

  chart     an attack as a message sequence chart (the default)
  causal    an attack as a graph: what came from what, opened with which key
  automata  the roles as automata; a transition that no run can fire is grey
  tree      the beginning of the search, --depth levels of it

RUN.json is a run that "hornet check --out json=RUN.json" saved, or a single
certificate. render needs the model that the run was made from, and refuses a
changed one; the second argument says where it is now. A MODEL instead of a run,
a file or a model of the library, is checked first. tree wants a MODEL.

Charts are written as svg, html, mermaid, latex, text or avispa; graphs as dot,
which Graphviz draws.`,
		Example: "  hornet check nspk.hlpsl --out json=run.json\n  hornet render run.json --to svg -o attack.svg\n" +
			"  hornet render nspk --kind automata | dot -Tsvg > roles.svg\n  hornet render nspk --kind tree --depth 4 | dot -Tpdf > tree.pdf",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.complete(cmd.Flags().Changed("kind")); err != nil {
				return err
			}
			draw, err := a.drawing(cmd.Context(), args, &o)
			if err != nil {
				return err
			}
			if err := a.put(o.out, draw); err != nil {
				return unwritten(err)
			}
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&o.kind, "kind", "chart", "what to draw: chart, causal, automata or tree")
	f.StringVar(&o.to, "to", "", "the form: svg (default), html, mermaid, latex, text or avispa for a chart, dot for graphs")
	f.StringVarP(&o.out, "output", "o", "", "write to this file instead of standard output")
	f.IntVar(&o.attack, "attack", 1, "which attack, for chart and causal")
	f.IntVar(&o.depth, "depth", gate.TreeDepth, "how many levels of the search, for tree")
	o.theoryFlags.register(c)
	f.DurationVar(&o.timeout, "timeout", time.Minute, "give up on a MODEL after this time (0: never)")
	f.StringSliceVar(&o.noReduction, "no-reduction", nil, "leave reductions of the search out: "+strings.Join(gate.Reductions(), ", "))
	return c
}

// complete fills in what the flags leave open, and returns their first fault.
func (o *renderFlags) complete(kind bool) error {
	if o.to == "dot" && !kind {
		o.kind = "causal"
	}
	for _, k := range kinds() {
		if k[0] != o.kind {
			continue
		}
		if o.to == "" {
			o.to = k[1]
		}
		if slices.Contains(k[1:], o.to) {
			switch {
			case o.depth < 0:
				return fmt.Errorf("--depth cannot be negative")
			case o.untyped && o.strong:
				return fmt.Errorf("--untyped and --strong-types exclude each other")
			}
			return nil
		}
		if len(k) == 2 {
			return fmt.Errorf("--to: %s is a graph: it is written as dot, which Graphviz turns into %s", o.kind, o.to)
		}
		return fmt.Errorf("--to: unknown format %q: use %s", o.to, strings.Join(k[1:], ", "))
	}
	return fmt.Errorf("--kind: %q is not chart, causal, automata or tree", o.kind)
}

// options returns the options of the search of a MODEL.
func (o *renderFlags) options() (runner.Options, error) {
	opt := runner.Options{Timeout: o.timeout, Search: o.search(), NoLint: true}
	var err error
	opt.Search.Disable, err = gate.ParseReductions(o.noReduction)
	return opt, err
}

// drawing returns what writes the picture that o asks for.
func (a *app) drawing(ctx context.Context, args []string, o *renderFlags) (func(io.Writer) error, error) {
	opt, err := o.options()
	if err != nil {
		return nil, err
	}
	name, text, err := a.model(args[0])
	if err != nil {
		return nil, err
	}
	saved := bytes.HasPrefix(bytes.TrimSpace(text), []byte("{"))
	switch {
	case saved && o.kind == gate.Tree:
		return nil, fmt.Errorf("--kind tree explores a model: name it instead of a saved run")
	case !saved && len(args) > 1:
		return nil, fmt.Errorf("%s is a model: there is no second one to name", args[0])
	}
	graph := o.kind == gate.Automata || o.kind == gate.Tree
	var all []runner.Evidence
	var f *report.File
	switch {
	case saved && graph:
		f, err = savedFile(name, text, args[1:])
	case saved:
		all, err = attacks(text, args[1:])
	default:
		if f, err = loaded(ctx, name, text, opt, o.kind == gate.Tree); err == nil {
			all, err = runner.Evidences(f)
		}
	}
	switch {
	case err != nil:
		return nil, err
	case graph:
		return func(w io.Writer) error { return gate.DrawModel(ctx, w, o.kind, f, opt, o.depth) }, nil
	case len(all) == 0:
		return nil, fail(report.ExitNothing, "%s: there is no attack to draw", name)
	case o.attack < 1 || o.attack > len(all):
		return nil, fmt.Errorf("--attack %d: the run holds %d", o.attack, len(all))
	}
	return func(w io.Writer) error { return gate.Draw(w, o.to, &all[o.attack-1]) }, nil
}

// loaded returns a report on a model, which is checked unless it is only read.
func loaded(ctx context.Context, name string, text []byte, opt runner.Options, only bool) (*report.File, error) {
	opt.LintOnly = only
	f := runner.Check(ctx, name, text, opt)
	switch {
	case f.Failure != nil:
		return nil, fail(report.ExitInternal, "%s: %s", name, f.Failure.Message)
	case f.Diagnostics.Errors() > 0:
		return nil, fail(report.ExitModel, "%v", f.Diagnostics)
	}
	return f, nil
}

// savedFile returns the report on one model in a saved run: that on the model
// args[0] if given, else the only one.
func savedFile(name string, text []byte, args []string) (*report.File, error) {
	files, err := runner.ReadSaved(text)
	switch {
	case err != nil:
		return nil, fail(report.ExitModel, "%v", err)
	case len(files) == 0:
		return nil, fail(report.ExitNothing, "%s holds no model", name)
	case len(files) > 1 && len(args) == 0:
		return nil, fmt.Errorf("%s holds %d models: name one", name, len(files))
	}
	for _, f := range files {
		if err = runner.Locate(f, strings.Join(args, "")); err == nil {
			return f, nil
		}
	}
	return nil, fail(report.ExitModel, "%v", err)
}
