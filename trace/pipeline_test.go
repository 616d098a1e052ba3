package trace_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hornet/hlpsl"
	"hornet/search"
	"hornet/trace/cert"
	"hornet/trace/minimise"
	"hornet/trace/narrate"
	"hornet/trace/replay"
)

// TestModels takes every attack that a short search finds on the models of the
// project through all that is done with attacks: replay, minimising, narration,
// certificate, and back.
func TestModels(t *testing.T) {
	files, err := filepath.Glob("../models/*/*.hlpsl")
	if err != nil || len(files) == 0 {
		t.Skip("no models")
	}
	if testing.Short() && len(files) > 20 {
		files = files[:20]
	}
	attacks, shorter := 0, 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		u := hlpsl.Load(file, text)
		if u.Model == nil {
			continue // for the models' own tests to complain about
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		res, err := search.Run(ctx, u.Model, search.Options{MaxStates: 1000})
		cancel()
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for g, goal := range res.Goals {
			if goal.Verdict != search.Attack {
				continue
			}
			attacks++
			name := file + ": " + u.Model.Goals[g].Name()
			if err := replay.Check(u.Model, replay.Options{}, goal.Attack); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			run := minimise.Run(u.Model, replay.Options{}, goal.Attack)
			if err := replay.Check(u.Model, replay.Options{}, run); err != nil {
				t.Errorf("%s: minimised: %v", name, err)
			}
			switch before, after := len(goal.Attack.Steps), len(run.Steps); {
			case after > before:
				t.Errorf("%s: %d steps became %d", name, before, after)
			case after < before:
				shorter++
			}
			story, err := narrate.Tell(u.Model, replay.Options{}, run)
			if err != nil || len(story.Why) == 0 || len(story.Cast) == 0 {
				t.Errorf("%s: no story: %v", name, err)
			} else {
				for _, l := range story.Lines {
					if l.Received == (l.Note == "") && l.Received {
						t.Errorf("%s: message %d does not say how it is made", name, l.Number)
					}
				}
			}
			doc, err := cert.New(text, u.Model, replay.Options{}, run)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			var b bytes.Buffer
			if err := doc.Encode(&b); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			back, err := cert.Decode(&b)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if err := back.Check(text, u.Model); err != nil {
				t.Errorf("%s: the certificate is refused: %v", name, err)
			}
		}
	}
	t.Logf("%d attacks, %d of them shorter after minimising", attacks, shorter)
	if attacks < len(files)/10 {
		t.Errorf("%d attacks in %d models: the test has gone blind", attacks, len(files))
	}
}
