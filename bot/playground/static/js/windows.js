// Modals: the one on top of a person's stack, in a native dialog (which keeps the focus inside).

import { blocks } from "./blocks.js";
import { el, fill } from "./dom.js";
import { showError } from "./inputs.js";
import { icon } from "./icons.js";
import { Place } from "./place.js";

/** Shows the modal on top; hears of every change of the stack. */
export class Windows {
  constructor(app) {
    this.app = app;
    this.places = new Map();
    this.dialog = null;
    this.opener = null;
  }

  /** Show what is open now; `change` is what has happened to it. */
  show(change = "") {
    const top = this.app.store.modals.at(-1);
    if (!top) return this.close();
    const open = this.dialog?.dataset.view === top.id;
    if (open && change === "filled") return;
    if (open && (change === "errors" || change === "trouble")) return this.say(top);
    this.open(top, open);
  }

  open(view, again) {
    if (!this.dialog) this.make();
    const place = this.placeOf(view);
    const focused = again && keyOf(document.activeElement);
    const scrolled = again ? this.dialog.querySelector(".modal-body")?.scrollTop : 0;
    this.dialog.dataset.view = view.id;
    fill(this.dialog, this.form(view, place));
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector(".modal-body").scrollTop = scrolled ?? 0;
    this.focus(focused);
    this.say(view);
  }

  make() {
    this.opener = document.activeElement;
    const cancel = (event) => {
      event.preventDefault();
      this.dismiss();
    };
    this.dialog = el("dialog", { class: "modal", "aria-labelledby": "modal-title", on: { cancel } });
    this.app.windowsRoot.append(this.dialog);
  }

  placeOf(view) {
    if (!this.places.has(view.id)) this.places.set(view.id, this.app.at({ view: view.id }));
    const place = this.places.get(view.id);
    place.heed(view);
    place.prune(view.blocks);
    return place;
  }

  form(view, place) {
    const send = (event) => {
      event.preventDefault();
      if (view.submit) this.submit(view, place);
    };
    const closing = view.previous_view_id ? "戻る" : "閉じる";
    return el(
      "form",
      { class: "modal-form", novalidate: true, on: { submit: send } },
      el(
        "header",
        { class: "modal-head" },
        el("span", { class: "app-mark", "aria-hidden": "true" }, this.app.mark()),
        el("h2", { id: "modal-title", class: "modal-title", tabindex: -1 }, view.title.text),
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": closing, on: { click: () => this.dismiss() } },
          icon("close"),
        ),
      ),
      el("div", { class: "modal-trouble", role: "alert" }),
      el(
        "div",
        { class: "modal-body", tabindex: 0, role: "group", "aria-label": view.title.text },
        blocks(view.blocks, place),
      ),
      el(
        "footer",
        { class: "modal-foot" },
        el(
          "button",
          { type: "button", class: "button", on: { click: () => this.dismiss() } },
          view.close?.text || "キャンセル",
        ),
        view.submit && el("button", { type: "submit", class: "button button-primary" }, view.submit.text),
      ),
    );
  }

  /** Show errors under their inputs and trouble across the modal. */
  say(view) {
    this.placeOf(view);
    this.dialog.querySelector(".modal-trouble").textContent = view.trouble || "";
    let first = null;
    for (const node of this.dialog.querySelectorAll("[data-input]")) {
      const sentence = view.errors?.[node.dataset.input] ?? "";
      showError(node, sentence);
      if (sentence) first ??= node.querySelector("input, textarea, select");
    }
    first?.focus();
  }

  async submit(view, place) {
    if (!this.complete(view, place)) return;
    const button = this.dialog.querySelector("[type=submit]");
    button.setAttribute("aria-busy", "true");
    try {
      await this.app.perform("submit", { values: place.values });
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  /** Say, as Slack's own window does, what has still to be filled in. */
  complete(view, place) {
    let first = null;
    for (const block of view.blocks.filter((one) => one.type === "input")) {
      const value = place.value(block.element, block);
      const node = this.dialog.querySelector(`[data-input="${CSS.escape(block.block_id)}"]`);
      const sentence = wrongWith(block, value);
      if (!node) continue;
      showError(node, sentence);
      if (sentence) first ??= node.querySelector("input, textarea, select");
    }
    first?.focus();
    return !first;
  }

  dismiss() {
    return this.app.perform("close", {});
  }

  close() {
    this.places.clear();
    if (!this.dialog) return;
    this.dialog.close();
    this.dialog.remove();
    this.dialog = null;
    if (this.opener?.isConnected) this.opener.focus();
  }

  focus(key) {
    const same = key && this.dialog.querySelector(key);
    const first =
      this.dialog.querySelector("[data-first]") ??
      this.dialog.querySelector(".modal-body input:not([type=radio]):not([type=checkbox]), .modal-body textarea");
    (same || first || this.dialog.querySelector(".modal-title")).focus();
  }
}

function wrongWith(block, value) {
  const empty = value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  if (empty) return block.optional ? "" : "入力してください。";
  const least = block.element.min_length ?? 0;
  if (typeof value === "string" && value.length < least) return `${least} 文字以上で入力してください。`;
  return "";
}

/** Return a selector that finds what has the focus again after the blocks were drawn anew. */
function keyOf(node) {
  const action = node?.dataset?.action;
  return action ? `[data-action="${CSS.escape(action)}"]` : "";
}
