package web

import (
	"io"
	"net/netip"
	"time"
)

// On Unix the sockets are the system's own and not those of package net. To look
// names up, which nothing here does, net has a plain build link the C library; that
// costs 1.2 of some 6 ms at every start of hornet, and the binary is not static.
// A test in internal/house keeps it so.

// conn is a connection, as far as this server needs one.
type conn interface {
	io.ReadWriteCloser
	SetDeadline(time.Time) error
	SetReadDeadline(time.Time) error
}

// listener waits for connections.
type listener interface {
	accept() (conn, error)
	addr() netip.AddrPort
	// close ends the listening, and an accept that waits.
	close() error
}
