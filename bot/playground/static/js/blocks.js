// Block Kit as Slack shows it: one builder a kind of block.
// https://docs.slack.dev/reference/block-kit/blocks

import { el, shortened } from "./dom.js";
import { withSigns } from "./emoji.js";
import { element } from "./elements.js";
import { asJson, orJson } from "./fallback.js";
import { icon } from "./icons.js";
import { inputBlock } from "./inputs.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

/** Build the blocks of a message or view; `place` says where they stand and does what is done in them. */
export function blocks(list, place) {
  return el(
    "div",
    { class: "blocks" },
    list.map((block) => orJson(build, block, place)),
  );
}

function build(block, place) {
  const builder = BUILDERS[block.type];
  if (!builder) return asJson(block);
  const node = builder(block, place);
  if (block.block_id) node.dataset.block = block.block_id;
  node.classList.add("block");
  return node;
}

const BUILDERS = {
  rich_text: (block, place) => richText(block, place.store),
  section: (block, place) => section(block, place),
  header: (block) => el("h3", { class: "header-block" }, withSigns(block.text.text)),
  divider: () => el("hr", { class: "divider" }),
  context: (block, place) =>
    el(
      "div",
      { class: "context" },
      block.elements.map((one) => contextPart(one, place)),
    ),
  actions: (block, place) => row(block, place, "actions"),
  context_actions: (block, place) => row(block, place, "context-actions"),
  image: (block) => picture(block),
  input: (block, place) => inputBlock(block, place),
  markdown: (block) => el("div", { class: "markdown" }, block.text),
  table: (block, place) => table(block, place),
};

function section(block, place) {
  const body = el("div", { class: "section-body" });
  if (block.text) body.append(el("div", { class: "section-text" }, ...text(block.text, place)));
  if (block.fields) {
    const fields = block.fields.map((field) => el("div", { class: "field" }, ...text(field, place)));
    body.append(el("div", { class: "fields" }, fields));
  }
  const beside = block.accessory && orJson(element, block.accessory, block, place);
  return el("div", { class: "section" }, body, beside && el("div", { class: "accessory" }, beside));
}

/** Return the nodes of a text object. */
function text(object, place) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, place.store) : [withSigns(object.text)];
}

function contextPart(part, place) {
  if (part.type === "image") return smallPicture(part);
  if (part.type === "mrkdwn" || part.type === "plain_text")
    return el("span", { class: "context-text" }, ...text(part, place));
  return asJson(part);
}

function row(block, place, name) {
  return el(
    "div",
    { class: name },
    block.elements.map((one) => orJson(element, one, block, place)),
  );
}

/** Stand in for a picture: fetching it would leave this machine. */
function picture(block) {
  const address = block.image_url || block.slack_file?.url || block.slack_file?.id || "";
  return el(
    "figure",
    { class: "picture" },
    block.title && el("figcaption", { class: "picture-title" }, withSigns(block.title.text)),
    el(
      "div",
      { class: "picture-box", role: "img", "aria-label": block.alt_text },
      icon("image", 28),
      el("span", {}, block.alt_text),
    ),
    el("p", { class: "picture-note" }, `画像は読み込みません: ${shortened(address, 80)}`),
  );
}

/** Stand in for a picture of a line's height. */
export function smallPicture(part) {
  return el(
    "span",
    { class: "small-picture", role: "img", "aria-label": part.alt_text, title: part.alt_text },
    icon("image", 16),
  );
}

function table(block, place) {
  const [head, ...rest] = block.rows;
  const cells = (cellRow, tag) =>
    el(
      "tr",
      {},
      cellRow.map((cell) => el(tag, tag === "th" ? { scope: "col" } : {}, cellOf(cell, place))),
    );
  return el(
    "div",
    { class: "table-block", tabindex: 0, role: "region", "aria-label": "表" },
    el(
      "table",
      {},
      el("thead", {}, cells(head, "th")),
      el(
        "tbody",
        {},
        rest.map((one) => cells(one, "td")),
      ),
    ),
  );
}

function cellOf(cell, place) {
  return cell.type === "rich_text" ? richText(cell, place.store) : String(cell.text ?? cell.value ?? "");
}
