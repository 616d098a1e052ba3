package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// ask sends a request of any kind, and returns the status, the head and the body.
func ask(t *testing.T, s *Server, request string) (int, string, string) {
	t.Helper()
	c, err := net.Dial("tcp", s.hosts[0])
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(bufio.NewReader(c))
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(text), "\r\n\r\n")
	var status int
	if _, err := fmt.Sscanf(head, "HTTP/1.1 %d", &status); err != nil {
		t.Fatalf("%q: %v", head, err)
	}
	return status, head, body
}

// TestRefused shows who gets in: only a request with the token, to this host, and
// from this page.
func TestRefused(t *testing.T) {
	s := library(t, "nspk", false)
	host, path := s.hosts[0], "/"+s.token+"/"
	get := func(path, head string) string { return "GET " + path + " HTTP/1.1\r\n" + head + "\r\n" }
	post := func(path, head, body string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s", path, head, len(body), body)
	}
	own := "Host: " + host + "\r\n"
	wrong := "/" + strings.Repeat("A", len(s.token)) + "/"
	kind := "Content-Type: application/json\r\n"
	for _, c := range []struct {
		name, request string
		want          int
	}{
		{"the page", get(path, own), 200},
		{"by the name localhost", get(path, "Host: "+s.hosts[1]+"\r\n"), 200},
		{"its own origin", get(path+"api/state", own+"Origin: http://"+host+"\r\nSec-Fetch-Site: same-origin\r\n"), 200},
		{"an order", post(path+"api/next", own+kind+"Origin: http://"+host+"\r\n", `{"at":0}`), 200},
		{"no token", get("/", own), 403},
		{"no token, api", get("/api/state", own), 403},
		{"a wrong token", get(wrong, own), 403},
		{"a prefix of the token", get("/"+s.token[:10]+"/", own), 403},
		{"the token without a slash", get("/"+s.token, own), 403},
		{"the token in the query", get("/?token="+s.token, own), 403},
		{"a foreign host", get(path, "Host: evil.example\r\n"), 403},
		{"a foreign host of the same port", get(path, fmt.Sprintf("Host: evil.example:%s\r\n", strings.Split(host, ":")[1])), 403},
		{"no host", get(path, ""), 403},
		{"a host without port", get(path, "Host: 127.0.0.1\r\n"), 403},
		{"two hosts", get(path, own+own), 400},
		{"a foreign origin", get(path+"api/state", own+"Origin: https://evil.example\r\n"), 403},
		{"the origin null", post(path+"api/next", own+kind+"Origin: null\r\n", `{"at":1}`), 403},
		{"the other name as origin", get(path+"api/state", own+"Origin: http://"+s.hosts[1]+"\r\n"), 403},
		{"two origins", get(path, own+"Origin: http://"+host+"\r\nOrigin: http://evil.example\r\n"), 400},
		{"from another site", get(path, own+"Sec-Fetch-Site: cross-site\r\n"), 403},
		{"a form of another page", post(path+"api/next", own+"Content-Type: text/plain\r\n", `{"at":1}`), 415},
		{"an order by GET", get(path+"api/next", own), 404},
		{"another method", "DELETE " + path + " HTTP/1.1\r\n" + own + "\r\n", 405},
		{"out of the page", get(path+"../server.go", own), 404},
		{"out of the page, encoded", get(path+"..%2fserver.go", own), 404},
		{"the directory", get(path+".", own), 404},
		{"chunks", "POST " + path + "api/next HTTP/1.1\r\n" + own + kind + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
		{"two lengths", "POST " + path + "api/next HTTP/1.1\r\n" + own + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400},
		{"a long body", "POST " + path + "api/next HTTP/1.1\r\n" + own + "Content-Length: 99999999\r\n\r\n", 400},
		{"no request", "hello\r\n\r\n", 400},
		{"a proxy's request", get("http://"+host+path, own), 400},
		{"no JSON", post(path+"api/next", own+kind, `{`), 400},
		{"an order for another moment", post(path+"api/next", own+kind, `{"at":7}`), 409},
		{"an unknown order", post(path+"api/sing", own+kind, `{"at":1}`), 422},
		{"an event that is none", post(path+"api/fire", own+kind, `{"at":1,"event":99}`), 422},
		{"a format that is none", get(path+"api/export?to=exe", own), 422},
		{"no certificate", post(path+"api/load", own+kind, `{}`), 422},
	} {
		status, head, body := ask(t, s, c.request)
		if status != c.want {
			t.Errorf("%s: status %d, want %d: %s", c.name, status, c.want, body)
		}
		if status == 403 && (strings.Contains(body, "nspk") || strings.Contains(body, s.token)) {
			t.Errorf("%s: the refusal tells something: %s", c.name, body)
		}
		if !strings.Contains(head, "Content-Security-Policy: default-src 'none'") || !strings.Contains(head, "Referrer-Policy: no-referrer") {
			t.Errorf("%s: no policy in\n%s", c.name, head)
		}
	}
	// Nothing but the one order has been carried out.
	if at, _ := s.session.At(); at != 1 {
		t.Errorf("the session is at %d", at)
	}
}

// TestLongHead refuses heads without end.
func TestLongHead(t *testing.T) {
	s := library(t, "nspk", false)
	c, err := net.Dial("tcp", s.hosts[0])
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nX: "+strings.Repeat("a", 2*maxHead))
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	if text, _ := io.ReadAll(c); strings.Contains(string(text), "200") {
		t.Errorf("%.80q", text)
	}
}

// TestLoopback listens on the loopback address only, each time with a token of
// its own.
func TestLoopback(t *testing.T) {
	a, b := library(t, "nspk", false), library(t, "nspk", false)
	if !a.listener.addr().Addr().IsLoopback() {
		t.Errorf("listening on %v", a.listener.addr())
	}
	if a.token == b.token || len(a.token) < 22 {
		t.Errorf("tokens %q and %q", a.token, b.token)
	}
}

// TestStandardClient holds our HTTP against that of the standard library.
func TestStandardClient(t *testing.T) {
	s := library(t, "nspk", false)
	for _, c := range []struct{ path, kind, holds string }{
		{"", "text/html; charset=utf-8", "<title>"},
		{"app.js", "text/javascript; charset=utf-8", "import"},
		{"style.css", "text/css; charset=utf-8", "--ink"},
		{"icon.svg", "image/svg+xml", "<svg"},
		{"api/state", "application/json", `"goals":[{`},
		{"api/source", "text/plain; charset=utf-8", "role initiator"},
		{"api/export?to=svg", "image/svg+xml", "<svg"},
		{"api/export?to=json&save=1", "application/json", "hornet-certificate"},
	} {
		r, err := http.Get(s.URL() + c.path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || r.StatusCode != 200 || r.Header.Get("Content-Type") != c.kind || !strings.Contains(string(body), c.holds) {
			t.Errorf("%s: %v %v %s %.60q", c.path, err, r.Status, r.Header.Get("Content-Type"), body)
		}
		if strings.Contains(c.path, "save") && r.Header.Get("Content-Disposition") != `attachment; filename="nspk-run.json"` {
			t.Errorf("%s: %q", c.path, r.Header.Get("Content-Disposition"))
		}
	}
	r, err := http.Post(s.URL()+"api/next", "application/json", strings.NewReader(`{"at":0}`))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var v struct{ At, Steps int }
	if err := json.NewDecoder(r.Body).Decode(&v); err != nil || v.At != 1 || v.Steps != 1 {
		t.Errorf("%v %+v", err, v)
	}
}

// TestNoForeignResource: the page names nothing on another host, and nothing
// inline that its policy would forbid.
func TestNoForeignResource(t *testing.T) {
	files, err := page.ReadDir("page")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, f := range files {
		text, err := page.ReadFile("page/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"http:", "https:", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write", " style=\"", "<style", " onclick="} {
			s := strings.ReplaceAll(string(text), "http://www.w3.org/2000/svg", "")
			if strings.Contains(s, bad) {
				t.Errorf("%s holds %q", f.Name(), bad)
			}
		}
	}
}

// TestShutdown ends at once when the context does, whoever holds a connection.
func TestShutdown(t *testing.T) {
	s := library(t, "nspk", false)
	other, err := Listen(s.session, 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- other.Serve(ctx) }()
	c, err := net.Dial("tcp", other.hosts[0])
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	time.Sleep(20 * time.Millisecond)
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("it does not end")
	}
	if c, err := net.Dial("tcp", other.hosts[0]); err == nil {
		c.Close()
		t.Error("it still listens")
	}
}
