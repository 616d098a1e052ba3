// The message sequence chart, drawn as trace/render draws it: lifelines by rows,
// the names of the lifelines in a head that stays in view.
import { s, byId, replace } from "./dom.js";

const margin = 18, gutter = 30, headH = 42, rowH = 42, tagH = 31, lineH = 17, labelH = 15;
const canvas = document.createElement("canvas").getContext("2d");
const fonts = {};

function width(text, kind) {
  if (!fonts.mono) {
    const css = getComputedStyle(document.documentElement);
    fonts.mono = "12.5px " + css.getPropertyValue("--mono");
    fonts.sans = "11.5px " + css.getPropertyValue("--sans");
    fonts.bold = "650 13px " + css.getPropertyValue("--sans");
    fonts.note = "12.5px " + css.getPropertyValue("--sans");
  }
  canvas.font = fonts[kind];
  return canvas.measureText(text).width;
}

function cut(text, max) {
  return text.length > max ? text.slice(0, max - 1) + "…" : text;
}

// wrap breaks text into lines of at most w pixels.
function wrap(text, w) {
  const lines = [];
  let line = "";
  for (let word of text.split(/\s+/)) {
    while (word.length > 60) { lines.push((line + " " + word.slice(0, 60)).trim()); line = ""; word = word.slice(60); }
    const longer = line ? line + " " + word : word;
    if (line && width(longer, "note") > w) { lines.push(line); line = word; } else line = longer;
  }
  if (line) lines.push(line);
  return lines;
}

// split breaks a message of more than n characters into two lines of about the
// same length, after a dot or a comma if one is near, as trace/render does.
function split(text, n) {
  if (text.length <= n) return [text];
  let at = 0, best = Infinity, depth = 0;
  for (let i = 0; i + 1 < text.length; i++) {
    const c = text[i];
    if ("{(".includes(c)) depth++;
    if ("})".includes(c)) depth--;
    const off = Math.abs(2 * i + 2 - text.length) + text.length * (Math.min(depth, 4) * 0.12 + (".,".includes(c) ? 0 : "(_{".includes(c) ? 0.2 : 1));
    if (off < best) { best = off; at = i + 1; }
  }
  return [text.slice(0, at), text.slice(at)];
}

const pillText = (row) => (row.as ? cut("i(" + row.as + ")", 22) : "");

// layout places lifelines and rows. Only those of the lifelines in shown count.
function layout(chart, shown) {
  const place = new Map(shown.map((i, at) => [i, at]));
  const lines = shown.map((i) => chart.lifelines[i]);
  const heads = lines.map((l) => Math.max(64, width(cut(l.name, 24), "bold"), width(cut(l.sub, 24), "sans")) + 24);
  const gap = [];
  for (let k = 0; k + 1 < lines.length; k++) gap.push(Math.max(lines.length <= 4 ? 150 : 104, (heads[k] + heads[k + 1]) / 2 + 16));
  const rows = chart.rows.map((r) => ({ ...r, a: place.get(r.from), b: place.get(r.to) }));
  const messages = rows.filter((r) => r.kind === "message").sort((x, y) => Math.abs(x.a - x.b) - Math.abs(y.a - y.b));
  for (const r of messages) {
    const a = Math.min(r.a, r.b), b = Math.max(r.a, r.b);
    const pill = pillText(r);
    const room = (lines) => Math.max(...lines.map((t) => width(t, "mono"))) + 34 + (pill ? width(pill, "sans") / 2 + 8 : 0);
    let have = 0;
    for (let k = a; k < b; k++) have += gap[k];
    // A message that does not fit takes two lines before the chart grows.
    r.label = room([r.text]) > have ? split(r.text, lines.length <= 5 ? 26 : 20) : [r.text];
    const need = room(r.label);
    for (let k = a; k < b && need > have; k++) gap[k] += (need - have) / (b - a);
  }
  const tagWidth = (r) => width(r.text, "sans") + 18;
  const edge = (i) => Math.max(heads[i], ...rows.filter((r) => (r.kind === "event" || r.kind === "learn") && r.a === i).map(tagWidth)) / 2;
  const left = margin + gutter;
  const x = [];
  let at = left + (lines.length ? edge(0) : 0);
  lines.forEach((_, i) => { x.push(at); at += gap[i] || 0; });
  let right = lines.length ? x[x.length - 1] + edge(lines.length - 1) : left + 300;
  for (const r of rows) if (r.kind === "event" || r.kind === "learn") right = Math.max(right, left + tagWidth(r));
  return { lines, heads, x, left, right, rows, width: right + margin, tagWidth };
}

function drawHeads(l, wide) {
  const svg = s("svg", { width: wide, height: headH + 8, viewBox: `0 0 ${wide} ${headH + 8}`, "aria-hidden": "true" });
  l.lines.forEach((line, k) => {
    const i = line.instance < 0 ? " i" : "";
    const w = l.heads[k];
    svg.append(s("g", { class: line.used || i ? "" : "unused" }, s("title", {}, line.about),
      s("rect", { class: "head" + i, x: l.x[k] - w / 2, y: 0.5, width: w, height: headH, rx: 6 }),
      s("text", { class: "hn" + i, x: l.x[k], y: 18, "text-anchor": "middle" }, cut(line.name, 24)),
      s("text", { class: "hs", x: l.x[k], y: 34, "text-anchor": "middle" }, cut(line.sub, 24))));
  });
  return svg;
}

