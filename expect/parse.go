package expect

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"hornet/diag"
	"hornet/report"
)

// Expectation is a verdict that a model states.
type Expectation struct {
	Want     string // safe, attack, vacuous, unexecutable or undecided
	Goal     string // "secrecy_of sec_k"
	Sessions int    // 0: any number
	Depth    int    // 0: not stated
	Range    diag.Range

	// Fault tells why the comment cannot be read; the other fields but Range
	// are then empty.
	Fault string
}

// verdicts are the words for a verdict.
var verdicts = [...]string{"safe", "attack", "vacuous", "unexecutable", "undecided"}

// String returns the expectation as its comment states it.
func (e *Expectation) String() string {
	s := e.Want + " " + e.Goal
	var b []string
	if e.Sessions > 0 {
		b = append(b, report.Plural(e.Sessions, "session"))
	}
	if e.Depth > 0 {
		b = append(b, fmt.Sprintf("depth %d", e.Depth))
	}
	if b != nil {
		s += " (" + strings.Join(b, ", ") + ")"
	}
	return s
}

// Parse returns the expectations of the text, in order. HLPSL has no strings:
// the first % of a line starts a comment.
func Parse(name string, text []byte) []Expectation {
	if !bytes.Contains(text, []byte("expect:")) {
		return nil
	}
	var out []Expectation
	offset := 0
	for n, line := range bytes.SplitAfter(text, []byte("\n")) {
		if i := bytes.IndexByte(line, '%'); i >= 0 {
			comment := strings.TrimRight(string(line[i:]), "\r\n\t ")
			if body, ok := marker(comment); ok {
				e := read(body)
				start := diag.Pos{Offset: offset + i, Line: n + 1, Col: i + 1}
				end := start
				end.Offset += len(comment)
				end.Col += len(comment)
				e.Range = diag.Range{File: name, Start: start, End: end}
				out = append(out, e)
			}
		}
		offset += len(line)
	}
	return out
}

// marker returns what follows "%% expect:".
func marker(comment string) (string, bool) {
	rest, ok := strings.CutPrefix(comment, "%%")
	if !ok {
		return "", false
	}
	return strings.CutPrefix(strings.TrimLeft(rest, "% \t"), "expect:")
}

// read reads the words of an expectation.
func read(s string) Expectation {
	var e Expectation
	head, bounds, has := strings.Cut(s, "(")
	words := strings.Fields(head)
	if len(words) != 3 {
		return Expectation{Fault: "an expectation is a verdict, the kind of a goal and its identifier, for example: safe secrecy_of sec_k"}
	}
	known := false
	for _, v := range verdicts {
		known = known || v == words[0]
	}
	if !known {
		return Expectation{Fault: fmt.Sprintf("%q is no verdict: use %s", words[0], strings.Join(verdicts[:], ", "))}
	}
	e.Want, e.Goal = words[0], words[1]+" "+words[2]
	if !has {
		return e
	}
	bounds, closed := strings.CutSuffix(strings.TrimSpace(bounds), ")")
	if !closed {
		return Expectation{Fault: "the bounds of the expectation lack a closing parenthesis"}
	}
	for _, b := range strings.Split(bounds, ",") {
		b = strings.TrimSpace(b)
		if m := regexp.MustCompile(`^([0-9]+) sessions?$`).FindStringSubmatch(b); m != nil {
			e.Sessions, _ = strconv.Atoi(m[1])
		} else if m := regexp.MustCompile(`^depth ([0-9]+)$`).FindStringSubmatch(b); m != nil {
			e.Depth, _ = strconv.Atoi(m[1])
		} else {
			return Expectation{Fault: fmt.Sprintf("%q is no bound: write (3 sessions, depth 8)", b)}
		}
	}
	return e
}
