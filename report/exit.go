package report

import (
	"fmt"
	"strings"

	"hornet/diag"
)

// The exit codes. They are stable and never depend on the output format.
const (
	ExitOK        = 0  // as expected, or no attack within the stated bounds
	ExitAttack    = 1  // an attack was found, or a verdict differs from the expectation
	ExitUsage     = 2  // a fault of the command line or of hornet.toml
	ExitModel     = 3  // the model has errors, or it is not executable or vacuous
	ExitUndecided = 4  // timeout, a bound, interrupted, unsupported
	ExitNothing   = 5  // no file, or no goal
	ExitInternal  = 70 // a fault of hornet itself: a replay failed
)

// order ranks the exit codes of single files from worst to best.
var order = [...]int{ExitInternal, ExitModel, ExitAttack, ExitUndecided, ExitNothing, ExitOK}

// WorseExit returns the worse of two exit codes in the order 70, 3, 1, 4, 5, 0.
func WorseExit(a, b int) int {
	for _, c := range order {
		if a == c || b == c {
			return c
		}
	}
	return a
}

// FailOn is the set of findings that fail a gate.
type FailOn uint8

// The findings that --fail-on names.
const (
	FailAttack FailOn = 1 << iota
	FailUndecided
	FailUnexecutable
	FailVacuous
	FailWarning
)

// DefaultFailOn is what fails a gate unless the user says otherwise.
const DefaultFailOn = FailAttack | FailUndecided | FailUnexecutable | FailVacuous

var failNames = [...]string{"attack", "undecided", "unexecutable", "vacuous", "warning"}

// ParseFailOn reads a comma-separated list of findings; "none" is the empty one.
func ParseFailOn(names []string) (FailOn, error) {
	var f FailOn
next:
	for _, n := range names {
		n = strings.TrimSpace(n)
		if n == "none" || n == "" {
			continue
		}
		for i, m := range failNames {
			if n == m {
				f |= 1 << i
				continue next
			}
		}
		return 0, fmt.Errorf("unknown finding %q: use %s or none", n, strings.Join(failNames[:], ", "))
	}
	return f, nil
}

// String returns the list that ParseFailOn reads.
func (f FailOn) String() string {
	var s []string
	for i, n := range failNames {
		if f&(1<<i) != 0 {
			s = append(s, n)
		}
	}
	if s == nil {
		return "none"
	}
	return strings.Join(s, ",")
}

// ExitCode returns the exit code of one file under its gate. A file that cannot
// be read, has errors or holds nothing to check fails whatever the gate says.
func (f *File) ExitCode() int {
	if f.Failure != nil {
		if f.Failure.Kind == Internal {
			return ExitInternal
		}
		return ExitModel
	}
	if f.Diagnostics.Errors() > 0 {
		return ExitModel
	}
	code := ExitOK
	if f.Missing != nil {
		code = ExitNothing // a goal that was lost must not turn the gate green
	}
	if f.Gate&FailWarning != 0 {
		for _, d := range f.Diagnostics {
			if d.Severity >= diag.Warning {
				code = ExitModel
			}
		}
	}
	if f.Expectations != nil {
		for _, e := range f.Expectations {
			switch {
			case e.Met:
			case e.Got == Undecided.String():
				code = WorseExit(code, ExitUndecided)
			default:
				code = WorseExit(code, ExitAttack)
			}
		}
		if len(f.Goals) > 0 || len(f.Expectations) > 0 {
			return code
		}
	}
	if len(f.Goals) == 0 {
		return WorseExit(code, ExitNothing)
	}
	for i := range f.Goals {
		if g := &f.Goals[i]; f.Fails(g) {
			code = WorseExit(code, statusExit[g.Status])
		}
	}
	return code
}

// statusExit gives the exit code of a status that fails the gate.
var statusExit = [...]int{OK: ExitOK, Vacuous: ExitModel, NotExecutable: ExitModel, Undecided: ExitUndecided, Attacked: ExitAttack}

// Searched reports whether the model could be explored at all.
func (f *File) Searched() bool { return f.Bounds.Typing != "" }

// LintExit returns the exit code of a file that was only linted: ExitModel when
// it has errors, ExitAttack when it has a finding of one of the severities, else
// ExitOK.
func (f *File) LintExit(severities []diag.Severity) int {
	if f.Failure != nil || f.Diagnostics.Errors() > 0 {
		return ExitModel
	}
	for _, d := range f.Diagnostics {
		for _, s := range severities {
			if d.Severity == s {
				return ExitAttack
			}
		}
	}
	return ExitOK
}
