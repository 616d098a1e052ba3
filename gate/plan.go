package gate

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"hornet/config"
	"hornet/report"
	"hornet/runner"
	"hornet/search"
)

// Plan says with which settings each model is checked: those of the command
// line, then those of hornet.toml.
type Plan struct {
	File  *config.File    // nil: no hornet.toml
	Flags config.Settings // what the command line says
	// FirstAttack is what holds when neither says anything: the AVISPA format
	// knows one attack.
	FirstAttack bool
}

// Check returns the first fault of the settings.
func (p *Plan) Check() error {
	if err := valid(p.Flags); err != nil {
		return err
	}
	if p.File == nil {
		return nil
	}
	all := []config.Settings{p.File.Settings}
	for _, o := range p.File.Override {
		all = append(all, o.Settings)
	}
	for _, s := range all {
		if err := valid(s); err != nil {
			return fmt.Errorf("%s: %w", config.Name, err)
		}
	}
	return nil
}

// valid returns the fault of s.
func valid(s config.Settings) error {
	if is(s.Untyped) && is(s.StrongTypes) {
		return fmt.Errorf("untyped and strong-types exclude each other")
	}
	for name, v := range map[string]*int{"max-states": s.MaxStates, "max-depth": s.MaxDepth} {
		if v != nil && *v < 0 {
			return fmt.Errorf("%s cannot be negative", name)
		}
	}
	if s.MaxMemory != nil {
		if _, err := ParseSize(*s.MaxMemory); err != nil {
			return fmt.Errorf("max-memory: %w", err)
		}
	}
	if s.Timeout != nil && s.Timeout.Duration < 0 {
		return fmt.Errorf("timeout cannot be negative")
	}
	if _, err := report.ParseFailOn(s.FailOn); err != nil {
		return fmt.Errorf("fail-on: %w", err)
	}
	_, err := ParseReductions(s.NoReduction)
	return err
}

// settings returns the settings of a model.
func (p *Plan) settings(src Source) config.Settings {
	var s config.Settings
	if p.File != nil {
		s = p.File.For(p.relative(src), Match)
	}
	return s.With(p.Flags)
}

// relative returns the path of src from the directory of hornet.toml, with
// slashes.
func (p *Plan) relative(src Source) string {
	dir, err1 := filepath.Abs(p.File.Dir)
	path, err2 := filepath.Abs(src.Path)
	if err1 == nil && err2 == nil {
		if rel, err := filepath.Rel(dir, path); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return src.Name
}

// Options returns how to check a model. Check must have passed.
func (p *Plan) Options(src Source) runner.Options {
	s := p.settings(src)
	o := runner.Options{Goals: s.Goals}
	if s.Timeout != nil {
		o.Timeout = s.Timeout.Duration
	}
	o.Search = search.Options{Untyped: is(s.Untyped), StrongTypes: is(s.StrongTypes), Assoc: is(s.Assoc), FirstAttack: p.FirstAttack}
	if s.FirstAttack != nil {
		o.Search.FirstAttack = *s.FirstAttack
	}
	if s.MaxStates != nil {
		o.Search.MaxStates = *s.MaxStates
	}
	if s.MaxDepth != nil {
		o.Search.MaxDepth = *s.MaxDepth
	}
	o.Search.MaxMemory = defaultMemory
	if s.MaxMemory != nil {
		o.Search.MaxMemory, _ = ParseSize(*s.MaxMemory)
	}
	o.Search.Disable, _ = ParseReductions(s.NoReduction)
	return o
}

// defaultMemory is the bound on memory when none is given: a search that grew to
// it has millions of states before it, and machines that check models have more.
const defaultMemory = 2 << 30

// FailOn returns what fails a model. Check must have passed.
func (p *Plan) FailOn(src Source) report.FailOn {
	s := p.settings(src)
	if s.FailOn == nil {
		return report.DefaultFailOn
	}
	f, _ := report.ParseFailOn(s.FailOn)
	return f
}

// Sources returns the models that args name or, without args, those that
// hornet.toml lists; what it excludes is left out unless it was named itself.
func (p *Plan) Sources(args []string) ([]Source, error) {
	if p.File != nil && len(args) == 0 {
		dir := p.dir()
		for _, a := range p.File.Paths {
			args = append(args, filepath.Join(dir, filepath.FromSlash(a)))
		}
	}
	all, err := Find(args)
	if err != nil || p.File == nil || len(p.File.Exclude) == 0 {
		return all, err
	}
	var out []Source
next:
	for _, s := range all {
		for _, e := range p.File.Exclude {
			if !s.Explicit && Match(e, p.relative(s)) {
				continue next
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// Outs returns the reports that hornet.toml asks for, as FORMAT=FILE with the
// file where it is from the working directory. What the command line asks for
// comes on top.
func (p *Plan) Outs() []string {
	if p.File == nil {
		return nil
	}
	var outs []string
	for _, s := range p.File.Out {
		if format, path, ok := strings.Cut(s, "="); ok && path != "" && !filepath.IsAbs(path) {
			end := ""
			if strings.HasSuffix(path, "/") {
				end = "/" // a directory of pictures
			}
			s = format + "=" + filepath.Join(p.dir(), filepath.FromSlash(path)) + end
		}
		outs = append(outs, s)
	}
	return outs
}

// dir returns the directory of hornet.toml as seen from the working directory.
func (p *Plan) dir() string {
	if rel, err := relativeToWork(p.File.Dir); err == nil {
		return rel
	}
	return p.File.Dir
}

// relativeToWork returns dir as seen from the working directory.
func relativeToWork(dir string) (string, error) {
	work, err := filepath.Abs(".")
	if err != nil {
		return "", err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.Rel(work, abs)
}

func is(b *bool) bool { return b != nil && *b }

// reductionNames gives the reductions their names on the command line.
var reductionNames = [...]struct {
	name string
	bit  search.Reductions
}{
	{"partial-order", search.PartialOrder}, {"symmetry", search.Symmetry}, {"eager", search.Eager}, {"leaf", search.Leaf},
	{"self-loop", search.SelfLoop}, {"relevance", search.Relevance}, {"subsumption", search.Subsumption},
	{"flow", search.Flow}, {"all", search.AllReductions},
}

// Reductions lists the names that --no-reduction knows.
func Reductions() []string {
	var s []string
	for _, r := range reductionNames {
		s = append(s, r.name)
	}
	return s
}

// ParseReductions returns the set that the names mean.
func ParseReductions(names []string) (search.Reductions, error) {
	var set search.Reductions
next:
	for _, n := range names {
		for _, r := range reductionNames {
			if r.name == n {
				set |= r.bit
				continue next
			}
		}
		return 0, fmt.Errorf("unknown reduction %q: use %s", n, strings.Join(Reductions(), ", "))
	}
	return set, nil
}

// ParseSize reads a number of bytes with an optional unit.
func ParseSize(s string) (int64, error) {
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
		if err != nil || !(v >= 0 && v*u.factor < 1<<62) {
			break
		}
		return int64(v * u.factor), nil
	}
	return 0, fmt.Errorf("%q is not a size: write 512MiB or 2GiB", s)
}
