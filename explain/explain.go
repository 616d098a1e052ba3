// Package explain answers "what does this mean?": for the code of a diagnostic,
// for a kind of goal, and for the words that reports use. Codes are documented
// where they are declared (package diag); the topics are the files beside this
// one.
package explain

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"hornet/diag"
)

//go:embed topics/*.txt
var topics embed.FS

// Topic is a text that "hornet explain NAME" prints.
type Topic struct {
	Name  string
	Title string // its first line
	Text  string // all of it
}

// Topics returns all topics, sorted by name.
func Topics() []Topic {
	files, err := fs.Glob(topics, "topics/*.txt")
	if err != nil {
		return nil
	}
	var out []Topic
	for _, f := range files {
		b, err := topics.ReadFile(f)
		if err != nil {
			continue
		}
		title, _, _ := strings.Cut(string(b), "\n")
		out = append(out, Topic{strings.TrimSuffix(strings.TrimPrefix(f, "topics/"), ".txt"), title, string(b)})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// Find returns the explanation of a code, a goal or a topic. A goal may carry its
// identifier ("secrecy_of na", "secrecy_of_na").
func Find(name string) (string, error) {
	name = strings.TrimSpace(name)
	if d, ok := diag.Lookup(diag.Code(strings.ToUpper(name))); ok {
		return Code(d), nil
	}
	all := Topics()
	for _, t := range all {
		if t.Name == strings.ToLower(name) {
			return t.Text, nil
		}
	}
	for _, t := range all {
		if strings.HasPrefix(name, t.Name+"_") || strings.HasPrefix(name, t.Name+" ") {
			return t.Text, nil
		}
	}
	var near []string
	for _, d := range diag.Table() {
		near = append(near, string(d.Code))
	}
	for _, t := range all {
		near = append(near, t.Name)
	}
	if s := diag.DidYouMean(name, near); s != "" {
		return "", fmt.Errorf("nothing is called %q: %s", name, s)
	}
	return "", fmt.Errorf("nothing is called %q: \"hornet explain\" lists everything", name)
}

// ExitCodes returns the table of the exit codes alone.
func ExitCodes() string {
	text, err := topics.ReadFile("topics/exit-codes.txt")
	if err != nil {
		return ""
	}
	parts := strings.SplitN(string(text), "\n\n", 3)
	return parts[1]
}

// Code writes the documentation of a code for a person.
func Code(d diag.Doc) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%s)\n", d.Code, d.Title, d.Severity)
	if d.Why != "" {
		b.WriteString("\n" + Wrap(d.Why, 78) + "\n")
	}
	example := func(head, text string) {
		if text == "" {
			return
		}
		b.WriteString("\n" + head + "\n\n")
		for _, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
			b.WriteString(strings.TrimRight("    "+l, " ") + "\n")
		}
	}
	example("Reported for:", d.Bad.Text())
	example("Mended:", d.Good.Text())
	return b.String()
}

// Index lists everything that can be explained, one line each.
func Index() string {
	var b strings.Builder
	b.WriteString("Topics:\n")
	for _, t := range Topics() {
		fmt.Fprintf(&b, "  %-26s %s\n", t.Name, t.Title)
	}
	b.WriteString("\nDiagnostics:\n")
	for _, d := range diag.Table() {
		fmt.Fprintf(&b, "  %-26s %s\n", d.Code, d.Title)
	}
	return b.String()
}

// Wrap breaks the text into lines of at most width bytes, at blanks. Lines that
// are indented already stay as they are.
func Wrap(text string, width int) string {
	var out []string
	for _, par := range strings.Split(text, "\n") {
		if strings.HasPrefix(par, " ") {
			out = append(out, par)
			continue
		}
		line := ""
		for _, w := range strings.Fields(par) {
			if line != "" && len(line)+1+len(w) > width {
				out = append(out, line)
				line = ""
			}
			if line != "" {
				line += " "
			}
			line += w
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}
