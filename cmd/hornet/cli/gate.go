package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"hornet/gate"
	"hornet/internal/version"
	"hornet/report"
	"hornet/runner"
)

// gate runs check or test over the models that args name.
func (a *app) gate(cmd *cobra.Command, args []string, b *boundFlags, o *outputFlags) error {
	opt, err := b.options(o.format)
	if err != nil {
		return err
	}
	failOn, err := o.gate()
	if err != nil {
		return err
	}
	outs, err := a.outputs(o)
	if err != nil {
		return err
	}
	sources, err := gate.Find(args)
	if err != nil {
		return fail(report.ExitNothing, "%v", err)
	}
	if len(sources) == 0 {
		return fail(report.ExitNothing, "nothing to check: no model (*%s) given", gate.Ext)
	}
	job := gate.Job{
		Sources: sources, Stdin: a.stdin, Outputs: outs, Jobs: b.workers(), NoTiming: o.noTiming,
		Options: func(gate.Source) runner.Options { return opt },
		FailOn:  func(gate.Source) report.FailOn { return failOn },
	}
	sum, err := job.Run(cmd.Context())
	if err != nil {
		return fail(report.ExitInternal, "%v", err)
	}
	a.code = sum.Exit
	return nil
}

// outputs returns the outputs that the flags ask for, standard output first.
func (a *app) outputs(o *outputFlags) ([]gate.Output, error) {
	color, err := a.colored(a.stdout)
	if err != nil {
		return nil, err
	}
	if _, err := report.NewWriter(o.format, io.Discard, report.Style{}); err != nil {
		return nil, fmt.Errorf("--format: %v", err)
	}
	outs := []gate.Output{{Format: o.format, W: a.stdout, Style: report.Style{Version: version.String(), Color: color, Verbose: o.verbose, Stderr: a.stderr}}}
	for _, s := range o.out {
		out, err := gate.ParseOutput(s)
		if err == nil {
			_, err = report.NewWriter(out.Format, io.Discard, report.Style{})
		}
		if err != nil {
			return nil, fmt.Errorf("--out: %v", err)
		}
		out.Style = report.Style{Version: version.String(), Verbose: o.verbose}
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
