package syntax

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// corpus is where other people's models lie, outside the project.
const corpus = "../../../shared/corpus"

// rows reads a table of the corpus, or skips the test.
func rows(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpus, name))
	if err != nil {
		t.Skip("no corpus")
	}
	var out [][]string
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		out = append(out, strings.Split(sc.Text(), "\t"))
	}
	return out[1:]
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestCorpusAccepts: every model that the reference tools gave a verdict on parses.
func TestCorpusAccepts(t *testing.T) {
	for _, row := range rows(t, "verdicts.tsv") {
		if _, diags := Parse(row[0], read(t, row[0])); diags.Errors() > 0 {
			t.Errorf("%v", diags.Err())
		}
	}
}

var lineNumber = regexp.MustCompile(`error: Line (\d+)`)

// TestCorpusAgreement holds acceptance and the line of the first error to the
// reference translator's.
func TestCorpusAgreement(t *testing.T) {
	total, agree, lines, same := 0, 0, 0, 0
	for _, row := range rows(t, "parse.tsv") {
		msg := row[3]
		syntactic := row[2] == "reject" && !strings.Contains(msg, "Semantic error")
		_, diags := Parse(row[0], read(t, row[0]))
		total++
		if syntactic != (diags.Errors() > 0) {
			t.Logf("differs: %s: %s | ours: %v", row[0], msg, diags.Err())
			continue
		}
		agree++
		m := lineNumber.FindStringSubmatch(msg)
		if !syntactic || m == nil {
			continue
		}
		lines++
		if want, _ := strconv.Atoi(m[1]); diags[0].Range.Start.Line == want {
			same++
		} else {
			t.Logf("line: %s | ours: %v", msg, diags.Err())
		}
	}
	t.Logf("acceptance %d of %d, lines %d of %d", agree, total, same, lines)
	if agree*1000 < total*995 {
		t.Errorf("acceptance agrees on %d of %d", agree, total)
	}
	if same*100 < lines*95 {
		t.Errorf("lines agree on %d of %d", same, lines)
	}
}
