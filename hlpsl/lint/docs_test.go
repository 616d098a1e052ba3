package lint_test

import (
	"testing"

	"hornet/diag"
	"hornet/hlpsl"
	"hornet/hlpsl/lint"
)

// found loads a text and returns what is said of it, by code.
func found(text string) (diag.List, map[diag.Code]int) {
	l := lint.All(hlpsl.Load("example.hlpsl", []byte(text)))
	n := map[diag.Code]int{}
	for _, d := range l {
		n[d.Code]++
	}
	return l, n
}

// Each bad example must trigger its code and no error of another code, each good
// example must be free of the code and of errors, and the severity must be the
// documented one.
func TestExamples(t *testing.T) {
	for _, d := range diag.Table() {
		t.Run(string(d.Code), func(t *testing.T) {
			l, n := found(d.Bad.Text())
			if n[d.Code] == 0 {
				t.Errorf("the bad example does not trigger it")
			}
			for _, x := range l {
				switch {
				case d.Code == diag.TooManyErrors:
					// It says that there are more errors than are shown.
				case x.Severity == diag.Error && x.Code != d.Code:
					t.Errorf("the bad example also triggers the error %v", x)
				case x.Code == d.Code && x.Severity != d.Severity:
					t.Errorf("documented as %v: %v", d.Severity, x)
				case x.Code != d.Code && x.Severity > diag.Hint && d.Code >= "H04":
					t.Logf("the bad example also triggers %v", x)
				}
				if !x.Range.IsValid() && x.Code != diag.NoGoals {
					t.Errorf("no place: %v", x)
				}
			}
			l, n = found(d.Good.Text())
			if n[d.Code] > 0 || l.Errors() > 0 {
				t.Errorf("the good example: %v", l)
			}
			for _, x := range l {
				if d.Code >= "H04" && x.Severity > diag.Hint {
					t.Errorf("the good example triggers %v", x)
				}
			}
		})
	}
}
