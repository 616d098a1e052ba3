package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hornet/animate"
	"hornet/hlpsl"
	"hornet/models"
	"hornet/protocol"
	"hornet/trace/ground"
)

// evil is a name that would do harm wherever a page, a style, an attribute or a
// script took it for more than text.
const evil = `"><script>document.documentElement.dataset.evil=1</script><img src=x onerror="document.documentElement.dataset.evil=1">'});//</title></style>` + "\u202e\x00"

// hostile is the Needham-Schroeder model with names that no HLPSL text could
// hold, and one of 10,000 characters.
func hostile(t *testing.T) *Server {
	t.Helper()
	m, err := models.Find("nspk")
	if err != nil {
		t.Fatal(err)
	}
	text := append([]byte("%% "+evil+"\n%% <script>alert(1)</script> "+strings.Repeat("long ", 5000)+"\n"), m.Text...)
	u := hlpsl.Load(evil+".hlpsl", text)
	if u.Model == nil {
		t.Fatal(u.Diags)
	}
	rename := map[string]string{"a": evil + "a", "b": strings.Repeat("b", 10000), "kb": evil + "kb"}
	for i, c := range u.Model.Constants {
		if n := rename[c.Name]; n != "" {
			u.Model.Constants[i] = protocol.C(n, c.Type)
		}
	}
	u.Model.Exprs(func(e *protocol.Expr) {
		e.Walk(func(x *protocol.Expr) bool {
			if n := rename[x.Name]; n != "" && x.Op == protocol.Const {
				x.Name = n
			}
			return true
		})
	})
	for i := range u.Model.Sessions {
		u.Model.Sessions[i].Name += evil
	}
	for i := range u.Model.Goals {
		u.Model.Goals[i].ID += evil
	}
	for i := range u.Model.Roles {
		r := &u.Model.Roles[i]
		r.Name += evil
		for j := range r.Slots {
			r.Slots[j].Name += evil
		}
		for j := range r.Transitions {
			r.Transitions[j].Label += evil
			for k := range r.Transitions[j].Vars {
				r.Transitions[j].Vars[k].Name += evil
			}
			for k := range r.Transitions[j].Emits {
				r.Transitions[j].Emits[k].ID += evil
			}
		}
	}
	s, err := animate.New(u, text, ground.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return start(t, s)
}

// TestHostileNames runs a model whose every name is hostile through the whole
// page: nothing of it becomes a script, and it stays usable.
func TestHostileNames(t *testing.T) {
	s := hostile(t)
	b := ready(t, s)
	for i := range 4 {
		b.click("#next", "")
		b.until(fmt.Sprintf(`document.getElementById("where").textContent === "%d / %[1]d"`, i+1))
	}
	b.press("i", 0)
	b.click("#wire-i button", "use")
	b.until(`document.querySelector("#draft p")`)
	b.click("#knowledge button", "")
	b.click("#model-text summary", "")
	b.click("#astext summary", "")
	b.eval(`document.querySelector("g.row").dispatchEvent(new MouseEvent("click"))`)
	b.shot("hostile")
	if n := b.eval(`document.querySelectorAll("script").length`); n != 1.0 {
		t.Errorf("%v scripts on the page", n)
	}
	if n := b.eval(`document.querySelectorAll("img").length`); n != 1.0 {
		t.Errorf("%v images on the page", n)
	}
	if b.eval(`document.documentElement.dataset.evil`) != nil {
		t.Error("a name was carried out")
	}
	if n, ok := b.eval(`document.documentElement.scrollWidth - innerWidth`).(float64); !ok || n > 0 {
		t.Errorf("the page is %v pixels too wide", n)
	}
	if n, ok := b.eval(`document.documentElement.outerHTML.length`).(float64); !ok || n > 2e6 {
		t.Errorf("the page has %v characters", n)
	}
	b.clean()
	for _, to := range []string{"svg", "html"} {
		_, _, body := ask(t, s, "GET /"+s.token+"/api/export?to="+to+" HTTP/1.1\r\nHost: "+s.hosts[0]+"\r\n\r\n")
		for _, bad := range []string{"<script", "<img", "\x00", "\u202e"} {
			if bad == "\u202e" && to == "html" {
				continue // it shows the text of the model as it is
			}
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %q", to, bad)
			}
		}
	}
}

