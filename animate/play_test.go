package animate

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hornet/hlpsl"
	"hornet/models"
	"hornet/protocol"
	"hornet/runner"
	"hornet/trace/cert"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// open2 is open for fuzzing.
func open2(f *testing.F) *Session {
	m, err := models.Find("nspk")
	if err != nil {
		f.Fatal(err)
	}
	s, err := New(hlpsl.Load(m.File, m.Text), m.Text, ground.Options{})
	if err != nil {
		f.Fatal(err)
	}
	for e := s.Next(); e != nil; e = s.Next() {
		if err := s.Fire(e); err != nil {
			f.Fatal(err)
		}
	}
	return s
}

// find checks the model of s.
func find(t *testing.T, s *Session) []*Attack {
	t.Helper()
	attacks, err := Find(t.Context(), s.model, s.text, runner.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return attacks
}

// TestAttacks steps through the attacks of some models of every kind, both ways:
// the goal is violated at the end and not before.
func TestAttacks(t *testing.T) {
	for _, name := range []string{"nspk", "wide-mouthed-frog", "diffie-hellman", "nsl-xor", "otway-rees", "denning-sacco", "andrew"} {
		s := open(t, name)
		s.Found(find(t, s))
		if len(s.attacks) == 0 {
			t.Errorf("%s: no attack", name)
		}
		for n, a := range s.attacks {
			if err := s.Play(n + 1); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			at, last := s.At()
			if at != 0 || last != len(a.Run.Steps) {
				t.Fatalf("%s: at %d of %d, %d steps", name, at, last, len(a.Run.Steps))
			}
			rows := 0
			for s.Redo() {
				v, err := s.View()
				if err != nil {
					t.Fatal(err)
				}
				if len(v.Chart.Rows) < rows || v.Attack != n+1 || len(v.Story) == 0 {
					t.Errorf("%s: %d rows after %d", name, len(v.Chart.Rows), rows)
				}
				rows = len(v.Chart.Rows)
				at, _ := s.At()
				if got := status(t, s, a.Goal); (got == "violated") != (at == last) {
					t.Errorf("%s: %s is %s after step %d of %d", name, a.Goal, got, at, last)
				}
			}
			if err := replay.Check(s.model, s.opt, s.Run()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for s.Undo() {
			}
			if v, err := s.View(); err != nil || len(v.Chart.Rows) != 0 {
				t.Errorf("%s: %d rows at the start, %v", name, len(v.Chart.Rows), err)
			}
		}
	}
}

func TestPlayNone(t *testing.T) {
	s := open(t, "nspk-lowe")
	s.Found(find(t, s))
	if err := s.Play(1); err == nil || !strings.Contains(err.Error(), "0 are known") {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if as, err := Find(ctx, s.model, s.text, runner.Options{}); err != nil || len(as) != 0 {
		t.Errorf("%d attacks, %v", len(as), err)
	}
}

// TestBlock takes a message off the network: what would receive it is handed it
// only on purpose.
func TestBlock(t *testing.T) {
	s := open(t, "nspk")
	if err := s.Fire(s.Next()); err != nil {
		t.Fatal(err)
	}
	kinds := func() (out []Kind) {
		for _, e := range s.Events() {
			if len(e.Packets) > 0 {
				out = append(out, e.Kind)
			}
		}
		return out
	}
	if k := kinds(); len(k) != 1 || k[0] != Deliver {
		t.Fatalf("%v", k)
	}
	if err := s.Block(Output{0, 0}, true); err != nil {
		t.Fatal(err)
	}
	if k := kinds(); len(k) != 1 || k[0] != Divert {
		t.Errorf("blocked: %v", k)
	}
	if f := s.Packets()[0].Fate; f != Blocked {
		t.Errorf("it is %s", f)
	}
	if s.Next() != nil && s.Next().Kind == Deliver {
		t.Error("an undisturbed run delivers what is blocked")
	}
	if !s.Undo() || s.Packets()[0].Fate != Pending {
		t.Error("undo does not take the block back")
	}
	for _, o := range []Output{{-1, 0}, {0, 1}, {5, 0}} {
		if s.Block(o, true) == nil {
			t.Errorf("message %v blocked", o)
		}
	}
}

// TestFireElsewhere refuses an event of another moment.
func TestFireElsewhere(t *testing.T) {
	s := open(t, "nspk")
	e := s.Next()
	if err := s.Fire(e); err != nil {
		t.Fatal(err)
	}
	if err := s.Fire(e); err == nil {
		t.Error("the same start twice")
	}
}

// TestUndoForgets: what is done after undo replaces what was undone.
func TestUndoForgets(t *testing.T) {
	s := open(t, "nspk")
	runOn(t, s)
	for range 3 {
		s.Undo()
	}
	for _, e := range s.Events() {
		if s.Names().Instance(e.Instance) == "initiator(2)" {
			if err := s.Fire(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	if at, last := s.At(); at != 2 || last != 2 {
		t.Errorf("at %d of %d", at, last)
	}
	s.Reset()
	if at, last := s.At(); at != 0 || last != 0 || len(s.Run().Steps) != 0 {
		t.Errorf("after reset at %d of %d", at, last)
	}
}

// TestKnowledge: every item has a reason, and refers to items only.
func TestKnowledge(t *testing.T) {
	s := open(t, "nspk")
	lowe(t, s)
	want := map[string]string{"start": "known from the start", "{Na.a}_ki": "sent by initiator(2) in step 1", "Nb": "in #13, opened with #8"}
	items := s.Knowledge()
	for _, it := range items {
		if it.Why == "" {
			t.Errorf("#%d %s: no reason", it.Number, s.show(it.Term))
		}
		for _, r := range it.Refs {
			if r < 1 || r > len(items) || r == it.Number {
				t.Errorf("#%d refers to #%d", it.Number, r)
			}
		}
		if w, ok := want[s.show(it.Term)]; ok {
			if it.Why != w && !strings.HasPrefix(w, "in #") || !strings.HasPrefix(it.Why, w[:3]) {
				t.Errorf("%s: %s, want %s", s.show(it.Term), it.Why, w)
			}
			delete(want, s.show(it.Term))
		}
	}
	for missing := range want {
		t.Errorf("he does not know %s", missing)
	}
}

// TestAim fixes a variable of a receive.
func TestAim(t *testing.T) {
	s := open(t, "nspk")
	for _, e := range s.Events() {
		if s.Names().Instance(e.Instance) == "initiator(2)" {
			if err := s.Fire(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	var w WaitView
	v, err := s.View()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range v.Waiting {
		if x.Name == "responder(1)" {
			w = x
		}
	}
	if w.Pattern != "{Na'.a}_kb" {
		t.Fatalf("waiting for %q", w.Pattern)
	}
	offers := func(fixed map[string]string) string {
		t.Helper()
		a, err := s.AimView(w.Instance, w.Transition, fixed)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, o := range a.Offers {
			out = append(out, o.Full)
		}
		return strings.Join(out, " ")
	}
	if got := offers(nil); got != "{Na.a}_kb {x1.a}_kb" {
		t.Errorf("offers %s", got)
	}
	if got := offers(map[string]string{"0": "?text"}); got != "{x1.a}_kb" {
		t.Errorf("offers %s", got)
	}
	for _, bad := range []map[string]string{{"x": "a"}, {"7": "a"}, {"0": "("}} {
		if _, err := s.AimView(w.Instance, w.Transition, bad); err == nil {
			t.Errorf("%v taken", bad)
		}
	}
	if err := s.SendOffer(w.Instance, w.Transition, nil, 99); err == nil {
		t.Error("an offer that is none")
	}
	if _, err := s.AimView(99, 0, nil); err == nil {
		t.Error("an instance that is none")
	}
	if err := s.SendOffer(w.Instance, w.Transition, nil, 0); err != nil {
		t.Fatal(err)
	}
	if k := s.now().kinds; k[len(k)-1] != Compose {
		t.Errorf("kinds %v", k)
	}
	if err := replay.Possible(s.model, s.opt, s.Run()); err != nil {
		t.Error(err)
	}
}

// TestOffersAreTaken: what is offered can be sent, in every model of the library,
// and the run stays one that the independent checker takes.
func TestOffersAreTaken(t *testing.T) {
	list, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, m := range list {
		s := open(t, m.Name)
		for range 3 {
			if e := s.Next(); e != nil {
				if err := s.Fire(e); err != nil {
					t.Fatal(err)
				}
			}
		}
		at, _ := s.At()
		for _, w := range s.Receivers() {
			offers := s.Offers(w[0], w[1], make([]*ground.Term, len(s.transition(w[0], w[1]).Vars)))
			for _, o := range offers[:min(4, len(offers))] {
				total++
				if err := s.Fire(o); err != nil {
					t.Errorf("%s: %v", m.Name, err)
				} else if err := replay.Possible(s.model, s.opt, s.Run()); err != nil {
					t.Errorf("%s: %s: %v", m.Name, s.describe(o), err)
				}
				s.Go(at)
			}
		}
	}
	if total < 100 {
		t.Errorf("%d offers in the whole library: the test has gone blind", total)
	}
}

// TestLoadRefused: a changed run, one of another model, and no run at all leave
// the session as it was.
func TestLoadRefused(t *testing.T) {
	s := open(t, "nspk")
	runOn(t, s)
	var b bytes.Buffer
	if err := s.Export(&b, "json"); err != nil {
		t.Fatal(err)
	}
	c, err := cert.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	c.Steps[1].Transition = 1
	c.Seal()
	changed, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	s.Undo()
	for name, text := range map[string]string{"nothing": "", "no certificate": "{}", "a changed run": string(changed)} {
		if err := s.Load(strings.NewReader(text)); err == nil {
			t.Errorf("%s is loaded", name)
		}
	}
	other := open(t, "nspk-lowe")
	if err := other.Load(&b); err != cert.ErrModel {
		t.Errorf("another model: %v", err)
	}
	if at, last := s.At(); at != 3 || last != 4 {
		t.Errorf("at %d of %d", at, last)
	}
}

// TestDiffieHellmanByHand is a man in the middle with powers.
func TestDiffieHellmanByHand(t *testing.T) {
	s := open(t, "diffie-hellman")
	if err := s.Fire(s.Next()); err != nil {
		t.Fatal(err)
	}
	var powers int
	for _, w := range s.Receivers() {
		for _, o := range s.Offers(w[0], w[1], make([]*ground.Term, len(s.transition(w[0], w[1]).Vars))) {
			for _, m := range o.Received {
				if m.Op == protocol.Exp || m.Op == protocol.Pair || m.Op == protocol.Open {
					powers++
				}
			}
		}
	}
	if powers == 0 {
		t.Error("nothing to offer")
	}
}

// TestScriptGolden carries out testdata/*.txt and compares the run as text;
// pictures must be well-formed and hold every message. HORNET_UPDATE=1 rewrites
// the texts.
func TestScriptGolden(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(scripts) < 4 {
		t.Fatalf("%d scripts, %v", len(scripts), err)
	}
	for _, script := range scripts {
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(string(text), "\n")
		s := open(t, strings.TrimSpace(strings.TrimPrefix(first, "# model:")))
		err = s.Script(script, bytes.NewReader(text), func() ([]*Attack, error) { return find(t, s), nil })
		if err != nil {
			t.Error(err)
			continue
		}
		var b, svg bytes.Buffer
		if err := s.Export(&b, "text"); err != nil {
			t.Fatal(err)
		}
		if err := s.Export(&svg, "svg"); err != nil {
			t.Fatal(err)
		}
		d, messages := xml.NewDecoder(&svg), 0
		for tok, err := d.Token(); err != io.EOF; tok, err = d.Token() {
			if err != nil {
				t.Fatalf("%s: %v", script, err)
			}
			if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "text" && strings.HasPrefix(e.Attr[0].Value, "ms") {
				messages++
			}
		}
		if lines := strings.Count(b.String(), ". "); messages == 0 || messages != lines {
			t.Errorf("%s: %d messages in the picture, %d in the text", script, messages, lines)
		}
		name := strings.TrimSuffix(script, ".txt") + ".text"
		if os.Getenv("HORNET_UPDATE") != "" {
			if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(want, b.Bytes()) {
			t.Errorf("%s differs: %v\n%s", name, err, b.Bytes())
		}
	}
}

// TestScriptFaults: an error names the line and what is wrong.
func TestScriptFaults(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{"sing", "s:1: unknown order"},
		{"\n# fine\nstart nobody", "s:3: there is no nobody; there are initiator(1)"},
		{"start responder(1)", "responder(1) cannot start"},
		{"deliver @1", "none of the 0 messages"},
		{"next\ndeliver @1 to initiator(2)", "initiator(2) does not take @1"},
		{"next\ndeliver @x", "none of the 1 messages"},
		{"run\ndeliver @3", "nobody takes @3"},
		{"send a", "to whom?"},
		{"send a to responder(1)", "responder(1) does not take a now"},
		{"send {a to responder(1)", "is missing"},
		{"next\nsend Na to responder(1)", "he lacks Na"},
		{"undo", "nothing to undo"},
		{"redo", "nothing to redo"},
		{"run\nnext", "nothing more happens"},
		{"next x", "no number of times"},
		{"next 0", "no number of times"},
		{"attack 9", "no attack 9"},
		{"attack secrecy_of na", "no attack on secrecy_of na"},
		{"expect secrecy_of nb", "no status"},
		{"expect x idle", "no goal x"},
		{"expect", "expect GOAL STATUS"},
		{"expect secrecy_of na violated", "is idle, not violated"},
		{"expect cannot a.b", "can make a.b"},
		{"block @1", "none of the 0"},
	} {
		s := open(t, "nspk")
		err := s.Script("s", strings.NewReader(c.script), func() ([]*Attack, error) { return find(t, s), nil })
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.script, err, c.want)
		}
	}
}

// TestNewRefuses what cannot be run.
func TestNewRefuses(t *testing.T) {
	text := []byte("role x")
	if _, err := New(hlpsl.Load("x", text), text, ground.Options{}); err == nil {
		t.Error("a broken model is run")
	}
}
