// For editors: what `check` finds in the files as they were saved, what would change, and a button that applies it.

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";

const HEADS = {
  same: "ファイルの内容が、そのまま使われています。",
  checking: "保存された内容を確かめています…",
  refused: "直すところがあります。今までの内容で答えています。",
  ready: "反映できます。まだ今までの内容で答えています。",
};
const KINDS = { added: "増える質問", altered: "変わる質問", removed: "なくなる質問" };

/** Shows how the editors' files stand; opens by itself when they have changed. */
export class Editor {
  constructor(app, node) {
    this.app = app;
    this.node = node;
  }

  toggle(open = this.node.hidden) {
    this.node.hidden = !open;
    this.app.topbar.knowledge.setAttribute("aria-expanded", String(open));
    if (open) this.draw();
    else this.app.topbar.knowledge.focus();
  }

  /** Take in a new state. */
  take() {
    const { state, summary } = this.app.store.knowledge;
    if (state === "refused" || state === "ready") {
      this.node.hidden = false;
      this.app.topbar.knowledge.setAttribute("aria-expanded", "true");
      this.app.say(`${HEADS[state]} ${summary}`);
    }
    if (!this.node.hidden) this.draw();
  }

  draw() {
    const knowledge = this.app.store.knowledge;
    fill(
      this.node,
      el(
        "header",
        { class: "editor-head" },
        el("h2", {}, icon("book", 18), "knowledge/ と seeds/"),
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": "閉じる", on: { click: () => this.toggle(false) } },
          icon("close", 18),
        ),
      ),
      el(
        "div",
        { class: "editor-body", tabindex: 0, role: "group", "aria-label": "変更の内容" },
        el("p", { class: `editor-state state-${knowledge.state}` }, HEADS[knowledge.state]),
        versions(knowledge),
        changes(knowledge),
        shifts(knowledge),
        findings(knowledge),
      ),
      knowledge.state === "ready" && this.foot(knowledge),
    );
  }

  foot(knowledge) {
    const apply = async (event) => {
      event.currentTarget.setAttribute("aria-busy", "true");
      await this.app.perform("apply", { version: knowledge.next });
      this.app.toast("反映しました。もう新しい内容で答えます。");
    };
    return el(
      "footer",
      { class: "editor-foot" },
      el("button", { type: "button", class: "button button-primary", on: { click: apply } }, "反映する"),
    );
  }
}

function versions({ version, next, entries }) {
  const rows = [["使われている版", `${version}(質問 ${entries} 件)`], next && ["反映したあとの版", next]].filter(
    Boolean,
  );
  return el(
    "dl",
    { class: "versions" },
    rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}

/** List what would change: questions of entries, articles and the rest. */
function changes({ changes: found = {}, others = [] }) {
  const lists = Object.entries(KINDS)
    .filter(([name]) => found[name]?.count)
    .map(([name, words]) =>
      list(`change change-${name}`, `${words} ${found[name].count} 件`, found[name].questions, found[name].count),
    );
  return [lists, others.length > 0 && list("change", "ほかに変わるもの", others, others.length)];
}

function list(name, head, words, count) {
  const rest = count - words.length;
  return el(
    "section",
    { class: name },
    el("h3", {}, head),
    el(
      "ul",
      {},
      words.map((one) => el("li", {}, one)),
      rest > 0 && el("li", {}, `ほか ${rest} 件`),
    ),
  );
}

/** Show the questions that would get another answer, before and after. */
function shifts({ effect, shifts: found = [] }) {
  if (!effect) return null;
  const given = (name, { text, title }) => [
    el("dt", {}, name),
    el("dd", {}, text ? `「${text}」『${title}』` : "(答えなし)"),
  ];
  return el(
    "section",
    { class: "shifts" },
    el("p", { class: "effect" }, effect),
    found.map(({ question, before, after }) =>
      el(
        "details",
        { class: "shift" },
        el("summary", {}, question),
        el("dl", { class: "versions" }, given("今", before), given("後", after)),
      ),
    ),
  );
}

function findings({ problems, summary }) {
  if (!problems.length) return el("p", { class: "no-findings" }, icon("check", 16), "check の指摘はありません。");
  return el(
    "section",
    { class: "findings" },
    el("h3", {}, `check の結果: ${summary}`),
    el(
      "ol",
      { role: "list" },
      problems.map((problem) =>
        el(
          "li",
          { class: `finding ${problem.severity}` },
          el("code", { class: "finding-place" }, problem.place),
          el("p", { class: "finding-message" }, problem.message),
          el("p", { class: "finding-hint" }, `直し方: ${problem.hint}`),
        ),
      ),
    ),
  );
}
