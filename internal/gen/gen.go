// Package gen makes protocols for tests: random ones, from a description in
// Alice-and-Bob notation that is compiled to roles, and families that scale.
//
// A random protocol can run by construction: a message is only sent by a role
// that can build it from what it was given and received, and a received message
// is taken apart as far as the receiver's keys go; what stays closed is kept in a
// variable of type message. So most of them finish when everyone is honest, and
// about half of them have attacks, because nothing makes the messages say enough.
//
// The same protocol is available as a protocol.Model and as HLPSL text, which
// share nothing after the roles, so that the front end is tested as well.
package gen

import (
	"fmt"
	"math/rand/v2"

	"pgregory.net/rapid"

	"hornet/protocol"
)

// Source draws numbers: from a seed, or from rapid, which can shrink them. Zero
// is always the simplest choice.
type Source interface {
	// Intn returns a number from 0 to n-1.
	Intn(n int, label string) int
}

type seeded struct{ r *rand.Rand }

func (s seeded) Intn(n int, _ string) int { return s.r.IntN(n) }

type drawn struct{ t *rapid.T }

func (d drawn) Intn(n int, label string) int { return rapid.IntRange(0, n-1).Draw(d.t, label) }

// FromSeed returns the protocol of a seed, always the same.
func FromSeed(seed uint64) *Protocol {
	p := New(seeded{rand.New(rand.NewPCG(seed, 0x686f726e6574))})
	p.Name = fmt.Sprintf("random_%d", seed)
	return p
}

// HardFromSeed is FromSeed for protocols that strain the algebra and the control
// flow: composed keys, larger sums and powers, key rings, alternatives, loops,
// values of a wrong type.
func HardFromSeed(seed uint64) *Protocol {
	p := NewHard(seeded{rand.New(rand.NewPCG(seed, 0x68617264))})
	p.Name = fmt.Sprintf("hard_%d", seed)
	return p
}

// Protocols is the rapid generator of protocols.
func Protocols() *rapid.Generator[*Protocol] {
	return rapid.Custom(func(t *rapid.T) *Protocol { return New(drawn{t}) })
}

// HardProtocols is the rapid generator of hard protocols.
func HardProtocols() *rapid.Generator[*Protocol] {
	return rapid.Custom(func(t *rapid.T) *Protocol { return NewHard(drawn{t}) })
}

// Soups is the rapid generator of soups.
func Soups() *rapid.Generator[*Soup] {
	return rapid.Custom(func(t *rapid.T) *Soup { return NewSoup(drawn{t}) })
}

// Crowds is the rapid generator of crowds.
func Crowds() *rapid.Generator[*Soup] {
	return rapid.Custom(func(t *rapid.T) *Soup { return NewCrowd(drawn{t}) })
}

// Keepers is the rapid generator of keepers.
func Keepers() *rapid.Generator[*Soup] {
	return rapid.Custom(func(t *rapid.T) *Soup { return NewKeeper(drawn{t}) })
}

// Protocol is a protocol in Alice-and-Bob notation with its sessions and goals.
//
// Messages are expressions over constants that stand for what a role knows: A, B
// and S for the agents, Ka for the public key of A, Kab for the key that A and B
// share, H for the hash function, g for the base of exponentiation, and the
// names of values that are made.
type Protocol struct {
	Name     string
	Roles    int // 2: A and B; 3: with S
	Steps    []Step
	Goals    []Goal
	Sessions [][]string // for each session the agents who play A, B, S
	Hash     bool       // the intruder knows the hash function

	// Learns holds the roles that are not told who A is but learn it.
	Learns map[int]bool

	// Flaws and guards, by the number of a step: its receiver does not compare
	// the n-th known part but takes any value; wants new values to differ from its
	// own; keeps the values it has seen in a set and refuses to see them again.
	Unchecked map[int]bool
	Differs   map[int]bool
	Seen      map[int]bool

	Ring   bool // who learns A also looks up Ka, in a set
	Twists []Twist

	roles []*compiled
}

// Step is a message from one role to another.
type Step struct {
	From, To int
	Message  *protocol.Expr
	New      []*protocol.Expr // the values that the sender makes for it
}

// Goal is a goal about one value.
type Goal struct {
	Kind     protocol.GoalKind
	ID       string
	Value    *protocol.Expr
	Claimant int   // of authentication: who requests
	Partner  int   // and who witnesses
	Holders  []int // of secrecy: the roles that declare it
}

// Twist is a change of a compiled role.
type Twist struct {
	Kind TwistKind
	Role int
	At   int // a transition
}

// TwistKind tells what a Twist does.
type TwistKind int

const (
	Alternative TwistKind = iota // another transition from the same state, for any text, that tells a stored value
	Loop                         // a transition that can always fire: an oracle for texts under a key of the role
	Fault                        // the transition stores a hash in a text variable: nothing follows
	Repeat                       // the transition does not advance the state
	numTwists   = iota
)

var roleNames = []string{"alice", "bob", "server"}
var agentVars = []string{"A", "B", "S"}
