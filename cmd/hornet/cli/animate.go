package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hornet/animate"
	"hornet/animate/web"
	"hornet/gate"
	"hornet/hlpsl"
	"hornet/models"
	"hornet/report"
	"hornet/runner"
	"hornet/trace/ground"
)

// animateFlags are the flags of animate.
type animateFlags struct {
	theoryFlags
	port, attack    int
	timeout         time.Duration
	script, to, out string
}

// animate lets a person run a model.
func (a *app) animate() *cobra.Command {
	var o animateFlags
	c := &cobra.Command{
		Use:   "animate MODEL",
		Short: "Run a protocol by hand: in a browser, or by a script",
		Long: `animate serves a page on this machine in which a model is run: what each role can
do, the values of its variables, what the intruder knows and can send, how the
goals stand, and every attack step by step. It prints the address, which holds a
secret, and ends with Ctrl-C. MODEL is a file, or a model of the library.

With --script it carries out a script instead, without a browser, and writes the
run. docs/animate.md describes the page, its keys and the scripts.`,
		Example: "  hornet animate nspk.hlpsl\n  hornet animate nspk.hlpsl --attack 1\n  hornet animate nspk.hlpsl --script lowe.txt --to svg -o lowe.svg",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name, text, err := a.model(args[0])
			if err != nil {
				return err
			}
			u := hlpsl.Load(name, text)
			theory := ground.Options{Untyped: o.untyped, StrongTypes: o.strong, Assoc: o.assoc}
			s, err := animate.New(u, text, theory)
			if err != nil {
				return fail(report.ExitModel, "%v", err)
			}
			find := func(ctx context.Context) ([]*animate.Attack, error) {
				opt := runner.Options{Timeout: o.timeout, Search: o.search()}
				return animate.Find(ctx, s.Model(), text, opt)
			}
			if o.script != "" {
				return a.animateScript(cmd.Context(), s, find, &o)
			}
			return a.animatePage(cmd.Context(), s, find, &o)
		},
	}
	f := c.Flags()
	f.IntVar(&o.port, "port", 0, "listen on this port (0: any that is free)")
	f.IntVar(&o.attack, "attack", 0, "lay this attack out, to be stepped through")
	f.StringVar(&o.script, "script", "", "carry out this script instead (- reads standard input)")
	f.StringVar(&o.to, "to", "text", "what a script writes: "+strings.Join(animate.Formats(), ", "))
	f.StringVarP(&o.out, "output", "o", "", "write to this file instead of standard output")
	o.theoryFlags.register(c)
	f.DurationVar(&o.timeout, "timeout", time.Minute, "give up looking for attacks after this time (0: never)")
	return c
}

// model reads a model from a file, standard input, or the library.
func (a *app) model(name string) (string, []byte, error) {
	if name == "-" {
		text, err := io.ReadAll(a.stdin)
		return "stdin", text, err
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		if m, merr := models.Find(name); merr == nil {
			return "models/" + m.File, m.Text, nil
		}
	}
	if err != nil {
		return "", nil, fail(report.ExitModel, "%v", err)
	}
	return name, text, nil
}

// animatePage serves the page until ctx ends.
func (a *app) animatePage(ctx context.Context, s *animate.Session, find func(context.Context) ([]*animate.Attack, error), o *animateFlags) error {
	server, err := web.Listen(s, o.port)
	if err != nil {
		return fail(report.ExitInternal, "%v", err)
	}
	server.Searching()
	go func() {
		attacks, err := find(ctx)
		server.Found(attacks, err, o.attack)
	}()
	fmt.Fprintf(a.stdout, "%s\nThis address is for you alone. Ctrl-C ends it.\n", server.URL())
	if err := server.Serve(ctx); err != nil {
		return fail(report.ExitInternal, "%v", err)
	}
	return nil
}

// animateScript carries out a script and writes the run.
func (a *app) animateScript(ctx context.Context, s *animate.Session, find func(context.Context) ([]*animate.Attack, error), o *animateFlags) error {
	if !slices.Contains(animate.Formats(), o.to) {
		return fmt.Errorf("--to: unknown format %q: use %s", o.to, strings.Join(animate.Formats(), ", "))
	}
	in, name := a.stdin, "stdin"
	if o.script != "-" {
		f, err := os.Open(o.script)
		if err != nil {
			return fmt.Errorf("--script: %w", err)
		}
		defer f.Close()
		in, name = f, o.script
	}
	if o.attack > 0 {
		attacks, err := find(ctx)
		if err != nil {
			return fail(report.ExitInternal, "%v", err)
		}
		s.Found(attacks)
		if err := s.Play(o.attack); err != nil {
			return err
		}
	}
	if err := s.Script(name, in, func() ([]*animate.Attack, error) { return find(ctx) }); err != nil {
		return fail(report.ExitAttack, "%v", err)
	}
	if err := a.put(o.out, func(w io.Writer) error { return s.Export(w, o.to) }); err != nil {
		return unwritten(err)
	}
	return nil
}

// put writes to the file at path, or to standard output when path is empty.
func (a *app) put(path string, write func(io.Writer) error) error {
	if path != "" {
		return gate.Create(path, write)
	}
	b := bufio.NewWriter(a.stdout)
	err := write(b)
	if ferr := b.Flush(); ferr != nil {
		return &gate.OutputError{What: "standard output", Err: ferr}
	}
	return err
}

// unwritten returns an error of writing with its exit code: what cannot be
// written is for the user to mend, all else is a fault of hornet.
func unwritten(err error) error {
	var o *gate.OutputError
	if errors.As(err, &o) {
		return fail(report.ExitUsage, "%w", err)
	}
	return fail(report.ExitInternal, "%w", err)
}
