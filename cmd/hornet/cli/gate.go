package cli

import (
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"hornet/cache"
	"hornet/gate"
	"hornet/internal/version"
	"hornet/report"
)

// job prepares a run of check, test or watch over the models that args name.
func (a *app) job(cmd *cobra.Command, args []string, b *boundFlags, o *outputFlags) (*gate.Job, error) {
	p, err := b.plan(cmd, o)
	if err != nil {
		return nil, err
	}
	outs, err := a.outputs(p, o)
	if err != nil {
		return nil, err
	}
	sources, err := p.Sources(args)
	if err != nil {
		return nil, fail(report.ExitNothing, "%v%s", err, inLibrary(args))
	}
	if len(sources) == 0 {
		if len(args) == 0 && (p.File == nil || len(p.File.Paths) == 0) {
			return nil, fail(report.ExitNothing, "nothing to check: name a model, a directory or a pattern")
		}
		return nil, fail(report.ExitNothing, "nothing to check: no model (*%s) found", gate.Ext)
	}
	job := &gate.Job{
		Sources: sources, Stdin: a.stdin, Options: p.Options, FailOn: p.FailOn,
		Jobs: b.workers(p), Outputs: outs, NoTiming: o.noTiming,
	}
	if dir := cache.Dir(); dir != "" && !b.noCache {
		job.Cache = cache.Open(dir, version.Build())
	}
	return job, nil
}

// run does a job and notes its exit code.
func (a *app) run(cmd *cobra.Command, job *gate.Job) error {
	st := a.status(len(job.Sources))
	defer st.stop()
	job.Progress, job.OnWrite = st.progress, st.clear
	sum, err := job.Run(cmd.Context())
	if err != nil {
		return unwritten(err)
	}
	a.code = sum.Exit
	return nil
}

// outputs returns the outputs that are asked for, standard output first.
func (a *app) outputs(p *gate.Plan, o *outputFlags) ([]gate.Output, error) {
	color, err := a.colored(a.stdout)
	if err != nil {
		return nil, err
	}
	if _, err := report.NewWriter(o.format, io.Discard, report.Style{}); err != nil {
		return nil, fmt.Errorf("--format: %v", err)
	}
	style := report.Style{Version: version.String(), Verbose: o.verbose}
	first := gate.Output{Format: o.format, W: a.stdout, Style: style}
	first.Style.Color, first.Style.Stderr = color, a.stderr
	outs := []gate.Output{first}
	for _, s := range slices.Concat(p.Outs(), o.out) {
		out, err := gate.ParseOutput(s)
		if err == nil {
			err = gate.Known(out.Format)
		}
		if err != nil {
			return nil, fmt.Errorf("--out: %v", err)
		}
		out.Style = style
		outs = append(outs, out)
	}
	return outs, nil
}

// colored decides whether what is written to w is marked up with colour.
func (a *app) colored(w io.Writer) (bool, error) {
	switch a.color {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
	default:
		return false, fmt.Errorf("--color: %q is not auto, always or never", a.color)
	}
	if v := os.Getenv("CLICOLOR_FORCE"); v != "" && v != "0" {
		return true, nil
	}
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false, nil
	}
	return terminal(w), nil
}

// terminal reports whether w is a terminal.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
