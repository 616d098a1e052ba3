package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"hornet/diag"
)

// junitWriter writes JUnit's XML as CI servers read it: a suite for each file, a
// case for each goal. What the gate lets pass is no failure: an undecided goal is
// skipped, an attack is written to the case's system-out.
type junitWriter struct {
	w     io.Writer
	style Style
	files int
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr,omitempty"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string       `xml:"name,attr"`
	Class   string       `xml:"classname,attr"`
	File    string       `xml:"file,attr,omitempty"`
	Line    int          `xml:"line,attr,omitempty"`
	Time    string       `xml:"time,attr,omitempty"`
	Failure *junitReason `xml:"failure"`
	Error   *junitReason `xml:"error"`
	Skipped *junitReason `xml:"skipped"`
	Out     string       `xml:"system-out,omitempty"`
}

type junitReason struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

func (j *junitWriter) head() error {
	_, err := io.WriteString(j.w, xml.Header+"<testsuites name=\"hornet\">\n")
	return err
}

// File writes the suite of f.
func (j *junitWriter) File(f *File) error {
	if j.files == 0 {
		if err := j.head(); err != nil {
			return err
		}
	}
	j.files++
	s := junitSuite{Name: f.Name}
	if ms := f.Stats.Millis(); ms > 0 {
		s.Time = fmt.Sprintf("%.3f", ms/1000)
	}
	s.Cases = j.cases(f)
	for i := range s.Cases {
		c := &s.Cases[i]
		c.Class, c.File = strings.TrimSuffix(f.Name, ".hlpsl"), f.Name
		s.Tests++
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	b, err := xml.MarshalIndent(s, "  ", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(j.w, string(b)+"\n")
	return err
}

// cases returns one case for the model as a whole, when it fails as such, and
// one for each goal or expectation.
func (j *junitWriter) cases(f *File) []junitCase {
	var out []junitCase
	var broken []string
	for _, d := range f.Diagnostics {
		if d.Severity == diag.Error || d.Severity == diag.Warning && f.Gate&FailWarning != 0 {
			broken = append(broken, d.Error())
		}
	}
	if broken != nil {
		out = append(out, junitCase{Name: "model", Error: &junitReason{Type: "model", Message: broken[0], Text: strings.Join(broken, "\n")}})
	}
	if f.Failure != nil {
		return append(out, junitCase{Name: "model", Error: &junitReason{Type: string(f.Failure.Kind), Message: f.Failure.Message}})
	}
	if !f.Searched() && broken == nil {
		out = append(out, junitCase{Name: "model"})
	}
	for _, m := range f.Missing {
		out = append(out, junitCase{Name: m.Goal, Error: &junitReason{Type: "nothing", Message: m.Message}})
	}
	if f.Searched() && len(f.Goals) == 0 && f.Missing == nil {
		out = append(out, junitCase{Name: "goals", Error: &junitReason{Type: "nothing", Message: "no goal to check"}})
	}
	if f.Expectations != nil {
		for _, e := range f.Expectations {
			c := junitCase{Name: "expect " + e.Want + " " + e.Goal, Line: e.Range.Start.Line}
			if !e.Met {
				c.Failure = &junitReason{Type: "expectation", Message: e.Message}
			}
			out = append(out, c)
		}
		return out
	}
	for i := range f.Goals {
		g := &f.Goals[i]
		c := junitCase{Name: g.Name(), Line: g.Range.Start.Line}
		fails := f.Fails(g)
		fd := f.verdict(g)
		head, body, _ := strings.Cut(fd.text, "\n")
		switch {
		case g.Status == OK:
			c.Out = f.Bounds.String()
		case fails:
			c.Failure = &junitReason{Type: fd.rule, Message: head, Text: body}
		case g.Status == Undecided:
			c.Skipped = &junitReason{Message: head}
		default:
			c.Out = fd.text
		}
		out = append(out, c)
	}
	return out
}

// End closes the document.
func (j *junitWriter) End(*Summary) error {
	if j.files == 0 {
		if err := j.head(); err != nil {
			return err
		}
	}
	_, err := io.WriteString(j.w, "</testsuites>\n")
	return err
}
