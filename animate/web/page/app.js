import { h, byId, replace } from "./dom.js";
import { getState, getSource, order, Refused } from "./api.js";
import { draw, say } from "./chart.js";
import * as panels from "./panels.js";
import * as builder from "./builder.js";

const app = { state: null, mode: "protocol", shownAt: -1, onlyUsed: false, queue: Promise.resolve(), waiting: 0, act, ask, note, insert: builder.insert };

// act tells the server what to do and shows what came of it. One order is under
// way at a time; a few more wait, so that fast fingers lose nothing.
function act(name, more = {}) {
  if (app.waiting > 8) return;
  const seen = app.state.at;
  queue(() => carryOut(name, more, seen));
}

// queue does something after what is under way.
function queue(work) {
  const busy = (by) => { app.waiting += by; document.querySelector("main").setAttribute("aria-busy", String(app.waiting > 0)); };
  busy(1);
  const done = app.queue.then(work).finally(() => busy(-1));
  app.queue = done.catch(() => {});
  return done;
}

// counted are the orders that mean something in the moment that was on the page
// when they were given; the others are about whatever comes before them.
const counted = new Set(["fire", "send", "offer", "block"]);

// ask asks about the moment on the page.
function ask(name, body) {
  return queue(() => order(name, { at: app.state.at, ...body }));
}

async function carryOut(name, more, seen) {
  const before = app.state;
  try {
    show(await order(name, { at: counted.has(name) ? seen : before.at, ...more }), before);
  } catch (e) {
    if (!(e instanceof Refused)) { note("hornet does not answer: it was stopped.", true); return; }
    note(e.message, true);
    if (/moved on/.test(e.message)) await refresh();
  }
}

async function refresh() {
  try { show(await getState(), app.state); } catch { note("hornet does not answer: it was stopped.", true); }
}

// note says something in the caption, which screen readers announce.
function note(text, bad) {
  const said = byId("said");
  said.textContent = text;
  said.style.color = bad ? "var(--red)" : "";
}

function show(state, before) {
  app.state = state;
  document.title = state.model + " · hornet animate";
  byId("model").textContent = state.model;
  byId("undo").disabled = byId("reset").disabled = state.at === 0;
  byId("reset").disabled = state.last === 0;
  byId("redo").disabled = state.at === state.last;
  byId("redo").title = state.coming ? "Forward (→): " + state.coming : "One step forward (→)";
  byId("next").disabled = state.attack ? state.at === state.last : state.next < 0;
  const place = byId("place");
  place.max = state.last;
  place.value = state.at;
  place.setAttribute("aria-valuetext", `step ${state.at} of ${state.last}: ${state.did}`);
  place.disabled = state.last === 0;
  byId("where").textContent = `${state.at} / ${state.last}`;
  if (!before && (state.instances.length > 6 || innerWidth <= 760)) app.onlyUsed = byId("idle").checked = true;
  // What takes room above the chart comes first: the chart then scrolls to fit.
  alarm();
  if (!before || before.at !== state.at || before.did !== state.did) announce(before);
  drawChart(before);
  panels.show(app);
  builder.show(app, before);
  if (state.search === "searching" && !app.polling) {
    app.polling = setTimeout(() => { app.polling = 0; refresh(); }, 700);
  }
}

// announce says what has just happened.
function announce(before) {
  const { chart, steps, at } = app.state;
  if (at === 0) { note(app.state.attack ? "The start of the attack. → takes its first step." : "The start. Choose what happens, or press n."); return; }
  const back = before && before.at > at;
  const last = chart.rows.filter((r) => r.kind === "message" && r.step === steps - 1).map((r) => say(chart, r));
  note((back ? "Back at: " : "") + (last.length ? last.join("  ·  ") : app.state.did));
}

// alarm shows the violated goals; it speaks up when there is a new one.
function alarm() {
  const bad = app.state.goals.filter((g) => g.status === "violated");
  const key = bad.map((g) => g.name).join("|");
  if (key === app.alarmed) return;
  app.alarmed = key;
  const el = byId("alarm");
  el.hidden = !bad.length;
  replace(el, bad.length ? [h("b", {}, "Violated: " + bad.map((g) => g.name).join(", ")), h("span", {}, app.state.chart.why || bad[0].why || "")] : []);
}

function drawChart(before) {
  const { chart, steps } = app.state;
  const box = byId("chart");
  const moved = !before || before.at !== app.state.at;
  const forward = before && app.state.at > before.at;
  const rows = draw(chart, { onlyUsed: app.onlyUsed, fresh: moved && forward ? steps - 1 : -1, onPick: pick });
  if (moved && rows.length) reveal(box, rows, forward);
  replace(byId("text"), chart.rows.map((r) => h("li", {}, say(chart, r))));
}

// reveal scrolls to where the last step is, down and sideways.
function reveal(box, rows, forward) {
  const { chart, steps } = app.state;
  const view = box.getBoundingClientRect(), end = rows[rows.length - 1].getBoundingClientRect();
  let [lo, hi] = [Infinity, -Infinity];
  for (const g of rows) {
    if (chart.rows[g.dataset.row].step !== steps - 1) continue;
    for (const x of g.querySelectorAll(".msg, .ms, .pill, .ev, .kn")) {
      const r = x.getBoundingClientRect();
      lo = Math.min(lo, r.left);
      hi = Math.max(hi, r.right);
    }
  }
  let { scrollLeft: left, scrollTop: top } = box;
  if (hi + 16 > view.right) left += hi + 16 - view.right;
  if (lo - 16 < view.left + box.scrollLeft - left) left = box.scrollLeft + lo - 16 - view.left;
  if (forward || end.bottom < view.top + 60) top += end.bottom + 36 - view.bottom;
  box.scrollTo({ top, left });
}

