package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"hornet/diag"
)

// sarifWriter writes SARIF 2.1.0 (OASIS standard, 2020). Code hosts hide related
// locations and drop line ends, so the message alone has to tell the story.
// Columns count code points, and say so (columnKind).
type sarifWriter struct {
	w       io.Writer
	style   Style
	results int
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifRule struct {
	ID      string    `json:"id"`
	Name    string    `json:"name,omitempty"`
	Short   sarifText `json:"shortDescription"`
	Full    sarifText `json:"fullDescription"`
	Help    sarifText `json:"help"`
	Default struct {
		Level string `json:"level"`
	} `json:"defaultConfiguration"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifLocation struct {
	ID       int           `json:"id,omitempty"`
	Physical sarifPhysical `json:"physicalLocation"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifReplacement struct {
	Deleted  sarifRegion `json:"deletedRegion"`
	Inserted sarifText   `json:"insertedContent"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifFix struct {
	Description sarifText     `json:"description"`
	Changes     []sarifChange `json:"artifactChanges"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    int               `json:"ruleIndex"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Related      []sarifLocation   `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Fixes        []sarifFix        `json:"fixes,omitempty"`
}

// sarifLevel maps severities to SARIF's levels.
func sarifLevel(s diag.Severity) string {
	switch s {
	case diag.Error:
		return "error"
	case diag.Warning:
		return "warning"
	}
	return "note"
}

// rules returns the documentation of every rule, in the order of ruleIndex.
func rules() []diag.Doc { return append(diag.Table(), verdictRules()...) }

// head opens the log and its only run, up to the results.
func (s *sarifWriter) head() error {
	docs := rules()
	out := make([]sarifRule, len(docs))
	for i, d := range docs {
		r := &out[i]
		r.ID, r.Short.Text, r.Full.Text = string(d.Code), d.Title, d.Why
		if r.Full.Text == "" {
			r.Full.Text = d.Title
		}
		r.Help.Text = r.Full.Text
		r.Default.Level = sarifLevel(d.Severity)
	}
	driver, err := marshalJSON(struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}{"hornet", s.style.Version, out}, "        ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(s.w, `{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": `+string(driver)+`
      },
      "columnKind": "unicodeCodePoints",
      "results": [`)
	return err
}

// File writes the results of f.
func (s *sarifWriter) File(f *File) error {
	index := map[string]int{}
	for i, d := range rules() {
		index[string(d.Code)] = i
	}
	for _, fd := range f.findings() {
		if s.results == 0 {
			if err := s.head(); err != nil {
				return err
			}
		}
		r := sarifResult{
			RuleID: fd.rule, RuleIndex: -1, Level: sarifLevel(fd.level), Message: sarifText{fd.text},
			Locations:    []sarifLocation{{Physical: physical(f, fd.rng)}},
			Fingerprints: map[string]string{"hornet/v1": fingerprint(f.Name, fd.rule, fd.key)},
		}
		if i, ok := index[fd.rule]; ok {
			r.RuleIndex = i
		}
		for i, p := range fd.places {
			r.Related = append(r.Related, sarifLocation{ID: i + 1, Physical: physical(f, p.Range), Message: &sarifText{p.Message}})
		}
		if len(fd.fix) > 0 {
			c := sarifChange{Artifact: sarifArtifact{fileURI(f.Name)}}
			for _, e := range fd.fix {
				c.Replacements = append(c.Replacements, sarifReplacement{*region(f, e.Range), sarifText{e.Text}})
			}
			r.Fixes = []sarifFix{{sarifText{"mend it"}, []sarifChange{c}}}
		}
		b, err := marshalJSON(r, "        ")
		if err != nil {
			return err
		}
		sep := ",\n        "
		if s.results == 0 {
			sep = "\n        "
		}
		s.results++
		if _, err := io.WriteString(s.w, sep+string(b)); err != nil {
			return err
		}
	}
	return nil
}

// End closes the log.
func (s *sarifWriter) End(sum *Summary) error {
	end := "\n      ]"
	if s.results == 0 {
		if err := s.head(); err != nil {
			return err
		}
		end = "]"
	}
	ok, err := json.Marshal(sum.Exit != ExitInternal)
	if err != nil {
		return err
	}
	_, err = io.WriteString(s.w, end+`,
      "invocations": [
        {
          "executionSuccessful": `+string(ok)+`
        }
      ]
    }
  ]
}
`)
	return err
}

// physical returns the place of r in f.
func physical(f *File, r diag.Range) sarifPhysical {
	return sarifPhysical{Artifact: sarifArtifact{fileURI(f.Name)}, Region: region(f, r)}
}

// region returns r with columns in code points, nil when r names no place.
func region(f *File, r diag.Range) *sarifRegion {
	if !r.IsValid() {
		return nil
	}
	g := &sarifRegion{StartLine: r.Start.Line, StartColumn: column(f.Text, r.Start)}
	if r.End.IsValid() {
		g.EndLine, g.EndColumn = r.End.Line, column(f.Text, r.End)
	}
	return g
}

// fileURI returns the URI of a file: relative names stay relative.
func fileURI(name string) string {
	u := url.URL{Path: filepath.ToSlash(name)}
	if strings.HasPrefix(u.Path, "/") {
		u.Scheme = "file"
	}
	return strings.TrimPrefix(u.String(), "./")
}

// fingerprint names a finding so that it keeps its name when lines move.
func fingerprint(parts ...string) string {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(h[:12])
}
