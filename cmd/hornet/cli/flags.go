package cli

import (
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hornet/config"
	"hornet/gate"
	"hornet/report"
	"hornet/search"
)

// theoryFlags are the flags that say which messages are equal, and which are
// accepted.
type theoryFlags struct{ untyped, strong, assoc bool }

func (t *theoryFlags) register(c *cobra.Command) {
	f := c.Flags()
	f.BoolVar(&t.untyped, "untyped", false, "drop all types: variables take any message")
	f.BoolVar(&t.strong, "strong-types", false, "honour compound types, as CL-AtSe does")
	f.BoolVar(&t.assoc, "assoc", false, "pairing is associative")
}

// search returns the options of a search.
func (t *theoryFlags) search() search.Options {
	return search.Options{Untyped: t.untyped, StrongTypes: t.strong, Assoc: t.assoc}
}

// boundFlags are the flags that say what is searched for, and how far.
type boundFlags struct {
	theoryFlags
	goals                     []string
	first, allGoals           bool
	timeout                   time.Duration
	maxStates, maxDepth, jobs int
	maxMemory                 string
	noReduction               []string
	config                    string
	noConfig, noCache         bool
}

// registerFiles adds the flags that any run over files has.
func (b *boundFlags) registerFiles(c *cobra.Command) {
	f := c.Flags()
	f.IntVar(&b.jobs, "jobs", 0, "workers (0: one for each processor); the output does not depend on it")
	f.StringVar(&b.config, "config", "", "read this file instead of the nearest "+config.Name)
	f.BoolVar(&b.noConfig, "no-config", false, "do not look for "+config.Name)
}

// register adds the flags to c.
func (b *boundFlags) register(c *cobra.Command) {
	b.registerFiles(c)
	f := c.Flags()
	f.StringArrayVar(&b.goals, "goal", nil, `check only this goal: "secrecy_of na", or an identifier (repeatable)`)
	b.theoryFlags.register(c)
	f.DurationVar(&b.timeout, "timeout", 0, "give up on a model after this time, for example 30s (0: never)")
	f.IntVar(&b.maxStates, "max-states", 0, "give up on a model after this many states (0: never)")
	f.IntVar(&b.maxDepth, "max-depth", 0, "explore runs of at most this many transitions (0: all)")
	f.StringVar(&b.maxMemory, "max-memory", "", "give up on a model at this size, for example 512MiB (0: never; 2GiB unless given)")
	f.BoolVar(&b.first, "first-attack", false, "stop at the first attack")
	f.BoolVar(&b.allGoals, "all-goals", false, "search on after the first attack, also with --format avispa")
	f.StringSliceVar(&b.noReduction, "no-reduction", nil, "leave reductions out: "+strings.Join(gate.Reductions(), ", "))
	f.BoolVar(&b.noCache, "no-cache", false, "neither read nor write stored verdicts")
}

// plan returns the settings that the flags and hornet.toml give together.
func (b *boundFlags) plan(c *cobra.Command, o *outputFlags) (*gate.Plan, error) {
	if b.first && b.allGoals {
		return nil, fmt.Errorf("--first-attack and --all-goals exclude each other")
	}
	p := &gate.Plan{FirstAttack: o.format == "avispa"}
	path := b.config
	if path == "" && !b.noConfig {
		path = config.Find(".")
	}
	if path != "" {
		var err error
		if p.File, err = config.Load(path); err != nil {
			return nil, err
		}
	}
	changed := func(name string) bool { f := c.Flags().Lookup(name); return f != nil && f.Changed }
	s := &p.Flags
	for _, f := range []struct {
		name string
		set  func()
	}{
		{"goal", func() { s.Goals = b.goals }},
		{"untyped", func() { s.Untyped = &b.untyped }},
		{"strong-types", func() { s.StrongTypes = &b.strong }},
		{"assoc", func() { s.Assoc = &b.assoc }},
		{"timeout", func() { s.Timeout = &config.Duration{Duration: b.timeout} }},
		{"max-states", func() { s.MaxStates = &b.maxStates }},
		{"max-depth", func() { s.MaxDepth = &b.maxDepth }},
		{"max-memory", func() { s.MaxMemory = &b.maxMemory }},
		{"first-attack", func() { s.FirstAttack = &b.first }},
		{"all-goals", func() { v := !b.allGoals; s.FirstAttack = &v }},
		{"no-reduction", func() { s.NoReduction = b.noReduction }},
		{"fail-on", func() { s.FailOn = append([]string{}, o.failOn...) }},
	} {
		if changed(f.name) {
			f.set()
		}
	}
	if b.jobs < 0 {
		return nil, fmt.Errorf("jobs cannot be negative")
	}
	return p, p.Check()
}

// workers returns the number of workers asked for.
func (b *boundFlags) workers(p *gate.Plan) int {
	switch {
	case b.jobs > 0:
		return b.jobs
	case p.File != nil && p.File.Jobs > 0:
		return p.File.Jobs
	}
	return runtime.GOMAXPROCS(0)
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
	f.BoolVar(&o.noTiming, "no-timing", false, "leave durations out, so that two runs give the same bytes")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "warnings in full, and the coverage")
}

// registerFailOn adds --fail-on to c.
func (o *outputFlags) registerFailOn(c *cobra.Command) {
	c.Flags().StringSliceVar(&o.failOn, "fail-on", nil,
		"what fails: attack, undecided, unexecutable, vacuous, warning or none (default "+report.DefaultFailOn.String()+")")
}
