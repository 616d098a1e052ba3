//go:build !unix

package web

import (
	"fmt"
	"net"
	"net/netip"
)

// netListener is a listener of package net, which needs no C library here.
type netListener struct{ l *net.TCPListener }

// listen listens on a port of the loopback address; 0 means any that is free.
func listen(port int) (listener, error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return nil, err
	}
	return netListener{l.(*net.TCPListener)}, nil
}

func (l netListener) accept() (conn, error) { return l.l.AcceptTCP() }

func (l netListener) addr() netip.AddrPort { return l.l.Addr().(*net.TCPAddr).AddrPort() }

func (l netListener) close() error { return l.l.Close() }
