package render

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// LaTeX writes the chart as a document of plain TikZ that compiles by itself,
// with a page of the picture's size; its tikzpicture can be pasted into a paper
// that loads the packages article, TikZ and fontenc. All text from the model is
// escaped and printed in ASCII.
func LaTeX(w io.Writer, c *Chart) error {
	l := &latex{layout: newLayout(c, 48)}
	// Points of a pixel; TeX knows no length beyond 16383 points.
	unit := min(0.6, 16000/l.width, 16000/l.height)
	fmt.Fprintf(&l.b, latexHead, px(l.width*unit+16), px(l.height*unit+16), unit, unit, px(l.width), px(l.height))
	l.node(margin, 20, "anchor=base west,font=\\sffamily\\bfseries", latexText(elide(c.Title, int(l.width/11))))
	l.node(margin, 37, "anchor=base west,font=\\sffamily\\scriptsize,text=black!60", latexText(elide(c.subtitle(), int(l.width/8))))
	for i, line := range c.Lifelines {
		style := "honest"
		if line.Intruder {
			style = "intruder"
		}
		fmt.Fprintf(&l.b, "\\draw[%s life] (%s,%s) -- (%s,%s);\n", style, px(l.x[i]), px(l.top+headH), px(l.x[i]), px(l.bottom))
		fmt.Fprintf(&l.b, "\\draw[%s head] (%s,%s) rectangle (%s,%s);\n", style, px(l.x[i]-l.headW[i]/2), px(l.top), px(l.x[i]+l.headW[i]/2), px(l.top+headH))
		l.node(l.x[i], l.top+18, "anchor=base,font=\\sffamily\\small\\bfseries", latexText(elide(line.Name, maxHead)))
		l.node(l.x[i], l.top+33, "anchor=base,font=\\sffamily\\scriptsize,text=black!60", latexText(elide(line.Sub, maxHead)))
	}
	for _, y := range l.names {
		for i, line := range c.Lifelines {
			l.node(l.x[i], y+17, "anchor=base,fill=white,inner sep=1pt,font=\\sffamily\\fontsize{6.5}{7}\\selectfont,text=black!60", latexText(elide(line.Name, maxHead)))
		}
	}
	for i := range c.Rows {
		l.row(&c.Rows[i], &l.rows[i])
	}
	if len(c.Folds) > 0 {
		y := l.legend + 12
		l.node(margin, y, "anchor=base west,font=\\sffamily\\scriptsize\\bfseries", "Abbreviations")
		y += 6
		for _, f := range c.Folds {
			l.node(margin, y+lineH, "label", latexText(f.Name))
			for _, s := range l.wrapFold(f) {
				y += lineH
				l.node(margin+40, y, "label", latexText(s))
			}
			y += 4
		}
	}
	l.b.WriteString("\\end{tikzpicture}\n\\end{document}\n")
	_, err := io.WriteString(w, l.b.String())
	return err
}

const latexHead = `\documentclass{article}
\usepackage[T1]{fontenc}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{tikz}
\usepackage[paperwidth=%spt,paperheight=%spt,margin=6pt]{geometry}
\pagestyle{empty}
\setlength{\parindent}{0pt}
\setlength{\topskip}{0pt}
\definecolor{hornetred}{RGB}{180,35,24}
\begin{document}
\begin{tikzpicture}[x=%.4fpt,y=-%.4fpt,inner sep=0pt,outer sep=0pt,
  honest life/.style={draw=black!35},
  intruder life/.style={draw=hornetred,densely dotted,thick},
  honest head/.style={draw=black!40,fill=black!4,rounded corners=3pt},
  intruder head/.style={draw=hornetred,fill=hornetred!6,dashed,rounded corners=3pt},
  honest msg/.style={draw=black!80,->,>=latex},
  intruder msg/.style={draw=hornetred,dashed,->,>=latex},
  label/.style={anchor=base west,font=\ttfamily\scriptsize},
  on arrow/.style={anchor=base,fill=white,inner sep=1pt,font=\ttfamily\scriptsize},
  note/.style={anchor=base west,font=\sffamily\scriptsize,text=black!70},
  tag/.style={draw=black!35,fill=black!3,rounded corners=2pt},
  learn/.style={draw=hornetred,fill=white,dashed,rounded corners=2pt},
  pill/.style={draw=hornetred,fill=hornetred!6,rounded corners=5pt}]
\useasboundingbox (0,0) rectangle (%s,%s);
`

