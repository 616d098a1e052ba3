package web

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// browser is a tab of a headless Chromium, driven by the DevTools protocol over a pipe:
// messages of JSON, each with a zero byte at its end. That takes neither a driver
// nor a port.
type browser struct {
	*process
	t       *testing.T
	session string
}

type reply struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

// process is the browser; all tests share one, each with a tab of its own.
type process struct {
	cmd *exec.Cmd
	w   io.WriteCloser
	dir string

	mu      sync.Mutex
	id      int
	waiting map[int]chan reply
	faults  map[string][]string // exceptions and errors, by session
}

var shared struct {
	once sync.Once
	b    *process
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.b != nil {
		shared.b.close()
	}
	os.Exit(code)
}

// launch starts a browser.
func launch() (*process, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		return nil, errors.New("there is no chromium")
	}
	toR, toW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	fromR, fromW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "hornet-browser-")
	if err != nil {
		return nil, err
	}
	b := &process{w: toW, dir: dir, waiting: map[int]chan reply{}, faults: map[string][]string{}}
	b.cmd = exec.Command(path, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-extensions", "--disable-background-networking", "--hide-scrollbars", "--force-color-profile=srgb", "--user-data-dir="+dir, "about:blank")
	b.cmd.ExtraFiles = []*os.File{toR, fromW} // file descriptors 3 and 4
	err = b.cmd.Start()
	toR.Close()
	fromW.Close()
	if err != nil {
		return nil, err
	}
	go b.listen(fromR)
	return b, nil
}

// close ends the browser, by force if it does not go.
func (b *process) close() {
	_, _ = b.send("", "Browser.close", nil, 2*time.Second)
	b.w.Close()
	done := make(chan struct{})
	go func() { _ = b.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(3 * time.Second):
		_ = b.cmd.Process.Kill()
		<-done
	}
	os.RemoveAll(b.dir)
}

// patient is how long anything on the page may take.
const patient = 15 * time.Second

// chromium opens a tab. Without a browser the test is skipped, unless
// HORNET_BROWSER=1 demands it.
func chromium(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	shared.once.Do(func() { shared.b, shared.err = launch() })
	if shared.err != nil {
		if os.Getenv("HORNET_BROWSER") == "1" {
			t.Fatal(shared.err)
		}
		t.Skip(shared.err)
	}
	b := &browser{t: t, process: shared.b}
	var target struct{ TargetID string }
	b.must("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.must("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	t.Cleanup(func() {
		_, _ = b.send("", "Target.closeTarget", map[string]any{"targetId": target.TargetID}, 2*time.Second)
	})
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.must(domain+".enable", nil, nil)
	}
	b.size(1440, 900)
	return b
}

// listen hands answers to who waits for them, and keeps what went wrong.
func (b *process) listen(r io.Reader) {
	in := bufio.NewReaderSize(r, 1<<20)
	for {
		text, err := in.ReadBytes(0)
		if err != nil {
			return
		}
		var m struct {
			ID        int
			Method    string
			SessionID string
			Params    struct {
				ExceptionDetails struct {
					Text      string
					Exception struct{ Description string }
				}
				Entry struct{ Level, Text, URL string }
			}
			reply
		}
		if json.Unmarshal(text[:len(text)-1], &m) != nil {
			continue
		}
		b.mu.Lock()
		switch {
		case m.ID > 0 && b.waiting[m.ID] != nil:
			b.waiting[m.ID] <- m.reply
			delete(b.waiting, m.ID)
		case m.Method == "Runtime.exceptionThrown":
			b.faults[m.SessionID] = append(b.faults[m.SessionID], m.Params.ExceptionDetails.Text+" "+m.Params.ExceptionDetails.Exception.Description)
		case m.Method == "Log.entryAdded" && m.Params.Entry.Level == "error":
			b.faults[m.SessionID] = append(b.faults[m.SessionID], m.Params.Entry.Text+" "+m.Params.Entry.URL)
		}
		b.mu.Unlock()
	}
}

