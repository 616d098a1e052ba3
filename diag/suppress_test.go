package diag

import (
	"strings"
	"testing"
)

func TestParseSuppression(t *testing.T) {
	for _, c := range []struct {
		comment string
		is      bool
		message string // of the diagnostic, "" for none
	}{
		{"% an ordinary comment", false, ""},
		{"%% lint:ignored H0405 not the directive", false, ""},
		{"%% lint:ignore H0405 both branches are meant", true, ""},
		{"%lint:ignore  H0405   both", true, ""},
		{"%% lint:ignore", true, "lint:ignore names no code"},
		{"%% lint:ignore H0405", true, "lint:ignore H0405 gives no reason"},
		{"%% lint:ignore H9999 for fun", true, "lint:ignore of H9999, which is no code of hornet"},
	} {
		r := Range{File: "m", Start: Pos{0, 3, 1}}
		s, bad, is := ParseSuppression(c.comment, r, 4)
		message := ""
		if bad != nil {
			message = bad.Message
		}
		if is != c.is || message != c.message {
			t.Errorf("%q: suppression %v, message %q; want %v, %q", c.comment, is, message, c.is, c.message)
		}
		if is && bad == nil && (s.Code != "H0405" || !strings.HasPrefix(s.Reason, "both") || s.Line != 4) {
			t.Errorf("%q: read as %+v", c.comment, s)
		}
	}
}

func TestSuppress(t *testing.T) {
	var l List
	line := func(n int) Range { return Range{File: "m", Start: Pos{10 * n, n, 1}} }
	l.Add("H0405", Warning, line(4), "said on its line")
	l.Add("H0405", Warning, line(5), "said on another line")
	l.Add("H0404", Warning, line(4), "of another code")
	l.Add("H0203", Error, line(6), "an error")
	rest, unused := Suppress(l, []Suppression{
		{Code: "H0405", Range: line(3), Line: 4},
		{Code: "H0203", Range: line(6), Line: 6},
	})
	if len(rest) != 3 || rest[0].Message != "said on another line" {
		t.Errorf("left: %v", rest)
	}
	if len(unused) != 1 || unused[0].Code != "H0203" {
		t.Errorf("unused: %v", unused)
	}
}
