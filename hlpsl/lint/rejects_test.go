package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"hornet/diag"
	"hornet/hlpsl"
	"hornet/hlpsl/lint"
)

// The page docs/rejects.md shows for each of the commonest reasons for which the
// reference translator rejects a model what hornet says instead. UPDATE=1 writes
// it anew.
func TestRejects(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/rejects.txtar")
	if err != nil {
		t.Fatal(err)
	}
	base := string(ar.Files[0].Data)
	if l := lint.All(hlpsl.Load("m", []byte(base))); l.Errors() > 0 {
		t.Fatalf("the base has errors: %v", l)
	}
	var table, details strings.Builder
	for i, f := range ar.Files[1:] {
		count, reference, _ := strings.Cut(f.Name, " ")
		text, err := patch(base, string(f.Data))
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		l := hlpsl.Load("model.hlpsl", []byte(text)).Diags
		var errs diag.List
		for _, d := range l {
			if d.Severity == diag.Error {
				errs = append(errs, d)
			}
		}
		if len(errs) == 0 {
			t.Errorf("%s: the example is accepted", f.Name)
			continue
		}
		if len(errs) > 1 {
			t.Errorf("%s: one fault, %d errors: %v", f.Name, len(errs), errs)
		}
		var b strings.Builder
		r := diag.Renderer{Source: func(string) []byte { return []byte(text) }}
		if err := r.Render(&b, errs); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&table, "| %d | %s | %s | %s: %s |\n", i+1, count, cell(reference), errs[0].Code, cell(errs[0].Message))
		fmt.Fprintf(&details, "\n### %d. %s\n\n```\n%s```\n", i+1, reference, b.String())
	}
	page := `# What the reference translator rejects, and what hornet says

The first messages of the reference translator on 995 uploads to AVISPA's web tool that it rejects, by how often each occurs.
Beside each is what hornet says of a typical fault behind it; the examples below are run by a test.

| | of 995 | reference translator | hornet |
|---|---|---|---|
` + table.String() + "\n## The examples\n" + details.String()

	path := filepath.Join("..", "..", "docs", "rejects.md")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(page), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != page {
		t.Error("docs/rejects.md is not what the examples give: run UPDATE=1 go test ./hlpsl/lint")
	}
}

// cell writes text so that it can stand in a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
