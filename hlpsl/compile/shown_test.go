package compile_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hornet/hlpsl"
)

var traceAgent = regexp.MustCompile(`\((\w+),(\d+)\)`)

// TestShownNumbers checks the number that a role shows against the traces of
// the reference tool: every agent of a trace is a player with that number.
func TestShownNumbers(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	files, _ := filepath.Glob(filepath.Join(root, "reference", "*.ofmc"))
	if len(files) == 0 {
		t.Skip("no reference traces")
	}
	agents := 0
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".ofmc")
		text, err := os.ReadFile(filepath.Join(root, "library", name+".hlpsl"))
		if err != nil {
			text, _ = os.ReadFile(filepath.Join(root, "web", name+".hlpsl"))
		}
		u := hlpsl.Load(name, text)
		if u.Model == nil {
			continue
		}
		shown := map[string]bool{}
		for i, in := range u.Model.Instances {
			shown[u.Model.Player(i).Name+","+strconv.Itoa(in.Shown)] = true
		}
		trace, _ := os.ReadFile(f)
		_, steps, _ := strings.Cut(string(trace), "ATTACK TRACE")
		steps, _, _ = strings.Cut(steps, "% Reached State")
		for _, line := range strings.Split(steps, "\n") {
			head, _, ok := strings.Cut(line, ": ")
			if !ok || strings.HasPrefix(head, "i -> (i,") {
				continue
			}
			for _, m := range traceAgent.FindAllStringSubmatch(head, -1) {
				agents++
				if !shown[m[1]+","+m[2]] {
					t.Errorf("%s: (%s,%s) is no instance of the model", name, m[1], m[2])
				}
			}
		}
	}
	t.Logf("%d agents in %d traces", agents, len(files))
	if agents == 0 {
		t.Error("no agent found: the traces are not read")
	}
}
