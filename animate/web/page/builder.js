// The intruder's workbench: a message typed or clicked together, and what it is
// good for; or a receive to aim at, and what would fit it.
import { h, byId, replace } from "./dom.js";

let app, timer = 0, asked = 0, first = null;

export function wire(a) {
  app = a;
  const box = byId("message");
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, 120); });
  box.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); check().then(() => first && first.click()); }
    if (e.key === "Escape") box.blur();
  });
  byId("compose").addEventListener("submit", (e) => e.preventDefault());
  for (const b of byId("compose").querySelectorAll("[data-shape]")) b.addEventListener("click", () => shape(b.dataset.shape));
}

// insert puts text where the cursor is.
export function insert(text) {
  if (app.mode !== "intruder") byId("tab-intruder").click();
  const box = byId("message");
  const { selectionStart: a, selectionEnd: b, value } = box;
  const before = value.slice(0, a);
  const glue = /[\w)'}]$/.test(before) ? "." : "";
  box.setRangeText(glue + text, a, b, "end");
  box.focus();
  check();
}

// shape wraps the selection, or the whole message, in a constructor.
function shape(kind) {
  const box = byId("message");
  let { selectionStart: a, selectionEnd: b } = box;
  if (kind === "clear") { box.value = ""; box.focus(); check(); return; }
  if (kind === "new") { insert("?text"); return; }
  if (a === b) { a = 0; b = box.value.length; }
  const m = box.value.slice(a, b);
  const [text, at] = {
    pair: [m + ".", m.length + 1], crypt: [`{${m}}_`, m.length + 3], apply: [`(${m})`, 0], exp: [`exp(${m},)`, m.length + 5], xor: [`xor(${m},)`, m.length + 5],
  }[kind];
  box.setRangeText(text, a, b);
  box.setSelectionRange(a + at, a + at);
  box.focus();
  check();
}

// check asks what the message is good for.
async function check() {
  const text = byId("message").value.trim(), n = ++asked, out = byId("draft");
  first = null;
  if (!text || !app.state) { replace(out); return; }
  let d;
  try { d = await app.ask("draft", { text }); } catch (e) {
    if (n === asked) replace(out, h("p", { class: "no" }, e.message));
    return;
  }
  if (n !== asked) return;
  if (!d.why) { replace(out, h("p", { class: "no" }, "You cannot make it: you lack ", h("code", {}, (d.missing || []).join(", ")))); return; }
  const buttons = d.events.map((e, i) => h("button", { type: "button", "data-id": "s" + i, onclick: () => { app.act("send", { text, index: i }); } },
    h("b", {}, "Send to " + e.name), h("span", { class: "what" }, `step ${e.label}` + (d.events.length > 1 && e.full !== d.text ? ": " + e.full : ""))));
  first = buttons[0] || null;
  replace(out, h("p", { class: "yes" }, "You can make it: " + d.why), d.events.length ? buttons : h("p", { class: "hint" }, "Nobody takes it now."));
}

// show lists the receives to aim at, and looks at the draft again.
export function show(a, before) {
  if (before && before.at === a.state.at && before.steps === a.state.steps && before.did === a.state.did) return;
  const box = byId("aim");
  const open = new Set([...box.querySelectorAll("details[open]")].map((d) => d.dataset.id));
  if (!a.state.waiting.length) { replace(box, h("p", { class: "none" }, "No role waits for a message.")); }
  else replace(box, a.state.waiting.map((w) => {
    const id = `w${w.instance}-${w.transition}`, inside = h("div", { class: "inside" }), fixed = {};
    const d = h("details", { "data-id": id }, h("summary", {}, h("b", {}, w.name), ` step ${w.label} waits for`, h("span", { class: "m" }, w.pattern)), inside);
    d.addEventListener("toggle", () => { if (d.open && !inside.childElementCount) aim(w, inside, fixed); });
    if (open.has(id)) d.open = true;
    return d;
  }));
  check();
}

// aim shows the variables of a receive with their possible values, and what the
// intruder could send.
async function aim(w, inside, fixed) {
  const where = { instance: w.instance, transition: w.transition, fixed };
  let a;
  try { a = await app.ask("aim", where); } catch (e) { replace(inside, h("p", { class: "hint" }, e.message)); return; }
  replace(inside, a.holes.map((v) => {
    const select = h("select", { "data-id": "h" + v.var, "aria-label": `${v.name}, ${v.type}` }, h("option", { value: "" }, "any"), v.choices.map((c) => h("option", { value: c.value }, c.text)));
    select.value = fixed[v.var] || "";
    select.addEventListener("change", () => { fixed[v.var] = select.value; aim(w, inside, fixed); });
    return h("label", {}, h("span", {}, h("code", {}, v.name + "'"), " : " + v.type), select);
  }), h("div", { class: "offers" }, a.offers.length ? a.offers.map((e, i) => h("button", {
    class: "offer", "data-id": "o" + i, title: e.full, onclick: () => app.act("offer", { ...where, index: i }),
  }, h("span", { class: "m" }, "send " + e.full))) : h("p", { class: "hint" }, "You know no message that fits.")));
}
