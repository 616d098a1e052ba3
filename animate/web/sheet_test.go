package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hornet/gate"
	"hornet/models"
	"hornet/runner"
)

// faultsOfPicture returns what is wrong with the picture on the page, measured
// with the fonts that the browser has: text on text, text outside of its box or
// of the page, arrows too short to be seen.
const faultsOfPicture = `(() => {
  const svg = document.querySelector("svg"), page = svg.viewBox.baseVal, out = [];
  const box = (e) => e.getBBox(), texts = [...svg.querySelectorAll("text")].filter(t => t.textContent).map(t => ({t, b: box(t)}));
  const over = (a, b) => [Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x), Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)];
  texts.forEach(({t, b}, i) => {
    if (b.x < 2 || b.y < 2 || b.x + b.width > page.width - 2 || b.y + b.height > page.height - 1) out.push("off the page: " + t.textContent);
    for (const o of texts.slice(i + 1)) {
      const [x, y] = over(b, o.b);
      if (x > 1 && y > 3.5) out.push(t.textContent + " lies on " + o.t.textContent);
    }
  });
  const boxes = [...svg.querySelectorAll("rect.pill,rect.ev,rect.kn,rect.head")];
  for (const r of boxes) {
    const b = box(r), inside = box(r.nextElementSibling);
    if (inside.x < b.x + 1 || inside.x + inside.width > b.x + b.width - 1) out.push("wider than its box: " + r.nextElementSibling.textContent);
    for (const {t, b: label} of texts) {
      const [x, y] = over(label, b);
      if (t.classList.contains("ms") && x > 1 && y > 3) out.push("in a box: " + t.textContent);
    }
  }
  for (const l of svg.querySelectorAll("line.msg")) if (Math.abs(l.x2.baseVal.value - l.x1.baseVal.value) < 24) out.push("a short arrow");
  return out;
})()`

// TestSheet draws the attacks on every model of the library, and of the corpus
// beside the project when HORNET_CORPUS asks for it, and looks at each in a
// browser.
func TestSheet(t *testing.T) {
	b := chromium(t)
	texts := map[string][]byte{}
	list, err := models.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		texts[m.File] = m.Text
	}
	if os.Getenv("HORNET_CORPUS") != "" {
		const root = "../../../shared/corpus/library"
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(path, ".hlpsl") {
				texts[filepath.Base(path)], err = os.ReadFile(path)
			}
			return err
		})
		if err != nil {
			t.Skip(err)
		}
	}
	drawn := 0
	for name, text := range texts {
		if strings.Contains(string(text), "%% expect:") && !strings.Contains(string(text), "%% expect: attack") {
			continue
		}
		f := runner.Check(t.Context(), name, text, runner.Options{Timeout: 20 * time.Second, NoLint: true})
		all, err := runner.Evidences(f)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for i := range all {
			var svg bytes.Buffer
			if err := gate.Draw(&svg, "svg", &all[i]); err != nil {
				t.Fatal(err)
			}
			quoted, err := json.Marshal(svg.String())
			if err != nil {
				t.Fatal(err)
			}
			b.eval(`document.body.innerHTML = ` + string(quoted) + `, 0`)
			if faults, ok := b.eval(faultsOfPicture).([]any); !ok || len(faults) > 0 {
				t.Errorf("%s, attack %d: %v", name, i+1, faults)
				b.shot(fmt.Sprintf("fault-%s-%d", filepath.Base(name), i+1))
			}
			drawn++
		}
	}
	if drawn < 60 {
		t.Errorf("only %d attacks", drawn)
	}
	t.Logf("%d attacks", drawn)
}
