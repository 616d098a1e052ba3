package search

import "fmt"

// Verdict is the answer to one goal. It is never a bool: a search that was cut
// short has no opinion.
type Verdict uint8

const (
	Undecided Verdict = iota // the search was cut short, or the model cannot be expressed
	Safe                     // no attack, and the search was complete within its bounds
	Attack                   // a run that violates the goal
)

// String returns "undecided", "safe" or "attack".
func (v Verdict) String() string { return [...]string{"undecided", "safe", "attack"}[v] }

// MarshalText writes the verdict by its name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (v *Verdict) UnmarshalText(b []byte) error {
	for w := Undecided; w <= Attack; w++ {
		if w.String() == string(b) {
			*v = w
			return nil
		}
	}
	return fmt.Errorf("unknown verdict %q", b)
}

// Cause is why a search was cut short.
type Cause uint8

const (
	None        Cause = iota // it was not
	Timeout                  // the context's deadline passed
	Interrupted              // the context was cancelled
	MaxStates                // Options.MaxStates
	MaxDepth                 // Options.MaxDepth
	MaxMemory                // Options.MaxMemory
	Unsupported              // the model holds a construct that cannot be explored
	Width                    // an inner bound cut a derivation, or the look at a relay
	Settled                  // Options.FirstAttack or Options.Goals: the question was answered
)

// String returns a phrase such as "the time limit was reached".
func (c Cause) String() string {
	return [...]string{"", "the time limit was reached", "it was interrupted", "the limit of states was reached",
		"the limit of depth was reached", "the limit of memory was reached", "the model holds a construct that is not supported",
		"an inner bound cut the search", "the question was answered before"}[c]
}
