package render

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"hornet/protocol"
	"hornet/term"
	"hornet/trace"
)

// nasty are names that mean something else in some output format.
var nasty = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `]]></style><b>`, `'";--`, "end", "a;b\nparticipant evil", "#lt;b#gt;", "%%{init: {}}%%",
	`\N\l\"`, `"]; evil [label="`, `\input{/etc/passwd}`, `}_{%&~^$#\end{document}`, "\x1b[31mred", "\u202Egnp.exe", "a\x00b", "\xff\xfe", "日本語の名前", "--", "<<>>", "{{.Title}}", "[1]",
}

// hostile is a run in which every name is nasty or long.
func hostile(t testing.TB) fixture {
	m := &protocol.Model{Name: nasty[0] + nasty[9] + nasty[10]}
	long := strings.Repeat("x", 10_000)
	names := append([]string{long, strings.Repeat("日", 5_000)}, nasty...)
	c := func(i int) *protocol.Expr { return protocol.C(names[i%len(names)], term.TText) }
	m.Knowledge = []*protocol.Expr{c(0)}
	run := &trace.Run{}
	for i, n := range names {
		role := protocol.Role{Name: n, Slots: []protocol.SlotDecl{{Name: n, Type: term.TAgent}}}
		tr := protocol.Transition{Label: n}
		tr.Receives = []protocol.Receive{{Message: c(i)}}
		tr.Sends = []protocol.Send{{Message: protocol.E(protocol.Scrypt, c(i+1), protocol.E(protocol.Pair, c(i+2), c(i+3)))}}
		tr.Emits = []protocol.Fact{{Kind: protocol.Secret, Name: "secret", ID: n, Args: []*protocol.Expr{c(i), c(i + 1)}}, {Name: n, Args: []*protocol.Expr{c(i)}}}
		role.Transitions = []protocol.Transition{tr}
		m.Roles = append(m.Roles, role)
		m.Instances = append(m.Instances, protocol.Instance{Role: i, Values: []*protocol.Expr{c(i)}, Session: i % 3})
		run.Steps = append(run.Steps, trace.Step{Instance: i, Received: []*protocol.Expr{tr.Receives[0].Message}, Sent: []*protocol.Expr{tr.Sends[0].Message},
			Recipes: []*trace.Recipe{{Op: trace.Known}}})
	}
	for range 3 {
		m.Sessions = append(m.Sessions, protocol.Session{Name: nasty[0], Args: []*protocol.Expr{c(4)}, Dropped: []string{nasty[3]}})
	}
	m.Goals = []protocol.Goal{{Kind: protocol.Secrecy, ID: nasty[0]}}
	run.Violation = &trace.Violation{Event: &trace.Event{Step: 0, Args: []*protocol.Expr{c(0), c(1)}}}
	return fixture{"hostile", m, run}
}

