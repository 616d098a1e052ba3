package cli

import (
	"fmt"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"hornet/diag"
	"hornet/gate"
	"hornet/models"
	"hornet/report"
)

// models shows and checks the embedded library.
func (a *app) models() *cobra.Command {
	c := &cobra.Command{
		Use:   "models",
		Short: "List, show and check the embedded library of models",
		Long:  "models gives the protocols that come with hornet: classics of the literature and\nwhat became of them, each with its source and its expected verdicts.",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return a.modelList() },
	}
	c.AddCommand(&cobra.Command{
		Use: "list", Short: "List the models", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.modelList() },
	}, &cobra.Command{
		Use: "show NAME", Short: "Print a model", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			m, err := models.Find(args[0])
			if err != nil {
				return fmt.Errorf("%w%s", err, suggestModel(args[0]))
			}
			_, err = a.stdout.Write(m.Text)
			return err
		},
	}, a.modelCheck())
	return c
}

// modelList writes the names, sources and attacks of the library.
func (a *app) modelList() error {
	list, err := models.List()
	if err != nil {
		return fail(report.ExitInternal, "%v", err)
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for i := range list {
		mark := ""
		if list[i].Attack() {
			mark = "attack"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", list[i].Name, mark, list[i].Title)
	}
	return w.Flush()
}

// modelCheck tests the library, or some of it.
func (a *app) modelCheck() *cobra.Command {
	var (
		b boundFlags
		o outputFlags
	)
	c := &cobra.Command{
		Use:   "check [NAME…]",
		Short: "Compare the verdicts on the library with the expected ones",
		RunE: func(cmd *cobra.Command, args []string) error {
			list, err := models.List()
			if err != nil {
				return fail(report.ExitInternal, "%v", err)
			}
			if len(args) > 0 {
				list = nil
				for _, n := range args {
					m, err := models.Find(n)
					if err != nil {
						return fmt.Errorf("%w%s", err, suggestModel(n))
					}
					list = append(list, m)
				}
			}
			b.noConfig = true
			job, err := a.job(cmd, []string{gate.Stdin}, &b, &o)
			if err != nil {
				return err
			}
			job.Expect, job.Sources = true, nil
			for i := range list {
				job.Sources = append(job.Sources, gate.Source{Name: "models/" + list[i].File, Path: "models/" + list[i].File, Text: list[i].Text})
			}
			return a.run(cmd, job)
		},
	}
	b.register(c)
	o.register(c)
	return c
}

// inLibrary tells whoever takes a model of the library for a file how to get one.
func inLibrary(args []string) string {
	for _, name := range args {
		if _, err := os.Stat(name); err == nil {
			continue
		}
		if m, err := models.Find(name); err == nil {
			return fmt.Sprintf("; it is a model of the library: hornet models show %s > %s%s", m.Name, m.Name, gate.Ext)
		}
	}
	return ""
}

// suggestModel returns what a misspelled name may have meant.
func suggestModel(name string) string {
	list, err := models.List()
	if err != nil {
		return ""
	}
	var names []string
	for i := range list {
		names = append(names, list[i].Name)
	}
	if s := diag.DidYouMean(name, names); s != "" {
		return ": " + s
	}
	return ""
}
