// Package trace holds attacks and runs: what happened, in which order, how the
// intruder made every message he sent, and why a goal is violated.
//
// It is data only. The search proposes a Run, trace/replay checks it with code
// of its own, trace/minimise shortens it, trace/narrate explains it and
// trace/render draws it. All messages in a Run are ground: their leaves are
// protocol.Const, protocol.Fresh and protocol.Open.
package trace

import (
	"fmt"

	"hornet/protocol"
)

// Run is a finite behaviour of a model and, when Violation is set, an attack.
type Run struct {
	Steps     []Step
	Violation *Violation
}

// Step is one fired transition.
type Step struct {
	Instance   int // index in Model.Instances
	Transition int // index in the role's Transitions

	// Values holds a ground message for each variable of the transition, in the
	// order of Transition.Vars; nil for universal variables. A fresh value of
	// step n (from 1) is Fresh{Name, Index: n}, and no other step's is.
	Values []*protocol.Expr

	// Recipes tells how the intruder makes each received message, in the order
	// of Transition.Receives.
	Recipes []*Recipe

	// Received and Sent are the ground messages, in the order of the
	// transition's Receives and Sends.
	Received, Sent []*protocol.Expr
}

// RecipeOp is the head of a recipe.
type RecipeOp uint8

// How the intruder makes a message. Known, Output and Made are the leaves.
const (
	Known    RecipeOp = iota // item Index of Model.Knowledge
	Output                   // what step Step (from 0) sent as its Index-th message
	Made                     // the open value Value, which he made up
	Compose                  // the constructor Cons applied to Args
	First                    // the left part of the pair Args[0]
	Second                   // the right part of the pair Args[0]
	Open                     // what the ciphertext Args[0] holds, opened with the key Args[1]
	OpenSign                 // what the signature Args[0] holds; Args[1] is the public key
	Sum                      // the exclusive or of Args (no argument: the neutral element)
	Raise                    // Args[0] raised to Args[1]
	Root                     // Args[0] with the exponent Args[1] taken away
)

var recipeNames = [...]string{"known", "output", "made", "compose", "first", "second", "open", "opensign", "sum", "raise", "root"}

// String returns the name of the head as certificates write it.
func (o RecipeOp) String() string {
	if int(o) >= len(recipeNames) {
		return fmt.Sprintf("head %d", o) // of a damaged certificate
	}
	return recipeNames[o]
}

// Recipe is a derivation of a message: a DAG, shared parts being the same
// pointer.
type Recipe struct {
	Op    RecipeOp
	Cons  protocol.Op    // of Compose
	Index int            // of Known and Output
	Step  int            // of Output
	Value *protocol.Expr // of Made
	Args  []*Recipe
}

// ViolationKind tells in which way a goal is violated.
type ViolationKind uint8

const (
	Leak      ViolationKind = iota // the intruder derives a secret not meant for him
	Unmatched                      // a request or wrequest without its witness
	Replayed                       // two instances made the same request
)

var violationNames = [...]string{"leak", "unmatched", "replayed"}

// String returns the name of the kind as certificates write it.
func (k ViolationKind) String() string { return violationNames[k] }

// Violation is the evidence that the state after the last step violates a goal.
type Violation struct {
	Goal int // index in Model.Goals
	Kind ViolationKind

	// Event is the fact that the goal speaks of: the secret, or the request;
	// Other is the earlier request of a Replayed violation.
	Event, Other *Event

	// Recipe tells how the intruder makes the secret of a Leak.
	Recipe *Recipe
}

// Event is a fact emitted by a step.
type Event struct {
	Step int              // index in Run.Steps; -1 for a fact of Model.Facts
	Emit int              // index in Transition.Emits, or in Model.Facts
	Args []*protocol.Expr // ground
}
