// What stands beside the chart: events, messages on the wire, attacks, goals,
// variables, knowledge, and the model.
import { h, byId, replace } from "./dom.js";

const formats = [
  ["svg", "SVG", "picture; text stays text"], ["html", "HTML", "chart, steps and model; print it for a picture"],
  ["mermaid", "Mermaid", "for Markdown"], ["latex", "LaTeX", "for papers"], ["dot", "Graphviz", "what came from what"],
  ["text", "Text", "messages and goals"], ["json", "Run", "for Load and hornet replay"],
];

export function wire(app) {
  const sheet = byId("export").querySelector(".sheet");
  replace(sheet, formats.map(([to, name, about]) => h("div", {}, h("span", {}, name, h("small", {}, about)),
    h("a", { href: "api/export?to=" + to, target: "_blank", rel: "noopener", "aria-label": "View as " + name }, "view"),
    h("a", { href: "api/export?save=1&to=" + to, download: "", "aria-label": "Save as " + name }, "save"))));
  byId("filter").addEventListener("input", () => knowledge(app));
}

export function show(app) {
  events(app, byId("events"), app.state.events.filter((e) => e.kind !== "divert"));
  events(app, byId("events-i"), app.state.events.filter((e) => e.kind === "start"));
  wireList(app, byId("wire"), false);
  wireList(app, byId("wire-i"), true);
  attacks(app);
  goals(app);
  variables(app);
  knowledge(app);
}

function events(app, list, events) {
  if (!events.length) {
    replace(list, h("li", { class: "none" }, app.state.steps ? "Nothing more happens by itself." : "Nothing happens by itself: this protocol needs the intruder."));
    return;
  }
  replace(list, events.map((e, i) => h("li", {}, h("button", {
    class: (e.id === app.state.next ? "next " : "") + e.kind, "data-id": "e" + i, title: e.full || e.text,
    onclick: () => app.act("fire", { event: e.id }),
  }, h("span", { class: "key", "aria-hidden": "true" }, i < 9 ? String(i + 1) : "·"), h("b", {}, e.name), h("span", { class: "what" }, e.text)))));
}

function wireList(app, list, intruder) {
  const packets = app.state.packets;
  if (!packets.length) { replace(list, h("li", { class: "none" }, "No message has been sent.")); return; }
  replace(list, [...packets].reverse().map((p) => {
    const fate = { "on its way": "pending", blocked: "blocked" }[p.fate] || "done";
    const acts = [];
    if (intruder) {
      for (const e of app.state.events) {
        if (!e.packets || !e.packets.includes(p.number)) continue;
        const word = e.kind === "deliver" ? "forward to " : p.fate === "delivered" ? "replay to " : "hand to ";
        acts.push(h("button", { "data-id": `d${p.number}-${e.instance}-${e.transition}`, title: e.full, onclick: () => app.act("fire", { event: e.id }) }, word + e.name));
      }
      if (p.fate === "on its way" || p.fate === "blocked") {
        const on = p.fate !== "blocked";
        acts.push(h("button", { "data-id": "b" + p.number, onclick: () => app.act("block", { step: p.step, index: p.index, on }) }, on ? "block" : "unblock"));
      }
      acts.push(h("button", { "data-id": "u" + p.number, title: "Put it into the message below", onclick: () => app.insert("@" + p.number) }, "use"));
    }
    return h("li", {}, h("span", { class: "no" }, "@" + p.number), h("span", { class: "who" }, p.from + (p.for ? " → " + p.for : "")),
      h("span", { class: "fate " + fate }, p.fate), h("span", { class: "m" }, p.text), acts.length ? h("span", { class: "acts" }, acts) : null);
  }));
}

function attacks(app) {
  const { attacks, search } = app.state;
  const count = byId("attack-count");
  count.hidden = !attacks.length;
  count.textContent = String(attacks.length);
  const box = byId("attacks");
  const words = { searching: "Looking for attacks…", none: attacks.length ? "" : "No search was made.", done: attacks.length ? "" : "The search found no attack." };
  replace(box, attacks.map((a) => h("button", {
    class: "attack", "data-id": "a" + a.number, "aria-pressed": String(app.state.attack === a.number), onclick: () => app.act("play", { n: a.number }),
  }, h("span", {}, a.goal), h("small", {}, a.steps + " steps"))), h("p", { class: "hint" }, words[search] === undefined ? search : words[search]));
  const story = byId("story");
  if (!app.state.attack) { replace(story, attacks.length ? h("p", { class: "hint" }, "Choose one, and step through it with → and ←.") : null); return; }
  const told = app.state.story || [];
  replace(story, h("h2", {}, "How it goes"), h("ol", { class: "story" }, told.map((l) => {
    const done = l.step < app.state.steps, here = l.step === app.state.steps - 1;
    return h("li", { class: (done ? "done" : "") + (here ? " here" : ""), "aria-current": here ? "step" : false },
      h("span", { class: "no" }, l.number ? String(l.number) : "!"), h("span", {}, h("span", {}, l.who), " ", h("span", { class: "m" }, l.text)), l.note ? h("p", { class: /^i /.test(l.note) ? "i" : "" }, l.note) : null);
  })));
  const here = story.querySelector(".here:last-of-type") || [...story.querySelectorAll(".here")].pop();
  if (here && app.mode === "attacks") here.scrollIntoView({ block: "nearest" });
}

