// Elements are built with createElement and textContent alone: what people and articles say is never markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Build an element. `props`: `class`, `on` (listeners by event), anything else is an attribute; false, null and
 * undefined leave it out, true sets it empty. Children are nodes, texts or lists of them.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(node, name, value);
  node.append(...flat(children));
  return node;
}

function setProperty(node, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "class") {
    node.className = value;
  } else if (name === "value") {
    node.value = value;
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

function flat(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

/** Put children in place of those that are there. */
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

/** Return the element with an id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Return the address if it is one that a person may follow (http or https), else "". */
export function safeAddress(address) {
  try {
    const url = new URL(String(address));
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : "";
  } catch {
    return "";
  }
}

/** Build a link that opens elsewhere and tells nobody where it came from; other addresses become plain text. */
export function link(address, words, props = {}) {
  const href = safeAddress(address);
  if (!href) return el("span", { class: "dead-link", title: "開けないアドレスです" }, words);
  return el("a", { ...props, href, target: "_blank", rel: "noopener noreferrer" }, words);
}

/** Build a picture of lines; `paths` are drawn in the colour of the text around it. */
export function svg(paths, size = 20) {
  const node = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    "aria-hidden": "true",
  })) {
    node.setAttribute(name, value);
  }
  node.classList.add("icon");
  for (const path of paths) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    node.append(line);
  }
  return node;
}

/** Tell whether Enter here ends a word that is being converted (Japanese input), and so sends nothing. */
export function isConverting(event) {
  return event.isComposing || event.keyCode === 229;
}

/** Return a text of so many letters at most, with an ellipsis where something is left out. */
export function shortened(text, most) {
  const letters = [...String(text)];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : String(text);
}

let number = 0;

/** Return an id that nothing else on the page has. */
export function fresh(prefix) {
  number += 1;
  return `${prefix}-${number}`;
}
