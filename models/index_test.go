package models

import (
	"fmt"
	"io"
	"strings"
)

// groups are the headings of the index, in the order of List.
var groups = [...]struct{ name, title, about string }{
	{"classic", "Classic protocols", "Key distribution, authentication and login protocols, each flawed one beside its repair."},
	{"tls", "TLS", "The handshakes of TLS 1.2, 1.3 and DTLS and variants that fail, and the two schemes of a paper that was verified wrongly."},
}

// writeIndex writes the table of the models, which is README.md of this
// directory: one line for each model, with its verdicts.
func writeIndex(w io.Writer, list []Model) error {
	var b strings.Builder
	attacks := 0
	for i := range list {
		if list[i].Attack() {
			attacks++
		}
	}
	fmt.Fprintf(&b, `# The model library

<!-- Written by the test of this package from the headers of the models:
     go test ./models -run Index -update -->

%d models, %d of them with an attack. Every model is our own HLPSL, written from
the published message flow that its header names, and every verdict below is
checked in the tests. An attack is shown in **bold**.
`, len(list), attacks)
	for _, g := range groups {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| model | protocol | class | verdicts |\n|---|---|---|---|\n", g.title, g.about)
		for i := range list {
			if m := &list[i]; m.Group == g.name {
				fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s |\n", m.Name, m.File, cell(m.Title), cell(m.Class), verdicts(&m.Header))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// verdicts returns the expectations for a cell of the table.
func verdicts(h *Header) string {
	var parts []string
	for i := range h.Expect {
		e := &h.Expect[i]
		if s := e.Goal + " " + e.Want; e.Want == "attack" {
			parts = append(parts, "**"+s+"**")
		} else {
			parts = append(parts, s)
		}
	}
	return strings.ReplaceAll(strings.Join(parts, ", "), "_", `\_`)
}

// cell makes s fit for a cell of a Markdown table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "_", `\_`, "\n", " ").Replace(s)
}
