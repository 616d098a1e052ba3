package runner

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hornet/hlpsl"
	"hornet/report"
	"hornet/search"
)

// BenchmarkEvidence measures all that happens between the end of a search and the
// report: the coverage of honest runs, and replay, minimising, story and
// certificate of each attack.
func BenchmarkEvidence(b *testing.B) {
	for _, name := range []string{"nspk", "eke", "speke", "otway-rees"} {
		b.Run(name, func(b *testing.B) {
			files, _ := filepath.Glob("../models/*/" + name + ".hlpsl")
			if len(files) == 0 {
				files, _ = filepath.Glob("../../shared/corpus/library/" + strings.ToUpper(name) + ".hlpsl")
			}
			if len(files) == 0 {
				b.Skip("no such model")
			}
			text, err := os.ReadFile(files[0])
			if err != nil {
				b.Fatal(err)
			}
			m := hlpsl.Load(name, text).Model
			r, err := search.Run(context.Background(), m, search.Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				f := &report.File{Name: name, Text: text}
				g := newGrounds(m, search.Options{})
				if err := evidence(f, g, r, weigh(f, g, search.Options{}, r)); err != nil {
					b.Fatal(err)
				}
				if len(f.Attacks) == 0 {
					b.Fatal("no attack: the benchmark has gone blind")
				}
			}
		})
	}
}
