// The messages of a channel or thread: only the latest stand in the document, and one that changes is drawn alone.

import { el, fill } from "./dom.js";
import { message, startEditing } from "./message.js";
import { opening } from "./opening.js";
import { dayOf } from "./times.js";

const STEP = 100; // messages at first, and more at each press
const TOGETHER = 300; // seconds within which messages of one author stand together
const NEAR = 120; // pixels from the end within which new messages pull the view along

/** A list that follows one channel, or one thread of it. */
export class MessageList {
  constructor(app, channel, thread = "") {
    this.app = app;
    this.channel = channel;
    this.thread = thread;
    this.most = STEP;
    this.nodes = new Map();
    this.list = el("ol", { class: "messages", role: "list" });
    this.earlier = el(
      "button",
      { type: "button", class: "link-button earlier", on: { click: () => this.showMore() } },
      "以前のメッセージを表示する",
    );
    this.opening = thread ? null : opening(app, app.store.channel(channel));
    this.node = el(
      "div",
      {
        class: "scroller",
        tabindex: 0,
        role: "region",
        "aria-label": thread ? "スレッドのメッセージ" : "メッセージ",
        on: { keydown: (event) => this.onKey(event) },
      },
      this.opening,
      this.earlier,
      this.list,
    );
    this.draw();
  }

  get shown() {
    const all = this.app.store.list(this.channel, this.thread).filter((m) => !this.app.dismissed.has(m.ts));
    this.earlier.hidden = all.length <= this.most;
    if (this.opening) this.opening.hidden = !this.earlier.hidden;
    return all.slice(-this.most);
  }

  /** Draw everything anew. */
  draw() {
    this.nodes.clear();
    const children = [];
    let before = null;
    for (const data of this.shown) {
      children.push(...this.made(data, before));
      before = data;
    }
    fill(this.list, children);
    this.rove();
  }

  /** Draw a message that is new or has changed. */
  take(data) {
    if (this.thread ? data.thread !== this.thread && data.ts !== this.thread : data.thread) {
      return data.thread && !this.thread ? this.renew(data.thread) : undefined;
    }
    const there = this.nodes.get(data.ts);
    const gone = !this.app.store.message(data.channel, data.ts);
    if (gone || (there && data.deleted)) return this.draw();
    if (there) return this.renew(data.ts);
    const follows = this.isAtEnd || this.app.hasJustActed;
    const list = this.shown;
    this.list.append(...this.made(list.at(-1), list.at(-2) ?? null));
    this.trim();
    this.rove();
    if (follows) this.toEnd();
  }

  /** Draw one message again where it stands. */
  renew(ts) {
    const there = this.nodes.get(ts);
    const data = this.app.store.message(this.channel, ts);
    if (!there || !data || there.classList.contains("editing")) return;
    const follows = this.isAtEnd;
    const focused = there.contains(document.activeElement) && document.activeElement.dataset?.action;
    const node = message(data, this.app, {
      compact: there.classList.contains("compact"),
      inThread: Boolean(this.thread),
    });
    node.tabIndex = there.tabIndex;
    there.replaceWith(node);
    this.nodes.set(ts, node);
    if (focused) node.querySelector(`[data-action="${CSS.escape(focused)}"]`)?.focus();
    if (follows) this.toEnd();
  }

  made(data, before) {
    const day = dayOf(data.ts);
    const isNewDay = !this.thread && (!before || dayOf(before.ts) !== day);
    const compact = Boolean(before) && !isNewDay && together(before, data);
    const node = message(data, this.app, { compact, inThread: Boolean(this.thread) });
    this.nodes.set(data.ts, node);
    const replies =
      this.thread && data.ts === this.thread && data.replies
        ? el("li", { class: "replies-line", "aria-hidden": "true" }, `${data.replies}件の返信`)
        : null;
    return [isNewDay && el("li", { class: "day" }, el("span", {}, day)), node, replies].filter(Boolean);
  }

  /** Keep no more in the document than the latest. */
  trim() {
    while (this.nodes.size > this.most + STEP) {
      const [ts, node] = this.nodes.entries().next().value;
      while (node.previousSibling) node.previousSibling.remove();
      node.remove();
      this.nodes.delete(ts);
    }
  }

  showMore() {
    const from = this.node.scrollHeight - this.node.scrollTop;
    this.most += STEP;
    this.draw();
    this.node.scrollTop = this.node.scrollHeight - from;
  }

  get isAtEnd() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR;
  }

  /** Show the end; of a message that is taller than the window, its beginning. */
  toEnd() {
    const latest = [...this.nodes.values()].at(-1);
    this.node.scrollTop = this.node.scrollHeight;
    if (latest && latest.offsetHeight > this.node.clientHeight) latest.scrollIntoView({ block: "start" });
  }

  /** Bring a message's beginning into view. */
  toMessage(ts) {
    this.nodes.get(ts)?.scrollIntoView({ block: "start" });
  }

  /** Let the Tab key come to one message, the latest; arrow keys go from one to the next. */
  rove(current = [...this.nodes.values()].at(-1)) {
    for (const node of this.nodes.values()) node.tabIndex = node === current ? 0 : -1;
  }

  onKey(event) {
    if (event.target !== this.node && !event.target.matches(".message")) return;
    const all = [...this.nodes.values()];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowUp: at < 0 ? all.length - 1 : at - 1, ArrowDown: at + 1 }[event.key];
    if (next === undefined || !all[next]) return;
    event.preventDefault();
    this.rove(all[next]);
    all[next].focus();
  }

  /** Edit the latest message of this person, as an arrow up in an empty field does. */
  editLatest() {
    const mine = this.shown.filter((m) => m.author === this.app.store.user.id && !m.deleted).at(-1);
    if (mine) startEditing(this.nodes.get(mine.ts), mine, this.app);
    return Boolean(mine);
  }
}

function together(before, data) {
  const same =
    before.author === data.author && !before.only_for && !data.only_for && !before.deleted && !before.replies;
  return same && data.ts - before.ts < TOGETHER;
}
