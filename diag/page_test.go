package diag

import (
	"fmt"
	"io"
	"strings"
)

// writePage writes docs/diagnostics.md: the code table as a page for people.
func writePage(w io.Writer) error {
	var b strings.Builder
	b.WriteString(`# Diagnostics

Everything that hornet says about a model carries a code. This page is made from the table that ` + "`hornet explain CODE`" + ` reads; tests
hold every example to what it says: the model with the lines marked - triggers its code and no other error, the one with the lines
marked + instead does not. ` + "`hornet explain`" + ` shows them whole.

An *error* means that the model cannot be read, or that no verdict on it could be trusted. A *warning* means something that its author
hardly meant. A *hint* is a chance to say more. A finding that is none can be silenced where it stands, with a reason:

    %% lint:ignore H0405 both branches are meant

On a line of its own the comment speaks of the next line, after text of its own line. Errors cannot be silenced.

`)
	groups := []struct{ prefix, title string }{
		{"H01", "Lexis and syntax"},
		{"H02", "Names and types"},
		{"H03", "Translation"},
		{"H04", "Smells"},
		{"H05", "Executability and implementability"},
		{"H06", "Goals"},
	}
	table := Table()
	for _, g := range groups {
		fmt.Fprintf(&b, "- [%s](#%s)\n", g.title, anchor(g.title))
		for _, d := range table {
			if strings.HasPrefix(string(d.Code), g.prefix) {
				fmt.Fprintf(&b, "  - [%s](#%s) %s\n", d.Code, strings.ToLower(string(d.Code)), d.Title)
			}
		}
	}
	for _, g := range groups {
		fmt.Fprintf(&b, "\n## %s\n", g.title)
		for _, d := range table {
			if !strings.HasPrefix(string(d.Code), g.prefix) {
				continue
			}
			fmt.Fprintf(&b, "\n### %s\n\n**%s** (%s)\n\n%s\n", d.Code, d.Title, d.Severity, wrap(d.Why, 120))
			examples(&b, d)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// examples writes the two models: as the lines that differ with some context
// when most of the text is common to both, else whole.
func examples(b *strings.Builder, d Doc) {
	if diff := difference(d.Bad.Text(), d.Good.Text()); diff != "" {
		fmt.Fprintf(b, "\n```diff\n%s```\n", escape(diff))
		return
	}
	if d.Bad.Text() != "" {
		fmt.Fprintf(b, "\n```hlpsl\n%s\n```\n", escape(strings.Trim(d.Bad.Text(), "\n")))
	}
	if d.Good.Text() != "" {
		fmt.Fprintf(b, "\nMended:\n\n```hlpsl\n%s\n```\n", escape(strings.Trim(d.Good.Text(), "\n")))
	}
}

// escape shows the bytes that a page must not hold as they are.
func escape(s string) string {
	return strings.Map(func(ch rune) rune {
		switch {
		case ch == '\n' || ch == '\t' || ch >= ' ' && ch != 0x7f && ch != 0xfeff:
			return ch
		}
		return '·'
	}, s)
}

func anchor(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }

// context is how many common lines stand before and after those that differ.
const context = 3

// difference returns the lines that go (-) and come (+) from one text to the
// other, with some of the lines around them, "" when most of the text changes or
// none. Both are small: the longest common subsequence is computed in full.
func difference(from, to string) string {
	a, z := strings.Split(strings.Trim(from, "\n"), "\n"), strings.Split(strings.Trim(to, "\n"), "\n")
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(z)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(z) - 1; j >= 0; j-- {
			if a[i] == z[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	if 2*common[0][0] < len(a) {
		return ""
	}
	var lines []string // each with its mark
	for i, j := 0, 0; i < len(a) || j < len(z); {
		switch {
		case i < len(a) && j < len(z) && a[i] == z[j]:
			lines = append(lines, " "+a[i])
			i, j = i+1, j+1
		case j == len(z) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			lines = append(lines, "-"+a[i])
			i++
		default:
			lines = append(lines, "+"+z[j])
			j++
		}
	}
	var b strings.Builder
	last := -1
	for i, l := range lines {
		near := false
		for k := max(0, i-context); k < min(len(lines), i+context+1); k++ {
			near = near || lines[k][0] != ' '
		}
		if !near {
			continue
		}
		if i > last+1 {
			b.WriteString(" …\n")
		}
		last = i
		b.WriteString(l + "\n")
	}
	if last >= 0 && last < len(lines)-1 {
		b.WriteString(" …\n")
	}
	return b.String()
}

// wrap breaks a paragraph at blanks into lines of at most n columns where it can.
func wrap(s string, n int) string {
	var out, line []string
	size := 0
	for _, word := range strings.Fields(s) {
		w := Width(word)
		if size > 0 && size+1+w > n {
			out, line, size = append(out, strings.Join(line, " ")), nil, 0
		}
		if size > 0 {
			size++
		}
		line, size = append(line, word), size+w
	}
	return strings.Join(append(out, strings.Join(line, " ")), "\n")
}
