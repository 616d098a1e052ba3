package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"hornet/diag"
	"hornet/report"
)

// lint looks at texts only.
func (a *app) lint() *cobra.Command {
	var (
		b boundFlags
		o outputFlags
	)
	c := &cobra.Command{
		Use:   "lint FILE|DIR|GLOB…",
		Short: "Find the smells of models without checking them",
		Long: `lint reports the errors and smells of the given models and explores nothing.
It exits 3 when a model has errors, 1 when it has a finding of a severity that
--fail-on names, else 0. "hornet explain H0401" says what a code means.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			severities, err := severities(o.failOn)
			if err != nil {
				return err
			}
			o.failOn = nil
			b.noCache = true
			job, err := a.job(cmd, args, &b, &o)
			if err != nil {
				return err
			}
			for i := range job.Outputs {
				job.Outputs[i].Style.Lint = true
			}
			job.LintOnly = true
			job.ExitCode = func(f *report.File) int { return f.LintExit(severities) }
			return a.run(cmd, job)
		},
	}
	b.registerFiles(c)
	o.register(c)
	c.Flags().StringSliceVar(&o.failOn, "fail-on", nil, "which severities fail beside errors: warning, hint or none")
	return c
}

// severities reads the severities that fail a lint.
func severities(names []string) ([]diag.Severity, error) {
	var out []diag.Severity
	for _, n := range names {
		if n == "none" {
			continue
		}
		var s diag.Severity
		if s.UnmarshalText([]byte(n)) != nil {
			return nil, fmt.Errorf("--fail-on: unknown severity %q: use error, warning, hint or none", n)
		}
		out = append(out, s)
	}
	return out, nil
}
