package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// What a connection may take: bytes of a request's head and body, and time.
const (
	maxHead  = 32 << 10
	maxBody  = 17 << 20
	patience = 30 * time.Second
)

// request is a request as far as this server needs one.
type request struct {
	method string
	path   string // decoded
	query  url.Values
	host   string
	header fields
	body   []byte
}

// response is an answer; one without a type is plain text.
type response struct {
	status int
	kind   string // the media type
	policy string // the content security policy; default: that of the page
	name   string // offered as the name of a file to save
	body   []byte
}

// problem returns an answer that says what is wrong.
func problem(status int, format string, args ...any) *response {
	return &response{status: status, body: fmt.Appendf(nil, format+"\n", args...)}
}

// errRequest is the error of what is no request that this server takes.
var errRequest = errors.New("malformed request")

// fields are the fields of a head: by the name, in small letters, the values in
// the order in which they came.
type fields map[string][]string

// get returns the first value of a field, "" when there is none.
func (f fields) get(name string) string {
	if values := f[strings.ToLower(name)]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// readLine reads a line and its end, CR LF; it returns the line. Control
// characters, of which another reader might make an end of a line, are refused.
func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return "", err
	}
	line, ok := strings.CutSuffix(line, "\r\n")
	if !ok || strings.ContainsFunc(line, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }) {
		return "", errRequest
	}
	return line, nil
}

// isToken reports whether s may be the name of a method or a field.
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("!#$%&'*+-.^_`|~", c))
	})
}

// readFields reads the fields and the empty line after them. A name stands at the
// beginning of its line and right before the colon: blanks there, with which
// values used to be continued, have been read in different ways.
func readFields(r *bufio.Reader) (fields, error) {
	f := fields{}
	for {
		line, err := readLine(r)
		if err != nil {
			return nil, err
		}
		if line == "" {
			return f, nil
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || !isToken(name) {
			return nil, errRequest
		}
		name = strings.ToLower(name)
		f[name] = append(f[name], strings.Trim(value, " \t"))
	}
}

// readRequest reads one request. It is strict: a request that could be read in
// two ways is refused.
func readRequest(c io.ReadWriter) (*request, error) {
	limited := &io.LimitedReader{R: c, N: maxHead}
	buffered := bufio.NewReaderSize(limited, 4096)
	line, err := readLine(buffered)
	if err != nil {
		return nil, err
	}
	words := strings.Split(line, " ")
	if len(words) != 3 || !isToken(words[0]) || words[2] != "HTTP/1.1" && words[2] != "HTTP/1.0" || !strings.HasPrefix(words[1], "/") {
		return nil, errRequest
	}
	r := &request{method: words[0]}
	u, err := url.ParseRequestURI(words[1])
	if err != nil {
		return nil, errRequest
	}
	r.path = u.Path
	if r.query, err = url.ParseQuery(u.RawQuery); err != nil {
		return nil, errRequest
	}
	if r.header, err = readFields(buffered); err != nil {
		return nil, errRequest
	}
	for _, once := range []string{"host", "content-length", "origin", "content-type", "sec-fetch-site"} {
		if len(r.header[once]) > 1 {
			return nil, errRequest
		}
	}
	r.host = r.header.get("Host")
	if r.header["transfer-encoding"] != nil {
		return nil, errRequest
	}
	if lengths := r.header["content-length"]; lengths != nil {
		n, err := strconv.ParseUint(lengths[0], 10, 32)
		if err != nil || n > maxBody {
			return nil, errRequest
		}
		if strings.EqualFold(r.header.get("Expect"), "100-continue") {
			if _, err := io.WriteString(c, "HTTP/1.1 100 Continue\r\n\r\n"); err != nil {
				return nil, err
			}
		}
		limited.N = int64(n)
		r.body = make([]byte, n)
		if _, err := io.ReadFull(buffered, r.body); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// statusText names the statuses in use.
func statusText(status int) string {
	switch status {
	case 200:
		return "OK"
	case 400:
		return "Bad Request"
	case 403:
		return "Forbidden"
	case 404:
		return "Not Found"
	case 405:
		return "Method Not Allowed"
	case 409:
		return "Conflict"
	case 415:
		return "Unsupported Media Type"
	case 422:
		return "Unprocessable Content"
	}
	return "Internal Server Error"
}

// pagePolicy lets the page load its own files and nothing else from anywhere.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// write writes the answer; the connection is of no use afterwards.
func (a *response) write(w io.Writer, head bool) error {
	kind, policy := a.kind, a.policy
	if kind == "" {
		kind = "text/plain; charset=utf-8"
	}
	if policy == "" {
		policy = pagePolicy
	}
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n", a.status, statusText(a.status), kind, len(a.body))
	fmt.Fprintf(&b, "Content-Security-Policy: %s\r\n", policy)
	b.WriteString("X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\nX-Frame-Options: DENY\r\n")
	b.WriteString("Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n")
	if a.name != "" {
		fmt.Fprintf(&b, "Content-Disposition: attachment; filename=\"%s\"\r\n", a.name)
	}
	b.WriteString("Connection: close\r\n\r\n")
	if _, err := io.WriteString(w, b.String()); err != nil || head {
		return err
	}
	_, err := w.Write(a.body)
	return err
}

// converse answers one request and closes the connection.
func converse(c conn, answer func(*request) *response) {
	defer c.Close()
	if c.SetDeadline(time.Now().Add(patience)) != nil {
		return
	}
	r, err := readRequest(c)
	switch {
	case errors.Is(err, errRequest):
		problem(400, "%v", err).write(c, false)
	case err == nil:
		answer(r).write(c, r.method == "HEAD")
	}
}
