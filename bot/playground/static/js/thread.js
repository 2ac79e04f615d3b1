// The panel of a thread, beside the channel or, on a phone, over it.

import { Composer } from "./composer.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./message_list.js";

/** Shows one thread, or nothing. */
export class Thread {
  constructor(app, node) {
    this.app = app;
    this.node = node;
    this.place = null;
  }

  /** Open a thread; the field gets the focus where somebody asked for it. */
  open(channel, ts, writes = true) {
    const again = this.place?.ts === ts && this.place.channel === channel;
    this.place = { channel, ts };
    if (!again || this.node.hidden) this.draw();
    if (writes) this.composer.field.focus();
  }

  draw() {
    const { channel, ts } = this.place;
    const place = this.app.store.channel(channel);
    this.list = new MessageList(this.app, channel, ts);
    this.composer = new Composer(this.app, channel, ts, this.list);
    const name = place.kind === "im" ? this.app.store.bot.name : `#${place.name}`;
    fill(
      this.node,
      el(
        "header",
        { class: "pane-head" },
        el("div", { class: "pane-title" }, el("h2", {}, "スレッド"), el("span", { class: "members" }, name)),
        el(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": "スレッドを閉じる",
            title: "閉じる",
            on: { click: () => this.close() },
          },
          icon("close"),
        ),
      ),
      this.list.node,
      this.composer.node,
    );
    this.node.hidden = false;
    this.app.root.classList.add("with-thread");
    this.composer.fit();
    this.list.toEnd();
  }

  /** Take in a message of this thread; a thread whose first message is gone is closed. */
  take(data) {
    if (!this.place || this.place.channel !== data.channel) return;
    if (!this.app.store.message(data.channel, this.place.ts)) return this.close();
    this.list.take(data);
  }

  close() {
    if (!this.place) return;
    const { ts } = this.place;
    this.place = null;
    this.node.hidden = true;
    fill(this.node);
    this.app.root.classList.remove("with-thread");
    (
      document.querySelector(`#main [data-ts="${CSS.escape(ts)}"] .thread-bar`) ??
      document.getElementById("composer-main")
    )?.focus();
  }
}
