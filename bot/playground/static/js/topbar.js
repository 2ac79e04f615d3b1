// The bar at the top: who acts, how the editors' files stand, the inspector, the theme.

import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { isDark, toggleTheme } from "./theme.js";

const STATES = { same: "最新", checking: "確認中…", refused: "エラーあり", ready: "変更あり" };

/** Shows the bar. */
export class Topbar {
  constructor(app, node) {
    this.app = app;
    this.node = node;
  }

  draw() {
    const { app } = this;
    this.knowledge = el("button", {
      type: "button",
      class: "bar-button knowledge",
      "aria-expanded": "false",
      on: { click: () => app.editor.toggle() },
    });
    this.theme = el("button", {
      type: "button",
      class: "bar-button",
      on: {
        click: () => {
          toggleTheme();
          this.drawTheme();
        },
      },
    });
    this.inspector = el(
      "button",
      {
        type: "button",
        class: "bar-button",
        "aria-expanded": "false",
        "aria-controls": "inspector",
        title: "インスペクター",
        on: { click: () => app.inspector.toggle() },
      },
      icon("inspect", 18),
      el("span", { class: "bar-words" }, "インスペクター"),
    );
    fill(
      this.node,
      el(
        "button",
        {
          type: "button",
          class: "bar-button menu-button",
          "aria-label": "チャンネルの一覧を開く",
          on: { click: () => app.sidebar.open() },
        },
        icon("menu"),
      ),
      el(
        "span",
        { class: "brand" },
        el("span", { class: "app-mark", "aria-hidden": "true" }, app.mark()),
        el("span", { class: "brand-words" }, "プレイグラウンド"),
      ),
      el("label", { class: "acting" }, el("span", { class: "acting-words" }, "操作する人"), this.people()),
      el("span", { class: "bar-gap" }),
      this.knowledge,
      this.inspector,
      this.theme,
    );
    this.drawTheme();
    this.drawKnowledge();
  }

  people() {
    const { store } = this.app;
    const act = (event) => this.app.actAs(event.target.value);
    const node = el(
      "select",
      { class: "people", "aria-label": "操作する人", on: { change: act } },
      store.people.map((person) => el("option", { value: person.id }, person.name)),
    );
    node.value = store.user.id;
    return node;
  }

  drawKnowledge() {
    const { state, version } = this.app.store.knowledge;
    this.knowledge.dataset.state = state;
    this.knowledge.title = `知識の版 ${version}`;
    fill(
      this.knowledge,
      el("span", { class: "dot", "aria-hidden": "true" }),
      el("span", { class: "bar-words" }, "知識: "),
      el("span", {}, STATES[state]),
    );
  }

  drawTheme() {
    const words = isDark() ? "明るい表示にする" : "暗い表示にする";
    this.theme.setAttribute("aria-label", words);
    this.theme.title = words;
    fill(this.theme, icon(isDark() ? "sun" : "moon", 18));
  }
}
