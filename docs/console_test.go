package docs

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"hornet/cmd/hornet/cli"
)

// runConsole runs the commands of a block, the lines that begin with "$ ", and puts
// their output below them: standard output and standard error as on a terminal, and
// the exit code when it is not 0. Output that differs only in what varies (vary) is
// left as it is; a line ⋮ stands for any lines.
func runConsole(b *block) error {
	var out []string
	for i := 0; i < len(b.lines); {
		cmd, ok := strings.CutPrefix(b.lines[i], "$ ")
		if !ok {
			return fmt.Errorf("line %d: not a command: %s", b.line+i+1, b.lines[i])
		}
		out = append(out, b.lines[i])
		i++
		var want []string
		for i < len(b.lines) && !strings.HasPrefix(b.lines[i], "$ ") {
			want = append(want, b.lines[i])
			i++
		}
		text, code, err := shell(cmd)
		if err != nil {
			return fmt.Errorf("line %d: %s: %v", b.line+i, cmd, err)
		}
		var got []string
		if text != "" {
			got = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		}
		if code != 0 {
			got = append(got, fmt.Sprintf("[exit %d]", code))
		}
		if same(want, got) {
			got = want
		}
		out = append(out, got...)
	}
	b.lines = out
	return nil
}

// plain is a command line that a shell would only split at blanks.
var plain = regexp.MustCompile(`^hornet( [A-Za-z0-9_./=,:*-]+)*$`)

// shell runs a command line: hornet in this process when nothing else is in it,
// otherwise a shell.
func shell(line string) (out string, code int, err error) {
	if args, ok := strings.CutPrefix(line, "go run ./cmd/hornet "); ok {
		out, code, err = shell("hornet " + args)
		if code != 0 {
			out, code = out+fmt.Sprintf("exit status %d\n", code), 1 // so says go run
		}
		return out, code, err
	}
	var buf bytes.Buffer
	if plain.MatchString(line) && !strings.Contains(line, "*") {
		code = cli.Main(strings.Fields(line)[1:], strings.NewReader(""), &buf, &buf)
		return buf.String(), code, nil
	}
	cmd := exec.Command("sh", "-c", line)
	cmd.Stdout, cmd.Stderr = &buf, &buf
	cmd.WaitDelay = time.Minute
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return buf.String(), exit.ExitCode(), nil
	}
	return buf.String(), 0, err
}

// same reports whether the output wanted is the one got.
func same(want, got []string) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if want[0] == "⋮" {
		for i := 0; i <= len(got); i++ {
			if same(want[1:], got[i:]) {
				return true
			}
		}
		return false
	}
	return len(got) > 0 && vary(want[0]) == vary(got[0]) && same(want[1:], got[1:])
}

var varying = []struct {
	re   *regexp.Regexp
	with string
}{
	{regexp.MustCompile(` *\b([0-9.]+ ?(µs|ms|s|min)|cached)\b`), " T"},
	{regexp.MustCompile(` *\b[0-9,]+ (states?|nodes?)\b`), " N states"},
	{regexp.MustCompile(`^(  [a-z]\S*\(.*\) +)?(\S+: )[1-9][0-9]*`), "$1$2 N"},
	{regexp.MustCompile(`(  \S+: )[1-9][0-9]*`), "$1 N"},
}

// vary takes out of a line what differs between machines and between versions of
// the engine: times, numbers of states, and how often a transition fired (but not
// whether it did).
func vary(line string) string {
	for _, v := range varying {
		line = v.re.ReplaceAllString(line, v.with)
	}
	return line
}
