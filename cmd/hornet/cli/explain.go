package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"hornet/explain"
)

// explain says what a code, a goal or a topic means.
func (a *app) explain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE|GOAL|TOPIC]",
		Short: "Say what a diagnostic, a goal or a bound means, with an example",
		Long:  "explain says what the code of a diagnostic, a goal or a word of the reports\nmeans. Without an argument it lists everything it can explain.",
		RunE: func(_ *cobra.Command, args []string) error {
			text := explain.Index()
			if len(args) > 0 {
				var err error
				if text, err = explain.Find(strings.Join(args, " ")); err != nil {
					return err
				}
			}
			_, err := io.WriteString(a.stdout, text)
			return err
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, t := range explain.Topics() {
				names = append(names, t.Name+"\t"+t.Title)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// topics returns the help topics: commands that only have a text.
func (a *app) topics() []*cobra.Command {
	var out []*cobra.Command
	for _, t := range explain.Topics() {
		switch t.Name {
		case "exit-codes", "formats", "bounds", "verdicts", "expectations":
			out = append(out, &cobra.Command{Use: t.Name, Short: t.Title, Long: strings.TrimRight(t.Text, "\n")})
		}
	}
	return out
}
