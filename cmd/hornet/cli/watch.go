package cli

import (
	"github.com/spf13/cobra"

	"hornet/gate"
)

// watch checks models again when they change.
func (a *app) watch() *cobra.Command {
	var (
		b boundFlags
		o outputFlags
	)
	c := &cobra.Command{
		Use:   "watch FILE|DIR|GLOB…",
		Short: "Check models again whenever they change",
		Long:  "watch checks the given models, and again whenever one of them or hornet.toml\nchanges, and says which verdicts changed. Ctrl-C ends it.",
		RunE: func(cmd *cobra.Command, args []string) error {
			err := gate.Watch(cmd.Context(), a.stdout, terminal(a.stdout), func() (*gate.Job, error) {
				return a.job(cmd, args, &b, &o)
			})
			if _, ok := err.(*exitError); err != nil && !ok {
				return unwritten(err)
			}
			return err
		},
	}
	b.register(c)
	o.register(c)
	o.registerFailOn(c)
	return c
}
