package animate

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hornet/hlpsl"
	"hornet/trace/ground"
	"hornet/trace/replay"
)

// TestCorpus runs every model of a corpus beside the project, when there is one,
// and lets the intruder send what he is offered now and then. HORNET_CORPUS=1 asks
// for it.
func TestCorpus(t *testing.T) {
	if os.Getenv("HORNET_CORPUS") == "" {
		t.Skip("HORNET_CORPUS is not set")
	}
	const root = "../../shared/corpus"
	n, slow := 0, time.Duration(0)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".hlpsl") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		u := hlpsl.Load(path, text)
		if u.Model == nil {
			return nil
		}
		s, err := New(u, text, ground.Options{})
		if err != nil {
			return nil // it holds what cannot be run
		}
		n++
		start := time.Now()
		for range 40 {
			e := s.Next()
			if e == nil {
				break
			}
			if err := s.Fire(e); err != nil {
				t.Errorf("%s: %v", path, err)
				break
			}
			if _, err := s.View(); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
		if ws := s.Receivers(); len(ws) > 0 {
			w := ws[0]
			if os := s.Offers(w[0], w[1], make([]*ground.Term, len(s.transition(w[0], w[1]).Vars))); len(os) > 0 {
				if err := s.Fire(os[0]); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
		}
		if err := replay.Possible(s.model, s.opt, s.Run()); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		for _, f := range Formats() {
			if err := s.Export(&bytes.Buffer{}, f); err != nil {
				t.Errorf("%s: %s: %v", path, f, err)
			}
		}
		if took := time.Since(start); took > slow {
			slow = took
			t.Logf("%s: %v for %d steps", path, took.Round(time.Millisecond), len(s.Run().Steps))
		}
		return nil
	})
	if os.IsNotExist(err) {
		t.Skip("there is no corpus")
	}
	if err != nil || n == 0 {
		t.Fatalf("%d models, %v", n, err)
	}
	t.Logf("%d models", n)
}
