package syntax

import (
	"testing"

	"hornet/diag"
)

// seeds are the examples of the documentation and of the formatter's tests.
func seeds(f *testing.F) {
	for _, d := range diag.Table() {
		if len(d.Bad.Text()) < 4000 {
			f.Add([]byte(d.Bad.Text()))
		}
		f.Add([]byte(d.Good.Text()))
	}
	for _, text := range []string{
		"", "role", "role r(", "goal end goal", model("SND({A.M}_A,xor(A,exp(A,M)))"), model("A := new() /\\ B' = /\\"),
		"role r() def= composition /\\_{in(A.B,{a.b})} (a() ; b()) end role [] goal [] (p => q) end goal r()",
	} {
		f.Add([]byte(text))
	}
}

// FuzzParse: whatever the text, Parse ends, its errors lie in the text, are
// sorted and bounded, and a file without errors has a main call.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		file, diags := Parse("f", text)
		if diags.Errors() > maxErrors {
			t.Errorf("%d errors", diags.Errors())
		}
		if diags.Errors() == 0 && (file.Main == nil || len(file.Roles) == 0) {
			t.Error("no main call and no error")
		}
		last := -1
		for _, d := range diags {
			if d.Range.Start.Offset < last {
				t.Error("not sorted")
			}
			last = d.Range.Start.Offset
			check := func(r diag.Range) {
				if r.Start.Offset < 0 || r.End.Offset > len(text) || r.Start.Offset > r.End.Offset || r.Start.Line < 1 || r.Start.Col < 1 {
					t.Errorf("%v: range %+v", d, r)
				}
			}
			check(d.Range)
			for _, rel := range d.Related {
				check(rel.Range)
			}
			for _, e := range d.Fix {
				check(e.Range)
			}
			if d.Message == "" {
				t.Error("no message")
			}
		}
	})
}

// FuzzFormat: what parses keeps its tree and its comments, and formatting
// again changes nothing.
func FuzzFormat(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) { checkFormat(t, "f", text) })
}

// FuzzLex: the tokens are in order and cover all that is no blank or comment.
func FuzzLex(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		l := lex("f", text)
		at := 0
		for _, tk := range l.toks {
			if int(tk.off) < at || tk.end < tk.off {
				t.Fatalf("token at %d behind %d", tk.off, at)
			}
			at = int(tk.end)
		}
		if at != len(text) {
			t.Fatalf("the end is at %d", at)
		}
	})
}
