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
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"hornet/gate"
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
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "hornet: this is a fault of hornet itself, please report it: %v\n%s", p, debug.Stack())
			code = report.ExitInternal
		}
	}()
	// A reader that went away is an error of write, not the end of the process:
	// the exit code still has to tell the verdict.
	signal.Ignore(syscall.SIGPIPE)
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr}
	ctx, stop := interruptible()
	defer stop()

	root := a.root(args)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		if errors.Is(err, syscall.EPIPE) {
			return a.code
		}
		fmt.Fprintf(stderr, "hornet: %v\n", err)
		if len(args) > 0 && strings.HasSuffix(args[0], gate.Ext) {
			fmt.Fprintf(stderr, "To check it: hornet check %s\n", strings.Join(args, " "))
		}
		var e *exitError
		if errors.As(err, &e) {
			return e.code
		}
		return report.ExitUsage
	}
	return a.code
}

// patience is how long a run goes on before it listens for signals. What is
// over by then has nothing to say about an interruption, and three threads fewer
// to start: a quarter of the time that a small model takes.
const patience = 20 * time.Millisecond

// interruptible returns a context that the first interrupt or termination ends;
// a second one ends the process.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	timer := time.AfterFunc(patience, func() {
		caught := make(chan os.Signal, 1)
		signal.Notify(caught, os.Interrupt, syscall.SIGTERM)
		defer signal.Stop(caught)
		select {
		case <-caught:
			cancel()
		case <-ctx.Done():
		}
	})
	return ctx, func() {
		timer.Stop()
		cancel()
	}
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

// root returns the command tree that args need: the one command that they begin
// with, or all of them. To make the flags of all takes as long as to read a model.
func (a *app) root(args []string) *cobra.Command {
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
	commands := []struct {
		name string
		make func() *cobra.Command
	}{
		{"check", a.check}, {"test", a.test}, {"lint", a.lint}, {"fmt", a.fmt}, {"init", a.init},
		{"explain", a.explain}, {"replay", a.replay}, {"render", a.render}, {"watch", a.watch},
		{"animate", a.animate}, {"models", a.models}, {"man", a.man}, {"version", a.version},
	}
	for _, command := range commands {
		if len(args) > 0 && args[0] == command.name && args[0] != "man" { // man describes all
			c.CompletionOptions.DisableDefaultCmd = true
			c.AddCommand(command.make())
			return c
		}
	}
	for _, command := range commands {
		c.AddCommand(command.make())
	}
	c.AddCommand(a.topics()...)
	return c
}
