package web

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// pair returns a listener on a free port and the two ends of a connection to it:
// ours, and that of package net.
func pair(t *testing.T) (listener, conn, net.Conn) {
	t.Helper()
	l, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.close() })
	theirs, err := net.DialTimeout("tcp", l.addr().String(), 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { theirs.Close() })
	ours, err := l.accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ours.Close() })
	return l, ours, theirs
}

// soon fails the test when f takes longer than a person waits.
func soon(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { f(); close(done) }()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Fatalf("%s does not end", what)
	}
}

// TestPorts: 0 means a port that is free, another means that port, and what is no
// port or in use is said in words.
func TestPorts(t *testing.T) {
	l, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	port := int(l.addr().Port())
	if port == 0 || l.addr().Addr().String() != "127.0.0.1" {
		t.Errorf("listening on %v", l.addr())
	}
	want := fmt.Sprintf("listen tcp 127.0.0.1:%d: bind: ", port)
	if runtime.GOOS != "windows" {
		want += "address already in use"
	}
	if _, err := listen(port); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("a port in use: %v, want %s", err, want)
	}
	if err := l.close(); err != nil {
		t.Error(err)
	}
	again, err := listen(port)
	if err != nil {
		t.Fatalf("the port of a listener that has ended: %v", err)
	}
	if got := int(again.addr().Port()); got != port {
		t.Errorf("listening on %d, want %d", got, port)
	}
	again.close()
	for _, bad := range []int{-1, 65536, 1 << 30} {
		if l, err := listen(bad); err == nil || !strings.Contains(err.Error(), "invalid port") {
			t.Errorf("port %d: %v, %v", bad, l, err)
		}
	}
}

// TestPortAfterUse: a server that has just ended, and hung up first, leaves its
// port to the next.
func TestPortAfterUse(t *testing.T) {
	l, ours, theirs := pair(t)
	ours.Close()
	_, _ = io.ReadAll(theirs)
	theirs.Close()
	l.close()
	again, err := listen(int(l.addr().Port()))
	if err != nil {
		t.Fatal(err)
	}
	again.close()
}

// TestConnection: what is written on one side is read on the other, in pieces
// larger than any buffer of the system, and the end is the end.
func TestConnection(t *testing.T) {
	_, ours, theirs := pair(t)
	text := strings.Repeat("0123456789abcdef", 1<<20)
	for _, c := range []struct{ from, to io.ReadWriter }{{ours, theirs}, {theirs, ours}} {
		failed := make(chan error, 1)
		go func() {
			_, err := io.WriteString(c.from, text)
			failed <- err
		}()
		got := make([]byte, len(text))
		if _, err := io.ReadFull(c.to, got); err != nil || string(got) != text {
			t.Errorf("%d bytes read, %v", len(got), err)
		}
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	theirs.Close()
	if n, err := ours.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("after the end: %d bytes, %v", n, err)
	}
}

// TestDeadlines: neither reading nor writing waits longer than it may, also when
// the deadline is set while it waits.
func TestDeadlines(t *testing.T) {
	_, ours, _ := pair(t)
	late := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: %v", what, err)
		}
	}
	soon(t, "reading", func() {
		if err := ours.SetDeadline(time.Now().Add(10 * time.Millisecond)); err != nil {
			t.Error(err)
		}
		_, err := ours.Read(make([]byte, 1))
		late("reading", err)
	})
	soon(t, "writing to who does not read", func() {
		if err := ours.SetDeadline(time.Now().Add(10 * time.Millisecond)); err != nil {
			t.Error(err)
		}
		for {
			if _, err := ours.Write(make([]byte, 1<<20)); err != nil {
				late("writing", err)
				return
			}
		}
	})
	soon(t, "a read that waits already", func() {
		if err := ours.SetDeadline(time.Time{}); err != nil {
			t.Error(err)
		}
		time.AfterFunc(20*time.Millisecond, func() { _ = ours.SetReadDeadline(time.Now()) })
		_, err := ours.Read(make([]byte, 1))
		late("a read that waits already", err)
	})
}

// TestClosing wakes who waits, and frees the port at once.
func TestClosing(t *testing.T) {
	l, ours, _ := pair(t)
	closed := make(chan struct{})
	time.AfterFunc(20*time.Millisecond, func() { l.close(); close(closed) })
	soon(t, "an accept that waits", func() {
		if c, err := l.accept(); err == nil {
			t.Errorf("%v from a listener that is closed", c)
		}
	})
	<-closed // who waited is woken a little before
	if c, err := net.Dial("tcp", l.addr().String()); err == nil {
		c.Close()
		t.Error("it still listens")
	}
	if c, err := l.accept(); err == nil {
		t.Errorf("%v from a listener that is closed", c)
	}
	time.AfterFunc(20*time.Millisecond, func() { ours.Close() })
	soon(t, "a read that waits", func() {
		if _, err := ours.Read(make([]byte, 1)); err == nil {
			t.Error("read from a connection that is closed")
		}
	})
}

// TestGone: a caller that hangs up before it is accepted harms nobody after it.
func TestGone(t *testing.T) {
	l, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	for range 5 {
		c, err := net.Dial("tcp", l.addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if err := c.(*net.TCPConn).SetLinger(0); err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	c, err := net.Dial("tcp", l.addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "x"); err != nil {
		t.Fatal(err)
	}
	soon(t, "the one that is there", func() {
		for {
			ours, err := l.accept()
			if err != nil {
				t.Error(err)
				return
			}
			n, _ := ours.Read(make([]byte, 1))
			ours.Close()
			if n == 1 {
				return
			}
		}
	})
}

// sockets returns the sockets among what the descriptors of a process lead to.
func sockets(list []string) map[string]bool {
	out := map[string]bool{}
	for _, to := range list {
		if strings.HasPrefix(to, "socket:") {
			out[to] = true
		}
	}
	return out
}

// TestPrivate: a program that is started, as a browser may be, gets neither the
// listener nor a connection; it would keep both open.
func TestPrivate(t *testing.T) {
	own := func() map[string]bool {
		links, err := filepath.Glob("/proc/self/fd/*")
		if err != nil || len(links) == 0 {
			t.Skip("no /proc/self/fd here")
		}
		var list []string
		for _, l := range links {
			if to, err := os.Readlink(l); err == nil {
				list = append(list, to)
			}
		}
		return sockets(list)
	}
	before := own()
	pair(t)
	after := own()
	out, err := exec.Command("sh", "-c", "for f in /proc/self/fd/*; do readlink $f; done; true").Output()
	if err != nil {
		t.Skipf("no shell: %v", err)
	}
	child := sockets(strings.Fields(string(out)))
	made := 0
	for s := range after {
		if before[s] {
			continue
		}
		made++
		if child[s] {
			t.Errorf("a program that was started has %s", s)
		}
	}
	if made != 3 {
		t.Errorf("%d sockets of our own, want the listener and both ends of a connection", made)
	}
}
