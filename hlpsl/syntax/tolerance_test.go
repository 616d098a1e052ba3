package syntax

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hornet/diag"
)

// model returns a small specification with the given right side.
func model(action string) string {
	return "role r(A:agent, SND:channel(dy)) played_by A def=\n local S:nat, M:message\n init S:=0\n transition\n" +
		" 1. S=0 =|> S':=1 /\\ " + action + "\nend role\nrole e() def= composition r(a,s) end role\ne()\n"
}

func TestAcceptedOddities(t *testing.T) {
	for name, text := range map[string]string{
		"CR LF and tabs":     strings.ReplaceAll(strings.ReplaceAll(model("SND(A)"), "\n", "\r\n"), " ", "\t"),
		"latin-1 comment":    "% caf\xe9 \x00\xff ’\n" + model("SND(A)"),
		"no final line end":  strings.TrimRight(model("SND(A)"), "\n"),
		"prime apart":        model("SND(A ' . {A} _ A)"),
		"ampersand":          strings.ReplaceAll(model("SND(A)"), "/\\", "&"),
		"capitals inside":    strings.ReplaceAll(strings.Replace(model("SND(A)"), "played_by", "pLAYED_BY", 1), "end role", "eNd rOLE"),
		"comma in a message": model("SND(A,M,{A,M})"),
		"long number":        model("SND(0123456789012345678901234567890)"),
		"one-argument xor":   model("SND(xor(A.M).exp(A))"),
		"garbage behind":     model("SND(A)") + "\x00 ’ }} role",
		"empty sections":     "role r() played_by A def= transition end role role e() def= intruder_knowledge = {} composition end role e()",
		"label and term":     strings.Replace(model("SND(A)"), "1. ", "1.1. ", 1),
		"keyword-like names": model("iknows(witness) /\\ secret(request,true,i)"),
	} {
		if _, diags := Parse(name, []byte(text)); diags.Errors() > 0 {
			t.Errorf("%s: %v", name, diags)
		}
	}
}

// TestTree looks at the parts of the tree where the language surprises.
func TestTree(t *testing.T) {
	f, _ := Parse("", []byte(strings.Replace(model("SND(A,{M}_A.A)"), "1. S=0", "1.1.S=0 /\\ RCV(start) /\\ not(in(A,M))", 1)))
	tr := f.Roles[0].Transitions[0]
	if tr.Label.Name != "1" || exprText(tr.Left[0].Args[0]) != "1.S" {
		t.Errorf("label %q, first condition %s", tr.Label.Name, literalText(&tr.Left[0]))
	}
	if a := tr.Left[1].Atom; a == nil || !a.Start || !a.Chan {
		t.Errorf("start: %+v", a)
	}
	if l := tr.Left[2]; !l.Neg || l.Kind != LitIn {
		t.Errorf("not(in): %+v", l)
	}
	snd := tr.Right[1].Atom
	if len(snd.Args) != 2 {
		t.Fatalf("the arguments behind the comma are lost: %v", snd.Args)
	}
	if pair, ok := snd.Args[1].(*Pair); !ok || exprText(pair.L) != "{M}_A" {
		t.Errorf("{M}_A.A is %s", exprText(snd.Args[1]))
	}
	if r := snd.Args[1].Pos(); r.Start.Line != 5 || string(f.Text[r.Start.Offset:r.End.Offset]) != "{M}_A.A" {
		t.Errorf("range %v of %q", r, f.Text[r.Start.Offset:r.End.Offset])
	}
	f, _ = Parse("", []byte(model("SND(A)")+"goal secrecy_of k end goal"))
	if f.LateGoal == nil || f.Ignored == nil || f.Goals != nil {
		t.Error("a goal section behind the main call must be late")
	}
}

