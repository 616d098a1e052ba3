// Package mutation tests the tests: a list of deliberate faults in the solver,
// the analysis of knowledge, the reductions and the goals, each of which some
// test must notice (DeMillo, Lipton, Sayward, "Hints on test data selection",
// Computer 1978). A fault is applied to a copy of the module, never to the
// module itself.
//
// That every fault still fits the source is tested always. The run itself takes
// minutes:
//
//	HORNET_MUTATE=all go test -v -timeout 60m -run TestMutations ./internal/mutation
//
// HORNET_MUTATE=quick leaves out the faults that only random protocols are known to
// show; TestMutations/3 runs the fault of that number alone.
package mutation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Fault is a small change that makes the program wrong.
type Fault struct {
	Name     string // what is wrong with it
	File     string // from the root of the module, with slashes
	Old, New string // Old occurs once in File
	By       Tests  // some of which must fail
}

// Tests are tests of one package.
type Tests struct {
	Package string   // as the go command takes it, "./goals"
	Run     string   // the pattern for -run
	Env     []string // further environment, "HORNET_SEEDS=100"
}

// String returns the command that runs the tests.
func (t Tests) String() string {
	return strings.Join(append(append([]string{}, t.Env...), "go test -run '"+t.Run+"' "+t.Package), " ")
}

// Quick reports whether the tests look at few models, and always the same.
func (t Tests) Quick() bool { return len(t.Env) == 0 }

// Fits reports, as an error, that the fault does not fit a file's text.
func (f Fault) Fits(text []byte) error {
	if n := bytes.Count(text, []byte(f.Old)); n != 1 {
		return fmt.Errorf("%s: the text to change occurs %d times in %s, not once:\n%s", f.Name, n, f.File, f.Old)
	}
	if f.Old == f.New {
		return fmt.Errorf("%s: changes nothing", f.Name)
	}
	return nil
}

// Apply puts the fault into the module at root. undo takes it out again.
func (f Fault) Apply(root string) (undo func() error, err error) {
	path := filepath.Join(root, filepath.FromSlash(f.File))
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if err := f.Fits(text); err != nil {
		return nil, err
	}
	changed := bytes.Replace(text, []byte(f.Old), []byte(f.New), 1)
	return func() error { return os.WriteFile(path, text, 0o644) }, os.WriteFile(path, changed, 0o644)
}

// Outcome is how tests ended.
type Outcome string

// The outcomes. Only Failed means that a fault was caught.
const (
	Passed   Outcome = "passed"
	Failed   Outcome = "failed"
	Broken   Outcome = "did not compile"
	TooLong  Outcome = "took too long"
	NotThere Outcome = "ran nothing"
)

// Outcome runs the tests in the module at root, for at most the given time. It
// returns what they wrote; the error is of the go command itself.
func (t Tests) Outcome(ctx context.Context, root string, atMost time.Duration) (Outcome, string, error) {
	ctx, cancel := context.WithTimeout(ctx, atMost+time.Minute) // the minute is for the compiler
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "test", "-trimpath", "-vet=off", "-v", "-timeout", atMost.String(), "-run", t.Run, t.Package)
	cmd.Dir = root
	cmd.Env = append(append(os.Environ(), "HORNET_MUTATE=", "HORNET_SEEDS="), t.Env...)
	cmd.WaitDelay = time.Second
	text, err := cmd.CombinedOutput()
	out := string(text)
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil || strings.Contains(out, "panic: test timed out"):
		return TooLong, out, nil
	case err != nil && !errors.As(err, &exit):
		return "", out, err
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		return Broken, out, nil
	case !strings.Contains(out, "=== RUN"):
		return NotThere, out, nil
	case err != nil:
		return Failed, out, nil
	}
	return Passed, out, nil
}

// Copy copies the module at from, without its history, to the directory to.
func Copy(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "dist"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(target, 0o755)
		case !d.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}
