// Package jsonschema validates JSON documents against the part of JSON Schema
// (draft 2020-12) that hornet's own schemas use: type, enum, const, properties,
// required, additionalProperties, items, minItems, minimum, pattern, $ref to
// $defs, anyOf. A schema that uses anything else is refused, so that no test can
// pass by a keyword that nobody looked at.
package jsonschema

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strings"
)

// Schema is a schema that Parse has read.
type Schema struct{ root map[string]any }

// Parse reads a schema.
func Parse(text []byte) (*Schema, error) {
	s := &Schema{}
	if err := json.Unmarshal(text, &s.root); err != nil {
		return nil, err
	}
	return s, known(s.root, "#")
}

// isKeyword reports whether Validate honours k, or k is an annotation.
func isKeyword(k string) bool {
	switch k {
	case "$schema", "$id", "title", "description", "$defs", "type", "enum", "const", "properties", "required",
		"additionalProperties", "items", "minItems", "minimum", "pattern", "$ref", "anyOf":
		return true
	}
	return false
}

// known refuses keywords that Validate does not honour.
func known(schema any, at string) error {
	m, ok := schema.(map[string]any)
	if !ok {
		if _, isBool := schema.(bool); isBool {
			return nil
		}
		return fmt.Errorf("%s: not a schema", at)
	}
	for k, v := range m {
		if !isKeyword(k) {
			return fmt.Errorf("%s: unknown keyword %q", at, k)
		}
		switch k {
		case "properties", "$defs":
			for name, sub := range v.(map[string]any) {
				if err := known(sub, at+"/"+k+"/"+name); err != nil {
					return err
				}
			}
		case "items", "additionalProperties":
			if err := known(v, at+"/"+k); err != nil {
				return err
			}
		case "anyOf":
			for i, sub := range v.([]any) {
				if err := known(sub, fmt.Sprintf("%s/anyOf/%d", at, i)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Validate returns the first place where the document breaks the schema.
func (s *Schema) Validate(doc []byte) error {
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		return err
	}
	return s.check(s.root, v, "")
}

func (s *Schema) check(schema, v any, at string) error {
	if b, ok := schema.(bool); ok {
		if !b {
			return fmt.Errorf("%s: not allowed", at)
		}
		return nil
	}
	m := schema.(map[string]any)
	fail := func(format string, args ...any) error {
		if at == "" {
			return fmt.Errorf(format, args...)
		}
		return fmt.Errorf("%s: %s", at, fmt.Sprintf(format, args...))
	}
	if ref, ok := m["$ref"].(string); ok {
		def, ok := s.root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")]
		if !ok {
			return fail("the schema has no %s", ref)
		}
		if err := s.check(def, v, at); err != nil {
			return err
		}
	}
	if want, ok := m["type"]; ok && !hasType(want, v) {
		return fail("%s is not of type %v", brief(v), want)
	}
	if c, ok := m["const"]; ok && !reflect.DeepEqual(c, v) {
		return fail("%s is not %s", brief(v), brief(c))
	}
	if e, ok := m["enum"].([]any); ok && !contains(e, v) {
		return fail("%s is not one of %s", brief(v), brief(e))
	}
	if alts, ok := m["anyOf"].([]any); ok {
		var last error
		for _, a := range alts {
			if last = s.check(a, v, at); last == nil {
				break
			}
		}
		if last != nil {
			return last
		}
	}
	switch v := v.(type) {
	case string:
		if p, ok := m["pattern"].(string); ok {
			if re, err := regexp.Compile(p); err != nil || !re.MatchString(v) {
				return fail("%q does not match %s", v, p)
			}
		}
	case float64:
		if min, ok := m["minimum"].(float64); ok && v < min {
			return fail("%v is less than %v", v, min)
		}
	case []any:
		if n, ok := m["minItems"].(float64); ok && len(v) < int(n) {
			return fail("fewer than %v items", n)
		}
		if items, ok := m["items"]; ok {
			for i, e := range v {
				if err := s.check(items, e, fmt.Sprintf("%s[%d]", at, i)); err != nil {
					return err
				}
			}
		}
	case map[string]any:
		return s.object(m, v, at, fail)
	}
	return nil
}

func (s *Schema) object(m, v map[string]any, at string, fail func(string, ...any) error) error {
	if req, ok := m["required"].([]any); ok {
		for _, r := range req {
			if _, ok := v[r.(string)]; !ok {
				return fail("%s is missing", r)
			}
		}
	}
	props, _ := m["properties"].(map[string]any)
	names := make([]string, 0, len(v))
	for k := range v {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		sub, ok := props[k]
		if !ok {
			if sub, ok = m["additionalProperties"]; !ok {
				continue
			}
		}
		if err := s.check(sub, v[k], strings.TrimPrefix(at+"."+k, ".")); err != nil {
			return err
		}
	}
	return nil
}

func hasType(want, v any) bool {
	if list, ok := want.([]any); ok {
		for _, w := range list {
			if hasType(w, v) {
				return true
			}
		}
		return false
	}
	switch v := v.(type) {
	case nil:
		return want == "null"
	case bool:
		return want == "boolean"
	case string:
		return want == "string"
	case float64:
		return want == "number" || want == "integer" && v == float64(int64(v))
	case []any:
		return want == "array"
	case map[string]any:
		return want == "object"
	}
	return false
}

func contains(list []any, v any) bool {
	for _, e := range list {
		if reflect.DeepEqual(e, v) {
			return true
		}
	}
	return false
}

// brief writes a value in a few letters.
func brief(v any) string {
	b, _ := json.Marshal(v)
	if len(b) > 60 {
		return string(b[:60]) + "…"
	}
	return string(b)
}
