package report

import (
	"hornet/diag"
)

// Schema names the version of the JSON form.
const Schema = "hornet-report/1"

// File is what a run says about one model.
type File struct {
	Name string `json:"name"`           // as the user gave it, with slashes
	Hash string `json:"hash,omitempty"` // SHA-256 of the text, in hex

	// Failure tells why there is no verdict at all: the file cannot be read, or
	// an attack did not pass the replay checker. Empty otherwise.
	Failure *Failure `json:"failure,omitempty"`

	Bounds      Bounds     `json:"bounds"`
	Goals       []Goal     `json:"goals"`
	Unasked     []string   `json:"unasked,omitempty"` // goals of the model that were not asked for
	Missing     []Missing  `json:"missing,omitempty"` // goals that were asked for and are not in the model
	Attacks     []Attack   `json:"attacks,omitempty"` // shortest first
	Coverage    []Instance `json:"coverage,omitempty"`
	Honest      []Session  `json:"honest,omitempty"` // the all-honest sessions when nobody attacks
	Notes       []Remark   `json:"notes,omitempty"`  // what a reader must know beside the verdicts
	Diagnostics diag.List  `json:"diagnostics,omitempty"`
	Stats       Stats      `json:"statistics"`

	// Expectations compares the verdicts with those that the model states; nil
	// when nobody asked.
	Expectations []Expectation `json:"expectations,omitempty"`

	// Text is the model's text, for carets under diagnostics. It is no part of
	// the JSON form.
	Text []byte `json:"-"`
	// Gate is what fails the file. It is no part of the JSON form.
	Gate FailOn `json:"-"`
	// Skipped is set when the run was interrupted before it came to the file.
	Skipped bool `json:"-"`
	// Cached is set when the verdict was not searched for in this run.
	Cached bool `json:"-"`
}

// FailureKind is the kind of a Failure.
type FailureKind string

// The kinds of failures.
const (
	Unreadable FailureKind = "unreadable" // the file cannot be read
	Internal   FailureKind = "internal"   // a fault of hornet itself
)

// Failure is why a file has no verdict at all.
type Failure struct {
	Kind    FailureKind `json:"kind"`
	Message string      `json:"message"`
	Bundle  string      `json:"bundle,omitempty"` // a file to send with a report of an internal fault
	Details []byte      `json:"-"`                // what that file is to hold
}

// Bounds are the limits within which the verdicts of a file hold.
type Bounds struct {
	Sessions int    `json:"sessions"` // composed roles that instantiate basic ones
	Roles    int    `json:"roles"`    // instances that honest agents run
	Typing   string `json:"typing"`   // "typed", "strongly typed" or "untyped"
	Theory   string `json:"theory"`   // "free", or the equations in use: "xor", "exp", "exp, xor", with "assoc"

	Depth         int    `json:"depth"`          // fired transitions of the longest explored run
	CompleteDepth int    `json:"complete_depth"` // every run of at most this many transitions was explored
	Complete      bool   `json:"complete"`       // everything within the sessions was explored
	Cause         string `json:"cause,omitempty"`
	CauseCode     string `json:"cause_code,omitempty"` // see CauseCodes

	// LoopsCut is set when some run fired a transition as often as the search lets
	// a loop run (three times, as CL-AtSe does).
	LoopsCut bool `json:"loops_cut,omitempty"`

	FirstAttack bool `json:"first_attack,omitempty"` // the search was told to stop at the first attack
}

// The values of Bounds.CauseCode.
const (
	CauseTimeout     = "timeout"
	CauseInterrupted = "interrupted"
	CauseMaxStates   = "max_states"
	CauseMaxDepth    = "max_depth"
	CauseMaxMemory   = "max_memory"
	CauseUnsupported = "unsupported"
	CauseWidth       = "width"
)

// Goal is the answer to one goal.
type Goal struct {
	Kind   string     `json:"kind"` // "secrecy_of", …
	ID     string     `json:"id"`
	Range  diag.Range `json:"range"`
	Status Status     `json:"status"`
	Reason string     `json:"reason,omitempty"` // why the status is vacuous, not executable or undecided
	Events int        `json:"events"`           // how often what it speaks of happened in the search
	Attack int        `json:"attack,omitempty"` // number of its attack in File.Attacks, from 1
}

// Name returns the goal as the text has it, for example "secrecy_of na".
func (g *Goal) Name() string {
	if g.Kind == "ltl" {
		return "[] formula"
	}
	return g.Kind + " " + g.ID
}

