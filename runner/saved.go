package runner

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"hornet/hlpsl"
	"hornet/protocol"
	"hornet/report"
	"hornet/trace"
	"hornet/trace/cert"
	"hornet/trace/narrate"
)

// Evidence is an attack together with the model that it is one on.
type Evidence struct {
	Model *protocol.Model
	Text  []byte
	Name  string // of the model
	Goal  string // "secrecy_of nb", "" when the source does not say
	Cert  *cert.Certificate
}

// Run returns the steps of the attack.
func (e *Evidence) Run() (*trace.Run, error) { return e.Cert.Run() }

// Check lets the independent checker repeat the attack.
func (e *Evidence) Check() error { return e.Cert.Check(e.Text, e.Model) }

// Story tells the attack.
func (e *Evidence) Story() (*narrate.Story, error) {
	run, err := e.Run()
	if err != nil {
		return nil, err
	}
	return narrate.Tell(e.Model, e.Cert.Options, run)
}

// Model returns the model of f, whose text must be there.
func Model(f *report.File) (*protocol.Model, error) {
	u := hlpsl.Load(f.Name, f.Text)
	if u.Model == nil {
		return nil, fmt.Errorf("%s: %w", f.Name, u.Diags)
	}
	return u.Model, nil
}

// Evidences returns the attacks of f, whose text must be there.
func Evidences(f *report.File) ([]Evidence, error) {
	if len(f.Attacks) == 0 {
		return nil, nil
	}
	m, err := Model(f)
	if err != nil {
		return nil, err
	}
	var out []Evidence
	for i := range f.Attacks {
		a := &f.Attacks[i]
		c, err := cert.Decode(bytes.NewReader(a.Certificate.Bytes()))
		if err != nil {
			return nil, fmt.Errorf("%s: attack on %s: %w", f.Name, a.Goal, err)
		}
		out = append(out, Evidence{Model: m, Text: f.Text, Name: f.Name, Goal: a.Goal, Cert: c})
	}
	return out, nil
}

// ReadSaved returns the reports of a saved run, the JSON form of a report, or one
// for a single certificate. They hold no texts, see Locate.
func ReadSaved(saved []byte) ([]*report.File, error) {
	var kind struct {
		Schema string `json:"schema"`
		Format string `json:"format"`
	}
	if err := json.Unmarshal(saved, &kind); err != nil {
		return nil, fmt.Errorf("not a saved run: %w", err)
	}
	switch {
	case kind.Format == cert.Format:
		c, err := cert.Decode(bytes.NewReader(saved))
		if err != nil {
			return nil, err
		}
		f := &report.File{Name: c.Model.Name, Hash: c.Model.SHA256, Attacks: []report.Attack{{Certificate: report.NewCertificate(func() []byte { return saved })}}}
		if c.Violation != nil {
			f.Attacks[0].Goal = c.Violation.Name
		}
		return []*report.File{f}, nil
	case kind.Schema != report.Schema:
		return nil, fmt.Errorf("not a saved run: the schema is %q, not %q", kind.Schema, report.Schema)
	}
	var run report.Saved
	if err := json.Unmarshal(saved, &run); err != nil {
		return nil, fmt.Errorf("not a saved run: %w", err)
	}
	return slices.DeleteFunc(run.Files, func(f *report.File) bool { return f == nil }), nil
}

// Locate reads the text of f from where the report names it or, when model is not
// empty, from there. A model that is not the one of the report is refused.
func Locate(f *report.File, model string) error {
	path := f.Name
	if model != "" {
		path = model
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if Hash(text) != f.Hash {
		return fmt.Errorf("%s is not the model of the saved run, or has changed since", path)
	}
	f.Text = text
	return nil
}
