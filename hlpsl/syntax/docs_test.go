package syntax

import (
	"strings"
	"testing"

	"hornet/diag"
)

// TestDocs: the bad example of each syntax code gets that code and no other
// error, and the good one is clean.
func TestDocs(t *testing.T) {
	codes := 0
	for _, d := range diag.Table() {
		if !strings.HasPrefix(string(d.Code), "H01") {
			continue
		}
		codes++
		if d.Title == "" || d.Why == "" || d.Good.Text() == d.Bad.Text() {
			t.Errorf("%s: incomplete", d.Code)
		}
		if _, diags := Parse("good", []byte(d.Good.Text())); len(diags) > 0 {
			t.Errorf("%s: the good example: %v", d.Code, diags)
		}
		_, diags := Parse("bad", []byte(d.Bad.Text()))
		found := false
		for _, got := range diags {
			switch {
			case got.Code == d.Code:
				found = true
			case got.Severity == diag.Error && d.Code != diag.TooManyErrors:
				t.Errorf("%s: the bad example also gets %v", d.Code, got)
			}
		}
		if !found {
			t.Errorf("%s: the bad example does not trigger it: %v", d.Code, diags)
		}
		// What we call a certain fix must be one.
		if fixed, ok := applyFixes(d.Bad.Text(), diags); ok && d.Code != diag.TooManyErrors {
			if _, again := Parse("fixed", []byte(fixed)); again.Errors() > 0 {
				t.Errorf("%s: after its fix: %v", d.Code, again)
			}
		}
	}
	if codes != 46 {
		t.Errorf("%d codes are documented", codes)
	}
}

// applyFixes applies the fixes of all errors, last first; ok is false when one
// of them has none.
func applyFixes(text string, diags diag.List) (fixed string, ok bool) {
	var edits []diag.Edit
	for _, d := range diags {
		if d.Severity != diag.Error {
			continue
		}
		if len(d.Fix) == 0 {
			return "", false
		}
		edits = append(edits, d.Fix...)
	}
	for len(edits) > 0 {
		last := 0
		for i, e := range edits {
			if e.Range.Start.Offset > edits[last].Range.Start.Offset {
				last = i
			}
		}
		e := edits[last]
		text = text[:e.Range.Start.Offset] + e.Text + text[e.Range.End.Offset:]
		edits = append(edits[:last], edits[last+1:]...)
	}
	return text, true
}
