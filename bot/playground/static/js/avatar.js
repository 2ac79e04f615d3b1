// The square beside a name: the first letter of a person, the mark of the bot.

import { el, svg } from "./dom.js";

const TINTS = 6;

/** Build the picture of a person or the bot, of so many pixels. */
export function avatar(person, size) {
  const node = el("span", { class: `avatar avatar-${size}`, "aria-hidden": "true" });
  if (person?.is_bot) {
    node.classList.add("avatar-bot");
    node.append(mark());
  } else {
    node.classList.add(`tint-${tintOf(person?.id ?? "")}`);
    node.append([...(person?.name ?? "?")][0]);
  }
  return node;
}

/** Build the mark of the bot: a pair of quotation marks. */
export function mark() {
  const node = svg([
    "M6 16v-4c0-3 1.500-4.500 4-5v2c-1.300.4-2 1.200-2 2.500h2V16z",
    "M13.500 16v-4c0-3 1.500-4.500 4-5v2c-1.300.4-2 1.200-2 2.500h2V16z",
  ]);
  node.classList.add("mark");
  return node;
}

function tintOf(id) {
  return [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TINTS;
}
