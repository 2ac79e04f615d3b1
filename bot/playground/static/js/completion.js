// The list over the composer: slash commands and people, chosen with arrow keys, Enter, Tab or a click.

import { avatar } from "./avatar.js";
import { el, fill, fresh } from "./dom.js";
import { icon } from "./icons.js";

/** A list of candidates for what stands before the caret of a field. */
export class Completion {
  constructor(field, store, chosen) {
    this.field = field;
    this.store = store;
    this.chosen = chosen;
    this.items = [];
    this.at = 0;
    this.id = fresh("completion");
    this.node = el("div", { class: "completion", role: "listbox", id: this.id, "aria-label": "候補", hidden: true });
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.id,
    })) {
      field.setAttribute(name, value);
    }
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** Show what fits what is typed, or nothing. */
  update() {
    this.items = candidates(this.field, this.store);
    this.at = 0;
    this.node.hidden = !this.items.length;
    fill(
      this.node,
      this.items.map((item, number) => this.option(item, number)),
    );
    this.mark();
  }

  close() {
    this.items = [];
    this.node.hidden = true;
    this.mark();
  }

  /** Heed a key; returns whether it was for the list. */
  onKey(event) {
    if (!this.isOpen) return false;
    const exact = this.items[this.at]?.insert.trim() === this.field.value.trim();
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" || (event.key === "Enter" && !exact)) this.take(this.items[this.at]);
    else return false;
    return true;
  }

  move(step) {
    this.at = (this.at + step + this.items.length) % this.items.length;
    this.mark();
  }

  take(item) {
    const { value, selectionStart } = this.field;
    const before = value.slice(0, selectionStart - item.typed.length) + item.insert;
    this.field.value = before + value.slice(selectionStart);
    this.field.setSelectionRange(before.length, before.length);
    this.close();
    this.chosen(item);
  }

  option(item, number) {
    const take = (event) => {
      event.preventDefault(); // the field keeps the focus
      this.take(item);
    };
    return el(
      "div",
      {
        class: "candidate",
        role: "option",
        id: `${this.id}-${number}`,
        "aria-selected": "false",
        on: { pointerdown: take },
      },
      item.face,
      el("span", { class: "candidate-name" }, item.words),
      item.about && el("span", { class: "candidate-about" }, item.about),
    );
  }

  mark() {
    for (const [number, node] of [...this.node.children].entries())
      node.setAttribute("aria-selected", String(number === this.at));
    this.node.children[this.at]?.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-expanded", String(this.isOpen));
    if (this.isOpen) this.field.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    else this.field.removeAttribute("aria-activedescendant");
  }
}

function candidates(field, store) {
  const before = field.value.slice(0, field.selectionStart);
  const command = /^\/\S*$/.exec(before);
  if (command) return commands(command[0], store);
  const name = /(?:^|[\s、。])(@[^\s@]{0,20})$/.exec(before);
  return name ? people(name[1], store) : [];
}

function commands(typed, store) {
  return store.commands
    .filter((command) => command.name.startsWith(typed))
    .map((command) => ({
      typed,
      insert: `${command.name} `,
      words: `${command.name} ${command.usage_hint}`.trim(),
      about: command.description,
      face: el("span", { class: "candidate-face" }, icon("slash", 16)),
    }));
}

function people(typed, store) {
  const wanted = typed.slice(1).toLowerCase();
  return [store.bot, ...store.people]
    .filter((person) => person.name.toLowerCase().includes(wanted) && person.id !== store.user.id)
    .map((person) => ({
      typed,
      insert: `@${person.name} `,
      words: person.name,
      about: person.is_bot ? "アプリ" : "",
      face: avatar(person, 22),
    }));
}
