package report

import (
	"bytes"
	"encoding/json"
	"io"
)

// jsonWriter writes one JSON object: schema, tool, files, summary. See
// docs/json.md.
type jsonWriter struct {
	w     io.Writer
	style Style
	files int
}

// head opens the object.
func (j *jsonWriter) head() error {
	tool, err := json.Marshal("hornet " + j.style.Version)
	if err != nil {
		return err
	}
	_, err = io.WriteString(j.w, "{\n  \"schema\": \""+Schema+"\",\n  \"tool\": "+string(tool)+",\n  \"files\": [")
	return err
}

// File writes one element of "files".
func (j *jsonWriter) File(f *File) error {
	if j.files == 0 {
		if err := j.head(); err != nil {
			return err
		}
	}
	sep := ",\n    "
	if j.files == 0 {
		sep = "\n    "
	}
	j.files++
	b, err := marshalJSON(f, "    ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(j.w, sep+string(b))
	return err
}

// End closes "files", writes "summary" and closes the object.
func (j *jsonWriter) End(s *Summary) error {
	end := "\n  ]"
	if j.files == 0 {
		if err := j.head(); err != nil {
			return err
		}
		end = "]"
	}
	b, err := marshalJSON(s, "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(j.w, end+",\n  \"summary\": "+string(b)+"\n}\n")
	return err
}

// marshalJSON is json.MarshalIndent without HTML escapes.
func marshalJSON(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// Saved is a report read back from its JSON form.
type Saved struct {
	Schema  string   `json:"schema"`
	Tool    string   `json:"tool"`
	Files   []*File  `json:"files"`
	Summary *Summary `json:"summary"`
}
