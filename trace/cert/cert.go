// Package cert writes attacks down as certificates: JSON documents that hold all
// that is needed to check an attack without searching, and nothing that has to
// be believed. docs/certificate.md is the schema.
//
// A certificate names the text of its model by SHA-256 and is refused for any
// other text. Messages and recipes are tables in which an entry refers to
// earlier ones only, so that shared parts are written once and no cycle can be
// written at all (the idea of proof logs such as DRAT, where a line may only use
// what stands above it). The encoding is canonical: a run has exactly one
// certificate, and Check refuses a document that is not the one.
package cert

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/replay"
)

// Format and Version are what Certificate.Format and Certificate.Version hold. A
// reader refuses other versions.
const (
	Format  = "hornet-certificate"
	Version = 1
)

// Bounds on what Decode and Run accept: bytes of a document, entries of each
// table, nesting of messages, recipes and types, and nodes of a recipe as a
// tree. (The nodes of a message are bounded by ground.MaxSize.)
const (
	MaxBytes   = 16 << 20
	MaxEntries = 1 << 16
	MaxDepth   = 1000
	MaxTree    = 1 << 20
)

// ErrModel says that a certificate is about another text.
var ErrModel = errors.New("the certificate is for another text of the model")

// Certificate is a run that violates a goal, or without Violation any run.
type Certificate struct {
	Format    string         `json:"format"`
	Version   int            `json:"version"`
	Model     Model          `json:"model"`
	Options   replay.Options `json:"options"`
	Messages  []Message      `json:"messages"`
	Recipes   []Recipe       `json:"recipes"`
	Steps     []Step         `json:"steps"`
	Violation *Violation     `json:"violation,omitempty"`
	Digest    string         `json:"digest"` // SHA-256 of the certificate without it; against accidents, not forgers
}

// Model names the text that the certificate is about.
type Model struct {
	Name   string `json:"name"`   // as the user gave it; not checked, files move
	SHA256 string `json:"sha256"` // of the text, in hexadecimal
}

// Message is an entry of the table of messages.
type Message struct {
	Op     string `json:"op"`               // as protocol.Op.String
	Name   string `json:"name,omitempty"`   // of const and fresh
	Step   int    `json:"step,omitempty"`   // of fresh: the step that made it, from 1
	Number int    `json:"number,omitempty"` // of open
	Type   *Type  `json:"type,omitempty"`   // of const, fresh and open
	Args   []int  `json:"args,omitempty"`   // earlier entries
	Text   string `json:"text,omitempty"`   // for people, when it is short
}

// Type is a type.
type Type struct {
	Kind  string   `json:"kind"` // as term.Kind.String
	Args  []*Type  `json:"args,omitempty"`
	Names []string `json:"names,omitempty"` // of enum
}

// Recipe is an entry of the table of recipes.
type Recipe struct {
	Op    string `json:"op"`              // as trace.RecipeOp.String
	Cons  string `json:"cons,omitempty"`  // of compose: the constructor
	Index int    `json:"index,omitempty"` // of known and output, from 0
	Step  int    `json:"step,omitempty"`  // of output, from 0
	Value *int   `json:"value,omitempty"` // of made: an entry of the messages
	Args  []int  `json:"args,omitempty"`  // earlier entries
}

// Step is one fired transition. Messages and recipes are given by their entries;
// -1 stands for the value of a universal variable.
type Step struct {
	Instance   int    `json:"instance"` // from 0
	Role       string `json:"role"`     // its role
	Transition int    `json:"transition"`
	Label      string `json:"label"` // of the transition
	Values     []int  `json:"values"`
	Recipes    []int  `json:"recipes"`
	Received   []int  `json:"received"`
	Sent       []int  `json:"sent"`
}

// Violation is the violated goal and its evidence.
type Violation struct {
	Goal   int    `json:"goal"`
	Name   string `json:"name"` // of the goal
	Kind   string `json:"kind"` // as trace.ViolationKind.String
	Event  *Event `json:"event,omitempty"`
	Other  *Event `json:"other,omitempty"`
	Recipe *int   `json:"recipe,omitempty"`
}

