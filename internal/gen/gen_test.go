package gen

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hornet/internal/naive"
	"hornet/protocol"
)

func TestSameSeed(t *testing.T) {
	texts := map[string]bool{}
	for seed := uint64(1); seed <= 40; seed++ {
		p, q := FromSeed(seed), FromSeed(seed)
		if d := cmp.Diff(p.HLPSL(), q.HLPSL()); d != "" {
			t.Errorf("seed %d: %s", seed, d)
		}
		if d := cmp.Diff(p.Model(), q.Model()); d != "" {
			t.Errorf("seed %d: %s", seed, d)
		}
		for _, text := range []string{p.HLPSL(), HardFromSeed(seed).HLPSL(), SoupFromSeed(seed).HLPSL(), CrowdFromSeed(seed).HLPSL(), KeeperFromSeed(seed).HLPSL()} {
			texts[text[strings.Index(text, "\n"):]] = true
		}
	}
	if len(texts) < 195 {
		t.Errorf("200 seeds give only %d texts", len(texts))
	}
}

// TestRuns: in the first session alone, which is honest, nearly every transition
// of nearly every protocol can fire.
func TestRuns(t *testing.T) {
	protocols, runs := 0, 0
	for seed := uint64(1); seed <= 150; seed++ {
		p := FromSeed(seed)
		p.Sessions = p.Sessions[:1]
		r := naive.Explore(context.Background(), p.Model(), naive.Options{MaxStates: 500})
		protocols++
		all := true
		for _, fs := range r.Fired {
			for _, f := range fs {
				all = all && f
			}
		}
		if all {
			runs++
		}
	}
	if runs < protocols*9/10 {
		t.Errorf("only %d of %d protocols run to their end", runs, protocols)
	}
}

// TestModels: what rapid draws is well formed.
func TestModels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m *protocol.Model
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			m = Protocols().Draw(t, "protocol").Model()
		case 1:
			m = HardProtocols().Draw(t, "protocol").Model()
		case 2:
			m = Crowds().Draw(t, "crowd").Model()
		case 3:
			m = Keepers().Draw(t, "keeper").Model()
		default:
			m = Soups().Draw(t, "soup").Model()
		}
		for i := range m.Roles {
			r := &m.Roles[i]
			for j := range r.Transitions {
				tr := &r.Transitions[j]
				bound := map[int]bool{}
				note := func(e *protocol.Expr) {
					e.Walk(func(e *protocol.Expr) bool {
						bound[e.Index] = bound[e.Index] || e.Op == protocol.Var
						return true
					})
				}
				for _, r := range tr.Receives {
					note(r.Message)
				}
				for _, in := range tr.In {
					note(in.Elem)
				}
				for k, v := range tr.Vars {
					if (v.Kind == protocol.Bound) != bound[k] {
						t.Errorf("%s.%s: %s is bound %v", r.Name, tr.Label, v.Name, bound[k])
					}
				}
				tr.Exprs(func(e *protocol.Expr) {
					e.Walk(func(e *protocol.Expr) bool {
						if e.Op == protocol.Slot && e.Index >= len(r.Slots) || e.Op == protocol.Var && e.Index >= len(tr.Vars) {
							t.Errorf("%s.%s: no such %v", r.Name, tr.Label, e)
						}
						return true
					})
				})
			}
		}
		for _, in := range m.Instances {
			if len(in.Values) != len(m.Roles[in.Role].Slots) {
				t.Errorf("%s has %d slots and %d values", m.Roles[in.Role].Name, len(m.Roles[in.Role].Slots), len(in.Values))
			}
		}
	})
}

func TestText(t *testing.T) {
	for _, args := range []string{"", "nsl", "nsl 1", "nsl x", "ike-main ab", "ike-main ab 0", "what 3", "dh -1"} {
		if _, err := Text(strings.Fields(args)); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
	for n := 2; n < 6; n++ {
		a, err := Text([]string{"nsl", fmt.Sprint(n)})
		b, err2 := Text([]string{"nspk", fmt.Sprint(n)})
		if err != nil || err2 != nil || a == b || strings.Count(a, "played_by") != n {
			t.Errorf("nsl %d: %v %v\n%s", n, err, err2, a)
		}
	}
}
