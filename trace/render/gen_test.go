package render

import (
	"io"
	"os"
	"strings"
	"testing"

	"hornet/trace/narrate"
	"hornet/trace/replay"
)

func TestGen(t *testing.T) {
	dir := os.Getenv("GEN")
	if dir == "" {
		t.Skip()
	}
	for _, f := range fixtures(t) {
		var notes Notes
		if f.run.Violation != nil {
			story, err := narrate.Tell(f.m, replay.Options{}, f.run)
			if err != nil {
				t.Error(f.name, err)
			}
			notes = Narration(story)
		}
		c, err := NewChart(f.m, f.run, Options{Notes: notes})
		if err != nil {
			t.Fatal(err)
		}
		o, _ := os.Create(dir + "/" + f.name + ".svg")
		SVG(o, c)
		o.Close()
		for ext, f2 := range map[string]func(io.Writer, *Chart) error{"mmd": Mermaid, "tex": LaTeX} {
			o, _ := os.Create(dir + "/" + f.name + "." + ext)
			f2(o, c)
			o.Close()
		}
		o, _ = os.Create(dir + "/" + f.name + ".html")
		src := strings.Repeat("role alice(A,B:agent) % <script>alert(1)</script>\n", 20)
		HTML(o, &Page{Name: f.m.Name, Source: []byte(src), Charts: []*Chart{c}, Goals: []PageGoal{{Name: "secrecy_of nb", Status: "ATTACK", Tone: Bad, Chart: 1, Line: 13, Reason: c.Why}, {Name: "secrecy_of na", Status: "ok", Tone: Good, Line: 12, Reason: "no attack (search complete, depth 8)"}}, Facts: []Pair{{"sessions", "3"}, {"typing", "typed"}, {"states", "10"}}, Notes: []string{"nspk.hlpsl:3:4: warning[H0401]: x <b>"}})
		o.Close()
		o, _ = os.Create(dir + "/" + f.name + ".causal.dot")
		Causal(o, f.m, f.run)
		o.Close()
		o, _ = os.Create(dir + "/" + f.name + ".roles.dot")
		Automata(o, f.m, func(r, t int) int { return 2 - r - t })
		o.Close()
		Text(os.Stdout, c, TextOptions{})
	}
}
