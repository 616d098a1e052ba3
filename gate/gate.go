package gate

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"hornet/cache"
	"hornet/expect"
	"hornet/report"
	"hornet/runner"
	"hornet/search"
)

// Job is a run over any number of models.
type Job struct {
	Sources []Source
	Stdin   io.Reader
	// Options gives the options for a model.
	Options func(Source) runner.Options
	// FailOn gives what fails a model.
	FailOn func(Source) report.FailOn

	Jobs     int // workers
	Outputs  []Output
	NoTiming bool

	// Expect compares the verdicts with those that the models state.
	Expect bool
	// Cache keeps verdicts; nil for none.
	Cache *cache.Cache
	// Update writes the verdicts into the models as their expectations.
	Update bool
	// LintOnly says what there is to say about the texts and explores nothing.
	// ExitCode then gives the exit code of a file.
	LintOnly bool
	ExitCode func(*report.File) int
	// Progress, when set, is called now and then during a search.
	Progress func(file string, p search.Progress)
	// OnWrite, when set, is called before anything is written.
	OnWrite func()
	// OnFile, when set, is called with each report before it is written.
	OnFile func(Source, *report.File)
}

// errGone ends a run whose only reader went away.
var errGone = errors.New("the reader went away")

// Run does the job and returns its summary. The error is one of writing.
func (j *Job) Run(ctx context.Context) (*report.Summary, error) {
	var sinks []*sink
	defer func() {
		for _, s := range sinks {
			s.drop()
		}
	}()
	for _, o := range j.Outputs {
		s, err := open(o)
		if err != nil {
			return nil, err
		}
		sinks = append(sinks, s)
	}
	start := time.Now()
	sum := &report.Summary{}
	within := 1 // workers inside a search: all of them when there is one model
	if len(j.Sources) == 1 {
		within = j.Jobs
	}
	err := runner.Ordered(len(j.Sources), j.Jobs,
		func(i int) *report.File { return j.one(ctx, j.Sources[i], within) },
		func(i int, f *report.File) error {
			if j.NoTiming {
				f.DropTiming()
			}
			f.Gate = j.FailOn(j.Sources[i])
			if f.Skipped {
				sum.Skipped++
				return nil
			}
			if err := j.expect(j.Sources[i], f); err != nil {
				return err
			}
			save(f)
			code := f.ExitCode()
			if j.ExitCode != nil {
				code = j.ExitCode(f)
			}
			sum.Add(f, code)
			if j.OnWrite != nil {
				j.OnWrite()
			}
			if j.OnFile != nil {
				j.OnFile(j.Sources[i], f)
			}
			return each(sinks, func(s *sink) error { return s.write(ctx, f, j.Options(j.Sources[i])) })
		})
	if err != nil && err != errGone {
		return sum, err
	}
	switch {
	case sum.Skipped > 0:
		sum.Exit = report.WorseExit(sum.Exit, report.ExitUndecided)
	case sum.Files == 0:
		sum.Exit = report.ExitNothing
	}
	j.Cache.Trim(start)
	if !j.NoTiming {
		sum.Millis = float64(time.Since(start).Microseconds()) / 1000
	}
	if err := each(sinks, func(s *sink) error { return s.end(sum) }); err != errGone {
		return sum, err
	}
	return sum, nil
}

// save writes what is needed to look into a fault of hornet itself beside other
// temporary files. That it cannot be written is no reason to fail once more.
func save(f *report.File) {
	if f.Failure == nil || f.Failure.Details == nil || f.Failure.Bundle != "" {
		return
	}
	p := filepath.Join(os.TempDir(), "hornet-fault-"+f.Hash[:12]+".json")
	if os.WriteFile(p, f.Failure.Details, 0o600) == nil {
		f.Failure.Bundle = filepath.ToSlash(p)
	}
}

// expect compares f with what its model states, and writes that when asked to.
func (j *Job) expect(src Source, f *report.File) error {
	if !j.Expect || !f.Searched() || f.Failure != nil {
		return nil
	}
	text := f.Text
	if j.Update && src.Path != Stdin {
		text = expect.Update(f.Text, f)
		if !bytes.Equal(text, f.Text) {
			if err := WriteFile(src.Path, text); err != nil {
				return err
			}
		}
	}
	f.Expectations = expect.Compare(f, expect.Parse(f.Name, text))
	return nil
}

// each calls do on every sink that still has a reader. It returns errGone when
// none has.
func each(sinks []*sink, do func(*sink) error) error {
	gone := len(sinks) > 0
	for _, s := range sinks {
		if err := do(s); err != nil {
			return err
		}
		gone = gone && s.gone
	}
	if gone {
		return errGone
	}
	return nil
}

// one reads and checks a model, or takes its report from the cache.
func (j *Job) one(ctx context.Context, src Source, within int) *report.File {
	if ctx.Err() != nil {
		return &report.File{Name: src.Name, Skipped: true}
	}
	text, err := src.read(ctx, j.Stdin)
	if err != nil && ctx.Err() != nil {
		return &report.File{Name: shown(src), Skipped: true}
	}
	if err != nil {
		return &report.File{Name: shown(src), Goals: []report.Goal{},
			Failure: &report.Failure{Kind: report.Unreadable, Message: cause(err).Error()}}
	}
	opt := j.Options(src)
	opt.LintOnly = j.LintOnly
	key := j.Cache.Key(shown(src), text, opt.Key())
	if f, ok := j.Cache.Get(key); ok {
		f.Text = text
		return f
	}
	opt.Search.Jobs, opt.Progress = within, j.Progress
	f := runner.Check(ctx, shown(src), text, opt)
	if j.worthKeeping(f) {
		j.Cache.Put(key, f)
	}
	return f
}

// fewStates is how many states are visited in the time that it takes to write
// an entry of the cache and to read it again.
const fewStates = 200

// worthKeeping reports whether a stored f would save time. Where one model is
// the whole run, the start of the program is most of it, and what a small search
// takes is less than its entry costs; among many models, none of that is new for
// each, and the search is most of it.
func (j *Job) worthKeeping(f *report.File) bool {
	return len(j.Sources) > 1 || f.Stats.States >= fewStates
}
