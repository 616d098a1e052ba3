package gate

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/rogpeppe/go-internal/diff"

	"hornet/diag"
	"hornet/hlpsl/syntax"
)

// Formatting is what became of one file.
type Formatting struct {
	Name    string
	Text    []byte // formatted; nil when the file has syntax errors
	Old     []byte
	Diags   diag.List // the syntax errors
	Changed bool
}

// Format formats a model without writing it.
func Format(ctx context.Context, src Source, stdin io.Reader) (*Formatting, error) {
	text, err := src.read(ctx, stdin)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown(src), cause(err))
	}
	f := &Formatting{Name: shown(src), Old: text}
	tree, diags := syntax.Parse(f.Name, text)
	for _, d := range diags {
		if d.Severity == diag.Error {
			f.Diags = append(f.Diags, d)
		}
	}
	if f.Diags == nil {
		f.Text = syntax.Format(tree)
		f.Changed = !bytes.Equal(f.Text, text)
	}
	return f, nil
}

// Diff returns the change as a unified diff.
func (f *Formatting) Diff() []byte {
	return diff.Diff(f.Name+".orig", f.Old, f.Name, f.Text)
}
