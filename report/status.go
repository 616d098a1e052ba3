package report

import "fmt"

// Status is what a run says about one goal.
type Status uint8

// The statuses, from best to worst for a reader who asks "may I merge this?".
const (
	OK            Status = iota // no attack, complete, exercised, every honest role can finish
	Vacuous                     // no attack, but nothing ever happened that the goal speaks of
	NotExecutable               // no attack, but a role of an honest session cannot finish
	Undecided                   // the search was cut short; no opinion
	Attacked                    // a run that violates the goal, accepted by the replay checker
)

var statusNames = [...]string{"ok", "vacuous", "not executable", "undecided", "attack"}

// String returns the status as reports write it.
func (s Status) String() string { return statusNames[s] }

// Label returns the status as the terminal shows it: an attack shouts.
func (s Status) Label() string {
	if s == Attacked {
		return "ATTACK"
	}
	return s.String()
}

// MarshalText writes the status by its name.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Status) UnmarshalText(b []byte) error {
	for i, n := range statusNames {
		if n == string(b) {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("unknown status %q", b)
}
