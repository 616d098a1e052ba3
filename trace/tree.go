package trace

// Tree is the beginning of a search: a symbolic state, and those that follow.
// Like a Run it is data only: the search makes it, trace/render draws it.
type Tree struct {
	// Steps led here from the state above: one that waits or chooses, and those
	// that follow of themselves. The root has those before any choice. What the
	// intruder may still choose in a message is protocol.Open; Index of a
	// protocol.Fresh is a number of its own, and Recipes are missing.
	Steps    []Step
	Violates []int // the goals (index in Model.Goals) that are violated here, and were not above
	End      TreeEnd
	Next     []*Tree
}

// TreeEnd says why a state of a Tree has no successor.
type TreeEnd uint8

// The ends.
const (
	Stuck  TreeEnd = iota // nothing can fire, when Next is empty
	Barren                // nothing that can follow matters to a goal
	Bound                 // it was not looked at: the depth, or the number of states
)
