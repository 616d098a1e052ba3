package cli

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"hornet/models"
)

// TestAnimateServes starts the animator as a user does: it prints an address that
// answers, lays out the attack asked for, and ends with exit code 0 when it is
// interrupted.
func TestAnimateServes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no interrupts to send")
	}
	m, err := models.Find("nspk")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "nspk.hlpsl")
	if err := os.WriteFile(file, m.Text, 0o644); err != nil {
		t.Fatal(err)
	}
	r, w := io.Pipe()
	done := make(chan int, 1)
	go func() {
		done <- Main([]string{"animate", file, "--attack", "2"}, strings.NewReader(""), w, io.Discard)
		w.Close()
	}()
	url, err := bufio.NewReader(r).ReadString('\n')
	if err != nil || !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Fatalf("%q, %v", url, err)
	}
	go func() { _, _ = io.Copy(io.Discard, r) }()
	var v struct {
		Attack, At, Last int
		Search           string
	}
	for end := time.Now().Add(20 * time.Second); v.Search != "done" && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		resp, err := http.Get(strings.TrimSpace(url) + "api/state")
		if err != nil {
			t.Fatal(err)
		}
		err = json.NewDecoder(resp.Body).Decode(&v)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
	}
	if v.Search != "done" || v.Attack != 2 || v.At != 0 || v.Last != 4 {
		t.Errorf("%+v", v)
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case code := <-done:
		if code != 0 {
			t.Errorf("exit code %d", code)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not end")
	}
	if resp, err := http.Get(strings.TrimSpace(url)); err == nil {
		resp.Body.Close()
		t.Error("it still answers")
	}
}
