package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hornet/gate"
	"hornet/report"
)

// render draws the attacks of a saved run.
func (a *app) render() *cobra.Command {
	var to, out string
	var attack int
	c := &cobra.Command{
		Use:   "render RUN.json [MODEL]",
		Short: "Draw an attack of a saved run",
		Long: `render reads a run that "hornet check --out json=RUN.json" saved, or a single
certificate, and writes one attack of it in another form. It needs the model that
the run was made from, and refuses a changed one. MODEL says where it is now.`,
		Example: "  hornet check nspk.hlpsl --out json=run.json\n  hornet render run.json --to svg -o attack.svg",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			formats := append(gate.Pictures(), "text", "avispa")
			if !strings.Contains(" "+strings.Join(formats, " ")+" ", " "+to+" ") {
				return fmt.Errorf("--to: unknown format %q: use %s", to, strings.Join(formats, ", "))
			}
			all, err := a.saved(args)
			if err != nil {
				return err
			}
			if attack < 1 || attack > len(all) {
				return fmt.Errorf("--attack %d: the run holds %d", attack, len(all))
			}
			w, finish := a.stdout, func() error { return nil }
			if out != "" {
				f, err := os.CreateTemp(filepath.Dir(out), "."+filepath.Base(out)+".*")
				if err != nil {
					return fail(report.ExitInternal, "%v", err)
				}
				defer os.Remove(f.Name())
				defer f.Close()
				w, finish = io.Writer(f), func() error { return os.Rename(f.Name(), out) }
			}
			b := bufio.NewWriter(w)
			err = gate.Draw(b, to, &all[attack-1])
			if err == nil {
				err = b.Flush()
			}
			if err == nil {
				err = finish()
			}
			if err != nil {
				return fail(report.ExitInternal, "%w", err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&to, "to", "svg", "the form: "+strings.Join(gate.Pictures(), ", ")+", text or avispa")
	c.Flags().StringVarP(&out, "output", "o", "", "write to this file instead of standard output")
	c.Flags().IntVar(&attack, "attack", 1, "which attack of the run")
	return c
}
