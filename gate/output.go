package gate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"hornet/report"
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

// sink is an open Output. Files are written beside their place and moved there
// when they are complete: nobody ever reads half a report.
type sink struct {
	report.Writer
	out  Output
	buf  *bufio.Writer
	temp *os.File
	dir  bool // a directory of files: its Writer sees to them
	gone bool // the reader went away
}

// open starts an output.
func open(o Output) (*sink, error) {
	s := &sink{out: o}
	w := o.W
	if strings.HasSuffix(o.Path, "/") || strings.HasSuffix(o.Path, string(filepath.Separator)) {
		if !isPicture(o.Format) {
			return nil, fmt.Errorf("%s=%s: only pictures (%s) go into a directory", o.Format, o.Path, strings.Join(Pictures(), ", "))
		}
		s.Writer, s.buf, s.dir = &pictureWriter{format: o.Format, dir: o.Path}, newBuffer(io.Discard), true
		return s, nil
	}
	if o.Path != "" {
		f, err := os.CreateTemp(filepath.Dir(o.Path), "."+filepath.Base(o.Path)+".*")
		if err != nil {
			return nil, fmt.Errorf("cannot write %s: %w", o.Path, cause(err))
		}
		s.temp, w = f, f
	}
	s.buf = newBuffer(w)
	if isPicture(o.Format) && s.temp != nil {
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

// file writes f, at once when a person may be waiting for it.
func (s *sink) file(f *report.File) error {
	if s.gone {
		return nil
	}
	err := s.File(f)
	if err == nil && s.temp == nil && !s.dir {
		err = s.buf.Flush()
	}
	return s.check(err)
}

// end writes the summary and puts the file in its place.
func (s *sink) end(sum *report.Summary) error {
	if s.gone {
		return nil
	}
	if err := s.check(s.End(sum)); err != nil || s.dir {
		return err
	}
	return s.place()
}

// place flushes the output and moves a file to where it belongs. A picture of a
// run without attacks is not written, and an old one is taken away: it would
// show an attack that is no more.
func (s *sink) place() error {
	err := s.check(s.buf.Flush())
	if err != nil || s.temp == nil {
		return err
	}
	if p, ok := s.Writer.(*pictureWriter); ok && !p.drawn {
		s.drop()
		if err := os.Remove(s.out.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("cannot remove %s: %w", s.out.Path, cause(err))
		}
		return nil
	}
	err = s.temp.Chmod(0o644)
	if cerr := s.temp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(s.temp.Name(), s.out.Path)
	}
	if err != nil {
		os.Remove(s.temp.Name())
		s.temp = nil
		return fmt.Errorf("cannot write %s: %w", s.out.Path, cause(err))
	}
	s.temp = nil
	return nil
}

// drop forgets an unfinished file.
func (s *sink) drop() {
	if s.temp != nil {
		s.temp.Close()
		os.Remove(s.temp.Name())
		s.temp = nil
	}
}

// check names the output in an error of writing. A closed pipe is no error: the
// reader has seen enough.
func (s *sink) check(err error) error {
	switch {
	case err == nil:
		return nil
	case s.dir:
		return err
	case s.temp == nil && errors.Is(err, syscall.EPIPE):
		s.gone = true
		return nil
	case s.temp == nil:
		return fmt.Errorf("cannot write standard output: %w", cause(err))
	}
	return fmt.Errorf("cannot write %s: %w", s.out.Path, cause(err))
}

// WriteFile replaces the content of the file at path in one step and keeps its
// permissions. A symbolic link stays one.
func WriteFile(path string, text []byte) error {
	failed := func(err error) error { return fmt.Errorf("cannot write %s: %w", path, cause(err)) }
	to, err := filepath.EvalSymlinks(path)
	if err != nil {
		return failed(err)
	}
	info, err := os.Stat(to)
	if err != nil {
		return failed(err)
	}
	t, err := os.CreateTemp(filepath.Dir(to), "."+filepath.Base(to)+".*")
	if err != nil {
		return failed(err)
	}
	_, err = t.Write(text)
	if cerr := t.Chmod(info.Mode().Perm()); err == nil {
		err = cerr
	}
	if cerr := t.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(t.Name(), to)
	}
	if err != nil {
		os.Remove(t.Name())
		return failed(err)
	}
	return nil
}

// cause returns what the system said, without the name of a temporary file.
func cause(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}
