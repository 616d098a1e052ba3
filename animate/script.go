package animate

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"hornet/trace/ground"
)

// Script carries out the orders that r holds, one a line; # begins a comment.
//
//	start ROLE               ROLE, named as in charts, begins or goes on by itself
//	next [N]                 what an undisturbed run does next, N times
//	run                      next, until nothing more happens by itself
//	deliver @N [to ROLE]     message N reaches who waits for it
//	send MESSAGE to ROLE     the intruder sends what he can make
//	block @N, unblock @N     the intruder keeps message N, or lets it through again
//	undo [N], redo [N], reset, end
//	attack N|GOAL            lay out an attack that check finds; redo takes its steps
//	expect GOAL STATUS       fail unless the goal is idle, active or violated
//	expect cannot MESSAGE    fail if the intruder can make the message
//
// find looks for attacks when the first is asked for. The error names the line.
func (s *Session) Script(name string, r io.Reader, find func() ([]*Attack, error)) error {
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	sc := &script{Session: s, find: find}
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		if i := commentAt(line); i >= 0 {
			line = strings.TrimSpace(line[:i])
		}
		if line == "" {
			continue
		}
		if err := sc.line(line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return in.Err()
}

// commentAt returns where a comment begins, or -1: a # before a digit is an item
// of the intruder's knowledge.
func commentAt(line string) int {
	for i := range line {
		if line[i] == '#' && (i+1 == len(line) || line[i+1] < '0' || line[i+1] > '9') {
			return i
		}
	}
	return -1
}

// script is the state of one Script.
type script struct {
	*Session
	find  func() ([]*Attack, error)
	found bool
}

func (s *script) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "start":
		return s.choose(rest, 0)
	case "next":
		return s.times(rest, func() error {
			e := s.Next()
			if e == nil {
				return fmt.Errorf("nothing more happens by itself")
			}
			return s.Fire(e)
		})
	case "run":
		for e := s.Next(); e != nil; e = s.Next() {
			if err := s.Fire(e); err != nil {
				return err
			}
		}
		return nil
	case "deliver":
		return s.deliver(rest)
	case "send":
		return s.send(rest)
	case "block", "unblock":
		p, err := s.packet(rest)
		if err != nil {
			return err
		}
		return s.Block(p.Output, word == "block")
	case "undo":
		return s.times(rest, func() error { return moved(s.Undo(), "there is nothing to undo") })
	case "redo":
		return s.times(rest, func() error { return moved(s.Redo(), "there is nothing to redo") })
	case "reset":
		s.Reset()
		return nil
	case "end":
		_, last := s.At()
		s.Go(last)
		return nil
	case "attack":
		return s.attack(rest)
	case "expect":
		return s.expect(rest)
	}
	return fmt.Errorf("unknown order %q", clip(word, 40))
}

func moved(ok bool, why string) error {
	if !ok {
		return fmt.Errorf("%s", why)
	}
	return nil
}