function goals(app) {
  replace(byId("goals"), app.state.goals.map((g) => h("li", { class: g.status },
    h("div", { class: "top" }, h("code", {}, g.name), h("span", { class: "st" }, { idle: "nothing yet", active: "holds so far", violated: "VIOLATED" }[g.status])),
    g.why ? h("p", { class: "facts" }, g.why) : null,
    g.facts.map((f) => h("p", { class: "facts" }, f)))));
}

// formals shows the parameters of a role, which seldom change, in one line.
function formals(vars) {
  if (!vars.length) return null;
  return h("p", {}, vars.flatMap((v, i) => [i ? "  " : "", h("span", { title: `${v.name} : ${v.type}` + (v.full ? "\n" + v.full : "") }, v.name + " = ", h("code", {}, v.value)), ","]).slice(0, -1));
}

// opened holds what somebody opened or closed by hand, by instance.
const opened = new Map();

function variables(app) {
  const few = app.state.instances.length <= 4;
  replace(byId("vars"), app.state.instances.map((inst) => {
    const changed = inst.vars.some((v) => v.changed), id = "v" + inst.id;
    const d = h("details", { "data-id": id }, h("summary", {}, inst.name, h("small", {}, inst.about.replace(/^role \S+ /, ""))),
      inst.frozen ? h("p", { class: "frozen" }, inst.frozen) : null,
      formals(inst.vars.filter((v) => v.formal && !v.changed)),
      h("table", {}, h("tbody", {}, inst.vars.filter((v) => !v.formal || v.changed).map((v) => h("tr", { class: (v.changed ? "changed " : "") + (v.unset ? "unset" : ""), title: `${v.name} : ${v.type}` + (v.full ? "\n" + v.full : "") },
        h("th", { scope: "row" }, v.name), h("td", {}, v.unset ? "no value yet" : v.value))))));
    d.open = opened.has(id) ? opened.get(id) : few || changed;
    d.querySelector("summary").addEventListener("click", () => opened.set(id, !d.open));
    return d;
  }), app.state.facts.length ? h("p", {}, "Facts: " + app.state.facts.join(", ")) : null,
  app.state.sets.map((x) => h("p", {}, `${x.name} = {${x.elems.join(", ")}}`)));
}

function knowledge(app) {
  const items = app.state.knowledge, find = byId("filter").value.trim().toLowerCase();
  const news = items.filter((i) => i.new).length;
  byId("known").textContent = `${items.length} items` + (news ? `, ${news} new` : "");
  byId("filter").hidden = items.length < 12;
  const shown = items.filter((i) => !find || i.text.toLowerCase().includes(find)).reverse();
  replace(byId("knowledge"), shown.map((it) => h("li", { class: it.new ? "new" : "" }, h("button", {
    "data-id": "k" + it.number, title: `Put #${it.number} into the message`, onclick: () => app.insert(it.text.length <= 60 && !/…/.test(it.text) ? it.text : "#" + it.number),
  }, h("span", { class: "no" }, "#" + it.number), h("span", { class: "m" }, it.text), h("span", { class: "why" }, it.why)))));
}

export function source(text) {
  const lines = text.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n").slice(0, 5000);
  replace(byId("source"), lines.map((l, i) => h("li", { id: "L" + (i + 1) }, h("span", { "aria-hidden": "true" }, String(i + 1)), l.length > 2000 ? l.slice(0, 2000) + "…" : l || " ")));
}

// mark shows a line of the model.
export function mark(line) {
  for (const x of byId("source").querySelectorAll(".mark")) x.classList.remove("mark");
  const li = line && byId("L" + line);
  if (!li) return;
  li.classList.add("mark");
  if (byId("model-text").open) li.scrollIntoView({ block: "nearest" });
}
