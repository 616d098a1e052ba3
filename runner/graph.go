package runner

import (
	"context"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
	"hornet/trace"
	"hornet/trace/render"
)

// Coverage tells what the search that f reports saw, nil when the report is not
// on m.
func Coverage(m *protocol.Model, f *report.File) render.Coverage {
	if len(f.Coverage) != len(m.Instances) {
		return nil
	}
	c := make(render.Coverage, len(m.Instances))
	for i := range f.Coverage {
		if len(f.Coverage[i].Transitions) != len(m.Roles[m.Instances[i].Role].Transitions) {
			return nil
		}
		for _, fi := range f.Coverage[i].Transitions {
			s := render.Seen{Fired: fi.Fired, Dead: f.Bounds.Complete && fi.Fired == 0}
			if fi.Reason != cannotFire {
				s.Why = fi.Reason
			}
			c[i] = append(c[i], s)
		}
	}
	return c
}

// Tree returns the beginning of the search of m for all goals, as many levels as
// depth says.
func Tree(ctx context.Context, m *protocol.Model, opt Options, depth int) (*trace.Tree, error) {
	if opt.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, opt.Timeout)
		defer cancel()
	}
	return search.Tree(ctx, m, opt.Search, depth, render.MaxTree)
}
