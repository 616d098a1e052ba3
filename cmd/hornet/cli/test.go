package cli

import "github.com/spf13/cobra"

// test holds models against their expectations.
func (a *app) test() *cobra.Command {
	var (
		b      boundFlags
		o      outputFlags
		update bool
	)
	c := &cobra.Command{
		Use:   "test FILE|DIR|GLOB…",
		Short: "Compare the verdicts with those that the models state",
		Long: `test checks the given models and compares the verdicts with the comments

  %% expect: safe secrecy_of sec_k
  %% expect: attack authentication_on na_nb2
  %% expect: safe secrecy_of k (3 sessions, depth 8)

in them. The verdicts are safe, attack, vacuous, unexecutable and undecided. Both
directions fail: a goal without expectation, and an expectation on a goal that
the model no longer has. --update writes the comments.

Exit codes: 0 when every expectation is met, 1 when one is not, 3 when a model has
errors, 4 when a verdict that is expected could not be reached, 5 when there is
nothing to check ("hornet help exit-codes").`,
		RunE: func(cmd *cobra.Command, args []string) error {
			job, err := a.job(cmd, args, &b, &o)
			if err != nil {
				return err
			}
			job.Expect, job.Update = true, update
			return a.run(cmd, job)
		},
	}
	b.register(c)
	o.register(c)
	c.Flags().BoolVar(&update, "update", false, "write the verdicts found into the models")
	return c
}