// Event is a fact emitted by a step.
type Event struct {
	Step int   `json:"step"` // from 0; -1 for a fact that holds at the start
	Emit int   `json:"emit"`
	Args []int `json:"args"`
}

// Hash returns the SHA-256 of a model's text as certificates write it.
func Hash(text []byte) string {
	h := sha256.Sum256(text)
	return hex.EncodeToString(h[:])
}

// Seal sets the digest.
func (c *Certificate) Seal() { c.Digest = ""; c.Digest = Hash(document(c)) }

// Sealed sets the digest and returns the certificate as it is kept.
func (c *Certificate) Sealed() []byte {
	c.Digest = ""
	text := document(c)
	c.Digest = Hash(text)
	return append(bytes.TrimSuffix(text, []byte(`"}`)), c.Digest+`"}`...) // the digest comes last
}

// document writes a certificate or an entry of one; nothing in them has no JSON.
func document(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// Decode reads one certificate and nothing after it. It refuses unknown fields,
// other formats and versions, and documents of more than MaxBytes. That the
// entries make sense is for Run and Check to say.
func Decode(r io.Reader) (*Certificate, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("the certificate is larger than %d bytes", MaxBytes)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	c := new(Certificate)
	if err := d.Decode(c); err != nil {
		return nil, fmt.Errorf("not a certificate: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("not a certificate: something follows it")
	}
	return c, c.version()
}

// version refuses what this package does not write.
func (c *Certificate) version() error {
	if c.Format != Format || c.Version != Version {
		return fmt.Errorf("the format is %q version %d, not %q version %d", c.Format, c.Version, Format, Version)
	}
	return nil
}

// Check decides whether the certificate proves an attack on the model m that was
// compiled from text. The error is ErrModel for another text, a
// *replay.Refusal when a step or the violation is wrong, and else says what is
// wrong with the document.
func (c *Certificate) Check(text []byte, m *protocol.Model) error {
	return c.check(text, m, replay.Check)
}

// Possible decides whether the certificate is that of a run which m can take and
// which claims to violate nothing. It proves no attack.
func (c *Certificate) Possible(text []byte, m *protocol.Model) error {
	if c.Violation != nil {
		return errors.New("the certificate claims an attack")
	}
	return c.check(text, m, replay.Possible)
}

func (c *Certificate) check(text []byte, m *protocol.Model, judge func(*protocol.Model, replay.Options, *trace.Run) error) error {
	if err := c.version(); err != nil {
		return err
	}
	if c.Model.SHA256 != Hash(text) {
		return ErrModel
	}
	sealed := *c
	if sealed.Seal(); sealed.Digest != c.Digest {
		return errors.New("the certificate was changed after it was written")
	}
	run, err := c.Run()
	if err != nil {
		return err
	}
	if err := judge(m, c.Options, run); err != nil {
		return err
	}
	canonical, err := New(text, m, c.Options, run)
	if err != nil {
		return err
	}
	canonical.Model.Name, canonical.Digest = c.Model.Name, c.Digest
	return same(canonical, c)
}

// same says where a certificate that replays is not the one that New writes.
func same(canonical, c *Certificate) error {
	for i := range min(len(c.Messages), len(canonical.Messages)) {
		if !equal(c.Messages[i], canonical.Messages[i]) {
			return fmt.Errorf("message %d is not as the model has it", i)
		}
	}
	for i := range min(len(c.Steps), len(canonical.Steps)) {
		if !equal(c.Steps[i], canonical.Steps[i]) {
			return fmt.Errorf("step %d is not as the model has it", i)
		}
	}
	if !equal(c.Violation, canonical.Violation) {
		return errors.New("the violation is not as the model has it")
	}
	if !equal(c, canonical) {
		return errors.New("the certificate holds parts that nothing uses, or not in the canonical order")
	}
	return nil
}

// equal compares two parts of a certificate as they are written.
func equal(a, b any) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err == nil && err2 == nil && bytes.Equal(x, y)
}
