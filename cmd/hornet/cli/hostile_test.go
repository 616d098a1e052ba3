package cli

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hornet/models"
)

// Models that somebody, or something, has worked on without knowing what he
// does: no panic, no hang, no memory without bound, an exit code that says what
// the report says, and attacks that can be carried out again.

// token is a word, a number, a comment, blanks, or one of the signs of HLPSL.
var token = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*'?|[0-9]+|%[^\n]*|\s+|=\|>|--\|>|:=|/\\|/=|<=|->|def=|.`)

// vocabulary is what an edit may write beside the words of the model.
var vocabulary = strings.Split(`start new() i 0 1 2 12345678901234567890 State State' xor(A,B) exp(G,X) inv(K) {} {A} {A,B} {A.B}_K {Na'}_inv(Kb)
 cons( delete( in( not( ( ) . , ; /\ =|> --|> := = /= <= _ { } ' % played_by def= local init transition const composition role end goal
 secrecy_of authentication_on weak_authentication_on agent text message nat public_key symmetric_key hash_func protocol_id channel(dy) text_set set
 text.agent {text}_public_key witness(A,B,na,Na) request(A,B,na,Na) wrequest(A,B,na,Na) secret(Na,na,{A,B}) iknows(Na) RCV(X') SND(X) SND(RCV)
 H(H(H(A))) exp(exp(exp(g,X),Y),inv(X)) xor(xor(A,A),B) accept /\_{in(A.B,S)} éà `+"\x00 \xff", " ")

// edit changes a model as the bytes of program say, five for each change.
func edit(texts [][]byte, which int, program []byte) []byte {
	split := func(i int) []string { return token.FindAllString(string(texts[i%len(texts)]), -1) }
	words := split(which)
	for ; len(program) >= 5 && len(words) > 0; program = program[5:] {
		a := (int(program[1])<<8 | int(program[2])) % len(words)
		b := (int(program[3])<<8 | int(program[4])) % len(words)
		from, to := min(a, b), max(a, b)
		switch program[0] % 16 {
		default: // another word of its class: often a model again
			for n := 0; n < len(words) && class(words[a]) == ""; n++ {
				a = (a + 1) % len(words)
			}
			for n := range words {
				if w := words[(b+n)%len(words)]; w != words[a] && class(w) == class(words[a]) {
					words[a] = w
					break
				}
			}
		case 0:
			words[a] = ""
		case 1:
			words[a] = words[b]
		case 2:
			words[a], words[b] = words[b], words[a]
		case 3, 4:
			words[a] = " " + vocabulary[(int(program[3])<<8|int(program[4]))%len(vocabulary)] + " "
		case 5: // a line goes
			for i := a; i < len(words) && !strings.Contains(words[i], "\n"); i++ {
				words[i] = ""
			}
		case 6: // some words stand twice
			words = append(words[:to:to], append(append([]string{}, words[from:min(to, from+60)]...), words[to:]...)...)
		case 7: // some words of another model
			other := split(int(program[3]))
			at := int(program[4]) * len(other) / 256
			words = append(words[:a:a], append(append([]string{}, other[at:min(len(other), at+80)]...), words[a:]...)...)
		case 8: // some words go
			words = append(words[:from:from], words[min(to, from+20):]...)
		}
	}
	return []byte(strings.Join(words, ""))
}

// class tells the names and numbers apart that may stand for each other.
func class(w string) string {
	switch {
	case w == "":
		return ""
	case w[0] >= 'A' && w[0] <= 'Z':
		if strings.HasSuffix(w, "'") {
			return "primed"
		}
		return "variable"
	case w[0] >= 'a' && w[0] <= 'z' && !slices.Contains(keywords, w):
		return "constant"
	case w[0] >= '0' && w[0] <= '9':
		return "number"
	}
	return ""
}

var keywords = strings.Fields("role played_by def local const init transition composition end goal start in not new xor exp inv cons delete")

func library(t testing.TB) (texts [][]byte) {
	t.Helper()
	all, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		texts = append(texts, m.Text)
	}
	return texts
}

