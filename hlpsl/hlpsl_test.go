package hlpsl_test

import (
	"strings"
	"testing"

	"hornet/diag"
	"hornet/hlpsl"
)

const sound = `role alice(A,B:agent, SND,RCV:channel(dy))
played_by A def=
  local State:nat
  init State:=0
  transition
  1. State=0 /\ RCV(start) =|> State':=1 /\ SND(A)
end role
role environment() def=
  local S,R:channel(dy)
  const a,b:agent
  composition alice(a,b,S,R)
end role
environment()
`

func TestLoad(t *testing.T) {
	u := hlpsl.Load("sound.hlpsl", []byte(sound))
	if u.Model == nil || u.Info == nil || u.File == nil || len(u.Diags) != 0 {
		t.Fatalf("a sound text: %v", u.Diags)
	}
	if u.Model.Name != "sound.hlpsl" || len(u.Model.Instances) != 1 {
		t.Error("the model is not that of the text")
	}
}

// TestLoadStops checks that no pass runs on what an earlier one refused.
func TestLoadStops(t *testing.T) {
	for _, x := range []struct {
		name, old, new string
		info           bool
	}{
		{"syntax", "def=", "de", false},
		{"names", "SND(A)", "SND(C)", true},
	} {
		u := hlpsl.Load(x.name, []byte(strings.Replace(sound, x.old, x.new, 1)))
		if u.Diags.Errors() == 0 || u.Model != nil || (u.Info != nil) != x.info {
			t.Errorf("%s: model %v, info %v, %v", x.name, u.Model != nil, u.Info != nil, u.Diags)
		}
	}
}

// TestLoadAnything checks that no text whatever makes a pass panic.
func TestLoadAnything(t *testing.T) {
	for i := range sound {
		hlpsl.Load("cut", []byte(sound[:i]))
		hlpsl.Load("hole", []byte(sound[:i]+sound[i+1:]))
	}
}

// FuzzLoad is the same for texts that nobody thought of.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(sound))
	for _, d := range diag.Table() {
		f.Add([]byte(d.Bad.Text()))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		u := hlpsl.Load("fuzz", text)
		if (u.Model == nil) != (u.Diags.Errors() > 0) {
			t.Errorf("model %v with %d errors", u.Model != nil, u.Diags.Errors())
		}
	})
}

// TestExamples checks the codes of the names, types and translation passes: the
// bad example gives the code and no other error, the good one does not give it.
func TestExamples(t *testing.T) {
	for _, d := range diag.Table() {
		if d.Code < "H0200" || d.Code >= "H0400" {
			continue
		}
		found := false
		for _, x := range hlpsl.Load("bad", []byte(d.Bad.Text())).Diags {
			found = found || x.Code == d.Code
			if x.Code != d.Code && x.Severity == diag.Error {
				t.Errorf("%s: the bad example also has %v", d.Code, x)
			}
		}
		if !found {
			t.Errorf("%s: the bad example does not trigger it", d.Code)
		}
		for _, x := range hlpsl.Load("good", []byte(d.Good.Text())).Diags {
			t.Errorf("%s: the good example has %v", d.Code, x)
		}
	}
}
