package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hornet/diag"
	"hornet/hlpsl/check"
	"hornet/hlpsl/syntax"
	"hornet/term"
)

// TestFiles checks the specifications of testdata. The diagnostics that a line
// must give stand behind it: %% code and the beginning of the message, for each.
func TestFiles(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("testdata", "*.hlpsl"))
	if len(files) == 0 {
		t.Fatal("no specifications")
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			file, diags := syntax.Parse(f, text)
			if diags.Errors() > 0 {
				t.Fatal(diags)
			}
			_, got := check.Check(file)
			lines := strings.Split(string(text), "\n")
			for i, line := range lines {
				for _, want := range strings.Split(line, "%%")[1:] {
					want = strings.TrimSpace(want)
					if !take(&got, i+1, want) {
						t.Errorf("%s:%d: missing: %s", f, i+1, want)
					}
				}
			}
			for _, d := range got {
				t.Errorf("unexpected: %v", d)
			}
		})
	}
}

// take removes the diagnostic of line that want describes.
func take(l *diag.List, line int, want string) bool {
	code, message, _ := strings.Cut(want, " ")
	for i, d := range *l {
		if d.Range.Start.Line == line && string(d.Code) == code && strings.HasPrefix(d.Message, message) {
			*l = append((*l)[:i:i], (*l)[i+1:]...)
			return true
		}
	}
	return false
}

// TestHelp pins the help and the related places of a few diagnostics.
func TestHelp(t *testing.T) {
	const text = `role alice(A,B:agent, Kab:symmetric_key, SND,RCV:channel(dy))
played_by A def=
  local State:nat
  transition
  1. RCV(start) =|> SND({A}_Kba)
  2. RCV(start) =|> SND(Other)
end role
role environment() def=
  local S,R:channel(dy), Other:agent
  const alfa,b:agent, k:public_key
  composition alice(alfa,b,k,S,R) /\ alise(b,b,k,S,R) /\ alice(alfaa,b)
end role
environment()
`
	file, diags := syntax.Parse("x", []byte(text))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	_, diags = check.Check(file)
	want := []struct{ at, help, related string }{
		{"x:5:29", "did you mean Kab?", ""},
		{"x:6:25", "declare it in role alice: a variable belongs to the role that declares it", "x:9:26 role environment declares one of this name"},
		{"x:11:28", "", "x:1:23 Kab is declared here"},
		{"x:11:38", "did you mean alice?", ""},
		{"x:11:58", "", "x:1:6 declared here: alice(A,B:agent, Kab:symmetric_key, SND,RCV:channel(dy))"},
		{"x:11:64", "did you mean alfa?", ""},
	}
	if len(diags) != len(want) {
		t.Fatalf("%d diagnostics, want %d:\n%v", len(diags), len(want), diags)
	}
	for i, w := range want {
		d := diags[i]
		related := ""
		if len(d.Related) > 0 {
			related = d.Related[0].Range.String() + " " + d.Related[0].Message
		}
		if d.Range.String() != w.at || d.Help != w.help || related != w.related {
			t.Errorf("got  %s %q %q: %s\nwant %s %q %q", d.Range, d.Help, related, d.Message, w.at, w.help, w.related)
		}
	}
}

// TestFits pins the relation between arguments and parameters.
func TestFits(t *testing.T) {
	pair := func(a, b *term.Type) *term.Type { return &term.Type{Kind: term.PairType, Args: []*term.Type{a, b}} }
	set := func(a *term.Type) *term.Type { return &term.Type{Kind: term.Set, Args: []*term.Type{a}} }
	hash := func(a *term.Type) *term.Type { return &term.Type{Kind: term.HashType, Args: []*term.Type{a}} }
	inv := &term.Type{Kind: term.InvType, Args: []*term.Type{term.TPublicKey}}
	fn := &term.Type{Kind: term.FuncType, Args: []*term.Type{term.TAgent, term.TPublicKey}}
	for _, x := range []struct {
		actual, formal *term.Type
		want           bool
	}{
		{term.TText, term.TText, true},
		{term.TText, term.TMessage, true},
		{term.TMessage, term.TText, false},
		{term.TText, term.TAgent, false},
		{term.TChannel, term.TMessage, true},
		{set(term.TAgent), term.TMessage, true},
		{term.THashFunc, term.TSymmetricKey, true},
		{term.THashFunc, pair(term.TText, term.TText), false},
		{hash(term.TText), term.TText, true},
		{hash(term.TText), term.THashFunc, false},
		{hash(term.TText), hash(term.TText), true},
		{hash(term.TText), hash(term.TMessage), true},
		{inv, term.TPublicKey, false},
		{inv, inv, true},
		{pair(term.TText, term.TAgent), pair(term.TText, term.TAgent), true},
		{pair(term.TText, term.TAgent), pair(term.TMessage, term.TAgent), true},
		{pair(pair(term.TText, term.TText), term.TText), pair(term.TText, pair(term.TText, term.TText)), false},
		{set(term.TText), set(term.TMessage), false},
		{set(pair(term.TAgent, term.TPublicKey)), fn, true},
		{set(pair(term.TPublicKey, term.TAgent)), fn, false},
		{fn, fn, true},
		{term.TNat, term.TText, false},
	} {
		if got := check.Fits(x.actual, x.formal); got != x.want {
			t.Errorf("Fits(%s, %s) = %v", x.actual, x.formal, got)
		}
	}
}

// TestInfo pins what the other passes read.
func TestInfo(t *testing.T) {
	const text = `role alice(A,B:agent, KF:agent->public_key, SND,RCV:channel(dy))
played_by B def=
  local State:nat
  init State:=0
  transition
  1. RCV(start) =|> SND({A}_inv(k).{A}_KF(B).{guess}_KF(A))
end role
role unused() def= composition end role
role environment() def=
  local S,R:channel(dy)
  const a,b:agent, k:public_key
  composition alice(a,c,{a.k,b.k},S,R)
end role
environment()
`
	file, diags := syntax.Parse("x", []byte(text))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	info, _ := check.Check(file)
	alice := info.Role("alice")
	if alice.Player != alice.Var("B") || alice.Var("State").Init == nil || alice.Var("A").Init != nil || alice.Composed() {
		t.Error("alice is not resolved")
	}
	if !alice.Called || info.Role("unused").Called || info.Main != info.Role("environment") {
		t.Error("the calls are not followed")
	}
	if !info.Tabulated(alice.Var("KF")) {
		t.Error("KF is given a set of pairs")
	}
	if c := info.Const("c"); c.Declared || c.Type != term.TAgent {
		t.Error("c has the type of the parameter it is passed for")
	}
	if c := info.Const("guess"); c.Declared || c.Type != term.TMessage {
		t.Error("guess has no type of its own")
	}
	var names []string
	for _, c := range info.Consts {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, " "); got != "a b k guess c" {
		t.Errorf("constants: %s", got)
	}
}
