// Package web serves the animator to a browser on the same machine.
//
// The page is a view of one animate.Session, and whoever can talk to the server
// drives it. Therefore it listens on the loopback address only; its address holds
// a random token, without which nothing is answered; and requests whose Host or
// Origin is another are refused, so that neither another page in the browser nor
// a name that is made to point at the loopback address (DNS rebinding) gets in.
//
// It speaks as much HTTP/1.1 as that takes, one request a connection. The server
// of the standard library, with all of TLS behind it, would be a quarter of the
// binary; package net, which net/textproto brings too, would slow every start down
// (listen.go).
package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"time"

	"hornet/animate"
)

// maxConns bounds the connections that are open at once.
const maxConns = 64

// Server shows a session.
type Server struct {
	listener listener
	token    string
	hosts    []string

	mu      sync.Mutex // guards what follows
	session *animate.Session
	search  string // what became of the search for attacks
}

// Listen returns a server on the given port of the loopback address; 0 means any
// that is free.
func Listen(s *animate.Session, port int) (*Server, error) {
	l, err := listen(port)
	if err != nil {
		return nil, err
	}
	var random [18]byte
	if _, err := rand.Read(random[:]); err != nil {
		_ = l.close()
		return nil, err
	}
	at := l.addr().Port()
	return &Server{listener: l, token: base64.RawURLEncoding.EncodeToString(random[:]), session: s, search: "none",
		hosts: []string{fmt.Sprintf("127.0.0.1:%d", at), fmt.Sprintf("localhost:%d", at)}}, nil
}

// URL returns the address of the page.
func (s *Server) URL() string { return "http://" + s.hosts[0] + "/" + s.token + "/" }

// Searching says that a search for attacks is under way.
func (s *Server) Searching() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.search = "searching"
}

// Found adds the result of the search and, when play is not 0, lays that attack
// out, unless somebody has begun to use the page.
func (s *Server) Found(attacks []*animate.Attack, err error, play int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.session.Found(attacks)
	s.search = "done"
	if err == nil && play > 0 {
		if _, last := s.session.At(); last == 0 {
			err = s.session.Play(play)
		}
	}
	if err != nil {
		s.search = err.Error()
	}
}

// Serve answers requests until ctx ends; that is no error.
func (s *Server) Serve(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { _ = s.listener.close() })
	defer stop()
	defer s.listener.close()
	var open sync.WaitGroup
	places := make(chan struct{}, maxConns)
	for {
		c, err := s.listener.accept()
		if err != nil {
			done := make(chan struct{})
			go func() { open.Wait(); close(done) }()
			select {
			case <-done:
			case <-time.After(time.Second):
			}
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			c.Close()
			continue
		}
		open.Go(func() {
			defer func() { <-places }()
			defer context.AfterFunc(ctx, func() { c.SetReadDeadline(time.Now()) })()
			converse(c, s.answer)
		})
	}
}

// answer decides who may ask, and for what.
func (s *Server) answer(r *request) *response {
	if !s.allowed(r) {
		return problem(403, "refused: this page belongs to who started hornet; open the address that it printed")
	}
	rest, ok := s.below(r.path)
	if !ok {
		return problem(403, "refused: the address needs the token that hornet printed")
	}
	name, api := strings.CutPrefix(rest, "api/")
	switch {
	case api && r.method == "POST":
		return s.call(name, r)
	case r.method != "GET" && r.method != "HEAD":
		return problem(405, "only GET and POST")
	case api:
		return s.get(name, r)
	}
	return asset(rest)
}

// allowed checks where a request comes from.
func (s *Server) allowed(r *request) bool {
	host := ""
	for _, h := range s.hosts {
		if r.host == h {
			host = h
		}
	}
	if host == "" {
		return false
	}
	if o, ok := r.header["origin"]; ok && (len(o) != 1 || o[0] != "http://"+host) {
		return false
	}
	site := r.header.get("Sec-Fetch-Site")
	return site == "" || site == "same-origin" || site == "none"
}

// below returns what follows the token in the path.
func (s *Server) below(path string) (string, bool) {
	token, rest, slash := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return rest, slash && subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1
}
