// The tools of a message: reactions, reply in a thread, and a menu with shortcuts, editing and deleting.

import { question } from "./dialog.js";
import { el } from "./dom.js";
import { QUICK, sign } from "./emoji.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { untyped } from "./mrkdwn.js";

/** Build the tools of a message. */
export function toolbar(data, app, options, edit) {
  const node = el("div", { class: "toolbar", role: "group", "aria-label": "メッセージの操作" });
  const tool = (name, words, act, more = {}) =>
    node.append(
      el(
        "button",
        { type: "button", class: "tool", "aria-label": words, title: words, ...more, on: { click: act } },
        icon(name, 18),
      ),
    );
  if (!data.only_for) {
    tool("smile", "リアクションを付ける", (event) => openMenu(event.currentTarget, faces(data, app), "リアクション"), {
      "aria-haspopup": "menu",
    });
    if (!options.inThread) tool("message", "スレッドで返信する", () => app.openThread(data.channel, data.ts, true));
  }
  tool("more", "その他", (event) => openMenu(event.currentTarget, entries(data, app, options, edit)), {
    "aria-haspopup": "menu",
  });
  return node;
}

function faces(data, app) {
  const mine = new Set(data.reactions.filter((r) => r.users.includes(app.store.user.id)).map((r) => r.name));
  return QUICK.map((name) => ({
    sign: sign(name),
    words: mine.has(name) ? `${WORDS[name]}(取り消す)` : WORDS[name],
    act: () => app.perform("react", { channel: data.channel, ts: data.ts, name, there: !mine.has(name) }),
  }));
}

const WORDS = {
  "+1": "いいね",
  eyes: "見ています",
  pray: "お願いします",
  tada: "おめでとう",
  shushing_face: "静かに(このスレッドでボットを黙らせる)",
};

function entries(data, app, options, edit) {
  const place = { channel: data.channel, ts: data.ts };
  const shortcuts = data.only_for ? [] : app.store.shortcuts.filter((shortcut) => shortcut.kind === "message");
  const items = shortcuts.map((shortcut) => ({
    sign: "⚡",
    words: shortcut.name,
    about: app.store.bot.name,
    act: () => app.perform("message_shortcut", { ...place, name: shortcut.callback_id }),
  }));
  if (!data.only_for && !options.inThread)
    items.push({ words: "スレッドで返信する", act: () => app.openThread(data.channel, data.ts, true) });
  items.push({ words: "テキストをコピーする", act: () => app.copy(wordsOf(data, app)) });
  if (data.only_for) items.push(null, { words: "表示をやめる", act: () => app.dismiss(data) });
  if (data.author === app.store.user.id) {
    items.push(
      null,
      { words: "メッセージを編集する", act: edit },
      { words: "メッセージを削除する", danger: true, act: () => remove(place, app) },
    );
  }
  return items;
}

function wordsOf(data, app) {
  return untyped(data.text, app.store);
}

async function remove(place, app) {
  const agreed = await question({
    title: "メッセージを削除する",
    text: "このメッセージを削除しますか。元に戻すことはできません。",
    yes: "削除する",
    danger: true,
  });
  if (agreed) await app.perform("delete", place);
}
