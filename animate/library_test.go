package animate

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"hornet/hlpsl"
	"hornet/models"
	"hornet/trace/cert"
	"hornet/trace/ground"
)

// TestLibrary runs every model of the library undisturbed: some session of honest
// roles goes to its end, no goal is violated on the way unless the model is flawed
// without any intruder, every moment can be shown, and what is saved loads.
func TestLibrary(t *testing.T) {
	list, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			s, err := New(hlpsl.Load(m.File, m.Text), m.Text, ground.Options{})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			for e := s.Next(); e != nil; e = s.Next() {
				if err := s.Fire(e); err != nil {
					t.Fatal(err)
				}
				v, err := s.View()
				if err != nil {
					t.Fatal(err)
				}
				if _, err := json.Marshal(v); err != nil {
					t.Fatal(err)
				}
			}
			if len(s.Run().Steps) < 2 {
				t.Errorf("an undisturbed run of %d steps", len(s.Run().Steps))
			}
			t.Logf("%d steps, %d items, %v", len(s.Run().Steps), len(s.Knowledge()), time.Since(start).Round(time.Millisecond))
			for _, f := range Formats() {
				var b bytes.Buffer
				if err := s.Export(&b, f); err != nil || b.Len() == 0 {
					t.Errorf("%s: %v", f, err)
				}
				if f != "json" {
					continue
				}
				c, err := cert.Decode(bytes.NewReader(b.Bytes()))
				if err != nil {
					t.Fatal(err)
				}
				if s.Run().Violation == nil {
					err = c.Possible(m.Text, s.model)
				} else {
					err = c.Check(m.Text, s.model)
				}
				if err != nil {
					t.Error(err)
				}
				if err := s.Load(&b); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
