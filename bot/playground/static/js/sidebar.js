// The list of channels and the app, at the left; on a phone, a drawer.

import { avatar } from "./avatar.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";

/** Shows where one can go, and where something new is. */
export class Sidebar {
  constructor(app, node, backdrop) {
    this.app = app;
    this.node = node;
    this.backdrop = backdrop;
    backdrop.addEventListener("click", () => this.close());
    node.addEventListener("keydown", (event) => event.key === "Escape" && this.close(true));
  }

  draw() {
    const { store, place } = this.app;
    const { home, messages } = store.tabs;
    fill(
      this.node,
      el(
        "div",
        { class: "team" },
        el("span", { class: "team-name" }, "みどり市役所"),
        el("span", { class: "team-note" }, "お試しのワークスペース"),
      ),
      this.group(
        "チャンネル",
        store.channels
          .filter((one) => one.kind !== "im")
          .map((one) =>
            this.entry(
              icon(one.kind === "group" ? "lock" : "hash", 16),
              one.name,
              { channel: one.id },
              place.channel === one.id,
              store.unread.get(one.id),
            ),
          ),
      ),
      this.group(
        "ダイレクトメッセージ",
        messages
          ? [
              this.entry(
                avatar(store.bot, 20),
                store.bot.name,
                { channel: store.dm.id, tab: "messages" },
                place.channel === store.dm.id,
                store.unread.get(store.dm.id),
              ),
            ]
          : [],
      ),
      this.group("アプリ", home ? [this.entry(icon("home", 16), "ホーム", { tab: "home" }, place.tab === "home")] : []),
      this.help(),
    );
  }

  group(words, entries) {
    return (
      entries.length > 0 &&
      el("section", {}, el("h2", { class: "side-title" }, words), el("ul", { role: "list" }, entries))
    );
  }

  entry(face, words, place, isHere, unread = 0) {
    const go = () => {
      this.close();
      this.app.go(place);
    };
    const count =
      unread > 0 && el("span", { class: "unread" }, String(unread), el("span", { class: "unseen" }, "件の新着"));
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: `side-entry ${unread ? "has-unread" : ""}`,
          "aria-current": isHere ? "page" : null,
          on: { click: go },
        },
        face,
        el("span", { class: "side-words" }, words),
        count,
      ),
    );
  }

  help() {
    const { bot, commands } = this.app.store;
    return el(
      "div",
      { class: "side-help" },
      el("p", {}, `チャンネルでは @${bot.name} を付けて、ダイレクトメッセージではそのまま質問してください。`),
      el(
        "p",
        { class: "side-commands" },
        "コマンド ",
        commands.map((command) => el("span", {}, command.name)),
      ),
    );
  }

  /** Open the drawer. */
  open() {
    this.node.classList.add("open");
    this.backdrop.hidden = false;
    this.node.querySelector("button")?.focus();
  }

  close(returns = false) {
    if (!this.node.classList.contains("open")) return;
    this.node.classList.remove("open");
    this.backdrop.hidden = true;
    if (returns) document.querySelector(".menu-button")?.focus();
  }
}
