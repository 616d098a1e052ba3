// Everything that comes from a model enters the page through these functions, as
// text: none of it is ever parsed as HTML.

export const byId = (id) => document.getElementById(id);

// h makes an HTML element: attributes, listeners (on…), children.
export function h(tag, attrs = {}, ...children) {
  return fill(document.createElement(tag), attrs, children);
}

// s makes an SVG element.
export function s(tag, attrs = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attrs, children);
}

function fill(el, attrs, children) {
  for (const [name, value] of Object.entries(attrs)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else el.setAttribute(name, value === true ? "" : String(value));
  }
  for (const c of children.flat()) if (c !== null && c !== undefined && c !== false) el.append(c);
  return el;
}

// replace gives an element new children. The focus stays with what has the same
// data-id as what had it.
export function replace(el, ...children) {
  const had = el.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  el.replaceChildren(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  if (had !== undefined) {
    const again = [...el.querySelectorAll("[data-id]")].find((x) => x.dataset.id === had);
    if (again) again.focus({ preventScroll: true });
  }
}
