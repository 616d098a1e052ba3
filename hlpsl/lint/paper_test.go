package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hornet/diag"
	"hornet/hlpsl"
	"hornet/hlpsl/lint"
)

// The paper that the project began with (a mutual scheme for the handshake of
// TLS) prints an attack on a protocol that cannot run, and a clean verdict on
// one that cannot be built. A linter says both at once, without any search.
func TestPaper(t *testing.T) {
	for _, c := range []struct {
		file string
		want []finding
	}{
		{"baseline.hlpsl", []finding{
			{diag.NoSender, 11, "nobody can ever send what alice waits for: step 2 is dead in session(a,b,pkc,pks)"},
			{diag.ReadBeforeStored, 30, "Rand3 is read before anything was stored in it"},
		}},
		{"enhanced.hlpsl", []finding{
			{diag.NotImplementable, 30, "ParaC stands only under a one-way function"},
		}},
		{"listing.hlpsl", []finding{
			{diag.SecretInClear, 16, "is declared secret, but everybody can read it"},
			{diag.SecretInClear, 17, "is declared secret, but everybody can read it"},
		}},
	} {
		t.Run(c.file, func(t *testing.T) {
			path := filepath.Join("..", "..", "..", "shared", "paper", c.file)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Skip("the paper's models are not here")
			}
			expect(t, string(text), c.want)
		})
	}
}

type finding struct {
	code diag.Code
	line int
	text string
}

func expect(t *testing.T, text string, want []finding) {
	t.Helper()
	l := lint.All(hlpsl.Load("m.hlpsl", []byte(text)))
	for i, w := range want {
		if i >= len(l) || l[i].Code != w.code || l[i].Range.Start.Line != w.line || !strings.Contains(l[i].Message, w.text) {
			t.Errorf("want %s on line %d: …%s…", w.code, w.line, w.text)
		}
	}
	if len(l) > len(want) || t.Failed() {
		t.Errorf("found %v", l)
	}
}

// What the client waits for and what the server sends must stand under each
// other, the first parts that differ marked.
func TestSideBySide(t *testing.T) {
	text := `role client(A,B:agent, Kb:public_key, SND,RCV:channel(dy))
played_by A def=
  local State:nat, N,M,P:text
  init State:=0
  transition
  1. State=0 /\ RCV(start) =|> State':=1 /\ N':=new() /\ SND(N'.hello)
  2. State=1 /\ RCV({N.M'.P'}_inv(Kb).done) =|> State':=2
end role
role server(A,B:agent, Kb:public_key, SND,RCV:channel(dy))
played_by B def=
  local State:nat, N,M,P:text
  init State:=0
  transition
  1. State=0 /\ RCV(N'.hello) =|>
     State':=1 /\ M':=new() /\ P':=new() /\ SND({N'.M'}_inv(Kb).P'.done)
end role
role session(A,B:agent, Kb:public_key) def=
  local S,R:channel(dy)
  composition client(A,B,Kb,S,R) /\ server(A,B,Kb,S,R)
end role
role environment() def=
  const a,b:agent, kb,ki:public_key, hello,done:text
  intruder_knowledge={a,b,kb,ki,inv(ki),hello,done}
  composition session(a,b,kb) /\ session(a,i,ki)
end role
goal
  secrecy_of nothing
end goal
environment()
`
	l := lint.All(hlpsl.Load("m.hlpsl", []byte(text)))
	const want = `client waits for  {N.M'.P'}_inv(Kb).done
                     ^^^^^
server sends      {N'.M'}_inv(Kb).P'.done
                      ^^
`
	for _, d := range l {
		if d.Code == diag.NoSender {
			if d.Note != want {
				t.Errorf("got\n%s\nwant\n%s", d.Note, want)
			}
			if len(d.Related) != 1 || d.Related[0].Range.Start.Line != 15 {
				t.Errorf("the server's send is not beside it: %v", d.Related)
			}
			return
		}
	}
	t.Errorf("no receive without sender in %v", l)
}
