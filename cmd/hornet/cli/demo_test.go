package cli

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hornet/internal/jsonschema"
	"hornet/report"
)

// demo is a repository of models with a gate, and what the gate says in every
// format. HORNET_UPDATE=1 rewrites the latter.
const demo = "../../../testdata/demo"

// run runs hornet in this process.
func run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	code = Main(args, strings.NewReader(""), &out, &err)
	return code, out.String(), err.String()
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if os.Getenv("HORNET_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (HORNET_UPDATE=1 accepts it):\n%s", path, d)
	}
}

func TestDemo(t *testing.T) {
	t.Chdir(demo)
	for _, c := range []struct {
		file string
		args []string
		code int
	}{
		{"check.txt", []string{"check"}, 3},
		{"check-verbose.txt", []string{"check", "-v", "models/ok/challenge.hlpsl", "models/attack/echo.hlpsl"}, 1},
		{"check.json", []string{"check", "--format", "json"}, 3},
		{"check.avispa", []string{"check", "--format", "avispa"}, 3},
		{"check.sarif", []string{"check", "--format", "sarif"}, 3},
		{"check.junit.xml", []string{"check", "--format", "junit"}, 3},
		{"check.github", []string{"check", "--format", "github"}, 3},
		{"check.md", []string{"check", "--format", "markdown"}, 3},
		{"test.txt", []string{"test"}, 3},
		{"test.junit.xml", []string{"test", "--format", "junit"}, 3},
		{"lint.txt", []string{"lint"}, 3},
	} {
		for _, jobs := range []string{"1", "5"} {
			args := append(c.args, "--no-timing", "--jobs", jobs)
			if c.args[0] != "lint" {
				args = append(args, "--no-cache")
			}
			code, out, _ := run(t, args...)
			if code != c.code {
				t.Errorf("%v: exit code %d, want %d", args, code, c.code)
			}
			golden(t, filepath.Join("golden", c.file), withoutRules(out))
		}
	}
}

// withoutRules takes the table of rules out of a SARIF log: it is that of package
// diag and has tests there.
func withoutRules(s string) string {
	head, rest, ok := strings.Cut(s, "\n          \"rules\": [")
	if !ok {
		return s
	}
	_, tail, _ := strings.Cut(rest, "\n          ]")
	return regexp.MustCompile(`"ruleIndex": [0-9]+`).ReplaceAllString(head+"\n          \"rules\": []"+tail, `"ruleIndex": 0`)
}

// TestDemoSchemas holds the reports on the demo to their schemas, and the results
// of the SARIF log to its rules.
func TestDemoSchemas(t *testing.T) {
	for format, schema := range map[string]string{
		"json":  "../../../docs/report.schema.json",
		"sarif": "../../../report/testdata/sarif.schema.json",
	} {
		out := filepath.Join(t.TempDir(), "out")
		run(t, "check", "--no-cache", "--config", demo+"/hornet.toml", "--out", format+"="+out)
		text, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		def, err := os.ReadFile(schema)
		if err != nil {
			t.Fatal(err)
		}
		s, err := jsonschema.Parse(def)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(text); err != nil {
			t.Errorf("%s: %v", format, err)
		}
		if format == "sarif" {
			checkRules(t, text)
		}
	}
}

func checkRules(t *testing.T, text []byte) {
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct{ ID string }
				}
			}
			Results []struct {
				RuleID              string
				RuleIndex           int
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal(text, &log); err != nil {
		t.Fatal(err)
	}
	rules, seen := log.Runs[0].Tool.Driver.Rules, map[string]bool{}
	if len(log.Runs[0].Results) < 20 {
		t.Errorf("%d results", len(log.Runs[0].Results))
	}
	for _, r := range log.Runs[0].Results {
		if r.RuleIndex >= len(rules) || rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("rule %d is not %s", r.RuleIndex, r.RuleID)
		}
		if fp := r.PartialFingerprints["hornet/v1"]; fp == "" || seen[fp] {
			t.Errorf("%s: fingerprint %q is missing or twice", r.RuleID, fp)
		} else {
			seen[fp] = true
		}
	}
}

