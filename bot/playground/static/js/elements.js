// The elements of blocks that can be pressed or chosen from.
// https://docs.slack.dev/reference/block-kit/block-elements

import { blockChoice, CHOICES } from "./choices.js";
import { ask } from "./dialog.js";
import { el, safeAddress } from "./dom.js";
import { withSigns } from "./emoji.js";
import { asJson } from "./fallback.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";

/** Build an element of a block, or show it as JSON. */
export function element(part, block, place) {
  const builder = BUILDERS[part.type];
  if (builder) return builder(part, block, place);
  return CHOICES[part.type] ? blockChoice(part, block, place) : asJson(part);
}

const BUILDERS = { button, icon_button: iconButton, feedback_buttons: feedback, overflow, image: thumbnail };

/** Ask first where the app wants that, then do it and show that it is under way until the bot has taken note. */
async function pressed(node, part, place, doing) {
  if (part.confirm && !(await ask(part.confirm, place.store))) return;
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await doing();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

function ids(part, block) {
  return { block_id: block.block_id, action_id: part.action_id };
}

function button(part, block, place) {
  const words = withSigns(part.text.text);
  const common = {
    class: `button ${part.style ? `button-${part.style}` : ""}`,
    "aria-label": part.accessibility_label,
    title: words.length > 24 ? words : null,
    "data-action": part.action_id,
  };
  const press = () => pressed(node, part, place, () => place.do("press", ids(part, block)));
  const href = part.url && safeAddress(part.url);
  const node = href
    ? el(
        "a",
        { ...common, href, target: "_blank", rel: "noopener noreferrer", on: { click: press } },
        el("span", {}, words),
      )
    : el("button", { ...common, type: "button", on: { click: press } }, el("span", {}, words));
  return node;
}

function iconButton(part, block, place) {
  const node = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": part.accessibility_label || part.text?.text,
      title: part.text?.text,
      "data-action": part.action_id,
      on: { click: () => pressed(node, part, place, () => place.do("press", ids(part, block))) },
    },
    icon(part.icon === "trash" ? "trash" : "more", 18),
  );
  return node;
}

/** Build the pair of thumbs; Slack keeps the one that was pressed marked. */
function feedback(part, block, place) {
  const key = `feedback ${part.action_id} ${block.block_id}`;
  const group = el("div", { class: "thumbs", role: "group", "aria-label": "この回答の評価" });
  const thumb = (name, good, mark) => {
    const about = part[name];
    const node = el(
      "button",
      {
        type: "button",
        class: "thumb",
        "aria-label": about.accessibility_label || about.text.text,
        "aria-pressed": String(place.kept(key) === good),
        title: about.text.text,
        on: { click: () => pressed(node, part, place, () => judge(good)) },
      },
      el("span", { "aria-hidden": "true" }, mark),
    );
    return node;
  };
  const judge = async (good) => {
    await place.do("feedback", { good });
    place.keep(key, good);
    for (const node of group.children) node.setAttribute("aria-pressed", String((node === group.firstChild) === good));
  };
  group.append(thumb("positive_button", true, "👍"), thumb("negative_button", false, "👎"));
  return group;
}

function overflow(part, block, place) {
  const open = () =>
    openMenu(
      node,
      part.options.map((option) => ({
        words: withSigns(option.text.text),
        about: option.description?.text,
        href: option.url && safeAddress(option.url),
        act: () => pressed(node, part, place, () => place.do("choose", { ...ids(part, block), value: option.value })),
      })),
    );
  const node = el(
    "button",
    {
      type: "button",
      class: "icon-button overflow",
      "aria-label": part.accessibility_label || "ほかの操作",
      "aria-haspopup": "menu",
      "data-action": part.action_id,
      on: { click: open },
    },
    icon("more", 18),
  );
  return node;
}

function thumbnail(part) {
  return el(
    "div",
    { class: "thumbnail", role: "img", "aria-label": part.alt_text, title: part.alt_text },
    icon("image", 24),
  );
}