// pingPong is a model of n sessions in which two roles exchange k messages each.
func pingPong(n, k int) []byte {
	var a, z strings.Builder
	for i := range k {
		fmt.Fprintf(&a, "  s%d. State = %d /\\ Rcv({N%[2]d'}_K) =|> State' := %[3]d /\\ M%[3]d' := new() /\\ Snd({M%[3]d'.N%[2]d'}_K)\n", i+1, i, i+1)
		fmt.Fprintf(&z, "  r%d. State = %d /\\ Rcv({M%[3]d'.N%[2]d}_K) =|> State' := %[3]d /\\ N%[3]d' := new() /\\ Snd({N%[3]d'}_K)\n", i+1, i, i+1)
	}
	vars := func(name string) string {
		var s []string
		for i := range k + 1 {
			s = append(s, fmt.Sprintf("%s%d", name, i))
		}
		return strings.Join(s, ",")
	}
	var b strings.Builder
	for _, r := range []struct{ name, init, body string }{{"answerer", "State := 0", a.String()}, {"caller", "State := 100", "  go. State = 100 /\\ Rcv(start) =|> State' := 0 /\\ N0' := new() /\\ Snd({N0'}_K)\n" + z.String()}} {
		fmt.Fprintf(&b, "role %s(A,B:agent, K:symmetric_key, Snd,Rcv:channel(dy)) played_by A def=\n local State:nat, %s,%s:text\n init %s\n transition\n%send role\n\n", r.name, vars("N"), vars("M"), r.init, r.body)
	}
	b.WriteString("role session(A,B:agent, K:symmetric_key) def=\n local S,R:channel(dy)\n composition caller(A,B,K,S,R) /\\ answerer(B,A,K,S,R)\nend role\n\n")
	b.WriteString("role environment() def=\n const a,b:agent")
	for i := range n {
		fmt.Fprintf(&b, ", k%d:symmetric_key", i)
	}
	b.WriteString("\n intruder_knowledge = {a,b}\n composition session(a,b,k0)")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, " /\\ session(a,b,k%d)", i)
	}
	b.WriteString("\nend role\n\ngoal\n secrecy_of none\nend goal\n\nenvironment()\n")
	return []byte(b.String())
}

// TestOverview runs 12 lifelines through more than 60 steps: the names of the
// lifelines stay in view, the newest step is in view, and nothing takes long.
func TestOverview(t *testing.T) {
	text := pingPong(6, 5)
	b := ready(t, serve(t, "many.hlpsl", text, false))
	start := time.Now()
	for i := range 66 {
		b.press("n", 0)
		b.until(fmt.Sprintf(`document.getElementById("where").textContent === "%d / %[1]d"`, i+1))
	}
	t.Logf("66 steps in %v", time.Since(start).Round(time.Millisecond))
	b.shot("overview")
	for what, js := range map[string]string{
		"12 lifelines and the intruder": `document.querySelectorAll("#heads g").length === 13`,
		"the heads stay in view":        `Math.abs(document.getElementById("heads").getBoundingClientRect().top - document.getElementById("chart").getBoundingClientRect().top) < 2`,
		"the newest row is in view": `(r => (c => r.bottom <= c.bottom + 1 && r.top >= c.top)(document.getElementById("chart").getBoundingClientRect()))` +
			`([...document.querySelectorAll("#rows g.row")].pop().getBoundingClientRect())`,
		"the newest message is in view sideways": `(r => (c => r.left >= c.left && r.right <= c.right)(document.getElementById("chart").getBoundingClientRect()))` +
			`([...document.querySelectorAll("#rows .ms")].pop().getBoundingClientRect())`,
		"the chart scrolls, not the page": `document.documentElement.scrollHeight <= innerHeight && document.getElementById("chart").scrollHeight > innerHeight`,
	} {
		if b.eval(js) != true {
			t.Error("not so: " + what)
		}
	}
	b.press("w", 0)
	b.until(`document.getElementById("chart").clientWidth > 1400`)
	b.shot("overview-wide")
	b.press("w", 0)
	// All lifelines at once, and keys go on after a click on a box.
	b.click("#fit-label", "")
	b.until(`(c => c.scrollWidth <= c.clientWidth)(document.getElementById("chart"))`)
	b.until(`document.querySelector("#heads svg").getBoundingClientRect().width === document.querySelector("#rows svg").getBoundingClientRect().width`)
	b.shot("overview-fit")
	b.press("f", 0)
	b.until(`(c => c.scrollWidth > c.clientWidth)(document.getElementById("chart"))`)
	b.press("Home", 0)
	b.until(`document.getElementById("where").textContent === "0 / 66"`)
	b.press("End", 0)
	b.until(`document.getElementById("where").textContent === "66 / 66"`)
	b.clean()
}
