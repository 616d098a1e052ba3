package gate

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// OutputError is that something could not be written: it is for the user to
// mend, and says nothing of the models.
type OutputError struct {
	What string // the file, or "standard output"
	Err  error
}

func (e *OutputError) Error() string { return fmt.Sprintf("cannot write %s: %v", e.What, cause(e.Err)) }
func (e *OutputError) Unwrap() error { return e.Err }

// file is a file being written. It is written beside its place and moved there
// when it is complete: nobody ever reads half of it, and a full disk leaves the
// old one. What is no regular file, a pipe or a device, is written as it stands.
type file struct {
	*os.File
	name string // as the user said it
	to   string // "" when it is written as it stands
	mode os.FileMode
}

// create begins a file. A symbolic link stays one, and an old file keeps its
// permissions.
func create(name string) (*file, error) {
	fail := func(err error) (*file, error) { return nil, &OutputError{name, err} }
	f := &file{name: name, to: name, mode: 0o644}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		f.to = real
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return fail(errors.New("it is a directory"))
	case err == nil && !info.Mode().IsRegular():
		f.to = ""
		if f.File, err = os.OpenFile(name, os.O_WRONLY, 0); err != nil {
			return fail(err)
		}
		return f, nil
	case err == nil:
		f.mode = info.Mode().Perm()
	}
	if f.File, err = os.CreateTemp(filepath.Dir(f.to), "."+filepath.Base(f.to)+".*"); err != nil {
		return fail(err)
	}
	return f, nil
}

// finish puts a complete file in its place.
func (f *file) finish() error {
	var err error
	if f.to != "" {
		err = f.Chmod(f.mode)
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil && f.to != "" {
		err = os.Rename(f.Name(), f.to)
	}
	if err != nil {
		f.drop()
		return &OutputError{f.name, err}
	}
	return nil
}

// drop forgets an unfinished file.
func (f *file) drop() {
	f.Close()
	if f.to != "" {
		os.Remove(f.Name())
	}
}

// Create writes the file at path with what write writes. When either fails the
// file is what it was before.
func Create(path string, write func(io.Writer) error) error {
	f, err := create(path)
	if err != nil {
		return err
	}
	b := newBuffer(f)
	err = write(b)
	if ferr := b.Flush(); ferr != nil {
		err = &OutputError{path, ferr}
	}
	if err != nil {
		f.drop()
		return err
	}
	return f.finish()
}

// WriteFile replaces the content of the file at path in one step.
func WriteFile(path string, text []byte) error {
	return Create(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
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
