package gate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// maxModel is how long a model may be. The longest of a thousand that people
// wrote has twenty thousand bytes; what is longer than this is no model.
const maxModel = 16 << 20

// read returns the text of a model. Whoever waits for a pipe can be interrupted:
// the error is then that of ctx.
func (s Source) read(ctx context.Context, stdin io.Reader) ([]byte, error) {
	switch {
	case s.Text != nil:
		return s.Text, nil
	case s.Path == Stdin:
		return patiently(ctx, func() ([]byte, error) { return limited(stdin) })
	}
	p := filepath.FromSlash(s.Path)
	info, err := os.Stat(p)
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		if !s.Explicit {
			return nil, errors.New("it is no regular file")
		}
		return patiently(ctx, func() ([]byte, error) { return load(p) })
	}
	return load(p)
}

// load reads the file at path p.
func load(p string) ([]byte, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return limited(f)
}

// limited reads r to its end.
func limited(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxModel+1))
	if err == nil && len(text) > maxModel {
		return nil, fmt.Errorf("it is larger than %d MiB", maxModel>>20)
	}
	return text, err
}

// patiently calls read and returns what it returns, or the error of ctx when that
// comes first.
func patiently(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	type result struct {
		text []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := read()
		done <- result{text, err}
	}()
	select {
	case r := <-done:
		return r.text, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
