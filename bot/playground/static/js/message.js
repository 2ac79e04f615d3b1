// One message: who, when, what, its thread and reactions.

import { avatar } from "./avatar.js";
import { blocks } from "./blocks.js";
import { el, isConverting } from "./dom.js";
import { sign } from "./emoji.js";
import { icon } from "./icons.js";
import { toolbar } from "./message_menu.js";
import { mrkdwn, untyped } from "./mrkdwn.js";
import { atDay, atTime } from "./times.js";

const LONG = 6_000; // characters beyond which a message is folded

/** Build a message. `options`: `compact` (its author stands above it), `inThread`, `folded`. */
export function message(data, app, options = {}) {
  const node = el("li", { class: classOf(data, options), tabindex: -1, "data-ts": data.ts });
  if (data.deleted) {
    node.append(el("p", { class: "tombstone" }, icon("trash", 16), "このメッセージは削除されました。"));
    return node;
  }
  node.append(
    options.compact ? compactTime(data) : avatar(app.store.names.get(data.author), 36),
    el(
      "div",
      { class: "message-main" },
      onlyYou(data),
      options.compact ? null : head(data, app),
      body(data, app),
      reactions(data, app),
      options.inThread ? null : threadBar(data, app),
    ),
  );
  withToolbar(node, data, app, options);
  return node;
}

function classOf(data, options) {
  const names = ["message"];
  if (data.only_for) names.push("only-you");
  if (options.compact) names.push("compact");
  if (data.deleted) names.push("deleted");
  return names.join(" ");
}

function onlyYou(data) {
  return data.only_for && el("p", { class: "only-you-mark" }, icon("eye", 14), "あなただけに表示されています");
}

function head(data, app) {
  const person = app.store.names.get(data.author);
  return el(
    "div",
    { class: "message-head" },
    el("span", { class: "author" }, person?.name ?? data.author),
    person?.is_bot && el("span", { class: "badge" }, "アプリ"),
    el(
      "time",
      { class: "time", datetime: atDay(data.ts).toISOString(), title: atDay(data.ts).toLocaleString("ja-JP") },
      atTime(data.ts),
    ),
  );
}

function compactTime(data) {
  return el("time", { class: "time compact-time", datetime: atDay(data.ts).toISOString() }, atTime(data.ts));
}

function body(data, app) {
  const place = app.at({ channel: data.channel, ts: data.ts });
  const inner = data.blocks.length
    ? blocks(data.blocks, place)
    : el("div", { class: "text" }, ...mrkdwn(data.text, app.store));
  const node = el("div", { class: "message-body" }, inner, data.edited && edited());
  if (lengthOf(data) > LONG && !app.unfolded.has(data.ts)) fold(node, data, app);
  return node;
}

function edited() {
  return el("span", { class: "edited" }, "(編集済み)");
}

function lengthOf(data) {
  return data.blocks.length ? JSON.stringify(data.blocks).length / 2 : data.text.length;
}

/** Show the beginning of a very long message, and the rest on demand. */
function fold(node, data, app) {
  node.classList.add("folded");
  const more = el("button", { type: "button", class: "link-button unfold", on: { click: unfold } }, "全文を表示する");
  node.append(more);
  function unfold() {
    app.unfolded.add(data.ts);
    node.classList.remove("folded");
    more.remove();
  }
}

function reactions(data, app) {
  if (!data.reactions?.length) return null;
  return el(
    "div",
    { class: "reactions" },
    data.reactions.map((reaction) => {
      const mine = reaction.users.includes(app.store.user.id);
      const who = reaction.users.map((id) => app.store.nameOf(id)).join("、");
      return el(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(mine),
          "aria-label": `${sign(reaction.name)} ${reaction.users.length}件、${who}`,
          title: who,
          on: {
            click: () =>
              app.perform("react", { channel: data.channel, ts: data.ts, name: reaction.name, there: !mine }),
          },
        },
        el("span", {}, sign(reaction.name)),
        el("span", { class: "count" }, String(reaction.users.length)),
      );
    }),
  );
}

function threadBar(data, app) {
  const hidden = app.store.list(data.channel, data.ts).filter((m) => m.thread && m.only_for).length;
  if (!data.replies && !hidden) return null;
  const faces = (data.repliers ?? []).slice(0, 3).map((id) => avatar(app.store.names.get(id), 22));
  const words = data.replies ? `${data.replies}件の返信` : "あなただけに見える返信";
  return el(
    "button",
    { type: "button", class: "thread-bar", on: { click: () => app.openThread(data.channel, data.ts) } },
    faces,
    el("span", { class: "thread-count" }, words),
    el("span", { class: "thread-open" }, "スレッドを表示する"),
  );
}

/** Bring the tools of a message when a pointer or the focus comes; on a touch screen they are always there. */
function withToolbar(node, data, app, options) {
  const bring = () => {
    if (node.querySelector(".toolbar") || node.classList.contains("editing")) return;
    node.append(toolbar(data, app, options, () => startEditing(node, data, app)));
  };
  node.addEventListener("pointerenter", bring);
  node.addEventListener("focusin", bring);
  if (app.isTouch) bring();
}

/** Put the text into a field, to be changed. */
export function startEditing(node, data, app) {
  const main = node.querySelector(".message-body");
  const field = el("textarea", {
    class: "text-input",
    "aria-label": "メッセージを編集",
    rows: 2,
    value: untyped(data.text, app.store),
  });
  const end = () => {
    node.classList.remove("editing");
    form.replaceWith(main);
    app.renew(data.ts);
    document.querySelector(`[data-ts="${CSS.escape(data.ts)}"]`)?.focus();
  };
  const save = async () => {
    if (field.value.trim() && field.value !== untyped(data.text, app.store)) {
      await app.perform("edit", { channel: data.channel, ts: data.ts, text: field.value });
    }
    end();
  };
  const onKey = (event) => {
    if (event.key === "Escape") end();
    else if (event.key === "Enter" && !event.shiftKey && !isConverting(event)) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  field.addEventListener("keydown", onKey);
  const form = el(
    "div",
    { class: "edit-form" },
    field,
    el("button", { type: "button", class: "button", on: { click: end } }, "キャンセル"),
    el("button", { type: "button", class: "button button-primary", on: { click: save } }, "保存する"),
  );
  node.querySelector(".toolbar")?.remove();
  node.classList.add("editing");
  main.replaceWith(form);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}
