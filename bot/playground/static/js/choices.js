// Menus, radio buttons, checkboxes and pickers: native controls, which every phone and screen reader knows.

import { ask } from "./dialog.js";
import { el, fresh } from "./dom.js";
import { withSigns } from "./emoji.js";

/** Builders by type of element: (element, value, change, name, place) to a node; `change` gets the new value. */
export const CHOICES = {
  static_select: select,
  multi_static_select: (part, value, change, name) => boxes(part, optionsOf(part), value, change, name, "checkbox"),
  radio_buttons: (part, value, change, name) =>
    boxes(part, part.options, value ? [value] : [], ([one]) => change(one), name, "radio"),
  checkboxes: (part, value, change, name) => boxes(part, part.options, value, change, name, "checkbox"),
  users_select: (part, value, change, name, place) => select(withOptions(part, people(place)), value, change, name),
  channels_select: (part, value, change, name, place) =>
    select(withOptions(part, channels(place)), value, change, name),
  conversations_select: (part, value, change, name, place) =>
    select(withOptions(part, channels(place)), value, change, name),
  multi_users_select: (part, value, change, name, place) => boxes(part, people(place), value, change, name, "checkbox"),
  multi_channels_select: (part, value, change, name, place) =>
    boxes(part, channels(place), value, change, name, "checkbox"),
  multi_conversations_select: (part, value, change, name, place) =>
    boxes(part, channels(place), value, change, name, "checkbox"),
  datepicker: (part, value, change, name) => picker("date", value, change, name),
  timepicker: (part, value, change, name) => picker("time", value, change, name),
  datetimepicker: (part, value, change, name) =>
    picker("datetime-local", localTime(value), (chosen) => change(chosen ? Date.parse(chosen) / 1000 : null), name),
};

/** Build a choice outside of an input block: what is chosen is told at once. */
export function blockChoice(part, block, place) {
  const ids = { block_id: block.block_id, action_id: part.action_id };
  const change = async (value) => {
    if (part.confirm && !(await ask(part.confirm, place.store))) return;
    await place.do("choose", { ...ids, value });
  };
  const name = part.accessibility_label || part.placeholder?.text || "選択";
  const node = CHOICES[part.type](part, place.value(part, block), change, name, place);
  node.dataset.action = part.action_id;
  return node;
}

/** Return what an element holds (from `state`), as the value that choosing it again would have. */
export function valueHeld(held) {
  if (!held) return null;
  if ("selected_option" in held) return held.selected_option?.value ?? null;
  if ("selected_options" in held) return (held.selected_options ?? []).map((option) => option.value);
  const name = Object.keys(held).find((one) => one.startsWith("selected_")) ?? "value";
  return held[name] ?? null;
}

/** Return what an element begins with, in the form of `state`. */
export function initially(part) {
  const name = Object.keys(part).find((one) => one.startsWith("initial_"));
  return name ? { [name.replace("initial_", name === "initial_value" ? "" : "selected_")]: part[name] } : null;
}

function optionsOf(part) {
  return [...(part.options ?? []), ...(part.option_groups ?? []).flatMap((group) => group.options)];
}

function people(place) {
  return place.store.people.map((person) => ({ value: person.id, text: { text: person.name } }));
}

function channels(place) {
  return place.store.channels
    .filter((channel) => channel.kind !== "im")
    .map((channel) => ({ value: channel.id, text: { text: `#${channel.name}` } }));
}

function withOptions(part, options) {
  return { ...part, options };
}

function select(part, value, change, name) {
  const node = el("select", { class: "select", "aria-label": name, on: { change: () => change(node.value || null) } });
  node.append(el("option", { value: "", disabled: true, hidden: true }, part.placeholder?.text || "選択してください"));
  for (const option of part.options ?? []) node.append(choice(option));
  for (const group of part.option_groups ?? []) {
    node.append(el("optgroup", { label: group.label.text }, group.options.map(choice)));
  }
  node.value = value ?? "";
  return node;
}

function choice(option) {
  return el("option", { value: option.value }, withSigns(option.text.text));
}

function boxes(part, options, values, change, name, type) {
  const group = fresh("group");
  const node = el("div", { class: "options", role: type === "radio" ? "radiogroup" : "group", "aria-label": name });
  const chosen = () => [...node.querySelectorAll("input:checked")].map((box) => box.value);
  for (const option of options) {
    const about = option.description && el("span", { class: "option-about" }, withSigns(option.description.text));
    const words = el("span", {}, withSigns(option.text.text), about);
    const box = el("input", { type, name: group, value: option.value, on: { change: () => change(chosen()) } });
    box.checked = (values ?? []).includes(option.value);
    node.append(el("label", { class: "option" }, box, words));
  }
  return node;
}

function picker(type, value, change, name) {
  const node = el("input", {
    type,
    class: "text-input picker",
    "aria-label": name,
    value: value ?? "",
    on: { change: () => change(node.value || null) },
  });
  return node;
}

function localTime(seconds) {
  if (!seconds) return "";
  const at = new Date(seconds * 1000);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
