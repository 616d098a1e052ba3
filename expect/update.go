package expect

import (
	"bytes"
	"slices"

	"hornet/report"
)

// Update returns the text with expectations that say what f found: those on
// living goals are corrected where they stand, those on vanished goals and those
// that cannot be read go, missing ones are added behind the last one, or behind
// the comment that the text begins with.
// Bounds that still hold are kept, and so is what is stated of goals that the run
// was not asked about.
func Update(text []byte, f *report.File) []byte {
	want := Parse(f.Name, text)
	stated := map[string]bool{}
	var out bytes.Buffer
	at := 0     // copied so far
	insert := 0 // where missing ones go, in out
	for i := range want {
		e := &want[i]
		start, end := e.Range.Start.Offset, e.Range.End.Offset
		out.Write(text[at:start])
		at = end
		g := goal(f, e.Goal)
		if slices.Contains(f.Unasked, e.Goal) {
			out.Write(text[start:end])
			continue
		}
		if e.Fault != "" || g == nil || stated[e.Goal] {
			at = dropLine(&out, text, at)
			continue
		}
		stated[e.Goal] = true
		if mismatch(e, f, g) != "" {
			*e = Expectation{Want: word(g.Status), Goal: e.Goal}
		}
		out.WriteString("%% expect: " + e.String())
		if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
			out.Write(text[at : at+i+1])
			at += i + 1
		} else {
			out.Write(text[at:])
			out.WriteByte('\n')
			at = len(text)
		}
		insert = out.Len()
	}
	out.Write(text[at:])
	var add bytes.Buffer
	for i := range f.Goals {
		g := &f.Goals[i]
		if !stated[g.Name()] {
			stated[g.Name()] = true
			e := Expectation{Want: word(g.Status), Goal: g.Name()}
			add.WriteString("%% expect: " + e.String() + "\n")
		}
	}
	b := out.Bytes()
	if insert == 0 {
		insert = header(b)
	}
	return append(append(append([]byte{}, b[:insert]...), add.Bytes()...), b[insert:]...)
}

// header returns the length of the comment lines that text begins with.
func header(text []byte) int {
	n := 0
	for n < len(text) && text[n] == '%' {
		i := bytes.IndexByte(text[n:], '\n')
		if i < 0 {
			break
		}
		n += i + 1
	}
	return n
}

// dropLine removes the rest of a line whose comment went, and the line itself
// when nothing else is on it. It returns where to go on in text.
func dropLine(out *bytes.Buffer, text []byte, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r') {
		at++
	}
	b := out.Bytes()
	n := len(b)
	for n > 0 && (b[n-1] == ' ' || b[n-1] == '\t') {
		n--
	}
	out.Truncate(n)
	if (n == 0 || b[n-1] == '\n') && at < len(text) {
		at++ // its line end
	}
	return at
}

// goal returns the first goal of f with the given name.
func goal(f *report.File, name string) *report.Goal {
	for i := range f.Goals {
		if f.Goals[i].Name() == name {
			return &f.Goals[i]
		}
	}
	return nil
}
