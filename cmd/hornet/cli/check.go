package cli

import (
	"github.com/spf13/cobra"

	"hornet/explain"
)

// check is the main job.
func (a *app) check() *cobra.Command {
	var (
		b boundFlags
		o outputFlags
	)
	c := &cobra.Command{
		Use:   "check FILE|DIR|GLOB…",
		Short: "Check the goals of models: the main job",
		Long: `check answers every goal of the given models: an attack that an independent
checker has accepted, or no attack within stated bounds, or why there is no
answer. A directory means every *.hlpsl below it; a glob may use **; - reads
standard input; without arguments, hornet.toml says what to check.

Exit codes ("hornet help exit-codes" says more):

` + explain.ExitCodes(),
		Example: "  hornet check nspk.hlpsl\n  hornet check --goal secrecy_of_nb --untyped nspk.hlpsl\n  hornet check models --format github --out json=run.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			job, err := a.job(cmd, args, &b, &o)
			if err != nil {
				return err
			}
			return a.run(cmd, job)
		},
	}
	b.register(c)
	o.register(c)
	o.registerFailOn(c)
	return c
}
