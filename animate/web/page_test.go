package web

import (
	"context"
	"testing"

	"hornet/animate"
	"hornet/hlpsl"
	"hornet/models"
	"hornet/runner"
	"hornet/trace/ground"
)

// serve serves a model until the test ends; with attacks it searches for them
// first.
func serve(t *testing.T, name string, text []byte, attacks bool) *Server {
	t.Helper()
	s, err := animate.New(hlpsl.Load(name, text), text, ground.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server, err := Listen(s, 0)
	if err != nil {
		t.Fatal(err)
	}
	if attacks {
		found, err := animate.Find(t.Context(), s.Model(), text, runner.Options{})
		server.Found(found, err, 0)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the server ends with %v", err)
		}
	})
	return server
}

// library serves a model of the library.
func library(t *testing.T, name string, attacks bool) *Server {
	t.Helper()
	m, err := models.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, m.File, m.Text, attacks)
}

// ready opens the page.
func ready(t *testing.T, s *Server) *browser {
	t.Helper()
	b := chromium(t)
	b.dark(false)
	b.open(s.URL())
	b.until(`document.querySelector("#goals li")`)
	return b
}

const violated = `document.querySelectorAll("#goals .violated").length`

func TestHonestRunByClicks(t *testing.T) {
	b := ready(t, library(t, "nspk", false))
	b.click("#events button", "initiator(1)")
	b.until(`document.getElementById("where").textContent === "1 / 1"`)
	b.click("#events button.next", "responder(1)")
	b.click("#events button.next", "initiator(1)")
	b.click("#events button.next", "responder(1)")
	b.until(`document.getElementById("where").textContent === "4 / 4"`)
	b.shot("honest")
	if n := b.eval(violated); n != 0.0 {
		t.Errorf("%v goals violated", n)
	}
	if n := b.eval(`document.querySelectorAll("#rows .ms").length`); n != 3.0 {
		t.Errorf("%v messages in the chart", n)
	}
	for i := range 4 {
		b.click("#undo", "")
		b.until(`document.getElementById("where").textContent === "` + string(rune('3'-i)) + ` / 4"`)
	}
	if n := b.eval(`document.querySelectorAll("#rows .ms").length`); n != 0.0 {
		t.Errorf("%v messages at the start", n)
	}
	b.clean()
}

func TestLoweByHand(t *testing.T) {
	b := ready(t, library(t, "nspk", false))
	b.press("i", 0)
	b.click("#events-i button", "initiator(2)")
	b.until(`document.querySelector("#wire-i li .m")`)
	b.press("c", 0)
	b.typeText("{Na.a}_kb")
	b.click("#draft button", "responder(1)")
	b.until(`document.getElementById("where").textContent === "2 / 2"`)
	b.shot("compose")
	b.click("#wire-i button", "initiator(2)")
	b.until(violated)
	b.eval(`document.getElementById("message").value = ""`)
	b.press("c", 0)
	b.typeText("{Nb}_kb")
	b.until(`document.querySelector("#draft button")`)
	b.press("Enter", 2)
	b.until(violated + ` === 2`)
	b.until(`!document.getElementById("alarm").hidden`)
	b.shot("lowe")
	b.clean()
}

func TestAttackStepped(t *testing.T) {
	b := ready(t, library(t, "nspk", true))
	b.press("a", 0)
	b.click("#attacks button", "authentication_on alice_nb")
	b.until(`document.querySelector("#story li")`)
	for range 4 {
		b.press("ArrowRight", 0)
		b.until(`!document.querySelector("html").dataset.never`)
		b.eval(`new Promise(r => setTimeout(r, 60))`)
	}
	b.until(`document.getElementById("where").textContent.startsWith("4 ")`)
	b.shot("attack")
	b.clean()
}
