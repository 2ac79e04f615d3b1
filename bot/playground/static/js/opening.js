// What stands at the beginning of a channel, and what can be tried there.

import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";

/** Build the beginning of a channel. */
export function opening(app, channel) {
  const { bot } = app.store;
  const isApp = channel.kind === "im";
  const words = isApp
    ? `${bot.name} とあなただけの場所です。聞きたいことを、そのまま書いてください。`
    : `ここでは @${bot.name} を付けて質問します。答えは、質問のスレッドに届きます。`;
  return el(
    "div",
    { class: "opening" },
    isApp
      ? avatar(bot, 48)
      : el(
          "span",
          { class: "opening-face", "aria-hidden": "true" },
          icon(channel.kind === "group" ? "lock" : "hash", 28),
        ),
    el("h2", {}, isApp ? bot.name : `#${channel.name} のはじまり`),
    el("p", {}, words),
    isApp
      ? null
      : el(
          "div",
          { class: "prompts-row" },
          tries(app).map(([title, text]) =>
            el("button", { type: "button", class: "prompt", on: { click: () => app.write(text) } }, title),
          ),
        ),
  );
}

/** Return what there is to try, as it is put into the field. */
function tries(app) {
  const { bot, commands } = app.store;
  const asked = commands.find((command) => command.usage_hint && !command.usage_hint.startsWith("["));
  const question = asked ? [[`@${bot.name} に質問する`, `@${bot.name} ${asked.usage_hint}`]] : [];
  return [
    ...question,
    ...commands
      .slice(0, 3)
      .map((command) => [command.name, `${command.name} ${command === asked ? command.usage_hint : ""}`]),
  ];
}
