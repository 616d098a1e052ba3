package cert_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hornet/protocol"
	"hornet/trace"
	"hornet/trace/cert"
	"hornet/trace/internal/sample"
)

func encode(t *testing.T, c sample.Case) (*cert.Certificate, string) {
	t.Helper()
	doc, err := cert.New([]byte(c.Text), c.Model, c.Opt, c.Run)
	if err != nil {
		t.Fatalf("%s: %v", c.Name, err)
	}
	var b bytes.Buffer
	if err := doc.Encode(&b); err != nil {
		t.Fatal(err)
	}
	return doc, b.String()
}

func TestRoundTrip(t *testing.T) {
	for _, c := range sample.All() {
		doc, text := encode(t, c)
		back, err := cert.Decode(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
			continue
		}
		if !reflect.DeepEqual(doc, back) {
			t.Errorf("%s: read back different", c.Name)
		}
		if err := back.Check([]byte(c.Text), c.Model); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
		if err := back.Check([]byte(c.Text+" "), c.Model); !errors.Is(err, cert.ErrModel) {
			t.Errorf("%s: a changed model was not noticed: %v", c.Name, err)
		}
		run, err := back.Run()
		if err != nil {
			t.Fatal(err)
		}
		again, err := cert.New([]byte(c.Text), c.Model, c.Opt, run)
		if err != nil || !reflect.DeepEqual(again, doc) {
			t.Errorf("%s: the certificate of a certificate's run differs: %v", c.Name, err)
		}
	}
}

// TestGolden pins the schema that docs/certificate.md documents. UPDATE=1
// rewrites the file.
func TestGolden(t *testing.T) {
	_, text := encode(t, sample.LoweAgreement())
	file := filepath.Join("testdata", "lowe.json")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("the certificate of Lowe's attack differs from %s:\n%s", file, text)
	}
}

// TestForeignModel replays each certificate on every other model, with the hash
// made to fit.
func TestForeignModel(t *testing.T) {
	for _, c := range sample.All() {
		for _, d := range sample.All() {
			doc, _ := encode(t, c)
			doc.Model.SHA256 = cert.Hash([]byte(d.Text))
			doc.Seal()
			err := doc.Check([]byte(d.Text), d.Model)
			lowe := strings.HasPrefix(c.Name, "lowe") && strings.HasPrefix(d.Name, "lowe") // one model
			if (err == nil) != (c.Name == d.Name || lowe) {
				t.Errorf("the certificate of %s on the model of %s: %v", c.Name, d.Name, err)
			}
		}
	}
}

