package diag

import (
	"strings"
)

// Suppression is a comment that asks for silence about one code:
//
//	%% lint:ignore H0405 both branches are meant
//
// At the end of a line of text it speaks of that line; on a line of its own it
// speaks of the next line that is more than blanks and comments. The reason is
// compulsory: whoever reads the model later must see why a finding is none.
type Suppression struct {
	Code   Code
	Reason string
	Range  Range // of the comment
	Line   int   // the line that it speaks of
}

// Directive is what a comment must contain, right after its per cent signs, to
// be a suppression.
const Directive = "lint:ignore"

// ParseSuppression reads a comment, given with its leading % and the line that
// it speaks of. It reports whether the comment is a suppression; one that names
// no known code or no reason comes with a diagnostic that says so and has no
// effect.
func ParseSuppression(comment string, r Range, line int) (s Suppression, bad *Diagnostic, ok bool) {
	text := strings.TrimSpace(strings.TrimLeft(comment, "%"))
	rest, found := strings.CutPrefix(text, Directive)
	if !found || rest != "" && rest[0] != ' ' && rest[0] != '\t' {
		return s, nil, false
	}
	fail := func(message, help string) (Suppression, *Diagnostic, bool) {
		return Suppression{}, &Diagnostic{Code: IgnoreMalformed, Severity: Warning, Range: r, Message: message, Help: help}, true
	}
	code, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
	if code == "" {
		return fail("lint:ignore names no code", "write %% lint:ignore H0405 and then why the finding is none")
	}
	doc, known := Lookup(Code(code))
	if !known {
		return fail("lint:ignore of "+code+", which is no code of hornet", didYouMeanCode(code))
	}
	if doc.Severity == Error {
		return fail(code+" is an error and cannot be ignored", "mend the model; hornet explain "+code+" says how")
	}
	if strings.TrimSpace(reason) == "" {
		return fail("lint:ignore "+code+" gives no reason", "write why the finding is none after the code")
	}
	return Suppression{Code: doc.Code, Reason: strings.TrimSpace(reason), Range: r, Line: line}, nil, true
}

func didYouMeanCode(code string) string {
	var known []string
	for _, d := range Table() {
		known = append(known, string(d.Code))
	}
	if s := Suggest(strings.ToUpper(code), known); len(s) > 0 && Distance(strings.ToUpper(code), s[0]) < 2 {
		return "did you mean " + s[0] + "?"
	}
	return "hornet explain lists the codes"
}

// Suppress returns the diagnostics of l that no suppression speaks of, and the
// suppressions that spoke of none. Errors stay.
func Suppress(l List, ss []Suppression) (rest List, unused []Suppression) {
	used := make([]bool, len(ss))
	for _, d := range l {
		keep := true
		for i, s := range ss {
			if d.Severity < Error && d.Code == s.Code && d.Range.Start.Line == s.Line && d.Range.File == s.Range.File {
				keep, used[i] = false, true
			}
		}
		if keep {
			rest = append(rest, d)
		}
	}
	for i, s := range ss {
		if !used[i] {
			unused = append(unused, s)
		}
	}
	return rest, unused
}
