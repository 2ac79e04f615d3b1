// Input blocks: a label, something to fill in, a hint, and what is wrong with it.
// https://docs.slack.dev/reference/block-kit/blocks/input-block

import { CHOICES } from "./choices.js";
import { el, fresh, isConverting } from "./dom.js";
import { withSigns } from "./emoji.js";
import { asJson } from "./fallback.js";

const TEXTS = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };
const LONGEST = 3_000;

/** Build an input block. What is filled in is kept in the place until it is sent along with the next press. */
export function inputBlock(block, place) {
  const part = block.element;
  const ids = { label: fresh("label"), hint: fresh("hint"), error: fresh("error") };
  const control = makeControl(block, part, place, ids);
  const node = el(
    "div",
    { class: "input-block", "data-input": block.block_id },
    el(
      "label",
      { class: "input-label", id: ids.label, for: control.id || null },
      withSigns(block.label.text),
      optional(block),
    ),
    control,
    block.hint && el("p", { class: "input-hint", id: ids.hint }, withSigns(block.hint.text)),
    el("p", { class: "input-error", id: ids.error, role: "alert" }),
  );
  showError(node, place.errors[block.block_id] ?? "");
  return node;
}

function optional(block) {
  return block.optional && el("span", { class: "optional" }, "(任意)");
}

/** Say under an input what is wrong with it, or nothing. */
export function showError(node, sentence) {
  node.querySelector(".input-error").textContent = sentence;
  node.classList.toggle("has-error", Boolean(sentence));
  const control = node.querySelector("input, textarea, select");
  if (control) control.setAttribute("aria-invalid", String(Boolean(sentence)));
}

function makeControl(block, part, place, ids) {
  const value = place.value(part, block);
  const dispatch = () =>
    place.do("choose", { block_id: block.block_id, action_id: part.action_id, value: place.draft(block) ?? value });
  const change = (now) => {
    place.setDraft(block, now);
    if (block.dispatch_action && !(part.type in TEXTS)) dispatch();
  };
  let control;
  if (part.type in TEXTS) control = textControl(block, part, value, change, dispatch);
  else if (part.type in CHOICES) control = CHOICES[part.type](part, value, change, block.label.text, place);
  else return asJson(part);
  describe(control, block, part, ids);
  return control;
}

/** Tie a control to its label, hint and error. */
function describe(control, block, part, ids) {
  control.id = fresh("control");
  control.dataset.action = part.action_id ?? "";
  control.setAttribute("aria-labelledby", ids.label);
  control.removeAttribute("aria-label");
  control.setAttribute("aria-describedby", block.hint ? `${ids.hint} ${ids.error}` : ids.error);
  if (!block.optional && !control.matches(".options")) control.setAttribute("aria-required", "true");
  if (part.focus_on_load) control.dataset.first = "";
}

function textControl(block, part, value, change, dispatch) {
  const triggers = part.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const common = {
    class: "text-input",
    placeholder: part.placeholder?.text,
    maxlength: part.max_length ?? LONGEST,
    value: value ?? "",
    on: {
      input: () => {
        change(node.value || null);
        if (block.dispatch_action && triggers.includes("on_character_entered")) dispatch();
      },
      keydown: (event) => {
        if (event.key !== "Enter" || isConverting(event) || part.multiline) return;
        event.preventDefault();
        if (block.dispatch_action && triggers.includes("on_enter_pressed")) dispatch();
      },
    },
  };
  const node = part.multiline
    ? el("textarea", { ...common, rows: 4 })
    : el("input", {
        ...common,
        type: TEXTS[part.type],
        inputmode: part.type === "number_input" ? "decimal" : null,
        autocomplete: "off",
      });
  return node;
}
