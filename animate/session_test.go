package animate

import (
	"bytes"
	"strings"
	"testing"

	"hornet/hlpsl"
	"hornet/models"
	"hornet/trace/cert"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// open returns a session of a model of the library.
func open(t *testing.T, name string) *Session {
	t.Helper()
	m, err := models.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(hlpsl.Load(m.File, m.Text), m.Text, ground.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// runOn lets the undisturbed run go on to its end.
func runOn(t *testing.T, s *Session) {
	t.Helper()
	for range 100 {
		e := s.Next()
		if e == nil {
			return
		}
		if err := s.Fire(e); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the run does not end")
}

// send fires the first way in which the named instance takes the message.
func send(t *testing.T, s *Session, to, message string) {
	t.Helper()
	m, err := s.Parse(message)
	if err != nil {
		t.Fatalf("%s: %v", message, err)
	}
	d := s.Draft(m)
	if d.Why == "" {
		t.Fatalf("%s: the intruder lacks %q", message, d.Missing)
	}
	for _, e := range d.Events {
		if s.Names().Instance(e.Instance) == to {
			if err := s.Fire(e); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("%s does not take %s", to, message)
}

// status returns how the named goal stands.
func status(t *testing.T, s *Session, name string) string {
	t.Helper()
	for _, g := range s.Goals() {
		if goalName(g.Goal) == name {
			return g.Status()
		}
	}
	t.Fatalf("no goal %s", name)
	return ""
}

// lowe composes Lowe's attack by hand.
func lowe(t *testing.T, s *Session) {
	t.Helper()
	for _, e := range s.Events() {
		if e.Kind == Start && s.Names().Instance(e.Instance) == "initiator(2)" {
			if err := s.Fire(e); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	send(t, s, "responder(1)", "{Na.a}_kb")
	send(t, s, "initiator(2)", "@2")
	if got := status(t, s, "secrecy_of nb"); got != "violated" {
		t.Errorf("secrecy_of nb is %s after the intruder learnt Nb", got)
	}
	send(t, s, "responder(1)", "{Nb}_kb")
}

func TestHonestRun(t *testing.T) {
	s := open(t, "nspk")
	runOn(t, s)
	at, last := s.At()
	if at != last || len(s.Run().Steps) != 4 {
		t.Fatalf("%d steps at %d of %d", len(s.Run().Steps), at, last)
	}
	for _, g := range s.Goals() {
		if g.Status() == "violated" {
			t.Errorf("an undisturbed run violates %s", g.Name())
		}
	}
	if got := status(t, s, "secrecy_of nb"); got != "active" {
		t.Errorf("secrecy_of nb is %s", got)
	}
	for range 4 {
		if !s.Undo() {
			t.Fatal("no undo")
		}
	}
	if s.Undo() || len(s.Run().Steps) != 0 {
		t.Error("undo goes before the start")
	}
	for range 4 {
		if !s.Redo() {
			t.Fatal("no redo")
		}
	}
	if s.Redo() {
		t.Error("redo goes beyond the end")
	}
}

func TestLoweByHand(t *testing.T) {
	s := open(t, "nspk")
	lowe(t, s)
	if got := status(t, s, "authentication_on alice_nb"); got != "violated" {
		t.Errorf("authentication_on alice_nb is %s", got)
	}
	r := s.Run()
	if err := replay.Check(s.model, s.opt, r); err != nil {
		t.Errorf("the replay checker refuses the run: %v", err)
	}
	var b bytes.Buffer
	if err := s.Export(&b, "json"); err != nil {
		t.Fatal(err)
	}
	c, err := cert.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(s.text, s.model); err != nil {
		t.Error(err)
	}
	s2 := open(t, "nspk")
	if err := s2.Load(&b); err != nil {
		t.Fatal(err)
	}
	if len(s2.Run().Steps) != len(r.Steps) {
		t.Errorf("%d steps loaded", len(s2.Run().Steps))
	}
}

func TestWhatTheIntruderCannot(t *testing.T) {
	s := open(t, "nspk")
	runOn(t, s)
	m, err := s.Parse("{Nb}_kb.Na")
	if err != nil {
		t.Fatal(err)
	}
	d := s.Draft(m)
	if d.Why != "" || d.Events != nil || strings.Join(d.Missing, " ") != "Na" {
		t.Errorf("why %q, missing %q", d.Why, d.Missing)
	}
}

func TestOffers(t *testing.T) {
	s := open(t, "nspk")
	// A responder takes {x.a}_kb for whatever x the intruder knows or makes up.
	var texts []string
	for i := range s.model.Instances {
		if s.Names().Instance(i) != "responder(1)" {
			continue
		}
		for _, e := range s.Offers(i, 0, make([]*ground.Term, len(s.transition(i, 0).Vars))) {
			texts = append(texts, s.show(e.Received[0]))
		}
	}
	if len(texts) != 1 || texts[0] != "{x1.a}_kb" {
		t.Errorf("offers %q", texts)
	}
}
