package minimise

import (
	"context"
	"math/rand"
	"os"
	"path/filepath"
	"testing"

	"hornet/hlpsl"
	"hornet/protocol"
	"hornet/search"
	"hornet/trace"
	"hornet/trace/ground"
	"hornet/trace/internal/sample"
	"hornet/trace/replay"
)

// TestStands tries what stands thinks hopeless: it must be, or the shortest attack
// would be missed.
func TestStands(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	hopeless, tried := 0, 0
	try := func(name string, m *protocol.Model, opt replay.Options, r *trace.Run) {
		start, err := ground.New(m, opt)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := replay.Follow(start, r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		drops := candidates(r)
		for range 20 {
			drop := make([]bool, len(r.Steps))
			drop[rng.Intn(len(drop))], drop[rng.Intn(len(drop))] = true, true
			drops = append(drops, drop)
		}
		for _, drop := range drops {
			c := &cutter{drop: drop, place: make([]int, len(drop)), exprs: map[*protocol.Expr]*protocol.Expr{}, made: map[freshID]*protocol.Expr{}, run: r}
			if v := r.Violation; c.event(v.Event) == nil || v.Other != nil && c.event(v.Other) == nil {
				continue // the violation is gone
			}
			tried++
			if stands(rec, drop) {
				continue
			}
			hopeless++
			if s := cut(rec, drop); s != nil {
				if _, err := replay.Follow(start, s); err == nil {
					t.Errorf("%s: without the steps %v it is an attack", name, drop)
				}
			}
		}
	}
	for _, c := range sample.All() {
		try(c.Name, c.Model, c.Opt, c.Run)
	}
	files, err := filepath.Glob("../../models/classic/*.hlpsl")
	if err != nil || len(files) == 0 {
		t.Fatal("no models")
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := hlpsl.Load(file, text).Model
		r, err := search.Run(context.Background(), m, search.Options{MaxStates: 300})
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range r.Goals {
			if g.Attack != nil {
				try(file, m, replay.Options{}, g.Attack)
			}
		}
	}
	t.Logf("%d of %d hopeless", hopeless, tried)
	if hopeless < 100 || hopeless == tried {
		t.Errorf("%d of %d hopeless: the test has gone blind", hopeless, tried)
	}
}