// TestDepth: nesting is bounded, and what is within the bound is read.
func TestDepth(t *testing.T) {
	nest := func(open, inner, closing string, n int) string {
		return model("SND(" + strings.Repeat(open, n) + inner + strings.Repeat(closing, n) + ")")
	}
	for name, c := range map[string]struct {
		text string
		ok   bool
	}{
		"braces":        {nest("{", "A", "}_A", 900), true},
		"10,000 braces": {nest("{", "A", "}_A", 10000), false},
		"open only":     {nest("{", "A", "", 100000), false},
		"parentheses":   {nest("(", "A", ")", 100000), false},
		"functions":     {nest("H(", "A", ")", 100000), false},
		"a long pair":   {nest("A.", "A", "", 9000), true},
		"a longer pair": {nest("A.", "A", "", 1000000), false},
		"types":         {"role r(A:" + strings.Repeat("(", 1e5) + "agent) def= composition end role r()", false},
		"arrows":        {"role r(A:" + strings.Repeat("agent->", 1e5) + "agent) def= composition end role r()", false},
		"compositions":  {"role r() def= composition " + strings.Repeat("(", 1e5) + "end role r()", false},
		"sets":          {"role r() def= composition " + strings.Repeat(`/\_{in(A.B,S)}`, 1e5) + "end role r()", false},
		"negations":     {strings.Replace(model("SND(A)"), "S=0", strings.Repeat("not(", 1e5)+"S=0", 1), false},
	} {
		start := time.Now()
		_, diags := Parse(name, []byte(c.text))
		if c.ok != (diags.Errors() == 0) {
			t.Errorf("%s: %v", name, diags.Err())
		}
		if !c.ok && diags[0].Code != diag.TooDeep {
			t.Errorf("%s: %v", name, diags[0])
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

// TestHostile: texts that are no models end soon, with a bounded number of
// clear errors.
func TestHostile(t *testing.T) {
	mb := 1 << 18
	if testing.Short() {
		mb = 1 << 16
	}
	random := make([]byte, mb)
	for i, x := 0, uint32(1); i < len(random); i++ {
		x = x*1664525 + 1013904223
		random[i] = byte(x>>24)&0x7f | 1
	}
	for name, text := range map[string][]byte{
		"empty":             nil,
		"binary":            bytes.Repeat([]byte{0x7f, 'E', 'L', 'F', 0, 1, 2, 3}, mb/8),
		"random":            random,
		"high bytes":        bytes.Repeat([]byte{0xe9, 0xe8}, mb/2),
		"no-break spaces":   bytes.Repeat([]byte(" "), mb/2),
		"slashes":           bytes.Repeat([]byte("/ "), mb/2),
		"hyphens":           bytes.Repeat([]byte("a-"), mb/2),
		"roles":             bytes.Repeat([]byte("role "), mb/5),
		"ends":              bytes.Repeat([]byte("end role "), mb/9),
		"goals":             bytes.Repeat([]byte("goal secrecy_of A "), mb/18),
		"transitions":       []byte("role r() played_by A def= transition " + strings.Repeat("1. A:=b =|> B=c ", mb/16)),
		"lower-case locals": []byte("role r() def= local " + strings.Repeat("x:text,", mb/7)),
		"quotes":            []byte(model("SND(A" + strings.Repeat("’", mb/3) + ")")),
		"one long line":     []byte(model("SND(" + strings.Repeat("{A,", mb/3) + ")")),
		"sections":          []byte("role r() def= " + strings.Repeat("local x ", mb/8)),
		"commas":            []byte("role r(" + strings.Repeat(",", mb) + ") def= composition end role r()"),
	} {
		start := time.Now()
		_, diags := Parse(name, text)
		if diags.Errors() == 0 || diags.Errors() > maxErrors {
			t.Errorf("%s: %d errors", name, diags.Errors())
		}
		if d := time.Since(start); d > 4*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

// TestLarge reads a correct file of ten megabytes: long messages and comments
// behind many labels.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	var b strings.Builder
	b.WriteString("role r(A:agent, SND:channel(dy)) played_by A def=\n local S:nat, M:message\n transition\n")
	message := strings.Repeat("{A.H(M,A)}_inv(M).", 100) + "A"
	for b.Len() < 10<<20 {
		b.WriteString(" 1. S=0 =|> S':=1 /\\ SND(" + message + ") % " + strings.Repeat("comment ", 100) + "\n")
	}
	b.WriteString("end role\nrole e() def= composition r(a,s) end role\ne()\n")
	start := time.Now()
	f, diags := Parse("large", []byte(b.String()))
	if len(diags) > 0 {
		t.Fatal(diags.Err())
	}
	if n := len(f.Roles[0].Transitions); n < 3000 {
		t.Errorf("%d transitions", n)
	}
	if d := time.Since(start); d > 30*time.Second {
		t.Errorf("took %v", d)
	}
}
