// Package cli is hornet's command line: one file for each subcommand, flags and
// exit codes, and no logic of its own. Main is the whole program, so that tests
// can run it without a process.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"hornet/report"
)

// app is what the commands share: the streams, and the exit code to be.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	color          string
	code           int
}

// Main runs hornet with the given arguments and returns its exit code
// (package report names them).
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// A reader that went away is an error of write, not the end of the process:
	// the exit code still has to tell the verdict.
	signal.Ignore(syscall.SIGPIPE)
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		if errors.Is(err, syscall.EPIPE) {
			return a.code
		}
		fmt.Fprintf(stderr, "hornet: %v\n", err)
		var e *exitError
		if errors.As(err, &e) {
			return e.code
		}
		return report.ExitUsage
	}
	return a.code
}

// exitError is an error with an exit code of its own. Errors without one are
// faults of usage.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// fail returns an error that ends hornet with the given exit code.
func fail(code int, format string, args ...any) error {
	return &exitError{code, fmt.Errorf(format, args...)}
}

// root returns the command tree.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "hornet",
		Short: "Check security protocols written in HLPSL",
		Long: `hornet is a symbolic model checker for security protocols. It reads HLPSL,
explores every behaviour of the declared sessions against a Dolev-Yao intruder,
and answers goal by goal: an attack with the evidence for it, or no attack with
the bounds within which that holds.`,
		Example:       "  hornet check nspk.hlpsl\n  hornet check 'models/**/*.hlpsl' --out junit=hornet.xml\n  hornet test models",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	c.PersistentFlags().StringVar(&a.color, "color", "auto", "mark up with colour: auto, always or never")
	c.AddCommand(a.check(), a.test(), a.lint(), a.fmt(), a.init(), a.explain(), a.replay(), a.render(), a.watch(), a.animate(), a.models(), a.man(), a.version())
	c.AddCommand(a.topics()...)
	return c
}
