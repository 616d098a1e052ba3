package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hornet/report"
	"hornet/runner"
)

// replay lets the independent checker repeat the attacks of a saved run.
func (a *app) replay() *cobra.Command {
	return &cobra.Command{
		Use:   "replay RUN.json [MODEL]",
		Short: "Check the attacks of a saved run once more, without searching",
		Long: `replay reads a run that "hornet check --out json=RUN.json" saved, or a single
certificate, and carries out each attack with the independent checker, which
shares no code with the search. It refuses another or a changed model. MODEL says
where the model is now. It exits 0 when every attack stands, else 70, and 5 when
the run holds no attack. Of a run without attack that "hornet animate" saved it
says whether it is possible.`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			_, text, err := a.model(args[0])
			if err != nil {
				return err
			}
			all, err := attacks(text, args[1:])
			switch {
			case err != nil:
				return err
			case len(all) == 0:
				return fail(report.ExitNothing, "%s holds no attack", args[0])
			}
			for i := range all {
				e := &all[i]
				if e.Cert.Violation == nil {
					// A run that was saved in the animator, and is no attack.
					if err := e.Cert.Possible(e.Text, e.Model); err != nil {
						a.code = report.ExitInternal
						fmt.Fprintf(a.stdout, "REFUSED  %s: %v\n", e.Name, err)
						continue
					}
					fmt.Fprintf(a.stdout, "possible %s: a run without attack, %d steps\n", e.Name, len(e.Cert.Steps))
					continue
				}
				if err := e.Check(); err != nil {
					a.code = report.ExitInternal
					fmt.Fprintf(a.stdout, "REFUSED  %s: %s: %v\n", e.Name, e.Goal, err)
					continue
				}
				fmt.Fprintf(a.stdout, "stands   %s: %s, %d steps\n", e.Name, e.Goal, len(e.Cert.Steps))
			}
			return nil
		},
	}
}

// attacks returns the attacks of a saved run, on the model args[0] if given.
func attacks(text []byte, args []string) ([]runner.Evidence, error) {
	files, err := runner.ReadSaved(text)
	var all []runner.Evidence
	for i := 0; err == nil && i < len(files); i++ {
		if len(files[i].Attacks) == 0 {
			continue
		}
		var of []runner.Evidence
		if err = runner.Locate(files[i], strings.Join(args, "")); err == nil {
			of, err = runner.Evidences(files[i])
		}
		all = append(all, of...)
	}
	if err != nil {
		return nil, fail(report.ExitModel, "%v", err)
	}
	return all, nil
}
