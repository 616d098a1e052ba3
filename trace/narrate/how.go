package narrate

import (
	"fmt"
	"slices"
	"strings"

	"hornet/protocol"
	"hornet/trace"
)

// how says in a phrase without subject how the intruder makes a message, and
// from which messages. What he could also compose of parts, but is a message
// that somebody sent, he passes on.
func (t *teller) how(r *trace.Recipe) (string, []int) {
	h := &cook{teller: t, done: map[*trace.Recipe]bool{}, refs: map[int]bool{}}
	if n := t.sentAs(r); n > 0 {
		return fmt.Sprintf("passes %d on", n), []int{n}
	}
	switch r.Op {
	case trace.Known:
		return "knows it from the start", nil
	case trace.Made:
		if t.madeUp[h.value(r)] {
			return "has made it up", nil
		}
	}
	h.explain(r)
	if len(h.clauses) == 0 { // pairs of what he has
		h.say("puts it together%s", h.from())
	}
	return strings.Join(h.clauses, ", "), sorted(h.refs)
}

// sentAs returns the number of the last message sent by an honest role that is
// the one that r makes; 0 for none.
func (t *teller) sentAs(r *trace.Recipe) int {
	if n := t.sent[[2]int{r.Step, r.Index}]; r.Op == trace.Output && n > 0 {
		return n
	}
	v := t.rec.Made(r)
	for i := len(t.story.Lines) - 1; i >= 0 && v != nil && !v.IsAtom(); i-- {
		if l := &t.story.Lines[i]; !l.Received && l.term.Equal(v) {
			return l.Number
		}
	}
	return 0
}

// cook writes the clauses of one recipe.
type cook struct {
	*teller
	done    map[*trace.Recipe]bool
	refs    map[int]bool
	clauses []string
	last    *trace.Recipe // what the last clause made, which "it" stands for
	source  string        // where the last clause takes parts from, when it does
	taken   []string      // and which
}

func (h *cook) say(format string, args ...any) {
	h.source = ""
	h.clauses = append(h.clauses, fmt.Sprintf(format, args...))
}

// use notes that the message of an Output is used.
func (h *cook) use(r *trace.Recipe) {
	if n := h.sent[[2]int{r.Step, r.Index}]; r.Op == trace.Output && n > 0 {
		h.refs[n] = true
	}
}

// name returns the number of a message that was sent, "it" for what was made
// last, and else the message itself.
func (h *cook) name(r *trace.Recipe) string {
	if v := h.rec.Made(r); h.last != nil && v != nil && v.Equal(h.rec.Made(h.last)) {
		return "it" // also when it was taken apart and put together again
	}
	if n := h.sent[[2]int{r.Step, r.Index}]; r.Op == trace.Output && n > 0 {
		return fmt.Sprint(n)
	}
	return h.value(r)
}

// value returns the message that r makes.
func (h *cook) value(r *trace.Recipe) string {
	if v := h.rec.Made(r); v != nil {
		return h.names.Message(v.Expr())
	}
	return "?"
}

// from names the messages that were used.
func (h *cook) from() string {
	if len(h.refs) == 0 {
		return ""
	}
	var words []string
	for _, n := range sorted(h.refs) {
		words = append(words, fmt.Sprint(n))
	}
	return " from " + list(words)
}

// explain says how r is made, its parts first, each shared part once.
func (h *cook) explain(r *trace.Recipe) {
	if h.done[r] {
		return
	}
	h.done[r] = true
	h.use(r)
	if r.Op == trace.First || r.Op == trace.Second {
		h.take(r)
		return
	}
	// Keys first: what is said last is then what "it" means.
	for _, i := range order(r) {
		h.explain(r.Args[i])
	}
	switch r.Op {
	case trace.Made:
		if h.madeUp[h.value(r)] {
			return // said before
		}
		h.madeUp[h.value(r)] = true
		h.say("makes up %s", h.value(r))
	case trace.Open, trace.OpenSign:
		h.say("opens %s with %s", h.name(r.Args[0]), h.value(r.Args[1]))
	case trace.Sum:
		h.sum(r)
	case trace.Raise:
		h.say("raises %s to %s", h.name(r.Args[0]), h.value(r.Args[1]))
	case trace.Root:
		h.say("takes the exponent %s off %s", h.value(r.Args[1]), h.name(r.Args[0]))
	case trace.Compose:
		switch r.Cons {
		case protocol.Crypt, protocol.Scrypt:
			h.say("closes %s with %s", h.name(r.Args[1]), h.value(r.Args[0]))
		case protocol.Apply:
			h.say("applies %s to %s", h.value(r.Args[0]), h.name(r.Args[1]))
		case protocol.Exp:
			h.say("raises %s to %s", h.name(r.Args[0]), h.value(r.Args[1]))
		case protocol.Xor:
			h.sum(r)
		default:
			return // pairs go without saying
		}
	default:
		return
	}
	h.last = r
}

// sum says what is added up.
func (h *cook) sum(r *trace.Recipe) {
	var words []string
	it := false
	for _, a := range r.Args {
		if name := h.name(a); name != "it" {
			words = append(words, name)
		} else {
			it = true
		}
	}
	switch {
	case len(r.Args) == 0:
		h.say("knows the neutral element of xor")
	case it && len(words) > 0:
		h.say("adds %s to it", list(words))
	default:
		h.say("adds up %s", list(words))
	}
}

// take says that r, a part of a part of a pair, is taken from a message. Parts of
// what the intruder opened himself go without saying.
func (h *cook) take(r *trace.Recipe) {
	whole := r.Args[0]
	for whole.Op == trace.First || whole.Op == trace.Second {
		whole = whole.Args[0]
	}
	h.explain(whole)
	if whole.Op != trace.Output {
		return
	}
	what := h.value(r)
	if len(what) > maxPart {
		what = "a part"
	}
	from := h.name(whole)
	if h.source == from {
		h.taken = append(h.taken, what)
		h.clauses = h.clauses[:len(h.clauses)-1]
		h.last = nil // which of them "it" is nobody could tell
	} else {
		h.taken, h.last = []string{what}, r
	}
	h.say("takes %s from %s", list(h.taken), from)
	h.source = from
}

// maxPart is the length in bytes up to which a part is shown where it is taken.
const maxPart = 40

// order returns the order in which to explain the arguments of r: keys and
// exponents before what they are used on.
func order(r *trace.Recipe) []int {
	out := make([]int, len(r.Args))
	for i := range out {
		out[i] = i
	}
	switch r.Op {
	case trace.Open, trace.OpenSign, trace.Raise, trace.Root:
		slices.Reverse(out)
	case trace.Compose:
		if r.Cons == protocol.Exp {
			slices.Reverse(out)
		}
	}
	return out
}

func sorted(set map[int]bool) []int {
	var out []int
	for n := range set {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
