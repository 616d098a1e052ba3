package syntax

import (
	"testing"

	"github.com/alecthomas/participle/v2"

	"hornet/diag"
)

// sample is the example of the documentation, about a kilobyte.
func sample() []byte {
	d, _ := diag.Lookup(diag.Unexpected)
	return []byte(d.Good.Text())
}

func BenchmarkParse(b *testing.B) {
	text := sample()
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Parse("sample", text)
	}
}

// BenchmarkBuild builds the grammar, which every process does once.
func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		build()
	}
}

func BenchmarkFormat(b *testing.B) {
	f, _ := Parse("sample", sample())
	b.ReportAllocs()
	for b.Loop() {
		Format(f)
	}
}

// TestGrammar checks what building the grammar for use leaves out: with all rules
// under one root, participle looks for left recursion in each.
func TestGrammar(t *testing.T) {
	if _, err := participle.Build[any](grammar()...); err != nil {
		t.Fatal(err)
	}
	ownership()
	acceptance()
}
