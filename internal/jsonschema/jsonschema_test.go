package jsonschema

import (
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	s, err := Parse([]byte(`{
		"type": "object", "required": ["a"], "additionalProperties": false,
		"properties": {
			"a": {"type": "integer", "minimum": 1},
			"b": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/name"}},
			"c": {"enum": ["x", 2]},
			"d": {"anyOf": [{"const": true}, {"type": "null"}]},
			"e": {"type": ["string", "number"]}
		},
		"$defs": {"name": {"type": "string", "pattern": "^[a-z]+$"}}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	for doc, want := range map[string]string{
		`{"a":1}`:                          "",
		`{"a":1,"b":["x"],"c":2,"d":null}`: "",
		`{"a":1,"e":1.5,"d":true}`:         "",
		`{}`:                               "a is missing",
		`{"a":1.5}`:                        "a: 1.5 is not of type integer",
		`{"a":0}`:                          "a: 0 is less than 1",
		`{"a":1,"b":[]}`:                   "b: fewer than 1 items",
		`{"a":1,"b":["x","Y"]}`:            `b[1]: "Y" does not match`,
		`{"a":1,"c":3}`:                    "c: 3 is not one of",
		`{"a":1,"d":false}`:                "d: false is not of type null",
		`{"a":1,"e":[]}`:                   "e: [] is not of type",
		`{"a":1,"z":1}`:                    "z: not allowed",
		`[]`:                               "[] is not of type object",
		`{`:                                "unexpected end",
	} {
		err := s.Validate([]byte(doc))
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", doc, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: error %v, want %q", doc, err, want)
		}
	}
}

func TestParseRefusesWhatItDoesNotHonour(t *testing.T) {
	for _, schema := range []string{`{"format":"uri"}`, `{"properties":{"a":{"oneOf":[]}}}`, `{"items":{"maximum":3}}`, `[]`, `{"$defs":{"x":{"not":{}}}}`, `{"anyOf":[{"if":{}}]}`} {
		if _, err := Parse([]byte(schema)); err == nil {
			t.Errorf("%s is taken", schema)
		}
	}
}
