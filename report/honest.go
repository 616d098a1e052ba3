package report

import (
	"fmt"

	"hornet/diag"
)

// Session tells whether an all-honest session works when nobody attacks: when the
// intruder passes every message on as it is.
type Session struct {
	Name     string  `json:"name"`
	Finishes bool    `json:"finishes"`
	Known    bool    `json:"known"` // false: a bound was reached first
	Stuck    []Stuck `json:"stuck,omitempty"`

	// Helped is set when every step of Stuck fires in the search: the intruder
	// makes the messages that nobody sends.
	Helped bool `json:"helped,omitempty"`
}

// Stuck is a step that an instance waits for in vain.
type Stuck struct {
	Role    string     `json:"role"` // with its player: "alice(a)"
	Label   string     `json:"label"`
	Range   diag.Range `json:"range"`           // of the receive, or of the transition
	Waits   string     `json:"waits,omitempty"` // the message waited for, in the role's names
	After   string     `json:"after,omitempty"` // the stuck step that would send it
	Nearest *Nearest   `json:"nearest,omitempty"`
	Reason  string     `json:"reason"`
}

// Nearest is the sent message that is most like the one waited for.
type Nearest struct {
	Role    string     `json:"role"` // who sent it
	Label   string     `json:"label"`
	Range   diag.Range `json:"range"` // of the send
	Message string     `json:"message"`
	Want    string     `json:"want"` // the first part that differs, as waited for
	Got     string     `json:"got"`  // and as sent
	Why     string     `json:"why,omitempty"`
}

// Difference returns the first parts that differ, for example "session2 instead
// of session2.ParaS'".
func (n *Nearest) Difference() string {
	s := n.Got + " instead of " + n.Want
	if n.Why != "" {
		s += " (" + n.Why + ")"
	}
	return s
}

// String returns in a sentence that the session does not finish and where it
// first stops; "" when it does, or when that is not known.
func (s *Session) String() string {
	if s.Finishes || !s.Known || len(s.Stuck) == 0 {
		return ""
	}
	k := &s.Stuck[0]
	return fmt.Sprintf("%s: %s is stuck before step %s (line %d): %s", s.claim(), k.Role, k.Label, k.Range.Start.Line, k.Reason)
}

// claim says what cannot happen.
func (s *Session) claim() string {
	text := "no honest run of " + s.Name + " can finish"
	if s.Helped {
		text += " unless the intruder helps"
	}
	if s.Stuck[0].After != "" {
		text += "; the roles wait for one another"
	}
	return text
}

// peace writes which sessions do not work when nobody attacks, the message waited
// for above the nearest one that was sent, and what no program can do.
func (p *page) peace(f *File) {
	seen := map[string]bool{}
	for i := range f.Honest {
		s := &f.Honest[i]
		text := s.String()
		if text == "" || seen[text] {
			continue
		}
		seen[text] = true
		k := &s.Stuck[0]
		p.printf("%s\n", p.paint(bold, sentence(s.claim())+":"))
		if k.Nearest == nil {
			p.printf("  %s is stuck before step %s (line %d): %s\n", k.Role, k.Label, k.Range.Start.Line, k.Reason)
			continue
		}
		heads := [2]string{fmt.Sprintf("%s waits in step %s (line %d) for", k.Role, k.Label, k.Range.Start.Line),
			fmt.Sprintf("%s sends in step %s (line %d)", k.Nearest.Role, k.Nearest.Label, k.Nearest.Range.Start.Line)}
		wide := max(len(heads[0]), len(heads[1]))
		p.printf("  %s   %s\n  %s   %s\n", fill(heads[0], wide), k.Waits, fill(heads[1], wide), k.Nearest.Message)
		p.printf("  the first difference: %s\n", k.Nearest.Difference())
	}
	for _, n := range f.Notes {
		if !seen[n.Text] {
			p.printf("%s %s\n", p.paint(bold, "Note:"), n.Text)
		}
	}
}

// sentence makes the first letter of an ASCII text a capital.
func sentence(s string) string { return string(s[0]-'a'+'A') + s[1:] }
