package config

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// Name is the name of the file.
const Name = "hornet.toml"

// Schema is the JSON Schema of the file.
//
//go:embed hornet.toml.schema.json
var Schema []byte

// Example is what "hornet init" writes.
//
//go:embed example.toml
var Example []byte

// Settings are what the whole repository or some of its models are checked with.
// A nil field says nothing.
type Settings struct {
	Goals       []string  `toml:"goals"`
	Untyped     *bool     `toml:"untyped"`
	StrongTypes *bool     `toml:"strong-types"`
	Assoc       *bool     `toml:"assoc"`
	Timeout     *Duration `toml:"timeout"`
	MaxStates   *int      `toml:"max-states"`
	MaxDepth    *int      `toml:"max-depth"`
	MaxMemory   *string   `toml:"max-memory"`
	FirstAttack *bool     `toml:"first-attack"`
	FailOn      []string  `toml:"fail-on"`

	NoReduction []string `toml:"-"` // a matter of one run, not of a repository
}

// File is the content of a hornet.toml.
type File struct {
	Settings
	Paths    []string   `toml:"paths"`
	Exclude  []string   `toml:"exclude"`
	Jobs     int        `toml:"jobs"`
	Out      []string   `toml:"out"`
	Override []Override `toml:"override"`

	// Dir is the directory of the file, to which its paths are relative.
	Dir string `toml:"-"`
}

// Override holds the settings of the models that match one of its patterns.
type Override struct {
	Paths []string `toml:"paths"`
	Settings
}

// Duration is a time.Duration written as "90s" or "5m". It is a struct so that
// a number without a unit is an error.
type Duration struct{ time.Duration }

// UnmarshalText reads a duration.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err == nil && v < 0 {
		err = fmt.Errorf("a duration cannot be negative")
	}
	d.Duration = v
	return err
}

// Find looks for the file in dir and above it, up to the root of the repository
// that dir is in. It returns "" when there is none.
func Find(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		p := filepath.Join(dir, Name)
		if info, err := os.Stat(p); err == nil && !info.IsDir() {
			return p
		}
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return ""
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// Load reads the file at path. A key that it does not know is an error: a
// misspelled bound must not silently be none.
func Load(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f, err := Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	f.Dir = filepath.Dir(path)
	return f, nil
}

// Parse reads the text of a file.
func Parse(text string) (*File, error) {
	f := &File{}
	err := toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(f)
	var unknown *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case errors.As(err, &unknown):
		line, _ := unknown.Errors[0].Position()
		return nil, fmt.Errorf("line %d: unknown key %s", line, strings.Join(unknown.Errors[0].Key(), "."))
	case errors.As(err, &wrong):
		line, _ := wrong.Position()
		return nil, fmt.Errorf("line %d: %s", line, strings.TrimPrefix(wrong.Error(), "toml: "))
	case err != nil:
		return nil, err
	}
	for i, o := range f.Override {
		if len(o.Paths) == 0 {
			return nil, fmt.Errorf("override %d has no paths", i+1)
		}
	}
	return f, nil
}

// For returns the settings of the model at the given path, relative to the
// file's directory, with slashes. match tells whether a pattern means a path.
func (f *File) For(path string, match func(pattern, path string) bool) Settings {
	s := f.Settings
	for _, o := range f.Override {
		for _, p := range o.Paths {
			if match(p, path) {
				s = s.With(o.Settings)
				break
			}
		}
	}
	return s
}

// With returns s overwritten with what o says.
func (s Settings) With(o Settings) Settings {
	if o.Goals != nil {
		s.Goals = o.Goals
	}
	if o.FailOn != nil {
		s.FailOn = o.FailOn
	}
	set(&s.Untyped, o.Untyped)
	set(&s.StrongTypes, o.StrongTypes)
	set(&s.Assoc, o.Assoc)
	set(&s.Timeout, o.Timeout)
	set(&s.MaxStates, o.MaxStates)
	set(&s.MaxDepth, o.MaxDepth)
	set(&s.MaxMemory, o.MaxMemory)
	set(&s.FirstAttack, o.FirstAttack)
	if o.NoReduction != nil {
		s.NoReduction = o.NoReduction
	}
	return s
}

func set[T any](to **T, from *T) {
	if from != nil {
		*to = from
	}
}