func (b *process) send(session, method string, params any, wait time.Duration) (json.RawMessage, error) {
	b.mu.Lock()
	b.id++
	id, answer := b.id, make(chan reply, 1)
	b.waiting[id] = answer
	text, err := json.Marshal(struct {
		ID        int    `json:"id"`
		Method    string `json:"method"`
		Params    any    `json:"params,omitempty"`
		SessionID string `json:"sessionId,omitempty"`
	}{id, method, params, session})
	if err == nil {
		_, err = b.w.Write(append(text, 0))
	}
	b.mu.Unlock()
	if err != nil {
		return nil, err
	}
	select {
	case r := <-answer:
		if r.Error != nil {
			return nil, fmt.Errorf("%s: %s", method, r.Error.Message)
		}
		return r.Result, nil
	case <-time.After(wait):
		return nil, fmt.Errorf("%s: no answer", method)
	}
}

// must calls a method and decodes its result.
func (b *browser) must(method string, params, result any) {
	b.t.Helper()
	text, err := b.send(b.session, method, params, patient)
	if err == nil && result != nil {
		err = json.Unmarshal(text, result)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) size(width, height int) {
	b.t.Helper()
	b.must("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// dark chooses the theme.
func (b *browser) dark(on bool) {
	b.t.Helper()
	value := "light"
	if on {
		value = "dark"
	}
	b.must("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": value}, {"name": "prefers-reduced-motion", "value": "reduce"}}}, nil)
}

func (b *browser) open(url string) {
	b.t.Helper()
	b.must("Page.navigate", map[string]any{"url": url}, nil)
}

// eval returns the value of an expression on the page.
func (b *browser) eval(js string) any {
	b.t.Helper()
	var r struct {
		Result           struct{ Value any }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	b.must("Runtime.evaluate", map[string]any{"expression": js, "returnByValue": true, "awaitPromise": true}, &r)
	if e := r.ExceptionDetails; e != nil {
		b.t.Fatalf("%s: %s %s", js, e.Text, e.Exception.Description)
	}
	return r.Result.Value
}

// until waits for an expression to become true.
func (b *browser) until(js string) {
	b.t.Helper()
	for end := time.Now().Add(patient); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if b.eval("!!("+js+")") == true {
			return
		}
	}
	b.shot("failed")
	b.t.Fatalf("it never holds that %s; the caption says %q", js, b.eval(`(document.getElementById("said")||{}).textContent`))
}

// click waits for the first visible element that the selector matches and whose
// text holds text, and clicks in its middle as a mouse does.
func (b *browser) click(selector, text string) {
	b.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(%q)].find(e => !e.disabled && e.getClientRects().length && e.textContent.includes(%q))`, selector, text)
	b.until(`document.querySelector("main").getAttribute("aria-busy") !== "true"`) // what comes may move everything
	b.until(find)
	at, ok := b.eval(find + `.scrollIntoView({block:"center"}), (r => [r.x + r.width/2, r.y + r.height/2])(` + find + `.getBoundingClientRect())`).([]any)
	if !ok || len(at) != 2 {
		b.t.Fatalf("%s %q has no place", selector, text)
	}
	for _, kind := range []string{"mousePressed", "mouseReleased"} {
		b.must("Input.dispatchMouseEvent", map[string]any{"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1}, nil)
	}
}

// press presses a key.
func (b *browser) press(key string, modifiers int) {
	b.t.Helper()
	p := map[string]any{"type": "keyDown", "key": key, "modifiers": modifiers}
	if len(key) == 1 && modifiers == 0 {
		p["text"] = key
	}
	if key == "Enter" {
		p["code"], p["windowsVirtualKeyCode"] = "Enter", 13
	}
	b.must("Input.dispatchKeyEvent", p, nil)
	b.must("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "modifiers": modifiers}, nil)
}

// typeText types into what has the focus.
func (b *browser) typeText(text string) {
	b.t.Helper()
	b.must("Input.insertText", map[string]any{"text": text}, nil)
}

// shot keeps a picture of the page when HORNET_SHOTS names a directory.
func (b *browser) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("HORNET_SHOTS")
	if dir == "" {
		return
	}
	var r struct{ Data string }
	b.must("Page.captureScreenshot", map[string]any{"format": "png"}, &r)
	png, err := base64.StdEncoding.DecodeString(r.Data)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// clean fails the test when the page had a fault.
func (b *browser) clean() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if f := b.faults[b.session]; len(f) > 0 {
		b.t.Errorf("faults on the page:\n%s", strings.Join(f, "\n"))
	}
}
