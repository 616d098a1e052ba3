package cli

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hornet/report"
	"hornet/runner"
	"hornet/search"
)

// boundFlags are the flags that say what is searched for, and how far.
type boundFlags struct {
	goals                                   []string
	untyped, strong, assoc, first, allGoals bool
	timeout                                 time.Duration
	maxStates, maxDepth, jobs               int
	maxMemory                               string
	noReduction                             []string
}

// register adds the flags to c.
func (b *boundFlags) register(c *cobra.Command) {
	f := c.Flags()
	f.StringArrayVar(&b.goals, "goal", nil, `check only this goal: "secrecy_of na", or an identifier (repeatable)`)
	f.BoolVar(&b.untyped, "untyped", false, "drop all types: variables take any message")
	f.BoolVar(&b.strong, "strong-types", false, "honour compound types, as CL-AtSe does")
	f.BoolVar(&b.assoc, "assoc", false, "pairing is associative")
	f.DurationVar(&b.timeout, "timeout", 0, "give up on a model after this time, for example 30s (0: never)")
	f.IntVar(&b.maxStates, "max-states", 0, "give up on a model after this many states (0: never)")
	f.IntVar(&b.maxDepth, "max-depth", 0, "explore runs of at most this many transitions (0: all)")
	f.StringVar(&b.maxMemory, "max-memory", "", "give up on a model at this size, for example 2GiB")
	f.IntVar(&b.jobs, "jobs", 0, "workers (0: one for each processor); the output does not depend on it")
	f.BoolVar(&b.first, "first-attack", false, "stop at the first attack")
	f.BoolVar(&b.allGoals, "all-goals", false, "with --format avispa: search on after the first attack")
	f.StringSliceVar(&b.noReduction, "no-reduction", nil, "leave reductions out: "+strings.Join(reductionNames(), ", ")+" or all")
}

// reductions gives the reductions their names on the command line.
func reductions() []struct {
	name string
	bit  search.Reductions
} {
	return []struct {
		name string
		bit  search.Reductions
	}{
		{"partial-order", search.PartialOrder}, {"symmetry", search.Symmetry}, {"eager", search.Eager}, {"leaf", search.Leaf},
		{"self-loop", search.SelfLoop}, {"relevance", search.Relevance}, {"siblings", search.Siblings}, {"all", search.AllReductions},
	}
}

// reductionNames lists the single reductions.
func reductionNames() []string {
	var s []string
	for _, r := range reductions() {
		if r.name != "all" {
			s = append(s, r.name)
		}
	}
	return s
}

// options turns the flags into the runner's options.
func (b *boundFlags) options(format string) (runner.Options, error) {
	o := runner.Options{Timeout: b.timeout, Goals: b.goals}
	if b.untyped && b.strong {
		return o, fmt.Errorf("--untyped and --strong-types exclude each other")
	}
	if b.first && b.allGoals {
		return o, fmt.Errorf("--first-attack and --all-goals exclude each other")
	}
	if b.maxStates < 0 || b.maxDepth < 0 || b.jobs < 0 || b.timeout < 0 {
		return o, fmt.Errorf("a bound cannot be negative")
	}
	mem, err := parseSize(b.maxMemory)
	if err != nil {
		return o, fmt.Errorf("--max-memory: %v", err)
	}
	o.Search = search.Options{
		MaxStates: b.maxStates, MaxDepth: b.maxDepth, MaxMemory: mem,
		Untyped: b.untyped, StrongTypes: b.strong, Assoc: b.assoc,
		FirstAttack: b.first || format == "avispa" && !b.allGoals,
	}
next:
	for _, n := range b.noReduction {
		for _, r := range reductions() {
			if r.name == n {
				o.Search.Disable |= r.bit
				continue next
			}
		}
		return o, fmt.Errorf("--no-reduction: unknown reduction %q: use %s or all", n, strings.Join(reductionNames(), ", "))
	}
	return o, nil
}

// workers returns the number of workers asked for.
func (b *boundFlags) workers() int {
	if b.jobs > 0 {
		return b.jobs
	}
	return runtime.GOMAXPROCS(0)
}

// parseSize reads a number of bytes with an optional unit.
func parseSize(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	units := []struct {
		suffix string
		factor float64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"kB", 1e3}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9},
		{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"B", 1}, {"", 1}}
	for _, u := range units {
		num, ok := strings.CutSuffix(s, u.suffix)
		if !ok {
			continue
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(num), 64)
		if err != nil || v < 0 {
			break
		}
		return int64(v * u.factor), nil
	}
	return 0, fmt.Errorf("%q is not a size: write 512MiB or 2GiB", s)
}

// outputFlags are the flags that say where which format goes.
type outputFlags struct {
	format   string
	out      []string
	failOn   []string
	noTiming bool
	verbose  bool
}

// register adds the flags to c.
func (o *outputFlags) register(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.format, "format", "text", "format of standard output: "+strings.Join(report.Formats(), ", "))
	f.StringArrayVar(&o.out, "out", nil, "also write FORMAT=FILE (repeatable)")
	f.StringSliceVar(&o.failOn, "fail-on", nil, "what fails: attack, undecided, unexecutable, vacuous, warning or none (default "+report.DefaultFailOn.String()+")")
	f.BoolVar(&o.noTiming, "no-timing", false, "leave durations out, so that two runs give the same bytes")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "warnings in full, and the coverage")
}

// gate returns the findings that fail the run.
func (o *outputFlags) gate() (report.FailOn, error) {
	if o.failOn == nil {
		return report.DefaultFailOn, nil
	}
	f, err := report.ParseFailOn(o.failOn)
	if err != nil {
		return 0, fmt.Errorf("--fail-on: %v", err)
	}
	return f, nil
}
