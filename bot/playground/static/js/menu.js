// A menu under a button: arrow keys, Home, End, Enter, Esc; a click elsewhere closes it.

import { el, fill } from "./dom.js";

let close = () => undefined;

/** Open a menu of items {words, about, sign, href, danger, act} under a button; null is a line between groups. */
export function openMenu(opener, items, label = "メニュー") {
  close();
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label, on: { keydown: onKey } });
  fill(
    menu,
    items.map((item) => (item ? entry(item) : el("div", { class: "menu-line", role: "separator" }))),
  );
  (opener.closest("dialog") ?? document.body).append(menu);
  place(menu, opener);
  opener.setAttribute("aria-expanded", "true");
  close = () => {
    close = () => undefined;
    document.removeEventListener("pointerdown", away, true);
    opener.setAttribute("aria-expanded", "false");
    menu.remove();
  };
  function away(event) {
    if (!menu.contains(event.target) && !opener.contains(event.target)) close();
  }
  document.addEventListener("pointerdown", away, true);
  menu.querySelector("[role=menuitem]")?.focus();

  function entry(item) {
    const choose = () => {
      close();
      opener.focus();
      item.act();
    };
    const props = {
      class: `menu-item ${item.danger ? "menu-danger" : ""}`,
      role: "menuitem",
      tabindex: -1,
      on: { click: choose },
    };
    const words = [
      item.sign && el("span", { class: "menu-sign", "aria-hidden": "true" }, item.sign),
      el("span", { class: "menu-words" }, item.words, item.about && el("span", { class: "menu-about" }, item.about)),
    ];
    return item.href
      ? el("a", { ...props, href: item.href, target: "_blank", rel: "noopener noreferrer" }, words)
      : el("button", { ...props, type: "button" }, words);
  }

  function onKey(event) {
    const all = [...menu.querySelectorAll("[role=menuitem]")];
    const at = all.indexOf(document.activeElement);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    if (event.key in steps) {
      all[(steps[event.key] + all.length) % all.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      close();
      opener.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Close the menu that is open. */
export function closeMenu() {
  close();
}

/** Put a menu under its button, or above it where there is no room, always within the window. */
function place(menu, opener) {
  const at = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  const below = at.bottom + 4 + height <= innerHeight - 8;
  const top = below ? at.bottom + 4 : Math.max(8, at.top - 4 - height);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}
