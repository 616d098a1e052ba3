package syntax

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tokens returns the tokens of a text as words: kind letters for names, the
// text of operators and keywords, ! for what is bad.
func tokens(text string) string {
	l := lex("", []byte(text))
	var out []string
	for i, t := range l.toks[:len(l.toks)-1] {
		switch s := l.str(i); t.kind {
		case tVar:
			out = append(out, "V:"+s)
		case tConst:
			out = append(out, "c:"+s)
		case tNat:
			out = append(out, "n:"+s)
		case tBad:
			out = append(out, fmt.Sprintf("!%q", s))
		default:
			out = append(out, l.value(t))
		}
	}
	return strings.Join(out, " ")
}

func TestLex(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"A a 01 A_1 a_B", "V:A c:a n:01 V:A_1 c:a_B"},
		{"Na'.{M}_K_1", "V:Na ' . { V:M } _ V:K_1"},
		{"{M} _ K", "{ V:M } _ V:K"},
		{"1a 1.a", "n:1 c:a n:1 . c:a"},
		{"def= def = def=def= defs", "def= c:def = def= def= c:defs"},
		{"xdef=", "c:xdef ="},
		{"=|> --|> => -> = |>", `=|> --|> => -> = !"|" !">"`},
		{`/\ \/ / \ /= <= <`, `/\ \/ !"/" !"\\" /= <= !"<"`},
		{"[] <> <-> (-) [-] ~", "[] <> <-> (-) [-] ~"},
		{":= : =", ":= : ="},
		{"A&B", "V:A & V:B"},
		{"role Role rOLE ROLE public_Key", "role V:Role role V:ROLE public_key"},
		{"intruder_knowledge intruder_knowledg weak_authentication_on_", "intruder_knowledge c:intruder_knowledg c:weak_authentication_on_"},
		{"a%b\nc % d", "c:a c:c"},
		{"A’B", `V:A !"’" V:B`},
		{"\xe9\xe8A\xe9", `!"\xe9\xe8" V:A !"\xe9"`},
		{"a\x00\x01b\fc", `c:a !"\x00\x01" c:b !"\f" c:c`},
		{"alice-bob", `c:alice !"-" c:bob`},
	} {
		if got := tokens(c.text); got != c.want {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestLexPositions(t *testing.T) {
	l := lex("f", []byte("\tA\r\n é b % c\r\nd"))
	want := []string{"f:1:2", "f:2:2", "f:2:5", "f:3:1", "f:3:2"}
	for i := range l.toks {
		if got := l.rng(i).String(); got != want[i] {
			t.Errorf("token %d at %s, want %s", i, got, want[i])
		}
	}
	if c := l.comments[0]; c.Text != "% c" || c.Range.String() != "f:2:7" || c.Range.End.Offset != 13 {
		t.Errorf("comment %+v", c)
	}
}

// TestLexCovers: whatever the text, tokens are in order, do not overlap, and
// with comments and blanks make up the text.
func TestLexCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(rapid.StringOfN(rapid.RuneFrom([]rune("aA1_'{}().,:;=|>-<[]~/\\% \n\r\té’\x00role")), 0, 60, -1).Draw(t, "text"))
		l := lex("", text)
		covered := make([]bool, len(text))
		mark := func(from, to int) {
			for i := from; i < to; i++ {
				if covered[i] {
					t.Fatalf("byte %d is in two tokens", i)
				}
				covered[i] = true
			}
		}
		for _, tk := range l.toks {
			mark(int(tk.off), int(tk.end))
		}
		for _, c := range l.comments {
			mark(c.Range.Start.Offset, c.Range.End.Offset)
		}
		for i, c := range covered {
			if !c && !isBlank(text[i]) {
				t.Fatalf("byte %d of %q is lost", i, text)
			}
		}
	})
}

// allKeywords returns the keywords of HLPSL in alphabetical order, def= included.
func allKeywords() []string {
	var ks []string
	for _, k := range keywords {
		if len(ks) > 0 && ks[len(ks)-1] < "def=" && k > "def=" {
			ks = append(ks, "def=")
		}
		ks = append(ks, k)
	}
	return ks
}

func TestKeywords(t *testing.T) {
	ks := allKeywords()
	if !slices.IsSorted(ks) || len(ks) != 44 {
		t.Errorf("%d keywords, sorted %v", len(ks), slices.IsSorted(ks))
	}
	for i, k := range keywords {
		if id := keyword([]byte(k)); id != kAccept+tok(i) || !isKeyword(id) {
			t.Errorf("%s has id %d", k, id)
		}
		if len(k) > longestKeyword {
			t.Errorf("%s is longer than longestKeyword", k)
		}
	}
	// The ids must name what the tables say they do.
	for id, want := range map[tok]string{kAuthOn: "authentication_on", kIn: "in", kKnowledge: "intruder_knowledge", kRole: "role", kXor: "xor", kWeakly: "weakly"} {
		if got := keywords[id-kAccept]; got != want {
			t.Errorf("id of %s is that of %s", want, got)
		}
	}
	for id, want := range map[tok]string{pPrime: "'", pArrow: "=|>", pAnd: `/\`, pMaps: "->", pImp: "=>", pDef: "def="} {
		if got := puncts[id-pPrime]; got != want {
			t.Errorf("id of %s is that of %s", want, got)
		}
	}
}
