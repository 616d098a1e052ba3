package cert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Encode writes the certificate with one entry of a table on each line, for
// people who want to check it by hand.
func (c *Certificate) Encode(w io.Writer) error {
	o := new(writer)
	o.field("format", c.Format)
	o.field("version", c.Version)
	o.field("model", c.Model)
	o.field("options", c.Options)
	table(o, "messages", c.Messages)
	table(o, "recipes", c.Recipes)
	table(o, "steps", c.Steps)
	if c.Violation != nil {
		o.field("violation", c.Violation)
	}
	o.field("digest", c.Digest)
	o.WriteString("\n}\n")
	if o.err != nil {
		return o.err
	}
	_, err := w.Write(o.Bytes())
	return err
}

// writer lays out one JSON object and keeps the first error.
type writer struct {
	bytes.Buffer
	err error
}

// name begins a field.
func (o *writer) name(name string) {
	if o.Len() == 0 {
		o.WriteString("{\n")
	} else {
		o.WriteString(",\n")
	}
	fmt.Fprintf(o, "%q: ", name)
}

func (o *writer) field(name string, v any) {
	o.name(name)
	o.value(v)
}

// value writes v in one line, without the escapes that are for web pages.
func (o *writer) value(v any) {
	e := json.NewEncoder(o)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil && o.err == nil {
		o.err = err
		return
	}
	o.Truncate(o.Len() - 1) // the end of line
}

// table writes a list, an entry a line.
func table[T any](o *writer, name string, entries []T) {
	o.name(name)
	o.WriteByte('[')
	for i, e := range entries {
		if i > 0 {
			o.WriteByte(',')
		}
		o.WriteString("\n  ")
		o.value(e)
	}
	o.WriteString("\n]")
}
