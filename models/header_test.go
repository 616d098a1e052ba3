package models

import (
	"strings"
	"testing"
)

const header = `%% title: T
%% source: S
%%   and more
%% flow:      K = h(Na)
%%   1. A -> B: Na
%%     2. B -> A: K
%% checks: C
%% class: replay
%% why: W: really
%% expect: safe secrecy_of k
%% expect: attack authentication_on na

role alice ()
%% title: not of the header
`

func TestParseHeader(t *testing.T) {
	h, err := ParseHeader("m", []byte(header))
	if err != nil {
		t.Fatal(err)
	}
	if h.Title != "T" || h.Source != "S and more" || h.Checks != "C" || h.Class != "replay" || h.Why != "W: really" {
		t.Errorf("fields: %+v", h)
	}
	if got, want := strings.Join(h.Flow, "|"), "(K = h(Na))|1. A -> B: Na|  2. B -> A: K"; got != want {
		t.Errorf("flow %q, want %q", got, want)
	}
	if len(h.Expect) != 2 || h.Expect[0].String() != "safe secrecy_of k" || !h.Attack() {
		t.Errorf("expectations: %v, attack %v", h.Expect, h.Attack())
	}
}

func TestParseHeaderErrors(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown field", "%% class:", "%% clas:", `m:8: a header has no field "clas"`},
		{"twice", "%% class: replay", "%% title: U", `m:8: field "title" occurs twice`},
		{"missing", "%% why: W: really\n", "", `m: the header lacks "why"`},
		{"no flow", "%%   1. A -> B: Na\n%%     2. B -> A: K\n", "", ""},
		{"empty flow", "%% flow:      K = h(Na)\n%%   1. A -> B: Na\n%%     2. B -> A: K\n", "%% flow:\n", `m: the header lacks "flow"`},
		{"no field", "%% why: W: really", "%% because", "m:9: a line of the header is neither a field nor indented"},
		{"bad verdict", "expect: safe", "expect: fine", `"fine" is no verdict`},
		{"no expectation", "%% expect: safe secrecy_of k\n%% expect: attack authentication_on na\n", "", `m: the header lacks "expect"`},
		{"not at the top", "%% title: T\n", "role x ()\n%% title: T\n", `m: the header lacks "title"`},
	} {
		text := strings.Replace(header, c.old, c.new, 1)
		if text == header {
			t.Fatalf("%s: nothing replaced", c.name)
		}
		_, err := ParseHeader("m", []byte(text))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
	}
}
