package animate

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hornet/protocol"
	"hornet/trace/ground"
)

func TestParse(t *testing.T) {
	s := open(t, "nspk")
	runOn(t, s)
	for _, c := range []struct{ in, want string }{
		{"a", "a"},
		{" a . b ", "a.b"},
		{"a.b.a", "a.b.a"},
		{"(a.b).a", "(a.b).a"},
		{"((a))", "a"},
		{"{Na.Nb}_kb", "{Na.Nb}_kb"},
		{"{Na}_inv(kb)", "{Na}_inv(kb)"},
		{"inv(inv(kb))", "kb"},
		{"Na(1)", "Na"},
		{"{a}_(a.b)", "{a}_(a.b)"},
		{"exp(exp(Na,Nb),a)", "exp(exp(Na,a),Nb)"},
		{"xor(Na,Nb,Na)", "Nb"},
		{"@1", "{Na.a}_kb"},
		{"@1.#1", "{Na.a}_kb.start"},
		{"?text", "x1"},
		{"?agent.?.?public_key", "x1.x2.x3"},
		{"crypt(a,b)", "{b}_a"},
	} {
		got, err := s.Parse(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
		} else if s.show(got) != c.want {
			t.Errorf("%s is read as %s, not %s", c.in, s.show(got), c.want)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"", "a message is missing"},
		{"a.", "a message is missing"},
		{"a b", "nothing after"},
		{"{a}", `'_' is missing`},
		{"{a", `'}' is missing`},
		{"(a", `')' is missing`},
		{"nobody", "nobody is no constant"},
		{"#99", "the intruder knows"},
		{"#", "a number is missing"},
		{"@0", "messages were sent"},
		{"?nonsense", "cannot make up"},
		{"inv(a,b)", "inv of 2 parts"},
		{"x7", "no constant"},
		{"Na(9)", "9 is no constant"},
		{strings.Repeat("(", 1000), "nested too deeply"},
		{strings.Repeat("n", 10000), "…"},
	} {
		got, err := s.Parse(c.in)
		if err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 200 {
			t.Errorf("%.20s: %v, %.200v; want %q", c.in, got, err, c.want)
		}
	}
}

// TestParseEncryption tells the two encryptions apart by the key.
func TestParseEncryption(t *testing.T) {
	s := open(t, "nspk")
	runOn(t, s)
	for in, op := range map[string]protocol.Op{"{a}_kb": protocol.Crypt, "{a}_inv(kb)": protocol.Crypt, "{a}_Na": protocol.Scrypt, "scrypt(kb,a)": protocol.Scrypt, "crypt(Na,a)": protocol.Crypt} {
		if m, err := s.Parse(in); err != nil || m.Op != op {
			t.Errorf("%s: %v, %v", in, m, err)
		}
	}
}

// TestParseShown reads back what is shown.
func TestParseShown(t *testing.T) {
	s := open(t, "nspk")
	runOn(t, s)
	atoms := []string{"a", "b", "i", "ka", "kb", "ki", "Na", "Nb"}
	gen := rapid.Custom(func(r *rapid.T) *ground.Term {
		var build func(depth int) *ground.Term
		build = func(depth int) *ground.Term {
			op := rapid.SampledFrom([]protocol.Op{protocol.Const, protocol.Pair, protocol.Scrypt, protocol.Crypt, protocol.Inv, protocol.Exp, protocol.Xor, protocol.Apply}).Draw(r, "op")
			if depth == 0 || op == protocol.Const {
				m, err := s.Parse(rapid.SampledFrom(atoms).Draw(r, "atom"))
				if err != nil {
					r.Fatal(err)
				}
				return m
			}
			first := build(depth - 1)
			if op == protocol.Apply {
				first, _ = s.Parse("ka") // a function has a name
			}
			if op == protocol.Scrypt || op == protocol.Crypt {
				if asymmetric(first.Expr()) { // what is shown does not tell them apart otherwise
					op = protocol.Crypt
				} else {
					op = protocol.Scrypt
				}
			}
			args := []*ground.Term{first}
			if op != protocol.Inv {
				args = append(args, build(depth-1))
			}
			m, err := s.opt.Make(op, args...)
			if err != nil {
				r.Fatal(err)
			}
			if m.Op == protocol.Xor && len(m.Args) == 0 {
				return first
			}
			return m
		}
		return build(4)
	})
	rapid.Check(t, func(r *rapid.T) {
		m := gen.Draw(r, "message")
		got, err := s.Parse(s.show(m))
		if err != nil || !got.Equal(m) {
			r.Fatalf("%s is read as %v: %v", s.show(m), got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"{Na.a}_kb", "xor(a,b)", "exp(a,b).#1", "?text.@1", "(((", "{}_", "x1"} {
		f.Add(seed)
	}
	s := open2(f)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := s.Parse(text)
		if (m == nil) == (err == nil) {
			t.Errorf("%v, %v", m, err)
		}
		if err == nil {
			s.Draft(m)
		}
	})
}
