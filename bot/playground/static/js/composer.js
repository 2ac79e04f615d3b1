// The field to write in: Enter sends, Shift+Enter begins a line; commands, mentions and shortcuts complete themselves.

import { Completion } from "./completion.js";
import { el, isConverting } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";

const MOST = 40_000;
const TALLEST = 240; // pixels

/** The composer of a channel, or of a thread in it. */
export class Composer {
  constructor(app, channel, thread = "", list = null) {
    this.app = app;
    this.channel = channel;
    this.thread = thread;
    this.list = list;
    const place = app.store.channel(channel);
    const to = place.kind === "im" ? app.store.bot.name : `#${place.name}`;
    const words = thread ? "返信する" : `${to} へのメッセージ`;
    this.field = el("textarea", {
      class: "composer-field",
      id: thread ? "composer-thread" : "composer-main",
      rows: 1,
      "aria-label": words,
      placeholder: words,
      maxlength: MOST,
      autocomplete: "off",
      on: {
        input: () => this.typed(),
        keydown: (event) => this.onKey(event),
        blur: () => this.completion.close(),
        click: () => this.completion.update(),
      },
    });
    this.completion = new Completion(this.field, app.store, () => this.typed(false));
    this.trouble = el("p", { class: "composer-trouble", role: "alert" });
    this.node = el(
      "form",
      { class: "composer", on: { submit: (event) => this.submit(event) } },
      this.completion.node,
      el("div", { class: "composer-box" }, this.field, this.tools()),
      this.trouble,
    );
    this.field.value = app.drafts.get(this.key) ?? "";
  }

  get key() {
    return `${this.app.store.user.id} ${this.channel} ${this.thread}`;
  }

  tools() {
    const tool = (name, words, act, more = {}) =>
      el(
        "button",
        { type: "button", class: "tool", "aria-label": words, title: words, ...more, on: { click: act } },
        icon(name, 18),
      );
    const shortcuts = this.app.store.shortcuts.filter((shortcut) => shortcut.kind === "global");
    this.sender = el(
      "button",
      { type: "submit", class: "send", "aria-label": "送信する", title: "送信する(Enter)", disabled: true },
      icon("send", 18),
    );
    return el(
      "div",
      { class: "composer-tools" },
      tool(
        "bolt",
        "ショートカット",
        (event) => openMenu(event.currentTarget, this.lightning(shortcuts), "ショートカット"),
        { "aria-haspopup": "menu" },
      ),
      tool("at", "メンションを入れる", () => this.insert("@")),
      this.thread ? null : tool("slash", "コマンドを入れる", () => this.insert("/", true)),
      el("span", { class: "composer-hint" }, "Enter で送信、Shift+Enter で改行"),
      this.sender,
    );
  }

  lightning(shortcuts) {
    const own = shortcuts.map((shortcut) => ({
      sign: "⚡",
      words: shortcut.name,
      about: shortcut.description || this.app.store.bot.name,
      act: () => this.app.perform("shortcut", { name: shortcut.callback_id }),
    }));
    const commands = this.thread
      ? []
      : this.app.store.commands.map((command) => ({
          sign: "/",
          words: command.name,
          about: command.description,
          act: () => this.put(`${command.name} `),
        }));
    return own.length ? [...own, null, ...commands] : commands;
  }

  /** Put a text in place of what is there. */
  put(text) {
    this.field.value = text;
    this.field.focus();
    this.typed();
  }

  /** Insert a sign at the caret, or at the beginning of an empty field. */
  insert(sign, first = false) {
    if (first) return this.field.value ? this.field.focus() : this.put(sign);
    const { value, selectionStart: at } = this.field;
    const before = value.slice(0, at);
    const gap = before && !/\s$/.test(before) ? " " : "";
    this.field.value = `${before}${gap}${sign}${value.slice(at)}`;
    this.field.focus();
    this.field.setSelectionRange(at + gap.length + 1, at + gap.length + 1);
    this.typed();
  }

  typed(completes = true) {
    this.app.drafts.set(this.key, this.field.value);
    this.trouble.textContent = "";
    this.fit();
    if (completes) this.completion.update();
    else this.completion.close();
    this.field.focus();
  }

  /** Grow with the text, and let it be sent only when there is some. */
  fit() {
    this.sender.disabled = !this.field.value.trim();
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
  }

  onKey(event) {
    if (isConverting(event)) return;
    if (this.completion.onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.submit(event);
    } else if (event.key === "ArrowUp" && !this.field.value && this.list?.editLatest()) {
      event.preventDefault();
    }
  }

  async submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.typed(false);
    try {
      await this.send(text);
    } catch (error) {
      if (!this.field.value) this.field.value = text;
      this.typed(false);
      this.trouble.textContent = error.message;
    }
  }

  async send(text) {
    if (!/^\/[\w-]+(\s|$)/.test(text))
      return this.app.perform("say", { channel: this.channel, thread: this.thread, text }, true);
    if (this.thread) throw new Error("コマンドはスレッドでは使えません。チャンネルの入力欄でお使いください。");
    return this.app.command(this.channel, text);
  }
}
