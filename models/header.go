package models

import (
	"fmt"
	"strings"

	"hornet/expect"
)

// ParseHeader reads the header of a model: comment lines at its top, before any
// other text, of the form
//
//	%% title: Needham-Schroeder public-key protocol
//	%% source: Needham, Schroeder, CACM 21(12), 1978
//	%% flow:
//	%%   1. A -> B: {Na.A}_Kb
//	%% checks: secrecy of both nonces
//	%% class: man in the middle
//	%% why: message 2 does not name its sender
//	%% expect: attack secrecy_of nb
//
// A field goes on in the following lines as long as these are indented by two
// blanks. All fields are obligatory; file is named in errors.
func ParseHeader(file string, text []byte) (Header, error) {
	var h Header
	one := map[string]*string{"title": &h.Title, "source": &h.Source, "checks": &h.Checks, "class": &h.Class, "why": &h.Why}
	field := ""
	for n, line := range strings.Split(string(text), "\n") {
		body, ok := strings.CutPrefix(strings.TrimRight(line, " \r"), "%%")
		if !ok {
			break
		}
		if rest, more := strings.CutPrefix(body, "  "); more && field != "" {
			if field == "flow" {
				h.Flow = append(h.Flow, strings.TrimPrefix(rest, " "))
			} else {
				*one[field] += " " + strings.TrimSpace(rest)
			}
			continue
		}
		key, value, ok := strings.Cut(strings.TrimSpace(body), ":")
		value = strings.TrimSpace(value)
		switch dst := one[key]; {
		case !ok:
			return h, fmt.Errorf("%s:%d: a line of the header is neither a field nor indented", file, n+1)
		case key == "expect":
			field = ""
		case key == "flow":
			field = key
			if value != "" {
				h.Flow = append(h.Flow, "("+value+")")
			}
		case dst == nil:
			return h, fmt.Errorf("%s:%d: a header has no field %q", file, n+1, key)
		case *dst != "":
			return h, fmt.Errorf("%s:%d: field %q occurs twice", file, n+1, key)
		default:
			*dst, field = value, key
		}
	}
	for _, key := range []string{"title", "source", "checks", "class", "why"} {
		if *one[key] == "" {
			return h, fmt.Errorf("%s: the header lacks %q", file, key)
		}
	}
	if len(h.Flow) == 0 {
		return h, fmt.Errorf("%s: the header lacks %q", file, "flow")
	}
	h.Expect = expect.Parse(file, text)
	for _, e := range h.Expect {
		if e.Fault != "" {
			return h, fmt.Errorf("%s: %s", e.Range, e.Fault)
		}
	}
	if len(h.Expect) == 0 {
		return h, fmt.Errorf("%s: the header lacks %q", file, "expect")
	}
	return h, nil
}
