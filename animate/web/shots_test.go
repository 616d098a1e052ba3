package web

import (
	"fmt"
	"os"
	"testing"
)

// TestPictures makes the pictures of docs/animate.md anew:
//
//	HORNET_SHOTS=$PWD/docs/img go test ./animate/web -run Pictures
func TestPictures(t *testing.T) {
	if os.Getenv("HORNET_SHOTS") == "" {
		t.Skip("HORNET_SHOTS names no directory")
	}
	settle := func(b *browser) { b.eval(`document.activeElement.blur(), new Promise(r => setTimeout(r, 400))`) }

	b := ready(t, library(t, "kerberos", true))
	b.size(1280, 760)
	for n := 1; b.eval(`document.getElementById("next").disabled`) != true && n < 12; n++ {
		b.press("n", 0)
		b.until(fmt.Sprintf(`document.getElementById("where").textContent.startsWith("%d ")`, n))
	}
	settle(b)
	b.shot("animate-protocol")

	b = ready(t, library(t, "nspk", true))
	b.size(1280, 760)
	b.press("i", 0)
	b.click("#events-i button", "initiator(2)")
	b.click("#aim summary", "responder(1)")
	b.click("#aim .offer", "{Na.a}_kb")
	b.click("#wire-i button", "initiator(2)")
	b.press("c", 0)
	b.typeText("{Nb}_kb")
	b.until(`document.querySelector("#draft button")`)
	b.eval(`document.getElementById("left").scrollTo(0, 340)`)
	settle(b)
	b.shot("animate-intruder")

	b = ready(t, library(t, "nspk", true))
	b.size(1240, 820)
	b.dark(true)
	b.press("a", 0)
	b.click("#attacks button", "alice_nb")
	b.until(`document.querySelector("#story li")`)
	b.press("End", 0)
	b.until(violated)
	settle(b)
	b.shot("animate-attack")
}
