// rich_text blocks: nothing in them is parsed, so what a quote says stands there letter by letter.
// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block

import { el, link } from "./dom.js";
import { sign, signOf } from "./emoji.js";
import { asJson } from "./fallback.js";
import { channelMention, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };
const HEX = /^#[0-9a-fA-F]{6}$/;

/** Build a rich_text block. */
export function richText(block, store) {
  return el(
    "div",
    { class: "rich" },
    block.elements.map((part) => (PARTS[part.type] ?? asJson)(part, store)),
  );
}

const PARTS = {
  rich_text_section: (part, store) => el("div", { class: "rich-section" }, pieces(part, store)),
  rich_text_quote: (part, store) => el("blockquote", { class: framed(part) }, pieces(part, store)),
  rich_text_preformatted: (part, store) => el("pre", { class: "code", tabindex: 0 }, pieces(part, store)),
  rich_text_list: (part, store) => {
    const tag = part.style === "ordered" ? "ol" : "ul";
    const start = tag === "ol" && part.offset ? part.offset + 1 : null;
    const items = part.elements.map((item) => el("li", {}, (PARTS[item.type] ?? asJson)(item, store)));
    return el(tag, { class: `rich-list indent-${Math.min(part.indent ?? 0, 5)} ${framed(part)}`, start }, items);
  },
};

function framed(part) {
  return part.border ? "bordered" : "";
}

function pieces(part, store) {
  return part.elements.map((piece) => styled(piece, (PIECES[piece.type] ?? asJson)(piece, store)));
}

const PIECES = {
  text: (piece) => piece.text,
  link: (piece) => link(piece.url, piece.text || piece.url),
  user: (piece, store) => mention(piece.user_id, store),
  channel: (piece, store) => channelMention(piece.channel_id, store),
  usergroup: (piece) => el("span", { class: "mention" }, `@${piece.usergroup_id}`),
  broadcast: (piece) => el("span", { class: "mention" }, `@${piece.range}`),
  emoji: (piece) => (piece.unicode && signOf(piece.unicode)) || sign(piece.name),
  date: (piece) => el("time", {}, piece.fallback || new Date(piece.timestamp * 1000).toLocaleString("ja-JP")),
  color: (piece) => el("span", {}, swatch(piece.value), piece.value),
};

function swatch(value) {
  const node = el("span", { class: "swatch", "aria-hidden": "true" });
  if (HEX.test(value)) node.style.backgroundColor = value;
  return node;
}

function styled(piece, node) {
  const tags = Object.keys(STYLES).filter((name) => piece.style?.[name]);
  return tags.reduce((inner, name) => el(STYLES[name], {}, inner), node);
}
