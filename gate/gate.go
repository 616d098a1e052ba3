package gate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"hornet/report"
	"hornet/runner"
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
			sum.Add(f)
			return each(sinks, func(s *sink) error { return s.file(f) })
		})
	if err != nil && err != errGone {
		return sum, err
	}
	if sum.Files == 0 {
		sum.Exit = report.ExitNothing
	}
	if !j.NoTiming {
		sum.Millis = float64(time.Since(start).Microseconds()) / 1000
	}
	if err := each(sinks, func(s *sink) error { return s.end(sum) }); err != errGone {
		return sum, err
	}
	return sum, nil
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

// one reads and checks a model.
func (j *Job) one(ctx context.Context, src Source, within int) *report.File {
	text, err := j.read(src)
	if err != nil {
		return &report.File{Name: src.Name, Goals: []report.Goal{},
			Failure: &report.Failure{Kind: report.Unreadable, Message: fmt.Sprintf("%v", cause(err))}}
	}
	opt := j.Options(src)
	opt.Search.Jobs = within
	return runner.Check(ctx, shown(src), text, opt)
}

// read returns the text of a model.
func (j *Job) read(src Source) ([]byte, error) {
	if src.Path == Stdin {
		return io.ReadAll(j.Stdin)
	}
	return os.ReadFile(filepath.FromSlash(src.Path))
}

// shown returns the name of a model in reports.
func shown(src Source) string {
	if src.Path == Stdin {
		return "<stdin>"
	}
	return src.Name
}