func TestHostile(t *testing.T) {
	one := func() *cert.Certificate {
		doc, _ := encode(t, sample.Lowe())
		return doc
	}
	n := func(i int) *int { return &i }
	double := func(times int) []cert.Message { // x, x.x, (x.x).(x.x), ...
		ms := []cert.Message{{Op: "open", Number: 1, Type: &cert.Type{Kind: "text"}}}
		for i := range times {
			ms = append(ms, cert.Message{Op: "pair", Args: []int{i, i}})
		}
		return ms
	}
	deep := &cert.Type{Kind: "text"}
	for range cert.MaxDepth + 2 {
		deep = &cert.Type{Kind: "inv", Args: []*cert.Type{deep}}
	}
	for _, tt := range []struct {
		name, want string
		change     func(*cert.Certificate)
	}{
		{"a cycle of messages", "no earlier entry", func(c *cert.Certificate) {
			c.Messages = append(c.Messages, cert.Message{Op: "inv", Args: []int{len(c.Messages)}})
		}},
		{"a cycle of recipes", "no earlier entry", func(c *cert.Certificate) { c.Recipes[0] = cert.Recipe{Op: "first", Args: []int{0}} }},
		{"a negative entry", "no earlier entry", func(c *cert.Certificate) {
			c.Messages = append(c.Messages, cert.Message{Op: "inv", Args: []int{-1}})
		}},
		{"exponential message", "too large", func(c *cert.Certificate) { c.Messages = double(60) }},
		{"exponential recipe", "too large", func(c *cert.Certificate) {
			for i := len(c.Recipes); i < 100; i++ {
				c.Recipes = append(c.Recipes, cert.Recipe{Op: "compose", Cons: "pair", Args: []int{i - 1, i - 1}})
			}
		}},
		{"deep recipe", "too large", func(c *cert.Certificate) {
			for i := len(c.Recipes); i < 3000; i++ {
				c.Recipes = append(c.Recipes, cert.Recipe{Op: "first", Args: []int{i - 1}})
			}
		}},
		{"too many entries", "more than", func(c *cert.Certificate) { c.Messages = double(cert.MaxEntries) }},
		{"deep type", "too deep", func(c *cert.Certificate) {
			c.Messages = append(c.Messages, cert.Message{Op: "open", Type: deep})
		}},
		{"unknown type", "no kind of type", func(c *cert.Certificate) {
			c.Messages = append(c.Messages, cert.Message{Op: "open", Type: &cert.Type{Kind: "txt"}})
		}},
		{"type without parts", "0 parts", func(c *cert.Certificate) {
			c.Messages = append(c.Messages, cert.Message{Op: "open", Type: &cert.Type{Kind: "pair"}})
		}},
		{"variable", "unknown head", func(c *cert.Certificate) { c.Messages = append(c.Messages, cert.Message{Op: "var"}) }},
		{"pair of one", "number of parts", func(c *cert.Certificate) {
			c.Messages = append(c.Messages, cert.Message{Op: "pair", Args: []int{0}})
		}},
		{"message out of range", "there is no message", func(c *cert.Certificate) { c.Steps[0].Sent[0] = 1 << 40 }},
		{"recipe out of range", "there is no recipe", func(c *cert.Certificate) { c.Steps[0].Recipes[0] = -5 }},
		{"secret recipe out of range", "there is no recipe", func(c *cert.Certificate) { c.Violation.Recipe = n(99) }},
		{"made without value", "has no value", func(c *cert.Certificate) { c.Recipes = append(c.Recipes, cert.Recipe{Op: "made"}) }},
		{"unknown kind", "unknown kind", func(c *cert.Certificate) { c.Violation.Kind = "boring" }},
		{"step out of range", "no instance", func(c *cert.Certificate) { c.Steps[1].Instance = -1 }},
		{"transition out of range", "no transition", func(c *cert.Certificate) { c.Steps[1].Transition = 1 << 30 }},
		{"goal out of range", "which goal", func(c *cert.Certificate) { c.Violation.Goal = 7 }},
		{"event out of range", "does not hold at the end", func(c *cert.Certificate) { c.Violation.Event.Emit = -3 }},
		{"no violation", "violates anything", func(c *cert.Certificate) { c.Violation = nil }},
		{"a part that nothing uses", "nothing uses", func(c *cert.Certificate) { c.Recipes = append(c.Recipes, cert.Recipe{Op: "known", Index: 3}) }},
		{"another label", "step 0 is not", func(c *cert.Certificate) { c.Steps[0].Label = "99" }},
		{"another type of a constant", "message 0 is not", func(c *cert.Certificate) {
			for i := range c.Messages {
				if c.Messages[i].Type != nil {
					c.Messages[i].Type = &cert.Type{Kind: "bool"}
				}
			}
		}},
		{"version 2", "version 2", func(c *cert.Certificate) { c.Version = 2 }},
	} {
		c := one()
		tt.change(c)
		c.Seal()
		s := sample.Lowe()
		err := c.Check([]byte(s.Text), s.Model)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	_, good := encode(t, sample.Clear())
	for name, text := range map[string]string{
		"empty": "", "array": "[]", "unknown field": strings.Replace(good, `"steps"`, `"stops"`, 1),
		"trailing": good + "{}", "huge": strings.Repeat(" ", cert.MaxBytes) + good,
		"version": strings.Replace(good, `"version": 1`, `"version": 3`, 1), "nested": strings.Repeat(`{"messages":[`, 20000),
	} {
		if _, err := cert.Decode(strings.NewReader(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestTampering changes one value of a certificate 1,000 times at random. As it
// stands each change must be refused by the digest. With the digest made to fit,
// each must be refused by replay, unless the changed document proves an attack
// too: then it must tell exactly that other story (it is the canonical encoding
// of a run that differs from the original), or name another theory.
func TestTampering(t *testing.T) {
	rnd := rand.New(rand.NewSource(6))
	cases := sample.All()
	resealed, also := 0, 0
	for round := 0; resealed < 1000; round++ {
		c := cases[round%len(cases)]
		original, text := encode(t, c)
		tampered := tamper(rnd, text)
		doc, err := cert.Decode(strings.NewReader(tampered))
		if err != nil {
			resealed++ // no certificate at all any more
			continue
		}
		if reflect.DeepEqual(doc, original) {
			continue
		}
		if err := doc.Check([]byte(c.Text), c.Model); err == nil {
			t.Fatalf("%s: accepted with a wrong digest:\n%s", c.Name, tampered)
		}
		if doc.Model.Name != original.Model.Name || doc.Digest != original.Digest {
			continue // says nothing about the attack
		}
		doc.Seal()
		resealed++
		if err := doc.Check([]byte(c.Text), c.Model); err == nil {
			if why := innocent(original, doc); why == "" {
				t.Errorf("%s: accepted after tampering:\n%s", c.Name, tampered)
			} else {
				also++
			}
		}
	}
	t.Logf("%d tamperings, %d of them true as well", resealed, also)
	if also > 50 {
		t.Errorf("%d of %d tamperings left a true certificate: the test says little", also, resealed)
	}
}

// innocent says why an accepted change is no lie: other options that the same
// run is an attack under too, another number for a value that the intruder made
// up, or the same steps in another order.
func innocent(a, b *cert.Certificate) string {
	if a.Options != b.Options {
		return "another theory"
	}
	numbers := func(c *cert.Certificate) string {
		d := *c
		d.Digest, d.Messages = "", append([]cert.Message(nil), c.Messages...)
		for i := range d.Messages {
			d.Messages[i].Number, d.Messages[i].Text = 0, ""
		}
		text, _ := json.Marshal(d)
		return string(text)
	}
	if numbers(a) == numbers(b) {
		return "a renaming"
	}
	steps := func(c *cert.Certificate) []string {
		var out []string
		for _, s := range c.Steps {
			text, _ := json.Marshal(s)
			out = append(out, string(text))
		}
		slices.Sort(out)
		return out
	}
	if slices.Equal(steps(a), steps(b)) && !slices.EqualFunc(a.Steps, b.Steps, func(x, y cert.Step) bool { return reflect.DeepEqual(x, y) }) {
		return "independent steps in another order"
	}
	return ""
}

// tamper changes one value of a JSON document, chosen at random.
func tamper(rnd *rand.Rand, text string) string {
	var doc any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&doc); err != nil {
		panic(err)
	}
	var sites []func()
	var words []string
	var visit func(v any, set func(any))
	visit = func(v any, set func(any)) {
		switch v := v.(type) {
		case map[string]any:
			keys := make([]string, 0, len(v))
			for k := range v {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				visit(v[k], func(x any) { v[k] = x })
			}
		case []any:
			for i := range v {
				visit(v[i], func(x any) { v[i] = x })
			}
			if n := len(v); n > 0 {
				sites = append(sites, func() { set(v[:n-1]) }, func() { set(append(append([]any{}, v...), v[rnd.Intn(n)])) })
			}
			if n := len(v); n > 1 {
				sites = append(sites, func() { i, j := rnd.Intn(n), rnd.Intn(n); v[i], v[j] = v[j], v[i] })
			}
		case json.Number:
			sites = append(sites, func() {
				n, _ := v.Int64()
				set(n + []int64{-2, -1, 1, 2, 3, 7}[rnd.Intn(6)])
			})
		case string:
			words = append(words, v)
			sites = append(sites, func() { set(words[rnd.Intn(len(words))]) })
		case bool:
			sites = append(sites, func() { set(!v) })
		}
	}
	visit(doc, func(x any) { doc = x })
	sites = append(sites, func() {
		doc.(map[string]any)["options"].(map[string]any)[[]string{"untyped", "assoc", "strongTypes"}[rnd.Intn(3)]] = true
	})
	sites[rnd.Intn(len(sites))]()
	out, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return string(out)
}

func TestNewRefuses(t *testing.T) {
	for name, change := range map[string]func(r *trace.Run){
		"instance":   func(r *trace.Run) { r.Steps[0].Instance = 9 },
		"transition": func(r *trace.Run) { r.Steps[0].Transition = 9 },
		"goal":       func(r *trace.Run) { r.Violation.Goal = 9 },
		"variable":   func(r *trace.Run) { r.Steps[0].Sent[0] = protocol.V(0) },
		"hole":       func(r *trace.Run) { r.Steps[0].Sent[0] = nil },
		"no recipe":  func(r *trace.Run) { r.Steps[0].Recipes[0] = nil },
		"cycle": func(r *trace.Run) {
			x := &trace.Recipe{Op: trace.First}
			x.Args = []*trace.Recipe{x}
			r.Steps[0].Recipes[0] = x
		},
	} {
		c := sample.Clear()
		change(c.Run)
		if _, err := cert.New([]byte(c.Text), c.Model, c.Opt, c.Run); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestDocumented checks that docs/certificate.md names every field and head.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/certificate.md")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for op := protocol.Const; op <= protocol.Xor; op++ {
		if op != protocol.Slot && op != protocol.Var {
			names = append(names, op.String())
		}
	}
	for op := trace.Known; op <= trace.Root; op++ {
		names = append(names, op.String())
	}
	for k := trace.Leak; k <= trace.Replayed; k++ {
		names = append(names, k.String())
	}
	for _, v := range []any{cert.Certificate{}, cert.Model{}, cert.Message{}, cert.Type{}, cert.Recipe{}, cert.Step{}, cert.Violation{}, cert.Event{}, sample.Lowe().Opt} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			names = append(names, name)
		}
	}
	for _, n := range names {
		if n == "" || !bytes.Contains(text, []byte("`"+n+"`")) {
			t.Errorf("docs/certificate.md does not name %q", n)
		}
	}
}

// FuzzDecode reads anything: no panic, and nothing but the sample's own attacks
// is accepted.
func FuzzDecode(f *testing.F) {
	s := sample.Lowe()
	for _, c := range sample.All() {
		doc, err := cert.New([]byte(c.Text), c.Model, c.Opt, c.Run)
		if err != nil {
			f.Fatal(err)
		}
		var b bytes.Buffer
		if err := doc.Encode(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := cert.Decode(bytes.NewReader(text))
		if err != nil {
			return
		}
		doc.Model.SHA256 = cert.Hash([]byte(s.Text))
		doc.Seal()
		if doc.Check([]byte(s.Text), s.Model) == nil && (doc.Violation == nil || len(doc.Steps) < 3) {
			t.Errorf("accepted:\n%s", text)
		}
	})
}
