//go:build unix

package web

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"syscall"
)

// socket is a listener on a socket of the system. As a file that does not block
// it belongs to the poller of the runtime, as a socket of package net would: who
// waits holds no thread, deadlines hold, and closing wakes who waits.
type socket struct {
	file *os.File
	raw  syscall.RawConn
	at   netip.AddrPort
}

// listen listens on a port of the loopback address; 0 means any that is free.
func listen(port int) (listener, error) {
	if port < 0 || port > 65535 {
		return nil, fmt.Errorf("listen tcp: address %d: invalid port", port)
	}
	l, err := open(port)
	if err != nil {
		return nil, fmt.Errorf("listen tcp 127.0.0.1:%d: %w", port, err)
	}
	return l, nil
}

// open makes the socket.
func open(port int) (*socket, error) {
	fd, err := private(func() (int, error) { return syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, syscall.IPPROTO_TCP) })
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	at, err := bind(fd, port)
	if err != nil {
		_ = syscall.Close(fd)
		return nil, err
	}
	f := os.NewFile(uintptr(fd), at.String())
	raw, err := f.SyscallConn()
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &socket{f, raw, at}, nil
}

// bind has the socket listen, and returns where.
func bind(fd, port int) (netip.AddrPort, error) {
	// Without this, the port of a server that has just ended is in use for minutes.
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err != nil {
		return netip.AddrPort{}, os.NewSyscallError("setsockopt", err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return netip.AddrPort{}, os.NewSyscallError("bind", err)
	}
	if err := syscall.Listen(fd, syscall.SOMAXCONN); err != nil {
		return netip.AddrPort{}, os.NewSyscallError("listen", err)
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		return netip.AddrPort{}, os.NewSyscallError("getsockname", err)
	}
	at, ok := name.(*syscall.SockaddrInet4)
	if !ok {
		return netip.AddrPort{}, errors.New("the socket has an address of another family")
	}
	return netip.AddrPortFrom(netip.AddrFrom4(at.Addr), uint16(at.Port)), nil
}

// private makes a descriptor that does not block, and that no program gets which
// is started meanwhile, such as a browser. Not every system does that in one call,
// and between two nobody may fork.
func private(descriptor func() (int, error)) (int, error) {
	syscall.ForkLock.RLock()
	fd, err := descriptor()
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return -1, err
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		_ = syscall.Close(fd)
		return -1, err
	}
	return fd, nil
}

func (l *socket) accept() (conn, error) {
	fd := -1
	var failed error
	err := l.raw.Read(func(listening uintptr) bool {
		for {
			// The lock is held for an instant only: the socket does not block.
			fd, failed = private(func() (int, error) {
				fd, _, err := syscall.Accept(int(listening))
				return fd, err
			})
			switch failed {
			case syscall.EINTR, syscall.ECONNABORTED: // who called has hung up; the next may wait
			case syscall.EAGAIN:
				return false
			default:
				return true
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, os.NewSyscallError("accept", failed)
	}
	// An answer is written in one or two pieces; none has to wait for more. Where
	// this fails, the connection is slower or already gone.
	_ = syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	return os.NewFile(uintptr(fd), l.file.Name()), nil
}

func (l *socket) addr() netip.AddrPort { return l.at }

func (l *socket) close() error { return l.file.Close() }
