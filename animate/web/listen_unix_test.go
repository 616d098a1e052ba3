//go:build unix

package web

import (
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
)

// TestPrompt: an answer is sent as it is written, and does not wait for more.
func TestPrompt(t *testing.T) {
	_, ours, _ := pair(t)
	raw, err := ours.(*os.File).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if err := raw.Control(func(fd uintptr) {
		if on, err := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_NODELAY); err != nil || on == 0 {
			t.Errorf("TCP_NODELAY is %d, %v", on, err)
		}
	}); err != nil {
		t.Error(err)
	}
}

// TestHangUp: who writes to somebody that is gone gets an error; the signal that
// the system sends with it must not end the process.
func TestHangUp(t *testing.T) {
	_, ours, theirs := pair(t)
	if err := theirs.(*net.TCPConn).SetLinger(0); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	soon(t, "writing", func() {
		for { // the first error may tell of the end only
			if _, err := ours.Write(make([]byte, 1<<16)); errors.Is(err, syscall.EPIPE) {
				return
			}
		}
	})
}
