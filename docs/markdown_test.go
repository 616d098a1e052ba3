package docs

import (
	"regexp"
	"strings"
)

// doc is a page: its lines, and the fenced blocks among them.
type doc struct {
	lines  []string // without the contents of blocks
	blocks map[int]*block
	order  []int // the keys of blocks
}

// block is a fenced block. Its first word is the language; the words after that
// say what the checker has to do with it and are not shown to readers.
type block struct {
	line  int // of the opening fence, from 1, in the text as read
	lang  string
	attrs map[string]string // "file=x" is {"file": "x"}, "broken" {"broken": ""}
	lines []string
}

func (b *block) has(attr string) bool { _, ok := b.attrs[attr]; return ok }

func (b *block) text() string { return strings.Join(b.lines, "\n") + "\n" }

// parse reads a page. A block that is not closed ends with the text.
func parse(text string) *doc {
	d := &doc{blocks: map[int]*block{}}
	var open *block
	for i, l := range strings.Split(text, "\n") {
		switch {
		case open == nil && strings.HasPrefix(l, "```"):
			open = &block{line: i + 1, attrs: map[string]string{}}
			for j, w := range strings.Fields(l[3:]) {
				k, v, _ := strings.Cut(w, "=")
				if j == 0 {
					open.lang = w
				} else {
					open.attrs[k] = v
				}
			}
			d.lines = append(d.lines, l)
			d.blocks[len(d.lines)] = open
			d.order = append(d.order, len(d.lines))
		case open != nil && l == "```":
			d.lines = append(d.lines, l)
			open = nil
		case open != nil:
			open.lines = append(open.lines, l)
		default:
			d.lines = append(d.lines, l)
		}
	}
	return d
}

// String is the text of the page with the blocks as they are now.
func (d *doc) String() string {
	var out []string
	for i, l := range d.lines {
		if b := d.blocks[i]; b != nil {
			out = append(out, b.lines...)
		}
		out = append(out, l)
	}
	if b := d.blocks[len(d.lines)]; b != nil {
		out = append(out, b.lines...)
	}
	return strings.Join(out, "\n")
}

var (
	linkRE    = regexp.MustCompile(`(!?)\[[^\]]*\]\(([^)\s]+)\)`)
	headingRE = regexp.MustCompile(`^#+ +(.*)$`)
	spanRE    = regexp.MustCompile("`[^`]*`")
)

// links returns the targets of the page's links, and of its pictures.
func (d *doc) links() (links, pictures []string) {
	for _, p := range strings.Split(strings.Join(d.lines, "\n"), "\n\n") { // links may go over lines
		for _, m := range linkRE.FindAllStringSubmatch(spanRE.ReplaceAllString(p, "x"), -1) {
			if m[1] == "!" {
				pictures = append(pictures, m[2])
			} else {
				links = append(links, m[2])
			}
		}
	}
	return links, pictures
}

// anchors returns the fragments that a link into the page may name.
func (d *doc) anchors() map[string]bool {
	out := map[string]bool{}
	for _, l := range d.lines {
		if m := headingRE.FindStringSubmatch(l); m != nil {
			out[anchor(m[1])] = true
		}
	}
	return out
}

// anchor is how code hosts name a heading.
func anchor(heading string) string {
	heading = strings.ToLower(heading)
	heading = regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(heading, "")
	return strings.ReplaceAll(heading, " ", "-")
}