// pick shows all about a row of the chart, and its place in the model.
function pick(row, g) {
  for (const x of byId("rows").querySelectorAll(".chosen")) x.classList.remove("chosen");
  g.classList.add("chosen");
  note(say(app.state.chart, row) + (row.line ? `  (line ${row.line})` : ""));
  panels.mark(row.line);
}

function setMode(mode) {
  app.mode = mode;
  for (const m of ["protocol", "intruder", "attacks"]) {
    byId("tab-" + m).setAttribute("aria-selected", String(m === mode));
    byId("tab-" + m).tabIndex = m === mode ? 0 : -1;
    byId("panel-" + m).hidden = m !== mode;
  }
  if (app.state) {
    panels.show(app);
    const relay = mode === "intruder";
    if (relay !== !!app.relayed) { app.relayed = relay; act("relay", { on: relay }); }
  }
}

// forward takes the next step: of an attack being stepped through, or of a run
// that nobody disturbs.
function forward() {
  if (!app.state.attack) act("next");
  else if (app.state.at < app.state.last || app.waiting) act("redo");
  else note("The attack ends here.");
}

const keys = {
  n: forward, " ": forward,
  u: () => act("undo"), ArrowLeft: () => act("undo"),
  r: () => act("redo"), ArrowRight: () => act("redo"),
  Home: () => act("go", { n: 0 }), End: () => act("go", { n: app.state.last }),
  p: () => setMode("protocol"), i: () => setMode("intruder"), a: () => setMode("attacks"),
  c: () => { setMode("intruder"); byId("message").focus(); },
  g: () => byId("chart").focus(),
  f: () => { byId("fit").click(); },
  w: () => { byId("wide").click(); },
  e: () => { byId("export").open = !byId("export").open; byId("export").querySelector(byId("export").open ? "a" : "summary").focus(); },
  "?": () => byId("keys").showModal(),
};

function onKey(e) {
  const t = e.target;
  if (e.key === "Escape" && byId("export").open) { byId("export").open = false; byId("export").querySelector("summary").focus(); return; }
  if (e.ctrlKey || e.metaKey || e.altKey || !app.state || byId("keys").open) return;
  if (t.matches("textarea, select, [type=search]") || t.matches("[type=checkbox]") && e.key === " " || t.matches("[type=range]") && /^(Arrow|Home|End|Page)/.test(e.key)) return;
  if (t.matches("[role=tab]") && /^Arrow/.test(e.key)) {
    const order = ["protocol", "intruder", "attacks"];
    const next = order[(order.indexOf(app.mode) + (e.key === "ArrowRight" ? 1 : 2)) % 3];
    setMode(next);
    byId("tab-" + next).focus();
    e.preventDefault();
    return;
  }
  if (t.id === "chart" && /^Arrow|Home|End/.test(e.key)) return;
  if ((e.key === " " || e.key === "Enter") && t.matches("button, summary, a")) return;
  if (/^[1-9]$/.test(e.key)) {
    const button = byId(app.mode === "intruder" ? "events-i" : "events").querySelectorAll("button")[e.key - 1];
    if (button && app.mode !== "attacks") { e.preventDefault(); button.click(); }
    return;
  }
  if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
}

function wire() {
  byId("undo").addEventListener("click", () => act("undo"));
  byId("redo").addEventListener("click", () => act("redo"));
  byId("reset").addEventListener("click", () => act("reset"));
  byId("next").addEventListener("click", forward);
  byId("place").addEventListener("input", (e) => act("go", { n: Number(e.target.value) }));
  byId("help").addEventListener("click", () => byId("keys").showModal());
  byId("idle").addEventListener("change", (e) => { app.onlyUsed = e.target.checked; drawChart(app.state); });
  byId("fit").addEventListener("change", (e) => { byId("chart").classList.toggle("fit", e.target.checked); drawChart(); });
  byId("wide").addEventListener("change", (e) => { document.body.classList.toggle("wide", e.target.checked); drawChart(app.state); });
  for (const m of ["protocol", "intruder", "attacks"]) byId("tab-" + m).addEventListener("click", () => setMode(m));
  byId("load").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", async (e) => {
    const file = e.target.files[0];
    e.target.value = "";
    if (!file) return;
    try {
      show(await order("load", await file.text()), null);
      note(`Loaded ${file.name}: ${app.state.steps} steps.`);
    } catch (err) { note(`${file.name}: ${err.message}`, true); }
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (e) => { if (!byId("export").contains(e.target)) byId("export").open = false; });
  panels.wire(app);
  builder.wire(app);
}

wire();
setMode(location.hash === "#attacks" ? "attacks" : location.hash === "#intruder" ? "intruder" : "protocol");
await refresh();
try { panels.source(await getSource()); } catch { /* the page works without */ }
if (app.state && app.state.attack) setMode("attacks");
