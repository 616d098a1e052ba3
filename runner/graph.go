package runner

import (
	"context"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
	"hornet/trace"
	"hornet/trace/render"
)

// Coverage tells what the search that f reports saw of the transitions of each
// role, all instances taken together.
func Coverage(m *protocol.Model, f *report.File) render.Coverage {
	c := make(render.Coverage, len(m.Roles))
	for r := range m.Roles {
		c[r] = make([]render.Seen, len(m.Roles[r].Transitions))
		for t := range c[r] {
			c[r][t].Dead = f.Bounds.Complete && len(f.Coverage) == len(m.Instances)
		}
	}
	for i := range f.Coverage {
		if i >= len(m.Instances) || len(f.Coverage[i].Transitions) != len(c[m.Instances[i].Role]) {
			return nil // a report on another model
		}
		for t, fi := range f.Coverage[i].Transitions {
			s := &c[m.Instances[i].Role][t]
			s.Fired += fi.Fired
			s.Dead = s.Dead && fi.Fired == 0
			if s.Why == "" {
				s.Why = fi.Reason
			}
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