function drawMessage(l, r, y) {
  const g = [], base = y + 29 + (r.label.length - 1) * labelH;
  const from = l.x[r.a], to = l.x[r.b];
  const byIntruder = l.lines[r.a].instance < 0, toIntruder = l.lines[r.b].instance < 0;
  const i = byIntruder ? " i" : "", dir = Math.sign(to - from) || 1;
  const pill = pillText(r), half = pill ? width(pill, "sans") / 2 + 8 : 0;
  const start = from + (byIntruder ? dir * half : 0), end = to - (toIntruder && !byIntruder ? dir * half : 0);
  g.push(s("text", { class: "no-t", x: margin + gutter - 10, y: base + 4, "text-anchor": "end" }, String(r.number)));
  g.push(s("line", { class: "msg" + i, x1: start, y1: base, x2: end - dir * 8, y2: base }));
  g.push(s("path", { class: "tip" + i, d: `M${end} ${base}l${-dir * 9.2} -4.5v9z` }));
  if (pill) {
    const at = byIntruder ? from : to;
    g.push(s("rect", { class: "pill", x: at - half, y: base - 9, width: 2 * half, height: 18, rx: 9 }));
    g.push(s("text", { class: "pt", x: at, y: base + 4, "text-anchor": "middle" }, pill));
  }
  // The label stands free of the lifelines that the arrow crosses, if it can.
  const lo = Math.min(start, end), hi = Math.max(start, end);
  r.label.forEach((t, k) => g.push(s("text", { class: "ms" + i, x: (lo + hi) / 2, y: base - 8 - (r.label.length - 1 - k) * labelH, "text-anchor": "middle" }, t)));
  return g;
}

function drawTag(l, r, y) {
  const kind = r.kind === "learn" ? "kn" : "ev";
  const w = l.tagWidth(r);
  const x = Math.max(l.left, Math.min(l.x[r.a] - w / 2, l.right - w));
  return [s("rect", { class: kind, x, y: y + 5, width: w, height: 21, rx: 5 }),
    s("text", { class: kind + "t", x: x + w / 2, y: y + 19.5, "text-anchor": "middle" }, r.text)];
}

// say is a row in words.
export function say(chart, r) {
  const name = (i) => (chart.lifelines[i].instance < 0 && r.as ? `i(${r.as})` : chart.lifelines[i].name);
  switch (r.kind) {
    case "message": return `${r.number}. ${name(r.from)} → ${name(r.to)}: ${r.full}` + (r.note ? ` — ${r.note}` : "");
    case "verdict": return r.text + (r.note ? `: ${r.note}` : "");
  }
  return `${chart.lifelines[r.from].name} ${r.full}`;
}

// draw shows the chart. fresh is the step that has just happened, and onPick is
// called with the row that somebody chose.
export function draw(chart, { onlyUsed, fresh, onPick }) {
  const shown = chart.lifelines.map((_, i) => i).filter((i) => !onlyUsed || chart.lifelines[i].used || chart.lifelines[i].instance < 0);
  const l = layout(chart, shown);
  // Both pictures have one width, so that they stay in line when they are centred.
  const foldText = (f) => `${f.name} = ${cut(f.text, 160)}`;
  const wide = Math.max(l.width, ...chart.folds.map((f) => margin * 2 + width(foldText(f), "mono")));
  const space = wide;
  let y = 8;
  const rows = [];
  for (const r of l.rows) {
    const g = s("g", { class: "row" + (r.step === fresh || (r.kind === "verdict") ? " fresh" : ""), "data-row": rows.length }, s("title", {}, say(chart, r)));
    let height = tagH;
    if (r.kind === "message") height = rowH + (r.label.length - 1) * labelH;
    if (r.kind === "verdict") {
      y += 8;
      const lines = wrap(r.note || "", Math.max(260, l.width - 2 * margin - 34));
      height = lines.length * lineH + 42;
      const w = Math.max(320, l.width - 2 * margin);
      g.append(s("rect", { class: "vb", x: margin, y, width: w, height, rx: 6 }), s("rect", { class: "vm", x: margin, y, width: 5, height, rx: 2 }),
        s("text", { class: "vt", x: margin + 20, y: y + 24 }, cut(r.text, 120)),
        ...lines.map((t, k) => s("text", { class: "vn", x: margin + 20, y: y + 44 + k * lineH }, t)));
      l.bottom = y - 6;
    } else {
      g.append(s("rect", { class: "band", x: 0, y, width: space, height }));
      g.append(...(r.kind === "message" ? drawMessage(l, r, y) : drawTag(l, r, y)));
    }
    g.addEventListener("click", () => onPick(r, g));
    rows.push(g);
    y += height;
  }
  const bottom = l.bottom || y + 26;
  y = Math.max(y + 30, bottom);
  const body = s("svg", { width: l.width, role: "img", "aria-label": `${chart.title}: ${rows.length} rows; “The run as text” below lists them` });
  l.lines.forEach((line, k) => body.append(s("line", { class: "life" + (line.instance < 0 ? " i" : "") + (line.used ? "" : " unused"), x1: l.x[k], y1: 0, x2: l.x[k], y2: bottom })));
  body.append(...rows);
  if (chart.folds.length) {
    body.append(s("text", { class: "lh", x: margin, y: y + 8 }, "Abbreviations"));
    for (const f of chart.folds) {
      y += lineH + 3;
      body.append(s("g", {}, s("title", {}, f.full), s("text", { class: "lt", x: margin, y: y + 8 }, foldText(f))));
    }
    y += 24;
  }
  body.setAttribute("width", wide);
  body.setAttribute("height", y + 10);
  body.setAttribute("viewBox", `0 0 ${wide} ${y + 10}`);
  replace(byId("heads"), drawHeads(l, wide));
  replace(byId("rows"), body);
  return rows;
}
