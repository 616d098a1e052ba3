// Package runner is the road from a text to a report: load, lint, search, check
// each attack with the independent replay checker, minimise and narrate it, and
// weigh the verdict against the coverage.
//
// The passes are those of architecture.md; each is a function of this package
// and knows only the one before it. What a reader sees comes from package
// report; what decides comes from packages search and trace/replay.
package runner
