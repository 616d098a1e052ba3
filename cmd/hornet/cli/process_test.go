package cli

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// build returns the path of a hornet built for the test.
func build(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds a binary")
	}
	bin := filepath.Join(t.TempDir(), "hornet")
	if out, err := exec.Command("go", "build", "-o", bin, "hornet/cmd/hornet").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// slowModel returns a model that takes far longer than a test.
func slowModel(t *testing.T, sessions int) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(demo, "models/slow/chain.hlpsl"))
	if err != nil {
		t.Fatal(err)
	}
	calls := strings.Repeat(` /\ session(a,b,kab) /\ session(b,a,kab)`, sessions/2)
	p := filepath.Join(t.TempDir(), "slow.hlpsl")
	if err := os.WriteFile(p, bytes.Replace(text, []byte("session(a,b,kab)\n"), []byte("session(a,b,kab)"+calls+"\n"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestInterrupt sends an interrupt: what is known is printed, and the exit code
// is that of an undecided run, unless an attack was found before.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no interrupts between processes")
	}
	bin, slow := build(t), slowModel(t, 6)
	for _, c := range []struct {
		first, verdict string
		code           int
	}{
		{"models/ok/sealed.hlpsl", "ok      secrecy_of na", 4},
		{"models/attack/clear.hlpsl", "ATTACK  secrecy_of na", 1},
	} {
		interrupt(t, bin, filepath.Join(demo, c.first), slow, c.verdict, c.code)
	}
}

// interrupt checks a model, then a slow one, in which the interrupt comes, then
// another.
func interrupt(t *testing.T, bin, known, slow, verdict string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, "check", "--no-cache", "--no-config", "--jobs", "1", known, slow, filepath.Join(demo, "models/ok/challenge.hlpsl"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	first := true
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Fprintln(&all, lines.Text())
		if first { // the first model is done: the second is being searched
			first = false
			time.AfterFunc(300*time.Millisecond, func() { cmd.Process.Signal(os.Interrupt) })
		}
	}
	cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Errorf("exit code %d, want %d", got, code)
	}
	for _, want := range []string{verdict, "it was interrupted; no attack in ", "1 file not checked (interrupted)"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("output lacks %q:\n%s", want, &all)
		}
	}
}

// TestKilled kills runs at any moment of theirs: whatever they leave in the
// cache, the next run says the same as one without.
func TestKilled(t *testing.T) {
	bin, dir := build(t), t.TempDir()
	for i, name := range []string{"ok/challenge", "attack/replay", "attack/clear", "ok/hashed"} {
		text, err := os.ReadFile(filepath.Join(demo, "models", name+".hlpsl"))
		if err != nil {
			t.Fatal(err)
		}
		for j := range 25 {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("m%02d%d.hlpsl", j, i)), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	hornet := func(store string, flags ...string) *exec.Cmd {
		cmd := exec.Command(bin, append([]string{"check", "--no-config", "--no-timing", "--format", "json"}, flags...)...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "XDG_CACHE_HOME="+store, "HOME="+store, "LocalAppData="+store)
		return cmd
	}
	want, _ := hornet(t.TempDir(), "--no-cache", ".").Output()
	for round := range 8 {
		store := t.TempDir()
		for try := range 3 {
			cmd := hornet(store, ".")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Duration(5+7*round+20*try)*time.Millisecond, func() { cmd.Process.Kill() })
			cmd.Wait()
		}
		if got, _ := hornet(store, ".").Output(); !bytes.Equal(got, want) {
			t.Fatalf("after runs that were killed: %d bytes differ from %d", len(got), len(want))
		}
	}
}

// TestManyModels checks a thousand models in one run: in order, in bounded
// memory.
func TestManyModels(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand models")
	}
	text, err := os.ReadFile(filepath.Join(demo, "models/ok/challenge.hlpsl"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const n = 1000
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("m%04d.hlpsl", i)), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	code, out, _ := run(t, "check", "--no-cache", "--no-config", ".")
	runtime.GC()
	runtime.ReadMemStats(&after)
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	next := 0
	for _, line := range strings.Split(out, "\n") {
		if strings.HasPrefix(line, fmt.Sprintf("m%04d.hlpsl: ", next)) {
			next++
		}
	}
	if next != n {
		t.Errorf("%d models in order, want %d", next, n)
	}
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 16<<20 {
		t.Errorf("%d bytes are kept after the run", kept)
	}
}

// TestWatch changes a model under a watch and reads which verdict changed.
func TestWatch(t *testing.T) {
	bin := build(t)
	dir := t.TempDir()
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(demo, "models", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	model := filepath.Join(dir, "m.hlpsl")
	if err := os.WriteFile(model, read("ok/sealed.hlpsl"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, "watch", "--no-cache", "--no-config", ".")
	cmd.Dir = dir
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cancel()
	lines := bufio.NewScanner(out)
	until := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("the output ends before %q", want)
	}
	until("watching 1 file")
	if err := os.WriteFile(model, read("attack/clear.hlpsl"), 0o644); err != nil {
		t.Fatal(err)
	}
	until("changed: m.hlpsl: secrecy_of na was ok, is ATTACK")
	until("watching 1 file")
	if err := os.WriteFile(filepath.Join(dir, "new.hlpsl"), read("broken/name.hlpsl"), 0o644); err != nil {
		t.Fatal(err)
	}
	until("new: new.hlpsl is error")
	until("watching 2 files")
	if err := os.Remove(filepath.Join(dir, "new.hlpsl")); err != nil {
		t.Fatal(err)
	}
	until("gone: new.hlpsl, was error")
}

// TestStatusLine wants a line on standard error from time to time, never on
// standard output.
func TestStatusLine(t *testing.T) {
	var w bytes.Buffer
	a := &app{stderr: &w}
	s := a.status(1)
	s.progress("m.hlpsl", progress(3, 100))
	if w.Len() > 0 {
		t.Errorf("a line at once: %q", &w)
	}
	s.last = s.last.Add(-statusLog)
	s.start = s.start.Add(-31 * time.Second)
	s.progress("m.hlpsl", progress(4, 3100))
	s.progress("m.hlpsl", progress(5, 6200))
	if got, want := w.String(), "m.hlpsl: 2 of 3 goals open, depth 4, 3100 states, 100 states/s, 31s\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	w.Reset()
	s.terminal = true
	s.last = s.last.Add(-statusTerminal)
	s.progress("m.hlpsl", progress(5, 6200))
	s.clear()
	s.clear()
	if got := w.String(); !strings.HasPrefix(got, "\r\x1b[Km.hlpsl: 2 of 3 goals open, depth 5, ") || strings.Count(got, "\r\x1b[K") != 2 {
		t.Errorf("got %q", got)
	}
}