// Missing is a goal that was asked for by name and that the model does not have.
type Missing struct {
	Goal    string `json:"goal"`
	Message string `json:"message"`
}

// Attack is a run that violates a goal.
type Attack struct {
	Goal     string `json:"goal"`     // the goal's name
	Violated string `json:"violated"` // the predicate that the AVISPA format names, for example "replay_protection_on_id"

	Depth    int    `json:"depth"`    // fired transitions
	Messages int    `json:"messages"` // number of Steps
	Cast     []Part `json:"cast"`
	Steps    []Step `json:"steps"`

	// Why tells why the goal is violated, one sentence each; Beliefs what the
	// honest roles hold true meanwhile; Patterns what kind of attack it is.
	Why      []Remark  `json:"why"`
	Beliefs  []Belief  `json:"beliefs,omitempty"`
	Patterns []Pattern `json:"patterns,omitempty"`

	Avispa string `json:"avispa"` // the trace in the AVISPA format, lines with line ends

	// Certificate lets the independent checker repeat the attack
	// (docs/certificate.md).
	Certificate Certificate `json:"certificate,omitzero"`
}

// Part is an instance of a role that takes part in an attack.
type Part struct {
	Name  string `json:"name"`  // as the steps call it: "alice(2)"
	About string `json:"about"` // "role alice, played by a, in session(a,i)"
}

// Step is one message of an attack.
type Step struct {
	From    string     `json:"from"`
	To      string     `json:"to"`
	Message string     `json:"message"`
	Note    string     `json:"note,omitempty"` // how the intruder made it, or what it begins
	Refs    []int      `json:"refs,omitempty"` // the messages he made it from, from 1
	Range   diag.Range `json:"range"`          // the send or receive in the model
}

// Remark is a sentence and the place in the model that it is about.
type Remark struct {
	Text  string     `json:"text"`
	Range diag.Range `json:"range"`
}

// Belief is what an honest role holds true after a message.
type Belief struct {
	After int        `json:"after"` // the message, from 1; 0 before all
	Text  string     `json:"text"`
	Range diag.Range `json:"range"`
}

// Pattern is a well-known kind of attack that this one is an example of.
type Pattern struct {
	Name    string `json:"name"`
	Text    string `json:"text"`
	Message int    `json:"message,omitempty"` // the message that shows it, from 1
}

// Instance is the coverage of one instance of a role.
type Instance struct {
	Name        string   `json:"name"` // as attacks show it
	Role        string   `json:"role"`
	Player      string   `json:"player"`
	Number      int      `json:"number"` // as the AVISPA format shows it
	Session     string   `json:"session"`
	Honest      bool     `json:"honest"` // the session has no part played by the intruder
	Transitions []Firing `json:"transitions"`
}

// Firing tells how often a transition fired in the search.
type Firing struct {
	Label string     `json:"label"`
	Range diag.Range `json:"range"`
	Fired int        `json:"fired"`
	// Reason tells, after a complete search, why it cannot fire.
	Reason string `json:"reason,omitempty"`
}

// Expectation is a verdict that the model states for a goal, and whether the run
// agrees. A goal for which the model states none has one with an empty Want.
type Expectation struct {
	Want    string     `json:"want"` // safe, attack, vacuous, unexecutable or undecided
	Goal    string     `json:"goal"`
	Range   diag.Range `json:"range"`         // of the comment, or of the goal without one
	Got     string     `json:"got,omitempty"` // the same words
	Met     bool       `json:"met"`
	Message string     `json:"message,omitempty"` // when it is not met: both sides
}

// Stats are the numbers of a run. Durations are in milliseconds; --no-timing
// leaves them out.
type Stats struct {
	ParseMS  float64 `json:"parse_ms,omitempty"`
	SearchMS float64 `json:"search_ms,omitempty"`
	States   int     `json:"states"`
	Frontier int     `json:"frontier,omitempty"` // states left unexplored
}

// Millis returns the milliseconds of the whole run.
func (s Stats) Millis() float64 { return s.ParseMS + s.SearchMS }

// Count returns the number of goals of status s.
func (f *File) Count(s Status) int {
	n := 0
	for i := range f.Goals {
		if f.Goals[i].Status == s {
			n++
		}
	}
	return n
}

// DropTiming forgets all durations, and whether the report was stored, so that
// two runs give the same bytes.
func (f *File) DropTiming() { f.Stats.ParseMS, f.Stats.SearchMS, f.Cached = 0, 0, false }
