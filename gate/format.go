package gate

import (
	"bytes"
	"io"
	"os"

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
func Format(src Source, stdin io.Reader) (*Formatting, error) {
	var text []byte
	var err error
	if src.Path == Stdin {
		text, err = io.ReadAll(stdin)
	} else {
		text, err = os.ReadFile(src.Path)
	}
	if err != nil {
		return nil, err
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
