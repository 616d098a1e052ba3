package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"hornet/search"
)

// statusLine tells on standard error how far a search is: at most ten times a
// second on a terminal, where it rewrites one line, and once each 30 seconds
// elsewhere.
type statusLine struct {
	mu       sync.Mutex
	w        io.Writer
	terminal bool
	files    int
	start    time.Time
	last     time.Time
	shown    bool
}

// status returns a status line for a run over the given number of files.
func (a *app) status(files int) *statusLine {
	now := time.Now()
	s := &statusLine{w: a.stderr, terminal: terminal(a.stderr), files: files, start: now, last: now}
	if s.terminal {
		s.last = now.Add(-statusTerminal / 2) // what is quick needs no line
	}
	return s
}

// The shortest times between two status lines.
const (
	statusTerminal = 100 * time.Millisecond
	statusLog      = 30 * time.Second
)

// progress shows how far the search of file is.
func (s *statusLine) progress(file string, p search.Progress) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	every := statusLog
	if s.terminal {
		every = statusTerminal
	}
	if now.Sub(s.last) < every {
		return
	}
	s.last = now
	rate := float64(p.States) / now.Sub(s.start).Seconds()
	if s.files > 1 {
		rate = 0
	}
	line := fmt.Sprintf("%s: %d of %d goals open, depth %d, %d states", file, p.Open, p.Goals, p.Depth, p.States)
	if rate > 0 {
		line += fmt.Sprintf(", %.0f states/s", rate)
	}
	if s.terminal {
		fmt.Fprintf(s.w, "\r\x1b[K%s", line)
		s.shown = true
		return
	}
	fmt.Fprintf(s.w, "%s, %s\n", line, now.Sub(s.start).Round(time.Second))
}

// clear takes the line off a terminal, before something else is written.
func (s *statusLine) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shown {
		io.WriteString(s.w, "\r\x1b[K")
		s.shown = false
	}
}

// stop ends the display.
func (s *statusLine) stop() { s.clear() }
