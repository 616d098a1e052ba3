package crossval

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hornet/hlpsl"
	"hornet/internal/naive"
)

// TestFrontEnd compares the model that a description gives directly with what the
// front end makes of its HLPSL text.
func TestFrontEnd(t *testing.T) {
	for seed := uint64(1); seed <= 250; seed++ {
		p := drawn([]string{"random", "hard", "soup", "crowd", "keeper"}[seed%5], seed)
		u := hlpsl.Load(p.Model().Name, []byte(p.HLPSL()))
		if u.Model == nil {
			t.Fatalf("seed %d: %v\n%s", seed, u.Diags, p.HLPSL())
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		opt := naive.Options{MaxStates: 800}
		direct, text := naive.Explore(ctx, p.Model(), opt), naive.Explore(ctx, u.Model, opt)
		cancel()
		if direct.Complete != text.Complete || direct.Exact != text.Exact {
			t.Errorf("seed %d: %+v %+v", seed, direct, text)
		}
		if !direct.Complete {
			continue
		}
		if d := cmp.Diff(direct.Lengths(), text.Lengths()); d != "" {
			t.Errorf("seed %d: attack lengths, direct and by text: %s\n%s\n%v\n%v", seed, d, p.HLPSL(), direct.Attacks, text.Attacks)
		}
		if d := cmp.Diff(direct.States, text.States); d != "" {
			t.Errorf("seed %d: states, direct and by text: %s\n%s", seed, d, p.HLPSL())
		}
	}
}
