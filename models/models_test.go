package models

import (
	"bytes"
	"context"
	"flag"
	"os"
	"regexp"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"hornet/expect"
	"hornet/hlpsl"
	"hornet/hlpsl/syntax"
	"hornet/runner"
	"hornet/trace/ground"
	"hornet/trace/honest"
)

var update = flag.Bool("update", false, "write README.md anew")

func all(t *testing.T) []Model {
	t.Helper()
	list, err := List()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestParse: every model compiles without error or warning, and its expectations
// are those of its goals, in their order.
func TestParse(t *testing.T) {
	for _, m := range all(t) {
		u := hlpsl.Load(m.File, m.Text)
		for _, d := range u.Diags {
			t.Errorf("%s", d)
		}
		if u.Model == nil {
			continue
		}
		var got, want []string
		for _, g := range u.Model.Goals {
			want = append(want, g.Kind.String()+" "+g.ID)
		}
		for _, e := range m.Expect {
			got = append(got, e.Goal)
		}
		if g, w := strings.Join(got, ", "), strings.Join(want, ", "); g != w {
			t.Errorf("%s: expectations on %s, goals are %s", m.File, g, w)
		}
	}
}

// TestFormatted: the library is in the one layout.
func TestFormatted(t *testing.T) {
	for _, m := range all(t) {
		file, diags := syntax.Parse(m.File, m.Text)
		if diags.Errors() != 0 {
			t.Errorf("%s: %s", m.File, diags[0])
		} else if !bytes.Equal(syntax.Format(file), m.Text) {
			t.Errorf("%s is not formatted: hornet fmt -w models", m.File)
		}
	}
}

// TestHeaders: what the header promises is in the text, and names are unique.
func TestHeaders(t *testing.T) {
	seen := map[string]string{}
	for _, m := range all(t) {
		if other := seen[m.Name]; other != "" {
			t.Errorf("%s and %s have one name", other, m.File)
		}
		seen[m.Name] = m.File
		if !strings.Contains(strings.Join(m.Flow, "\n"), "->") {
			t.Errorf("%s: no message in the flow", m.File)
		}
		for i, b := range m.Text {
			if b > 126 || b < 32 && b != '\n' {
				t.Errorf("%s: byte %#x at %d: the library is plain ASCII without tabs", m.File, b, i)
				break
			}
		}
	}
}

// TestLibrary counts: forty classic protocols were the aim. That each class of
// attack has a model that falls and one that stands is a test of the book.
func TestLibrary(t *testing.T) {
	classic := 0
	for _, m := range all(t) {
		if m.Group == "classic" {
			classic++
		}
	}
	if classic < 40 {
		t.Errorf("%d classic protocols, want 40 or more", classic)
	}
}

// TestHonest: when nobody attacks, a session of honest agents runs to its end.
func TestHonest(t *testing.T) {
	declared := map[string]string{
		"paper-baseline-trace": "that it does not run is its point",
		"recursive-xor-fixed":  "i is a party; recursive-xor has the honest session",
	}
	for _, m := range all(t) {
		finishes := false
		start, err := ground.New(hlpsl.Load(m.File, m.Text).Model, ground.Options{})
		if err != nil {
			t.Fatalf("%s: %v", m.File, err)
		}
		for _, s := range honest.Sessions(start) {
			finishes = finishes || s.Finishes
		}
		if _, not := declared[m.Name]; finishes == not {
			t.Errorf("%s: an honest session finishes: %v", m.File, finishes)
		}
	}
}

var (
	message = regexp.MustCompile(`^\s*(\d+)\. +(\w+) -> (\w+)`)
	player  = regexp.MustCompile(`^played_by (\w+)`)
	step    = regexp.MustCompile(`^    \w+\. +State = `)
	says    = regexp.MustCompile(`(receives|sends) (\d+(?:(?:, | and )\d+)*)`)
)

// TestSteps: the comment above each step says which messages of the flow it
// receives and sends, and the flow has the same agents for them.
func TestSteps(t *testing.T) {
	other := map[string]string{"IdP": "Idp", "SP": "Sp", "X": "AS"} // where the flow spells an agent in its own way
	for _, m := range all(t) {
		ends := map[string][2]string{}
		for _, l := range m.Flow {
			if x := message.FindStringSubmatch(l); x != nil {
				for i, a := range x[2:] {
					if o := other[a]; o != "" {
						x[2+i] = o
					}
				}
				ends[x[1]] = [2]string{x[2], x[3]}
			}
		}
		who, above := "", ""
		for n, l := range strings.Split(string(m.Text), "\n") {
			if x := player.FindStringSubmatch(l); x != nil {
				who = x[1]
			}
			if step.MatchString(l) {
				said := says.FindAllStringSubmatch(above, -1)
				if said == nil && !strings.Contains(string(m.Text), "role bare") && !strings.Contains(string(m.Text), "role loss") {
					t.Errorf("%s:%d: no comment says which messages this step receives and sends", m.File, n+1)
				}
				for _, s := range said {
					for _, number := range regexp.MustCompile(`\d+`).FindAllString(s[2], -1) {
						end, ok := ends[number]
						if ok && end[0] != who && s[1] == "sends" || ok && end[1] != who && s[1] == "receives" {
							t.Errorf("%s:%d: %s %s message %s, which is from %s to %s", m.File, n+1, who, s[1], number, end[0], end[1])
						}
						if !ok && m.Name != "tnt-several-rounds" { // refers to another model for some
							t.Errorf("%s:%d: the flow has no message %s", m.File, n+1, number)
						}
					}
				}
			}
			above = l
		}
	}
}

// TestVerdicts checks every model with the options of the command line and holds
// the verdicts against its header. An attack counts only when the independent
// checker accepts it, which runner sees to.
func TestVerdicts(t *testing.T) {
	start, before := time.Now(), busy()
	for _, m := range all(t) {
		t.Run(m.Name, func(t *testing.T) {
			f := runner.Check(context.Background(), m.File, m.Text, runner.Options{Timeout: 10 * time.Second})
			if f.Failure != nil {
				t.Fatalf("%s: %s", f.Failure.Kind, f.Failure.Message)
			}
			for _, e := range expect.Compare(f, m.Expect) {
				if !e.Met {
					t.Errorf("%s", e.Message)
				}
			}
		})
	}
	// On a machine that has better things to do, the clock says nothing.
	if d, cpu := time.Since(start), busy()-before; d > 20*time.Second && cpu > 20 {
		t.Errorf("the library took %s, %.1f s of it at work: want 20 s at most", d, cpu)
	}
}

// busy returns the seconds of processor time that this process used.
func busy() float64 {
	runtime.GC() // brings the numbers up to date
	s := []metrics.Sample{{Name: "/cpu/classes/user:cpu-seconds"}, {Name: "/cpu/classes/gc/total:cpu-seconds"}}
	metrics.Read(s)
	return s[0].Value.Float64() + s[1].Value.Float64()
}

func TestFind(t *testing.T) {
	for _, name := range []string{"nspk", "classic/nspk", "classic/nspk.hlpsl", "nspk.hlpsl"} {
		if m, err := Find(name); err != nil || m.File != "classic/nspk.hlpsl" {
			t.Errorf("Find(%q) = %q, %v", name, m.File, err)
		}
	}
	for _, name := range []string{"", "nspk.txt", "tls/nspk", "nsp"} {
		if m, err := Find(name); err == nil {
			t.Errorf("Find(%q) = %q, want an error", name, m.File)
		}
	}
}

func TestIndex(t *testing.T) {
	var b bytes.Buffer
	if err := writeIndex(&b, all(t)); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("README.md", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, b.Bytes()) {
		t.Error("README.md is not what the headers say: go test ./models -run Index -update")
	}
}
