package gate

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"unicode"
)

// Ext is the file name extension of models.
const Ext = ".hlpsl"

// Stdin is the argument that means standard input.
const Stdin = "-"

// Source is one model to check.
type Source struct {
	Name string // how reports name it: with slashes, as the user wrote it
	Path string // where it is; Stdin for standard input

	Text []byte // when it is no file at all

	// Explicit is set for a model that was named itself, not found by a
	// directory or a pattern.
	Explicit bool
}

// shown returns the name of a model in reports. What no report can hold, and what
// a terminal would obey, is replaced.
func shown(src Source) string {
	if src.Path == Stdin {
		return "<stdin>"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r // bytes that are no UTF-8 come as the replacement, too
	}, src.Name)
}

// Find expands arguments into models: a file is itself, a directory every model
// below it, a pattern with *, ? or [ what it matches (** crosses directories).
// Each model comes once, in the order of its first mention; those of one
// argument are sorted. An argument that names nothing is an error, a pattern
// that matches nothing is not. A directory that cannot be read comes as if it
// were a model: it may hold some, and reading it will tell. Links to directories
// are followed only when they are named themselves, so there are no loops.
func Find(args []string) ([]Source, error) {
	var out []Source
	seen := map[string]bool{}
	add := func(p string, explicit bool) {
		name := filepath.ToSlash(p)
		if p != Stdin {
			p = filepath.Clean(p)
			name = filepath.ToSlash(p)
		}
		if !seen[name] {
			seen[name] = true
			out = append(out, Source{Name: name, Path: p, Explicit: explicit})
		}
	}
	for _, arg := range args {
		if arg == Stdin {
			add(arg, true)
			continue
		}
		info, err := os.Stat(arg)
		switch {
		case err == nil && info.IsDir():
			found, err := below(arg, "**/*"+Ext)
			if err != nil {
				return nil, err
			}
			for _, p := range found {
				add(p, false)
			}
		case err == nil:
			add(arg, true)
		case strings.ContainsAny(arg, "*?["):
			found, err := glob(arg)
			if err != nil {
				return nil, err
			}
			for _, p := range found {
				add(p, false)
			}
		case os.IsNotExist(err):
			return nil, fmt.Errorf("%s: no such file or directory", arg)
		default:
			add(arg, true) // there, and not to be had: reading it will tell
		}
	}
	return out, nil
}

// glob expands a pattern from the deepest directory without a wildcard.
func glob(pattern string) ([]string, error) {
	pattern = filepath.ToSlash(pattern)
	parts := strings.Split(pattern, "/")
	n := 0
	for n < len(parts)-1 && !strings.ContainsAny(parts[n], "*?[") {
		n++
	}
	root := strings.Join(parts[:n], "/")
	if root == "" {
		root = "."
		if strings.HasPrefix(pattern, "/") {
			root = "/"
		}
	}
	return below(filepath.FromSlash(root), strings.Join(parts[n:], "/"))
}

// below returns the files under root whose path from there matches pattern,
// sorted. Directories whose names start with a dot are passed over.
func below(root, pattern string) ([]string, error) {
	if !ValidPattern(pattern) {
		return nil, fmt.Errorf("%s: bad pattern", pattern)
	}
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		root += string(filepath.Separator) // follow it
	}
	parts := strings.Split(pattern, "/")
	var out []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if !os.IsNotExist(err) {
				out = append(out, p)
			}
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case !d.IsDir():
			if Match(pattern, rel) {
				out = append(out, p)
			}
		case rel == ".":
		case strings.HasPrefix(d.Name(), ".") && !strings.HasPrefix(pattern, "."), !leads(parts, strings.Split(rel, "/")):
			return fs.SkipDir
		}
		return nil
	})
	sort.Strings(out)
	return out, err
}

// leads reports whether a name below the directory may match the pattern.
func leads(pat, dir []string) bool {
	for i, e := range dir {
		if i >= len(pat)-1 {
			return i < len(pat) && pat[i] == "**"
		}
		if pat[i] == "**" {
			return true
		}
		if ok, err := path.Match(pat[i], e); err != nil || !ok {
			return false
		}
	}
	return true
}

// Match reports whether the slash-separated name matches the pattern: as in
// path.Match, and an element ** stands for any number of elements.
func Match(pattern, name string) bool {
	return match(strings.Split(pattern, "/"), strings.Split(name, "/"))
}

func match(pat, name []string) bool {
	for len(pat) > 0 {
		if pat[0] == "**" {
			for i := 0; i <= len(name); i++ {
				if match(pat[1:], name[i:]) {
					return true
				}
			}
			return false
		}
		if len(name) == 0 {
			return false
		}
		if ok, err := path.Match(pat[0], name[0]); err != nil || !ok {
			return false
		}
		pat, name = pat[1:], name[1:]
	}
	return len(name) == 0
}

// ValidPattern reports whether pattern is well-formed.
func ValidPattern(pattern string) bool {
	for _, e := range strings.Split(pattern, "/") {
		if _, err := path.Match(e, ""); err != nil {
			return false
		}
	}
	return true
}
