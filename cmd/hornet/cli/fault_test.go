package cli

import (
	"bytes"
	"strings"
	"testing"

	"hornet/report"
)

// broken is a writer with a fault.
type broken struct{}

func (broken) Write([]byte) (int, error) { panic("out of paper") }

// Whatever goes wrong in hornet ends with a message and its own exit code, never
// with that of an attack or of usage.
func TestFault(t *testing.T) {
	var stderr bytes.Buffer
	if code := Main([]string{"version"}, strings.NewReader(""), broken{}, &stderr); code != report.ExitInternal {
		t.Errorf("exit code %d", code)
	}
	if got := stderr.String(); !strings.Contains(got, "please report it: out of paper\n") {
		t.Error(got)
	}
}
