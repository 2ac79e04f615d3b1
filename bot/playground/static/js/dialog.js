// Small windows of the page itself: the question before something that cannot be undone.

import { el, fresh } from "./dom.js";

/** Ask as Slack's confirmation object says; resolves to whether the person agrees. */
export function ask(confirm, store) {
  const text = confirm.text?.text ?? "";
  return question({
    title: confirm.title?.text || "確認",
    text: store ? text.replace(/<@(\w+)>/g, (_, id) => `@${store.nameOf(id)}`) : text,
    yes: confirm.confirm?.text || "はい",
    no: confirm.deny?.text || "キャンセル",
    danger: confirm.style === "danger",
  });
}

/** Ask a question with two answers; resolves to whether it was the first. */
export function question({ title, text, yes, no = "キャンセル", danger = false }) {
  return new Promise((resolve) => {
    const id = fresh("question");
    const end = (answer) => () => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const dialog = el(
      "dialog",
      { class: "modal small-modal", "aria-labelledby": id, on: { cancel: end(false) } },
      el("header", { class: "modal-head" }, el("h2", { id, class: "modal-title" }, title)),
      el("div", { class: "modal-body" }, el("p", { class: "plain" }, text)),
      el(
        "footer",
        { class: "modal-foot" },
        el("button", { type: "button", class: "button", on: { click: end(false) } }, no),
        el(
          "button",
          { type: "button", class: `button ${danger ? "button-danger" : "button-primary"}`, on: { click: end(true) } },
          yes,
        ),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
