package render

import (
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"hornet/diag"
	"hornet/protocol"
)

// Fold is a long part of messages that a chart shows by a short name.
type Fold struct {
	Name string // "[1]"; no constant of a model can have such a name
	Text string // the part for a legend: a long one by the names of the others
	Full string // the whole part
}

// folder shortens messages to a width. A part that is folded once has the same
// name wherever it is folded again.
type folder struct {
	max   int                       // columns of a label
	names map[string]*protocol.Expr // by the full text
	full  map[*protocol.Expr]*protocol.Expr
	folds []Fold
}

func newFolder(max int) *folder {
	return &folder{max: max, names: map[string]*protocol.Expr{}, full: map[*protocol.Expr]*protocol.Expr{}}
}

// label returns e in at most f.max columns: parts are folded until it fits, and
// what cannot be folded is cut in the middle.
func (f *folder) label(e *protocol.Expr) string {
	s := e.String()
	for range 64 {
		if width(s) <= f.max {
			return s
		}
		part := f.candidate(e, width(s)-f.max)
		if part == nil {
			break
		}
		name := f.name(part)
		e = rewrite(e, func(x *protocol.Expr) *protocol.Expr {
			if x.Equal(part) {
				return name
			}
			return nil
		})
		s = e.String()
	}
	return elide(s, f.max)
}

// candidate returns the part of e to fold next: the smallest one that saves
// enough, else the one that saves most. Ciphertexts, hashes and the like are
// things that a reader can give a name to; sequences are folded when nothing
// else is left, and then single long constants.
func (f *folder) candidate(e *protocol.Expr, excess int) *protocol.Expr {
	for pass := range 3 {
		var best *protocol.Expr
		saving := 0
		better := func(s int) bool {
			if saving >= excess {
				return s >= excess && s < saving
			}
			return s > saving
		}
		e.Walk(func(x *protocol.Expr) bool {
			var fits bool
			switch {
			case x == e:
			case len(x.Args) == 0 || x.Op == protocol.Inv:
				fits = pass == 2
			case x.Op == protocol.Pair:
				fits = pass == 1
			default:
				fits = pass == 0
			}
			// Six columns are what a fold's own name may need.
			if s := width(x.String()) - 6; fits && s > 0 && better(s) {
				best, saving = x, s
			}
			return true
		})
		if best != nil {
			return best
		}
	}
	return nil
}

// name returns the constant that stands for a part. A part that holds folded
// parts is the same as the whole one.
func (f *folder) name(part *protocol.Expr) *protocol.Expr {
	whole := rewrite(part, func(x *protocol.Expr) *protocol.Expr { return f.full[x] })
	text := whole.String()
	if n := f.names[text]; n != nil {
		return n
	}
	n := protocol.C(foldName(len(f.folds)), nil)
	f.names[text], f.full[n] = n, whole
	f.folds = append(f.folds, Fold{n.Name, text, text})
	return n
}

// legend returns the folds that rows need, and numbers them in the order of their
// first use: rows are changed. Parts too long to be read are said by what is
// folded in them.
func (f *folder) legend(rows []Row) []Fold {
	for i := range f.folds {
		f.folds[i].Text = f.short(&f.folds[i])
	}
	needed := make([]bool, len(f.folds))
	var order []int
	use := func(text string) {
		for i := range f.folds {
			if !needed[i] && strings.Contains(text, f.folds[i].Name) {
				needed[i] = true
				order = append(order, i)
			}
		}
	}
	for i := range rows {
		use(rows[i].Text)
	}
	for k := 0; k < len(order); k++ {
		use(f.folds[order[k]].Text)
	}
	var names []string
	var out []Fold
	for k, i := range order {
		out = append(out, f.folds[i])
		out[k].Name = foldName(k)
		names = append(names, f.folds[i].Name, out[k].Name)
	}
	renamed := strings.NewReplacer(names...)
	for i := range rows {
		rows[i].Text = renamed.Replace(rows[i].Text)
	}
	for k := range out {
		out[k].Text = renamed.Replace(out[k].Text)
	}
	return out
}

// short returns what a fold stands for, by the names of other folds when it is
// long.
func (f *folder) short(fold *Fold) string {
	const long = 64
	if width(fold.Full) <= long {
		return fold.Full
	}
	whole := f.full[f.names[fold.Full]]
	return rewrite(whole, func(x *protocol.Expr) *protocol.Expr {
		if x == whole || len(x.Args) == 0 {
			return nil
		}
		return f.names[x.String()]
	}).String()
}

func foldName(i int) string { return "[" + strconv.Itoa(i+1) + "]" }

// rewrite replaces the outermost parts for which f returns something.
func rewrite(e *protocol.Expr, f func(*protocol.Expr) *protocol.Expr) *protocol.Expr {
	if r := f(e); r != nil {
		return r
	}
	if len(e.Args) == 0 {
		return e
	}
	args := make([]*protocol.Expr, len(e.Args))
	for i, a := range e.Args {
		args[i] = rewrite(a, f)
	}
	return protocol.E(e.Op, args...)
}

// width returns the columns that s takes in a fixed-width font.
func width(s string) int { return diag.Width(s) }

// elide cuts s in the middle to at most max columns.
func elide(s string, max int) string {
	if width(s) <= max {
		return s
	}
	if max < 3 {
		return displaywidth.TruncateString(s, max, "")
	}
	head := displaywidth.TruncateString(s, (max-1)*2/3, "")
	room := max - 1 - width(head)
	runes := []rune(s)
	tail := len(runes)
	for used := 0; tail > 0; tail-- {
		if used += displaywidth.Rune(runes[tail-1]); used > room {
			break
		}
	}
	return head + "…" + string(runes[tail:])
}
