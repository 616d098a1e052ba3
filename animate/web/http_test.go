package web

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// wire is a connection on which everything that will ever come has come.
type wire struct {
	io.Reader
	sent bytes.Buffer
}

func (w *wire) Write(p []byte) (int, error) { return w.sent.Write(p) }

// TestReadRequest shows what is a request, and what it is read as.
func TestReadRequest(t *testing.T) {
	const line = "GET / HTTP/1.1\r\n"
	for _, c := range []struct {
		name, text string
		want       string // method, path, query, host, fields and body; "" when it is refused
	}{
		{"the least", line + "\r\n", `GET "/" map[] "" map[] ""`},
		{"an old version", "GET / HTTP/1.0\r\n\r\n", `GET "/" map[] "" map[] ""`},
		{"a path and a query", "HEAD /a%2fb/c?x=1&x=2&y=%20 HTTP/1.1\r\n\r\n", `HEAD "/a/b/c" map[x:[1 2] y:[ ]] "" map[] ""`},
		{"fields", line + "Host: h:1\r\nA: 1\r\n\r\n", `GET "/" map[] "h:1" map[a:[1] host:[h:1]] ""`},
		{"names in any letters", line + "hOsT: h\r\nHORNET-x: 1\r\nhornet-X: 2\r\n\r\n", `GET "/" map[] "h" map[hornet-x:[1 2] host:[h]] ""`},
		{"every character of a name", line + "!#$%&'*+-.^_`|~aZ09: 1\r\n\r\n", "GET \"/\" map[] \"\" map[!#$%&'*+-.^_`|~az09:[1]] \"\""},
		{"blanks around a value", line + "A: \t b c \t\r\nB:x\r\n\r\n", `GET "/" map[] "" map[a:[b c] b:[x]] ""`},
		{"a blank and a colon in a value", line + "A: b\tc: d\r\n\r\n", "GET \"/\" map[] \"\" map[a:[b\tc: d]] \"\""},
		{"a value of other characters", line + "A: \xff\u202eé\r\n\r\n", "GET \"/\" map[] \"\" map[a:[\xff\u202eé]] \"\""},
		{"an empty value", line + "A:\r\n\r\n", `GET "/" map[] "" map[a:[]] ""`},
		{"a body", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\na\x00\r\nbX", `POST "/" map[] "" map[content-length:[5]] "a\x00\r\nb"`},
		{"an empty body", "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", `POST "/" map[] "" map[content-length:[0]] ""`},
		{"a head that just fits", line + "A: " + strings.Repeat("a", maxHead-len(line)-7) + "\r\n\r\n",
			`GET "/" map[] "" map[a:[` + strings.Repeat("a", maxHead-len(line)-7) + `]] ""`},
		{"a head of one too many", line + "A: " + strings.Repeat("a", maxHead-len(line)-6) + "\r\n\r\n", ""},
		{"many fields", line + strings.Repeat("A:\r\n", maxHead/4) + "\r\n", ""},
		{"the end of a line without CR", "GET / HTTP/1.1\nHost: h\n\n", ""},
		{"the end of a field without CR", line + "Host: h\n\r\n", ""},
		{"the end of the head without CR", line + "\n", ""},
		{"a CR alone", line + "A: 1\rHost: h\r\n\r\n", ""},
		{"two CR", line + "A: 1\r\r\n\r\n", ""},
		{"a zero in a value", line + "A: \x00\r\n\r\n", ""},
		{"a control character in a value", line + "A: \x1b[0m\r\n\r\n", ""},
		{"a deletion in a value", line + "A: \x7f\r\n\r\n", ""},
		{"a continued value", line + "A: 1\r\n 2\r\n\r\n", ""},
		{"a continued value with a colon", line + "A: 1\r\n\tB: 2\r\n\r\n", ""},
		{"a blank before the first field", line + " A: 1\r\n\r\n", ""},
		{"a line of blanks", line + " \r\n\r\n", ""},
		{"a blank before the colon", line + "A : 1\r\n\r\n", ""},
		{"a blank in a name", line + "A B: 1\r\n\r\n", ""},
		{"no name", line + ": 1\r\n\r\n", ""},
		{"no colon", line + "A\r\n\r\n", ""},
		{"a name of other letters", line + "É: 1\r\n\r\n", ""},
		{"the Kelvin sign for a K", line + "Sec-Fetch-Site\u212a: 1\r\n\r\n", ""},
		{"a name in brackets", line + "(A): 1\r\n\r\n", ""},
		{"the end before the empty line", line + "A: 1\r\n", ""},
		{"two blanks in the first line", "GET  / HTTP/1.1\r\n\r\n", ""},
		{"a tab in the first line", "GET\t/ HTTP/1.1\r\n\r\n", ""},
		{"another version", "GET / HTTP/2.0\r\n\r\n", ""},
		{"no version", "GET /\r\n\r\n", ""},
		{"no method", " / HTTP/1.1\r\n\r\n", ""},
		{"a method that is no word", "G(T / HTTP/1.1\r\n\r\n", ""},
		{"an empty first line", "\r\n" + line + "\r\n", ""},
		{"a whole address", "GET http://h/ HTTP/1.1\r\n\r\n", ""},
		{"half an escape", "GET /%2 HTTP/1.1\r\n\r\n", ""},
		{"half an escape in the query", "GET /?%2 HTTP/1.1\r\n\r\n", ""},
		{"two hosts", line + "Host: a\r\nhost: a\r\n\r\n", ""},
		{"two lengths", line + "Content-Length: 0\r\nCONTENT-LENGTH: 0\r\n\r\n", ""},
		{"two types", line + "Content-Type: a/b\r\nContent-type: a/b\r\n\r\n", ""},
		{"two sites", line + "Sec-Fetch-Site: none\r\nSec-Fetch-Site: none\r\n\r\n", ""},
		{"chunks", line + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""},
		{"chunks, hidden behind nothing", line + "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""},
		{"an empty length", line + "Content-Length:\r\n\r\n", ""},
		{"a signed length", line + "Content-Length: +1\r\n\r\na", ""},
		{"a negative length", line + "Content-Length: -1\r\n\r\na", ""},
		{"a list of lengths", line + "Content-Length: 1, 1\r\n\r\na", ""},
		{"a length of other digits", line + "Content-Length: 0x1\r\n\r\na", ""},
		{"a length above the bound", line + fmt.Sprintf("Content-Length: %d\r\n\r\n", maxBody+1), ""},
		{"a length above all numbers", line + "Content-Length: 99999999999999999999\r\n\r\n", ""},
	} {
		r, err := readRequest(&wire{Reader: strings.NewReader(c.text)})
		if c.want == "" {
			if !errors.Is(err, errRequest) {
				t.Errorf("%s: %v, error %v: it is no request", c.name, r, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := fmt.Sprintf("%s %q %v %q %v %q", r.method, r.path, r.query, r.host, r.header, r.body); got != c.want {
			t.Errorf("%s: read as\n%.300s\nwant\n%.300s", c.name, got, c.want)
		}
	}
}

// TestHalfRequest: who hangs up gets no answer, and nothing is made of the half.
func TestHalfRequest(t *testing.T) {
	for _, text := range []string{"", "GET / HT", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc"} {
		r, err := readRequest(&wire{Reader: strings.NewReader(text)})
		if err == nil || errors.Is(err, errRequest) {
			t.Errorf("%q: %v, error %v", text, r, err)
		}
	}
}

// TestContinue: who waits to be told to send the body is told, before it is read.
func TestContinue(t *testing.T) {
	for _, c := range []struct{ head, want string }{
		{"Expect: 100-continue\r\n", "HTTP/1.1 100 Continue\r\n\r\n"},
		{"expect: 100-CONTINUE\r\n", "HTTP/1.1 100 Continue\r\n\r\n"},
		{"", ""},
	} {
		w := &wire{Reader: strings.NewReader("POST / HTTP/1.1\r\n" + c.head + "Content-Length: 2\r\n\r\n{}")}
		if r, err := readRequest(w); err != nil || string(r.body) != "{}" || w.sent.String() != c.want {
			t.Errorf("%q: %v, %v, sent %q", c.head, r, err, w.sent.String())
		}
	}
}

// FuzzRequest holds our reader against that of the standard library: what ours
// takes, the other takes for the same.
func FuzzRequest(f *testing.F) {
	f.Add([]byte("POST /a%20b/?q=1 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nContent-Type: application/json\r\nOrigin: x\r\nContent-Length: 2\r\n\r\n{}"))
	f.Add([]byte("GET / HTTP/1.0\r\nHost: h\r\nA:  b \r\na: c\r\nExpect: 100-continue\r\n\r\nrest"))
	f.Add([]byte("GET /%2e%2e//x HTTP/1.1\r\nHost:\r\n B: c\r\n\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		ours, err := readRequest(&wire{Reader: bytes.NewReader(text)})
		if err != nil {
			return
		}
		theirs, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(text)))
		if err != nil {
			t.Fatalf("the standard library refuses it: %v", err)
		}
		// A path of two slashes is the name of a host to the other.
		if theirs.Method != ours.method || theirs.URL.Path != ours.path && !strings.HasPrefix(ours.path, "//") || theirs.Host != ours.host {
			t.Errorf("%s %q %q, by the standard library %s %q %q", ours.method, ours.path, ours.host, theirs.Method, theirs.URL.Path, theirs.Host)
		}
		for name, values := range ours.header {
			if name == "host" { // the other moves it
				continue
			}
			if other := theirs.Header.Values(name); !slices.Equal(values, other) {
				t.Errorf("%s: %q, by the standard library %q", name, values, other)
			}
		}
		body, err := io.ReadAll(theirs.Body)
		if err != nil || !bytes.Equal(body, ours.body) {
			t.Errorf("body %q, by the standard library %q, %v", ours.body, body, err)
		}
	})
}
