package crossval

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"hornet/hlpsl"
	"hornet/internal/gen"
	"hornet/internal/naive"
	"hornet/protocol"
)

// load compiles a text that must be without error.
func load(t *testing.T, name, text string) *protocol.Model {
	t.Helper()
	u := hlpsl.Load(name, []byte(text))
	if u.Model == nil || u.Diags.Errors() > 0 {
		t.Fatalf("%s: %v\n%s", name, u.Diags, text)
	}
	return u.Model
}

// TestFamilies: the texts compile, and the naive explorer finds what is published
// about them in the small.
func TestFamilies(t *testing.T) {
	for _, c := range []struct {
		args    string
		lengths string // of the attacks on each goal; -: none; ?: too large to explore
	}{
		{"nsl 2", "[-1 -1 -1 -1]"},
		{"nspk 2", "[-1 4 4 -1]"}, // Lowe 1995: b, when done, holds a nonce secret that leaked, and is deceived
		{"nsl 3", "?"},
		{"nspk 4", "?"},
		{"xor 1", "?"},
		{"xor 3", "?"},
		{"dh 1", "?"},
		{"dh 3", "?"},
		{"tls 1", "[-1 -1 -1]"},
		{"tls 4", "?"},
		{"ike-aggressive ab 1", "?"},
		{"ike-aggressive ab,ai,ia 2", "?"},
		{"ike-main ab,ai 1", "?"},
	} {
		text, err := gen.Text(strings.Fields(c.args))
		if err != nil {
			t.Fatal(err)
		}
		m := load(t, c.args, text)
		if c.lengths == "?" {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		r := naive.Explore(ctx, m, naive.Options{MaxStates: 6000, Opens: 6})
		cancel()
		if got := fmt.Sprint(r.Lengths()); got != c.lengths || !r.Exact {
			t.Errorf("%s: %s, exact %v, %d states, want %s\n%v", c.args, got, r.Exact, r.States, c.lengths, r.Attacks)
		}
		for i, fs := range r.Fired {
			for j, f := range fs {
				if !f {
					t.Errorf("%s: instance %d never fires transition %d", c.args, i, j)
				}
			}
		}
	}
}
