package docs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hornet/diag"
	"hornet/hlpsl"
	"hornet/hlpsl/lint"
)

// chapter is a page that is being checked.
type chapter struct {
	t    *testing.T
	root string // of the project
	name string
	doc  *doc
}

// sandbox makes the directory in which the chapter is read: it holds the library
// as a clone of the project does.
func (c *chapter) sandbox() string {
	dir := c.t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "models"), os.DirFS(filepath.Join(c.root, "models"))); err != nil {
		c.t.Fatal(err)
	}
	return dir
}

// read does what the blocks of the chapter say, in their order.
func (c *chapter) read() {
	for _, i := range c.doc.order {
		b := c.doc.blocks[i]
		if err := c.block(b); err != nil {
			c.t.Errorf("%s:%d: %v", c.name, b.line, err)
		}
	}
}

// block checks one block. The words after the language mean:
//
//	hlpsl file=F        is written to F; it must have no errors
//	hlpsl from=F        an excerpt of F, from the directory or else from the project
//	hlpsl wrap=W        goes into testdata/W.hlpsl where that says %HERE%; it must have no errors
//	  gives=H0101,…     of these: it must have exactly these findings (beside those
//	                    that a template says it has anyway)
//	diff file=F         a change of F (without line numbers)
//	go from=F           an excerpt
//	… file=F            is written to F
//	console             is run
//	text packages       is made: the packages of the module and what they import
//	text                is looked at
func (c *chapter) block(b *block) error {
	file, isFile := b.attrs["file"]
	from, isFrom := b.attrs["from"]
	wrap, isWrap := b.attrs["wrap"]
	switch {
	case b.lang == "console":
		return runConsole(b)
	case b.lang == "text" && b.has("packages"):
		return packages(c.root, b)
	case b.lang == "mermaid", b.lang == "sh" && !isFile && b.text() == "go test ./...\n":
		return nil
	case b.lang == "text":
		for _, l := range b.lines {
			if strings.HasPrefix(l, "$ ") || strings.HasPrefix(l, "hornet ") || strings.Contains(l, "[H0") {
				return fmt.Errorf("%q belongs into a console block", l)
			}
		}
		return nil
	case b.lang == "diff" && isFile:
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		out, err := patch(string(text), b.lines)
		if err != nil {
			return err
		}
		if err := c.write(file, out); err != nil {
			return err
		}
		return c.findings(b, file, out)
	case isFrom:
		text, err := os.ReadFile(from)
		if err != nil {
			text, err = os.ReadFile(filepath.Join(c.root, from))
		}
		if err != nil {
			return err
		}
		if !strings.Contains(squeeze(string(text)), squeeze(b.text())) {
			return fmt.Errorf("this is not in %s", from)
		}
		return nil
	case b.lang == "hlpsl" && isFile:
		if err := c.write(file, b.text()); err != nil {
			return err
		}
		return c.findings(b, file, b.text())
	case b.lang == "hlpsl" && isWrap:
		text, err := os.ReadFile(filepath.Join(c.root, "docs", "testdata", wrap+".hlpsl"))
		if err != nil {
			return err
		}
		if bytes.Count(text, []byte("%HERE%")) != 1 {
			return fmt.Errorf("%s has no place for it", wrap)
		}
		return c.findings(b, wrap, strings.Replace(string(text), "%HERE%", b.text(), 1))
	case isFile && slices.Contains([]string{"toml", "yaml", "json", "sh"}, b.lang):
		return c.write(file, b.text())
	}
	return fmt.Errorf("nothing tests this block: %s %v", b.lang, b.attrs)
}

func (c *chapter) write(file, text string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

// findings compares what hornet finds in a model with what the block says:
// nothing, at the severity of errors; or exactly the codes of "gives".
func (c *chapter) findings(b *block, name, text string) error {
	u := hlpsl.Load(name, []byte(text))
	list := lint.All(u)
	want, exact := b.attrs["gives"]
	_, anyway, _ := strings.Cut(text, "%% anyway: ")
	anyway, _, _ = strings.Cut(anyway, "\n")
	var got, all []string
	for _, d := range list {
		all = append(all, d.Error())
		if slices.Contains(strings.Fields(anyway), string(d.Code)) {
			continue
		}
		if (exact || d.Severity == diag.Error) && !slices.Contains(got, string(d.Code)) {
			got = append(got, string(d.Code))
		}
	}
	slices.Sort(got)
	if strings.Join(got, ",") != want {
		return fmt.Errorf("findings %v, want [%s]\n%s", got, want, strings.Join(all, "\n"))
	}
	return nil
}

// squeeze makes excerpts independent of how far they are indented.
func squeeze(s string) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return "\n" + strings.Join(out, "\n") + "\n"
}

// patch applies hunks, which lines that begin with @@ separate. What a hunk
// replaces must be there exactly once.
func patch(text string, diff []string) (string, error) {
	var before, after []string
	flush := func() error {
		if len(before)+len(after) == 0 {
			return nil
		}
		was, is := strings.Join(before, "\n")+"\n", strings.Join(after, "\n")+"\n"
		before, after = nil, nil
		if n := strings.Count("\n"+text, "\n"+was); n != 1 {
			return fmt.Errorf("what changes is there %d times:\n%s", n, was)
		}
		text = strings.Replace("\n"+text, "\n"+was, "\n"+is, 1)[1:]
		return nil
	}
	for _, l := range diff {
		switch {
		case strings.HasPrefix(l, "@@"):
			if err := flush(); err != nil {
				return "", err
			}
		case strings.HasPrefix(l, "-"):
			before = append(before, l[1:])
		case strings.HasPrefix(l, "+"):
			after = append(after, l[1:])
		default:
			l = strings.TrimPrefix(l, " ")
			before, after = append(before, l), append(after, l)
		}
	}
	return text, flush()
}

// pictures compares the pictures that the chapter shows with those that its
// commands drew. Those in img are of the browser's making.
func (c *chapter) pictures(dir string) {
	_, pictures := c.doc.links()
	for _, p := range pictures {
		if strings.HasPrefix(p, "img/") {
			continue
		}
		got, err := os.ReadFile(filepath.Base(p)) // the commands draw where they are
		if err != nil {
			c.t.Errorf("%s: no command of the chapter draws %s", c.name, p)
			continue
		}
		shown := filepath.Join(dir, p)
		want, err := os.ReadFile(shown)
		if bytes.Equal(got, want) && err == nil {
			continue
		}
		if !update {
			c.t.Errorf("%s: %s is not what the command draws (HORNET_UPDATE=1 accepts it)", c.name, p)
		} else if err := c.write(shown, string(got)); err != nil {
			c.t.Error(err)
		}
	}
}