// times does something as often as rest says, or once.
func (s *script) times(rest string, do func() error) error {
	n := 1
	if rest != "" {
		var err error
		if n, err = strconv.Atoi(rest); err != nil || n < 1 || n > MaxSteps {
			return fmt.Errorf("%q is no number of times", clip(rest, 40))
		}
	}
	for range n {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// instance returns the instance that charts call name.
func (s *script) instance(name string) (int, error) {
	var names []string
	for i := range s.model.Instances {
		n := s.Names().Instance(i)
		if n == name {
			return i, nil
		}
		names = append(names, n)
	}
	return 0, fmt.Errorf("there is no %s; there are %s", clip(name, 40), clip(strings.Join(names, ", "), maxFull))
}

// choose fires the first event that role can take: of its own with packet 0, else
// one that delivers that packet.
func (s *script) choose(role string, packet int) error {
	who := -1
	if role != "" {
		var err error
		if who, err = s.instance(role); err != nil {
			return err
		}
	}
	for _, e := range s.Events() {
		own := packet == 0 && e.Kind == Start
		for _, n := range e.Packets {
			own = own || n == packet
		}
		if own && (who < 0 || e.Instance == who) {
			return s.Fire(e)
		}
	}
	switch {
	case packet == 0:
		return fmt.Errorf("%s cannot start or go on by itself", role)
	case role == "":
		return fmt.Errorf("nobody takes @%d", packet)
	}
	return fmt.Errorf("%s does not take @%d", role, packet)
}

// packet reads @N.
func (s *script) packet(text string) (*Packet, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(text, "@"))
	ps := s.Packets()
	if err != nil || !strings.HasPrefix(text, "@") || n < 1 || n > len(ps) {
		return nil, fmt.Errorf("%q is none of the %d messages that were sent: @1, @2, …", clip(text, 40), len(ps))
	}
	return &ps[n-1], nil
}

func (s *script) deliver(rest string) error {
	message, role, _ := strings.Cut(rest, " to ")
	p, err := s.packet(strings.TrimSpace(message))
	if err != nil {
		return err
	}
	return s.choose(strings.TrimSpace(role), p.Number)
}

func (s *script) send(rest string) error {
	i := strings.LastIndex(rest, " to ")
	if i < 0 {
		return fmt.Errorf("to whom? send MESSAGE to ROLE")
	}
	who, err := s.instance(strings.TrimSpace(rest[i+4:]))
	if err != nil {
		return err
	}
	t, err := s.message(rest[:i])
	if err != nil {
		return err
	}
	d := s.Draft(t)
	if d.Why == "" {
		return fmt.Errorf("the intruder cannot make %s: he lacks %s", clip(s.show(t), maxLabel), strings.Join(d.Missing, ", "))
	}
	for _, e := range d.Events {
		if e.Instance == who {
			return s.Fire(e)
		}
	}
	return fmt.Errorf("%s does not take %s now", s.Names().Instance(who), clip(s.show(t), maxLabel))
}

func (s *script) message(text string) (*ground.Term, error) {
	t, err := s.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", clip(strings.TrimSpace(text), maxLabel), err)
	}
	return t, nil
}

// attack lays out the attack with that number or on that goal.
func (s *script) attack(which string) error {
	if !s.found {
		attacks, err := s.find()
		if err != nil {
			return err
		}
		s.found = true
		s.Found(attacks)
	}
	n, err := strconv.Atoi(which)
	for i, a := range s.attacks {
		if a.Goal == which {
			n, err = i+1, nil
		}
	}
	if err != nil {
		return fmt.Errorf("there is no attack on %s: %d were found", clip(which, maxLabel), len(s.attacks))
	}
	return s.Play(n)
}

// expect checks how a goal stands, or that the intruder lacks a message.
func (s *script) expect(rest string) error {
	if text, ok := strings.CutPrefix(rest, "cannot "); ok {
		t, err := s.message(text)
		if err != nil {
			return err
		}
		if d := s.Draft(t); d.Why != "" {
			return fmt.Errorf("the intruder can make %s: %s", clip(s.show(t), maxLabel), clip(d.Why, maxLabel))
		}
		return nil
	}
	i := strings.LastIndexByte(rest, ' ')
	if i < 0 {
		return fmt.Errorf("expect GOAL STATUS")
	}
	name, want := strings.TrimSpace(rest[:i]), rest[i+1:]
	if want != "idle" && want != "active" && want != "violated" {
		return fmt.Errorf("%q is no status: idle, active, violated", clip(want, 40))
	}
	for _, g := range s.Goals() {
		if goalName(g.Goal) == name || g.Name() == name {
			if got := g.Status(); got != want {
				return fmt.Errorf("%s is %s, not %s", name, got, want)
			}
			return nil
		}
	}
	return fmt.Errorf("the model has no goal %s", clip(name, maxLabel))
}
