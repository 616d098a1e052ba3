package cache

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"hornet/report"
)

type options struct{ Depth int }

func entry(c *Cache) (string, *report.File) {
	return c.Key("m", []byte("text"), options{1}), &report.File{Name: "m", Goals: []report.Goal{{Kind: "secrecy_of", ID: "k", Status: report.Vacuous}}}
}

func TestPutGet(t *testing.T) {
	c := Open(filepath.Join(t.TempDir(), "new"), "v1")
	key, f := entry(c)
	if _, ok := c.Get(key); ok {
		t.Fatal("an empty cache has an entry")
	}
	c.Put(key, f)
	got, ok := c.Get(key)
	if !ok || !got.Cached || got.Name != "m" || got.Goals[0].Status != report.Vacuous {
		t.Fatalf("%+v, %v", got, ok)
	}
}

// TestKey wants another key for everything that a report depends on.
func TestKey(t *testing.T) {
	dir := t.TempDir()
	c, d := Open(dir, "v1"), Open(dir, "v2")
	keys := map[string]string{}
	for name, k := range map[string]string{
		"base":    c.Key("m", []byte("text"), options{1}),
		"name":    c.Key("n", []byte("text"), options{1}),
		"text":    c.Key("m", []byte("text "), options{1}),
		"options": c.Key("m", []byte("text"), options{2}),
		"version": d.Key("m", []byte("text"), options{1}),
		"border":  c.Key("mt", []byte("ext"), options{1}),
	} {
		if other, dup := keys[k]; dup {
			t.Errorf("%s and %s share a key", name, other)
		}
		keys[k] = name
	}
	if c.Key("m", []byte("text"), options{1}) != Open("elsewhere", "v1").Key("m", []byte("text"), options{1}) {
		t.Error("the key depends on the place")
	}
}

// TestCorrupt damages an entry in every way: it must be as good as none, and be
// written anew.
func TestCorrupt(t *testing.T) {
	c := Open(t.TempDir(), "v1")
	key, f := entry(c)
	c.Put(key, f)
	p := c.path(key)
	good, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	other := c.Key("m", []byte("other"), options{1})
	for name, bad := range map[string][]byte{
		"empty":     {},
		"truncated": good[:len(good)-1],
		"longer":    append(bytes.Clone(good), ' '),
		"flipped":   bytes.Replace(good, []byte("vacuous"), []byte("ok"), 1),
		"foreign":   bytes.Replace(good, []byte(key), []byte(other), 1),
		"no line":   []byte("broken"),
	} {
		if err := os.WriteFile(p, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, ok := c.Get(key); ok {
			t.Errorf("%s: taken", name)
		}
		c.Put(key, f)
		if _, ok := c.Get(key); !ok {
			t.Errorf("%s: not written anew", name)
		}
	}
}

// TestNotStored lists what must not be kept.
func TestNotStored(t *testing.T) {
	c := Open(t.TempDir(), "v1")
	for i, f := range []*report.File{
		{Failure: &report.Failure{Kind: report.Internal}},
		{Bounds: report.Bounds{CauseCode: report.CauseTimeout}},
		{Bounds: report.Bounds{CauseCode: report.CauseInterrupted}},
		{Bounds: report.Bounds{CauseCode: report.CauseMaxMemory}},
	} {
		key := c.Key("m", nil, i)
		c.Put(key, f)
		if _, ok := c.Get(key); ok {
			t.Errorf("%d is stored", i)
		}
	}
}

// TestNowhere uses caches that cannot be: no error, no entry.
func TestNowhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*Cache{nil, Open(file, "v1"), Open(filepath.Join(file, "below"), "v1")} {
		key, f := entry(c)
		c.Put(key, f)
		c.Trim(time.Now())
		if _, ok := c.Get(key); ok {
			t.Errorf("%+v has an entry", c)
		}
	}
}

// TestConcurrent lets many writers and readers meet on few entries: a reader
// gets a whole entry or none.
func TestConcurrent(t *testing.T) {
	c := Open(t.TempDir(), "v1")
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 50 {
				name := fmt.Sprint((g + i) % 3)
				key := c.Key(name, nil, nil)
				if f, ok := c.Get(key); ok && f.Name != name {
					t.Errorf("%s has the entry of %s", name, f.Name)
				}
				c.Put(key, &report.File{Name: name})
			}
		}()
	}
	wg.Wait()
	if left, _ := filepath.Glob(filepath.Join(c.dir, "??", "new*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestTrim(t *testing.T) {
	c := Open(t.TempDir(), "v1")
	now := time.Now()
	old, fresh := c.Key("old", nil, nil), c.Key("fresh", nil, nil)
	c.Put(old, &report.File{Name: "old"})
	c.Put(fresh, &report.File{Name: "fresh"})
	past := now.Add(-maxAge - time.Hour)
	if err := os.Chtimes(c.path(old), past, past); err != nil {
		t.Fatal(err)
	}
	c.Trim(now)
	if _, ok := c.Get(old); ok {
		t.Error("an old entry lives")
	}
	if _, ok := c.Get(fresh); !ok {
		t.Error("a fresh entry is gone")
	}
	c.Put(old, &report.File{Name: "old"})
	os.Chtimes(c.path(old), past, past)
	c.Trim(now.Add(time.Hour))
	if _, ok := c.Get(old); !ok {
		t.Error("trimmed twice a day")
	}
}
