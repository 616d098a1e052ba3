package crossval

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hornet/hlpsl"
	"hornet/internal/gen"
	"hornet/internal/naive"
	"hornet/protocol"
	"hornet/search"
)

// TestOne shows what every oracle and every choice of reductions says of one
// model: the protocol that HORNET_SEED names, such as "random 17", "hard 17",
// "soup 17", "crowd 17" or "keeper 17", or the text in the file HORNET_FILE. It is for finding
// out who is right.
func TestOne(t *testing.T) {
	var m *protocol.Model
	kind, number, _ := strings.Cut(os.Getenv("HORNET_SEED"), " ")
	if s, err := strconv.ParseUint(number, 10, 64); err == nil {
		p := drawn(kind, s)
		m = p.Model()
		t.Log(p.HLPSL())
	} else if f := os.Getenv("HORNET_FILE"); f != "" {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		u := hlpsl.Load(f, text)
		if m = u.Model; m == nil {
			t.Fatal(u.Diags)
		}
	} else {
		t.Skip("neither HORNET_SEED nor HORNET_FILE")
	}
	show := func(what string, o search.Options) {
		c := &Comparison{}
		r := c.run(context.Background(), what, m, o, small)
		if r == nil {
			t.Log(what, c.Wrong)
			return
		}
		t.Log(what, r.Steps, fired(r.Fired), "complete:", r.Complete, r.Cause, "states:", r.States, c.Wrong)
	}
	show("search", search.Options{})
	for _, x := range reductions {
		show("without "+x.name, search.Options{Disable: x.bit})
	}
	for _, x := range reductions {
		show("only "+x.name, search.Options{Disable: search.AllReductions &^ x.bit})
	}
	for _, untyped := range []bool{false, true} {
		n := naive.Explore(context.Background(), m, naive.Options{MaxStates: 20000, Untyped: untyped})
		t.Log("naive, untyped", untyped, n.Lengths(), n.Fired, "complete:", n.Complete, "exact:", n.Exact, "states:", n.States)
		for _, a := range n.Attacks {
			for _, s := range a {
				t.Log("  ", s)
			}
			t.Log("")
		}
	}
}

// TestShrink lets rapid look for a protocol on which something is wrong and shrink
// it: HORNET_SHRINK is "random", "hard", "soup", "crowd" or "keeper";
// -rapid.checks says how many are tried.
func TestShrink(t *testing.T) {
	kinds := map[string]*rapid.Generator[generated]{
		"random": rapid.Map(gen.Protocols(), func(p *gen.Protocol) generated { return p }),
		"hard":   rapid.Map(gen.HardProtocols(), func(p *gen.Protocol) generated { return p }),
		"crowd":  rapid.Map(gen.Crowds(), func(p *gen.Soup) generated { return p }),
		"keeper": rapid.Map(gen.Keepers(), func(p *gen.Soup) generated { return p }),
		"soup":   rapid.Map(gen.Soups(), func(p *gen.Soup) generated { return p }),
	}
	g := kinds[os.Getenv("HORNET_SHRINK")]
	if g == nil {
		t.Skip("no HORNET_SHRINK")
	}
	rapid.Check(t, func(t *rapid.T) {
		p := g.Draw(t, "protocol")
		c := Compare(context.Background(), p.Model(), small, 0)
		if len(c.Wrong) > 0 {
			t.Fatalf("%s\n%s", strings.Join(c.Wrong, "\n"), p.HLPSL())
		}
	})
}
