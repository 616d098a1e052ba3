// Package search explores what a model can do.
package search

import (
	"context"

	"hornet/protocol"
)

// Run explores m breadth-first and answers every goal.
func Run(ctx context.Context, m *protocol.Model, opt Options) (*Result, error) {
	r := &Result{Goals: make([]GoalResult, len(m.Goals)), Cause: Unsupported, Detail: "not built yet"}
	return r, nil
}
