package render

import "strings"

// The fonts of charts and pages: those of the reader's system.
const (
	sansFonts = `system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,sans-serif`
	monoFonts = `ui-monospace,"SF Mono","Cascadia Mono","JetBrains Mono","DejaVu Sans Mono",Menlo,Consolas,"Liberation Mono",monospace`
)

// lightColours maps the names that the style sheets use to the colours of the
// light theme, darkColours to those of the dark one. A longer
// name stands before its prefixes.
func lightColours() []string {
	return []string{
		"@bg", "#ffffff", "@ink", "#1d2433", "@muted", "#5f6b7e", "@life", "#aeb7c4", "@headfill", "#f5f7fa", "@headline", "#c3cad5",
		"@arrow", "#3a4660", "@redfill", "#fdf1ef", "@red", "#b42318", "@evfill", "#eef3fc", "@evline", "#b4c8ee", "@evtext", "#1e4a97",
		"@code", "#f5f7fa", "@mark", "#fff3c4", "@green", "#1a7f4b", "@amber", "#8a5a00",
	}
}

func darkColours() []string {
	return []string{
		"@bg", "#13161d", "@ink", "#e7eaf0", "@muted", "#9aa6b9", "@life", "#465064", "@headfill", "#1d222d", "@headline", "#3b4458",
		"@arrow", "#c6cedb", "@redfill", "#2b1917", "@red", "#ff938a", "@evfill", "#18243d", "@evline", "#34507f", "@evtext", "#adc6fb",
		"@code", "#1a1f29", "@mark", "#4a3d12", "@green", "#5fd39a", "@amber", "#e5b85c",
	}
}

// themed returns the rules with the light colours, then those that have a colour
// once more with the dark ones, for screens whose reader prefers them. Custom
// properties would be shorter, but many programs that draw SVG do not know them.
func themed(rules string) string {
	dark := ""
	for _, rule := range strings.SplitAfter(rules, "}\n") {
		if strings.Contains(rule, "@") {
			dark += rule
		}
	}
	return strings.NewReplacer(lightColours()...).Replace(rules) +
		"@media screen and (prefers-color-scheme:dark){\n" + strings.NewReplacer(darkColours()...).Replace(dark) + "}\n"
}

// chartCSS returns the style of charts. Its rules hold for charts only, so that a
// page can hold them beside its own.
func chartCSS() string {
	return themed("\n" + strings.NewReplacer("SANS", sansFonts, "MONO", monoFonts).Replace(`svg.hornet{font-family:SANS;font-size:12.5px}
svg.hornet .bg{fill:@bg}
svg.hornet .ct{font-size:17px;font-weight:650;fill:@ink}
svg.hornet .cs{font-size:12.5px;fill:@muted}
svg.hornet .life{stroke:@life;stroke-width:1.2}
svg.hornet .life.i{stroke:@red;stroke-dasharray:2 4;stroke-width:1.6}
svg.hornet .head{fill:@headfill;stroke:@headline}
svg.hornet .head.i{fill:@redfill;stroke:@red;stroke-dasharray:4 2}
svg.hornet .hn{font-weight:650;font-size:13px;fill:@ink}
svg.hornet .hn.i{fill:@red}
svg.hornet .hs{font-size:11.5px;fill:@muted}
svg.hornet .rep{font-size:11px;fill:@muted;stroke:@bg;stroke-width:5px;paint-order:stroke;stroke-linejoin:round}
svg.hornet .rep.i{fill:@red}
svg.hornet .no{font-size:11.5px;fill:@muted;font-variant-numeric:tabular-nums}
svg.hornet .msg{stroke:@arrow;stroke-width:1.4}
svg.hornet .msg.i{stroke:@red;stroke-dasharray:7 3}
svg.hornet .tip{fill:@arrow}
svg.hornet .tip.i{fill:@red}
svg.hornet .ms{font-family:MONO;font-size:12.5px;fill:@ink;stroke:@bg;stroke-width:5px;paint-order:stroke;stroke-linejoin:round}
svg.hornet .pill{fill:@redfill;stroke:@red}
svg.hornet .pt{font-size:11px;font-weight:600;fill:@red}
svg.hornet .nt{font-size:12.5px;fill:@muted}
svg.hornet .ev{fill:@evfill;stroke:@evline}
svg.hornet .evt{font-size:11.5px;fill:@evtext}
svg.hornet .kn{fill:@bg;stroke:@red;stroke-dasharray:3 2}
svg.hornet .knt{font-size:11.5px;font-style:italic;fill:@red}
svg.hornet .vb{fill:@redfill;stroke:none}
svg.hornet .vm{fill:@red}
svg.hornet .vt{font-size:14px;font-weight:650;fill:@red}
svg.hornet .vn{font-size:12.5px;fill:@ink}
svg.hornet .lh{font-size:11.5px;font-weight:650;fill:@muted}
svg.hornet .ln,svg.hornet .lt{font-family:MONO;font-size:12.5px;fill:@ink}
svg.hornet .ln{fill:@muted}
svg.hornet a:hover .ms,svg.hornet a:focus .ms{text-decoration:underline}
`))
}
