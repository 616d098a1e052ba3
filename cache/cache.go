// Package cache keeps verdicts: an unchanged model, checked by the same hornet
// within the same bounds, gets the stored report.
//
// An entry is a file named by the SHA-256 of everything that the report depends
// on. It holds its own name and a SHA-256 of its content, and is used only when
// both agree: a corrupt, truncated or foreign entry is as good as none, and is
// written anew. Entries are written beside their place and moved there, so that
// concurrent runs never see half of one. A directory that cannot be written is no
// error: the cache may always be missing.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"hornet/report"
)

// maxAge is how long an entry lives after it was written.
const maxAge = 30 * 24 * time.Hour

// Cache is a directory of entries. A nil *Cache is always empty.
type Cache struct {
	dir     string
	version string
}

// Open returns the cache in dir for the given version of hornet.
func Open(dir, version string) *Cache { return &Cache{dir, version} }

// Dir returns the directory that the system keeps for caches of this user, ""
// when there is none. XDG_CACHE_HOME is honoured where it is the custom.
func Dir() string {
	d, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(d, "hornet")
}

// Key names the report on a text under options. name is part of it because
// reports speak of places; options is any value that written in Go (%#v) tells
// all that matters: it has no pointers.
func (c *Cache) Key(name string, text []byte, options any) string {
	if c == nil {
		return ""
	}
	h := sha256.New()
	for _, part := range [][]byte{[]byte(report.Schema), []byte(c.version), fmt.Appendf(nil, "%#v", options), []byte(name), text} {
		n := len(part)
		h.Write([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// path returns the place of an entry.
func (c *Cache) path(key string) string { return filepath.Join(c.dir, key[:2], key+".json") }

// Get returns the stored report.
func (c *Cache) Get(key string) (*report.File, bool) {
	if c == nil || key == "" {
		return nil, false
	}
	b, err := os.ReadFile(c.path(key))
	if err != nil {
		return nil, false
	}
	head, body, ok := bytes.Cut(b, []byte("\n"))
	if !ok || string(head) != key+" "+sum(body) {
		return nil, false
	}
	f := &report.File{}
	if json.Unmarshal(body, f) != nil {
		return nil, false
	}
	f.Cached = true
	return f, true
}

// Put stores a report. What depends on the moment (a time limit, an
// interruption, a lack of memory) or on a fault is not stored.
func (c *Cache) Put(key string, f *report.File) {
	if c == nil || key == "" || f.Failure != nil {
		return
	}
	switch f.Bounds.CauseCode {
	case report.CauseTimeout, report.CauseInterrupted, report.CauseMaxMemory:
		return
	}
	body, err := json.Marshal(f)
	if err != nil {
		return
	}
	p := c.path(key)
	t, err := os.CreateTemp(filepath.Dir(p), "new*")
	if os.IsNotExist(err) {
		if os.MkdirAll(filepath.Dir(p), 0o755) != nil {
			return
		}
		t, err = os.CreateTemp(filepath.Dir(p), "new*")
	}
	if err != nil {
		return
	}
	_, err = t.Write(append([]byte(key+" "+sum(body)+"\n"), body...))
	if cerr := t.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(t.Name(), p)
	}
	if err != nil {
		os.Remove(t.Name())
	}
}

// Trim removes old entries, at most once a day.
func (c *Cache) Trim(now time.Time) {
	if c == nil {
		return
	}
	stamp := filepath.Join(c.dir, "trimmed")
	if info, err := os.Stat(stamp); err == nil && now.Sub(info.ModTime()) < 24*time.Hour {
		return
	}
	if _, err := os.Stat(c.dir); err != nil || os.WriteFile(stamp, nil, 0o644) != nil {
		return
	}
	os.Chtimes(stamp, now, now)
	entries, _ := filepath.Glob(filepath.Join(c.dir, "??", "*"))
	for _, e := range entries {
		if info, err := os.Stat(e); err == nil && now.Sub(info.ModTime()) > maxAge {
			os.Remove(e)
		}
	}
}

// sum returns the SHA-256 of b in hex.
func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
