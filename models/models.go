// Package models is the library of protocol models that hornet carries with it.
//
// Each model is an HLPSL text of our own, written from a published message flow,
// with a header that says where the flow comes from, how it runs, what is
// checked, and which verdict each goal must get (see Model). The groups are
//
//   - classic: the protocols that the field learnt its lessons from, after the
//     library of Clark and Jacob (A survey of authentication protocol literature,
//     1997), SPORE, and RFCs;
//   - tls: the handshakes of TLS and the variants that fail.
//
// Where a fault of a protocol is known, the library has the repaired protocol
// beside the flawed one. The library is a proof of the tool too: its test checks
// every model and holds the verdicts against the headers.
package models

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"hornet/expect"
)

//go:embed classic/*.hlpsl tls/*.hlpsl
var files embed.FS

// Model is one model of the library.
type Model struct {
	Name   string // without directory and extension, for example "nspk"; unique in the library
	Group  string // "classic" or "tls"
	File   string // below this directory, for example "classic/nspk.hlpsl"
	Text   []byte // the HLPSL text; not to be changed
	Header        // parsed from Text
}

// Header is what a model says about itself in the comments at its top.
type Header struct {
	Title  string   // the protocol's name
	Source string   // where its message flow, its flaw and its repair were published
	Flow   []string // the messages in Alice-and-Bob notation, one a line, with notes
	Checks string   // which properties the goals state, and under which assumptions
	Class  string   // the class of attack that the model is an example of or withstands
	Why    string   // the reason for the verdicts, in one sentence or two

	Expect []expect.Expectation // the verdicts, in the order of the goals
}

// Attack reports whether the model expects a violated goal.
func (h *Header) Attack() bool {
	return slices.ContainsFunc(h.Expect, func(e expect.Expectation) bool { return e.Want == "attack" })
}

// List returns all models, ordered by group and name.
func List() ([]Model, error) {
	var out []Model
	for _, group := range []string{"classic", "tls"} {
		entries, err := files.ReadDir(group)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			m, err := read(group, e.Name())
			if err != nil {
				return nil, err
			}
			out = append(out, m)
		}
	}
	return out, nil
}

// read reads one model.
func read(group, base string) (Model, error) {
	file := path.Join(group, base)
	text, err := files.ReadFile(file)
	if err != nil {
		return Model{}, err
	}
	h, err := ParseHeader(file, text)
	if err != nil {
		return Model{}, err
	}
	return Model{Name: strings.TrimSuffix(base, ".hlpsl"), Group: group, File: file, Text: text, Header: h}, nil
}

// Find returns the model that name means: "nspk", "classic/nspk" or
// "classic/nspk.hlpsl".
func Find(name string) (Model, error) {
	list, err := List()
	if err != nil {
		return Model{}, err
	}
	want := strings.TrimSuffix(name, ".hlpsl")
	for _, m := range list {
		if want == m.Name || want == m.Group+"/"+m.Name {
			return m, nil
		}
	}
	return Model{}, fmt.Errorf("the library has no model %q", name)
}
