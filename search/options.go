package search

import (
	"hornet/trace"
)

// Options bound and tune a search. The zero Options explore everything that the
// declared sessions can do, in the typed model, on one worker.
type Options struct {
	MaxStates int   // visited states; 0: no limit
	MaxDepth  int   // fired transitions of a run; 0: no limit
	MaxMemory int64 // bytes; 0: no limit
	Jobs      int   // workers; 0 means 1. The result does not depend on it.

	Untyped     bool // variables take any message
	StrongTypes bool // compound types are honoured (CL-AtSe), not read as message (OFMC)
	Assoc       bool // pairing is associative

	FirstAttack bool  // stop at the first level with an attack and show the shortest
	Goals       []int // indices of the goals to check; nil: all

	Disable Reductions // reductions to leave out

	// Progress, when set, is called about ten times a second, never twice at once.
	Progress func(Progress)
}

// Reductions is a set of reductions of the search space.
type Reductions uint

const (
	PartialOrder  Reductions = 1 << iota // constraint differentiation
	Symmetry                             // identical instances start in order
	Eager                                // macro-steps: harmless outputs fire at once
	Leaf                                 // steps that nothing can follow are not expanded
	SelfLoop                             // self-loops are saturated into the initial knowledge
	Relevance                            // instances that cannot matter to any goal are cut
	Subsumption                          // states that another covers are dropped
	Flow                                 // values of one flow are none of another (births of variables)
	AllReductions = 1<<iota - 1
)

// Progress is what a running search tells about itself.
type Progress struct {
	Depth    int // of the level being explored
	States   int // visited so far
	Frontier int // states of the level being explored
	Goals    int // of the model
	Open     int // of these, still without an answer
}

// Result is what a search found.
type Result struct {
	Goals []GoalResult // one for each goal of the model, in its order

	Complete      bool   // everything within the declared sessions was explored
	Cause         Cause  // why not
	Detail        string // more about Cause, for example which construct
	Depth         int    // fired transitions of the longest explored run
	CompleteDepth int    // every run of at most this many transitions was explored

	States    int // visited states of the search that gave the answer
	Probed    int // states visited before it, to choose how to rank steps
	Confirmed int // states visited after it, to look for shorter attacks
	Frontier  int // states left unexplored

	Loops bool // a run reached the bound on loops: some transition fired three times

	// Fired counts, for each instance and each transition of its role, how often
	// it fired. After a complete search a zero is a proof that it cannot.
	Fired [][]int

	// Events counts, for each goal, the events that it speaks of.
	Events []int

	since []int  // for each goal, the macro-steps of the first attack on it
	along []bool // the steps that were taken together with others
}

// GoalResult is the answer to one goal.
type GoalResult struct {
	Verdict Verdict
	Cause   Cause      // of Undecided
	Attack  *trace.Run // of Attack; shortest
}
