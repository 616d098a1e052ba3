package diag

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Distance returns the Damerau–Levenshtein distance of a and b in the form of
// optimal string alignment: the number of insertions, deletions, replacements
// and swaps of neighbours that turn a into b. It counts runes.
func Distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	// Three rows of the table are enough: a swap looks two rows back.
	old, prev, cur := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(s); i++ {
		cur[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				cur[j] = min(cur[j], old[j-2]+1)
			}
		}
		old, prev, cur = prev, cur, old
	}
	return prev[len(t)]
}

// Suggest returns the candidates that someone who wrote name may have meant,
// nearest first and at most three. Names that differ in letter case or in
// underscores only come before all others; of the rest, a name of up to two
// letters suggests nothing, one of up to five letters may be one edit away, a
// longer one two or, from nine letters on, three. The order does not depend on
// that of the candidates.
func Suggest(name string, candidates []string) []string {
	limit := 0
	switch n := utf8.RuneCountInString(name); {
	case n > 8:
		limit = 3
	case n > 5:
		limit = 2
	case n > 2:
		limit = 1
	}
	type near struct {
		name string
		dist int
	}
	var found []near
	seen := map[string]bool{name: true}
	for _, c := range candidates {
		if c == "" || seen[c] {
			continue
		}
		seen[c] = true
		if fold(c) == fold(name) {
			found = append(found, near{c, 0})
			continue
		}
		// A difference in length bounds the distance from below, so most
		// candidates cost nothing.
		if d := len(c) - len(name); limit == 0 || d > 3*limit || -d > 3*limit {
			continue
		}
		if d := Distance(strings.ToLower(name), strings.ToLower(c)); d <= limit {
			found = append(found, near{c, d})
		}
	}
	sort.Slice(found, func(i, j int) bool {
		if found[i].dist != found[j].dist {
			return found[i].dist < found[j].dist
		}
		return found[i].name < found[j].name
	})
	if len(found) > 3 {
		found = found[:3]
	}
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = f.name
	}
	return names
}

// fold returns a name without what people most often get wrong in it.
func fold(s string) string { return strings.ReplaceAll(strings.ToLower(s), "_", "") }

// DidYouMean returns "did you mean kb?", "did you mean kb or ka?" and so on for
// the names that Suggest finds, or "" when it finds none.
func DidYouMean(name string, candidates []string) string {
	s := Suggest(name, candidates)
	switch len(s) {
	case 0:
		return ""
	case 1:
		return "did you mean " + s[0] + "?"
	}
	last := len(s) - 1
	return "did you mean " + strings.Join(s[:last], ", ") + " or " + s[last] + "?"
}
