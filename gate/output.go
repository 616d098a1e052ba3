package gate

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"hornet/report"
	"hornet/runner"
)

// Output is one place that a run is written to.
type Output struct {
	Format string
	Path   string    // of a file; "" means W
	W      io.Writer // of standard output
	Style  report.Style
}

// ParseOutput reads FORMAT=FILE.
func ParseOutput(s string) (Output, error) {
	format, path, ok := strings.Cut(s, "=")
	if !ok || path == "" {
		return Output{}, fmt.Errorf("%q is not FORMAT=FILE", s)
	}
	return Output{Format: format, Path: path}, nil
}

// Known returns an error for a format that cannot be written to a file.
func Known(format string) error {
	if isPicture(format) {
		return nil
	}
	if _, err := report.NewWriter(format, io.Discard, report.Style{}); err != nil {
		return fmt.Errorf("%w; for files also %s", err, strings.Join(Pictures(), ", "))
	}
	return nil
}

// sink is an open Output.
type sink struct {
	report.Writer
	out  Output
	buf  *bufio.Writer
	file *file // nil: standard output, or a directory
	dir  bool  // a directory of files: its Writer sees to them
	gone bool  // the reader went away
}

// open starts an output.
func open(o Output) (*sink, error) {
	s := &sink{out: o}
	w := o.W
	if strings.HasSuffix(o.Path, "/") || strings.HasSuffix(o.Path, string(filepath.Separator)) {
		if !isPicture(o.Format) {
			return nil, &OutputError{o.Path, fmt.Errorf("only pictures (%s) go into a directory", strings.Join(Pictures(), ", "))}
		}
		if err := os.MkdirAll(o.Path, 0o755); err != nil {
			if info, serr := os.Stat(filepath.Clean(o.Path)); serr == nil && !info.IsDir() {
				err = errors.New("not a directory")
			}
			return nil, &OutputError{o.Path, err}
		}
		s.Writer, s.buf, s.dir = &pictureWriter{format: o.Format, dir: o.Path}, newBuffer(io.Discard), true
		return s, nil
	}
	if o.Path != "" {
		var err error
		if s.file, err = create(o.Path); err != nil {
			return nil, err
		}
		w = s.file
	}
	s.buf = newBuffer(w)
	if isPicture(o.Format) && s.file != nil {
		s.Writer = &pictureWriter{format: o.Format, w: s.buf}
		return s, nil
	}
	var err error
	s.Writer, err = report.NewWriter(o.Format, s.buf, o.Style)
	if err != nil {
		s.drop()
	}
	return s, err
}

// write writes f, which was checked with opt, at once when a person may be
// waiting for it.
func (s *sink) write(ctx context.Context, f *report.File, opt runner.Options) error {
	if s.gone {
		return nil
	}
	if p, ok := s.Writer.(*pictureWriter); ok {
		p.ctx, p.opt = ctx, opt
	}
	err := s.File(f)
	if s.file == nil && !s.dir || err != nil {
		if ferr := s.buf.Flush(); ferr != nil {
			return s.failed(ferr)
		}
	}
	return err
}

// end writes the summary and puts the file in its place.
func (s *sink) end(sum *report.Summary) error {
	if s.gone {
		return nil
	}
	err := s.End(sum)
	if ferr := s.buf.Flush(); ferr != nil {
		return s.failed(ferr)
	}
	if err != nil || s.file == nil {
		return err
	}
	// A picture of a run without attacks is not written, and an old one is taken
	// away: it would show an attack that is no more.
	if p, ok := s.Writer.(*pictureWriter); ok && !p.drawn {
		to := s.file.to
		s.drop()
		if to == "" {
			return nil
		}
		if err := os.Remove(to); err != nil && !errors.Is(err, os.ErrNotExist) {
			return &OutputError{s.out.Path, err}
		}
		return nil
	}
	err = s.file.finish()
	s.file = nil
	return err
}

// drop forgets an unfinished file.
func (s *sink) drop() {
	if s.file != nil {
		s.file.drop()
		s.file = nil
	}
}

// failed names the output in an error of writing. A closed pipe is no error: the
// reader has seen enough.
func (s *sink) failed(err error) error {
	switch {
	case s.file != nil:
		return &OutputError{s.out.Path, err}
	case errors.Is(err, syscall.EPIPE):
		s.gone = true
		return nil
	}
	return &OutputError{"standard output", err}
}
