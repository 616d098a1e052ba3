package web

import (
	"embed"
	"path"
)

//go:embed page
var page embed.FS

// asset returns a file of the page.
func asset(name string) *response {
	if name == "" {
		name = "index.html"
	}
	text, err := page.ReadFile("page/" + path.Clean(name))
	if err != nil {
		return problem(404, "there is no such file")
	}
	kinds := map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	return &response{status: 200, kind: kinds[path.Ext(name)], body: text}
}
