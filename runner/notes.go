package runner

import (
	"hornet/trace/narrate"
	"hornet/trace/render"
)

// Notes returns the narration of an attack in the form that charts show.
func Notes(e *Evidence) (*render.Notes, error) {
	run, err := e.Run()
	if err != nil {
		return nil, err
	}
	story, err := narrate.Tell(e.Model, e.Cert.Options, run)
	if err != nil {
		return nil, err
	}
	n := render.Narration(story)
	return &n, nil
}
