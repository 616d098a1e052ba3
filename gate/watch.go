package gate

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"hornet/report"
)

// settle is how long files must be quiet before a new run: editors write a file
// in several steps.
const settle = 100 * time.Millisecond

// Watch runs the job that next returns, and again whenever a model or hornet.toml
// changes, until ctx is done. After each run it tells w which verdicts changed.
// next is called before each run, because files come and go.
func Watch(ctx context.Context, w io.Writer, clear bool, next func() (*Job, error)) error {
	fw, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer fw.Close()
	before := verdicts{}
	watched := map[string]bool{}
	for first := true; ; first = false {
		job, err := next()
		if err != nil {
			if first {
				return err
			}
			fmt.Fprintf(w, "hornet: %v\n", err)
		} else {
			for _, s := range job.Sources {
				if dir := filepath.Dir(s.Path); s.Path != Stdin && !watched[dir] {
					watched[dir] = true
					if err := fw.Add(dir); err != nil {
						return fmt.Errorf("cannot watch %s: %w", dir, err)
					}
				}
			}
			if clear {
				io.WriteString(w, "\x1b[H\x1b[2J\x1b[3J")
			}
			now := verdicts{}
			job.OnFile = func(_ Source, f *report.File) { now.add(f) }
			if _, err := job.Run(ctx); err != nil {
				return err
			}
			if !first {
				for _, line := range before.changes(now) {
					fmt.Fprintln(w, line)
				}
			}
			before = now
			files := "files"
			if len(job.Sources) == 1 {
				files = "file"
			}
			fmt.Fprintf(w, "watching %d %s; Ctrl-C ends\n", len(job.Sources), files)
		}
		if !wait(ctx, fw) {
			return nil
		}
	}
}

// wait returns true when a model or hornet.toml has changed and false when ctx is
// done.
func wait(ctx context.Context, fw *fsnotify.Watcher) bool {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return false
		case e, ok := <-fw.Events:
			if !ok {
				return false
			}
			if name := filepath.Base(e.Name); filepath.Ext(name) == Ext || name == "hornet.toml" {
				if e.Op != fsnotify.Chmod {
					quiet = time.After(settle)
				}
			}
		case _, ok := <-fw.Errors:
			if !ok {
				return false
			}
			quiet = time.After(settle) // events may have been lost: look again
		case <-quiet:
			return true
		}
	}
}

// verdicts remembers what was said of each goal, in order.
type verdicts struct {
	order []string
	said  map[string]string
}

// add notes the verdicts of f.
func (v *verdicts) add(f *report.File) {
	if v.said == nil {
		v.said = map[string]string{}
	}
	note := func(key, s string) {
		if _, ok := v.said[key]; !ok {
			v.order = append(v.order, key)
		}
		v.said[key] = s
	}
	switch {
	case f.Failure != nil || f.Diagnostics.Errors() > 0:
		note(f.Name, "error")
	default:
		note(f.Name, "readable")
	}
	for i := range f.Goals {
		note(f.Name+": "+f.Goals[i].Name(), f.Goals[i].Status.Label())
	}
}

// changes lists the differences between two runs.
func (v *verdicts) changes(now verdicts) []string {
	var out []string
	for _, k := range now.order {
		old, known := v.said[k]
		switch {
		case !known && now.said[k] != "readable":
			out = append(out, fmt.Sprintf("new: %s is %s", k, now.said[k]))
		case known && old != now.said[k]:
			out = append(out, fmt.Sprintf("changed: %s was %s, is %s", k, old, now.said[k]))
		}
	}
	for _, k := range v.order {
		if _, ok := now.said[k]; !ok {
			out = append(out, fmt.Sprintf("gone: %s, was %s", k, v.said[k]))
		}
	}
	return out
}
