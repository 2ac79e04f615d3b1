// The middle of the page: a channel, or the app with its Home and Messages tabs.

import { avatar } from "./avatar.js";
import { blocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./message_list.js";

/** Shows the place that is open; hears of what happens there. */
export class Conversation {
  constructor(app, node) {
    this.app = app;
    this.node = node;
    this.list = null;
    this.status = el("p", { class: "status", role: "status" });
    this.prompts = el("div", { class: "prompts" });
  }

  /** Show a channel, or the app's Home tab. */
  open(place) {
    this.place = place;
    if (place.tab === "home") this.openHome();
    else this.openChannel(place.channel);
  }

  openChannel(id) {
    const channel = this.app.store.channel(id);
    this.list = new MessageList(this.app, id);
    this.composer = new Composer(this.app, id, "", this.list);
    fill(this.node, this.head(channel), this.list.node, this.prompts, this.status, this.composer.node);
    this.composer.fit();
    this.showPrompts();
    this.showStatus();
    this.list.toEnd();
    if (!this.app.isTouch) this.composer.field.focus();
  }

  openHome() {
    this.list = null;
    this.homePlace = null;
    this.home = el("div", { class: "scroller home", tabindex: 0, role: "region", "aria-label": "ホーム" });
    fill(this.node, this.head(this.app.store.dm), this.home);
    this.drawHome();
  }

  /** Draw the Home tab as it is now; what is being typed and where it is scrolled to stays. */
  drawHome() {
    if (this.place?.tab !== "home") return;
    const view = this.app.store.home;
    if (!view) return void fill(this.home, el("p", { class: "empty" }, "ホームを読み込んでいます…"));
    this.homePlace ??= this.app.at({ view: view.id });
    this.homePlace.heed(view);
    this.homePlace.prune(view.blocks);
    const active = this.home.contains(document.activeElement) ? document.activeElement.dataset.action : "";
    const scrolled = this.home.scrollTop;
    fill(this.home, el("div", { class: "home-inner" }, blocks(view.blocks, this.homePlace)));
    this.home.scrollTop = scrolled;
    if (active) this.home.querySelector(`[data-action="${CSS.escape(active)}"]`)?.focus();
  }

  head(channel) {
    const isApp = channel.kind === "im";
    const people = channel.members.filter((id) => id !== this.app.store.bot.id).length;
    const name = isApp ? this.app.store.bot.name : channel.name;
    return el(
      "header",
      { class: "pane-head" },
      el(
        "div",
        { class: "pane-title" },
        isApp ? avatar(this.app.store.bot, 22) : icon(channel.kind === "group" ? "lock" : "hash", 18),
        el("h1", {}, name),
        isApp && el("span", { class: "badge" }, "アプリ"),
      ),
      isApp ? this.tabs() : el("span", { class: "members" }, `${people}人とボット`),
    );
  }

  tabs() {
    const { home, messages } = this.app.store.tabs;
    const tab = (name, words, place) =>
      el(
        "button",
        {
          type: "button",
          class: "tab",
          "aria-current": (this.place.tab ?? "messages") === name ? "page" : null,
          on: { click: () => this.app.go(place) },
        },
        words,
      );
    return el(
      "div",
      { class: "tabs", role: "group", "aria-label": "アプリのタブ" },
      home && tab("home", "ホーム", { tab: "home" }),
      messages && tab("messages", "メッセージ", { channel: this.app.store.dm.id, tab: "messages" }),
    );
  }

  /** Take in a message of this channel. */
  take(data) {
    if (this.list && this.place.channel === data.channel) this.list.take(data);
    this.showStatus();
    if (this.app.store.prompts?.channel === data.channel) this.showPrompts();
  }

  showStatus() {
    const status = this.list && this.app.store.statuses.get(this.place.channel);
    this.status.textContent = status ? `${this.app.store.bot.name} ${status}` : "";
  }

  /** Offer the suggested questions above the field, as long as nobody has written anything. */
  showPrompts() {
    const offered = this.app.store.prompts;
    const isHere = offered && this.list && offered.channel === this.place.channel && offered.prompts.length > 0;
    const here = isHere && !this.app.store.list(offered.channel).length;
    this.prompts.hidden = !here;
    if (!here) return;
    const send = (prompt) => () =>
      this.app.perform("say", { channel: offered.channel, thread: offered.thread, text: prompt.message });
    fill(
      this.prompts,
      el("p", { class: "prompts-title" }, offered.title || "質問の例"),
      el(
        "div",
        { class: "prompts-row" },
        offered.prompts.map((prompt) =>
          el("button", { type: "button", class: "prompt", on: { click: send(prompt) } }, prompt.title),
        ),
      ),
    );
  }
}
