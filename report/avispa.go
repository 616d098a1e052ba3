package report

import (
	"fmt"
	"io"
	"strings"
)

// avispaWriter writes each file as a back-end of the AVISPA tool would. What that
// format has no place for goes to the style's Stderr.
type avispaWriter struct {
	w     io.Writer
	style Style
}

func (a avispaWriter) File(f *File) error {
	if a.style.Stderr != nil {
		p := &page{style: a.style}
		p.style.Color = false
		if !f.Searched() || f.Failure != nil {
			p.head(f)
		}
		p.diagnostics(f)
		p.failure(f)
		io.WriteString(a.style.Stderr, p.b.String()) // nothing can be done when even that fails
	}
	return Avispa(a.w, f)
}

func (a avispaWriter) End(*Summary) error { return nil }

// Avispa writes f in the output format of the AVISPA back-ends, as SPAN and
// scripts around the old tools read it. The format knows one verdict and one
// attack: the shortest. It has no word for a vacuous
// or a non-executable model: SUMMARY stays SAFE and COMMENTS says it.
//
// A file that was not explored has no such output: Avispa writes nothing.
func Avispa(w io.Writer, f *File) error {
	if !f.Searched() || f.Failure != nil {
		return nil
	}
	var attack *Attack
	undecided := false
	for i := range f.Goals {
		undecided = undecided || f.Goals[i].Status == Undecided
	}
	if len(f.Attacks) > 0 {
		attack = &f.Attacks[0]
	}

	var b strings.Builder
	section := func(name string, values ...string) {
		b.WriteString(name + "\n")
		for _, v := range values {
			b.WriteString("  " + v + "\n")
		}
	}
	b.WriteString("% hornet\n")
	typing := map[string]string{"typed": "TYPED_MODEL", "untyped": "UNTYPED_MODEL", "strongly typed": "STRONGLY_TYPED_MODEL"}[f.Bounds.Typing]
	goal := "as_specified"
	switch {
	case attack != nil:
		section("SUMMARY", "UNSAFE")
		section("DETAILS", "ATTACK_FOUND", typing)
		goal = attack.Violated
	case undecided || len(f.Goals) == 0:
		section("SUMMARY", "INCONCLUSIVE")
		section("DETAILS", append(avispaCause(f.Bounds.CauseCode), typing)...)
	default:
		section("SUMMARY", "SAFE")
		section("DETAILS", "BOUNDED_NUMBER_OF_SESSIONS", typing)
	}
	section("PROTOCOL", f.Name)
	section("GOAL", goal)
	section("BACKEND", "hornet")
	section("COMMENTS", avispaComments(f)...)
	section("STATISTICS",
		fmt.Sprintf("parseTime: %.2fs", f.Stats.ParseMS/1000),
		fmt.Sprintf("searchTime: %.2fs", f.Stats.SearchMS/1000),
		fmt.Sprintf("visitedNodes: %d nodes", f.Stats.States),
		fmt.Sprintf("depth: %d plies", f.Bounds.Depth))
	if attack != nil {
		b.WriteString("ATTACK TRACE\n")
		b.WriteString(attack.Avispa)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// avispaCause returns the lines of DETAILS for a search that was cut short.
func avispaCause(code string) []string {
	switch code {
	case CauseTimeout, CauseInterrupted:
		return []string{"TIME_OUT"}
	case CauseMaxMemory:
		return []string{"MEMORY_OUT"}
	case CauseMaxDepth, CauseMaxStates:
		return []string{"BOUNDED_SEARCH_DEPTH"}
	case CauseWidth:
		return []string{"BOUNDED_MESSAGE_DEPTH"}
	}
	return []string{"NOT_SUPPORTED"}
}

// avispaComments says what the format's verdict hides.
func avispaComments(f *File) []string {
	var c []string
	for i := range f.Goals {
		g := &f.Goals[i]
		switch g.Status {
		case Vacuous, NotExecutable, Undecided:
			c = append(c, fmt.Sprintf("%s: %s: %s", g.Name(), g.Status, g.Reason))
		}
	}
	for _, n := range f.Notes {
		c = append(c, n.Text)
	}
	if len(f.Goals) == 0 {
		c = append(c, "the model has no goal: nothing was checked")
	}
	return c
}
