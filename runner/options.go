package runner

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hornet/protocol"
	"hornet/report"
	"hornet/search"
)

// Options say what to check and within which bounds.
type Options struct {
	// Search bounds the search of one file. Goals, Jobs and Progress are set by
	// this package.
	Search search.Options
	// Timeout bounds the search of one file; 0: no limit.
	Timeout time.Duration
	// Goals names the goals to check; empty: all. See MatchGoal.
	Goals []string
	// NoLint leaves the lints out.
	NoLint bool
	// LintOnly stops before the search.
	LintOnly bool
	// Progress, when set, is called now and then during a search.
	Progress func(file string, p search.Progress)
}

// Key returns what of the options a verdict depends on, for the cache. The
// number of workers is no part of it, and neither are the time limit (a search
// that it cut short is not kept) and the progress function.
func (o Options) Key() any {
	s := o.Search
	return struct {
		MaxStates, MaxDepth                      int
		MaxMemory                                int64
		Untyped, StrongTypes, Assoc, FirstAttack bool
		Disable                                  search.Reductions
		Goals                                    []string
		NoLint, LintOnly                         bool
	}{s.MaxStates, s.MaxDepth, s.MaxMemory, s.Untyped, s.StrongTypes, s.Assoc, s.FirstAttack, s.Disable, o.Goals, o.NoLint, o.LintOnly}
}

// MatchGoal reports whether name means g: "secrecy_of na", "secrecy_of_na" or,
// for every goal on that identifier, "na".
func MatchGoal(name string, g protocol.Goal) bool {
	name = strings.Join(strings.Fields(name), " ")
	return name == g.ID || name == g.Name() || name == g.Kind.String()+" "+g.ID
}

// selectGoals returns the indices of the goals of m that names mean, nil for
// all of them.
func selectGoals(m *protocol.Model, names []string) []int {
	if len(names) == 0 {
		return nil
	}
	idx := []int{}
	for i, g := range m.Goals {
		if slices.ContainsFunc(names, func(n string) bool { return MatchGoal(n, g) }) {
			idx = append(idx, i)
		}
	}
	return idx
}

// unasked returns the goals of m that names do not mean.
func unasked(m *protocol.Model, names []string) []string {
	var out []string
	for _, g := range m.Goals {
		if len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return MatchGoal(n, g) }) {
			out = append(out, (&report.Goal{Kind: g.Kind.String(), ID: g.ID}).Name())
		}
	}
	return out
}

// missing returns the names that mean no goal of m.
func missing(m *protocol.Model, names []string) []report.Missing {
	var has []string
	for _, g := range m.Goals {
		has = append(has, g.Kind.String()+" "+g.ID)
	}
	var out []report.Missing
	for _, n := range names {
		if slices.ContainsFunc(m.Goals, func(g protocol.Goal) bool { return MatchGoal(n, g) }) {
			continue
		}
		text := fmt.Sprintf("no goal is called %q: the model has ", n)
		if has == nil {
			text += "none"
		}
		out = append(out, report.Missing{Goal: n, Message: text + strings.Join(has, ", ")})
	}
	return out
}
