package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"path"
	"strings"

	"hornet/animate"
)

// state is what the page is told about everything.
type state struct {
	*animate.View
	Search string `json:"search"` // "none", "searching", "done", or what went wrong
}

// get answers what changes nothing.
func (s *Server) get(name string, r *request) *response {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch name {
	case "state":
		return s.state()
	case "source":
		return &response{status: 200, body: s.session.Source()}
	case "export":
		return s.export(r.query.Get("to"), r.query.Get("save") != "")
	}
	return problem(404, "there is nothing called %q", name)
}

func (s *Server) state() *response {
	v, err := s.session.View()
	if err != nil {
		return problem(500, "%v", err)
	}
	return encode(state{v, s.search})
}

func encode(v any) *response {
	text, err := json.Marshal(v)
	if err != nil {
		return problem(500, "%v", err)
	}
	return &response{status: 200, kind: "application/json", body: text}
}

// exportPolicy lets a picture have the styles in itself, and do nothing.
const exportPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

// export returns the run in one of the formats, to look at or to save.
func (s *Server) export(format string, save bool) *response {
	var b bytes.Buffer
	if err := s.session.Export(&b, format); err != nil {
		return problem(422, "%v", err)
	}
	form := map[string][2]string{"svg": {"image/svg+xml", ".svg"}, "html": {"text/html; charset=utf-8", ".html"}, "json": {"application/json", ".json"},
		"mermaid": {"", ".mmd"}, "latex": {"", ".tex"}, "dot": {"", ".dot"}, "text": {"", ".txt"}}[format]
	a := &response{status: 200, kind: form[0], policy: exportPolicy, body: b.Bytes()}
	if save {
		base := path.Base(strings.ReplaceAll(s.session.Model().Name, "\\", "/"))
		a.name = plain(strings.TrimSuffix(base, path.Ext(base))) + "-run" + form[1]
	}
	return a
}

// plain keeps what is harmless in the name of a file.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return -1
	}, s)
	if s == "" {
		s = "hornet"
	}
	return s[:min(len(s), 60)]
}

// order is what the page asks for.
type order struct {
	At         int               `json:"at"` // the moment that the page shows
	Event      int               `json:"event"`
	N          int               `json:"n"`
	Step       int               `json:"step"`
	Index      int               `json:"index"`
	On         bool              `json:"on"`
	Text       string            `json:"text"`
	Instance   int               `json:"instance"`
	Transition int               `json:"transition"`
	Fixed      map[string]string `json:"fixed"`
}

// call carries out an order.
func (s *Server) call(name string, r *request) *response {
	if kind, _, err := mime.ParseMediaType(r.header.get("Content-Type")); err != nil || kind != "application/json" {
		return problem(415, "orders are application/json")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if name == "load" {
		if err := s.session.Load(bytes.NewReader(r.body)); err != nil {
			return problem(422, "%v", err)
		}
		return s.state()
	}
	var o order
	if err := json.Unmarshal(r.body, &o); err != nil {
		return problem(400, "%v", err)
	}
	// What the page numbers, it numbers in the moment that it shows.
	if at, _ := s.session.At(); o.At != at {
		return problem(409, "the run has moved on")
	}
	switch name {
	case "draft":
		d, err := s.session.DraftView(o.Text)
		if err != nil {
			return problem(422, "%v", err)
		}
		return encode(d)
	case "aim":
		a, err := s.session.AimView(o.Instance, o.Transition, o.Fixed)
		if err != nil {
			return problem(422, "%v", err)
		}
		return encode(a)
	}
	if err := s.do(name, &o); err != nil {
		return problem(422, "%v", err)
	}
	return s.state()
}

// do changes the session.
func (s *Server) do(name string, o *order) error {
	switch name {
	case "fire":
		events := s.session.Events()
		if o.Event < 0 || o.Event >= len(events) {
			return fmt.Errorf("there is no event %d", o.Event)
		}
		return s.session.Fire(events[o.Event])
	case "next":
		e := s.session.Next()
		if e == nil {
			return fmt.Errorf("an undisturbed run ends here")
		}
		return s.session.Fire(e)
	case "send":
		return s.session.Send(o.Text, o.Index)
	case "offer":
		return s.session.SendOffer(o.Instance, o.Transition, o.Fixed, o.Index)
	case "undo":
		s.session.Undo()
	case "redo":
		s.session.Redo()
	case "go":
		s.session.Go(o.N)
	case "reset":
		s.session.Reset()
	case "block":
		return s.session.Block(animate.Output{Step: o.Step, Index: o.Index}, o.On)
	case "relay":
		s.session.Relay(o.On)
	case "play":
		return s.session.Play(o.N)
	default:
		return fmt.Errorf("there is no order %q", name)
	}
	return nil
}
