package web

import (
	"context"
	"fmt"
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
	if attacks {
		found, err := animate.Find(t.Context(), s.Model(), text, runner.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.Found(found)
	}
	return start(t, s)
}

// start serves a session until the test ends.
func start(t *testing.T, s *animate.Session) *Server {
	t.Helper()
	server, err := Listen(s, 0)
	if err != nil {
		t.Fatal(err)
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

// TestAttackStepped steps through an attack to its end and back again: the chart,
// the story and the goals follow.
func TestAttackStepped(t *testing.T) {
	b := ready(t, library(t, "nspk", true))
	b.press("a", 0)
	b.click("#attacks button", "authentication_on alice_nb")
	b.until(`document.querySelectorAll("#story li").length >= 7`)
	at := func(n, messages, bad int) {
		t.Helper()
		b.until(fmt.Sprintf(`document.getElementById("where").textContent === "%d / 4"`, n))
		if got := b.eval(`document.querySelectorAll("#rows .ms").length`); got != float64(messages) {
			t.Errorf("step %d: %v messages, want %d", n, got, messages)
		}
		if got := b.eval(violated); got != float64(bad) {
			t.Errorf("step %d: %v goals violated, want %d", n, got, bad)
		}
	}
	at(0, 0, 0)
	for i, messages := range []int{1, 3, 5, 6} {
		b.press("ArrowRight", 0)
		at(i+1, messages, max(0, i-1))
	}
	if b.eval(`document.querySelector("#story .here .i").textContent.includes("opens 5 with inv(ki)")`) != true {
		t.Error("the story is not where the chart is")
	}
	b.until(`document.querySelector("#rows .vt")`)
	b.shot("attack")
	b.dark(true)
	b.shot("attack-dark")
	b.dark(false)
	for i, messages := range []int{5, 3, 1, 0} {
		b.press("ArrowLeft", 0)
		at(3-i, messages, max(0, 1-i))
	}
	// From the middle of an attack one may go another way.
	b.press("ArrowRight", 0)
	at(1, 1, 0)
	b.press("p", 0)
	b.click("#events button", "initiator(1)")
	b.until(`document.getElementById("where").textContent === "2 / 2"`)
	b.clean()
}

// TestExportOpened opens an export from the menu in a tab of its own, and looks
// at every other one.
func TestExportOpened(t *testing.T) {
	s := library(t, "nspk", false)
	b := ready(t, s)
	for i := range 4 {
		b.press("n", 0)
		b.until(fmt.Sprintf(`document.getElementById("where").textContent === "%d / %[1]d"`, i+1))
	}
	b.press("e", 0)
	b.until(`document.activeElement.getAttribute("href") === "api/export?to=svg"`)
	b.shot("export")
	for to, holds := range map[string]string{"html": "<h1>", "mermaid": "sequenceDiagram", "latex": "tikzpicture", "dot": "digraph", "text": "initiator(1) → responder(1)", "json": "hornet-certificate"} {
		if b.eval(`fetch("api/export?to=`+to+`").then(r => r.text()).then(t => t.includes(`+"`"+holds+"`"+`))`) != true {
			t.Errorf("%s does not hold %q", to, holds)
		}
	}
	b.open(s.URL() + "api/export?to=svg")
	b.until(`document.documentElement.tagName === "svg" && document.querySelectorAll(".ms").length === 3`)
	if got := b.eval(`getComputedStyle(document.querySelector(".hn")).fontWeight`); got != "650" {
		t.Errorf("the picture has lost its style: weight %v", got)
	}
	b.shot("export-svg")
	b.open(s.URL() + "api/export?to=html")
	b.until(`document.querySelector("h1") && document.querySelectorAll("svg").length === 2`)
	b.clean()
}

// TestSaveAndLoad saves a run and loads it into a page of its own.
func TestSaveAndLoad(t *testing.T) {
	b := ready(t, library(t, "nspk", false))
	for i := range 2 {
		b.press("n", 0)
		b.until(fmt.Sprintf(`document.getElementById("where").textContent === "%d / %[1]d"`, i+1))
	}
	b.eval(`fetch("api/export?to=json").then(r => r.text()).then(t => { window.saved = t })`)
	b.click("#reset", "")
	b.until(`document.getElementById("where").textContent === "0 / 0"`)
	load := func(text string) {
		b.eval(`(() => { const d = new DataTransfer(); d.items.add(new File([` + text + `], "run.json")); const f = document.getElementById("file"); f.files = d.files; f.dispatchEvent(new Event("change")) })()`)
	}
	load(`window.saved`)
	b.until(`document.getElementById("where").textContent === "2 / 2"`)
	b.clean()
	load(`window.saved.replace(/"transition":0/, '"transition":1')`)
	b.until(`document.getElementById("said").textContent.includes("changed") || document.getElementById("said").textContent.includes("run.json:")`)
	if got := b.eval(`document.getElementById("where").textContent`); got != "2 / 2" {
		t.Errorf("a refused file moves the page to %v", got)
	}
}

// TestAim lets the intruder aim at a receive and choose a variable of it.
func TestAim(t *testing.T) {
	b := ready(t, library(t, "nspk", false))
	b.press("i", 0)
	b.click("#events-i button", "initiator(2)")
	b.click("#aim summary", "responder(1)")
	b.click("#aim .offer", "{Na.a}_kb")
	b.until(`document.getElementById("where").textContent === "2 / 2"`)
	b.click("#wire-i button", "block")
	b.until(`document.querySelector("#wire-i .blocked")`)
	b.press("u", 0)
	b.until(`!document.querySelector("#wire-i .blocked")`)
	b.clean()
}

// TestKeyboardAndReader runs a session by keys alone, and looks at what a screen
// reader is told.
func TestKeyboardAndReader(t *testing.T) {
	b := ready(t, library(t, "nspk", false))
	b.press("1", 0)
	b.until(`document.getElementById("where").textContent === "1 / 1"`)
	b.until(`document.getElementById("said").textContent.includes("initiator(1) → i(responder): {Na.a}_kb")`)
	b.press("u", 0)
	b.until(`document.getElementById("said").textContent.includes("The start")`)
	b.press("r", 0)
	b.until(`document.getElementById("where").textContent === "1 / 1"`)
	b.press("?", 0)
	b.until(`document.getElementById("keys").open`)
	b.press("Escape", 0)
	for what, js := range map[string]string{
		"the caption is a live region":    `document.getElementById("said").getAttribute("aria-live") === "polite"`,
		"the alarm is an alert":           `document.getElementById("alarm").getAttribute("role") === "alert"`,
		"every control has a name":        `[...document.querySelectorAll("button,input,textarea,select,summary,a")].every(e => (e.textContent.trim() || e.getAttribute("aria-label") || e.title || e.type === "file" || (e.labels && e.labels.length)))`,
		"the chart is also a list":        `document.querySelectorAll("#text li").length === document.querySelectorAll("#rows g.row").length`,
		"one tab is selected":             `document.querySelectorAll("[role=tab][aria-selected=true]").length === 1`,
		"the place says where it is":      `document.getElementById("place").getAttribute("aria-valuetext").startsWith("step 1 of 1")`,
		"the page has a language":         `document.documentElement.lang === "en"`,
		"regions have names":              `[...document.querySelectorAll("section")].every(e => e.getAttribute("aria-label"))`,
		"there is one heading of level 1": `document.querySelectorAll("h1").length === 1`,
	} {
		if b.eval(js) != true {
			t.Error("not so: " + what)
		}
	}
	b.clean()
}

// TestNarrow shows the page on a telephone: nothing is cut or runs off sideways.
func TestNarrow(t *testing.T) {
	s := library(t, "nspk", false)
	b := ready(t, s)
	for _, width := range []int{360, 800, 1100} {
		b.size(width, 780)
		b.click("#next", "")
		b.until(`document.querySelectorAll("#rows g.row").length > 0`)
		if n, ok := b.eval(`document.documentElement.scrollWidth - innerWidth`).(float64); !ok || n > 0 {
			t.Errorf("at %d the page is %v pixels too wide", width, n)
		}
		b.shot(fmt.Sprintf("narrow-%d", width))
	}
	b.clean()
}
