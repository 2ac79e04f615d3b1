// The page as a whole: it loads the state, follows what happens, and hands each thing to the part that shows it.

import * as api from "./api.js";
import { mark } from "./avatar.js";
import { Conversation } from "./conversation.js";
import { byId, el, fill, shortened } from "./dom.js";
import { Editor } from "./editor.js";
import { Inspector } from "./inspector.js";
import { closeMenu } from "./menu.js";
import { Place } from "./place.js";
import { Sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { Thread } from "./thread.js";
import { Topbar } from "./topbar.js";
import { Windows } from "./windows.js";

const ACK = 3_200; // milliseconds after which Slack says that a command was not taken
const PATIENCE = 6_000; // milliseconds within which an answer pulls the view along
const WIDE = matchMedia("(min-width: 64rem)");

class App {
  constructor(snapshot) {
    this.root = byId("app");
    this.windowsRoot = byId("windows");
    this.isTouch = matchMedia("(hover: none)").matches;
    this.store = new Store(snapshot);
    this.toasts = byId("toasts");
    this.drafts = new Map();
    this.memory = new Map();
    this.dismissed = new Set();
    this.unfolded = new Set();
    this.taken = new Set();
    this.place = { channel: this.store.channels.find((channel) => channel.kind !== "im").id };
    this.topbar = new Topbar(this, byId("topbar"));
    this.sidebar = new Sidebar(this, byId("sidebar"), byId("backdrop"));
    this.conversation = new Conversation(this, byId("main"));
    this.thread = new Thread(this, byId("thread"));
    this.windows = new Windows(this);
    this.inspector = new Inspector(this, byId("inspector"));
    this.editor = new Editor(this, byId("editor"));
    this.listen();
  }

  get user() {
    return this.store.user.id;
  }

  /** Draw everything, and follow what happens from now on. */
  start() {
    this.topbar.draw();
    this.go(this.place);
    this.windows.show();
    this.stop?.();
    this.stop = api.follow(
      this.user,
      this.store.latest,
      (record) => this.store.apply(record),
      () => this.again(),
    );
  }

  listen() {
    const { store } = this;
    store.on("message", (data) => this.takeMessage(data));
    store.on("modal", (data) => this.windows.show(data.change));
    store.on("home", (data) => data.change !== "filled" && this.conversation.drawHome());
    store.on("prompts", () => this.conversation.showPrompts());
    store.on("status", () => this.conversation.showStatus());
    store.on("record", (record) => this.takeRecord(record));
    store.on(
      "connection",
      (data) => !data.connected && this.toast("ボットの接続が切れました。つながり直すのを待っています…"),
    );
    store.on("knowledge", () => {
      this.topbar.drawKnowledge();
      this.editor.take();
    });
  }

  /** Go to a channel, or to the app's Home tab. */
  go(place) {
    closeMenu();
    if (place.channel !== this.place.channel || place.tab === "home") this.thread.close();
    this.place = place;
    if (place.channel) this.store.unread.delete(place.channel);
    this.conversation.open(place);
    this.sidebar.draw();
    if (place.tab === "home") this.perform("open_home", {}, false).catch(() => undefined);
    if (place.tab === "messages") this.perform("open_messages", {}, false).catch(() => undefined);
  }

  /** Open a thread; on a touch screen only a wish to write brings the keyboard up. */
  openThread(channel, ts, writes = false) {
    this.thread.open(channel, ts, writes || !this.isTouch);
  }

  /** Take in a message: draw it, read it out, count it where nobody looks. */
  takeMessage(data) {
    this.conversation.take(data);
    this.thread.take(data);
    if (data.change !== "new" || data.author === this.user) return;
    this.say(`${this.store.nameOf(data.author)}: ${shortened(data.text, 200)}`);
    if (this.place.channel !== data.channel) {
      this.store.unread.set(data.channel, (this.store.unread.get(data.channel) ?? 0) + 1);
      this.sidebar.draw();
    } else if (data.thread && WIDE.matches && !this.thread.place && this.isMine(data)) {
      this.thread.open(data.channel, data.thread, false);
    }
  }

  /** Tell whether a reply is to something that this person wrote or pressed. */
  isMine(reply) {
    return reply.only_for === this.user || this.store.message(reply.channel, reply.thread)?.author === this.user;
  }

  takeRecord(record) {
    this.inspector.take(record);
    if (record.kind === "ack" && record.data.in_time) this.taken.add(record.data.delivery);
  }

  /** Do something as the person who acts; what is refused is said in a line (or thrown on, if `throws`). */
  async perform(verb, args, throws = false) {
    this.actedAt = Date.now();
    try {
      return await api.act(this.user, verb, args);
    } catch (error) {
      if (throws) throw error;
      this.toast(error.message);
      return {};
    }
  }

  /** Tell whether what comes now is likely to be what this person is waiting for. */
  get hasJustActed() {
    return Date.now() - (this.actedAt ?? 0) < PATIENCE;
  }

  /** Put a text into the field, to be sent or changed. */
  write(text) {
    this.conversation.composer?.put(text);
  }

  /** Send a slash command; one that nobody takes in time is reported as Slack does. */
  async command(channel, text) {
    const { delivery } = await this.perform("command", { channel, text }, true);
    setTimeout(() => {
      if (!this.taken.has(delivery))
        this.toast(`${text.split(" ")[0]} は、応答がなかったため実行できませんでした(operation_timeout)。`);
    }, ACK);
  }

  /** Return the place in which blocks stand. */
  at(where) {
    return new Place(this.store, where, (verb, args) => this.perform(verb, args), this.memory);
  }

  async actAs(user) {
    this.store.load(await api.state(user));
    this.thread.close();
    const tab = this.place.tab;
    this.place = tab === "messages" ? { channel: this.store.dm.id, tab } : this.place;
    this.start();
    this.toast(`${this.store.user.name}として操作します。`);
  }

  /** The stream has broken: ask for the whole state again, until the playground answers. */
  async again() {
    try {
      this.store.load(await api.state(this.user));
      byId("stopped")?.remove();
      this.thread.close();
      this.start();
    } catch (error) {
      if (!byId("stopped"))
        document.body.append(el("p", { id: "stopped", class: "notice", role: "alert" }, error.message));
      setTimeout(() => this.again(), 2_000);
    }
  }

  /** Draw a message again, wherever it stands. */
  renew(ts) {
    this.conversation.list?.renew(ts);
    this.thread.list?.renew(ts);
  }

  dismiss(data) {
    this.dismissed.add(data.ts);
    this.conversation.list?.draw();
    this.thread.list?.draw();
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast("コピーしました。");
    } catch {
      this.toast("コピーできませんでした。文字を選んでコピーしてください。");
    }
  }

  /** Show a line for a few seconds. */
  toast(text) {
    const node = el("p", { class: "toast" }, text);
    (document.querySelector("dialog[open]") ?? document.body).append(this.toasts); // over a dialog, too
    this.toasts.append(node);
    setTimeout(() => node.remove(), 6_000);
  }

  /** Have something read out by a screen reader. */
  say(text) {
    const live = byId("live");
    live.append(el("p", {}, text));
    while (live.children.length > 5) live.firstChild.remove();
  }

  mark() {
    return mark();
  }
}

async function begin() {
  try {
    const app = new App(await api.state("U1"));
    app.start();
    for (const record of (await api.past()).records) if (record.number <= app.store.latest) app.inspector.take(record);
    document.documentElement.dataset.ready = "";
  } catch (error) {
    fill(byId("main"), el("p", { class: "notice", role: "alert" }, error.message));
  }
}

begin();
