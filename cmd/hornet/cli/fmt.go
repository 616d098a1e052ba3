package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"hornet/diag"
	"hornet/gate"
	"hornet/report"
)

// fmt lays models out in the one way.
func (a *app) fmt() *cobra.Command {
	var list, diff, write, check bool
	c := &cobra.Command{
		Use:   "fmt [FILE|DIR|GLOB…]",
		Short: "Format models",
		Long: `fmt prints the given models, or standard input, in the one layout. -l lists the
files whose layout differs, -d shows the difference, -w writes it back, and
--check exits 1 when there is any. Comments stay where they are. A file with
syntax errors is left alone; fmt then exits 3.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{gate.Stdin}
			}
			sources, err := gate.Find(args)
			if err != nil {
				return fail(report.ExitNothing, "%v", err)
			}
			if len(sources) == 0 {
				return fail(report.ExitNothing, "nothing to format: no model (*%s) found", gate.Ext)
			}
			for _, src := range sources {
				f, err := gate.Format(cmd.Context(), src, a.stdin)
				if err != nil {
					return fail(report.ExitModel, "%v", err)
				}
				if f.Diags != nil {
					r := diag.Renderer{Source: func(string) []byte { return f.Old }}
					r.Render(a.stderr, f.Diags)
					a.code = report.WorseExit(a.code, report.ExitModel)
					continue
				}
				if f.Changed && check {
					a.code = report.WorseExit(a.code, report.ExitAttack)
				}
				if f.Changed && (list || check && !diff) {
					if _, err := fmt.Fprintln(a.stdout, f.Name); err != nil {
						return err
					}
				}
				if f.Changed && diff {
					if _, err := a.stdout.Write(f.Diff()); err != nil {
						return err
					}
				}
				if f.Changed && write && src.Path != gate.Stdin {
					if err := gate.WriteFile(src.Path, f.Text); err != nil {
						return unwritten(err)
					}
				}
				if !list && !diff && !check && (!write || src.Path == gate.Stdin) {
					if _, err := a.stdout.Write(f.Text); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
	f := c.Flags()
	f.BoolVarP(&list, "list", "l", false, "list the files whose layout differs")
	f.BoolVarP(&diff, "diff", "d", false, "show the differences")
	f.BoolVarP(&write, "write", "w", false, "write the files")
	f.BoolVar(&check, "check", false, "list the files whose layout differs and exit 1 when there are any")
	return c
}