// latex writes a layout as TikZ; the coordinates are those of the layout.
type latex struct {
	*layout
	b strings.Builder
}

func (l *latex) node(x, y float64, style, text string) {
	fmt.Fprintf(&l.b, "\\node[%s] at (%s,%s) {%s};\n", style, px(x), px(y), text)
}

func (l *latex) row(r *Row, p *place) {
	switch r.Kind {
	case Message:
		l.message(r, p)
	case Event, Learn:
		style, font := "tag", "\\sffamily\\scriptsize"
		if r.Kind == Learn {
			style, font = "learn", "\\sffamily\\itshape\\scriptsize,text=hornetred"
		}
		w := tagWidth(r.Text)
		x := max(l.left, min(l.x[r.From]-w/2, l.right-w))
		fmt.Fprintf(&l.b, "\\draw[%s] (%s,%s) rectangle (%s,%s);\n", style, px(x), px(p.y+5), px(x+w), px(p.y+5+tagH))
		l.node(x+w/2, p.y+20, "anchor=base,font="+font, latexText(r.Text))
	case Verdict:
		fmt.Fprintf(&l.b, "\\fill[hornetred!6] (%s,%s) rectangle (%s,%s);\n", px(margin), px(p.y), px(l.width-margin), px(p.y+p.h))
		fmt.Fprintf(&l.b, "\\fill[hornetred] (%s,%s) rectangle (%s,%s);\n", px(margin), px(p.y), px(margin+4), px(p.y+p.h))
		l.node(margin+20, p.y+25, "anchor=base west,font=\\sffamily\\small\\bfseries,text=hornetred", latexText(elide(r.Text, int(l.width/10))))
		for i, s := range p.notes {
			l.node(margin+20, p.y+46+float64(i)*lineH, "anchor=base west,font=\\sffamily\\scriptsize", latexText(s))
		}
	}
}

func (l *latex) message(r *Row, p *place) {
	y := p.arrow
	style, pill := "honest", l.pill(r)
	from, to := l.x[r.From], l.x[r.To]
	at, half := to, pillWidth(pill)/2
	if l.Lifelines[r.From].Intruder {
		style, at = "intruder", from
		from += math.Copysign(half, to-from)
	} else if l.Lifelines[r.To].Intruder {
		to -= math.Copysign(half, to-from)
	}
	l.node(margin+gutter-12, y+4, "anchor=base east,font=\\sffamily\\fontsize{6.5}{7}\\selectfont,text=black!60", strconv.Itoa(r.Number))
	for i, s := range p.label {
		l.node(l.labelAt(r, p), y-8-float64(len(p.label)-1-i)*labelH, "on arrow", latexText(s))
	}
	fmt.Fprintf(&l.b, "\\draw[%s msg] (%s,%s) -- (%s,%s);\n", style, px(from), px(y), px(to), px(y))
	if pill != "" {
		fmt.Fprintf(&l.b, "\\draw[pill] (%s,%s) rectangle (%s,%s);\n", px(at-half), px(y-9), px(at+half), px(y+9))
		l.node(at, y+4, "anchor=base,font=\\sffamily\\fontsize{6.5}{7}\\selectfont\\bfseries,text=hornetred", latexText(pill))
	}
	for i, s := range p.notes {
		l.node(l.notesX, p.note+float64(i)*lineH, "note", latexText(s))
	}
}

// latexText escapes text for LaTeX. Characters that form ligatures are kept
// apart, what is not ASCII becomes the nearest that is.
func latexText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case strings.ContainsRune("{}%$#&_", r):
			b.WriteString(`\` + string(r))
		case r == '\\':
			b.WriteString(`\textbackslash{}`)
		case r == '~':
			b.WriteString(`\textasciitilde{}`)
		case r == '^':
			b.WriteString(`\textasciicircum{}`)
		case r == '…':
			b.WriteString(`\ldots{}`)
		case r == '→':
			b.WriteString(`$\rightarrow$`)
		case r == '·':
			b.WriteString(`$\cdot$`)
		case strings.ContainsRune("-<>,'`!?\"", r):
			b.WriteString(string(r) + "{}")
		case r < ' ' || r > '~':
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
