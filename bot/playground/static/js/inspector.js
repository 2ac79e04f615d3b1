// The inspector: what went between Slack and the bot, newest first, with payloads, times and refusals.

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { lasting } from "./times.js";

const MOST = 500; // entries in the document
const KINDS = { all: "すべて", delivery: "Slack から", call: "ボットから", trouble: "断られたもの" };

/** Shows the entries; it takes them in even while it is closed. */
export class Inspector {
  constructor(app, node) {
    this.app = app;
    this.node = node;
    this.entries = [];
    this.byDelivery = new Map();
    this.kind = "all";
    this.words = "";
    this.make();
  }

  make() {
    this.list = el("ol", { class: "entries", role: "list" });
    this.count = el("span", { class: "entry-count", role: "status" });
    const search = el("input", {
      type: "search",
      class: "text-input",
      placeholder: "名前や中身で絞る",
      "aria-label": "名前や中身で絞る",
      on: { input: (event) => this.filter(event.target.value) },
    });
    this.chips = Object.entries(KINDS).map(([kind, words]) =>
      el(
        "button",
        {
          type: "button",
          class: "chip",
          "data-kind": kind,
          "aria-pressed": String(kind === this.kind),
          on: { click: () => this.choose(kind) },
        },
        words,
      ),
    );
    fill(
      this.node,
      el(
        "header",
        { class: "inspector-head" },
        el("h2", {}, "インスペクター"),
        el("div", { class: "chips", role: "group", "aria-label": "種類" }, this.chips),
        search,
        this.count,
        el("button", { type: "button", class: "button", on: { click: () => this.clear() } }, "消す"),
        el(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": "インスペクターを閉じる",
            on: { click: () => this.toggle(false) },
          },
          icon("close", 18),
        ),
      ),
      el("div", { class: "scroller entries-scroller", tabindex: 0, role: "region", "aria-label": "記録" }, this.list),
    );
  }

  toggle(open = this.node.hidden) {
    this.node.hidden = !open;
    this.app.root.classList.toggle("with-inspector", open);
    this.app.topbar.inspector.setAttribute("aria-expanded", String(open));
    if (open) {
      this.draw();
      this.node.querySelector("input").focus();
    } else {
      this.app.topbar.inspector.focus();
    }
  }

  clear() {
    this.entries = [];
    this.byDelivery.clear();
    this.draw();
  }

  choose(kind) {
    this.kind = kind;
    for (const chip of this.chips) chip.setAttribute("aria-pressed", String(chip.dataset.kind === kind));
    this.draw();
  }

  filter(words) {
    this.words = words.trim().toLowerCase();
    this.draw();
  }

  /** Take in a record. */
  take(record) {
    const { kind, data } = record;
    if (kind === "ack" || kind === "answer") return this.complete(kind, data);
    const entry = { ...record, node: null };
    this.entries.unshift(entry);
    if (kind === "delivery") this.byDelivery.set(data.id, entry);
    for (const old of this.entries.splice(MOST)) {
      old.node?.remove();
      this.byDelivery.delete(old.data.id);
    }
    if (this.node.hidden || !this.fits(entry)) return;
    this.list.prepend(this.build(entry));
    this.tell();
  }

  /** Note on a delivery when it was acknowledged or answered. */
  complete(kind, data) {
    const entry = this.byDelivery.get(data.delivery);
    if (!entry) return;
    entry[kind] = data;
    if (entry.node) {
      const open = entry.node.querySelector("details").open;
      const old = entry.node;
      old.replaceWith(this.build(entry));
      if (open) entry.node.querySelector("details").open = true;
    }
  }

  draw() {
    const shown = this.entries.filter((entry) => this.fits(entry));
    for (const entry of this.entries) entry.node = null;
    fill(
      this.list,
      shown.map((entry) => this.build(entry)),
    );
    this.tell();
  }

  tell() {
    const shown = this.list.children.length;
    this.count.textContent =
      shown === this.entries.length ? `${shown} 件` : `${this.entries.length} 件のうち ${shown} 件`;
  }

  fits(entry) {
    const { kind, data } = entry;
    if (this.kind === "trouble" && !(data.failed || data.refused)) return false;
    if (this.kind !== "all" && this.kind !== "trouble" && kind !== this.kind) return false;
    if (!this.words) return true;
    entry.haystack ??= `${nameOf(entry)} ${JSON.stringify(data)}`.toLowerCase();
    return entry.haystack.includes(this.words);
  }

  build(entry) {
    const details = el(
      "details",
      { on: { toggle: () => details.open && details.children.length === 1 && details.append(payloads(entry)) } },
      el(
        "summary",
        {},
        el("time", { class: "entry-time" }, new Date(entry.at * 1000).toLocaleTimeString("ja-JP")),
        el(
          "span",
          { class: `entry-kind kind-${entry.kind}` },
          entry.kind === "delivery" ? "→ ボット" : entry.kind === "call" ? "← ボット" : "接続",
        ),
        el("span", { class: "entry-name" }, nameOf(entry)),
        el("span", { class: "entry-marks" }, marks(entry)),
      ),
    );
    entry.node = el("li", { class: `entry ${entry.data.failed ? "failed" : ""}` }, details);
    return entry.node;
  }
}

function nameOf({ kind, data }) {
  if (kind === "delivery")
    return data.kind === "events_api"
      ? `${data.name} ${data.payload.event?.tab ?? data.payload.event?.subtype ?? ""}`.trim()
      : data.name;
  if (kind === "call") return data.method;
  return data.connected ? "ボットが接続しました" : "接続が切れました";
}

function marks({ kind, data, ack, answer }) {
  const mark = (words, name = "") => el("span", { class: `mark-chip ${name}` }, words);
  if (kind === "delivery") {
    return [
      data.retry ? mark(`再送 ${data.retry}`, "bad") : null,
      ack ? mark(`受領 ${lasting(ack.after)}`, ack.in_time ? "good" : "bad") : mark("受領待ち"),
      answer ? mark(`回答 ${lasting(answer.after)}`, "good") : null,
    ];
  }
  if (kind !== "call") return [];
  return [
    data.refused ? mark("Slack が断る内容", "bad") : null,
    data.failed ? mark(data.answer.error ?? String(data.status), "bad") : mark("ok", "good"),
  ];
}

function payloads({ kind, data, ack }) {
  const part = (title, value) => [
    el("h3", { class: "payload-title" }, title),
    el("pre", { class: "code payload", tabindex: 0 }, JSON.stringify(value, null, 2)),
  ];
  const why =
    kind === "call" && data.why.length
      ? [
          el("h3", { class: "payload-title" }, "断られた理由"),
          el(
            "ul",
            { class: "why" },
            data.why.map((one) => el("li", {}, one)),
          ),
        ]
      : null;
  if (kind === "delivery")
    return el(
      "div",
      { class: "payloads" },
      part("Slack が送った内容", data.payload),
      ack && Object.keys(ack.payload).length ? part("受領と一緒に返した内容", ack.payload) : null,
    );
  if (kind === "call")
    return el(
      "div",
      { class: "payloads" },
      why,
      part("ボットが送った内容", data.payload),
      part(`Slack の返事(${data.status})`, data.answer),
    );
  return el("div", { class: "payloads" }, part("内容", data));
}