func hostileChart(t testing.TB) *Chart {
	f := hostile(t)
	c, err := NewChart(f.m, f.run, Options{Notes: Notes{Why: strings.Join(nasty, " "), Received: map[[2]int]string{{0, 0}: strings.Join(nasty, " "), {1, 0}: strings.Repeat("y", 10_000)}}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestHostileSVG(t *testing.T) {
	var b bytes.Buffer
	if err := SVG(&b, hostileChart(t)); err != nil {
		t.Fatal(err)
	}
	text := wellFormed(t, b.String())
	if !strings.Contains(text, nasty[0]) || !strings.Contains(text, strings.Repeat("x", 10_000)) {
		t.Error("the names are not there in full")
	}
}

func TestHostileHTML(t *testing.T) {
	var b bytes.Buffer
	p := &Page{Name: nasty[0] + nasty[1], Charts: []*Chart{hostileChart(t)}, Source: []byte(strings.Join(nasty, "\n") + "\n" + strings.Repeat("z", 100_000)),
		Goals: []PageGoal{{Name: nasty[0], Status: nasty[1], Tone: Tone(nasty[1]), Reason: nasty[2]}}, Facts: []Pair{{nasty[0], nasty[2]}}, Notes: nasty}
	if err := HTML(&b, p); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, bad := range []string{"<script", "<img", "onerror=alert(1)>", "</style><b>"} {
		// The only style element is ours.
		if strings.Contains(got, bad) {
			t.Errorf("the page contains %s", bad)
		}
	}
	if n := strings.Count(got, "</style>"); n != 1 {
		t.Errorf("%d style elements", n)
	}
	if strings.Contains(got, strings.Repeat("z", maxSource+1)) {
		t.Error("a source line is not cut")
	}
	for _, ref := range regexp.MustCompile(`(?:href|src|url)\s*[=(]\s*"?([^">)]*)`).FindAllStringSubmatch(got, -1) {
		if !strings.HasPrefix(ref[1], "#") && !strings.HasPrefix(ref[0], "src=x") {
			t.Errorf("the page refers to %s", ref[0])
		}
	}
}

// Each line of a Mermaid diagram has one of the few forms that we write, and
// texts contain nothing that Mermaid's lexer would act upon.
func TestHostileMermaid(t *testing.T) {
	var b bytes.Buffer
	if err := Mermaid(&b, hostileChart(t)); err != nil {
		t.Fatal(err)
	}
	text := `(?:[A-Za-z0-9 _.,()=/]|[^\x00-\x9f]|#[0-9]+;|<br/>)*`
	form := regexp.MustCompile(`^(sequenceDiagram|    title ` + text + `|    autonumber|    (participant|actor) p\d+ as ` + text +
		`|    p\d+(->>|-->>)p\d+: ` + text + `|    Note over p\d+(,p\d+)?: ` + text + `)$`)
	for _, line := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
		if !form.MatchString(line) {
			t.Errorf("line %q", line)
		}
		for _, w := range strings.Fields(line) {
			if strings.EqualFold(w, "end") {
				t.Errorf("the word end in %q", line)
			}
		}
	}
}

func TestHostileLaTeX(t *testing.T) {
	var b bytes.Buffer
	if err := LaTeX(&b, hostileChart(t)); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, bad := range []string{`\input`, `{document}\n}`, "%&"} {
		if strings.Contains(got, bad) {
			t.Errorf("the document contains %s", bad)
		}
	}
	if n := strings.Count(got, `\end{document}`); n != 1 {
		t.Errorf("%d ends of the document", n)
	}
	for i := range len(got) {
		if c := got[i]; c > '~' || c < ' ' && c != '\n' {
			t.Fatalf("byte %#x at %d", c, i)
		}
	}
	// Outside the preamble a backslash starts one of our own commands.
	_, body, _ := strings.Cut(got, `\begin{document}`)
	own := regexp.MustCompile(`^\\([{}%$#&_]|textbackslash\{\}|textasciitilde\{\}|textasciicircum\{\}|ldots\{\}|rightarrow\$|cdot\$|node\[|draw\[|fill\[|sffamily|ttfamily|bfseries|itshape|scriptsize|small|fontsize|selectfont|useasboundingbox|begin\{tikzpicture\}|end\{tikzpicture\}|end\{document\})`)
	for i := 0; i < len(body); i++ {
		if body[i] == '\\' {
			m := own.FindString(body[i:])
			if m == "" {
				t.Fatalf("command %q", elide(body[i:], 40))
			}
			i += len(m) - 1
		}
	}
}

func TestHostileDot(t *testing.T) {
	f := hostile(t)
	var b bytes.Buffer
	if err := Causal(&b, f.m, f.run); err != nil {
		t.Fatal(err)
	}
	if err := Automata(&b, f.m, nil); err != nil {
		t.Fatal(err)
	}
	if err := Tree(&b, f.m, hostileTree(f)); err != nil {
		t.Fatal(err)
	}
	// Labels hold our own markup only. Outside of them and of quoted strings there
	// are only identifiers, numbers and brackets.
	markup := regexp.MustCompile(`label=<(?:</?b>|<font (?:color="#[0-9a-f]+"|point-size="[0-9]+")>|</font>|<br(?: align="left")?/>|[^<>"&]|&(?:lt|gt|amp|#34|#39);)*>`)
	bare := markup.ReplaceAllString(b.String(), "label=")
	bare = regexp.MustCompile(`"(?:[^"\\\n]|\\.)*"`).ReplaceAllString(bare, "")
	if bad := regexp.MustCompile(`[^A-Za-z0-9_\s{}\[\];,=<>-]`).FindString(bare); bad != "" {
		t.Errorf("%q outside of strings", bad)
	}
	if strings.Contains(bare, "evil") {
		t.Error("a name became syntax")
	}
	if m := regexp.MustCompile(`[^\\](?:\\\\)*\\[^n"\\]`).FindString(markup.ReplaceAllString(b.String(), "")); m != "" {
		t.Errorf("escape sequence %q", m)
	}
}

// hostileTree is a search that takes every step of f.
func hostileTree(f fixture) *trace.Tree {
	root := &trace.Tree{}
	for i := range f.run.Steps {
		root.Next = append(root.Next, &trace.Tree{Steps: f.run.Steps[i : i+1], Violates: []int{0}})
	}
	return root
}

func TestHostileText(t *testing.T) {
	var b bytes.Buffer
	c := hostileChart(t)
	if err := Text(&b, c); err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(b.String(), "\n") {
		for _, r := range line {
			if r < ' ' || r == 0x7f || r == 0x202e {
				t.Errorf("line %d contains %q", i, r)
			}
		}
	}
}

// What cannot be folded is cut; what is folded has one name.
func TestFold(t *testing.T) {
	b := newModel(t, "m", "a:agent k:sk h:hash")
	f := newFolder(24)
	for _, c := range [][2]string{
		{"{Na(1).a}_k", "{Na(1).a}_k"},
		{"a.h(Na(1).Nb(2)).{a.Na(1).Nb(2)}_k", "a.h(Na(1).Nb(2)).[1]"},
		{"Na(1).{a.Na(1).Nb(2)}_k.Na(1)", "Na(1).[1].Na(1)"},
		{"{h(Na(1)).{a.Na(1).Nb(2)}_k}_k", "{h(Na(1)).[1]}_k"},
		{"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a", "a.a.a.a.a.a.a.a.a.[2]"},
		{strings.Repeat("y", 100), strings.Repeat("y", 15) + "…" + strings.Repeat("y", 8)},
	} {
		if got := f.label(b.parse(c[0], nil, nil)); got != c[1] {
			t.Errorf("%s is folded to %s", c[0], got)
		}
	}
	if got := fmt.Sprint(f.folds); got != "[{[1] {a.Na(1).Nb(2)}_k {a.Na(1).Nb(2)}_k} {[2] a.a.a.a.a.a.a.a a.a.a.a.a.a.a.a}]" {
		t.Errorf("folds %s", got)
	}
	// Parts of folded parts are written out, but in the legend where they are long.
	f = newFolder(8)
	inner := "h(Na(1).Nb(2).Na(1).Nb(2).Na(1).Nb(2).Na(1).Nb(2).Na(1).Nb(2))"
	rows := []Row{{Text: f.label(b.parse(inner+".a.a", nil, nil))}, {Text: f.label(b.parse("{a."+inner+"}_k.a", nil, nil))}}
	f.label(b.parse("h(Nb(2).Nb(2).Nb(2)).a", nil, nil)) // no row needs it
	folds := f.legend(rows[1:])
	if got := fmt.Sprint(rows[1].Text, folds); got != "[1].a[{[1] {a.[2]}_k {a."+inner+"}_k} {[2] "+inner+" "+inner+"}]" {
		t.Error(got)
	}
}
