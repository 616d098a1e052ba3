package syntax

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"hornet/diag"
)

// TestFormat holds the layout to the golden file, and every golden layout to
// the laws of the formatter.
func TestFormat(t *testing.T) {
	a, err := txtar.ParseFile("testdata/format/layout.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range a.Files {
		file, diags := Parse(f.Name, f.Data)
		if diags.Errors() > 0 {
			t.Fatal(diags)
		}
		checkFormat(t, f.Name, f.Data)
		out.WriteString("-- " + f.Name + " --\n" + string(Format(file)))
	}
	checkGolden(t, "testdata/format/layout.golden", out.String())
}

// TestFormatDocs holds the examples of the documentation to the laws.
func TestFormatDocs(t *testing.T) {
	for _, d := range diag.Table() {
		checkFormat(t, string(d.Code), []byte(d.Good.Text()))
		checkFormat(t, string(d.Code), []byte(strings.ReplaceAll(d.Good.Text(), "\n", " % c\r\n")))
	}
}

// TestFill: a broken line loses nothing and stays within the width where it can.
func TestFill(t *testing.T) {
	for _, text := range []string{
		"", "a", strings.Repeat("abc.", 80), strings.Repeat("Abc, ", 80), strings.Repeat("x", 150), strings.Repeat("x", 150) + ",y",
		strings.Repeat("x", 99) + "." + strings.Repeat("y", 99) + "." + strings.Repeat("z", 99),
	} {
		got := fill("  p ", text, 6)
		var joined string
		for i, line := range strings.Split(got, "\n") {
			if len(line) > width && strings.ContainsAny(strings.TrimSpace(line)[:len(strings.TrimSpace(line))-1], ".,") {
				t.Errorf("line %d of %q is too long", i, got)
			}
			joined += strings.TrimSpace(line)
		}
		if want := "p " + text; strings.ReplaceAll(joined, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("fill(%q) = %q", text, got)
		}
	}
}

// TestEqual: every difference of two trees counts, none of layout does.
func TestEqual(t *testing.T) {
	base := model("SND({A}_M.1)")
	f, _ := Parse("f", []byte(base))
	for _, c := range []struct {
		text string
		same bool
	}{
		{"% comment\n" + strings.ReplaceAll(base, " ", "  "), true},
		{model("SND({A}_M.2)"), false},
		{model("SND({A}_M'.1)"), false},
		{model("SND({A}_(M).1)"), false},
		{model("RCV({A}_M.1)"), false},
		{model("SND({A}_M.1,A)"), false},
		{model("SND({A}_M.a)"), false},
		{model("SND({A}_M.1) /\\ SND(A)"), false},
		{strings.Replace(base, "message", "text", 1), false},
		{strings.Replace(base, "=|>", "--|>", 1), false},
		{strings.Replace(base, "S=0", "S/=0", 1), false},
		{strings.Replace(base, "S=0", "not(S=0)", 1), false},
		{strings.Replace(base, "r(a,s)", "r(a,s) ; r(a,s)", 1), false},
		{strings.Replace(base, "\ne()", "\ngoal secrecy_of s end goal e()", 1), false},
		{base + "goal secrecy_of s end goal", false},
	} {
		g, diags := Parse("g", []byte(c.text))
		if diags.Errors() > 0 {
			t.Fatal(diags)
		}
		if Equal(f, g) != c.same || Equal(g, f) != c.same {
			t.Errorf("Equal is %v for\n%s", !c.same, c.text)
		}
	}
}