// TestDemoJUnit opens the report as CI servers do: the counts of each suite must
// be those of its cases, and each case has at most one outcome.
func TestDemoJUnit(t *testing.T) {
	type outcome struct {
		Message string `xml:"message,attr"`
	}
	var doc struct {
		Suites []struct {
			Name     string `xml:"name,attr"`
			Tests    int    `xml:"tests,attr"`
			Failures int    `xml:"failures,attr"`
			Errors   int    `xml:"errors,attr"`
			Skipped  int    `xml:"skipped,attr"`
			Cases    []struct {
				Name    string    `xml:"name,attr"`
				Class   string    `xml:"classname,attr"`
				Failure []outcome `xml:"failure"`
				Error   []outcome `xml:"error"`
				Skipped []outcome `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	text, err := os.ReadFile(filepath.Join(demo, "golden", "check.junit.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Suites) < 20 {
		t.Fatalf("%d suites", len(doc.Suites))
	}
	seen := map[string]bool{}
	for _, s := range doc.Suites {
		f, e, sk := 0, 0, 0
		for _, c := range s.Cases {
			f, e, sk = f+len(c.Failure), e+len(c.Error), sk+len(c.Skipped)
			if n := len(c.Failure) + len(c.Error) + len(c.Skipped); n > 1 {
				t.Errorf("%s: %s has %d outcomes", s.Name, c.Name, n)
			}
			id := c.Class + "." + c.Name
			if c.Class == "" || c.Name == "" || seen[id] {
				t.Errorf("%s: case %q is nameless or twice", s.Name, id)
			}
			seen[id] = true
		}
		if s.Tests != len(s.Cases) || s.Failures != f || s.Errors != e || s.Skipped != sk || s.Tests == 0 {
			t.Errorf("%s: counts %d/%d/%d/%d, found %d/%d/%d/%d", s.Name, s.Tests, s.Failures, s.Errors, s.Skipped, len(s.Cases), f, e, sk)
		}
	}
}

// TestDemoSays is what the golden files mean, so that an update cannot silently
// change it.
func TestDemoSays(t *testing.T) {
	t.Chdir(demo)
	for file, want := range map[string]string{
		"ok/sealed": "ok", "ok/sealed-one-way": "ok ok", "ok/challenge": "ok", "ok/challenge-twice": "ok", "ok/hashed": "ok",
		"attack/clear": "attack", "attack/known-key": "attack", "attack/replay": "ok attack", "attack/unnamed": "attack",
		"attack/echo": "attack attack", "attack/xor": "attack",
		"broken/vacuous": "ok vacuous", "broken/stuck": "not executable", "broken/temporal": "undecided",
		"broken/no-goal": "exit 5", "broken/name": "exit 3", "broken/syntax": "exit 3", "slow/chain": "undecided",
	} {
		code, out, errs := run(t, "check", "--no-cache", "--format", "junit", "models/"+file+".hlpsl")
		if wantCode, ok := strings.CutPrefix(want, "exit "); ok {
			if fmt.Sprint(code) != wantCode {
				t.Errorf("%s: exit code %d, want %s\n%s%s", file, code, wantCode, out, errs)
			}
			continue
		}
		var got []string
		for _, c := range strings.Split(out, "<testcase ")[1:] {
			got = append(got, map[bool]string{true: "ok"}[!strings.Contains(c, "<failure")])
			for _, s := range []report.Status{report.Attacked, report.Vacuous, report.NotExecutable, report.Undecided} {
				if strings.Contains(c, `<failure type="`+strings.ReplaceAll(s.String(), " ", "-")+`"`) {
					got[len(got)-1] = s.String()
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", file, got, want)
		}
	}
}
