package animate

import (
	"errors"
	"io"

	"hornet/trace/cert"
	"hornet/trace/narrate"
)

// Load reads a run that Export wrote as json, or any certificate of an attack on
// this model, and goes to its end. What was there before stays when it fails.
func (s *Session) Load(r io.Reader) error {
	c, err := cert.Decode(r)
	if err != nil {
		return err
	}
	if c.Model.SHA256 != cert.Hash(s.text) {
		return cert.ErrModel
	}
	if c.Options != s.opt {
		return errors.New("the run was made with other typing options")
	}
	run, err := c.Run()
	if err != nil {
		return err
	}
	var a *Attack
	if run.Violation != nil {
		if err := c.Check(s.text, s.model); err != nil {
			return err
		}
		story, err := narrate.Tell(s.model, s.opt, run)
		if err != nil {
			return err
		}
		a = &Attack{Goal: goalName(s.model.Goals[run.Violation.Goal]), Run: run, Story: story}
	}
	if err := s.follow(run, a); err != nil {
		return err
	}
	s.at = len(s.moments) - 1
	return nil
}
