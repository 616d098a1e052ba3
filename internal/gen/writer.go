package gen

import (
	"fmt"
	"strings"
)

// writer writes HLPSL role by role.
type writer struct {
	b strings.Builder
	n int // transitions of the role so far

	local, init string // these sections of the main role
}

// role opens a basic role; SND and RCV are added to the formals.
func (w *writer) role(name, formals, player, locals string) {
	fmt.Fprintf(&w.b, "role %s (%s, SND,RCV:channel(dy))\nplayed_by %s def=\nlocal %s\ninit State := 0\ntransition\n", name, formals, player, locals)
	w.n = 0
}

// step adds a transition from one state number to the next. Empty acts are left
// out.
func (w *writer) step(event string, acts ...string) {
	fmt.Fprintf(&w.b, "  %d. State = %d /\\ %s\n     =|> State' := %d", w.n+1, w.n, event, w.n+1)
	for _, a := range acts {
		if a != "" {
			w.b.WriteString(" /\\\n         " + a)
		}
	}
	w.b.WriteString("\n")
	w.n++
}

func (w *writer) end() { w.b.WriteString("end role\n\n") }

// session adds the composed role session of n basic roles; call gives the call of
// one up to its channels.
func (w *writer) session(formals string, n int, call func(int) string) {
	var channels, calls []string
	for r := 0; r < n; r++ {
		channels = append(channels, fmt.Sprintf("S%dx,R%dx", r, r))
		calls = append(calls, fmt.Sprintf("%s,S%dx,R%dx)", call(r), r, r))
	}
	fmt.Fprintf(&w.b, "role session (%s)\ndef=\nlocal %s:channel(dy)\ncomposition\n  %s\nend role\n\n", formals, strings.Join(channels, ","), strings.Join(calls, " /\\\n  "))
}

// environment adds the main role and the goals, and returns the text.
func (w *writer) environment(consts, known string, calls, goals []string) string {
	fmt.Fprintf(&w.b, "role environment ()\ndef=\n%sconst %s\n%sintruder_knowledge = {%s}\ncomposition\n  %s\nend role\n\ngoal\n", w.local, consts, w.init, known, strings.Join(calls, " /\\\n  "))
	for _, g := range goals {
		w.b.WriteString("  " + g + "\n")
	}
	w.b.WriteString("end goal\n\nenvironment()\n")
	return w.b.String()
}
