package diag

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"kb", "kb", 0},
		{"witness", "witnes", 1}, {"request", "reqeust", 1}, {"kitten", "sitting", 3},
		{"ca", "abc", 3}, // the restricted form: no edit between swapped letters
		{"Schlüssel", "Schluessel", 2},
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("Distance(%q,%q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestDistanceIsSymmetricAndBounded(t *testing.T) {
	word := rapid.StringMatching(`[a-cA_]{0,9}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := Distance(a, b)
		if d != Distance(b, a) {
			t.Fatalf("not symmetric on %q, %q", a, b)
		}
		if (d == 0) != (a == b) {
			t.Fatalf("Distance(%q,%q) = %d", a, b, d)
		}
		if d > max(len(a), len(b)) || d < len(a)-len(b) || d < len(b)-len(a) {
			t.Fatalf("Distance(%q,%q) = %d is out of bounds", a, b, d)
		}
	})
}

func TestSuggest(t *testing.T) {
	scope := []string{"Na", "Nb", "Rand1", "Rand2", "Rand3", "Session_Key", "PKS", "witness", "wrequest", "request", "secret"}
	for _, c := range []struct{ name, want string }{
		{"NA", "Na"},                  // letter case
		{"SessionKey", "Session_Key"}, // underscore
		{"Nc", ""},                    // too short to guess
		{"Rnad1", "Rand1"},
		{"Rand", "Rand1 Rand2 Rand3"},
		{"reqest", "request wrequest"},
		{"witnes", "witness"},
		{"Zebra", ""},
		{"Na", ""}, // the name itself is no suggestion; Nb is not one either
	} {
		if got := strings.Join(Suggest(c.name, scope), " "); got != c.want {
			t.Errorf("Suggest(%q) = %q, want %q", c.name, got, c.want)
		}
	}
	if got := DidYouMean("Rand", scope); got != "did you mean Rand1, Rand2 or Rand3?" {
		t.Errorf("DidYouMean = %q", got)
	}
	if got := DidYouMean("Zebra", scope); got != "" {
		t.Errorf("DidYouMean = %q, want nothing", got)
	}
}
