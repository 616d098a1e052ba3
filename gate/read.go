package gate

import (
	"bytes"
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
		return patiently(ctx, func() ([]byte, error) { return limited(stdin, 0) })
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
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	return limited(f, size)
}

// limited reads r, which has about size bytes, to its end.
func limited(r io.Reader, size int64) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(int(max(0, min(size, maxModel))) + bytes.MinRead)
	_, err := b.ReadFrom(io.LimitReader(r, maxModel+1))
	if err == nil && b.Len() > maxModel {
		return nil, fmt.Errorf("it is larger than %d MiB", maxModel>>20)
	}
	return b.Bytes(), err
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