// survives checks one text and holds what comes out together. It reports whether
// the text is a model.
func survives(t *testing.T, text []byte, untyped bool) (sound bool) {
	sound = true
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "m.hlpsl")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (int, string, string) {
		var out, errs bytes.Buffer
		code := Main(args, bytes.NewReader(nil), &out, &errs)
		return code, out.String(), errs.String()
	}
	args := []string{"check", "--no-cache", "--no-config", "--timeout", "2s", "--max-states", "400", "--max-memory", "1GiB", "--format", "json", file}
	if untyped {
		args = append(args, "--untyped")
	}
	start := time.Now()
	code, out, errs := run(args...)
	if took := time.Since(start); took > time.Minute {
		t.Errorf("it took %v:\n%s", took, text)
	}
	var report struct {
		Files []struct {
			Failure *struct{ Kind, Message string }
			Goals   []struct{ Status string }
			Attacks []any
			Missing []any

			Diagnostics []struct{ Severity string }
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || len(report.Files) != 1 {
		t.Fatalf("exit code %d, no report of one file: %v\n%s%s\n%s", code, err, errs, out, text)
	}
	f := report.Files[0]
	want := 0
	rank := map[int]int{0: 0, 5: 1, 4: 2, 1: 3, 3: 4, 70: 5}
	worse := func(c int) {
		if rank[c] > rank[want] {
			want = c
		}
	}
	for _, d := range f.Diagnostics {
		if d.Severity == "error" {
			sound = false
			worse(3)
		}
	}
	for _, g := range f.Goals {
		switch g.Status {
		case "attack":
			worse(1)
		case "undecided":
			worse(4)
		case "vacuous", "not executable":
			worse(3)
		}
	}
	if len(f.Goals) == 0 {
		worse(5)
	}
	if f.Failure != nil || code != want {
		t.Errorf("exit code %d, want %d, failure %v\n%s%s\n%s", code, want, f.Failure, errs, out, text)
	}
	if len(f.Attacks) > 0 {
		saved := filepath.Join(dir, "run.json")
		if err := os.WriteFile(saved, []byte(out), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, errs := run("replay", saved, file); code != 0 {
			t.Errorf("replay exits with %d: %s%s\n%s", code, out, errs, text)
		}
		for _, format := range []string{"text", "svg", "html", "mermaid", "latex", "dot", "avispa"} {
			if code, _, errs := run("render", saved, "--to", format); code != 0 {
				t.Errorf("render --to %s exits with %d: %s\n%s", format, code, errs, text)
			}
		}
	}
	if k := peak(); k > 4<<20 {
		t.Fatalf("%d MiB in use\n%s", k>>10, text)
	}
	return sound
}

// TestHostile edits models at random.
func TestHostile(t *testing.T) {
	texts := library(t)
	n := 150
	if testing.Short() {
		n = 25
	}
	r := rand.New(rand.NewPCG(6, 70))
	sound := 0
	for range n {
		program := make([]byte, 5*(1+r.IntN(3)))
		for i := range program {
			if program[i] = byte(r.Uint32()); i%5 == 0 && r.IntN(8) > 0 {
				program[i] = 15
			}
		}
		if survives(t, edit(texts, r.IntN(len(texts)), program), r.IntN(4) == 0) {
			sound++
		}
	}
	t.Logf("%d of %d texts are models", sound, n)
	if sound < n/4 {
		t.Errorf("only %d of %d texts are models", sound, n)
	}
}

// FuzzCheck lets the coverage choose the edits.
func FuzzCheck(f *testing.F) {
	texts := library(f)
	for i := range texts {
		f.Add(uint8(i), []byte{byte(i), 1, byte(7 * i), 1, byte(11 * i)}, i%4 == 0)
		f.Add(uint8(i), []byte{3, 2, byte(5 * i), 0, byte(i), 1, 0, byte(9 * i), 2, byte(3 * i)}, false)
	}
	f.Fuzz(func(t *testing.T, which uint8, program []byte, untyped bool) {
		if len(program) > 100 {
			t.Skip()
		}
		survives(t, edit(texts, int(which), program), untyped)
	})
}
