package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"hornet/config"
	"hornet/report"
)

// init writes a hornet.toml to start from.
func (a *app) init() *cobra.Command {
	var schema bool
	c := &cobra.Command{
		Use:   "init",
		Short: "Write a " + config.Name + " to start from",
		Long: `init writes ` + config.Name + ` into the working directory. It never overwrites one.
--schema prints the JSON Schema of the file instead, for editors.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if schema {
				_, err := a.stdout.Write(config.Schema)
				return err
			}
			f, err := os.OpenFile(config.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, os.ErrExist) {
				return fail(report.ExitUsage, "%s exists already", config.Name)
			}
			if err == nil {
				_, err = f.Write(config.Example)
				if cerr := f.Close(); err == nil {
					err = cerr
				}
			}
			if err != nil {
				return fail(report.ExitInternal, "%v", err)
			}
			_, err = fmt.Fprintf(a.stdout, "wrote %s; now: hornet check, or hornet test for models that state their verdicts\n", config.Name)
			return err
		},
	}
	c.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of the file")
	return c
}
